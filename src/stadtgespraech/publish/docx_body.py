"""The body of the DOCX: cover, contents and blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stadtgespraech.publish import diagram
from stadtgespraech.publish.calls import first_calls, marks_text, titles
from stadtgespraech.publish.document import (
    BlockItem,
    Bullets,
    Document,
    Figure,
    Heading,
    PageBreak,
    Paragraph,
    Table,
)
from stadtgespraech.publish.docx_marks import paragraph_marks, side, whole
from stadtgespraech.publish.docx_notes import Comments, Footnotes, run
from stadtgespraech.publish.docx_styles import LEFT, PAGE, RIGHT, WIDTH, value
from stadtgespraech.publish.docx_text import Text, bookmark
from stadtgespraech.publish.markup import element
from stadtgespraech.publish.picture import Size, size

STYLES = {
    "body": "", "lead": "Lead", "motto": "Motto", "date": "Date", "caption": "Caption", "small": "Small", "gap": "Gap",
}  # fmt: skip
EMU = 12700  # a point in the drawing's unit
FIGURE = 480  # the most points a drawing is high, so that its words have room below it
# What this format adds to the legend.
TRACKED = (
    "Für Textprogramme: Die Änderungen sind als nachverfolgte Änderungen gespeichert; jedes Programm zeichnet sie in "
    "eigenen Farben. Wer alle annimmt, liest den neuen Text; wer alle ablehnt, den früheren. Als Verfasser steht die "
    "Beteiligungsrunde, die den Anlass gab; die Gründe stehen in Fußnoten und Kommentaren. Ein verschobener Satz "
    "erscheint als Streichung und Einfügung, und der Kommentar nennt die andere Stelle."
)
EXPLAINED = (
    "Für Textprogramme: Die Gründe stehen in Fußnoten und noch einmal in Kommentaren neben dem Text. Als Verfasser "
    "steht die Beteiligungsrunde, die den Anlass gab."
)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture of the document: SVG text, and its size on the page in points."""

    svg: str
    points: Size


