"""Proposals: edits that name characters instead of places, so that they can wait while the text moves on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from stadtgespraech.records import Block, Delete, Edit, Insert, Move
from stadtgespraech.text import collisions
from stadtgespraech.text.collisions import Clash, Plan, Range
from stadtgespraech.text.edits import EditError
from stadtgespraech.text.passages import Passage, Places, Point, is_new
from stadtgespraech.text.weave import Weave

__all__ = [
    "Adding",
    "Clash",
    "Collision",
    "Moving",
    "Proposal",
    "Rebased",
    "Removing",
    "collide",
    "combine",
    "propose",
    "rebase",
]


@dataclass(frozen=True, slots=True)
class Adding:
    """New words at a gap."""

    point: Point
    text: str
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Removing:
    """Words to delete."""

    passage: Passage


@dataclass(frozen=True, slots=True)
class Moving:
    """Words to move to a gap."""

    passage: Passage
    point: Point


@dataclass(frozen=True, slots=True)
class Proposal:
    """Edits made against the text at `base_revision`. At one gap they come in their order. `titles` names the owners
    whose title they change."""

    base_revision: int
    edits: tuple[Adding | Removing | Moving, ...]
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Collision:
    """How two proposals bear on each other. `kind`: identical (they unite), disjoint (both apply, in either order
    with the same text), soft (both stay, a person orders them), hard (a person decides). `clashes` are the places,
    in the text at `base_revision`; `follows` says that an edit of one stands inside a move of the other, and goes
    along."""

    kind: str
    base_revision: int
    clashes: tuple[Clash, ...] = ()
    follows: bool = False


@dataclass(frozen=True, slots=True)
class Rebased:
    """A proposal on a later text. `edits` apply to the text at `revision` and hold every word the proposal adds that
    is not there yet; `clashes` are the places, in the text at its old base, where the text changed in the meantime
    in a way that a person should look at. `proposal` is the same, named anew."""

    revision: int
    edits: tuple[Edit, ...]
    clashes: tuple[Clash, ...]
    proposal: Proposal


def propose(weave: Weave, edits: Sequence[Edit], revision: int | None = None) -> Proposal:
    """Edits against the text at `revision` (None: the last) as a proposal. Raises EditError as `Weave.apply` does."""
    base = weave.revisions if revision is None else revision
    weave.at(base).apply(edits)
    plan = Plan.of(edits)
    places = weave.places(base)
    named: list[Adding | Removing | Moving] = []
    for edit in plan.edits():
        match edit:
            case Insert(at, text, blocks):
                named.append(Adding(places.point(at), text, blocks))
            case Delete(start, end):
                named.append(Removing(places.passage(start, end)))
            case Move(start, end, to):
                named.append(Moving(places.passage(start, end), places.point(to)))
    owners = [owner for owner, start, end in _titles(weave, base) if collisions.touching(plan, start, end)]
    return Proposal(base, tuple(named), tuple(owners))


def _titles(weave: Weave, revision: int) -> list[tuple[str, int, int]]:
    """(owner, start, end) of the words of each title."""
    result = []
    at = 0
    for block, words in weave.blocks(revision):
        if block.kind == "title":
            result.append((block.owner, at + 1, at + 1 + len(words)))
        at += 1 + len(words)
    return result


def edits_of(weave: Weave, proposal: Proposal) -> tuple[Edit, ...]:
    """The proposal's edits, counted in the text at its own base."""
    places = weave.places(proposal.base_revision)
    edits: list[Edit] = []
    for edit in proposal.edits:
        match edit:
            case Adding(point, text, blocks):
                edits.append(Insert(_gap(places, point), text, blocks))
            case Removing(passage):
                edits += [Delete(start, end) for start, end in places.locate(passage)]
            case Moving(passage, point):
                edits += [Move(start, end, _gap(places, point)) for start, end in places.locate(passage)]
    return tuple(edits)


def _gap(places: Places, point: Point) -> int:
    return 0 if point.left is None else places.locate((point.left,))[0][1]


