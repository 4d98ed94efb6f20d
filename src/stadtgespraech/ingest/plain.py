"""Plain text to a process: OCR or clean, with footnotes on the page, at the end, or none.

The rules are those of German strategy documents in general: a title is short and stands before longer text, a line that
ends early ends a paragraph or is a title, footnotes have a mark in the text and stand in the order of their numbers.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from stadtgespraech.ingest.archive import ReadError
from stadtgespraech.ingest.assembly import (
    editions_of,
    front_page,
    rounds_of,
    salt_seed,
    texts_of,
    with_fallback,
)
from stadtgespraech.ingest.counts import counted_rounds
from stadtgespraech.ingest.footnotes import change_from_note
from stadtgespraech.ingest.lines import Line, Page, RawNote, blocks_of, ended, joined, lines_of, pages_of
from stadtgespraech.ingest.marks import Candidate, Note, aligned, candidates, is_mark_for_sure
from stadtgespraech.ingest.outline import Line as OutlineLine
from stadtgespraech.ingest.outline import Outline, Place, find_outline
from stadtgespraech.ingest.products import city_of, motto_of, path_of, products_of, spelled_as_quoted
from stadtgespraech.ingest.titles import text_width, title_lines
from stadtgespraech.records import Block, Change, Process, Repair, Report, Slice, Statement, Tension
from stadtgespraech.text.weave import Weave

Progress = Callable[..., None]
FRONT_PARAGRAPH = 120  # characters; shorter lines before the first title are the cover
Anchors = dict[int, tuple[Block, tuple[Slice, ...]]]
QUOTES = re.compile(
    r"(?:,,|(?<![^\s(\[„])[,+„]\s?(?=\w))([^”“„\n]{1,250}?)[”“]|(?<![^\s(\[])(?:,,|„)([^”“„\n]{1,250}?)\""
)


@dataclass(slots=True)
class Piece:
    """A title or paragraph: `level` as in outline, `line` where it begins, `marks` as (characters before it, note)."""

    level: int
    text: str
    line: int
    marks: list[tuple[int, int]] = dataclasses.field(default_factory=list)


@dataclass(slots=True)
class Reading:
    """What the pages gave: pieces with marks placed, notes in order, and what was not clear. `pages` has for each note
    the first and the last piece of the text above it, where its mark must stand."""

    pieces: list[Piece]
    notes: list[RawNote]
    uncertain: list[str]
    pages: list[tuple[int, int]] = dataclasses.field(default_factory=list)


def read_text(text: str, *, source: str, sha256: str, repair: bool = True, progress: Progress | None = None) -> Process:
    """The process that a plain text tells of, at revision 0, its changes as anchors without atoms: a printed text does
    not say what stood there before. Raises ReadError where it holds no text."""
    tell = progress or (lambda *_: None)
    lines = lines_of(text)
    if not lines:
        raise ReadError(f"{source}: holds no text; nothing to read")
    tell("finding titles and footnotes")
    reading = read_pages(pages_of(lines))
    tell("repairing words")
    repairs, quotes = mend(reading, repair)
    return assembled(reading, source, sha256, repairs, quotes)


# ------------------------------------------------------------------------------------------- pages


def read_pages(pages: Sequence[Page]) -> Reading:
    """Titles and paragraphs, with the marks of each page's footnotes found and taken out."""
    reading = Reading([], [], [])
    for page in pages:
        pieces = list(pieces_of(page.lines))
        place_marks(pieces, page.notes, len(reading.notes), reading)
        first = len(reading.pieces)
        if reading.pieces and pieces and continues(reading.pieces[-1], pieces[0]):
            append(reading.pieces[-1], pieces.pop(0))
            first -= 1
        reading.pieces += pieces
        reading.notes += page.notes
        reading.pages += [(first, len(reading.pieces) - 1)] * len(page.notes)
    return reading


def continues(last: Piece, piece: Piece) -> bool:
    """A paragraph that goes on after a page's footnotes."""
    return not last.level and not piece.level and piece.text[:1].islower() and not ended(last.text)


def append(last: Piece, piece: Piece) -> None:
    before = len(last.text) + 1
    last.text = f"{last.text} {piece.text}"
    last.marks += [(place + before, note) for place, note in piece.marks]


