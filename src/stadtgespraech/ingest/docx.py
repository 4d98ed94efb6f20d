"""Word files (DOCX, DOCM) as papers: headings, text, recorded edits, comments, footnotes and endnotes.

Read part by part with lxml inside the limits of `archive`; names are matched without their namespace, so that both
kinds of Office Open XML (transitional and strict) are read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from stadtgespraech.ingest.archive import Archive
from stadtgespraech.ingest.docx_parts import Styles, read_comments, read_notes
from stadtgespraech.ingest.headings import Look, with_bold_headings
from stadtgespraech.ingest.paper import Mark, Paper, Piece, Run, Track
from stadtgespraech.ingest.xml import attribute, child, local, with_name

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_INTO = {"hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "dir", "bdo"}
_TEXT = {"tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-", "softHyphen": "", "ptab": " "}
_LOST = {
    "drawing": "pictures and text boxes",
    "pict": "pictures and text boxes",
    "object": "embedded objects",
    "oMath": "formulas",
    "oMathPara": "formulas",
    "altChunk": "embedded documents",
    "rPrChange": "recorded changes of formatting",
    "pPrChange": "recorded changes of formatting",
    "sectPrChange": "recorded changes of formatting",
    "tblPrChange": "recorded changes of tables",
    "cellIns": "recorded changes of tables",
    "cellDel": "recorded changes of tables",
    "cellMerge": "recorded changes of tables",
    "numberingChange": "recorded changes of numbering",
}


def read_docx(archive: Archive) -> Paper:
    """The paper in an opened DOCX. Macros, linked templates and pictures are left alone and reported.

    Raises ReadError where the main part is missing, damaged, or declares a document type.
    """
    main = main_part(archive)
    folder = main.rpartition("/")[0]
    body = child(archive.xml(main), "body")
    reader = _Reader(Styles.read(archive, folder))
    reader.pieces_of(body)
    reader.finish()
    notes, note_edits = read_notes(archive, folder, reader.note_order)
    comments = read_comments(archive, folder)
    lost = [f"{count} {what} are not read" for what, count in sorted(reader.lost.items())]
    pieces, guessed = with_bold_headings(reader.pieces, reader.looks)
    if note_edits:
        lost.append(f"{note_edits} recorded edits inside notes: the notes are read as if all were accepted")
    return Paper(
        pieces=tuple(pieces),
        notes=notes,
        comments=comments,
        read={
            "paragraphs": len(pieces),
            "notes": len(notes),
            "comments": len(comments),
            "recorded edits": reader.edits,
        },
        uncertain=tuple(guessed),
        lost=(*lost, *_outside(archive, folder)),
    )


def main_part(archive: Archive) -> str:
    if "_rels/.rels" in archive.names:
        for entry in archive.xml("_rels/.rels"):
            if isinstance(entry.tag, str) and (entry.get("Type") or "").endswith("/officeDocument"):
                target = (entry.get("Target") or "").lstrip("/")
                if target in archive.names:
                    return target
    return "word/document.xml"


def _outside(archive: Archive, folder: str) -> Iterator[str]:
    """What lies in the file and is deliberately not read."""
    if any(name.lower().endswith("vbaproject.bin") for name in archive.names):
        yield "macros (vbaProject.bin) are not read and never run"
    margins = [
        name for name in sorted(archive.names) if re.match(rf"{re.escape(folder)}/(?:header|footer)\d*\.xml", name)
    ]
    edits = sum(len(with_name(archive.xml(name), "ins", "del", "moveTo", "moveFrom")) for name in margins)
    if edits:
        yield f"{edits} recorded edits in headers and footers are not read"
    rels = f"{folder}/_rels/document.xml.rels"
    if rels in archive.names:
        external = [
            entry
            for entry in archive.xml(rels)
            if entry.get("TargetMode") == "External" and not (entry.get("Type") or "").endswith("/hyperlink")
        ]
        if external:
            yield f"{len(external)} links to files elsewhere (pictures, templates) are not followed"


@dataclass
class _Reader:
    """Walks the body once, in document order."""

    styles: Styles
    pieces: list[Piece] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    note_order: list[str] = field(default_factory=list)
    lost: Counter[str] = field(default_factory=Counter)
    edits: int = 0
    moves: dict[str, str] = field(default_factory=dict)  # open move ranges: id → name
    waiting: list[Mark] = field(default_factory=list)  # comment ends between two paragraphs
    ranged: set[str] = field(default_factory=set)

    def pieces_of(self, parent: Element | None) -> None:
        for element in parent if parent is not None else ():
            name = local(element)
            if name == "p":
                self._paragraph(element)
            elif name == "tbl":
                self.lost["tables are read row by row as paragraphs; their lines and columns"] += 1
                for cell in with_name(element, "tc"):
                    if next(above for above in cell.iterancestors() if local(above) == "tbl") is element:
                        self.pieces_of(cell)
            elif name == "sdt":
                if not any(
                    "Table of Contents" in (attribute(e, "val") or "") for e in with_name(element, "docPartGallery")
                ):
                    self.pieces_of(child(element, "sdtContent"))
            elif name in ("customXml", "ins", "smartTag"):
                self.pieces_of(element)
            else:
                self._between(element, name, self.waiting)

    def finish(self) -> None:
        """Comment ends after the last paragraph belong to it."""
        if self.waiting and self.pieces:
            self.pieces[-1] = replace(self.pieces[-1], runs=(*self.pieces[-1].runs, *self.waiting))
        self.waiting = []

    def _paragraph(self, element: Element) -> None:
        properties = child(element, "pPr")
        style = attribute(child(properties, "pStyle"), "val") or ""
        if self.styles.is_contents(style):
            return
        runs: list[Run | Mark] = list(self.waiting)
        self.waiting = []
        look = Look()
        for part in element:
            if part is not properties:
                self._inline(part, None, None, runs, look)
        inserted, deleted = self._paragraph_mark(properties)
        if properties is not None:
            self._count_lost(properties)
        piece = Piece(self._level(properties, style), tuple(runs), self.styles.role(style), inserted, deleted)
        if any(isinstance(run, Run) and run.text.strip() for run in runs):
            self.pieces.append(piece)
            self.looks.append(look)
        else:
            self.waiting = [run for run in runs if isinstance(run, Mark)]

    def _level(self, properties: Element | None, style: str) -> int:
        own = attribute(child(properties, "outlineLvl"), "val")
        if own is not None and own.isdigit():
            return int(own) + 1 if int(own) < 9 else 0
        return self.styles.level(style)

    def _paragraph_mark(self, properties: Element | None) -> tuple[Track | None, Track | None]:
        mark = child(properties, "rPr")
        sides: list[Track | None] = []
        for names in (("ins", "moveTo"), ("del", "moveFrom")):
            found = next((e for e in (child(mark, name) for name in names) if e is not None), None)
            sides.append(self._track(found, local(found)) if found is not None else None)
        return sides[0], sides[1]

    def _track(self, element: Element, name: str) -> Track:
        move = next(reversed(self.moves.values()), "") if name in ("moveFrom", "moveTo") else ""
        return Track((attribute(element, "author") or "").strip(), attribute(element, "date") or "", move)

    def _inline(
        self, element: Element, inserted: Track | None, deleted: Track | None, runs: list[Run | Mark], look: Look
    ) -> None:
        name = local(element)
        if name == "r":
            self._run(element, inserted, deleted, runs, look)
        elif name in ("ins", "moveTo", "del", "moveFrom"):
            self.edits += 1
            track = self._track(element, name)
            if name in ("ins", "moveTo"):
                inserted = track
            else:
                deleted = track
            for part in element:
                self._inline(part, inserted, deleted, runs, look)
        elif name in _INTO:
            for part in element:
                self._inline(part, inserted, deleted, runs, look)
        else:
            self._between(element, name, runs)

    def _between(self, element: Element, name: str, into: list[Run | Mark] | list[Mark]) -> None:
        key = attribute(element, "id") or ""
        if name == "commentRangeStart":
            self.ranged.add(key)
            into.append(Mark("open", key))
        elif name == "commentRangeEnd":
            into.append(Mark("close", key))
        elif name in ("moveFromRangeStart", "moveToRangeStart"):
            self.moves[name[:6] + key] = attribute(element, "name") or key
        elif name in ("moveFromRangeEnd", "moveToRangeEnd"):
            self.moves.pop(name[:6] + key, None)
        elif name in _LOST:
            self.lost[_LOST[name]] += 1

    def _run(
        self, element: Element, inserted: Track | None, deleted: Track | None, runs: list[Run | Mark], look: Look
    ) -> None:
        properties = child(element, "rPr")
        self._count_lost(properties)
        if properties is not None and child(properties, "vanish") is not None:
            self.lost["hidden words"] += 1
            return
        text = ""
        for part in element:
            name = local(part)
            if name in ("t", "delText"):
                text += re.sub(r"[\r\n\t]+", " ", part.text or "").replace("\u00ad", "")
            elif name in _TEXT:
                text += _TEXT[name]
            elif name in ("footnoteReference", "endnoteReference", "commentReference"):
                text = _flush(text, inserted, deleted, runs)
                self._reference(part, name, runs)
            elif name in _LOST:
                self.lost[_LOST[name]] += 1
        look.add(text, properties)
        _flush(text, inserted, deleted, runs)

    def _reference(self, element: Element, name: str, runs: list[Run | Mark]) -> None:
        key = attribute(element, "id") or ""
        if name == "commentReference":
            if key not in self.ranged:
                runs.append(Mark("close", key))
        else:
            self.note_order.append(name[0] + key)
            runs.append(Mark("note", name[0] + key))

    def _count_lost(self, properties: Element | None) -> None:
        for entry in properties.iter() if properties is not None else ():
            if local(entry) in _LOST:
                self.lost[_LOST[local(entry)]] += 1


def _flush(text: str, inserted: Track | None, deleted: Track | None, runs: list[Run | Mark]) -> str:
    if text:
        runs.append(Run(text, inserted, deleted))
    return ""
