"""Rows: the invariants of a stored weave, checked one by one before anything is believed."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable

from stadtgespraech.records import FormatError, Life, Slot, WeaveRows
from stadtgespraech.text.edits import KINDS
from stadtgespraech.text.slots import shared_segments


def checked(rows: WeaveRows) -> WeaveRows:
    """The same rows, with equal lives shared. Raises FormatError naming the first broken invariant and its place."""
    if type(rows.revisions) is not int or rows.revisions < 0:
        raise FormatError(f"weave.revisions: {rows.revisions!r} is not a number of changes")
    _check_atoms(rows)
    shared: dict[tuple[Life, ...], tuple[Life, ...]] = {}
    slots = []
    for index, slot in enumerate(rows.slots):
        lives = shared.get(slot.lives)
        if lives is None:
            _check_lives(slot.lives, rows.revisions, f"weave.slots[{index}].lives")
            lives = shared[slot.lives] = slot.lives
        _check_slot(rows, slot, f"weave.slots[{index}]")
        slots.append(Slot(slot.atom, slot.start, slot.end, lives))
    result = WeaveRows(rows.atoms, tuple(slots), rows.revisions)
    _check_births(result)
    _check_moves(result)
    _check_beginnings(result)
    return result


def _check_atoms(rows: WeaveRows) -> None:
    expected = (-1, 0)
    for index, atom in enumerate(rows.atoms):
        where = f"weave.atoms[{index}]"
        if not 0 <= atom.change <= rows.revisions:
            raise FormatError(f"{where}: change {atom.change} is not within 0 and {rows.revisions}")
        expected = (atom.change, expected[1] + 1 if atom.change == expected[0] else 0)
        if index and atom.change < rows.atoms[index - 1].change:
            raise FormatError(f"{where}: change {atom.change} after {rows.atoms[index - 1].change}; atoms are in order")
        if atom.ordinal != expected[1]:
            raise FormatError(f"{where}: ordinal {atom.ordinal}, expected {expected[1]} of change {atom.change}")
        if not atom.text:
            raise FormatError(f"{where}: holds no characters")
        if (atom.block is not None) != ("\n" in atom.text) or (atom.block is not None and atom.text != "\n"):
            raise FormatError(f"{where}: a block atom is one line feed with a block, and no other atom holds one")
        if atom.block is not None and (atom.block.kind not in KINDS or not atom.block.owner):
            raise FormatError(f"{where}.block: needs an owner, and is a {' or a '.join(KINDS)}")


def _check_lives(lives: tuple[Life, ...], revisions: int, where: str) -> None:
    if not lives:
        raise FormatError(f"{where}: a slot has at least one life")
    last = -1
    for number, life in enumerate(lives):
        closed = revisions + 1 if life.closed is None else life.closed
        if life.closed is None and number < len(lives) - 1:
            raise FormatError(f"{where}: an open life is the last")
        if not 0 <= life.opened <= revisions or (life.closed is not None and closed > revisions):
            raise FormatError(f"{where}: {life.opened} to {life.closed} is not within 0 and {revisions}")
        if closed <= life.opened:
            raise FormatError(f"{where}: closed at {life.closed}, not after it opened at {life.opened}")
        if life.opened <= last:
            raise FormatError(f"{where}: opened at {life.opened}, not after the life before, closed at {last}")
        last = closed


def _check_slot(rows: WeaveRows, slot: Slot, where: str) -> None:
    if not 0 <= slot.atom < len(rows.atoms):
        raise FormatError(f"{where}.atom: {slot.atom}, but there are {len(rows.atoms)} atoms")
    atom = rows.atoms[slot.atom]
    if not 0 <= slot.start < slot.end <= len(atom.text):
        raise FormatError(f"{where}: characters {slot.start} to {slot.end} of an atom of {len(atom.text)}")
    if slot.lives[0].opened < atom.change:
        raise FormatError(f"{where}.lives: opened at {slot.lives[0].opened}, before its atom was born ({atom.change})")


def _check_births(rows: WeaveRows) -> None:
    """Every character has exactly one place where it was born: slots never leave."""
    births: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for slot in rows.slots:
        if slot.lives[0].opened == rows.atoms[slot.atom].change:
            births[slot.atom].append((slot.start, slot.end))
    for index, atom in enumerate(rows.atoms):
        at = 0
        for start, end in sorted(births[index]):
            if start != at:
                wrong = "have no place of birth" if start > at else "have two places of birth"
                raise FormatError(f"weave.atoms[{index}]: characters {min(at, start)} to {max(at, start)} {wrong}")
            at = end
        if at != len(atom.text):
            raise FormatError(f"weave.atoms[{index}]: characters {at} to {len(atom.text)} have no place of birth")


def _check_moves(rows: WeaveRows) -> None:
    """No character lives twice at once, and every place beyond its first opened when another closed."""
    seen = set()
    for segments in shared_segments(rows).values():
        for segment in segments:
            if segment in seen:
                continue
            seen.add(segment)
            lives = sorted((life for slot in segment.slots for life in rows.slots[slot].lives), key=_opened)
            where = f"weave.slots[{segment.slots[0]}] and [{segment.slots[-1]}]"
            for one, two in itertools.pairwise(lives):
                if one.closed is None or one.closed > two.opened:
                    raise FormatError(f"{where}: the same characters live in both at revision {two.opened}")
            closings = {life.closed for life in lives}
            for slot in segment.slots:
                opened = rows.slots[slot].lives[0].opened
                if opened > rows.atoms[rows.slots[slot].atom].change and opened not in closings:
                    raise FormatError(f"weave.slots[{slot}]: opened at {opened}, but nothing was moved from elsewhere")


def _opened(life: Life) -> int:
    return life.opened


def _check_beginnings(rows: WeaveRows) -> None:
    """At every revision the first character is a block atom. Revisions between two events are one case."""
    events = sorted(
        {0, *(at for lives in _different(rows) for life in lives for at in (life.opened, life.closed or 0))}
    )
    number = {at: place for place, at in enumerate(events)}
    unseen = (1 << len(events)) - 1
    masks: dict[int, int] = {}
    for index, slot in enumerate(rows.slots):
        if id(slot.lives) not in masks:
            masks[id(slot.lives)] = sum(
                (1 << (len(events) if life.closed is None else number[life.closed])) - (1 << number[life.opened])
                for life in slot.lives
            )
        first = masks[id(slot.lives)] & unseen
        if first and rows.atoms[slot.atom].block is None:
            revision = events[(first & -first).bit_length() - 1]
            raise FormatError(f"weave.slots[{index}]: the text at revision {revision} begins outside any block")
        unseen &= ~first
        if not unseen:
            return


def _different(rows: WeaveRows) -> Iterable[tuple[Life, ...]]:
    return {id(slot.lives): slot.lives for slot in rows.slots}.values()
