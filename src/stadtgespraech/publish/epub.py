"""The document as EPUB 3: one chapter a heading of level 1, footnotes that open in place, a fixed identifier."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from stadtgespraech.publish import diagram
from stadtgespraech.publish.calls import every_inline, moved_ends, titles, visible
from stadtgespraech.publish.document import BlockItem, Document, Heading, NoteRef, PageBreak
from stadtgespraech.publish.epub_text import Chapters
from stadtgespraech.publish.markup import data, element
from stadtgespraech.publish.package import package, stamp
from stadtgespraech.publish.picture import pixels, size

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
XHTML = {"xmlns": "http://www.w3.org/1999/xhtml", "xmlns:epub": "http://www.idpf.org/2007/ops"}
CONTAINER = (
    f'{DECLARATION}<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
    '<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
PICTURES = {"svg": "image/svg+xml", "png": "image/png"}
Chapter = tuple[str, list[BlockItem]]


def write(document: Document) -> bytes:
    """The whole file. Equal documents give equal bytes."""
    parts = list(chapters(visible(document.blocks)))
    drawn = Chapters(document, places(document, parts))
    pages = [("cover.xhtml", page(document, document.title, cover(document)))]
    pages += [(file, page(document, heading(blocks), drawn.chapter(file, blocks))) for file, blocks in parts]
    # Pixels for the figures: readers would draw their words with fonts of their own, too wide for the picture.
    figures = pixels([(svg, size(svg)) for svg in drawn.drawings])
    pictures: list[tuple[str, str | bytes]] = [("band.svg", diagram.band())]
    pictures += [(f"image{number}.png", png) for number, png in enumerate(figures, 1)]
    navigation = page(document, "Inhalt", contents(document, parts))
    entries: list[tuple[str, str | bytes]] = [
        ("mimetype", "application/epub+zip"),
        ("META-INF/container.xml", CONTAINER),
        ("EPUB/package.opf", opf(document, [name for name, _ in pages], [name for name, _ in pictures])),
        ("EPUB/nav.xhtml", navigation),
        *((f"EPUB/{name}", content) for name, content in (*pages, *pictures)),
        ("EPUB/style.css", style()),
    ]
    return package(entries, stored=frozenset({"mimetype"}))


def chapters(blocks: Sequence[BlockItem]) -> Iterator[Chapter]:
    """(file, blocks), cut before each heading of level 1; a chapter begins a page anyhow."""
    cut: list[list[BlockItem]] = []
    for block in blocks:
        if isinstance(block, PageBreak):
            continue
        if not cut or (isinstance(block, Heading) and block.level == 1):
            cut.append([])
        cut[-1].append(block)
    return ((f"part{number}.xhtml", part) for number, part in enumerate(cut, 1))


def places(document: Document, parts: Sequence[Chapter]) -> dict[str, str]:
    """The file in which each anchor stands: headings, notes ("n3"), ends of moves ("v1-ab")."""
    found: dict[str, str] = {}
    known = {note.number for note in document.notes}
    for file, blocks in parts:
        for block in blocks:
            if isinstance(block, Heading) and block.anchor:
                found.setdefault(block.anchor, file)
        for item in every_inline(blocks):
            if isinstance(item, NoteRef) and item.first and item.note in known:
                found.setdefault(f"n{item.note}", file)
        for anchor in moved_ends(blocks):
            found.setdefault(anchor, file)
    return found


def heading(blocks: Sequence[BlockItem]) -> str:
    return next((title for item, title in titles(blocks) if item.level == 1), "Text")


def page(document: Document, title: str, body: str) -> str:
    head = element(
        "head",
        None,
        element("title", None, data(title)),
        element("link", {"rel": "stylesheet", "type": "text/css", "href": "style.css"}),
    )
    language = {"lang": document.language, "xml:lang": document.language}
    content = element("html", {**XHTML, **language}, head, element("body", None, body or "<p></p>"))
    return f"{DECLARATION}<!DOCTYPE html>\n{content}"


def cover(document: Document) -> str:
    stated = f"Stand: {document.as_of}" if document.as_of else ""
    lines = (
        ("preline", " · ".join(part for part in (document.city, document.edition_label) if part)),
        ("", document.title),
        ("subtitle", document.subtitle),
        ("motto", document.motto),
        ("date", stated),
        ("date", document.compared),
    )
    drawn = "".join(
        element("p", {"class": name}, data(text)) if name else element("h1", None, data(text))
        for name, text in lines
        if text
    )
    return element(
        "section", {"class": "cover", "epub:type": "titlepage"}, drawn, element("img", {"src": "band.svg", "alt": ""})
    )


def contents(document: Document, parts: Sequence[Chapter]) -> str:
    """The navigation: two levels, in the words the headings now read."""
    items = ""
    for file, blocks in parts:
        heads = [(item, title) for item, title in titles(blocks) if item.level < 3]
        subs = [entry(f"{file}#{item.anchor}", title) for item, title in heads if item.level == 2]
        tops = [title for item, title in heads if item.level == 1]
        below = element("ol", None, *(element("li", None, sub) for sub in subs)) if subs else ""
        items += element("li", None, entry(file, tops[0] if tops else document.title), below)
    head = element("h1", None, "Inhalt")
    items = items or element("li", None, entry("cover.xhtml", document.title))
    toc = {"epub:type": "toc", "role": "doc-toc", "id": "toc"}
    marks = [landmark("titlepage", "cover.xhtml", "Titelseite"), landmark("toc", "nav.xhtml", "Inhalt")]
    marks += [landmark("bodymatter", file, "Text") for file, _ in parts[:1]]
    hidden = {"epub:type": "landmarks", "hidden": "hidden", "aria-label": "Orientierung"}
    return element("nav", toc, head, element("ol", None, items)) + element("nav", hidden, element("ol", None, *marks))


def landmark(kind: str, file: str, title: str) -> str:
    return element("li", None, element("a", {"epub:type": kind, "href": file}, title))


def entry(target: str, title: str) -> str:
    return element("a", {"href": target}, data(title))


def opf(document: Document, pages: Sequence[str], pictures: Sequence[str]) -> str:
    """The package: what is in it, in which order, and who says so."""
    items = [listed("nav", "nav.xhtml", "application/xhtml+xml", "nav"), listed("style", "style.css", "text/css")]
    items += [listed(name[:-6], name, "application/xhtml+xml") for name in pages]
    items += [listed(name[:-4], name, PICTURES[name[-3:]]) for name in pictures]
    order = [element("itemref", {"idref": pages[0][:-6]}), element("itemref", {"idref": "nav"})]
    order += [element("itemref", {"idref": name[:-6]}) for name in pages[1:]]
    attributes = {
        "xmlns": "http://www.idpf.org/2007/opf",
        "version": "3.0",
        "unique-identifier": "id",
        "xml:lang": document.language,
    }
    return DECLARATION + element(
        "package",
        attributes,
        element("metadata", {"xmlns:dc": "http://purl.org/dc/elements/1.1/"}, *metadata(document)),
        element("manifest", None, *items),
        element("spine", None, *order),
    )


def listed(name: str, file: str, media: str, properties: str | None = None) -> str:
    return element("item", {"id": name, "href": file, "media-type": media, "properties": properties})


def metadata(document: Document) -> Iterator[str]:
    said = (
        ("title", f"{document.title} – {document.edition_label}"),
        ("language", document.language),
        ("creator", document.city),
        ("description", document.subtitle),
        ("date", document.date),
    )
    yield element("dc:identifier", {"id": "id"}, data(document.identifier))
    yield from (element(f"dc:{name}", None, data(text)) for name, text in said if text)
    yield element("meta", {"property": "dcterms:modified"}, stamp(document))
    accessible = (
        ("accessMode", "textual"),
        ("accessMode", "visual"),
        ("accessModeSufficient", "textual"),
        ("accessibilityFeature", "structuralNavigation"),
        ("accessibilityFeature", "tableOfContents"),
        ("accessibilityFeature", "alternativeText"),
        ("accessibilityHazard", "none"),
        ("accessibilitySummary", "Markierungen sind auch ohne Farbe zu erkennen und werden vorgelesen."),
    )
    yield from (element("meta", {"property": f"schema:{name}"}, text) for name, text in accessible)


@cache
def style() -> str:
    return (Path(__file__).parent / "epub.css").read_text(encoding="utf-8")
