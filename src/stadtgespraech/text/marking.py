"""Marking: what differs between any two revisions, and which change bore every word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from stadtgespraech.records import Atom, Block, Life, Slice, WeaveRows
from stadtgespraech.text.slots import Segment, holds, living_indices, opening


class MarkedRun(NamedTuple):
    """Characters of one atom that share one fate between two revisions.

    `kind`: kept | inserted | deleted | moved-here | moved-away. `cause`: the revision that did it, None for kept;
    `via`: the other revisions it passed through, ascending. `move` is shared by the two ends of one move. A block
    atom is a run of its own, with `text` "\\n" and `block` set."""

    kind: str
    text: str
    cause: int | None
    via: tuple[int, ...]
    move: int | None
    slice: Slice
    block: Block | None


class BlameRun(NamedTuple):
    """Characters of one atom: `born` is the revision that brought them (0: the first text), `moved_by` the one that
    put them where they stand, None where they stand where they were born. `block` is set for a block atom."""

    text: str
    born: int
    moved_by: int | None
    slice: Slice
    block: Block | None


class _Verdict(NamedTuple):
    kind: str
    cause: int | None = None
    via: tuple[int, ...] = ()


_KEPT = _Verdict("kept")
_SWAPPED = {"inserted": "deleted", "deleted": "inserted", "moved-here": "moved-away", "moved-away": "moved-here"}


class _Piece(NamedTuple):
    """A run before it is drawn. `pair` is what its other end has too: the piece of the atom."""

    verdict: _Verdict
    atom: int
    start: int
    end: int
    pair: tuple[int, int] | None = None


def marked(rows: WeaveRows, shared: Mapping[int, Sequence[Segment]], a: int, b: int) -> tuple[MarkedRun, ...]:
    """The text at `b` as marked against the text at `a`, in list order; `a` may be later than `b`. The runs that are
    not inserted or moved here, joined, are the text at `a`; those not deleted or moved away the text at `b`.
    What stood only in between is not shown. `shared` is `slots.shared_segments(rows)`."""
    pieces = list(_pieces(rows, shared, min(a, b), max(a, b)))
    numbers = _numbered(pieces)
    swapped = a > b
    runs: list[MarkedRun] = []
    atoms = rows.atoms
    pending: tuple[_Verdict, int | None, Atom, int, int] | None = None
    for piece in pieces:
        verdict, index, start, end, pair = piece
        number = None if pair is None else numbers[index, *pair]
        atom = atoms[index]
        if pending is not None:
            last, last_number, last_atom, first, stop = pending
            if last_atom is atom and stop == start and last is verdict and last_number == number:
                pending = (verdict, number, atom, first, end)
                continue
            runs.append(_run(pending, swapped))
        pending = (verdict, number, atom, start, end)
    if pending is not None:
        runs.append(_run(pending, swapped))
    return tuple(runs)


def _run(piece: tuple[_Verdict, int | None, Atom, int, int], swapped: bool) -> MarkedRun:
    (kind, cause, via), number, atom, start, end = piece
    part = Slice(atom.change, atom.ordinal, start, end)
    if swapped and cause is not None:
        kind = _SWAPPED[kind]
    return MarkedRun(kind, atom.text[start:end], cause, via, number, part, atom.block)


def _pieces(rows: WeaveRows, shared: Mapping[int, Sequence[Segment]], low: int, high: int) -> Iterator[_Piece]:
    """All that lives at `low` or `high`, in list order. Equal verdicts are one object."""
    verdicts: dict[int, _Verdict | None] = {}
    known: dict[_Verdict, _Verdict] = {_KEPT: _KEPT}
    for index, slot in enumerate(rows.slots):
        if index in shared:
            for segment in shared[index]:
                verdict = _moved_verdict(rows, segment, index, low, high)
                if verdict is not None:
                    away = verdict.kind.startswith("moved")
                    pair = (segment.start, segment.end) if away else None
                    yield _Piece(known.setdefault(verdict, verdict), slot.atom, segment.start, segment.end, pair)
            continue
        key = id(slot.lives)
        if key in verdicts:
            verdict = verdicts[key]
        else:
            verdict = _verdict(slot.lives, low, high)
            verdict = verdicts[key] = verdict and known.setdefault(verdict, verdict)
        if verdict is not None:
            yield _Piece(verdict, slot.atom, slot.start, slot.end)


def _verdict(lives: tuple[Life, ...], low: int, high: int) -> _Verdict | None:
    """The fate of characters that were never anywhere else."""
    before, after = holds(lives, low), holds(lives, high)
    if before == after:
        return _KEPT if before else None
    closed, touched = _events(lives, low, high)
    cause = opening(lives, high) if after else max(closed)
    return _Verdict("inserted" if after else "deleted", cause, tuple(sorted(touched - {cause})))


def _events(lives: Iterable[Life], low: int, high: int) -> tuple[set[int], set[int]]:
    """The closings, and all openings and closings, after `low` and up to `high`."""
    opened, closed = set(), set()
    for life in lives:
        if low < life.opened <= high:
            opened.add(life.opened)
        if life.closed is not None and low < life.closed <= high:
            closed.add(life.closed)
    return closed, opened | closed


def _moved_verdict(rows: WeaveRows, segment: Segment, index: int, low: int, high: int) -> _Verdict | None:
    """The fate, in slot `index`, of characters that several slots hold at different times."""
    slots = rows.slots
    before, after = holds(slots[index].lives, low), holds(slots[index].lives, high)
    if before == after:
        return _KEPT if before else None
    every = tuple(life for holder in segment.slots for life in slots[holder].lives)
    closed, touched = _events(every, low, high)
    elsewhere = holds(every, low if after else high)
    if after or elsewhere:
        cause = opening(tuple(sorted(every, key=lambda life: life.opened)), high)
        kind = ("moved-here" if after else "moved-away") if elsewhere else "inserted"
    else:
        cause, kind = max(closed), "deleted"
    return _Verdict(kind, cause, tuple(sorted(touched - {cause})))


def _numbered(pieces: Sequence[_Piece]) -> dict[tuple[int, int, int], int]:
    """A number for each moved piece. Neighbours keep one number where they are neighbours at both ends, moved by the
    same change, with nothing kept or otherwise moved between: so a reworded sentence moves under one number."""
    away = _order(pieces, "moved-away")
    here = _order(pieces, "moved-here")
    numbers: dict[tuple[int, int, int], int] = {}
    last_key: tuple[int, int, int] | None = None
    group: dict[tuple[int, int, int], int] = {}
    for key, (place, cause) in away.items():
        follows = last_key is not None and away[last_key] == (place - 1, cause)
        follows = follows and last_key is not None and here[key][0] == here[last_key][0] + 1
        group[key] = group[last_key] if follows and last_key is not None else len(group)
        last_key = key
    order: dict[int, int] = {}
    for piece in pieces:
        if piece.pair is not None:
            key = (piece.atom, *piece.pair)
            numbers[key] = order.setdefault(group[key], len(order) + 1)
    return numbers


def _order(pieces: Sequence[_Piece], kind: str) -> dict[tuple[int, int, int], tuple[int, int | None]]:
    """Place and cause of the pieces of one kind, by what they hold. Places of true neighbours differ by one."""
    result = {}
    place = 0
    for piece in pieces:
        if piece.verdict.kind == kind and piece.pair is not None:
            place += 1
            result[(piece.atom, *piece.pair)] = (place, piece.verdict.cause)
        elif piece.verdict is _KEPT or piece.pair is not None:
            place += 1
    return result


def blame(rows: WeaveRows, revision: int) -> tuple[BlameRun, ...]:
    """The text at `revision`, each character with the change that bore it, also after moves."""
    runs: list[BlameRun] = []
    atoms, slots = rows.atoms, rows.slots
    pending: tuple[Atom, int, int, int] | None = None
    for index in living_indices(rows, revision):
        slot = slots[index]
        atom, placed = atoms[slot.atom], slot.lives[0].opened
        if pending is not None:
            last, first, stop, by = pending
            if last is atom and stop == slot.start and by == placed:
                pending = (atom, first, slot.end, by)
                continue
            runs.append(_blamed(*pending))
        pending = (atom, slot.start, slot.end, placed)
    if pending is not None:
        runs.append(_blamed(*pending))
    return tuple(runs)


def _blamed(atom: Atom, start: int, end: int, placed: int) -> BlameRun:
    moved_by = placed if placed != atom.change else None
    part = Slice(atom.change, atom.ordinal, start, end)
    return BlameRun(atom.text[start:end], atom.change, moved_by, part, atom.block)
