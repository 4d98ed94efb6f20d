"""The document as PDF/UA-1 by Typst: tagged, with real footnotes and bookmarks. The layout stands in `pdf.typ`.

Every word goes to Typst as data. Equal documents give equal bytes: the date is the document's own, and no font of the
system is used.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from stadtgespraech.publish import diagram
from stadtgespraech.publish.calls import visible
from stadtgespraech.publish.document import (
    BlockItem,
    Bullets,
    Document,
    Figure,
    Heading,
    Inline,
    Link,
    Mark,
    Note,
    NoteRef,
    PageBreak,
    Paragraph,
    Run,
    Table,
    plain,
)
from stadtgespraech.publish.html import describe
from stadtgespraech.publish.legend import note_head
from stadtgespraech.publish.package import moment
from stadtgespraech.publish.signs import WEB, break_speech, end, leading_calls, spaced, speech

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
NO_GLYPH = "\u25a1"  # stands for a character that none of the fonts can draw; PDF/UA forbids undrawn ones
DRAWN_ELSEWHERE = set("→←□⟦⟧")  # by the faces that Typst itself carries
PASSES = 4
FIGURE_SCALE, FIGURE_HEIGHT = 0.8, 500  # points for a unit of a drawing; the most that leaves room for its words
_SIZE = re.compile(r'viewBox="0 0 (\d+) (\d+)')


class PdfError(RuntimeError):
    """The PDF could not be made; the message says why and what to do."""


def write(document: Document) -> bytes:
    """PDF/UA-1. Raises PdfError where fonts are missing or Typst objects; its warnings count as errors. Titles that
    were left behind by their text begin a page in the next pass; there are at most PASSES."""
    if not any(FONTS.glob("*.ttf")):
        raise PdfError(f"no fonts in {FONTS}: run `make setup` (npm ci, then tools/fonts.py)")
    data = json.dumps(drawable(document_data(document)), ensure_ascii=False)
    day = int(moment(document).timestamp())
    content, stranded = typeset(data, (), day)
    overleaf: tuple[str, ...] = ()
    for _ in range(PASSES - 1):
        if not stranded:
            break
        overleaf += stranded
        content, stranded = typeset(data, overleaf, day)
    return content


def typeset(data: str, overleaf: Sequence[str], day: int) -> tuple[bytes, tuple[str, ...]]:
    """The PDF of `data`, and the titles that stand on an earlier page than the text after them. Titles in `overleaf`
    begin a page. They come as a file of their own, so that Typst need not set anew what they do not touch."""
    import typst

    files: Any = {
        "main.typ": (HERE / "pdf.typ").read_bytes(),
        "document.json": data.encode(),
        "overleaf.json": json.dumps(overleaf).encode(),
    }
    content = set_in_type(files, day)
    stranded = json.loads(typst.query(files, "<stranded>", field="value", one=True, font_paths=own_fonts()))
    return content, tuple(stranded)


def set_in_type(files: Any, day: int = 0) -> bytes:  # the stubs know single files only
    """The PDF/UA-1 of `main.typ` and what it reads, dated `day` (seconds). Typst's warnings count as errors."""
    import typst

    try:
        content, warnings = typst.compile_with_warnings(
            files, font_paths=own_fonts(), pdf_standards="ua-1", timestamp=day
        )
    except typst.TypstError as error:
        raise PdfError(f"Typst could not set the document: {error}") from error
    if warnings:
        raise PdfError("Typst warns: " + "; ".join(str(warning) for warning in warnings))
    if not isinstance(content, bytes):
        raise PdfError("Typst gave no PDF")
    return content


def own_fonts() -> Any:
    """The fonts that lie beside the code, and none of the system."""
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])


def drawable(value: Any) -> Any:
    """`value` with NO_GLYPH for every character of its texts that no font has."""
    if isinstance(value, str):
        missing = set(value) - coverage()
        return value.translate(dict.fromkeys(map(ord, missing), NO_GLYPH)) if missing else value
    if isinstance(value, dict):
        return {key: drawable(item) for key, item in value.items()}
    return [drawable(item) for item in value] if isinstance(value, list) else value


@cache
def coverage() -> frozenset[str]:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # ships no types

    found = set(DRAWN_ELSEWHERE) | set("\n\t\u200b\u2060\ufeff\u00ad\u202f\u2009\u2011")
    for path in sorted(FONTS.glob("*.ttf")):
        with TTFont(path, lazy=True) as font:
            found |= {chr(code) for code in font.getBestCmap() if code >= 0x20}
    return frozenset(found)


def document_data(document: Document) -> dict[str, Any]:
    """What `pdf.typ` reads: plain values, every decision taken."""
    anchors = {block.anchor for block in document.blocks if isinstance(block, Heading) and block.anchor}
    called = {f"n{note.number}" for note in document.notes}
    setter = Setter(frozenset(anchors | called))
    return {
        "title": document.title,
        "cover_title": document.title.replace(" – ", " –\n"),
        "subtitle": document.subtitle,
        "city": document.city,
        "motto": document.motto,
        "as_of": document.as_of,
        "day": [int(part) for part in document.date.split("-")] if document.date else None,
        "language": document.language.split("-")[0],
        "edition_label": document.edition_label,
        "compared": document.compared,
        "description": describe(document),
        "band": diagram.band(),
        "notes": {str(note.number): note_data(note) for note in document.notes},
        "blocks": setter.blocks(visible(document.blocks)),
    }


