"""Footnotes: what a change says about itself, where those without a place stand, and the numbers in text order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from stadtgespraech.checks.changes import is_legacy
from stadtgespraech.checks.wording import COMMA, NOTE, UNEXPLAINED, author_of, note_words, unplaced_reason
from stadtgespraech.publish.document import (
    BlockItem,
    Bullets,
    Heading,
    Inline,
    Mark,
    Note,
    NoteRef,
    Paragraph,
    Run,
)
from stadtgespraech.records import Change


def with_unexplained(changes: Sequence[Change], revisions: Iterable[int]) -> tuple[Change, ...]:
    """`changes`, and for every revision that none of them made one that says openly that nobody explained it."""
    known = {change.revision for change in changes}
    next_number = max((change.number for change in changes), default=0) + 1
    missing = [revision for revision in revisions if revision not in known]
    return (*changes, *(
        Change(next_number + index, kinds=(), text=UNEXPLAINED, revision=revision)
        for index, revision in enumerate(missing)
    ))  # fmt: skip


def note_of(change: Change, number: int, changes: Mapping[int, Change], day: str, coloured: bool) -> Note:
    """`changes` by number: those that undo one another name each other. Where other words are `coloured`, a change
    whose former wording is unknown says so."""
    words = note_words(change, number, changes, coloured)
    return Note(
        number=number,
        change=change.number,
        text=words.text,
        origin=words.origin,
        what=words.what,
        why=words.why,
        kinds=change.kinds,
        author=author_of(change),
        date=change.date or day,
        legacy=is_legacy(change),
        rounds=change.rounds,
    )


def unplaced_paragraphs(missing: Sequence[Change], changes: Mapping[int, Change]) -> list[Paragraph]:
    """One small paragraph for each reason, calling the notes in order."""
    found: dict[str, list[Inline]] = {}
    for change in missing:
        reason = unplaced_reason(change, changes)
        calls = found.setdefault(reason, [Run(reason + " ")])
        if len(calls) > 1:
            calls.append(Run(COMMA))
        calls += [Run(NOTE), NoteRef(change.number)]
    return [Paragraph(tuple(calls), role="small") for calls in found.values()]


def inlines_of(block: BlockItem) -> tuple[Inline, ...]:
    if isinstance(block, Heading | Paragraph):
        return block.inlines
    if isinstance(block, Bullets):
        return tuple(item for inlines in block.items for item in inlines)
    return ()


def numbers_in_order(blocks: Iterable[BlockItem]) -> dict[int, int]:
    """Change → note, counted from 1 as the calls come in the text."""
    found: dict[int, int] = {}
    for block in blocks:
        for item in inlines_of(block):
            if isinstance(item, NoteRef):
                found.setdefault(item.note, len(found) + 1)
    return found


def number_blocks(blocks: Sequence[BlockItem], numbers: Mapping[int, int]) -> tuple[BlockItem, ...]:
    """`blocks` with note numbers in the place of change numbers, and `first` set for the first call of each."""
    seen: set[int] = set()
    out: list[BlockItem] = []
    for block in blocks:
        if isinstance(block, Heading | Paragraph):
            inlines = tuple(numbered(item, numbers, seen) for item in block.inlines)
            out.append(replace(block, inlines=inlines, mark=numbered_mark(block.mark, numbers)))
        elif isinstance(block, Bullets):
            items = tuple(tuple(numbered(item, numbers, seen) for item in inlines) for inlines in block.items)
            out.append(replace(block, items=items))
        else:
            out.append(block)
    return tuple(out)


def numbered(item: Inline, numbers: Mapping[int, int], seen: set[int]) -> Inline:
    if isinstance(item, NoteRef):
        first = item.note not in seen
        seen.add(item.note)
        return NoteRef(numbers[item.note], first)
    if isinstance(item, Run) and item.mark is not None:
        return replace(item, mark=numbered_mark(item.mark, numbers))
    return item


def numbered_mark(mark: Mark | None, numbers: Mapping[int, int]) -> Mark | None:
    return mark if mark is None or not mark.change else replace(mark, note=numbers[mark.change])
