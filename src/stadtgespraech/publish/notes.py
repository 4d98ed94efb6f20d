"""Footnotes: what a change says about itself, where those without a place stand, and the numbers in text order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

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

EDITORS = "Redaktion"
COMPARED = "verglichen mit: "
UNKNOWN = "Der frühere Wortlaut ist nicht festgehalten."
NOT_FOUND = "In der Vorlage ist nicht zu erkennen, an welcher Stelle diese Anmerkung steht:"
UNDONE = "Angepasst und später wieder zurückgenommen:"
FORMAT = "Betrifft nur Gestaltung oder Nummern, nicht den Wortlaut:"
OVERWRITTEN = "Im Text dieser Fassung nicht mehr zu sehen:"


def is_legacy(change: Change) -> bool:
    """Its former wording is unknown: an anchor without atoms that is more than an explanation."""
    return change.revision is None and "explain-only" not in change.kinds


def in_window(changes: Sequence[Change], base: int, revision: int) -> tuple[Change, ...]:
    """The changes between `base` and `revision`. One without a revision counts as made right after the change
    before it by number; at the border itself it is rather shown twice than never."""
    found, reached = [], 0
    for change in sorted(changes, key=lambda item: item.number):
        if change.revision is None:
            if base <= reached <= revision:
                found.append(change)
            continue
        reached = max(reached, change.revision)
        if base < change.revision <= revision:
            found.append(change)
    return tuple(found)


def with_unexplained(changes: Sequence[Change], revisions: Iterable[int]) -> tuple[Change, ...]:
    """`changes`, and for every revision that none of them made one that says openly that nobody explained it."""
    known = {change.revision for change in changes}
    next_number = max((change.number for change in changes), default=0) + 1
    missing = [revision for revision in revisions if revision not in known]
    return (*changes, *(
        Change(next_number + index, kinds=(), text="Für diese Anpassung ist kein Anlass und kein Grund festgehalten.",
               revision=revision)
        for index, revision in enumerate(missing)
    ))  # fmt: skip


def note_of(change: Change, number: int, changes: Mapping[int, Change], day: str, coloured: bool) -> Note:
    """`changes` by number: those that undo one another name each other. Where other words are `coloured`, a change
    whose former wording is unknown says so."""
    parts = [change.origin or origin_phrase(change), change.what, change.why]
    said = change.text or " ".join(part for part in parts if part)
    whole = " ".join(part for part in parts if part)
    parted = bool(change.what or change.why) and (not change.text or squeezed(whole) == squeezed(change.text))
    unknown = f"{UNKNOWN} " if coloured and is_legacy(change) else ""
    extra = undo_words(change, changes) + unknown + label_words(change, number)
    origin, what, why = parts if parted else (parts[0], "", "")
    if parted and extra:
        why = f"{why} {extra}".strip()
    return Note(
        number=number,
        change=change.number,
        text=f"{said} {extra}".strip(),
        origin=origin,
        what=what,
        why=why,
        kinds=change.kinds,
        author=", ".join(change.rounds) or EDITORS,
        date=change.date or day,
        legacy=is_legacy(change),
        rounds=change.rounds,
    )


def squeezed(text: str) -> str:
    return "".join(text.split())


def origin_phrase(change: Change) -> str:
    """Rounds in the order received, in one fixed phrase that needs no inflection."""
    return f"Anlass: {origin_names(change)}."


def origin_names(change: Change) -> str:
    """The rounds in the order received, then resolutions, laws and opinions; the editors where there is nobody else.
    A semicolon parts names that hold a comma themselves."""
    if change.origin.startswith("Anlass: "):
        return change.origin.removeprefix("Anlass: ").rstrip(".")
    other = (source.name for source in change.sources if source.name and source.kind not in ("editors", "part"))
    names = tuple(dict.fromkeys((*change.rounds, *other)))
    return ("; " if any("," in name for name in names) else ", ").join(names) or EDITORS


def undo_words(change: Change, changes: Mapping[int, Change]) -> str:
    by = next((other.number for other in changes.values() if other.undoes == change.number), None)
    words = f"Zurückgenommen mit Ä-{by}. " if by is not None and "urückgenommen mit" not in change.text else ""
    if change.undoes is not None and f"Ä-{change.undoes}" not in change.text:
        words += f"Nimmt Ä-{change.undoes} zurück. "
    return words


def label_words(change: Change, number: int) -> str:
    if change.label and change.label != str(number):
        return f"(In der Vorlage: Anmerkung {change.label}.)"
    return ""


def unplaced_reason(change: Change, changes: Mapping[int, Change]) -> str:
    """Why no place in the text calls this change's note."""
    if change.undoes is not None or any(other.undoes == change.number for other in changes.values()):
        return UNDONE
    if {"format-only", "renumber"} & set(change.kinds):
        return FORMAT
    return NOT_FOUND if change.revision is None else OVERWRITTEN


def unplaced_paragraphs(missing: Sequence[Change], changes: Mapping[int, Change]) -> list[Paragraph]:
    """One small paragraph for each reason, calling the notes in order."""
    found: dict[str, list[Inline]] = {}
    for change in missing:
        reason = unplaced_reason(change, changes)
        calls = found.setdefault(reason, [Run(reason + " ")])
        if len(calls) > 1:
            calls.append(Run(", "))
        calls += [Run("Anmerkung"), NoteRef(change.number)]
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
