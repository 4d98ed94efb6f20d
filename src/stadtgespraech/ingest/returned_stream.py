"""The body of a DOCX as one stream of words, each with its fate, and the comments set at them.

Both Word and LibreOffice record a change of a paragraph's end at the paragraph that ends there; here it stands where
the next one begins, as the line feed of the flat text does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from stadtgespraech.ingest.archive import ReadError
from stadtgespraech.ingest.xml import attribute, child, local, with_name

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MAX_CHANGES = 3_000  # recorded changes of one file, comments, paragraphs; twelve statements have some hundred
MAX_WORDS = 2_000_000  # characters of its text
CHANGES = ("ins", "del", "moveFrom", "moveTo")
_INTO = {"hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "dir", "bdo", *CHANGES}
_TEXT = {
    "tab": " ", "br": " ", "cr": " ", "ptab": " ", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad",
}  # fmt: skip
FORMATTING = ("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tcPrChange", "trPrChange", "numberingChange")


@dataclass(frozen=True, slots=True)
class Fate:
    """`kind`: kept | in | out | none (brought in and taken out again). `marks` are the recorded changes it stands in,
    by number; `move` names the move it is an end of."""

    kind: str = "kept"
    marks: tuple[int, ...] = ()
    move: str = ""

    def under(self, name: str, mark: int, move: str) -> Fate:
        """The fate of what stands inside one more recorded change."""
        way = "in" if name in ("ins", "moveTo") else "out"
        kind = way if self.kind in ("kept", way) else "none"
        return Fate(kind, (*self.marks, mark), move if name.startswith("move") else self.move)


@dataclass(frozen=True, slots=True)
class Bit:
    """Words of one fate; "\\n" begins a paragraph. `at` is where it stands in the text with all changes rejected."""

    text: str
    fate: Fate
    at: int


@dataclass(slots=True)
class Span:
    """A comment's range in the text with all changes rejected, and what it is set at when they are accepted."""

    start: int
    end: int
    quote: str = ""


@dataclass
class Stream:
    """`rejected` is the flat text with all changes rejected; `bookmarks` are names with the number of the paragraph of
    it in which they stand. `found` are the changes that were read, by their numbers."""

    bits: list[Bit] = field(default_factory=list)
    rejected: str = ""
    bookmarks: list[tuple[str, int]] = field(default_factory=list)
    comments: dict[str, Span] = field(default_factory=dict)
    found: dict[int, Element] = field(default_factory=dict)
    formatting: Counter[str] = field(default_factory=Counter)

    def text(self) -> str:
        """The flat text with all changes accepted."""
        return "".join(bit.text for bit in self.bits if bit.fate.kind in ("kept", "in"))


def bound(count: int, what: str, most: int = MAX_CHANGES) -> None:
    """Raises ReadError for more than anybody makes by hand: work on it would have no end."""
    if count > most:
        raise ReadError(f"more than {most} {what} in one file; send the statements one by one")


def read_stream(body: Element | None) -> Stream:
    """The stream of a document's body. What stands in text boxes is not in it. Raises ReadError for more than
    MAX_CHANGES of a kind."""
    reader = _Reader()
    reader.blocks_of(body)
    return reader.finish()


