"""Statements as a DOCX that is made for working on: changes are recorded from the first key press on, and every
paragraph carries a hidden bookmark by which it is known when the file comes back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stadtgespraech.publish import docx_styles
from stadtgespraech.publish.docx import NAMESPACES, OFFICE, PACKAGE, WORD
from stadtgespraech.publish.docx_notes import run
from stadtgespraech.publish.docx_styles import value
from stadtgespraech.publish.markup import DECLARATION, element
from stadtgespraech.publish.package import package
from stadtgespraech.records import Block
from stadtgespraech.records.returned import FRAME, bookmark

PARTS = ("styles", "settings", "fontTable")


@dataclass(frozen=True, slots=True)
class Working:
    """`blocks` are (number in the flat text, block, words) of what is handed out, at `revision`; `frame` are the
    paragraphs before it: a title, and how to work."""

    revision: int
    blocks: Sequence[tuple[int, Block, str]]
    frame: Sequence[str]
    language: str = "de"


def write_working(working: Working) -> bytes:
    """The whole file. Equal values give equal bytes."""
    language = {"de": "de-DE", "en": "en-GB"}.get(working.language, working.language)
    contents = {
        "document": ("w:document", element("w:body", None, body(working), page())),
        "styles": ("w:styles", docx_styles.styles(language)),
        "settings": ("w:settings", settings(language)),
        "fontTable": ("w:fonts", docx_styles.fonts()),
    }
    return package(
        [
            ("[Content_Types].xml", content_types()),
            ("_rels/.rels", relations(("officeDocument", "word/document.xml"))),
            *((f"word/{name}.xml", DECLARATION + element(root, NAMESPACES, text))
              for name, (root, text) in contents.items()),
            ("word/_rels/document.xml.rels", relations(*((name, f"{name}.xml") for name in PARTS))),
        ]
    )  # fmt: skip


def body(working: Working) -> str:
    """The frame, then every block as one paragraph."""
    found = []
    for number, words in enumerate(working.frame):
        found.append(paragraph("Title" if number == 0 else "Hint", words, f"{FRAME}_{number}", number))
    for number, block, words in working.blocks:
        style = "Heading2" if block.kind == "title" else ""
        found.append(paragraph(style, words, bookmark(working.revision, number), len(working.frame) + number))
    return "".join(found)


def paragraph(style: str, words: str, name: str, key: int) -> str:
    given = element("w:pPr", None, value("pStyle", style)) if style else ""
    start = element("w:bookmarkStart", {"w:id": key, "w:name": name})
    return element("w:p", None, given, start, run(words), element("w:bookmarkEnd", {"w:id": key}))


def settings(language: str) -> str:
    """Recording is on. The schema wants it before hyphenation, and no notes are here."""
    notes = element("w:footnotePr", None, *(element("w:footnote", {"w:id": number}) for number in (-1, 0)))
    plain = docx_styles.settings(language).replace(notes, "")
    zoom = element("w:zoom", {"w:percent": 100})
    return plain.replace(zoom, zoom + value("trackRevisions"), 1)


def page() -> str:
    (width, height), left, right = docx_styles.PAGE, docx_styles.LEFT, docx_styles.RIGHT
    margins = {"w:top": 1418, "w:right": right, "w:bottom": 1418, "w:left": left, "w:header": 709, "w:footer": 709,
               "w:gutter": 0}  # fmt: skip
    return element("w:sectPr", None, element("w:pgSz", {"w:w": width, "w:h": height}), element("w:pgMar", margins))


def relations(*targets: tuple[str, str]) -> str:
    rows = (
        element("Relationship", {"Id": f"rId{n}", "Type": f"{OFFICE}/relationships/{kind}", "Target": target})
        for n, (kind, target) in enumerate(targets, 1)
    )
    return DECLARATION + element("Relationships", {"xmlns": f"{PACKAGE}/relationships"}, *rows)


def content_types() -> str:
    rows = [element("Default", {"Extension": "xml", "ContentType": "application/xml"})]
    kind = "application/vnd.openxmlformats-package.relationships+xml"
    rows.append(element("Default", {"Extension": "rels", "ContentType": kind}))
    names = {"document": "document.main", **{name: name for name in PARTS}}
    rows += [
        element("Override", {"PartName": f"/word/{name}.xml", "ContentType": f"{WORD}.{kind}+xml"})
        for name, kind in names.items()
    ]
    return DECLARATION + element("Types", {"xmlns": f"{PACKAGE}/content-types"}, *rows)
