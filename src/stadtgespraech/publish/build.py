"""From a process to the format-free document. Everything a publication says is decided here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from stadtgespraech.checks.changes import events, is_legacy
from stadtgespraech.checks.cover import cover, identifier
from stadtgespraech.checks.surroundings import in_window
from stadtgespraech.checks.wording import GAP, NOT_FOUND, margin_labels, unplaced_reason
from stadtgespraech.publish import counts, diagram, legend, notes
from stadtgespraech.publish.document import (
    BlockItem,
    Document,
    Figure,
    Heading,
    Link,
    NoteRef,
    PageBreak,
    Paragraph,
    Run,
    plain,
)
from stadtgespraech.publish.marking import GONE, Piece, Woven, draw
from stadtgespraech.records import Change, Process
from stadtgespraech.text.weave import Weave

EditionKind = Literal["marked", "clean", "changes"]
NUMBERS = ("null", "eine", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf")
TENSIONS = (
    "Manche Ziele ziehen in verschiedene Richtungen. Beide Seiten stehen hier nebeneinander; keine gewinnt. "
    "Die Aufgabe ist, eine Balance zu finden."
)
ANCHORS = {"section": "abschnitt", "tension": "feld", "statement": "bild"}
SIDE_BY_SIDE = "Alle sind gleich wichtig; ihre Reihenfolge ist keine Rangfolge."


def window(process: Process, base: int | None, revision: int | None) -> tuple[int, int]:
    """The revisions compared: by default the first text and the last one. Raises ValueError outside the weave."""
    last = process.weave.revisions
    at = last if revision is None else revision
    start = 0 if base is None else base
    if not 0 <= start <= at <= last:
        raise ValueError(f"base {start} and revision {at} must lie in 0 ≤ base ≤ revision ≤ {last}")
    return start, at


def build(
    process: Process,
    *,
    edition: EditionKind,
    base: int | None = None,
    revision: int | None = None,
    checks: Sequence[tuple[str, str]] = (),
) -> Document:
    """The publication of `process` at `revision`, marked against `base` (see `window`). `checks` are (label, value)
    pairs for the page "Wie geprüft wurde". A pure function: equal arguments give equal documents."""
    start, at = window(process, base, revision)
    story = tell(process, "clean" if edition == "clean" else "marked", start, at)
    weave = story.weave
    origin = at if edition == "clean" else start
    words = cover(process, edition, origin, at)
    placed = Composer(process, story, edition).blocks()
    numbers = notes.numbers_in_order(placed)
    by_number = {change.number: change for change in story.changes}
    rows = counts.check_rows(process, story.real, story.words, story.unexplained, checks)
    coloured = bool(story.woven.marked)
    return Document(
        **words,
        edition=edition,
        identifier=identifier(process, weave, edition, origin, at),
        blocks=(*notes.number_blocks(placed, numbers), *lists(process, edition, story, numbers, places(placed), rows)),
        notes=tuple(
            notes.note_of(by_number[change], note, by_number, words["date"], coloured)
            for change, note in numbers.items()
        ),
        checks=rows,
        base=origin,
        revision=at,
    )


def lists(
    process: Process,
    edition: EditionKind,
    story: Story,
    numbers: Mapping[int, int],
    where: Mapping[int, Link],
    rows: Sequence[tuple[str, str]],
) -> list[BlockItem]:
    """What follows the text: all changes, all rounds, how it was checked; each on a new page."""
    found: list[BlockItem] = []
    if edition != "clean":
        found += broken(counts.change_list(story.changes, numbers, where))
    if edition != "changes":
        found += broken(counts.round_list(process.rounds))
    return found + broken(counts.check_page(rows, any(map(is_legacy, story.real))))


@dataclass(frozen=True, slots=True)
class Story:
    """The drawn text of one window. `changes` are those of the window, the unexplained ones among them; `real`
    are those the process holds."""

    weave: Weave
    woven: Woven
    changes: tuple[Change, ...]
    real: tuple[Change, ...]
    words: int
    unexplained: int


def tell(process: Process, edition: str, base: int, revision: int) -> Story:
    weave = Weave.from_rows(process.weave)
    start = revision if edition == "clean" else base
    happened = [at for at in events(process.weave) if base < at <= revision]
    every = notes.with_unexplained(process.changes, happened)
    known = {change.revision for change in process.changes}
    shown = in_window(every, base, revision)
    real = in_window(process.changes, base, revision)
    woven = draw(weave, start, revision, shown, notes=edition != "clean")
    marked = woven.marked if edition != "clean" else draw(weave, base, revision, shown, notes=False).marked
    lost = sum(count for cause, count in marked.items() if cause not in known)
    return Story(weave, woven, shown, real, sum(marked.values()), lost)


@dataclass(frozen=True, slots=True)
class Composer:
    """Puts the parts of a document in their order. Calls and marks carry change numbers until all stand."""

    process: Process
    story: Story
    edition: EditionKind

    def blocks(self) -> list[BlockItem]:
        legacy = sum(map(is_legacy, self.story.changes))
        woven, process = self.story.woven, self.process
        found: list[BlockItem] = []
        found += legend.how_to_read(
            self.edition, process.product, woven.moves, legacy, process.order_seed, bool(woven.marked)
        )
        found += self.front()
        found += self.part("tension", "Spannungsfelder", "spannungsfelder", TENSIONS)
        found += self.part("statement", self.statements_title(), "bilder", SIDE_BY_SIDE)
        missing = self.missing_at(None)
        if missing and self.edition != "clean":
            found += [Heading(2, (Run("Anmerkungen ohne eigene Stelle"),), "ohne-stelle")]
            found += notes.unplaced_paragraphs(missing, self.by_number())
        return found

    def by_number(self) -> dict[int, Change]:
        return {change.number: change for change in self.story.changes}

    def segments(self) -> list[tuple[str, int, list[Piece]]]:
        """(kind, number, pieces): neighbours of one owner, in the order of the weave."""
        found: list[tuple[str, int, list[Piece]]] = []
        for piece in self.story.woven.pieces:
            kind, _, number = piece.owner.partition(":")
            if not found or found[-1][:2] != (kind, int(number)):
                found.append((kind, int(number), []))
            found[-1][2].append(piece)
        return found

    def statements_title(self) -> str:
        count = len(self.process.statements)
        number = NUMBERS[count] if 2 <= count < len(NUMBERS) else str(count)
        return f"Die {number} {self.process.product}" if count > 1 else f"Die {self.process.product}"

    def front(self) -> list[BlockItem]:
        """All sections in the order of the text; neighbours that tell of the derivation share a heading, and the path
        closes it."""
        told = {section.number for section in self.process.sections if section.role in ("derivation", "path")}
        derivation = f"Wie die {self.process.product} entstanden sind"
        found: list[BlockItem] = []
        for tells, group in groupby(self.of_kind("section"), key=lambda segment: segment[0] in told):
            inner = [block for number, pieces in group for block in self.segment("section", number, pieces)]
            title, anchor = (derivation, "herleitung") if tells else ("Zu diesem Dokument", "einfuehrung")
            if inner:
                found += headed(title, unused(anchor, found), inner)
        path = self.path()
        if path and not any(isinstance(block, Heading) and block.anchor == "herleitung" for block in found):
            path = headed(derivation, "herleitung", path)
        return [*found, *path]

    def of_kind(self, kind: str) -> list[tuple[int, list[Piece]]]:
        return [(number, pieces) for found, number, pieces in self.segments() if found == kind]

    def path(self) -> list[BlockItem]:
        svg, words = diagram.path(self.process), diagram.path_words(self.process)
        if self.edition == "changes" or not (svg or words):
            return []
        counted = any(item.dates for item in self.process.rounds)
        drawing = Figure(svg, words, "Der Weg der Beteiligung." + (f" {counts.NOBODY_COUNTED}" if counted else ""))
        return [Heading(2, (Run("Der Weg im Überblick"),), "weg"), drawing if svg else Paragraph((Run(words),))]

    def part(self, kind: str, title: str, anchor: str, lead: str) -> list[BlockItem]:
        """All texts of one kind under one heading; [] where nothing of it is to be shown."""
        segments = self.of_kind(kind)
        last = {number: index for index, (number, _) in enumerate(segments)}
        inner: list[BlockItem] = []
        for index, (number, pieces) in enumerate(segments):
            inner += self.segment(kind, number, pieces, closes=last[number] == index)
        return headed(title, anchor, [Paragraph((Run(lead),)), *inner]) if inner else []

    def segment(self, kind: str, number: int, pieces: Sequence[Piece], closes: bool = False) -> list[BlockItem]:
        """A statement, tension or section. Where it `closes` a statement, the notes without a place follow."""
        heads = [piece for piece in pieces if piece.kind == "title" and piece.inlines]
        living = [piece for piece in heads if piece.mark is None or piece.mark.kind not in GONE]
        anchored = next(iter([*living, *heads]), None)
        blocks = [self.block(piece, f"{ANCHORS[kind]}-{number}" if piece is anchored else "") for piece in pieces]
        if closes and kind == "statement" and self.edition != "clean":
            blocks = self.with_missing(blocks, self.missing_at(number))
        return only_changes(blocks) if self.edition == "changes" else blocks

    def block(self, piece: Piece, anchor: str) -> BlockItem:
        labels = self.labels(piece)
        if piece.kind == "title" and (piece.inlines or piece.mark is not None):
            outline = plain(piece.inlines) or "".join(getattr(item, "text", "") for item in piece.inlines)
            return Heading(2, piece.inlines, anchor, labels, piece.mark, outline, piece.owner)
        return Paragraph(piece.inlines, labels=labels, mark=piece.mark, owner=piece.owner)

    def labels(self, piece: Piece) -> tuple[str, ...]:
        by_number = self.by_number()
        found: dict[str, None] = {}
        for item in piece.inlines:
            if isinstance(item, NoteRef):
                change = by_number[item.note]
                in_title = piece.kind == "title" and "explain-only" not in change.kinds
                found.update(dict.fromkeys(margin_labels(change.kinds, in_title)))
        return tuple(found)

    def missing(self) -> list[Change]:
        """The changes of this window that have no mark and no anchor in the drawn text."""
        pieces = self.story.woven.pieces
        called = {item.note for piece in pieces for item in piece.inlines if isinstance(item, NoteRef)}
        return [change for change in self.story.changes if change.number not in called]

    def missing_at(self, statement: int | None) -> list[Change]:
        """The changes without a place whose notes stand with `statement`; None: with none of them."""
        places: dict[int, int] = {}
        segments = [(number, pieces) for kind, number, pieces in self.segments() if kind == "statement"]
        for number, pieces in segments:
            calls = [item.note for piece in pieces for item in piece.inlines if isinstance(item, NoteRef)]
            places |= dict.fromkeys(calls, number)
        known = {number for number, _ in segments}
        by_number = self.by_number()

        def home(change: Change) -> int | None:
            """Its own statement. Where the source does not tell, that of the note before it, so that the source's
            numbers stay in order."""
            if change.statement in known or unplaced_reason(change, by_number) != NOT_FOUND:
                return change.statement if change.statement in known else None
            before = max((number for number in places if number < change.number), default=None)
            return None if before is None else places[before]

        return [change for change in self.missing() if home(change) == statement]

    def with_missing(self, blocks: list[BlockItem], missing: Sequence[Change]) -> list[BlockItem]:
        """Notes without a place: one whose mark was not found follows the block of the note before it, so that the
        source's numbers stay in order; the others stand at the end."""
        by_number = self.by_number()
        lost = [change for change in missing if unplaced_reason(change, by_number) == NOT_FOUND]
        rest = [change for change in missing if change not in lost]
        found = list(blocks)
        for change in lost:
            index = last_before(found, change.number)
            found[index:index] = notes.unplaced_paragraphs([change], by_number)
        return [*found, *notes.unplaced_paragraphs(rest, by_number)]


