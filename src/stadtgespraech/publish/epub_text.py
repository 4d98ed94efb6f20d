"""A chapter of the EPUB: blocks and inlines as XHTML, the notes of each section at its end.

Dropping every `del` leaves the new text, dropping every `ins` the base; those of class `sample`, in the legend, are no
changes, and what has a class of SILENT is for readers and no word of the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from stadtgespraech.publish.calls import every_inline, note_texts
from stadtgespraech.publish.document import (
    BlockItem,
    Bullets,
    Document,
    Figure,
    Heading,
    Inline,
    Link,
    Mark,
    NoteRef,
    PageBreak,
    Paragraph,
    Run,
    Table,
    called,
)
from stadtgespraech.publish.markup import data, directions, element
from stadtgespraech.publish.signs import (
    GONE,
    WEB,
    break_speech,
    end,
    end_anchors,
    leading_calls,
    spaced,
    speech,
)

SILENT = ("spoken", "end", "ref", "sign")


class Chapters:
    """Draws the chapters of one document. `places` names the file of each anchor: headings, notes ("n3"), moves."""

    def __init__(self, document: Document, places: Mapping[str, str]) -> None:
        self.notes = note_texts(document)
        self.places = places
        self.file = ""
        self.drawings: list[str] = []
        self.used: set[str] = set()

    def chapter(self, file: str, blocks: Sequence[BlockItem]) -> str:
        """The content of `body`: each section, then the notes first called in it."""
        self.file = file
        return "".join("".join(map(self.block, part)) + self.notes_of(part) for part in sections(blocks))

    def notes_of(self, blocks: Sequence[BlockItem]) -> str:
        numbers = dict.fromkeys(number for item in every_inline(blocks) for number in called((item,)))
        notes = "".join(map(self.note, (number for number in numbers if number in self.notes)))
        return element("div", {"class": "notes"}, notes) if notes else ""

    def block(self, block: BlockItem) -> str:
        if isinstance(block, Heading):
            return element(
                f"h{min(max(block.level, 1), 6)}", {"id": block.anchor or None}, self.words(block, "Abschnitt")
            )
        if isinstance(block, Paragraph):
            return element("p", {"class": None if block.role == "body" else block.role}, self.words(block, "Absatz"))
        if isinstance(block, Bullets):
            items = (element("li", None, self.inlines(item)) for item in block.items)
            return element("ol" if block.ordered else "ul", None, *items)
        if isinstance(block, Table):
            return self.table(block)
        return "" if isinstance(block, PageBreak) else self.figure(block)

    def words(self, block: Heading | Paragraph, noun: str) -> str:
        """The sign of a block that came or went with the calls that belong to it, then the words."""
        mark, inlines = block.mark, block.inlines
        if mark is None:
            return self.inlines(inlines)
        moved = {"class": "moved"} if mark.kind.startswith("moved") else None
        sign = element("span", {"class": "sign", "aria-hidden": "true"}, "¶")
        drawn = element("del" if mark.kind in GONE else "ins", moved, spoken(break_speech(mark, noun)), sign)
        start = leading_calls(inlines)
        blank = element("span", {"class": "sign"}, " ")
        return f"{drawn}{self.inlines(inlines[:start])}{blank}{self.inlines(inlines[start:])}"

    def table(self, block: Table) -> str:
        """The roles stay when a narrow page turns rows into blocks, which would take the table's meaning away."""
        caption = element("caption", None, data(block.caption)) if block.caption else ""
        head = (element("th", {"scope": "col", "role": "columnheader"}, data(name)) for name in block.header)
        rows = (element("tr", {"role": "row"}, *self.cells(block.header, row)) for row in block.rows)
        return element(
            "table",
            {"role": "table"},
            caption,
            element("thead", {"role": "rowgroup"}, element("tr", {"role": "row"}, *head)),
            element("tbody", {"role": "rowgroup"}, *rows),
        )

    def cells(self, header: Sequence[str], row: Sequence[tuple[Inline, ...]]) -> Iterator[str]:
        for name, cell in zip(header, row, strict=True):
            content = self.inlines(cell)
            given = {"role": "cell", "data-label": name} if content else {"role": "cell", "class": "none"}
            yield element("td", given, content)

    def figure(self, block: Figure) -> str:
        image = ""
        if block.svg:
            self.drawings.append(block.svg)
            image = element("img", {"src": f"image{len(self.drawings)}.png", "alt": block.description or block.caption})
        said = "".join(element("p", None, words(text)) for text in (block.caption, block.description) if text)
        return element("figure", None, image, element("figcaption", None, said) if said else "")

    def inlines(self, inlines: Sequence[Inline]) -> str:
        return "".join(map(self.inline, inlines))

    def inline(self, item: Inline) -> str:
        if isinstance(item, NoteRef):
            return self.call(item)
        if isinstance(item, Link):
            return self.link(item)
        return strong(item.text, item.strong) if item.mark is None else self.marked(item, item.mark)

    def marked(self, item: Run, mark: Mark) -> str:
        tag = "del" if mark.kind in GONE else "ins"
        before, inner, after = spaced(item.text)
        names = [*(["sample"] if not mark.change else []), *(["moved"] if mark.other is not None else [])]
        given = {"class": " ".join(names) or None}
        if not inner:
            return element(tag, given, words(before))
        drawn = element("span", {"class": "w"}, strong(inner, item.strong))
        if mark.other is not None:
            own, _ = end_anchors(mark)
            given["id"] = own if mark.change and own not in self.used else None
            self.used |= {own} if mark.change else set()
            blank = element("span", {"class": "end"}, " ")
            sign = self.end(mark)
            drawn = sign + blank + drawn if mark.kind == "moved-here" else drawn + blank + sign
        return element(tag, given, spoken(speech(mark)), words(before), drawn, words(after))

    def end(self, mark: Mark) -> str:
        """The arrow, a link where the other end stands in this document."""
        _, others = end_anchors(mark)
        file = self.places.get(others) if mark.change else None
        if file is None:
            return element("span", {"class": "end"}, data(end(mark)))
        return element("a", {"class": "end", "href": self.address(file, others)}, data(end(mark)))

    def address(self, file: str, anchor: str) -> str:
        return f"#{anchor}" if file == self.file else f"{file}#{anchor}"

    def call(self, ref: NoteRef) -> str:
        file = self.places.get(f"n{ref.note}")
        if file is None:
            return ""
        name = f"t{ref.note}"
        attributes = {
            "class": "ref",
            "epub:type": "noteref",
            "role": "doc-noteref",
            "id": name if name not in self.used else None,
            "href": self.address(file, f"n{ref.note}"),
        }
        self.used.add(name)
        return element("a", attributes, str(ref.note))

    def note(self, number: int) -> str:
        labels, done, body = self.notes[number]
        back = element("a", {"href": f"#t{number}", "role": "doc-backlink"}, str(number))
        head = element("span", {"class": "label"}, data(labels)) if labels else ""
        head += element("strong", None, data(done)) if done else ""
        kind = {"epub:type": "footnote", "role": "doc-footnote", "id": f"n{number}"}
        return element("aside", kind, element("p", None, back, " ", head, words(body)))

    def link(self, item: Link) -> str:
        if item.target.startswith(WEB):
            return element("a", {"href": item.target}, words(item.text))
        file = self.places.get(item.target)
        return element("a", {"href": self.address(file, item.target)}, words(item.text)) if file else words(item.text)


def sections(blocks: Sequence[BlockItem]) -> list[list[BlockItem]]:
    """Blocks cut before each heading of level 1 or 2."""
    cut: list[list[BlockItem]] = []
    for block in blocks:
        if not cut or (isinstance(block, Heading) and block.level < 3):
            cut.append([])
        cut[-1].append(block)
    return cut


def strong(text: str, bold: bool) -> str:
    return element("strong", None, words(text)) if bold else words(text)


def words(text: str) -> str:
    """Character data; what is written from the right says so."""
    return "".join(
        element("span", {"dir": "rtl"}, data(piece)) if right else data(piece).replace("\n", "<br/>")
        for piece, right in directions(text)
    )


def spoken(text: str) -> str:
    return element("span", {"class": "spoken"}, data(text))
