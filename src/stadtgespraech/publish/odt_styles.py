"""How the ODT looks: its styles.xml. Marks carry colour and decoration, as everywhere."""

from __future__ import annotations

from collections.abc import Mapping

from stadtgespraech.publish.document import Document
from stadtgespraech.publish.markup import DECLARATION, data, element

_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
NAMESPACES = {
    **{f"xmlns:{name}": f"{_OASIS}:{name}:1.0" for name in ("office", "style", "text", "table", "meta")},
    **{f"xmlns:{name}": f"{_OASIS}:{long}:1.0" for name, long in (("draw", "drawing"), ("svg", "svg-compatible"),
                                                                 ("fo", "xsl-fo-compatible"))},
    "xmlns:xlink": "http://www.w3.org/1999/xlink",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
    "office:version": "1.3",
}  # fmt: skip
TEXT, MUTED, DEEP = "#131525", "#51577a", "#00536e"
FONT = "Carlito"
WIDTH = 14.2  # centimetres of text in a line


def look(size: float = 0, bold: bool = False, colour: str = "", **more: str) -> str:
    """Letters; `size` in points; `more` are attributes with their colon written as two low lines."""
    given = {
        "fo:font-size": f"{size:g}pt" if size else None,
        "style:font-size-complex": f"{size:g}pt" if size else None,
        "fo:font-weight": "bold" if bold else None,
        "style:font-weight-complex": "bold" if bold else None,
        "fo:color": colour or None,
        **{name.replace("__", ":").replace("_", "-"): value for name, value in more.items()},
    }
    return element("style:text-properties", given)


def style(family: str, name: str, content: str, title: str = "", parent: str = "", outline: int = 0) -> str:
    attributes: Mapping[str, object] = {
        "style:name": name,
        "style:display-name": title or None,
        "style:family": family,
        "style:parent-style-name": parent or None,
        "style:default-outline-level": outline or None,
    }
    return element("style:style", attributes, content)


def layout(before: float = 0, after: float = 0, line: int = 0, **more: str) -> str:
    """Space in millimetres, height of lines in per cent."""
    given = {
        "fo:margin-top": f"{before:g}mm",
        "fo:margin-bottom": f"{after:g}mm",
        "fo:line-height": f"{line}%" if line else None,
        **{name.replace("__", ":").replace("_", "-"): value for name, value in more.items()},
    }
    return element("style:paragraph-properties", given)


def paragraph(name: str, content: str, title: str = "", outline: int = 0) -> str:
    return style("paragraph", name, content, title, "Standard", outline)


def styles(document: Document) -> str:
    """styles.xml."""
    faces = {
        "style:name": FONT,
        "svg:font-family": FONT,
        "style:font-family-generic": "swiss",
        "style:font-pitch": "variable",
    }
    country = {"de": "DE", "en": "GB"}.get(document.language)
    content = (
        element("office:font-face-decls", None, element("style:font-face", faces)),
        element(
            "office:styles", None, defaults(document.language, country), *basics(), *headings(), *cover(), *small(),
            *marks(), lists(), notes(),
        ),
        element("office:automatic-styles", None, page_layout()),
        element("office:master-styles", None, *master_pages(document)),
    )  # fmt: skip
    return DECLARATION + element("office:document-styles", NAMESPACES, *content)


def defaults(language: str, country: str | None) -> str:
    letters = {
        "style:font-name": FONT,
        "fo:font-size": "11pt",
        "style:font-size-complex": "11pt",
        "fo:color": TEXT,
        "fo:language": language,
        "fo:country": country or "none",
        "style:language-complex": "ar",
        "style:country-complex": "SA",
        "fo:hyphenate": "true",
        "fo:hyphenation-remain-char-count": 3,
        "fo:hyphenation-push-char-count": 3,
    }
    given = element("style:paragraph-properties", {"fo:orphans": 2, "fo:widows": 2, "fo:hyphenation-ladder-count": 2})
    return element(
        "style:default-style", {"style:family": "paragraph"}, given, element("style:text-properties", letters)
    )