class Body:
    """One writing of a document. After `xml()`, `lists`, `drawings`, `addresses` and `comments` are complete."""

    def __init__(self, document: Document) -> None:
        self.document = document
        calls = first_calls(document)
        self.hint = (TRACKED if marks_text(document) else EXPLAINED) if calls else ""
        self.notes = Footnotes(document, calls)
        self.comments = Comments(document)
        anchors = {block.anchor for block in document.blocks if isinstance(block, Heading) and block.anchor}
        self.text = Text(document, self.notes, self.comments, anchors | {f"n{number}" for number in calls})
        self.marks = paragraph_marks(document.blocks)
        self.lists: list[bool] = []
        self.drawings: list[Drawing] = []
        self.written: list[str] = []
        self.broken = False  # a page break waits for the next paragraph
        self.addresses = self.text.addresses

    def xml(self) -> str:
        self.cover()
        self.contents()
        blocks = self.document.blocks
        hint = hint_place(blocks)
        for index, block in enumerate(blocks):
            if index == hint:
                self.hints()
            self.block(index, block)
        if hint == len(blocks):
            self.hints()
        return element("w:body", None, *self.written, section())

    def block(self, index: int, block: BlockItem) -> None:
        if isinstance(block, Heading | Paragraph):
            self.paragraph(index, block)
        elif isinstance(block, PageBreak):
            self.broken = True
        elif isinstance(block, Bullets):
            self.bullets(block)
        elif isinstance(block, Table):
            self.table(block)
        else:
            self.figure(block)

    def paragraph(self, index: int, block: Heading | Paragraph) -> None:
        mark = self.marks.get(index)
        way = side(block.mark) if whole(block.inlines, side(block.mark)) else ""
        content = self.text.inlines(block.inlines, way)
        if isinstance(block, Heading) and block.anchor:
            content = self.text.bookmarked(block.anchor, content)
        style = f"Heading{min(max(block.level, 1), 4)}" if isinstance(block, Heading) else STYLES[block.role]
        self.add(style, content, self.text.paragraph_mark(mark))

    def hints(self) -> None:
        if self.hint:
            self.add("Hint", run(self.hint))

    def add(self, style: str, content: str, end: str = "", layout: str = "") -> None:
        """One paragraph; `end` is the look of its mark, `layout` what its style does not say."""
        page = value("pageBreakBefore") if self.broken else ""
        self.broken = False
        given = (value("pStyle", style) if style else "") + page + layout + end
        self.written.append(element("w:p", None, element("w:pPr", None, given) if given else "", content))

    def bullets(self, block: Bullets) -> None:
        self.lists.append(block.ordered)
        number = element("w:numPr", None, value("ilvl", 0), value("numId", len(self.lists)))
        for item in block.items:
            self.add("ListParagraph", self.text.inlines(item), layout=number)

    def table(self, block: Table) -> None:
        self.add("Caption", run(block.caption))
        shares = block.widths or (1 / len(block.header),) * len(block.header)
        widths = [round(share * WIDTH) for share in shares]
        grid = element("w:tblGrid", None, *(element("w:gridCol", {"w:w": width}) for width in widths))
        bold = value("b") + value("bCs")
        head = table_row([run(name, bold) for name in block.header], widths, True)
        rows = (table_row([self.text.inlines(cell) for cell in row], widths, False) for row in block.rows)
        self.written.append(element("w:tbl", None, table_layout(block.caption), grid, head, *rows))
        self.written.append(element("w:p", None, element("w:pPr", None, element("w:spacing", {"w:after": 60}))))

    def figure(self, block: Figure) -> None:
        if block.svg:
            width, height = size(block.svg)
            shrink = min(1, WIDTH / 20 * 0.9 / width, FIGURE / height)
            self.add(
                "",
                self.drawing(block.svg, (width * shrink, height * shrink), block.description),
                layout=value("keepNext"),
            )
        if block.caption:
            self.add("Small", run(block.caption))
        if block.description:
            self.add("Small", run(block.description))

    def drawing(self, svg: str, points: Size, description: str) -> str:
        self.drawings.append(Drawing(svg, points))
        return inline_picture(len(self.drawings), points, description)

    def cover(self) -> None:
        document = self.document
        self.add("Preline", run(" · ".join(part for part in (document.city, document.edition_label) if part)))
        self.add("Title", run(document.title))
        for style, text in (("Subtitle", document.subtitle), ("Motto", document.motto)):
            if text:
                self.add(style, run(text))
        stated = f"Stand: {document.as_of}" if document.as_of else ""
        for text in filter(None, (stated, document.compared)):
            self.add("Date", run(text))
        self.add("Preline", self.drawing(diagram.band(), (WIDTH / 20, 90), ""))
        self.broken = True

    def contents(self) -> None:
        """Prepared contents as a field that can be renewed; without page numbers, which only typesetting knows."""
        entries = [(item, title) for item, title in titles(self.document.blocks) if item.level < 3]
        if not entries:
            return
        self.add("ContentsHeading", run("Inhalt"))
        for place, (item, title) in enumerate(entries):
            begin = field_start('TOC \\o "1-2" \\h \\n') if place == 0 else ""
            end = (
                element("w:r", None, element("w:fldChar", {"w:fldCharType": "end"}))
                if place == len(entries) - 1
                else ""
            )
            link = element("w:hyperlink", {"w:anchor": bookmark(item.anchor), "w:history": "1"}, run(title))
            self.add(f"TOC{item.level}", begin + link + end)
        self.broken = True


def hint_place(blocks: Sequence[BlockItem]) -> int:
    """The index behind the first chapter part of "how to read"; 0 where there is none."""
    reading = False
    for index, block in enumerate(blocks):
        if reading and isinstance(block, Heading | PageBreak):
            return index
        reading = reading or (isinstance(block, Heading) and block.anchor == "lesen")
    return len(blocks) if reading else 0


