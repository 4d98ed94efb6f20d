"""Slots and lives: what is alive when, and which slots hold the same characters at different times.

All slots of one weave that went through the same changes share one tuple of lives; the loops below ask each such
tuple once and remember the answer by its identity, so reading a weave costs one look-up a slot.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from stadtgespraech.records import Life, Slot, WeaveRows


class Segment(NamedTuple):
    """Characters `start` up to `end` of an atom, and the indices of all slots that hold them at some time."""

    start: int
    end: int
    slots: tuple[int, ...]


def holds(lives: tuple[Life, ...], revision: int) -> bool:
    """Whether one of `lives` holds `revision`."""
    return any(life.opened <= revision and (life.closed is None or revision < life.closed) for life in lives)


def opening(lives: tuple[Life, ...], revision: int) -> int:
    """When the life that holds `revision` opened. One must; the lives may come in any order."""
    return max(life.opened for life in lives if life.opened <= revision)


def is_open(slot: Slot) -> bool:
    return slot.lives[-1].closed is None


def living_indices(rows: WeaveRows, revision: int) -> list[int]:
    """The indices of the slots alive at `revision`, in list order."""
    answers: dict[int, bool] = {}
    found = []
    for index, slot in enumerate(rows.slots):
        lives = slot.lives
        alive = answers.get(id(lives))
        if alive is None:
            alive = answers[id(lives)] = holds(lives, revision)
        if alive:
            found.append(index)
    return found


def text_of(rows: WeaveRows, revision: int) -> str:
    """The text at `revision`: each title and paragraph begins with a line feed, its block atom."""
    atoms, slots = rows.atoms, rows.slots
    living = (slots[index] for index in living_indices(rows, revision))
    return "".join([atoms[slot.atom].text[slot.start : slot.end] for slot in living])


def append(slots: list[Slot], slot: Slot) -> None:
    """Add a slot at the end of the list, joined with the last where both are one piece of an atom with one history:
    so equal histories give equal rows, however the edits were cut."""
    last = slots[-1] if slots else None
    if last is not None and last.atom == slot.atom and last.end == slot.start and last.lives == slot.lives:
        slots[-1] = Slot(last.atom, last.start, slot.end, last.lives)
    else:
        slots.append(slot)


def joined(slots: Iterable[Slot]) -> tuple[Slot, ...]:
    """The same list with every pair of neighbours joined that `append` would join."""
    result: list[Slot] = []
    for slot in slots:
        append(result, slot)
    return tuple(result)


def shared_segments(rows: WeaveRows) -> dict[int, tuple[Segment, ...]]:
    """For each slot some of whose characters lie in other slots too (they were moved): its segments in order, each
    held by the same slots throughout. An interval join per moved atom; slots of atoms never moved do not appear."""
    atoms = rows.atoms
    targets: defaultdict[int, list[Slot]] = defaultdict(list)
    for slot in rows.slots:
        if slot.lives[0].opened > atoms[slot.atom].change:
            targets[slot.atom].append(slot)
    by_atom: defaultdict[int, list[int]] = defaultdict(list)
    for index, slot in enumerate(rows.slots):
        if slot.atom in targets and any(
            slot.start < target.end and target.start < slot.end for target in targets[slot.atom]
        ):
            by_atom[slot.atom].append(index)
    result: defaultdict[int, list[Segment]] = defaultdict(list)
    for indices in by_atom.values():
        for segment in _segments(rows, indices):
            for index in segment.slots:
                result[index].append(segment)
    return {index: tuple(found) for index, found in result.items()}


def _segments(rows: WeaveRows, indices: list[int]) -> Iterable[Segment]:
    starts: defaultdict[int, list[int]] = defaultdict(list)
    ends: defaultdict[int, list[int]] = defaultdict(list)
    for index in indices:
        starts[rows.slots[index].start].append(index)
        ends[rows.slots[index].end].append(index)
    holding: set[int] = set()
    for start, end in itertools.pairwise(sorted({*starts, *ends})):
        holding.difference_update(ends.get(start, ()))
        holding.update(starts.get(start, ()))
        if holding:
            yield Segment(start, end, tuple(sorted(holding)))
