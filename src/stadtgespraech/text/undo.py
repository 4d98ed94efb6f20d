"""Undo: a later change that closes what an earlier one opened and reopens in place what it closed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from stadtgespraech.records import Insert, Life, Slice, Slot, WeaveRows
from stadtgespraech.text.edits import EditError, Living
from stadtgespraech.text.slots import Segment, is_open, living_indices


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Characters that the undone change closed, but that live at another place by now: `start` up to `end` of the
    last text, where revision `moved_by` put them."""

    slice: Slice
    start: int
    end: int
    moved_by: int


class UndoConflict(ValueError):
    """What an undo cannot decide: `places` names what lives elsewhere by now. A person moves it back or leaves it."""

    def __init__(self, revision: int, places: tuple[Elsewhere, ...]) -> None:
        where = ", ".join(f"{place.start}–{place.end} (moved by revision {place.moved_by})" for place in places[:5])
        super().__init__(f"revision {revision} cannot be undone alone: characters {where} live elsewhere by now")
        self.revision = revision
        self.places = places


@dataclass(frozen=True, slots=True)
class Restore:
    """An offer: the words that `insert` types again stood here until revision `died`; `passage` names them."""

    insert: Insert
    passage: tuple[Slice, ...]
    died: int


def undone(rows: WeaveRows, shared: Mapping[int, Sequence[Segment]], revision: int, leave: bool = False) -> WeaveRows:
    """`rows` with one more revision that undoes `revision`. What it opened and still lives is closed; what it closed
    is reopened in place, except what it moved and was deleted later, and what lives elsewhere by now: that raises
    UndoConflict, or stays where it is with `leave`. Raises EditError where nothing of the change is left to undo."""
    if not 1 <= revision <= rows.revisions:
        raise EditError(f"revision {revision} cannot be undone: the weave has changes 1 to {rows.revisions}")
    opened = {index for index, slot in enumerate(rows.slots) if any(life.opened == revision for life in slot.lives)}
    closed = [index for index, slot in enumerate(rows.slots) if any(life.closed == revision for life in slot.lives)]
    closing = {index for index in opened if is_open(rows.slots[index])}
    reopening: dict[int, list[tuple[int, int]]] = {}
    elsewhere: list[tuple[int, int, int]] = []
    for index in closed:
        if is_open(rows.slots[index]):
            continue
        for start, end, holders in _parts(rows, shared, index):
            alive = next((holder for holder in holders if is_open(rows.slots[holder])), None)
            if alive is not None and alive not in closing:
                elsewhere.append((alive, start, end))
            elif alive is not None or not any(holder in opened for holder in holders if holder != index):
                reopening.setdefault(index, []).append((start, end))
    if elsewhere and not leave:
        raise UndoConflict(revision, _places(rows, elsewhere))
    if not closing and not reopening and (opened or closed):
        raise EditError(f"nothing of revision {revision} is left to undo; what it did was changed again since")
    result = turned(rows, dict.fromkeys(closing), reopening)
    _check_beginning(result, revision)
    return result


def _parts(
    rows: WeaveRows, shared: Mapping[int, Sequence[Segment]], index: int
) -> Iterable[tuple[int, int, tuple[int, ...]]]:
    slot = rows.slots[index]
    return shared.get(index, ((slot.start, slot.end, (index,)),))


def _places(rows: WeaveRows, found: list[tuple[int, int, int]]) -> tuple[Elsewhere, ...]:
    living = Living(rows)
    starts = dict(zip(living.indices, (0, *living.ends), strict=False))
    result = []
    for index, start, end in found:
        slot = rows.slots[index]
        atom, at = rows.atoms[slot.atom], starts[index] + start - slot.start
        part = Slice(atom.change, atom.ordinal, start, end)
        result.append(Elsewhere(part, at, at + end - start, slot.lives[-1].opened))
    return tuple(result)


def turned(
    rows: WeaveRows, closing: Mapping[int, None], reopening: Mapping[int, Sequence[tuple[int, int]]]
) -> WeaveRows:
    """`rows` with one more revision that closes whole slots and reopens characters of dead ones in place; a slot of
    which only a part is reopened splits there. Both are given by the slots' indices."""
    revision = rows.revisions + 1
    close = _once(lambda lives: (*lives[:-1], Life(lives[-1].opened, revision)))
    reopen = _once(lambda lives: (*lives, Life(revision)))
    slots: list[Slot] = []
    for index, slot in enumerate(rows.slots):
        if index in closing:
            slots.append(Slot(slot.atom, slot.start, slot.end, close(slot.lives)))
        elif index in reopening:
            slots += _split(slot, reopening[index], reopen(slot.lives))
        else:
            slots.append(slot)
    return WeaveRows(rows.atoms, tuple(slots), revision)