def field_start(instruction: str) -> str:
    pieces = (
        element("w:fldChar", {"w:fldCharType": "begin"}),
        element("w:instrText", {"xml:space": "preserve"}, f" {instruction} ".replace('"', "&quot;")),
        element("w:fldChar", {"w:fldCharType": "separate"}),
    )
    return "".join(element("w:r", None, piece) for piece in pieces)


def table_layout(caption: str) -> str:
    lines = "".join(
        element(f"w:{edge}", {"w:val": "single", "w:sz": 4, "w:space": 0, "w:color": "C0C3D5"})
        for edge in ("bottom", "insideH")
    )
    look = {
        "w:firstRow": "1",
        "w:lastRow": "0",
        "w:firstColumn": "0",
        "w:lastColumn": "0",
        "w:noHBand": "1",
        "w:noVBand": "1",
    }
    return element(
        "w:tblPr",
        None,
        element("w:tblW", {"w:w": WIDTH, "w:type": "dxa"}),
        element("w:tblBorders", None, lines),
        element("w:tblLayout", {"w:type": "fixed"}),
        element("w:tblLook", look),
        value("tblCaption", caption) if caption else "",
    )


def table_row(cells: Sequence[str], widths: Sequence[int], head: bool) -> str:
    line = element("w:bottom", {"w:val": "single", "w:sz": 12, "w:space": 0, "w:color": "6E7597"})
    border = element("w:tcBorders", None, line) if head else ""
    drawn = (
        element(
            "w:tc",
            None,
            element("w:tcPr", None, element("w:tcW", {"w:w": width, "w:type": "dxa"}), border),
            element("w:p", None, element("w:pPr", None, value("pStyle", "Cell")), cell),
        )
        for cell, width in zip(cells, widths, strict=True)
    )
    return element(
        "w:tr", None, element("w:trPr", None, value("cantSplit"), value("tblHeader") if head else ""), *drawn
    )


def inline_picture(number: int, points: Size, description: str) -> str:
    """A picture in the line. Without a description it is decoration and says so to a screen reader by an empty one."""
    width, height = (round(measure * EMU) for measure in points)
    name = {"id": number, "name": f"Bild {number}", "descr": description}
    extent = {"cx": width, "cy": height}
    picture = element(
        "pic:pic",
        None,
        element("pic:nvPicPr", None, element("pic:cNvPr", name), element("pic:cNvPicPr")),
        element(
            "pic:blipFill",
            None,
            element("a:blip", {"r:embed": f"rIdImage{number}"}),
            element("a:stretch", None, element("a:fillRect")),
        ),
        element(
            "pic:spPr",
            None,
            element("a:xfrm", None, element("a:off", {"x": 0, "y": 0}), element("a:ext", extent)),
            element("a:prstGeom", {"prst": "rect"}, element("a:avLst")),
        ),
    )
    data = element("a:graphicData", {"uri": "http://schemas.openxmlformats.org/drawingml/2006/picture"}, picture)
    inline = element(
        "wp:inline",
        {"distT": 0, "distB": 0, "distL": 0, "distR": 0},
        element("wp:extent", extent),
        element("wp:docPr", name),
        element("a:graphic", None, data),
    )
    return element("w:r", None, element("w:drawing", None, inline))


def section() -> str:
    """The page: A4, footer from the second page on."""
    return element(
        "w:sectPr",
        None,
        element("w:footerReference", {"w:type": "default", "r:id": "rIdfooter"}),
        element("w:pgSz", {"w:w": PAGE[0], "w:h": PAGE[1]}),
        element(
            "w:pgMar",
            {
                "w:top": 1304,
                "w:right": RIGHT,
                "w:bottom": 1304,
                "w:left": LEFT,
                "w:header": 624,
                "w:footer": 624,
                "w:gutter": 0,
            },
        ),
        element("w:titlePg"),
    )
