"""Replay: every change done once more from what its lives say, to prove that the stored weave is their result."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from stadtgespraech.records import Atom, Delete, Edit, FormatError, Insert, Life, Move, Slice, Slot, WeaveRows
from stadtgespraech.text.edits import EditError, edited, first_rows
from stadtgespraech.text.passages import Places
from stadtgespraech.text.slots import append, holds, joined
from stadtgespraech.text.undo import turned


@dataclass(frozen=True, slots=True)
class Cut:
    """A weave as it was at an earlier revision. `origin` gives for each slot of the later one the index of the slot
    it was part of, None where it was not there yet."""

    rows: WeaveRows
    origin: tuple[int | None, ...]


def cut(rows: WeaveRows, revision: int) -> Cut:
    """The weave as it was when `revision` was its last."""
    lives_then: dict[int, tuple[Life, ...]] = {}
    slots: list[Slot] = []
    origin: list[int | None] = []
    for slot in rows.slots:
        key = id(slot.lives)
        if key not in lives_then:
            lives_then[key] = tuple(_lives_then(slot.lives, revision))
        lives = lives_then[key]
        if lives:
            append(slots, slot if lives == slot.lives else Slot(slot.atom, slot.start, slot.end, lives))
        origin.append(len(slots) - 1 if lives else None)
    atoms = rows.atoms[: bisect_right(rows.atoms, revision, key=lambda atom: atom.change)]
    return Cut(WeaveRows(atoms, tuple(slots), revision), tuple(origin))


def _lives_then(lives: tuple[Life, ...], revision: int) -> Iterator[Life]:
    for life in lives:
        if life.opened <= revision:
            yield life if life.closed is None or life.closed <= revision else Life(life.opened)


def replayed(rows: WeaveRows) -> WeaveRows:
    """The weave rebuilt from its changes; equal to `rows` with neighbours joined. Raises FormatError naming the first
    revision whose result is not the stored one."""
    before = cut(rows, 0)
    result = first_rows([(atom.block, words) for atom, words in _first(before.rows) if atom.block is not None])
    _compare(result, before.rows, 0)
    for revision in range(1, rows.revisions + 1):
        after = cut(rows, revision)
        try:
            result = _again(rows, before, after.rows)
        except (EditError, LookupError) as error:
            raise FormatError(f"weave: revision {revision} cannot be replayed: {error}") from None
        _compare(result, after.rows, revision)
        before = after
    return WeaveRows(rows.atoms, joined(rows.slots), rows.revisions)


def _first(rows: WeaveRows) -> Iterator[tuple[Atom, str]]:
    for atom, follower in zip(rows.atoms, (*rows.atoms[1:], None), strict=True):
        yield atom, follower.text if follower is not None and follower.block is None else ""


def _compare(result: WeaveRows, stored: WeaveRows, revision: int) -> None:
    if result == stored:
        return
    pairs = enumerate(zip(result.slots, stored.slots, strict=False))
    place = next((index for index, (one, two) in pairs if one != two), min(len(result.slots), len(stored.slots)))
    raise FormatError(f"weave: replaying revision {revision} gives another weave, from slot {place} of its state on")


def _again(rows: WeaveRows, before: Cut, after: WeaveRows) -> WeaveRows:
    """The next revision, from the state before it."""
    revision = after.revisions
    reopening: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    closing: dict[int, None] = {}
    for slot, origin in zip(rows.slots, before.origin, strict=True):
        if origin is not None and any(life.opened == revision for life in slot.lives):
            reopening[origin].append((slot.start, slot.end))
        if origin is not None and any(life.closed == revision for life in slot.lives):
            closing[origin] = None
    return turned(before.rows, closing, reopening) if reopening else edited(before.rows, edits_of(before.rows, after))


def edits_of(before: WeaveRows, after: WeaveRows) -> tuple[Edit, ...]:
    """The edits that led from one revision to the next, as fine as the slots. Reopened slots are not among them."""
    revision = after.revisions
    places = Places(before, before.revisions)
    pieces: list[Edit] = []
    closed: list[tuple[int, int]] = []
    at = 0
    for slot in after.slots:
        atom = after.atoms[slot.atom]
        if slot.lives[0].opened == revision:
            if atom.change == revision:
                pieces.append(Insert(at, atom.text, () if atom.block is None else (atom.block,)))
            else:
                ranges = places.locate((Slice(atom.change, atom.ordinal, slot.start, slot.end),))
                pieces += [Move(start, end, at) for start, end in ranges]
        elif holds(slot.lives, revision - 1):
            if slot.lives[-1].closed == revision:
                closed.append((at, at + slot.end - slot.start))
            at += slot.end - slot.start
    pieces = list(_cut_at_gaps(pieces))
    moved = sorted((edit.start, edit.end) for edit in pieces if isinstance(edit, Move))
    return (*pieces, *(Delete(start, end) for start, end in without(closed, moved)))


def _cut_at_gaps(pieces: list[Edit]) -> Iterator[Edit]:
    """What came from both sides of a gap and stands joined now was moved by two edits."""
    gaps = sorted({edit.at if isinstance(edit, Insert) else edit.to for edit in pieces if not isinstance(edit, Delete)})
    for edit in pieces:
        if isinstance(edit, Move):
            inner = gaps[bisect_right(gaps, edit.start) : bisect_left(gaps, edit.end)]
            for start, end in pairwise((edit.start, *inner, edit.end)):
                yield Move(start, end, edit.to)
        else:
            yield edit


def without(ranges: list[tuple[int, int]], taken: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """What is left of sorted `ranges` without sorted `taken`; neither overlap among themselves."""
    place = 0
    for start, end in ranges:
        while place < len(taken) and taken[place][0] < end:
            first, last = taken[place]
            if start < first:
                yield start, first
            start = max(start, last)
            if last > end:
                break
            place += 1
        if start < end:
            yield start, end
