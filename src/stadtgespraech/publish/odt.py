"""The document as ODT: marks as styles, real footnotes. It shows the changes; for accepting them there is the DOCX."""

from __future__ import annotations

from collections.abc import Sequence

from stadtgespraech.publish import diagram, odt_styles
from stadtgespraech.publish.calls import first_calls, titles, visible
from stadtgespraech.publish.document import BlockItem, Bullets, Document, Figure, Heading, PageBreak, Paragraph, Table
from stadtgespraech.publish.markup import DECLARATION, data, element
from stadtgespraech.publish.odt_styles import NAMESPACES, WIDTH
from stadtgespraech.publish.odt_text import Text
from stadtgespraech.publish.package import package, stamp
from stadtgespraech.publish.picture import Size, pixels, size

FIGURE = 480  # the most points a drawing is high, so that its words have room below it
MEDIA = "application/vnd.oasis.opendocument.text"
STYLES = {role: role.capitalize() for role in ("lead", "motto", "date", "caption", "small", "gap")} | {
    "body": "Standard"
}


def write(document: Document) -> bytes:
    """The whole file. Equal documents give equal bytes."""
    content = Content(document)
    body = content.xml()
    pictures = [(f"Pictures/{number}.png", png) for number, png in enumerate(pixels(content.drawings), 1)]
    entries: list[tuple[str, str | bytes]] = [
        ("mimetype", MEDIA),
        ("META-INF/manifest.xml", manifest([name for name, _ in pictures])),
        ("meta.xml", meta(document)),
        ("styles.xml", odt_styles.styles(document)),
        ("content.xml", body),
        *pictures,
    ]
    return package(entries, stored=frozenset({"mimetype"}))


def manifest(pictures: Sequence[str]) -> str:
    files = [("/", MEDIA), *((f"{name}.xml", "text/xml") for name in ("meta", "styles", "content"))]
    files += [(name, "image/png") for name in pictures]
    entries = (
        element("manifest:file-entry", {"manifest:full-path": name, "manifest:media-type": kind})
        for name, kind in files
    )
    space = {"xmlns:manifest": "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0", "manifest:version": "1.3"}
    return DECLARATION + element("manifest:manifest", space, *entries)


def meta(document: Document) -> str:
    moment = stamp(document)
    said = (
        ("meta:generator", "Stadtgespräch"),
        ("dc:title", f"{document.title} – {document.edition_label}"),
        ("dc:subject", document.subtitle),
        ("meta:initial-creator", document.city),
        ("dc:creator", document.city),
        ("meta:creation-date", moment),
        ("dc:date", moment),
        ("dc:language", document.language),
        ("dc:identifier", document.identifier),
    )
    content = "".join(element(name, None, data(text)) for name, text in said if text)
    return DECLARATION + element("office:document-meta", NAMESPACES, element("office:meta", None, content))


