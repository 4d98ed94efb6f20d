"""Marking: what differs between any two revisions, and which change bore every word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from stadtgespraech.records import Atom, Block, Life, Slice, Slot, WeaveRows
from stadtgespraech.text.slots import Segment, holds, living_indices, opening


class MarkedRun(NamedTuple):
    """Characters of one atom that share one fate between two revisions.

    `kind`: kept | inserted | deleted | moved-here | moved-away. `cause`: the revision that did it, None for kept;
    `via`: the other revisions it passed through, ascending. `move` is shared by the two ends of one move. `start` is
    where `text` begins in `atom`. A block atom is a run of its own, with `text` "\\n" and `block` set."""

    kind: str
    text: str
    cause: int | None
    via: tuple[int, ...]
    move: int | None
    atom: Atom
    start: int

    @property
    def slice(self) -> Slice:
        return Slice(self.atom.change, self.atom.ordinal, self.start, self.start + len(self.text))

    @property
    def block(self) -> Block | None:
        return self.atom.block


class BlameRun(NamedTuple):
    """Characters of one atom: `born` is the revision that brought them (0: the first text), `moved_by` the one that
    put them where they stand, None where they stand where they were born. `block` is set for a block atom."""

    text: str
    born: int
    moved_by: int | None
    atom: Atom
    start: int

    @property
    def slice(self) -> Slice:
        return Slice(self.atom.change, self.atom.ordinal, self.start, self.start + len(self.text))

    @property
    def block(self) -> Block | None:
        return self.atom.block


class _Fate(NamedTuple):
    kind: str
    cause: int | None = None
    via: tuple[int, ...] = ()


_KEPT = _Fate("kept")
_KINDS = {
    "here": ("moved-here", "moved-away"),
    "away": ("moved-away", "moved-here"),
    "new": ("inserted", "deleted"),
    "gone": ("deleted", "inserted"),
}
_MOVED = frozenset(_KINDS["here"])
_Piece = tuple[_Fate, int, int, int]  # characters of the atom with this index, from the one up to the other
_Key = tuple[int, int, int]


def marked(rows: WeaveRows, shared: Mapping[int, Sequence[Segment]], a: int, b: int) -> tuple[MarkedRun, ...]:
    """The text at `b` as marked against the text at `a`, in list order; `a` may be later than `b`. The runs that are
    not inserted or moved here, joined, are the text at `a`; those not deleted or moved away the text at `b`.
    What stood only in between is not shown. `shared` is `slots.shared_segments(rows)`."""
    runs: list[MarkedRun] = []
    moved: dict[int, _Key] = {}
    last, at, stop = _KEPT, -1, -1
    for fate, index, start, end in _Fates(rows, a, b).pieces(shared):
        kind, cause, via = fate
        atom = rows.atoms[index]
        if kind in _MOVED:
            moved[len(runs)] = (index, start, end)
        elif fate is last and index == at and start == stop:
            start = runs.pop().start
        runs.append(MarkedRun(kind, atom.text[start:end], cause, via, None, atom, start))
        last, at, stop = fate, index, end
    return tuple(_numbered(runs, moved))


class _Fates:
    """What became of characters between the two revisions, each history asked once. Equal fates are one object."""

    def __init__(self, rows: WeaveRows, a: int, b: int) -> None:
        self.rows, self.low, self.high = rows, min(a, b), max(a, b)
        self.swapped = a > b
        self.known: dict[_Fate, _Fate] = {}
        self.moved: dict[tuple[int, ...], _Fate | None] = {}  # by the identities of the lives here and everywhere

    def pieces(self, shared: Mapping[int, Sequence[Segment]]) -> Iterator[_Piece]:
        """All that lives at either revision, in list order."""
        fates: dict[int, _Fate | None] = {}
        for index, slot in enumerate(self.rows.slots):
            if index in shared:
                yield from self._moved_pieces(slot, shared[index])
                continue
            key = id(slot.lives)
            if key not in fates:
                fates[key] = self._fate(slot.lives, slot.lives)
            fate = fates[key]
            if fate is not None:
                yield fate, slot.atom, slot.start, slot.end

    def _moved_pieces(self, slot: Slot, segments: Sequence[Segment]) -> Iterator[_Piece]:
        slots = self.rows.slots
        for start, end, holders in segments:
            key = (id(slot.lives), *[id(slots[holder].lives) for holder in holders])
            if key not in self.moved:
                every = tuple(life for holder in holders for life in slots[holder].lives)
                self.moved[key] = self._fate(slot.lives, every)
            fate = self.moved[key]
            if fate is not None:
                yield fate, slot.atom, start, end

    def _fate(self, here: tuple[Life, ...], every: tuple[Life, ...]) -> _Fate | None:
        """Of characters with the lives `here` in this slot and the lives `every` here and elsewhere."""
        before, after = holds(here, self.low), holds(here, self.high)
        if before == after:
            return _KEPT if before else None
        elsewhere = holds(every, self.low if after else self.high)
        closed, touched = self._events(every)
        if after or elsewhere:
            kind = ("here" if after else "away") if elsewhere else "new"
            cause = opening(every, self.high)
        else:
            kind, cause = "gone", max(closed)
        fate = _Fate(_KINDS[kind][self.swapped], cause, tuple(sorted(touched - {cause})))
        return self.known.setdefault(fate, fate)

    def _events(self, lives: Iterable[Life]) -> tuple[set[int], set[int]]:
        """The closings, and all openings and closings, after the first revision and up to the second."""
        opened, closed = set(), set()
        for life in lives:
            if self.low < life.opened <= self.high:
                opened.add(life.opened)
            if life.closed is not None and self.low < life.closed <= self.high:
                closed.add(life.closed)
        return closed, opened | closed


def _numbered(runs: Sequence[MarkedRun], moved: Mapping[int, _Key]) -> list[MarkedRun]:
    """The runs, those that moved with their number. Neighbours keep one number where they are neighbours at both
    ends, moved by the same change, with nothing kept or otherwise moved between: so a reworded sentence moves under
    one number. Pieces of an atom that move side by side are one run."""
    numbers = _numbers(runs, moved)
    result: list[MarkedRun] = []
    done = 0
    for place, key in moved.items():
        result += runs[done:place]
        kind, text, cause, via, _, atom, start = runs[place]
        run = MarkedRun(kind, text, cause, via, numbers[key], atom, start)
        if result and _continues(result[-1], run):
            last = result.pop()
            run = last._replace(text=last.text + run.text)
        result.append(run)
        done = place + 1
    return result + list(runs[done:])


def _continues(last: MarkedRun, run: MarkedRun) -> bool:
    if last.atom is not run.atom or last.start + len(last.text) != run.start:
        return False
    return (last.kind, last.cause, last.via, last.move) == (run.kind, run.cause, run.via, run.move)


def _numbers(runs: Sequence[MarkedRun], moved: Mapping[int, _Key]) -> dict[_Key, int]:
    away = _neighbours(runs, moved, "moved-away")
    here = _neighbours(runs, moved, "moved-here")
    groups: dict[_Key, _Key] = {}
    for key, before in away.items():
        groups[key] = groups[before] if before is not None and here[key] == before else key
    order: dict[_Key, int] = {}
    return {key: order.setdefault(groups[key], len(order) + 1) for key in moved.values()}


def _neighbours(runs: Sequence[MarkedRun], moved: Mapping[int, _Key], kind: str) -> dict[_Key, _Key | None]:
    """What moved at one end, with the piece before it where only inserted or deleted words stand between."""
    result: dict[_Key, _Key | None] = {}
    last = -1
    for place, key in moved.items():
        if runs[place].kind != kind:
            continue
        follows = last >= 0 and runs[last].cause == runs[place].cause
        follows = follows and all(run.kind in ("inserted", "deleted") for run in runs[last + 1 : place])
        result[key] = moved[last] if follows else None
        last = place
    return result


def blame(rows: WeaveRows, revision: int) -> tuple[BlameRun, ...]:
    """The text at `revision`, each character with the change that bore it, also after moves."""
    runs: list[BlameRun] = []
    atoms, slots = rows.atoms, rows.slots
    at, stop, by = -1, -1, -1
    for index in living_indices(rows, revision):
        slot = slots[index]
        start, placed, atom = slot.start, slot.lives[0].opened, atoms[slot.atom]
        if slot.atom == at and start == stop and placed == by:
            start = runs.pop().start
        moved_by = placed if placed != atom.change else None
        runs.append(BlameRun(atom.text[start : slot.end], atom.change, moved_by, atom, start))
        at, stop, by = slot.atom, slot.end, placed
    return tuple(runs)