def basics() -> tuple[str, ...]:
    bar = {"fo__border_left": f"1.5pt solid {DEEP}", "fo__padding_left": "3mm"}
    return (
        style("paragraph", "Standard", layout(0, 2.6, 135)),
        paragraph("Lead", layout(0, 3.2, 135) + look(13), "Vorspann"),
        paragraph("Item", layout(0, 1.2, 135), "Aufzählung"),
        paragraph("Hint", layout(1, 3.5, 125, **bar) + look(10.5), "Hinweis"),
    )


def headings() -> tuple[str, ...]:
    quiet = "#6e7597"
    measures = (
        (24, 6, 4.2, "1.5pt", TEXT),
        (17, 6.5, 2.5, "0.75pt", quiet),
        (13.5, 5.6, 1.4, "", ""),
        (11.5, 4.2, 1, "", ""),
    )
    return tuple(
        paragraph(
            f"Heading_20_{level}",
            layout(
                before, after, 112, fo__keep_with_next="always",
                **({"fo__border_top": f"{line} solid {colour}", "fo__padding_top": "3mm"} if line else {}),
            ) + look(size, True, fo__hyphenate="false"),
            f"Heading {level}",
            level,
        )
        for level, (size, before, after, line, colour) in enumerate(measures, 1)
    )  # fmt: skip


def cover() -> tuple[str, ...]:
    return (
        paragraph("Preline", layout(46, 2) + look(11, True, MUTED), "Vorzeile"),
        paragraph("Title", layout(0, 3, 100) + look(30, True, fo__hyphenate="false")),
        paragraph("Subtitle", layout(0, 2, 120) + look(15)),
        paragraph("Motto", layout(4, 2, 120) + look(15, True, DEEP)),
        paragraph("Date", layout(0.7, 0.7, 120) + look(11, False, MUTED), "Stand"),
        paragraph("Band", layout(20, 0)),
        paragraph("Contents_20_Heading", layout(0, 3.5) + look(17, True), "Contents Heading"),
        paragraph("Contents_20_1", layout(2.4, 0.4, 110) + look(11, True), "Contents 1"),
        paragraph("Contents_20_2", layout(0, 0.4, 110, fo__margin_left="5mm"), "Contents 2"),
    )


def small() -> tuple[str, ...]:
    return (
        paragraph("Caption", layout(2.8, 1.4, 110, fo__keep_with_next="always") + look(9.5, False, MUTED)),
        paragraph("Small", layout(0, 2, 120) + look(9.5, False, MUTED), "Klein"),
        paragraph("Gap", layout(0, 2) + look(11, False, MUTED), "Auslassung"),
        paragraph("Cell", layout(0.9, 0.9, 110) + look(9.5, fo__hyphenate="false"), "Tabelle"),
        paragraph("Footer", element("style:paragraph-properties", None, tab()) + look(8.5, False, MUTED)),
        paragraph("Footnote", hanging() + look(9)),
    )


def hanging() -> str:
    """A footnote: its number in front, the text behind one tab."""
    given = {"fo:margin-left": "6mm", "fo:text-indent": "-6mm", "fo:margin-bottom": "1mm", "fo:line-height": "110%"}
    stop = element("style:tab-stop", {"style:position": "0.1mm"})  # at 0 LibreOffice sees none
    return element("style:paragraph-properties", given, element("style:tab-stops", None, stop))


def tab() -> str:
    return element(
        "style:tab-stops", None, element("style:tab-stop", {"style:position": f"{WIDTH}cm", "style:type": "right"})
    )


