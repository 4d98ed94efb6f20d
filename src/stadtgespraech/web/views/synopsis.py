"""An edition's marked text as rows: a paragraph, and beside it the notes that are called in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from stadtgespraech.publish.calls import every_inline, visible
from stadtgespraech.publish.document import BlockItem, Document, Heading, Note, NoteRef, Paragraph, Run, plain
from stadtgespraech.publish.signs import end_anchors

UNPLACED = "ohne-stelle"


@dataclass(frozen=True, slots=True)
class Stretch:
    """The blocks of one statement, tension or section, in the order of the text; `owner` as in the weave, or
    UNPLACED for the notes that belong to none."""

    owner: str
    title: str
    blocks: tuple[Heading | Paragraph, ...]
    notes: tuple[int, ...]  # called in it, each once

    @property
    def kind(self) -> str:
        return self.owner.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Row:
    """`again` are notes that an earlier row of this page shows."""

    block: Heading | Paragraph
    notes: tuple[Note, ...]
    again: tuple[int, ...]


def stretches(document: Document) -> tuple[Stretch, ...]:
    """The document cut by owner. Paragraphs that call notes without a place stay with what they follow."""
    found: dict[str, list[Heading | Paragraph]] = {}
    owner = ""
    for block in visible(document.blocks):
        if not isinstance(block, Heading | Paragraph):
            continue
        if isinstance(block, Heading) and not block.owner:
            owner = UNPLACED if block.anchor == UNPLACED else ""
        owner = block.owner or owner
        if owner and (block.owner or isinstance(block, Paragraph)):
            found.setdefault(owner, []).append(block)
    return tuple(stretch(owner, blocks) for owner, blocks in found.items())


def stretch(owner: str, blocks: Sequence[Heading | Paragraph]) -> Stretch:
    heads = (block for block in blocks if isinstance(block, Heading))
    title = next((block.outline or plain(block.inlines) for block in heads), "")
    return Stretch(owner, title, tuple(blocks), tuple(dict.fromkeys(calls_of(blocks))))


def calls_of(blocks: Iterable[BlockItem]) -> Iterator[int]:
    return (item.note for item in every_inline(tuple(blocks)) if isinstance(item, NoteRef))


def rows(part: Stretch, notes: Mapping[int, Note]) -> tuple[Row, ...]:
    """Each block with the notes that this page has not shown before."""
    seen: set[int] = set()
    found = []
    for block in part.blocks:
        called = tuple(dict.fromkeys(calls_of([block])))
        fresh = tuple(notes[number] for number in called if number not in seen and number in notes)
        found.append(Row(block, fresh, tuple(number for number in called if number in seen)))
        seen |= set(called)
    return tuple(found)


def ends_in(part: Stretch) -> Iterator[str]:
    """The anchors of the ends of moves in a stretch."""
    for item in every_inline(part.blocks):
        if isinstance(item, Run) and item.mark is not None and item.mark.other is not None and item.text.strip():
            yield end_anchors(item.mark)[0]


def names_of(note: Note) -> str:
    """Who gave the occasion, as the note's origin says it, without its first word and the stop."""
    return note.origin.removeprefix("Anlass: ").rstrip(".")


def is_call_list(block: Heading | Paragraph) -> bool:
    """A paragraph that only calls notes without a place."""
    return isinstance(block, Paragraph) and block.role == "small" and not block.owner