def headed(title: str, anchor: str, blocks: Sequence[BlockItem]) -> list[BlockItem]:
    return [PageBreak(), Heading(1, (Run(title),), anchor), *blocks]


def unused(anchor: str, blocks: Sequence[BlockItem]) -> str:
    """`anchor`, or with a number where a heading of `blocks` has it already."""
    same = sum(isinstance(block, Heading) and block.anchor.startswith(anchor) for block in blocks)
    return f"{anchor}-{same + 1}" if same else anchor


def last_before(blocks: Sequence[BlockItem], number: int) -> int:
    """The index behind the last block that calls a smaller number; behind the title where none does."""
    index = 1 if blocks else 0
    for position, block in enumerate(blocks):
        if any(isinstance(item, NoteRef) and item.note < number for item in notes.inlines_of(block)):
            index = position + 1
    return index


def only_changes(blocks: Sequence[BlockItem]) -> list[BlockItem]:
    """Titles and changed blocks, with a gap where others stood; [] where nothing changed."""
    changed = [has_change(block) for block in blocks]
    if not any(changed):
        return []
    found: list[BlockItem] = []
    for block, shown in zip(blocks, changed, strict=True):
        if shown or isinstance(block, Heading):
            found.append(block)
        elif not (isinstance(found[-1], Paragraph) and found[-1].role == "gap" if found else False):
            found.append(Paragraph((Run(GAP),), role="gap"))
    return found


def has_change(block: BlockItem) -> bool:
    inlines = notes.inlines_of(block)
    return getattr(block, "mark", None) is not None or any(
        isinstance(item, NoteRef) or (isinstance(item, Run) and item.mark is not None) for item in inlines
    )


def places(blocks: Iterable[BlockItem]) -> dict[int, Link]:
    """Change → a link to the heading under which its note is called first."""
    found: dict[int, Link] = {}
    here = Link("", "")
    for block in blocks:
        if isinstance(block, Heading) and block.anchor:
            here = Link(block.outline or plain(block.inlines), block.anchor)
        for item in notes.inlines_of(block):
            if isinstance(item, NoteRef):
                found.setdefault(item.note, here)
    return found


def broken(blocks: Sequence[BlockItem]) -> list[BlockItem]:
    return [PageBreak(), *blocks] if blocks else []
