"""Passages and points: anchors that name characters, so that they stay attached while the text moves on.

A passage is a tuple of slices. Its text is what lives of them, in the passage's own order; words inserted between
are shown with it, not its own. A point is a gap, named by the characters to its left and right.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from stadtgespraech.records import Slice, WeaveRows
from stadtgespraech.text.slots import holds, living_indices

Passage = tuple[Slice, ...]


class PassageError(ValueError):
    """An anchor that names characters the weave does not have, or a range outside the text."""


@dataclass(frozen=True, slots=True)
class Point:
    """A gap of the text at `revision`. `left` and `right` are the characters beside it, None at the text's ends."""

    revision: int
    left: Slice | None
    right: Slice | None


class Place(NamedTuple):
    """Characters `start` up to `end` of an atom stand from character `at` of the text on, in slot `slot`."""

    start: int
    end: int
    at: int
    slot: int


class Places:
    """Where every living character of one revision stands. Made once, it answers many anchors."""

    def __init__(self, rows: WeaveRows, revision: int) -> None:
        self.rows, self.revision = rows, revision
        self.indices = living_indices(rows, revision)
        self.starts: list[int] = []
        self.by_atom: defaultdict[int, list[Place]] = defaultdict(list)
        at = 0
        for index in self.indices:
            slot = rows.slots[index]
            self.starts.append(at)
            self.by_atom[slot.atom].append(Place(slot.start, slot.end, at, index))
            at += slot.end - slot.start
        self.length = at
        self._atoms = {(atom.change, atom.ordinal): index for index, atom in enumerate(rows.atoms)}

    def atom(self, part: Slice) -> int:
        """The index of the atom a slice names. Raises PassageError where the weave has no such characters."""
        index = self._atoms.get((part.change, part.ordinal))
        if index is None or not 0 <= part.start < part.end <= len(self.rows.atoms[index].text):
            raise PassageError(f"{part}: the weave has no such characters")
        return index

    def passage(self, start: int, end: int) -> Passage:
        """The anchor of a range of the text. Raises PassageError outside the text; an empty range gives ()."""
        if not 0 <= start <= end <= self.length:
            raise PassageError(f"characters {start} to {end}: the text has {self.length}")
        if start == end:
            return ()
        result: list[Slice] = []
        for index in range(bisect_right(self.starts, start) - 1, len(self.starts)):
            at = self.starts[index]
            if at >= end:
                break
            slot = self.rows.slots[self.indices[index]]
            first, last = slot.start + max(0, start - at), min(slot.end, slot.start + end - at)
            atom = self.rows.atoms[slot.atom]
            _add(result, Slice(atom.change, atom.ordinal, first, last))
        return tuple(result)

    def found(self, part: Slice) -> Iterator[Place]:
        """What lives of a slice, in the order of its characters."""
        for place in sorted(self.by_atom.get(self.atom(part), ())):
            start, end = max(place.start, part.start), min(place.end, part.end)
            if start < end:
                yield Place(start, end, place.at + start - place.start, place.slot)

    def locate(self, passage: Sequence[Slice]) -> tuple[tuple[int, int], ...]:
        """Ranges of the text where the passage's characters live, in passage order, neighbours joined. Empty when
        none is left."""
        result: list[tuple[int, int]] = []
        for part in passage:
            for start, end, at, _ in self.found(part):
                if result and result[-1][1] == at:
                    result[-1] = (result[-1][0], at + end - start)
                else:
                    result.append((at, at + end - start))
        return tuple(result)

    def point(self, at: int) -> Point:
        """The anchor of the gap before character `at`. Raises PassageError outside the text."""
        left = self.passage(at - 1, at)[0] if at else None
        right = self.passage(at, at + 1)[0] if at < self.length else None
        return Point(self.revision, left, right)

    def before(self, slot: int, offset: int) -> int:
        """How many living characters stand in the list before character `offset` of slot `slot`'s atom."""
        place = bisect_right(self.indices, slot) - 1
        if place < 0:
            return 0
        held = self.rows.slots[self.indices[place]]
        length = held.end - held.start
        return self.starts[place] + (min(length, offset - held.start) if self.indices[place] == slot else length)


def _add(passage: list[Slice], part: Slice) -> None:
    last = passage[-1] if passage else None
    if last is not None and (last.change, last.ordinal, last.end) == (part.change, part.ordinal, part.start):
        passage[-1] = Slice(last.change, last.ordinal, last.start, part.end)
    else:
        passage.append(part)


def locate_point(then: Places, now: Places, point: Point) -> int:
    """The gap in the text of `now`. It follows where both characters beside it were moved together; else it stays
    at the place in the list where its left character stood; `then` is the point's own revision."""
    left, right = point.left, point.right
    if left is None:
        return 0
    old = next(then.found(left), None)
    if old is None:
        raise PassageError(f"{left} does not live at revision {point.revision}")
    new_left = next(now.found(left), None)
    new_right = next(now.found(right), None) if right is not None else None
    if new_left is not None and new_left.slot != old.slot and new_right is not None:
        between = now.passage(new_left.at + 1, max(new_left.at + 1, new_right.at))
        if new_left.at < new_right.at and all(is_new(then, now, part) for part in between):
            return new_left.at + 1
    return now.before(old.slot, old.end)


def is_new(then: Places, now: Places, part: Slice) -> bool:
    """Whether all characters of `part`, alive in `now`, came to their place after `then`: born or moved there."""
    slots = then.rows.slots
    return all(not holds(slots[place.slot].lives, then.revision) for place in now.found(part))


def tombstone(places: Places, passage: Sequence[Slice]) -> int | None:
    """The revision that killed the last of the passage, None while something of it lives or before it was born."""
    if not passage or places.locate(passage):
        return None
    wanted = [(places.atom(part), part.start, part.end) for part in passage]
    return max(
        (
            life.closed
            for slot in places.rows.slots
            for atom, start, end in wanted
            if slot.atom == atom and start < slot.end and slot.start < end
            for life in slot.lives
            if life.closed is not None and life.closed <= places.revision
        ),
        default=None,
    )


def shown(places: Places, text: str, passage: Sequence[Slice]) -> tuple[tuple[str, bool], ...]:
    """The passage as it is shown: (words, whether they are its own). Words born after all of its own and standing
    between two of its pieces in one block are shown with it; `text` is the text of `places`."""
    ranges = places.locate(passage)
    youngest = max((part.change for part in passage), default=0)
    result: list[tuple[str, bool]] = []
    for index, (start, end) in enumerate(ranges):
        before = ranges[index - 1][1] if index else start
        if before < start and "\n" not in text[before:start]:
            between = places.passage(before, start)
            if all(part.change > youngest for part in between):
                result.append((text[before:start], False))
        result.append((text[start:end], True))
    return tuple(result)
