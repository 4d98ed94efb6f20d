"""How the DOCX looks: styles, settings, lists, fonts, footer. Measures: twentieths of a point, letters half points."""

from __future__ import annotations

from collections.abc import Sequence

from stadtgespraech.publish.document import Document
from stadtgespraech.publish.markup import data, element

TEXT, MUTED, DEEP, LINE = "131525", "51577A", "00536E", "C0C3D5"
INSERTED, DELETED, MOVED = "0057B7", "A14A00", "00695C"
# A4; the margins leave a program room for comments; 8,050 is a line of about 68 characters.
PAGE, LEFT, RIGHT, WIDTH = (11906, 16838), 2268, 1588, 8050
FONT = "Calibri"
DRAWN = {"insert": "Eingefuegt", "delete": "Gestrichen", "moved-here": "Verschoben", "moved-away": "Verschoben"}


def value(name: str, content: str | int | None = None) -> str:
    """`<w:name w:val="content"/>`, or without a value."""
    return element(f"w:{name}", {"w:val": content})


def letters(size: float = 0, bold: bool = False, colour: str = "", italic: bool = False, *more: str) -> str:
    """`w:rPr` of a style; `size` in points; `more` stands between colour and size, where the schema wants it."""
    twice = round(size * 2)
    return element(
        "w:rPr",
        None,
        value("b") + value("bCs") if bold else "",
        value("i") + value("iCs") if italic else "",
        value("color", colour) if colour else "",
        value("sz", twice) + value("szCs", twice) if size else "",
        *more,
    )


def spacing(before: int = 0, after: int = 0, line: int = 0) -> str:
    return element(
        "w:spacing",
        {"w:before": before, "w:after": after, "w:line": line or None, "w:lineRule": "auto" if line else None},
    )


def style(
    kind: str, name: str, title: str, content: str, based: str = "Normal", following: str = "", default: bool = False
) -> str:
    return element(
        "w:style",
        {"w:type": kind, "w:default": "1" if default else None, "w:styleId": name},
        value("name", title),
        value("basedOn", based) if based else "",
        value("next", following) if following else "",
        value("uiPriority", 9) if title.startswith("heading") else "",
        value("qFormat") if kind == "paragraph" else "",
        content,
    )


def paragraph(name: str, title: str, layout: str, look: str = "", based: str = "Normal", following: str = "") -> str:
    return style("paragraph", name, title, element("w:pPr", None, layout) + look, based, following)


def character(name: str, title: str, look: str) -> str:
    return style("character", name, title, look, based="")


def styles(language: str) -> str:
    """The content of styles.xml."""
    return defaults(language) + "".join((*basics(), *headings(), *cover(), *small(), *marks()))


def defaults(language: str) -> str:
    font = {"w:ascii": FONT, "w:hAnsi": FONT, "w:eastAsia": FONT, "w:cs": "Arial"}
    look = element(
        "w:rPr",
        None,
        element("w:rFonts", font),
        value("color", TEXT),
        value("sz", 22) + value("szCs", 22),
        element("w:lang", {"w:val": language, "w:eastAsia": language, "w:bidi": "ar-SA"}),
    )
    layout = element("w:pPr", None, spacing(0, 150, 312))
    return element("w:docDefaults", None, element("w:rPrDefault", None, look), element("w:pPrDefault", None, layout))


def basics() -> list[str]:
    margins = "".join(
        element(f"w:{edge}", {"w:w": width, "w:type": "dxa"})
        for edge, width in (("top", 0), ("left", 0), ("bottom", 0), ("right", 115))
    )
    table = element(
        "w:tblPr", None, element("w:tblInd", {"w:w": 0, "w:type": "dxa"}), element("w:tblCellMar", None, margins)
    )
    return [
        style("paragraph", "Normal", "Normal", element("w:pPr", None, value("widowControl")), "", default=True),
        style("character", "DefaultParagraphFont", "Default Paragraph Font", "", "", default=True),
        style("table", "TableNormal", "Normal Table", table, "", default=True),
        style("numbering", "NoList", "No List", "", "", default=True),
        paragraph("Lead", "Vorspann", spacing(0, 180, 312), letters(13)),
        paragraph("ListParagraph", "List Paragraph", spacing(0, 80) + value("contextualSpacing", "0")),
        paragraph(
            "Hint", "Hinweis", bar(DEEP) + spacing(60, 200, 288) + element("w:ind", {"w:left": 170}), letters(10.5)
        ),
    ]


def bar(colour: str) -> str:
    return element("w:pBdr", None, element("w:left", {"w:val": "single", "w:sz": 24, "w:space": 8, "w:color": colour}))


def rule(width: int, colour: str) -> str:
    return element(
        "w:pBdr", None, element("w:top", {"w:val": "single", "w:sz": width, "w:space": 8, "w:color": colour})
    )


def headings() -> list[str]:
    measures = (
        (24, 340, 240, rule(12, TEXT)),
        (17, 480, 140, rule(6, "6E7597")),
        (13.5, 320, 80, ""),
        (11.5, 240, 60, ""),
    )
    found = []
    for level, (size, before, after, line) in enumerate(measures, 1):
        layout = (
            value("keepNext") + value("keepLines") + line + value("suppressAutoHyphens") + spacing(before, after, 264)
            + value("outlineLvl", level - 1)
        )  # fmt: skip
        found.append(
            paragraph(f"Heading{level}", f"heading {level}", layout, letters(size, bold=True), following="Normal")
        )
    return found


