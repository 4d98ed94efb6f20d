"""Collisions: how two sets of edits of one text bear on each other, and both of them as one.

Everything here counts characters of one text, the common base. The rules are those of docs/concepts.md: what is equal
in both unites; a piece at the same gap is soft; hard are a gap inside a deletion, unequal overlapping deletions, move
and move, move and delete, and two different titles. What stands strictly inside a moved range follows the move.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from stadtgespraech.records import Delete, Edit, Insert, Move

Range = tuple[int, int]
Piece = Insert | Move

SAME_GAP = "both add at the same gap"
INSIDE_DELETION = "one adds inside what the other deletes"
REWORDED = "one adds at the edge of words that the other moves and rewords"
DELETIONS = "the deletions overlap and are not equal"
MOVES = "both move the same words"
CIRCLE = "each moves its words into those of the other"
MOVE_DELETE = "one deletes what the other moves"
TITLES = "both change the same title"
NO_BLOCK = "together they leave words at the beginning that no title or paragraph holds"


@dataclass(frozen=True, slots=True)
class Clash:
    """One place where two proposals meet: characters `start` up to `end` of the base (a gap where they are equal).
    `kind` is "soft" (both can stay, a person orders them) or "hard" (a person decides)."""

    kind: str
    why: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Edits in one normal form: deletions joined and in order, at each gap its pieces with neighbours joined."""

    deletions: tuple[Range, ...]
    gaps: Mapping[int, tuple[Piece, ...]]

    @classmethod
    def of(cls, edits: Iterable[Edit]) -> Plan:
        gaps: defaultdict[int, list[Piece]] = defaultdict(list)
        deletions: list[Range] = []
        for edit in edits:
            if isinstance(edit, Delete):
                deletions.append((edit.start, edit.end))
            else:
                gaps[edit.at if isinstance(edit, Insert) else edit.to].append(edit)
        return cls(tuple(united(deletions)), {at: _joined(gaps[at], gaps) for at in sorted(gaps)})

    @property
    def moves(self) -> tuple[Move, ...]:
        return tuple(piece for pieces in self.gaps.values() for piece in pieces if isinstance(piece, Move))

    def edits(self) -> tuple[Edit, ...]:
        """The plan as edits again. A deletion ends where a piece of the same plan stands in it."""
        pieces = tuple(piece for pieces in self.gaps.values() for piece in pieces)
        return (*(Delete(*part) for part in _cut(self.deletions, self.gaps)), *pieces)


def _joined(pieces: Iterable[Piece], gaps: Container[int]) -> tuple[Piece, ...]:
    """Neighbours as one piece; not where something stands between the two at their source."""
    result: list[Piece] = []
    for piece in pieces:
        last = result[-1] if result else None
        if isinstance(last, Insert) and isinstance(piece, Insert):
            result[-1] = Insert(last.at, last.text + piece.text, last.blocks + piece.blocks)
        elif isinstance(last, Move) and isinstance(piece, Move) and last.end == piece.start and piece.start not in gaps:
            result[-1] = Move(last.start, piece.end, last.to)
        else:
            result.append(piece)
    return tuple(result)


def _cut(ranges: Iterable[Range], gaps: Iterable[int]) -> Iterator[Range]:
    places = sorted(gaps)
    for start, end in ranges:
        yield from pairwise((start, *(at for at in places if start < at < end), end))


def united(ranges: Iterable[Range]) -> list[Range]:
    """The ranges in order, those that touch or overlap joined."""
    result: list[Range] = []
    for start, end in sorted(ranges):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def clashes(p: Plan, q: Plan, titles: Sequence[Range] = ()) -> tuple[Clash, ...]:
    """All places where two plans meet and differ, in order of place; `titles` are the titles' words in the base."""
    found = [
        *_gaps(p, q),
        *_insides(p, q),
        *_insides(q, p),
        *_overlaps(p, q),
        *_circles(p, q),
        *_titles(p, q, titles),
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda clash: (clash.start, clash.end, clash.kind, clash.why)))


def _gaps(p: Plan, q: Plan) -> Iterator[Clash]:
    for at in p.gaps.keys() & q.gaps.keys():
        if p.gaps[at] != q.gaps[at]:
            yield Clash("soft", SAME_GAP, at, at)


def _insides(p: Plan, q: Plan) -> Iterator[Clash]:
    """Gaps of `p` inside what `q` deletes, or at the inner edge of what `q` moves and rewords."""
    hulls = list(_hulls(q))
    for at, pieces in p.gaps.items():
        if q.gaps.get(at) == pieces:
            continue
        if any(start < at < end for start, end in q.deletions):
            yield Clash("hard", INSIDE_DELETION, at, at)
        elif any(start < at < end for start, end in hulls) and not any(move.start < at < move.end for move in q.moves):
            yield Clash("hard", REWORDED, at, at)


def _hulls(plan: Plan) -> Iterator[Range]:
    """From the first to the last word of what moves to one gap with other words put between or left out."""
    for pieces in plan.gaps.values():
        hull: Range | None = None
        for piece in pieces:
            if not isinstance(piece, Move):
                continue
            if hull is not None and (hull[1] == piece.start or (hull[1], piece.start) in plan.deletions):
                hull = (hull[0], piece.end)
            else:
                if hull is not None:
                    yield hull
                hull = (piece.start, piece.end)
        if hull is not None:
            yield hull