def marks() -> tuple[str, ...]:
    double = {
        "style__text_underline_style": "solid",
        "style__text_underline_type": "double",
        "style__text_underline_color": "font-color",
    }
    dotted = {"style__text_underline_style": "dotted", "style__text_underline_color": "font-color"}
    strike = {"style__text_line_through_style": "solid", "style__text_line_through_type": "single"}
    raised = {"style__text_position": "super 62%"}
    kinds = (
        ("Inserted", "Eingefügt", "#0057b7", double),
        ("Deleted", "Gestrichen", "#a14a00", strike),
        ("Moved_here", "Hierher verschoben", "#00695c", dotted),
        ("Moved_away", "Von hier verschoben", "#00695c", dotted),
    )
    drawn = [style("text", name, look(0, False, colour, **line), title) for name, title, colour, line in kinds]
    for name, title, colour, line in kinds:
        drawn.append(style("text", f"{name}_sample", look(0, False, colour, **line), f"{title}: Muster"))
        drawn.append(style("text", f"{name}_blank", look(0, False, colour), f"{title}: Leerzeichen"))
        drawn.append(style("text", f"{name}_sign", look(0, True, colour), f"{title}: Absatz"))
    return (
        *drawn,
        style("text", "End", look(9.5, True, "#00695c"), "Andere Stelle"),
        style("text", "Air", look(0), "Abstand"),
        # Words for whoever listens or copies: too small to see, and without ink.
        style(
            "text", "Spoken", look(2, False, "#ffffff", style__text_scale="1%", loext__opacity="0%"), "Vorlesehinweis"
        ),
        style("text", "Strong", look(0, True), "Strong Emphasis"),
        style("text", "Muted", look(0, False, MUTED), "Leise"),
        style(
            "text", "Internet_20_link", look(0, False, "#2044aa", style__text_underline_style="solid"), "Internet link"
        ),
        style("text", "Index_20_Link", look(0, False, TEXT, style__text_underline_style="none"), "Index Link"),
        style("text", "Footnote_20_anchor", look(0, True, **raised), "Footnote anchor"),
        style("text", "Footnote_20_Symbol", look(0, True), "Footnote Symbol"),
    )


def lists() -> str:
    def place() -> str:
        given = {"text:list-level-position-and-space-mode": "label-alignment"}
        hang = {"text:label-followed-by": "listtab", "fo:margin-left": "6mm", "fo:text-indent": "-5mm",
                "text:list-tab-stop-position": "6mm"}  # fmt: skip
        return element("style:list-level-properties", given, element("style:list-level-label-alignment", hang))

    bullet = element("text:list-level-style-bullet", {"text:level": 1, "text:bullet-char": "•"}, place())
    number = {"text:level": 1, "style:num-format": "1", "style:num-suffix": "."}
    return element("text:list-style", {"style:name": "Bullets"}, bullet) + element(
        "text:list-style", {"style:name": "Numbers"}, element("text:list-level-style-number", number, place())
    )


def notes() -> str:
    given = {
        "text:note-class": "footnote",
        "text:citation-style-name": "Footnote_20_Symbol",
        "text:citation-body-style-name": "Footnote_20_anchor",
        "text:default-style-name": "Footnote",
        "style:num-format": "1",
        "text:start-value": 0,
        "text:footnotes-position": "page",
        "text:start-numbering-at": "document",
    }
    return element("text:notes-configuration", given)


def page_layout() -> str:
    page = {
        "fo:page-width": "21cm", "fo:page-height": "29.7cm", "fo:margin-top": "2.3cm", "fo:margin-bottom": "1.6cm",
        "fo:margin-left": "4cm", "fo:margin-right": "2.8cm", "style:print-orientation": "portrait",
    }  # fmt: skip
    line = {"style:width": "0.5pt", "style:distance-before-sep": "2mm", "style:distance-after-sep": "2mm",
            "style:line-style": "solid",
            "style:adjustment": "left", "style:rel-width": "25%", "style:color": "#6e7597"}  # fmt: skip
    foot = {"fo:min-height": "0.7cm", "fo:margin-top": "0.5cm"}
    return element(
        "style:page-layout",
        {"style:name": "A4"},
        element("style:page-layout-properties", page, element("style:footnote-sep", line)),
        element("style:header-style"),
        element("style:footer-style", None, element("style:header-footer-properties", foot)),
    )


def master_pages(document: Document) -> tuple[str, str]:
    """The cover without a footer, then pages that say what this is."""
    what = " · ".join(part for part in (document.title, document.edition_label, document.as_of) if part)
    number = element("text:page-number", {"text:select-page": "current"}, "2")
    line = element("text:p", {"text:style-name": "Footer"}, data(what), element("text:tab"), number)
    first = {"style:name": "First_20_Page", "style:page-layout-name": "A4", "style:next-style-name": "Standard"}
    others = {"style:name": "Standard", "style:page-layout-name": "A4"}
    return element("style:master-page", first), element(
        "style:master-page", others, element("style:footer", None, line)
    )