def note_data(note: Note) -> dict[str, Any]:
    flags, words = note_head(note.kinds)
    parted = " ".join(part for part in (note.origin, note.what, note.why) if part)
    return {
        "flags": list(flags),
        "kind_words": words,
        "body": parted if note.what or note.why else note.text,
    }


class Setter:
    """Turns blocks into plain values; `anchors` are the targets a link may have."""

    def __init__(self, anchors: frozenset[str]) -> None:
        self.anchors = anchors

    def blocks(self, blocks: Sequence[BlockItem]) -> list[dict[str, Any]]:
        """All blocks; a title hands its first calls to the paragraph after it (see `carried` in pdf.typ), and knows the
        notes that stand on its page with the first lines of that paragraph (`near`)."""
        found = [self.block(block, index) for index, block in enumerate(blocks)]
        for (here, after), paragraph in zip(pairwise(found), blocks[1:], strict=False):
            if here["type"] == "heading" and isinstance(paragraph, Paragraph):
                calls = [item for item in here["inlines"] if item["type"] == "note" and item["first"]]
                after["carried"] = [item["note"] for item in calls]
                after["title"] = here["id"]
                here["inlines"] = [item | {"first": False} if item in calls else item for item in here["inlines"]]
        return found

    def block(self, block: BlockItem, index: int) -> dict[str, Any]:
        if isinstance(block, Heading):
            return self.heading(block, index)
        if isinstance(block, Paragraph):
            return {
                "type": "paragraph",
                "inlines": self.inlines(block.inlines),
                "role": block.role,
                "carried": [],
                "title": "",
                "labels": list(block.labels),
                **break_data(block, "Absatz"),
            }
        if isinstance(block, Bullets):
            return {"type": "bullets", "ordered": block.ordered, "items": [self.inlines(item) for item in block.items]}
        if isinstance(block, Table):
            return self.table(block)
        return {"type": "break"} if isinstance(block, PageBreak) else figure_data(block)

    def heading(self, block: Heading, index: int) -> dict[str, Any]:
        return {
            "type": "heading",
            "id": block.anchor or f"abschnitt-nr-{index}",
            "level": block.level,
            "outline": block.outline or plain(block.inlines) or "…",
            "inlines": self.inlines(block.inlines),
            "labels": list(block.labels),
            **break_data(block, "Abschnitt"),
        }

    def table(self, block: Table) -> dict[str, Any]:
        return {
            "type": "table",
            "caption": block.caption,
            "header": list(block.header),
            "widths": list(block.widths),
            # A cell is wrapped once more, because Typst's `flatten` would melt rows and inlines into one.
            "rows": [[{"items": self.inlines(cell)} for cell in row] for row in block.rows],
        }

    def inlines(self, inlines: Iterable[Inline]) -> list[dict[str, Any]]:
        return [self.inline(item) for item in inlines]

    def inline(self, item: Inline) -> dict[str, Any]:
        if isinstance(item, NoteRef):
            return {"type": "note", "note": item.note, "first": item.first}
        if isinstance(item, Link):
            web = item.target.startswith(WEB)
            known = item.target in self.anchors
            return {"type": "link", "text": item.text, "target": item.target, "web": web, "known": known}
        return run_data(item)


def run_data(run: Run) -> dict[str, Any]:
    found: dict[str, Any] = {"type": "run", "text": run.text, "strong": run.strong, "mark": mark_data(run.mark)}
    if run.mark is not None:
        before, inner, after = spaced(run.text)
        found |= {"blank": not run.text.strip(), "before": before, "inner": inner, "after": after}
    return found


def break_data(block: Heading | Paragraph, noun: str) -> Mapping[str, Any]:
    """The sign of a block that came or went, and how many calls belong to it."""
    mark = block.mark
    if mark is None:
        return {"mark": None, "calls": 0}
    return {"mark": {"kind": mark.kind, "speech": break_speech(mark, noun)}, "calls": leading_calls(block.inlines)}


def mark_data(mark: Mark | None) -> Mapping[str, Any] | None:
    if mark is None:
        return None
    return {"kind": mark.kind, "speech": speech(mark), "end": end(mark) if mark.other is not None else ""}


def figure_data(block: Figure) -> dict[str, Any]:
    match = _SIZE.search(block.svg)
    width, height = (int(match.group(1)), int(match.group(2))) if match else (400, 400)
    return {
        "type": "figure",
        "svg": block.svg,
        "width": min(width * FIGURE_SCALE, width * FIGURE_HEIGHT / height, 380),
        "description": block.description,
        "caption": block.caption,
    }
