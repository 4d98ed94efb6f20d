"""Lines of plain text: pages, blocks, footnotes apart, words put together again that a line end had cut."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from stadtgespraech.ingest.rounds import ORIGIN

PAGE_GAP = 3  # blank lines in a row that stand for a page break
_HYPHEN_END = re.compile(r"(?<=[A-Za-zÄÖÜäöüßé])[-‐¬\u00ad]$")
_KEEPS_HYPHEN = re.compile(r"(?:und|oder|bzw\.?|sowie|wie|als|noch|statt)\b")
_ENDED = re.compile(r"[.!?:”“\"»)\]][^\w\s]{0,3}\d{0,3}[^\w\s]{0,3}$")
_NOTES_HEADING = re.compile(r"(?:Anmerkungen|Endnoten|Fußnoten|Fussnoten|FuBnoten|FuBBnoten|Fu[ßsB]+noten)\s*:?$", re.I)
# The mark of a footnote as it is read: at the most five characters that are no letters, or one or two stray letters.
_LEAD = re.compile(r"(?P<lead>[^\sA-Za-zÄÖÜäöüß„(]{1,5}|[a-zA-Z]{1,2}(?=\s))\s*(?P<rest>[„,(]{0,2}[A-ZÄÖÜ].*)$", re.S)


@dataclass(frozen=True, slots=True)
class Line:
    """`number` counts from 1 in the file; `page` from 1; `gap` is how many blank lines stand before it."""

    number: int
    text: str
    page: int
    gap: int


@dataclass(frozen=True, slots=True)
class RawNote:
    """A footnote as it stands: the number it must have, how it is printed, its lines."""

    number: int
    label: str
    lines: tuple[Line, ...]


@dataclass(slots=True)
class Page:
    """The body lines up to a block of footnotes, and those footnotes."""

    lines: list[Line] = field(default_factory=list)
    notes: list[RawNote] = field(default_factory=list)


def lines_of(text: str) -> list[Line]:
    """Lines that hold something. A form feed, PAGE_GAP blank lines, or a single leading space begin a page."""
    found: list[Line] = []
    page, gap = 1, 0
    for number, raw, breaks in raw_lines(text):
        line = " ".join(raw.split())
        if (
            breaks
            or (found and line and gap >= PAGE_GAP)
            or (found and re.match(r" \S", raw) and ended(found[-1].text))
        ):
            page += 1 if found else 0
        if not line:
            gap += 1
            continue
        found.append(Line(number, line, page, gap))
        gap = 0
    return found


def raw_lines(text: str) -> Iterator[tuple[int, str, bool]]:
    """Number, text, and whether a form feed stands before it, of every line; a form feed also ends one."""
    for number, raw in enumerate(re.split(r"\r\n|\r|\n", text), 1):
        for index, part in enumerate(raw.split("\f")):
            if index or part or "\f" not in raw:
                yield number, part, index > 0


def ended(text: str) -> bool:
    """Whether a line ends a sentence, a mark after it left aside."""
    return bool(_ENDED.search(text, max(0, len(text) - 16)))


def pages_of(lines: Sequence[Line]) -> list[Page]:
    """Body and footnotes apart: each Page holds the body up to a block of footnotes. Numbers run on, or begin again at
    1; what was lost of a number is filled from the sequence."""
    pages, page = [], Page()
    at, expected, in_section = 0, 1, False
    while at < len(lines):
        line = lines[at]
        if _NOTES_HEADING.fullmatch(line.text):
            in_section, at = True, at + 1
            continue
        number = note_number(lines, at, expected, bool(page.notes), in_section)
        if number is None:
            if page.notes:
                pages.append(page)
                page = Page()
            page.lines.append(line)
            at += 1
            continue
        end = note_end(lines, at, number, in_section)
        page.notes.append(raw_note(number, lines[at:end]))
        at, expected = end, number + 1
    return [*pages, page] if page.lines or page.notes else pages


def note_number(lines: Sequence[Line], at: int, expected: int, in_notes: bool, in_section: bool) -> int | None:
    """The number of the footnote that begins at this line, or None. It is the one that the sequence expects, or 1."""
    line, before = lines[at], lines[at - 1] if at else None
    if before is not None and not (line.gap or ended(before.text) or before.page != line.page or in_section):
        return None
    if not in_notes and not in_section and line.gap == 0 and before is not None and before.page == line.page:
        return None
    found = _LEAD.match(line.text)
    rest = found["rest"] if found else line.text
    speaks = bool(ORIGIN.match(rest))
    if not found:
        return expected if in_notes and speaks else None
    digits = re.sub(r"\D", "", found["lead"])
    begins_again = not in_notes and found["lead"].strip("[]().: ") == "1"
    for number in dict.fromkeys((expected, expected + 1, *([1] if begins_again else []))):
        exact = digits == str(number)
        if exact and (speaks or in_notes or in_section or note_like(lines, at, found["lead"], number)):
            return number
    if speaks and (digits in str(expected) or len(found["lead"]) <= 2):
        return expected
    return None


def note_like(lines: Sequence[Line], at: int, lead: str, number: int) -> bool:
    """Whether a number at the start of a block is a footnote's and not a list's or a heading's: it stands last on its
    page, or its successor follows, and it is written without a full stop."""
    if lead.rstrip().endswith((".", ")")) and not lead.startswith(("[", "(")):
        return False
    rest = lines[at + 1 : at + 40]
    page = [line for line in rest if line.page == lines[at].page]
    follows = any((found := _LEAD.match(line.text)) and found["lead"].strip("[]()") == str(number + 1) for line in page)
    return follows or not any(line.gap for line in page)


def note_end(lines: Sequence[Line], start: int, number: int, in_section: bool) -> int:
    """Where the footnote that begins at `start` ends: at the next one, at a page's end, at a blank line."""
    for at in range(start + 1, len(lines)):
        line = lines[at]
        if note_number(lines, at, number + 1, True, in_section) is not None:
            return at
        if line.page != lines[at - 1].page and ended(lines[at - 1].text):
            return at
        if line.gap and ended(lines[at - 1].text) and not in_section:
            return at
    return len(lines)