def cover() -> list[str]:
    tight = value("suppressAutoHyphens")
    return [
        paragraph("Preline", "Vorzeile", tight + spacing(2600, 120), letters(11, True, MUTED)),
        paragraph("Title", "Title", tight + spacing(0, 160, 240), letters(30, True)),
        paragraph("Subtitle", "Subtitle", tight + spacing(0, 120, 276), letters(15)),
        paragraph("Motto", "Motto", tight + spacing(240, 120, 276), letters(15, True, DEEP)),
        paragraph("Date", "Date", tight + spacing(40, 40, 276), letters(11, False, MUTED)),
        paragraph("ContentsHeading", "TOC Heading", value("keepNext") + spacing(0, 200), letters(17, True)),
        paragraph("TOC1", "toc 1", tight + spacing(140, 20, 264), letters(11, True)),
        paragraph("TOC2", "toc 2", tight + spacing(0, 20, 264) + element("w:ind", {"w:left": 284})),
    ]


RAISED = value("vertAlign", "superscript")


def small() -> list[str]:
    hanging = element("w:ind", {"w:left": 284, "w:hanging": 284})
    return [
        paragraph("Caption", "caption", value("keepNext") + spacing(160, 80, 264), letters(9.5, False, MUTED)),
        paragraph("Small", "Klein", spacing(0, 120, 276), letters(9.5, False, MUTED)),
        paragraph("Gap", "Auslassung", spacing(0, 120), letters(11, False, MUTED)),
        paragraph("Cell", "Tabelle", value("suppressAutoHyphens") + spacing(50, 50, 252), letters(9.5)),
        paragraph("FootnoteText", "footnote text", spacing(0, 60, 252) + hanging, letters(9)),
        paragraph("CommentText", "annotation text", spacing(0, 60, 240), letters(10)),
        paragraph("Footer", "footer", element("w:tabs", None, element("w:tab", {"w:val": "right", "w:pos": WIDTH}))
                  + spacing(0, 0, 240), letters(8.5, False, MUTED)),
        character("FootnoteReference", "footnote reference", letters(0, True, "", False, RAISED)),
        character("CommentReference", "annotation reference", letters(8)),
        character("Hyperlink", "Hyperlink", letters(0, False, "2044AA", False, value("u", "single"))),
    ]  # fmt: skip


def marks() -> list[str]:
    """Marks that are drawn and not tracked: the specimens of the legend."""
    return [
        character("Eingefuegt", "Eingefügt", letters(0, False, INSERTED, False, value("u", "double"))),
        character("Gestrichen", "Gestrichen", element("w:rPr", None, value("strike"), value("color", DELETED))),
        character("Verschoben", "Verschoben", letters(0, False, MOVED, False, value("u", "dotted"))),
    ]


def settings(language: str) -> str:
    """The content of settings.xml."""
    old = {"w:name": "compatibilityMode", "w:uri": "http://schemas.microsoft.com/office/word", "w:val": 15}
    return "".join(
        (
            element("w:zoom", {"w:percent": 100}),
            value("autoHyphenation"),
            value("consecutiveHyphenLimit", 2),
            value("hyphenationZone", 425),
            element("w:footnotePr", None, *(element("w:footnote", {"w:id": number}) for number in (-1, 0))),
            element("w:compat", None, element("w:compatSetting", old)),
            element("w:themeFontLang", {"w:val": language}),
            value("decimalSymbol", ","),
            value("listSeparator", ";"),
        )
    )


def numbering(lists: Sequence[bool]) -> str:
    """The content of numbering.xml: one list for each entry, so that each ordered (True) one begins at 1."""
    kinds = (("bullet", "•"), ("decimal", "%1."))
    abstract = "".join(
        element(
            "w:abstractNum",
            {"w:abstractNumId": number},
            value("multiLevelType", "singleLevel"),
            element(
                "w:lvl",
                {"w:ilvl": 0},
                value("start", 1),
                value("numFmt", kind),
                value("lvlText", sign),
                value("lvlJc", "left"),
                element("w:pPr", None, element("w:ind", {"w:left": 397, "w:hanging": 284})),
            ),
        )
        for number, (kind, sign) in enumerate(kinds)
    )
    restart = element("w:lvlOverride", {"w:ilvl": 0}, value("startOverride", 1))
    return abstract + "".join(
        element("w:num", {"w:numId": number}, value("abstractNumId", int(ordered)), restart if ordered else "")
        for number, ordered in enumerate(lists, 1)
    )


def fonts() -> str:
    """The content of fontTable.xml: where Calibri is missing, its free twin of the same widths."""
    return element(
        "w:font", {"w:name": FONT}, value("altName", "Carlito"), value("family", "swiss"), value("pitch", "variable")
    )


def footer(document: Document) -> str:
    """The content of the footer: what this is, and the page."""
    what = " · ".join(part for part in (document.title, document.edition_label, document.as_of) if part)
    number = element("w:fldSimple", {"w:instr": "PAGE"}, element("w:r", None, element("w:t", None, "2")))
    return element(
        "w:p",
        None,
        element("w:pPr", None, value("pStyle", "Footer")),
        element("w:r", None, element("w:t", None, data(what))),
        element("w:r", None, element("w:tab")),
        number,
    )
