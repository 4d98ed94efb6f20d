"""The document as DOCX: real tracked changes, comments with the reasons, real footnotes.

Accepting all changes gives the text as it now is, rejecting all the base. A change's author is the round that asked for
it, never a person. Moves are a deletion and an insertion whose comments name the other end: real moves break
readers.
"""

from __future__ import annotations

from stadtgespraech.publish import docx_styles
from stadtgespraech.publish.document import Document
from stadtgespraech.publish.docx_body import Body
from stadtgespraech.publish.markup import DECLARATION, data, element
from stadtgespraech.publish.package import package, stamp
from stadtgespraech.publish.picture import pixels

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
NAMESPACES = {
    "xmlns:w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "xmlns:r": f"{OFFICE}/relationships",
    "xmlns:wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "xmlns:a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "xmlns:pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
}
PARTS = ("styles", "settings", "numbering", "fontTable", "footnotes", "comments", "footer")


def write(document: Document) -> bytes:
    """The whole file. Equal documents give equal bytes."""
    body = Body(document)
    content = body.xml()
    language = {"de": "de-DE", "en": "en-GB"}.get(document.language, document.language)
    parts = {
        "document": _root("w:document", content),
        "styles": _root("w:styles", docx_styles.styles(language)),
        "settings": _root("w:settings", docx_styles.settings(language)),
        "numbering": _root("w:numbering", docx_styles.numbering(body.lists)),
        "fontTable": _root("w:fonts", docx_styles.fonts()),
        "footnotes": _root("w:footnotes", body.notes.xml()),
        "comments": _root("w:comments", "".join(body.comments.written)),
        "footer": _root("w:ftr", docx_styles.footer(document)),
    }
    pictures = pixels([(drawing.svg, drawing.points) for drawing in body.drawings])
    return package(
        [
            ("[Content_Types].xml", _content_types()),
            ("_rels/.rels", _package_relations()),
            ("docProps/core.xml", _core(document)),
            ("docProps/app.xml", _app()),
            *((f"word/{name}.xml", part) for name, part in parts.items()),
            ("word/_rels/document.xml.rels", _relations(body)),
            *((f"word/media/image{number}.png", picture) for number, picture in enumerate(pictures, 1)),
        ]
    )


def _root(name: str, content: str) -> str:
    return DECLARATION + element(name, NAMESPACES, content)


def _content_types() -> str:
    def part(name: str, kind: str) -> str:
        return element("Override", {"PartName": name, "ContentType": kind})

    return DECLARATION + element(
        "Types",
        {"xmlns": f"{PACKAGE}/content-types"},
        element(
            "Default", {"Extension": "rels", "ContentType": "application/vnd.openxmlformats-package.relationships+xml"}
        ),
        element("Default", {"Extension": "xml", "ContentType": "application/xml"}),
        element("Default", {"Extension": "png", "ContentType": "image/png"}),
        part("/word/document.xml", f"{WORD}.document.main+xml"),
        *(part(f"/word/{name}.xml", f"{WORD}.{name}+xml") for name in PARTS),
        part("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
        part("/docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml"),
    )


def _relation(number: int | str, kind: str, target: str, mode: str | None = None) -> str:
    return element("Relationship", {"Id": f"rId{number}", "Type": kind, "Target": target, "TargetMode": mode})


def _package_relations() -> str:
    return DECLARATION + element(
        "Relationships",
        {"xmlns": f"{PACKAGE}/relationships"},
        _relation(1, f"{OFFICE}/relationships/officeDocument", "word/document.xml"),
        _relation(2, f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        _relation(3, f"{OFFICE}/relationships/extended-properties", "docProps/app.xml"),
    )


def _relations(body: Body) -> str:
    kind = f"{OFFICE}/relationships"
    return DECLARATION + element(
        "Relationships",
        {"xmlns": f"{PACKAGE}/relationships"},
        *(_relation(name, f"{kind}/{name}", f"{name}.xml") for name in PARTS),
        *(_relation(f"Image{n}", f"{kind}/image", f"media/image{n}.png") for n in range(1, len(body.drawings) + 1)),
        *(_relation(name, f"{kind}/hyperlink", target, "External") for target, name in body.addresses.items()),
    )


def _core(document: Document) -> str:
    moment = stamp(document)
    when = {"xsi:type": "dcterms:W3CDTF"}
    return DECLARATION + element(
        "cp:coreProperties",
        {
            "xmlns:cp": f"{PACKAGE}/metadata/core-properties",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
            "xmlns:dcterms": "http://purl.org/dc/terms/",
            "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
        },
        element("dc:title", None, data(f"{document.title} – {document.edition_label}")),
        element("dc:subject", None, data(document.subtitle)),
        element("dc:creator", None, data(document.city)),
        element("dc:identifier", None, data(document.identifier)),
        element("dc:language", None, data(document.language)),
        element("cp:lastModifiedBy", None, data(document.city)),
        element("dcterms:created", when, moment),
        element("dcterms:modified", when, moment),
    )


def _app() -> str:
    space = {"xmlns": f"{OFFICE}/extended-properties"}
    return DECLARATION + element("Properties", space, element("Application", None, "Stadtgespräch"))