def _overlaps(p: Plan, q: Plan) -> Iterator[Clash]:
    for one, two in _meeting(p.deletions, q.deletions):
        if one != two:
            yield Clash("hard", DELETIONS, min(one[0], two[0]), max(one[1], two[1]))
    for first in p.moves:
        for second in q.moves:
            if first != second and first.start < second.end and second.start < first.end:
                yield Clash("hard", MOVES, min(first.start, second.start), max(first.end, second.end))
    for mover, deleter in ((p, q), (q, p)):
        for moved, gone in _meeting([(move.start, move.end) for move in mover.moves], deleter.deletions):
            if moved == gone or not moved[0] <= gone[0] < gone[1] <= moved[1]:
                yield Clash("hard", MOVE_DELETE, min(moved[0], gone[0]), max(moved[1], gone[1]))


def _meeting(ones: Iterable[Range], twos: Sequence[Range]) -> Iterator[tuple[Range, Range]]:
    for one in ones:
        for two in twos:
            if one[0] < two[1] and two[0] < one[1]:
                yield one, two


def _circles(p: Plan, q: Plan) -> Iterator[Clash]:
    """Moves that would carry each other."""
    moves = sorted({*p.moves, *q.moves}, key=lambda move: (move.start, move.end, move.to))
    for move in moves:
        seen: set[Move] = set()
        carried = move
        while carried not in seen:
            seen.add(carried)
            carrier = next((other for other in moves if other.start < carried.to < other.end), None)
            if carrier is None:
                break
            carried = carrier
            if carried == move:
                yield Clash("hard", CIRCLE, move.start, move.end)
                break


def _titles(p: Plan, q: Plan, titles: Sequence[Range]) -> Iterator[Clash]:
    for start, end in titles:
        one, two = touching(p, start, end), touching(q, start, end)
        if one and two and one != two:
            yield Clash("hard", TITLES, start, end)


def touching(plan: Plan, start: int, end: int) -> tuple[object, ...]:
    """What of a plan changes the title whose words are characters `start` up to `end`. A title that moves or goes as
    a whole, with its block atom before it, is not changed; nor by a new block behind it."""
    gone = (*plan.deletions, *((move.start, move.end) for move in plan.moves))
    parts = tuple(part for part in gone if part[0] < end and start < part[1] and not part[0] < start <= end <= part[1])
    pieces = tuple(
        pieces
        for at, pieces in plan.gaps.items()
        if start <= at <= end and not (at == end and isinstance(pieces[0], Insert) and pieces[0].text[0] == "\n")
    )
    return (*parts, *pieces)


def together(p: Plan, q: Plan) -> tuple[Edit, ...]:
    """Both plans as the edits of one change; what is equal in both is done once, pieces of `p` come first at a gap
    that both use. What stands inside a moved range goes with it. Moves in a circle stay out."""
    gaps = {at: (*p.gaps.get(at, ()), *_only(q, p, at)) for at in sorted({*p.gaps, *q.gaps})}
    deletions = united((*p.deletions, *q.deletions))
    return flattened(deletions, gaps)


def _only(plan: Plan, other: Plan, at: int) -> tuple[Piece, ...]:
    return tuple(piece for piece in plan.gaps.get(at, ()) if piece not in other.gaps.get(at, ()))


def flattened(deletions: Sequence[Range], gaps: Mapping[int, Sequence[Piece]]) -> tuple[Edit, ...]:
    """Edits of one change from pieces of which some stand inside ranges that move: those are put where the range
    goes, in their place between its words."""
    moves = [piece for pieces in gaps.values() for piece in pieces if isinstance(piece, Move)]
    edits: list[Edit] = [Delete(*part) for part in _cut(deletions, gaps)]
    done: set[int] = set()
    for at in gaps:
        if not any(move.start < at < move.end for move in moves):
            edits += _placed(at, at, deletions, gaps, done)
    # What is left stands inside moves that carry each other. Nothing typed is lost: it stays at its own gap.
    for at in gaps:
        if at not in done:
            edits += [Insert(at, piece.text, piece.blocks) for piece in gaps[at] if isinstance(piece, Insert)]
    return tuple(edits)


def _placed(
    gap: int, at: int, deletions: Sequence[Range], gaps: Mapping[int, Sequence[Piece]], done: set[int]
) -> Iterator[Edit]:
    """The pieces of `gap`, put at the gap `at` where it goes."""
    done.add(gap)
    for piece in gaps[gap]:
        if isinstance(piece, Insert):
            yield Insert(at, piece.text, piece.blocks)
            continue
        inner = [cut for cut in gaps if piece.start < cut < piece.end]
        for start, end in pairwise((piece.start, *inner, piece.end)):
            yield from (Move(*part, at) for part in outside((start, end), deletions))
            if end < piece.end:
                yield from _placed(end, at, deletions, gaps, done)


def outside(part: Range, taken: Sequence[Range]) -> Iterator[Range]:
    """What of a range no range of sorted `taken` covers."""
    start, end = part
    for first, last in taken:
        if first < end and start < last:
            if start < first:
                yield start, first
            start = max(start, last)
    if start < end:
        yield start, end