class Content:
    """One writing of content.xml; `drawings` are complete afterwards."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = Text(document, first_calls(document))
        self.drawings: list[tuple[str, Size]] = []
        self.automatic: dict[str, str] = {}
        self.tables = 0
        self.broken = ""  # "page": the next paragraph begins one

    def xml(self) -> str:
        body = "".join((*self.cover(), self.contents(), *map(self.block, visible(self.document.blocks))))
        content = (
            element("office:automatic-styles", None, *self.automatic.values(), odt_styles.lists()),
            element("office:body", None, element("office:text", None, body)),
        )
        return DECLARATION + element("office:document-content", NAMESPACES, *content)

    def block(self, block: BlockItem) -> str:
        if isinstance(block, Heading):
            level = min(max(block.level, 1), 4)
            content = self.text.block(block, "Abschnitt")
            name = self.broken_style(f"Heading_20_{level}")
            return element(
                "text:h",
                {"text:style-name": name, "text:outline-level": level},
                self.text.bookmarked(block.anchor, content),
            )
        if isinstance(block, Paragraph):
            return self.paragraph(STYLES[block.role], self.text.block(block, "Absatz"))
        if isinstance(block, Bullets):
            return self.bullets(block)
        if isinstance(block, Table):
            return self.table(block)
        if isinstance(block, PageBreak):
            self.broken = "page"
            return ""
        return self.figure(block)

    def paragraph(self, style: str, content: str) -> str:
        return element("text:p", {"text:style-name": self.broken_style(style)}, content)

    def broken_style(self, style: str) -> str:
        """`style`, or its twin that begins a page where one is due."""
        if not self.broken:
            return style
        self.broken = ""
        name = f"Page_{style}"
        given = {"style:name": name, "style:family": "paragraph", "style:parent-style-name": style}
        self.automatic[name] = element(
            "style:style", given, element("style:paragraph-properties", {"fo:break-before": "page"})
        )
        return name

    def bullets(self, block: Bullets) -> str:
        items = (
            element("text:list-item", None, self.paragraph("Item", self.text.inlines(item))) for item in block.items
        )
        return element("text:list", {"text:style-name": "Numbers" if block.ordered else "Bullets"}, *items)

    def table(self, block: Table) -> str:
        caption = self.paragraph("Caption", data(block.caption))
        self.tables += 1
        name = f"Tabelle{self.tables}"
        shares = block.widths or (1 / len(block.header),) * len(block.header)
        columns = "".join(
            element("table:table-column", {"table:style-name": self.column(name, place, share)})
            for place, share in enumerate(shares, 1)
        )
        self.frame(name)
        head = (element("text:span", {"text:style-name": "Strong"}, data(text)) for text in block.header)
        rows = (self.row([self.text.inlines(cell) for cell in row], "Cell_body") for row in block.rows)
        content = columns + element("table:table-header-rows", None, self.row(list(head), "Cell_head")) + "".join(rows)
        title = element("table:title", None, data(block.caption)) if block.caption else ""
        return caption + element("table:table", {"table:name": name, "table:style-name": name}, title, content)

    def frame(self, name: str) -> None:
        given = {"style:width": f"{WIDTH}cm", "table:align": "left", "fo:margin-bottom": "4mm"}
        self.automatic[name] = element(
            "style:style", {"style:name": name, "style:family": "table"}, element("style:table-properties", given)
        )
        for cell, line in (("Cell_head", "1.5pt solid #6e7597"), ("Cell_body", "0.5pt solid #c0c3d5")):
            look = {"fo:border": "none", "fo:border-bottom": line, "fo:padding": "0.5mm", "fo:padding-right": "2mm"}
            named = {"style:name": cell, "style:family": "table-cell"}
            self.automatic[cell] = element("style:style", named, element("style:table-cell-properties", look))
        keep = element("style:table-row-properties", {"fo:keep-together": "always"})
        self.automatic["Row"] = element("style:style", {"style:name": "Row", "style:family": "table-row"}, keep)

    def column(self, table: str, place: int, share: float) -> str:
        name = f"{table}.{place}"
        width = element("style:table-column-properties", {"style:column-width": f"{share * WIDTH:.3f}cm"})
        self.automatic[name] = element("style:style", {"style:name": name, "style:family": "table-column"}, width)
        return name

    def row(self, cells: Sequence[str], style: str) -> str:
        drawn = (
            element(
                "table:table-cell",
                {"table:style-name": style, "office:value-type": "string"},
                element("text:p", {"text:style-name": "Cell"}, cell),
            )
            for cell in cells
        )
        return element("table:table-row", {"table:style-name": "Row"}, *drawn)

    def figure(self, block: Figure) -> str:
        drawn = ""
        if block.svg:
            width, height = size(block.svg)
            shrink = min(1, WIDTH * 28.35 * 0.9 / width, FIGURE / height)
            drawn = self.paragraph(
                "Standard", self.picture(block.svg, (width * shrink, height * shrink), block.description)
            )
        return drawn + "".join(
            self.paragraph("Small", data(text)) for text in (block.caption, block.description) if text
        )

    def picture(self, svg: str, points: Size, description: str) -> str:
        """The drawing as pixels: programs draw SVG with fonts of their own, too wide for it."""
        self.drawings.append((svg, points))
        number = len(self.drawings)
        source = {"xlink:href": f"Pictures/{number}.png", "xlink:type": "simple", "draw:mime-type": "image/png"}
        image = element("draw:image", source)
        words = element("svg:desc", None, data(description)) if description else ""
        frame = {
            "draw:name": f"Bild {number}",
            "text:anchor-type": "as-char",
            "svg:width": f"{points[0]:.2f}pt",
            "svg:height": f"{points[1]:.2f}pt",
            "loext:decorative": None if description else "true",
        }
        return element("draw:frame", frame, image, words)

    def cover(self) -> list[str]:
        document = self.document
        named = {"style:name": "First", "style:family": "paragraph", "style:parent-style-name": "Preline",
                 "style:master-page-name": "First_20_Page"}  # fmt: skip
        self.automatic["First"] = element("style:style", named)
        stated = f"Stand: {document.as_of}" if document.as_of else ""
        lines = [
            ("First", " · ".join(part for part in (document.city, document.edition_label) if part)),
            ("Title", document.title),
            ("Subtitle", document.subtitle),
            ("Motto", document.motto),
            ("Date", stated),
            ("Date", document.compared),
        ]
        drawn = [self.paragraph(style, data(text)) for style, text in lines if text]
        band = self.picture(diagram.band(), (WIDTH * 28.35, 90), "")
        self.broken = "page"
        return [*drawn, element("text:p", {"text:style-name": "Band"}, band)]

    def contents(self) -> str:
        entries = [(item, title) for item, title in titles(self.document.blocks) if item.level < 3]
        if not entries:
            return ""
        head = element(
            "text:index-title", {"text:name": "Inhalt_Titel"}, self.paragraph("Contents_20_Heading", "Inhalt")
        )
        lines = [self.paragraph(f"Contents_20_{item.level}", entry(item.anchor, title)) for item, title in entries]
        self.broken = "page"
        return element(
            "text:table-of-content",
            {"text:name": "Inhalt", "text:protected": "true"},
            element("text:table-of-content-source", {"text:outline-level": 2}, *map(template, (1, 2))),
            element("text:index-body", None, head, *lines),
        )


def entry(anchor: str, title: str) -> str:
    """A line of the contents; without page numbers, which only typesetting knows."""
    link = {
        "xlink:type": "simple",
        "xlink:href": f"#{anchor}",
        "text:style-name": "Index_20_Link",
        "text:visited-style-name": "Index_20_Link",
    }
    return element("text:a", link, data(title))


def template(level: int) -> str:
    """How a program that renews the contents writes an entry: a link and its page."""
    link = {"text:style-name": "Index_20_Link"}
    parts = (
        element("text:index-entry-link-start", link),
        element("text:index-entry-text"),
        element("text:index-entry-tab-stop", {"style:type": "right", "style:leader-char": "."}),
        element("text:index-entry-page-number"),
        element("text:index-entry-link-end"),
    )
    given = {"text:outline-level": level, "text:style-name": f"Contents_20_{level}"}
    return element("text:table-of-content-entry-template", given, *parts)
