"""Recorded changes of a returned file as edits of the edition's text, or as something that a person has to look at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from stadtgespraech.ingest.returned_base import Base, Line, Row
from stadtgespraech.ingest.returned_stream import Bit, Stream
from stadtgespraech.records import Block, Delete, Edit, Insert, Move
from stadtgespraech.records.returned import Proposed, Unread
from stadtgespraech.text.passages import Places
from stadtgespraech.text.tokens import sentence_spans

NO_EFFECT = "no-effect"


@dataclass(frozen=True, slots=True)
class Hunk:
    """Changes that touch each other: characters `start` up to `end` of the rejected text become `added`. `marks` are
    the recorded changes it stands for."""

    start: int
    end: int
    added: str
    marks: frozenset[int]
    move: str = ""


class Unmapped(Exception):
    """A change that has no place in the edition; the argument is one of UNREAD_REASONS."""


def hunks_of(stream: Stream) -> list[Hunk]:
    """The changes in order. The ends of a move stand apart from what touches them; each recorded change counts once."""
    groups: list[list[Bit]] = []
    touching = False
    for bit in stream.bits:
        if not bit.fate.marks:
            touching = touching and not bit.text
            continue
        if touching and groups[-1][-1].fate.move == bit.fate.move:
            groups[-1].append(bit)
        else:
            groups.append([bit])
        touching = True
    seen: set[int] = set()
    return [_hunk(group, seen) for group in groups]


def _hunk(bits: Sequence[Bit], seen: set[int]) -> Hunk:
    marks = frozenset(mark for bit in bits for mark in bit.fate.marks) - seen
    seen |= marks
    gone = sum(len(bit.text) for bit in bits if bit.fate.kind == "out")
    added = "".join(bit.text for bit in bits if bit.fate.kind == "in")
    return Hunk(bits[0].at, bits[0].at + gone, added, marks, bits[0].fate.move)


def settled(hunk: Hunk, flat: str) -> Hunk | None:
    """The hunk with whole paragraphs taken and brought as "\\nwords", and without empty ones; None where nothing is
    left of it."""
    start, end, added = hunk.start, hunk.end, re.sub(r"\n{2,}", "\n", hunk.added)
    while start < end and added.endswith("\n") and flat[end - 1] == "\n":
        end, added = end - 1, added[:-1]
    while start < end and added.startswith("\n") and flat[start] == "\n":
        start, added = start + 1, added[1:]
    if start == end:
        start, added = _brought(start, added, flat)
        end = start
    elif not added:
        start, end = _taken(start, end, flat)
    if flat[start:end] == added:
        return None
    return replace(hunk, start=start, end=end, added=added)


def _brought(at: int, added: str, flat: str) -> tuple[int, str]:
    begins, ends = flat[at - 1] == "\n", at == len(flat) or flat[at] == "\n"
    if begins and ends:  # an empty paragraph is filled
        return at, added.strip("\n")
    if begins and added.startswith("\n"):
        added = added[1:]
    if ends and added.endswith("\n"):
        added = added[:-1]
    if begins and added.endswith("\n"):
        return at - 1, "\n" + added[:-1]
    return at, added


def _taken(start: int, end: int, flat: str) -> tuple[int, int]:
    begins = flat[start - 1] == "\n"
    if begins and flat[end - 1] == "\n":
        return start - 1, end - 1
    if begins and (end == len(flat) or flat[end] == "\n"):
        return start - 1, end
    return start, end


class Mapping:
    """From the file's text with all changes rejected to the edition's."""

    def __init__(self, base: Base, flat: str, places: Places) -> None:
        self.base, self.flat, self.places = base, flat, places

    def removed(self, start: int, end: int) -> tuple[Delete, ...]:
        """The edition's characters that a range of the file is, neighbours joined. Raises Unmapped."""
        found: list[Delete] = []
        for number in range(self.base.line_at(start + 1), self.base.line_at(end) + 1):
            line = self.base.lines[number]
            row = self.row(line)
            first, last = max(start, line.start), min(end, line.end)
            if line.touches(first, last):
                raise Unmapped("conflict")
            if first == line.start:
                self.check_break(number, whole=last == line.end)
                _join(found, row.start, row.start + 1)
                first += 1
            if first < last:
                one, other = line.gap(first, later=True), line.gap(last)
                if one is None or other is None:
                    raise Unmapped("conflict")
                _join(found, one, other)
        return tuple(found)

    def row(self, line: Line) -> Row:
        if line.row is None:
            raise Unmapped("outside")
        return line.row

    def check_break(self, number: int, whole: bool) -> None:
        """A paragraph may be joined to the one before it, or go as a whole; a title may not."""
        line = self.base.lines[number]
        row = self.row(line)
        before = self.base.lines[number - 1].row if number else None
        if row.block.kind == "title":
            raise Unmapped("structure")
        if not whole and (before is None or before.number != row.number - 1):
            raise Unmapped("structure")

    def gap(self, at: int) -> tuple[int, Row]:
        line = self.base.lines[self.base.line_at(at)]
        row = self.row(line)
        found = line.gap(at)
        if found is None:
            raise Unmapped("conflict")
        return found, row

    def edits(self, hunk: Hunk) -> tuple[tuple[Edit, ...], Row]:
        """The hunk's edits, and the block in which they begin. Raises Unmapped."""
        gone = self.removed(hunk.start, hunk.end) if hunk.start < hunk.end else ()
        line = self.base.lines[self.base.line_at(hunk.start + (hunk.start < hunk.end))]
        if not hunk.added:
            return gone, self.row(line)
        at, row = self.gap(hunk.end)
        blocks = (Block(row.block.owner, "paragraph"),) * hunk.added.count("\n")
        return (*gone, Insert(gone[-1].end if gone else at, hunk.added, blocks)), self.row(line)

    def proposed(self, edits: Sequence[Edit], row: Row, records: int) -> Proposed:
        """What is taken or moved is what it is about; for new words the sentence they come to."""
        ranges = [(edit.start, edit.end) for edit in edits if not isinstance(edit, Insert)]
        inserted = next((edit.at for edit in edits if isinstance(edit, Insert)), 0)
        words = [
            part
            for part in ((max(a, row.start + 1) if a == row.start else a, b) for a, b in ranges)
            if part[0] < part[1]
        ]
        passages = words or [sentence_around(row, inserted)]
        passage = tuple(part for start, end in passages for part in self.places.passage(start, end))
        return Proposed(tuple(edits), row.block.owner, passage, records)

    def unread(self, hunk: Hunk, reason: str) -> Unread:
        line = self.base.lines[self.base.line_at(hunk.start + (hunk.start < hunk.end))]
        owner = line.row.block.owner if line.row is not None else ""
        place = line.row.place if line.row is not None else None
        return Unread(reason, said(hunk, self.flat), owner, place, records=len(hunk.marks))


