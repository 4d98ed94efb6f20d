"""Edits: one change applied to the rows of a weave, whole or not at all.

List order: what an edit brings to a gap stands after everything the same change closes up to that gap, and after the
older dead slots there, so that new words follow the words they replace. Only a dead block stops it: words that end
a paragraph stay before a deleted paragraph that followed. A piece that begins a block itself goes after that, too.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from stadtgespraech.records import Atom, Block, Delete, Edit, Insert, Life, Move, Slot, WeaveRows
from stadtgespraech.text.slots import append, is_open, text_of

KINDS = ("title", "paragraph")


class EditError(ValueError):
    """A change that cannot be applied. The message names the edit and what is wrong; nothing was applied."""


@dataclass(frozen=True, slots=True)
class _Range:
    """A deleted or moved-away range of the text before the change."""

    start: int
    end: int
    edit: Edit


class Living:
    """The living slots of the last revision and where they stand in its text."""

    def __init__(self, rows: WeaveRows) -> None:
        self.slots = rows.slots
        self.indices = [index for index, slot in enumerate(rows.slots) if is_open(slot)]
        lengths = (rows.slots[index].end - rows.slots[index].start for index in self.indices)
        self.ends = list(accumulate(lengths))
        self.length = self.ends[-1] if self.ends else 0

    def find(self, character: int) -> tuple[int, int]:
        """Where in the list character `character` - 1 stands: the index of its slot, and the place behind it in the
        slot's atom. (-1, 0) for 0: before everything."""
        if character == 0:
            return -1, 0
        place = bisect_left(self.ends, character)
        index = self.indices[place]
        return index, self.slots[index].end - (self.ends[place] - character)

    def pieces(self, start: int, end: int) -> Iterable[tuple[int, int, int]]:
        """(atom, start, end) of what stands between two characters of the text, in order."""
        place = bisect_left(self.ends, start + 1)
        while start < end:
            slot, stop = self.slots[self.indices[place]], self.ends[place]
            last = min(stop, end)
            yield slot.atom, slot.end - (stop - start), slot.end - (stop - last)
            start, place = last, place + 1


def edited(rows: WeaveRows, edits: Sequence[Edit]) -> WeaveRows:
    """`rows` with one more revision. `edits` count characters of the last text and come in any order of position; at
    one gap, what is inserted and moved in appears in their order. Raises EditError, and then nothing is changed."""
    living = Living(rows)
    ranges, gaps = _planned(edits, living.length)
    rewriting = _Rewriting(rows, living)
    for position in sorted({*gaps, *(at for item in ranges for at in (item.start, item.end))}):
        rewriting.go_to(position)
        rewriting.place(gaps.get(position, ()))
        rewriting.closing = any(item.start <= position < item.end for item in _around(ranges, position))
    result = rewriting.finish()
    _check_beginning(result, edits)
    return result


def _around(ranges: list[_Range], position: int) -> list[_Range]:
    """The only range that can hold `position`: the last that starts at or before it."""
    place = bisect_left(ranges, position + 1, key=lambda item: item.start)
    return ranges[place - 1 : place] if place else []


def _planned(edits: Sequence[Edit], length: int) -> tuple[list[_Range], dict[int, list[Insert | Move]]]:
    ranges: list[_Range] = []
    gaps: defaultdict[int, list[Insert | Move]] = defaultdict(list)
    for edit in edits:
        _check(edit, length)
        if isinstance(edit, Insert):
            gaps[edit.at].append(edit)
            continue
        ranges.append(_Range(edit.start, edit.end, edit))
        if isinstance(edit, Move):
            gaps[edit.to].append(edit)
    ranges.sort(key=lambda item: item.start)
    for one, two in pairwise(ranges):
        if two.start < one.end:
            raise EditError(
                f"{named(one.edit)} and {named(two.edit)} overlap; a character can be deleted or moved once in a change"
            )
    for at, pieces in gaps.items():
        for item in _around(ranges, at):
            if item.start < at < item.end:
                raise EditError(f"{named(pieces[0])}: its gap lies inside {named(item.edit)} of the same change")
    return ranges, gaps


def _check(edit: Edit, length: int) -> None:
    match edit:
        case Insert(at, text, blocks):
            places: tuple[int, ...] = (0, at, length)
            if not text:
                raise EditError(f"{named(edit)}: inserts nothing")
            if text.count("\n") != len(blocks):
                raise EditError(f"{named(edit)}: {len(blocks)} blocks for the line feeds of its text")
            check_blocks(blocks)
        case Delete(start, end):
            places = (0, start, end, length)
        case Move(start, end, to):
            places = (0, start, end, length)
            if not 0 <= to <= length:
                raise EditError(f"{named(edit)}: no gap {to} in a text of {length} characters")
        case _:
            raise EditError(f"{edit!r}: neither Insert, Delete nor Move")
    if list(places) != sorted(places):
        raise EditError(f"{named(edit)}: out of range in a text of {length} characters")
    if not isinstance(edit, Insert) and edit.start == edit.end:
        raise EditError(f"{named(edit)}: an empty range")


def named(edit: Edit) -> str:
    """The edit as messages name it, its text shortened."""
    text = repr(edit)
    return text if len(text) <= 120 else f"{text[:80]}…{text[-39:]}"


def check_blocks(blocks: Iterable[Block]) -> None:
    """Raises EditError for a block without an owner or of an unknown kind."""
    for block in blocks:
        if not block.owner or block.kind not in KINDS:
            raise EditError(f"{block}: a block needs an owner, and is a {' or a '.join(KINDS)}")


