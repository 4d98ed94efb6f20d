"""OpenDocument texts (ODT) as papers: headings, text, recorded edits, comments, footnotes and endnotes.

Recorded insertions are ranges between two points of the text; recorded deletions keep what they took in a list at the
top and a point in the text (OpenDocument 1.3, part 3, 5.5).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from stadtgespraech.ingest.archive import Archive, ReadError
from stadtgespraech.ingest.paper import Comment, Mark, Note, Paper, Piece, Run, Track
from stadtgespraech.ingest.xml import attribute, child, local, with_name

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_INTO = {"list", "list-item", "list-header", "section", "index-body", "numbered-paragraph"}
_INLINE = {"span", "a", "ruby", "ruby-base", "meta", "meta-field", "bookmark-ref", "reference-ref", "page-number"}
_LOST = {
    "frame": "pictures and text boxes",
    "custom-shape": "pictures and text boxes",
    "format-change": "recorded changes of formatting",
}


def read_odt(archive: Archive) -> Paper:
    """The paper in an opened ODT. Raises ReadError where it is encrypted, damaged, or declares a document type."""
    if "META-INF/manifest.xml" in archive.names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise ReadError(f"{archive.name}: encrypted; save it without a password")
    root = archive.xml("content.xml")
    text = child(child(root, "body"), "text")
    if text is None:
        raise ReadError(f"{archive.name}: holds no text document; save it as ODT or DOCX")
    reader = _Reader(_parents(root), _regions(text))
    reader.lost["recorded changes of formatting"] += len(with_name(text, "format-change"))
    reader.blocks(text)
    reader.finish()
    lost = [f"{count} {what} are not read" for what, count in sorted(reader.lost.items()) if count]
    return Paper(
        pieces=tuple(reader.pieces),
        notes=reader.notes,
        comments={key: comment for key, comment in reader.comments.items() if comment.text},
        read={
            "paragraphs": len(reader.pieces),
            "notes": len(reader.notes),
            "comments": len(reader.comments),
            "recorded edits": len(reader.regions),
        },
        lost=(*lost, *_outside(archive)),
    )


def _outside(archive: Archive) -> Iterator[str]:
    if any(name.startswith(("Basic/", "Scripts/")) for name in archive.names):
        yield "macros (Basic) are not read and never run"
    if "styles.xml" in archive.names:
        edits = len(with_name(archive.xml("styles.xml"), "changed-region"))
        if edits:
            yield f"{edits} recorded edits in headers and footers are not read"


def _parents(root: Element) -> dict[str, str]:
    """By automatic style the named style it is based on."""
    return {
        attribute(style, "name") or "": attribute(style, "parent-style-name") or ""
        for style in with_name(root, "style")
        if attribute(style, "family") == "paragraph"
    }


@dataclass(frozen=True, slots=True)
class _Region:
    """A recorded edit; `gone` holds the paragraphs a deletion took."""

    track: Track
    gone: tuple[Element, ...] = ()


def _regions(text: Element) -> dict[str, _Region]:
    found = {}
    for region in with_name(text, "changed-region"):
        insertion, deletion = child(region, "insertion"), child(region, "deletion")
        side = insertion if insertion is not None else deletion
        if side is None:
            continue
        info = child(side, "change-info")
        track = Track(_words(child(info, "creator")), _words(child(info, "date")))
        gone = tuple(entry for entry in side if local(entry) in ("p", "h")) if deletion is not None else ()
        found[attribute(region, "id") or ""] = _Region(track, gone)
    return found


def _words(element: Element | None) -> str:
    return " ".join("".join(str(part) for part in element.itertext()).split()) if element is not None else ""


@dataclass
class _Reader:
    """Walks the text once, in document order; `open` are the insertions around the current place."""

    parents: dict[str, str]
    regions: dict[str, _Region]
    pieces: list[Piece] = field(default_factory=list)
    notes: dict[str, Note] = field(default_factory=dict)
    comments: dict[str, Comment] = field(default_factory=dict)
    lost: Counter[str] = field(default_factory=Counter)
    open: dict[str, Track] = field(default_factory=dict)
    runs: list[Run | Mark] = field(default_factory=list)
    level: int = 0

    def blocks(self, parent: Element) -> None:
        for element in parent:
            name = local(element)
            if name in ("p", "h"):
                self._paragraph(element)
            elif name in _INTO:
                self.blocks(element)
            elif name == "table":
                self.lost["tables are read row by row as paragraphs; their lines and columns"] += 1
                for cell in with_name(element, "table-cell"):
                    if next(above for above in cell.iterancestors() if local(above) == "table") is element:
                        self.blocks(cell)
            elif name not in ("table-of-content", "tracked-changes", "alphabetical-index"):
                self._inline_element(element)

    def finish(self) -> None:
        """Marks after the last paragraph belong to it."""
        if self.runs and self.pieces:
            self.pieces[-1] = replace(self.pieces[-1], runs=(*self.pieces[-1].runs, *self.runs))

    def _paragraph(self, element: Element) -> None:
        style = attribute(element, "style-name") or ""
        named = self.parents.get(style) or style
        role = {"title": "title", "titel": "title", "subtitle": "subtitle", "untertitel": "subtitle"}.get(
            named.lower(), ""
        )
        self.level = _level(element)
        self._inline(element)
        self._end_piece(self.level, next(reversed(self.open.values()), None), None, role)

    def _end_piece(self, level: int, inserted: Track | None, deleted: Track | None, role: str = "") -> None:
        if any(isinstance(run, Run) and run.text.strip() for run in self.runs):
            self.pieces.append(Piece(level, tuple(self.runs), role, inserted, deleted))
            self.runs = []
        else:
            self.runs = [run for run in self.runs if isinstance(run, Mark)]

    def _inline(self, element: Element) -> None:
        self._add(element.text)
        for part in element:
            if isinstance(part.tag, str):
                self._inline_element(part)
            self._add(part.tail)

    def _inline_element(self, part: Element) -> None:
        name = local(part)
        key = attribute(part, "change-id") or ""
        if name in _INLINE:
            self._inline(part)
        elif name in ("s", "tab", "line-break"):
            self._add(" ")
        elif name == "change-start" and key in self.regions:
            self.open[key] = self.regions[key].track
        elif name == "change-end":
            self.open.pop(key, None)
        elif name == "change" and key in self.regions:
            self._deleted(self.regions[key])
        elif name in ("note", "annotation", "annotation-end"):
            self._note(part) if name == "note" else self._comment(part, name)
        elif name in _LOST:
            self.lost[_LOST[name]] += 1

    def _add(self, text: str | None, deleted: Track | None = None) -> None:
        text = "".join(" " if char in "\n\r\t" else char for char in text or "").replace("\u00ad", "")
        if text:
            self.runs.append(Run(text, next(reversed(self.open.values()), None), deleted))

    def _deleted(self, region: _Region) -> None:
        """What a deletion took, put back where it stood; between its paragraphs, breaks that it took too."""
        for number, paragraph in enumerate(region.gone):
            if number:
                before = region.gone[number - 1]
                level = _level(before) if number > 1 or not _has_text(self.runs, region.track) else self.level
                self._end_piece(level, None, region.track)
            self._add("".join(str(part) for part in paragraph.itertext()), region.track)

    def _note(self, part: Element) -> None:
        key = attribute(part, "id") or f"n{len(self.notes)}"
        self.notes[key] = Note(_words(child(part, "note-citation")), _words(child(part, "note-body")))
        self.runs.append(Mark("note", key))

    def _comment(self, part: Element, name: str) -> None:
        key = attribute(part, "name") or f"c{len(self.comments)}"
        if name == "annotation-end":
            self.runs.append(Mark("close", key))
            return
        said = " ".join(_words(entry) for entry in part if local(entry) in ("p", "list"))
        parent = attribute(part, "parent-name") or ""
        if parent in self.comments:
            self.comments[parent] = replace(self.comments[parent], text=f"{self.comments[parent].text} – {said}")
            return
        self.comments[key] = Comment(
            _words(child(part, "creator")), _words(child(part, "date")), " ".join(said.split())
        )
        ends = {attribute(entry, "name") for entry in with_name(part.getroottree().getroot(), "annotation-end")}
        self.runs.append(Mark("open" if key in ends else "close", key))


def _level(element: Element) -> int:
    level = attribute(element, "outline-level") or "1"
    return int(level) if local(element) == "h" and level.isdigit() else 0


def _has_text(runs: Sequence[Run | Mark], track: Track) -> bool:
    """Whether something other than this deletion stands in the paragraph already."""
    return any(isinstance(run, Run) and run.text.strip() and run.deleted is not track for run in runs)