def collide(weave: Weave, p: Proposal, q: Proposal) -> Collision:
    """How two proposals bear on each other. Where their bases differ, the older is rebased onto the newer first."""
    base = max(p.base_revision, q.base_revision)
    first, second = _plan(weave, p, base), _plan(weave, q, base)
    if first == second:
        return Collision("identical", base)
    titles = [(start, end) for _, start, end in _titles(weave, base)]
    found = collisions.clashes(first, second, titles)
    if not any(clash.kind == "hard" for clash in found) and not _begins_well(weave, base, first, second):
        found = (Clash("hard", collisions.NO_BLOCK, 0, 0), *found)
    kind = "hard" if any(clash.kind == "hard" for clash in found) else "soft" if found else "disjoint"
    return Collision(kind, base, found, _inside(first, second) or _inside(second, first))


def _plan(weave: Weave, proposal: Proposal, base: int) -> Plan:
    if proposal.base_revision == base:
        return Plan.of(edits_of(weave, proposal))
    return Plan.of(rebase(weave, proposal, base).edits)


def _begins_well(weave: Weave, base: int, p: Plan, q: Plan) -> bool:
    """Whether both together leave a text that begins with a block. Only what touches its first character can fail."""
    if all(start for plan in (p, q) for start in _starts(plan)):
        return True
    try:
        weave.at(base).apply(collisions.together(p, q))
    except EditError:
        return False
    return True


def _starts(plan: Plan) -> list[int]:
    return [*plan.gaps, *(start for start, _ in plan.deletions), *(move.start for move in plan.moves)]


def _inside(p: Plan, q: Plan) -> bool:
    places = [*((at, at) for at in p.gaps), *p.deletions]
    return any(
        move.start <= start <= end <= move.end and move.start < end and start < move.end
        for move in q.moves
        for start, end in places
    )


def combine(weave: Weave, p: Proposal, q: Proposal) -> Proposal:
    """Both as one proposal against the newer base: what is equal is done once; at a gap both use, `p` comes first.
    Disjoint and identical proposals give the same text in either order. Raises EditError where they collide hard."""
    collision = collide(weave, p, q)
    hard = [clash for clash in collision.clashes if clash.kind == "hard"]
    if hard:
        raise EditError(f"characters {hard[0].start} to {hard[0].end}: {hard[0].why}; a person decides")
    base = collision.base_revision
    return propose(weave, collisions.together(_plan(weave, p, base), _plan(weave, q, base)), base)


def rebase(weave: Weave, proposal: Proposal, revision: int | None = None) -> Rebased:
    """The proposal on the text at `revision` (None: the last), which must not be earlier than its base: raises
    ValueError. Every word it adds is in `edits`, unless the same words were added at the same gap since; deletions
    and moves take the named words where they are now, with what was put between the words of a move."""
    onto = weave.revisions if revision is None else revision
    if onto < proposal.base_revision:
        raise ValueError(f"revision {onto} is before the proposal's base, revision {proposal.base_revision}")
    own, since = Plan.of(edits_of(weave, proposal)), Plan.of(_since(weave, proposal.base_revision, onto))
    titles = [(start, end) for _, start, end in _titles(weave, proposal.base_revision)]
    found = list(collisions.clashes(own, since, titles))
    edits = _Relocation(weave, proposal.base_revision, onto, own, since).edits()
    try:
        renamed = propose(weave, edits, onto)
    except EditError:
        found.append(Clash("hard", collisions.NO_BLOCK, 0, 0))
        edits = _keeping_the_first(edits)
        renamed = propose(weave, edits, onto)
    return Rebased(onto, edits, tuple(found), renamed)


def _since(weave: Weave, base: int, onto: int) -> list[Edit]:
    """What happened between two revisions, as edits of the text at the first."""
    edits: list[Edit] = []
    then = weave.places(base)
    at = 0
    for run in weave.marked(base, onto):
        end = at + len(run.text)
        match run.kind:
            case "inserted":
                edits.append(Insert(at, run.text, () if run.block is None else (run.block,)))
            case "moved-here":
                edits += [Move(*part, at) for part in then.locate((run.slice,))]
            case "deleted":
                edits.append(Delete(at, end))
        at = at if run.kind in ("inserted", "moved-here") else end
    return edits