def _once(make: Callable[[tuple[Life, ...]], tuple[Life, ...]]) -> Callable[[tuple[Life, ...]], tuple[Life, ...]]:
    """Slots that shared one tuple of lives go on sharing one."""
    made: dict[int, tuple[Life, ...]] = {}

    def lives_of(lives: tuple[Life, ...]) -> tuple[Life, ...]:
        if id(lives) not in made:
            made[id(lives)] = make(lives)
        return made[id(lives)]

    return lives_of


def _split(slot: Slot, parts: Sequence[tuple[int, int]], lives: tuple[Life, ...]) -> list[Slot]:
    result: list[Slot] = []
    at = slot.start
    for start, end in parts:
        if at < start:
            result.append(Slot(slot.atom, at, start, slot.lives))
        if result and result[-1].lives is lives:
            result[-1] = Slot(slot.atom, result[-1].start, end, lives)
        else:
            result.append(Slot(slot.atom, start, end, lives))
        at = end
    if at < slot.end:
        result.append(Slot(slot.atom, at, slot.end, slot.lives))
    return result


def _check_beginning(rows: WeaveRows, revision: int) -> None:
    first = next((slot for slot in rows.slots if is_open(slot)), None)
    if first is not None and rows.atoms[first.atom].block is None:
        atom = rows.atoms[first.atom]
        part = Slice(atom.change, atom.ordinal, first.start, first.end)
        raise UndoConflict(revision, (Elsewhere(part, 0, first.end - first.start, first.lives[-1].opened),))


def restored(rows: WeaveRows, shared: Mapping[int, Sequence[Segment]], offer: Restore) -> WeaveRows:
    """`rows` with one more revision that reopens the words of an offer in place, instead of typing them again.
    Raises EditError where one of them lives, here or elsewhere."""
    wanted = {(part.change, part.ordinal): (part.start, part.end) for part in offer.passage}
    reopening: dict[int, list[tuple[int, int]]] = {}
    for index, slot in enumerate(rows.slots):
        atom = rows.atoms[slot.atom]
        start, end = wanted.get((atom.change, atom.ordinal), (0, 0))
        start, end = max(start, slot.start), min(end, slot.end)
        if start >= end or not any(life.closed == offer.died for life in slot.lives):
            continue
        if any(
            is_open(rows.slots[holder])
            for first, last, holders in _parts(rows, shared, index)
            if first < end and start < last
            for holder in holders
        ):
            raise EditError(f"{offer.passage[0]} lives again; nothing to restore")
        reopening[index] = [(start, end)]
    if not reopening:
        raise EditError("the weave does not hold the words of this offer")
    result = turned(rows, {}, reopening)
    _check_beginning(result, offer.died)
    return result


def offers(rows: WeaveRows, inserts: Iterable[Insert]) -> tuple[Restore, ...]:
    """For each insert that types again what stood at its very gap and died there by one change: what to restore."""
    living = Living(rows)
    found = []
    for insert in inserts:
        index, offset = living.find(insert.at)
        if index >= 0 and offset != rows.slots[index].end:
            continue
        dead: dict[int, list[Slot]] = {}
        for slot in rows.slots[index + 1 :]:
            if is_open(slot):
                break
            closed = slot.lives[-1].closed
            if closed is not None:
                dead.setdefault(closed, []).append(slot)
        for died, slots in sorted(dead.items(), reverse=True):
            if "".join(rows.atoms[slot.atom].text[slot.start : slot.end] for slot in slots) != insert.text:
                continue
            atoms = [rows.atoms[slot.atom] for slot in slots]
            passage = tuple(
                Slice(atom.change, atom.ordinal, slot.start, slot.end) for atom, slot in zip(atoms, slots, strict=True)
            )
            if not _lives(rows, slots):
                found.append(Restore(insert, passage, died))
                break
    return tuple(found)


def _lives(rows: WeaveRows, slots: Sequence[Slot]) -> bool:
    """Whether characters of dead slots live at another place."""
    atoms = {slot.atom for slot in slots}
    living = [rows.slots[index] for index in living_indices(rows, rows.revisions) if rows.slots[index].atom in atoms]
    return any(
        one.atom == other.atom and one.start < other.end and other.start < one.end for one in slots for other in living
    )