def pieces_of(lines: Sequence[Line]) -> Iterator[Piece]:
    """The blocks of a page, each cut into a title and the paragraph that follows it without a blank line."""
    blocks = list(blocks_of(lines))
    pages: dict[int, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    widths = {number: text_width(page) for number, page in pages.items()}
    for index, block in enumerate(blocks):
        follower = blocks[index + 1] if index + 1 < len(blocks) else []
        count, level = title_lines(block, follower, widths[block[0].page])
        if count:
            yield Piece(level, joined(block[:count]), block[0].number)
        if count < len(block):
            yield Piece(0, joined(block[count:]), block[count].number)


def place_marks(pieces: Sequence[Piece], notes: Sequence[RawNote], first: int, reading: Reading) -> None:
    """Align the candidates of these pieces with these notes; the marks found leave the text."""
    found: list[Candidate] = []
    for index, piece in enumerate(pieces):
        found += candidates(index, piece.text, piece.level > 0)
    chosen = aligned(found, [Note(note.number, note.label, joined(note.lines)) for note in notes])
    taken = {chosen[index]: index for index in chosen}
    for at in sorted(taken, reverse=True):
        candidate, piece = found[at], pieces[found[at].piece]
        piece.text = piece.text[: candidate.start] + piece.text[candidate.end :]
        piece.marks = [(place - (candidate.end - candidate.start), note) for place, note in piece.marks]
        piece.marks.append((candidate.start, first + taken[at]))
    for at, candidate in enumerate(found):
        if at not in taken and is_mark_for_sure(candidate) and notes:
            words = candidate.context.strip()
            reading.uncertain.append(f"a mark without a footnote: „{candidate.sign}“ in „{words[:60]}…“")
    for index, note in enumerate(notes):
        if index not in chosen:
            reading.uncertain.append(f"footnote {note.number} has no mark in the text")


# ------------------------------------------------------------------------------------------- repair


def mend(reading: Reading, repair: bool) -> tuple[tuple[Repair, ...], int]:
    """Quotation marks made German everywhere; damaged words mended where asked. Returns repairs and the number of
    quotations."""
    quotes = 0
    for piece in reading.pieces:
        piece.text, count = with_marks_kept(piece, quoted)
        quotes += count
    texts = []
    for note in reading.notes:
        fixed, count = quoted(joined(note.lines))
        texts.append(fixed)
        quotes += count
    repairs: list[Repair] = []
    if repair:
        from stadtgespraech.ingest.repair import Repairer

        repairer = Repairer("\n".join([*(piece.text for piece in reading.pieces), *texts]))
        for piece in reading.pieces:
            before = piece.text
            mended = repairer.mend(piece.text, piece.line)
            piece.text = mended.text
            piece.marks = [(moved(before, mended.text, place), note) for place, note in piece.marks]
            repairs += mended.repairs
        for index, note in enumerate(reading.notes):
            mended = repairer.mend(texts[index], note.lines[0].number)
            texts[index] = mended.text
            repairs += mended.repairs
    reading.notes = [
        dataclasses.replace(note, lines=(dataclasses.replace(note.lines[0], text=text),))
        for note, text in zip(reading.notes, texts, strict=True)
    ]
    return tuple(repairs), quotes


def quoted(text: str) -> tuple[str, int]:
    """„…“ for the quotation marks that reading makes of them, and how many there were."""
    return QUOTES.subn(lambda found: f"„{found[1] or found[2]}“", text)


def with_marks_kept(piece: Piece, change: Callable[[str], tuple[str, int]]) -> tuple[str, int]:
    text, count = change(piece.text)
    piece.marks = [(moved(piece.text, text, place), note) for place, note in piece.marks]
    return text, count


def moved(before: str, after: str, place: int) -> int:
    """Where the end of a word stands after words were mended in place: white space is untouched, so words count."""
    if before == after:
        return place
    word = len(before[:place].split())
    trailing = len(re.findall(r"[^\w\s]*$", before[:place])[0])
    ends = [found.end() for found in re.finditer(r"\S+", after)]
    if not 0 < word <= len(ends):
        return min(place, len(after))
    token_before = list(re.finditer(r"\S+", before))[word - 1]
    return ends[word - 1] - (token_before.end() - place) if trailing or token_before.end() != place else ends[word - 1]


# ----------------------------------------------------------------------------------------- assembly


def assembled(reading: Reading, source: str, sha256: str, repairs: tuple[Repair, ...], quotes: int) -> Process:
    """Pieces to blocks by their outline, blocks to a weave, notes to changes with anchors."""
    lines = [OutlineLine(piece.level, piece.text) for piece in reading.pieces]
    outline = with_front(with_fallback(find_outline(lines), lines), lines)
    weave, anchors = woven(reading.pieces, outline)
    texts = texts_of(weave)
    cover = front_page(lines, outline, source)
    words = [piece.text for piece in reading.pieces]
    changes = tuple(changes_of(reading, outline, anchors, texts.statements, texts.tensions))
    rounds = counted_rounds(rounds_of(changes), words)
    report = report_of(reading, source, sha256, repairs, quotes, outline, changes, cover.as_of)
    owners = (len(texts.statements), len(texts.tensions), len(texts.sections))
    named = dict(zip(("statements", "tensions", "sections"), owners, strict=True))
    report = dataclasses.replace(report, read={**named, "footnotes": len(changes), **report.read})
    return Process(
        title=spelled_as_quoted(cover.title, words),
        subtitle=cover.subtitle,
        as_of=cover.as_of,
        city=city_of(words),
        motto=motto_of(words, cover.motto),
        products=products_of(words),
        path_text=path_of(words),
        sections=texts.sections,
        tensions=texts.tensions,
        statements=texts.statements,
        rounds=rounds,
        changes=changes,
        editions=editions_of(0, cover.as_of),
        weave=weave.rows(),
        salt_seed=salt_seed(sha256),
        report=report,
    )


def with_front(outline: Outline, lines: Sequence[OutlineLine]) -> Outline:
    """Paragraphs before the first title stand in a section without a title, so that nothing of the text is lost; the
    sections are numbered in the order of the text."""
    places = list(outline.places)
    for index, line in enumerate(lines):
        if places[index] is not None:
            break
        if len(line.text) >= FRONT_PARAGRAPH:
            places[index] = Place(Block("section:0", "paragraph"))
    owners = dict.fromkeys(place.block.owner for place in places if place and place.block.owner.startswith("section:"))
    renamed = {owner: f"section:{number}" for number, owner in enumerate(owners, 1)}
    return dataclasses.replace(
        outline,
        places=tuple(
            place
            if place is None or place.block.owner not in renamed
            else dataclasses.replace(place, block=dataclasses.replace(place.block, owner=renamed[place.block.owner]))
            for place in places
        ),
    )


def woven(pieces: Sequence[Piece], outline: Outline) -> tuple[Weave, Anchors]:
    """The weave of the pieces that the outline places, and for each mark its block and the word before it."""
    order = {"section": 0, "tension": 1, "statement": 2}
    placed = [(place, piece) for place, piece in zip(outline.places, pieces, strict=True) if place is not None]
    placed.sort(key=lambda pair: order[pair[0].block.owner.partition(":")[0]])
    weave = Weave.start([(place.block, piece.text[place.label :]) for place, piece in placed])
    anchors: Anchors = {}
    at = 0
    for place, piece in placed:
        at += 1
        text = piece.text[place.label :]
        for end, note in piece.marks:
            end -= place.label
            start = max(text.rfind(" ", 0, end), -1) + 1
            if start < end:
                anchors[note] = (place.block, weave.passage(at + start, at + end))
        at += len(text)
    return weave, anchors


def changes_of(
    reading: Reading,
    outline: Outline,
    anchors: Anchors,
    statements: Sequence[Statement],
    tensions: Sequence[Tension],
) -> Iterator[Change]:
    for index, note in enumerate(reading.notes):
        block, anchor = anchors.get(index, (None, ()))
        in_title = block is not None and block.kind == "title"
        change = change_from_note(index + 1, joined(note.lines), statements, tensions, in_title=in_title)
        statement = statement_of(block.owner) if block else lost_statement(index, reading, outline)
        label = note.label if note.number != index + 1 else ""
        yield dataclasses.replace(
            change, statement=statement, mark_found=bool(anchor), anchor=tuple(anchor), label=label, in_title=in_title
        )


def statement_of(owner: str) -> int | None:
    kind, _, number = owner.partition(":")
    return int(number) if kind == "statement" else None


def lost_statement(index: int, reading: Reading, outline: Outline) -> int | None:
    """The statement of a lost mark, where all that stands above the note, after the mark before it and before the mark
    after it, is one and the same."""
    first, last = reading.pages[index]
    for at in range(first, last + 1):
        for _, note in reading.pieces[at].marks:
            first = max(first, at) if note < index else first
            last = min(last, at) if note > index else last
    owners = {place.block.owner for place in outline.places[first : last + 1] if place is not None}
    return statement_of(owners.pop()) if len(owners) == 1 else None


def report_of(
    reading: Reading,
    source: str,
    sha256: str,
    repairs: tuple[Repair, ...],
    quotes: int,
    outline: Outline,
    changes: Sequence[Change],
    as_of: str,
) -> Report:
    lost = [f"footnote {change.number}: its mark was not found" for change in changes if not change.mark_found]
    dated = () if as_of else ("the document names no date („Stand: …“)",)
    marks = sum(change.mark_found for change in changes)
    return Report(
        source=source,
        sha256=sha256,
        read={"marks_placed": marks, "words_repaired": len(repairs), "quotations_repaired": quotes},
        repairs=repairs,
        uncertain=(*outline.unsure, *dated, *(text for text in reading.uncertain if "has no mark" not in text)),
        lost=tuple(lost),
    )