def _keeping_the_first(edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """The edits without those that would take the text's first block start away, or go before it without one."""
    kept = (edit for edit in edits if isinstance(edit, Insert) or (edit.start and getattr(edit, "to", 1)))
    return tuple(
        Insert(1, edit.text, edit.blocks) if isinstance(edit, Insert) and not edit.at and edit.text[0] != "\n" else edit
        for edit in kept
    )


class _Relocation:
    """Where the places of one revision's text are in a later one."""

    def __init__(self, weave: Weave, base: int, onto: int, own: Plan, since: Plan) -> None:
        self.then, self.now = weave.places(base), weave.places(onto)
        self.own, self.since = own, since
        self.moving = {move: self._where(move.start, move.end) for move in own.moves}
        self.weave = weave

    def _where(self, start: int, end: int) -> tuple[Range, ...]:
        return self.now.locate(self.then.passage(start, end))

    def edits(self) -> tuple[Edit, ...]:
        deletions = sorted(part for start, end in self.own.deletions for part in self._where(start, end))
        gaps: defaultdict[int, list[Insert | Move]] = defaultdict(list)
        for at, pieces in self.own.gaps.items():
            if self.since.gaps.get(at) == pieces:
                continue  # done already, word for word
            to = self._gap(at, pieces[0])
            for piece in pieces:
                if not isinstance(piece, Insert):
                    gaps[to] += [Move(*part, to) for part in self._moved(piece)]
                elif self.now.length:
                    gaps[to].append(Insert(to, piece.text, piece.blocks))
                else:
                    gaps[to].append(self._with_block(at, piece))
        return collisions.flattened(deletions, {at: gaps[at] for at in sorted(gaps) if gaps[at]})

    def _gap(self, at: int, piece: Insert | Move) -> int:
        """A gap inside what moved follows; any other stays at its place in the list, but inside the first block."""
        move = next((move for move in self.since.moves if move.start < at < move.end), None)
        if move is not None:
            before = self._where(move.start, at)
            return before[-1][1] if before else self._where(at, move.end)[0][0]
        if at == 0:
            return 0
        left = next(self.then.found(self.then.passage(at - 1, at)[0]))
        to = self.now.before(left.slot, left.end)
        return to or int(isinstance(piece, Insert) and piece.text[0] != "\n" and self.now.length > 0)

    def _with_block(self, at: int, piece: Insert) -> Insert:
        """Words for a text of which nothing is left bring the start of their paragraph."""
        if piece.text[0] == "\n":
            return Insert(0, piece.text, piece.blocks)
        revision = self.then.revision
        block = self.weave.blocks(revision)[self.weave.text(revision)[:at].count("\n") - 1][0]
        return Insert(0, "\n" + piece.text, (block, *piece.blocks))

    def _moved(self, move: Move) -> list[Range]:
        """What lives of the words to move, with what was put between them since."""
        others = sorted(part for other, parts in self.moving.items() if other != move for part in parts)
        where = self.moving[move]
        first, last = (next(self.then.found(self.then.passage(at, at + 1)[0])) for at in (move.start, move.end - 1))
        start, end = self.now.before(first.slot, first.start), self.now.before(last.slot, last.end)
        if all(start <= one and two <= end for one, two in where):
            return list(collisions.outside((start, end), others))
        result: list[Range] = []
        for start, end in where:
            if result and result[-1][1] <= start and self._goes_along(result[-1][1], start, (*others, *where)):
                result[-1] = (result[-1][0], end)
            else:
                result.append((start, end))
        return result

    def _goes_along(self, start: int, end: int, others: Sequence[Range]) -> bool:
        if any(first < end and start < last for first, last in others):
            return False
        return all(is_new(self.then, self.now, part) for part in self.now.passage(start, end))