class _Reader:
    def __init__(self) -> None:
        self.stream = Stream()
        self.numbers: dict[Element, int] = {}
        self.pieces: list[str] = []
        self.at = self.length = 0
        self.paragraph = -1
        self.break_before: Fate | None = Fate()
        self.moves: dict[str, str] = {}
        self.open: set[str] = set()
        self.waiting: list[str] = []  # bookmarks between two paragraphs

    def finish(self) -> Stream:
        """The end of the last paragraph begins nothing."""
        if self.break_before is not None and self.break_before.marks:
            self.add("", replace(self.break_before, kind="none"))
        self.stream.rejected = "".join(self.pieces)
        return self.stream

    def blocks_of(self, parent: Element | None) -> None:
        for element in parent if parent is not None else ():
            name = local(element)
            if name == "p":
                self.read_paragraph(element)
            elif name in ("tbl", "tr", "tc", "sdt", "sdtContent", "customXml", "smartTag"):
                self.blocks_of(element)
            else:
                self.between(element, name)

    def read_paragraph(self, element: Element) -> None:
        fate = self.break_before or Fate()
        self.add("\n", fate)
        if fate.kind in ("kept", "out"):
            self.paragraph += 1
            bound(self.paragraph, "paragraphs")
        self.stream.bookmarks += [(name, self.paragraph) for name in self.waiting]
        self.waiting = []
        properties = child(element, "pPr")
        self.count_formatting(properties)
        for part in element:
            if part is not properties:
                self.inline(part, Fate())
        mark = Fate()
        look = child(properties, "rPr")
        for entry in look if look is not None else ():
            if local(entry) in CHANGES:
                mark = mark.under(local(entry), self.number(entry), self.move_of(local(entry)))
        self.break_before = mark

    def number(self, element: Element) -> int:
        if element not in self.numbers:
            self.numbers[element] = len(self.numbers)
            self.stream.found[self.numbers[element]] = element
            bound(len(self.numbers), "recorded changes")
        return self.numbers[element]

    def move_of(self, name: str) -> str:
        return next((self.moves[key] for key in reversed(self.moves) if key.startswith(name)), "?")

    def add(self, text: str, fate: Fate) -> None:
        self.length += len(text)
        bound(self.length, "characters", MAX_WORDS)
        if text or fate.marks:
            self.stream.bits.append(Bit(text if fate.kind != "none" else "", fate, self.at))
        if fate.kind in ("kept", "out"):
            self.pieces.append(text)
            self.at += len(text)
        if fate.kind in ("kept", "in"):
            for key in self.open:
                self.stream.comments[key].quote += " " if text == "\n" else text

    def inline(self, element: Element, fate: Fate) -> None:
        name = local(element)
        if name == "r":
            self.run(element, fate)
        elif name in _INTO:
            inner = fate.under(name, self.number(element), self.move_of(name)) if name in CHANGES else fate
            if inner is not fate:
                self.add("", inner)
            for part in element:
                self.inline(part, inner)
        else:
            self.between(element, name)

    def between(self, element: Element, name: str) -> None:
        key = attribute(element, "id") or ""
        if name == "commentRangeStart":
            self.stream.comments.setdefault(key, Span(self.at, self.at))
            self.open.add(key)
            bound(len(self.stream.comments), "comments")
        elif name == "commentRangeEnd":
            self.close(key)
        elif name == "bookmarkStart":
            self.bookmark(element)
        elif name in ("moveFromRangeStart", "moveToRangeStart"):
            self.moves[name.removesuffix("RangeStart") + key] = attribute(element, "name") or key
            bound(len(self.moves), "recorded changes")
        elif name in ("moveFromRangeEnd", "moveToRangeEnd"):
            self.moves.pop(name.removesuffix("RangeEnd") + key, None)

    def bookmark(self, element: Element) -> None:
        parent = element.getparent()
        names = attribute(element, "name") or ""
        if parent is not None and local(parent) in ("body", "tc", "sdtContent"):
            self.waiting.append(names)
        else:
            self.stream.bookmarks.append((names, self.paragraph))

    def close(self, key: str) -> None:
        if key in self.open:
            self.open.discard(key)
            self.stream.comments[key].end = self.at

    def run(self, element: Element, fate: Fate) -> None:
        self.count_formatting(child(element, "rPr"))
        for part in element:
            name = local(part)
            if name in ("t", "delText"):
                self.add((part.text or "").replace("\r", "").replace("\n", " ").replace("\t", " "), fate)
            elif name in _TEXT:
                self.add(_TEXT[name], fate)
            elif name == "commentReference":
                key = attribute(part, "id") or ""
                self.close(key)
                self.stream.comments.setdefault(key, Span(self.at, self.at))

    def count_formatting(self, properties: Element | None) -> None:
        if properties is not None:
            self.stream.formatting.update(local(entry) for entry in with_name(properties, *FORMATTING))


def changes_in(root: Element) -> list[Element]:
    """All recorded changes of words in a part of the file."""
    return with_name(root, *CHANGES)


def words_in(elements: Iterable[Element]) -> str:
    """The words in some elements, whatever their fate."""
    return " ".join("".join(entry.text or "" for entry in with_name(one, "t", "delText")) for one in elements).strip()