def _join(found: list[Delete], start: int, end: int) -> None:
    if found and found[-1].end == start:
        found[-1] = Delete(found[-1].start, end)
    else:
        found.append(Delete(start, end))


def sentence_around(row: Row, at: int) -> tuple[int, int]:
    """The sentence of a block in which a gap lies."""
    offset = at - row.start - 1
    spans = sentence_spans(row.words) or [(0, len(row.words))]
    start, end = next((span for span in spans if offset <= span[1]), spans[-1])
    return row.start + 1 + start, row.start + 1 + end


def said(hunk: Hunk, flat: str) -> str:
    """The hunk in plain text, with the signs of changes."""
    gone, new = (text.replace("\n", " ¶ ").strip() for text in (flat[hunk.start : hunk.end], hunk.added))
    return (f"⟦− {gone} −⟧" if gone else "") + (f"⟦+ {new} +⟧" if new else "")


def read_changes(stream: Stream, mapping: Mapping) -> Iterator[Proposed | Unread | tuple[str, int]]:
    """Every change once: understood, to be looked at, or (NO_EFFECT, how many)."""
    moves: dict[str, list[Hunk]] = {}
    for hunk in hunks_of(stream):
        if hunk.move:
            moves.setdefault(hunk.move, []).append(hunk)
            continue
        left = settled(hunk, stream.rejected)
        if left is None:
            yield NO_EFFECT, len(hunk.marks)
            continue
        try:
            edits, row = mapping.edits(left)
            yield mapping.proposed(edits, row, len(left.marks))
        except Unmapped as why:
            yield mapping.unread(hunk, str(why))
    for ends in moves.values():
        yield from read_move(ends, stream, mapping)


def read_move(ends: Sequence[Hunk], stream: Stream, mapping: Mapping) -> Iterator[Proposed | Unread]:
    """Words moved to another place become one proposal; whole paragraphs are asked about."""
    whole = any("\n" in stream.rejected[end.start : end.end] + end.added for end in ends)
    if whole or len(ends) != 2:
        yield from (mapping.unread(end, "moved") for end in ends)
        return
    source, target = sorted(ends, key=lambda end: end.start == end.end)
    try:
        gone, row = mapping.edits(replace(source, added=""))
        come, _ = mapping.edits(replace(target, start=target.end))
    except Unmapped as why:
        yield from (mapping.unread(end, str(why)) for end in ends)
        return
    records = len(source.marks | target.marks)
    yield mapping.proposed(tuple(moved(gone, come, stream.rejected[source.start : source.end])), row, records)


def moved(gone: Iterable[Edit], come: Iterable[Edit], words: str) -> Iterator[Edit]:
    """A move where the same words arrive; else what goes and what comes."""
    away, here = list(gone), list(come)
    if len(away) == len(here) == 1:
        source, target = away[0], here[0]
        if isinstance(source, Delete) and isinstance(target, Insert) and target.text == words:
            yield Move(source.start, source.end, target.at)
            return
    yield from away
    yield from here
