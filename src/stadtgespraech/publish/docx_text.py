"""Inline text of the DOCX: runs, tracked changes, calls of notes, links."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stadtgespraech.publish.document import Document, Inline, Link, Mark, NoteRef, Run
from stadtgespraech.publish.docx_marks import side
from stadtgespraech.publish.docx_notes import Comments, Footnotes, run, signature
from stadtgespraech.publish.docx_styles import DRAWN, value
from stadtgespraech.publish.markup import element
from stadtgespraech.publish.signs import WEB, end

Segment = tuple[int, list[Inline]]


class Text:
    """The inlines of one document; counts ids, so that every tracked change and bookmark has its own."""

    def __init__(self, document: Document, notes: Footnotes, comments: Comments, anchors: set[str]) -> None:
        self.by_number = {note.number: note for note in document.notes}
        self.notes, self.comments, self.anchors = notes, comments, anchors
        self.addresses: dict[str, str] = {}  # web address → relationship
        self.count = 0
        self.called = 0  # footnotes called so far

    def next_id(self) -> int:
        self.count += 1
        return self.count

    def inlines(self, inlines: Sequence[Inline], way: str = "") -> str:
        """`way`: the block comes ("ins") or goes ("del") whole, with the calls of its notes."""
        return "".join(self.segment(number, items, way) for number, items in segments(inlines))

    def segment(self, number: int, items: Sequence[Inline], way: str) -> str:
        refs = [item for item in items if isinstance(item, NoteRef)]
        rest = [item for item in items if not isinstance(item, NoteRef)]
        marks = [item.mark for item in rest if isinstance(item, Run) and item.mark is not None]
        content = "".join(self.inline(item, way) for item in rest)
        before, calls = self.called, "".join(self.inline(ref, way) for ref in refs)
        if not marks and not refs:
            return content
        # LibreOffice 7 mixes the footnotes up where a comment stands between the first call and the second. So there is
        # none there, and the second call's own comment stands behind it.
        if before == 1:
            whole = content + calls
            return whole if self.called == 1 else self.comments.wrap(number, marks, whole, bool(refs), way)
        return self.comments.wrap(number, marks, content, bool(refs), way) + calls

    def inline(self, item: Inline, way: str) -> str:
        if isinstance(item, Run):
            return self.run(item)
        if isinstance(item, Link):
            return self.link(item)
        # A further call of the same note is a comment alone: printed digits would be words of the accepted text. A call
        # goes with its paragraph; elsewhere it is not tracked: LibreOffice 7 stretches it over the paragraph's end.
        call = self.call(item.note) if item.first else ""
        return self.track(way, item.note, call) if way and call else call

    def run(self, item: Run) -> str:
        bold = value("b") + value("bCs") if item.strong else ""
        mark = item.mark
        if mark is None:
            return run(item.text, bold)
        if not mark.change:
            return run(specimen(item.text, mark), value("rStyle", DRAWN[mark.kind]) + bold)
        way = side(mark)
        return self.track(way, mark.note, run(item.text, bold, "w:delText" if way == "del" else "w:t"))

    def track(self, way: str, note: int, content: str) -> str:
        """`content` as inserted ("ins") or deleted ("del") by the round that note `note` names."""
        return element(f"w:{way}", {"w:id": self.next_id(), **signature(self.by_number.get(note))}, content)

    def paragraph_mark(self, mark: Mark | None) -> str:
        """The look of a paragraph's end that came or went; "" for one that stays."""
        if mark is None:
            return ""
        attributes = {"w:id": self.next_id(), **signature(self.by_number.get(mark.note))}
        return element("w:rPr", None, element(f"w:{side(mark)}", attributes))

    def call(self, number: int) -> str:
        if number not in self.by_number:
            return ""
        self.called += 1
        look = element("w:rPr", None, value("rStyle", "FootnoteReference"))
        return self.bookmarked(f"n{number}", element("w:r", None, look, self.notes.call(number)))

    def link(self, item: Link) -> str:
        if item.target.startswith(WEB):
            name = self.addresses.setdefault(item.target, f"rIdLink{len(self.addresses) + 1}")
            return element("w:hyperlink", {"r:id": name}, run(item.text, value("rStyle", "Hyperlink")))
        if item.target in self.anchors:
            attributes = {"w:anchor": bookmark(item.target), "w:history": "1"}
            return element("w:hyperlink", attributes, run(item.text, value("rStyle", "Hyperlink")))
        return run(item.text)

    def bookmarked(self, anchor: str, content: str) -> str:
        number = self.next_id()
        start = element("w:bookmarkStart", {"w:id": number, "w:name": bookmark(anchor)})
        return start + content + element("w:bookmarkEnd", {"w:id": number})


def segments(inlines: Sequence[Inline]) -> list[Segment]:
    """Inlines cut where the note that explains them changes (0: none). A call joins the run that it explains."""
    found: list[Segment] = []
    for item in inlines:
        if isinstance(item, NoteRef):
            number = item.note
        else:
            mark = item.mark if isinstance(item, Run) else None
            number = mark.note if mark is not None and mark.change else 0
        if found and found[-1][0] == number:
            found[-1][1].append(item)
        else:
            found.append((number, [item]))
    return found


def specimen(text: str, mark: Mark) -> str:
    if mark.kind == "moved-away":
        return f"{text} {end(mark)}"
    return f"{end(mark)} {text}" if mark.kind == "moved-here" else text


def bookmark(anchor: str) -> str:
    """A name that Word takes: a letter first, then letters, digits and low lines, at most 40."""
    return "a_" + re.sub(r"\W", "_", anchor)[:38]