def _check_beginning(rows: WeaveRows, edits: Sequence[Edit]) -> None:
    first = next((slot for slot in rows.slots if is_open(slot)), None)
    if first is not None and rows.atoms[first.atom].block is None:
        words = rows.atoms[first.atom].text[first.start : first.end][:40]
        raise EditError(f"the text would begin with {words!r}, which no title or paragraph holds (edits: {len(edits)})")


class _Rewriting:
    """One pass over the slots: copied as they are, closed, or followed by new ones."""

    def __init__(self, rows: WeaveRows, living: Living) -> None:
        self.rows, self.living = rows, living
        self.revision = rows.revisions + 1
        self.atoms = list(rows.atoms)
        self.born = 0
        self.slots: list[Slot] = []
        self.index = 0  # the next slot to copy,
        self.offset: int | None = None  # from this character of its atom on; None: from its start
        self.closing = False
        self.new = (Life(self.revision),)
        self._closed: dict[int, tuple[Life, ...]] = {}

    def go_to(self, position: int) -> None:
        """Take over all slots up to the gap at `position`."""
        index, end = self.living.find(position)
        while self.index < index:
            self._take_slots(index)
        if index >= self.index:
            slot = self.rows.slots[index]
            start = slot.start if self.offset is None else self.offset
            self._take(Slot(slot.atom, start, end, slot.lives))
            self.index, self.offset = (index + 1, None) if end == slot.end else (index, end)

    def _take_slots(self, index: int) -> None:
        """Whole slots before `index`, as one slice where nothing happens to them."""
        if self.offset is not None:
            slot = self.rows.slots[self.index]
            self._take(Slot(slot.atom, self.offset, slot.end, slot.lives))
            self.index, self.offset = self.index + 1, None
        elif self.closing:
            self._take(self.rows.slots[self.index])
            self.index += 1
        else:
            self._take(self.rows.slots[self.index])
            self.slots += self.rows.slots[self.index + 1 : index]
            self.index = index

    def _take(self, slot: Slot) -> None:
        if slot.start == slot.end:
            return
        if self.closing and is_open(slot):
            slot = Slot(slot.atom, slot.start, slot.end, self._close(slot.lives))
        append(self.slots, slot)

    def _close(self, lives: tuple[Life, ...]) -> tuple[Life, ...]:
        known = self._closed.get(id(lives))
        if known is None:
            known = self._closed[id(lives)] = (*lives[:-1], Life(lives[-1].opened, self.revision))
        return known

    def place(self, pieces: Sequence[Insert | Move]) -> None:
        """New slots at the gap reached."""
        if not pieces:
            return
        self._pass_dead(self._begins_block(pieces[0]))
        for piece in pieces:
            if isinstance(piece, Move):
                for atom, start, end in self.living.pieces(piece.start, piece.end):
                    append(self.slots, Slot(atom, start, end, self.new))
            else:
                self._bear(piece)

    def _begins_block(self, piece: Insert | Move) -> bool:
        if isinstance(piece, Insert):
            return piece.text[0] == "\n"
        atom, _, _ = next(iter(self.living.pieces(piece.start, piece.end)))
        return self.rows.atoms[atom].block is not None

    def _pass_dead(self, blocks_too: bool) -> None:
        if self.offset is not None:
            return
        slots, atoms = self.rows.slots, self.rows.atoms
        while self.index < len(slots) and not is_open(slots[self.index]):
            if not blocks_too and atoms[slots[self.index].atom].block is not None:
                return
            append(self.slots, slots[self.index])
            self.index += 1

    def _bear(self, piece: Insert) -> None:
        for text, block in cut_at_blocks(piece.text, piece.blocks):
            self.slots.append(Slot(len(self.atoms), 0, len(text), self.new))
            self.atoms.append(Atom(self.revision, self.born, text, block))
            self.born += 1

    def finish(self) -> WeaveRows:
        """Take over the rest."""
        if self.index < len(self.rows.slots):
            self._take_slots(len(self.rows.slots))
        self.slots += self.rows.slots[self.index :]
        return WeaveRows(tuple(self.atoms), tuple(self.slots), self.revision)


def cut_at_blocks(text: str, blocks: Sequence[Block]) -> Iterable[tuple[str, Block | None]]:
    """The atoms of an inserted text: each line feed one of its own, with its block; the words between."""
    words, *rest = text.split("\n")
    if words:
        yield words, None
    for block, words in zip(blocks, rest, strict=True):
        yield "\n", block
        if words:
            yield words, None


def first_rows(blocks: Sequence[tuple[Block, str]]) -> WeaveRows:
    """Revision 0. Raises EditError where a title or paragraph holds a line feed."""
    for block, text in blocks:
        if "\n" in text:
            raise EditError(f"{block}: a title or paragraph holds no line feed: {text[:40]!r}")
    check_blocks(block for block, _ in blocks)
    flat = "".join("\n" + text for _, text in blocks)
    pieces = enumerate(cut_at_blocks(flat, [block for block, _ in blocks]))
    atoms = tuple(Atom(0, ordinal, text, block) for ordinal, (text, block) in pieces)
    lives = (Life(0),)
    return WeaveRows(atoms, tuple(Slot(index, 0, len(atom.text), lives) for index, atom in enumerate(atoms)), 0)


def blocks_of(rows: WeaveRows, revision: int, living: Iterable[int]) -> tuple[tuple[Block, str], ...]:
    """Titles and paragraphs at `revision` in order; `living` are the indices of the slots alive then."""
    blocks = [block for index in living if (block := rows.atoms[rows.slots[index].atom].block) is not None]
    return tuple(zip(blocks, text_of(rows, revision).split("\n")[1:], strict=True))
