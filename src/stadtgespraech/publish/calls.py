"""Where a document calls its notes and which titles it has, for the formats that keep them apart from the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stadtgespraech.checks.wording import margin_labels
from stadtgespraech.publish.document import (
    BlockItem,
    Bullets,
    Document,
    Heading,
    Inline,
    NoteRef,
    Paragraph,
    Run,
    Table,
    called,
    plain,
)
from stadtgespraech.publish.legend import note_head
from stadtgespraech.publish.signs import end_anchors


def every_inline(blocks: Sequence[BlockItem]) -> Iterator[Inline]:
    """All inlines in the order of the text, those of lists and tables too."""
    for block in blocks:
        if isinstance(block, Heading | Paragraph):
            yield from block.inlines
        elif isinstance(block, Bullets):
            yield from (inline for item in block.items for inline in item)
        elif isinstance(block, Table):
            yield from (inline for row in block.rows for cell in row for inline in cell)


def first_calls(document: Document) -> list[int]:
    """The notes that exist, in the order in which they are first called."""
    known = {note.number for note in document.notes}
    calls = (item.note for item in every_inline(document.blocks) if isinstance(item, NoteRef) and item.first)
    return [number for number in dict.fromkeys(calls) if number in known]


def marks_text(document: Document) -> bool:
    """Whether any word or paragraph of the document is marked as changed; specimens do not count."""
    marks = [item.mark for item in every_inline(document.blocks) if isinstance(item, Run)]
    marks += [block.mark for block in document.blocks if isinstance(block, Heading | Paragraph)]
    return any(mark is not None and mark.change for mark in marks)


def note_labels(document: Document) -> dict[int, tuple[str, ...]]:
    """The labels that each note carries: those of its kinds; and the first note called in a block takes the block's
    labels that no note there carries, be it called for the first time or again."""
    found = {note.number: margin_labels(note.kinds) for note in document.notes}
    for block in document.blocks:
        if not isinstance(block, Heading | Paragraph) or not block.labels:
            continue
        numbers = [number for number in called(block.inlines) if number in found]
        there = {item.note for item in block.inlines if isinstance(item, NoteRef)} & set(found)
        carried = {label for number in there for label in found[number]}
        left = tuple(label for label in block.labels if label not in carried)
        if numbers and left:
            found[numbers[0]] = (*left, *found[numbers[0]])
    return found


def note_texts(document: Document) -> dict[int, tuple[str, str, str]]:
    """What stands in each note: its labels ("Begriff · "), what was done ("Überall ersetzt. "), and the words."""
    labels = note_labels(document)
    found = {}
    for note in document.notes:
        done = note_head(note.kinds)[1] if note.kinds else ""
        parted = " ".join(part for part in (note.origin, note.what, note.why) if part)
        body = parted if note.what or note.why else note.text
        found[note.number] = (
            "".join(f"{label} · " for label in labels[note.number]), f"{done}. " if done else "", body
        )  # fmt: skip
    return found


def visible(blocks: Sequence[BlockItem]) -> list[BlockItem]:
    """`blocks` without paragraphs that have neither words nor mark (the title of an untitled section). One whose end
    came or went stays: the next block would join another."""

    def shown(block: BlockItem, after: BlockItem | None) -> bool:
        bare = isinstance(block, Paragraph) and not block.inlines and block.mark is None
        return not bare or getattr(after, "mark", None) is not None

    following = [*blocks, None][1:]
    return [block for block, after in zip(blocks, following, strict=True) if shown(block, after)]


def moved_ends(blocks: Sequence[BlockItem]) -> Iterator[str]:
    """The anchors of the ends of moves that are drawn in `blocks`."""
    for item in every_inline(blocks):
        mark = item.mark if isinstance(item, Run) and item.text.strip() else None
        if mark is not None and mark.change and mark.other is not None:
            yield end_anchors(mark)[0]


def titles(blocks: Sequence[BlockItem]) -> Iterator[tuple[Heading, str]]:
    """Headings that can be reached, with the title as it now reads; none whose title is gone."""
    for block in blocks:
        if isinstance(block, Heading) and block.anchor:
            title = block.outline or plain(block.inlines)
            if title:
                yield block, title