def raw_note(number: int, lines: Sequence[Line]) -> RawNote:
    """The footnote without its mark. `label` is what stands there where it is not the number."""
    found = _LEAD.match(lines[0].text)
    lead, rest = (found["lead"], found["rest"]) if found else ("", lines[0].text)
    first = Line(lines[0].number, rest, lines[0].page, lines[0].gap)
    return RawNote(number, lead.strip(), (first, *lines[1:]))


def joined(lines: Sequence[Line]) -> str:
    """The text of lines: words cut at a line end are put together, compounds keep their hyphen."""
    parts: list[str] = []
    for line in lines:
        last = parts[-1] if parts else ""
        if not last or not _HYPHEN_END.search(last, max(0, len(last) - 2)):
            parts += [" ", line.text] if last else [line.text]
        elif _KEEPS_HYPHEN.match(line.text):
            parts += [" ", line.text]
        elif line.text[:1].isupper() and not last[-2:-1].isupper():
            parts.append(line.text)
        else:
            parts[-1:] = [last[:-1], line.text]
    return "".join(parts)


def blocks_of(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines that stand together. A block that stops in the middle of a sentence goes on in the next one, also over a
    page's end."""
    block: list[Line] = []
    for line in lines:
        if block and (line.gap or line.page != block[-1].page) and not goes_on(block, line):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def goes_on(block: Sequence[Line], line: Line) -> bool:
    """A hyphen at the end, or an unfinished sentence of several lines, or one that goes on in lower case."""
    last = block[-1].text
    if _HYPHEN_END.search(last, max(0, len(last) - 2)):
        return True
    return not ended(last) and (line.text[:1].islower() or len(block) >= 4)
