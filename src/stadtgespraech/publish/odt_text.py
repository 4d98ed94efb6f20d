"""Inline text of the ODT: runs with their marks, footnotes, links."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stadtgespraech.publish.calls import note_labels
from stadtgespraech.publish.document import Document, Heading, Inline, Link, Mark, Note, NoteRef
from stadtgespraech.publish.markup import data, element

LOOKS = {"insert": "Inserted", "delete": "Deleted", "moved-here": "Moved", "moved-away": "Moved"}
SPOKEN = {"insert": "neu: ", "delete": "gestrichen: "}
WEB = ("https://", "http://", "mailto:")


class Text:
    """The inlines of one document; it remembers which ends of moves and which calls it has drawn."""

    def __init__(self, document: Document, calls: Sequence[int]) -> None:
        self.notes = {note.number: note for note in document.notes}
        self.labels = note_labels(document)
        self.counted = list(calls) == list(range(1, len(calls) + 1))
        self.called = set(calls)
        self.anchors = {block.anchor for block in document.blocks if isinstance(block, Heading) and block.anchor}
        self.ends: set[str] = set()

    def inlines(self, inlines: Sequence[Inline]) -> str:
        return "".join(map(self.inline, inlines))

    def inline(self, item: Inline) -> str:
        if isinstance(item, NoteRef):
            return self.call(item)
        if isinstance(item, Link):
            return self.link(item)
        text = span("Strong", words(item.text)) if item.strong else words(item.text)
        return text if item.mark is None else self.marked(item.text, text, item.mark)

    def marked(self, raw: str, text: str, mark: Mark) -> str:
        if not raw.strip():
            return span(LOOKS[mark.kind], text)
        if mark.kind in SPOKEN:
            return spoken(SPOKEN[mark.kind]) + span(LOOKS[mark.kind], text)
        here = mark.kind == "moved-here"
        way, other = ("an", "ab") if here else ("ab", "an")
        title = f"„{mark.other_title}“" if mark.other_title else "anderer Stelle"
        arrow = span("End", data(f"{'←' if here else '→'}\u202f{mark.other}"))
        if mark.change:
            arrow = element("text:a", {"xlink:type": "simple", "xlink:href": f"#v{mark.other}-{other}"}, arrow)
        said = spoken(f"verschoben {'von' if here else 'nach'} {title}: ")
        moved = span(LOOKS[mark.kind], text)
        drawn = f"{said}{arrow} {moved}" if here else f"{said}{moved} {arrow}"
        name = f"v{mark.other}-{way}"
        if not mark.change or name in self.ends:
            return drawn
        self.ends.add(name)
        return self.bookmarked(name, drawn)

    def marked_break(self, mark: Mark | None, noun: str) -> str:
        """A sign for a title or paragraph that came or went as a block."""
        if mark is None or not mark.change:
            return ""
        word = "gestrichen" if mark.kind in ("delete", "moved-away") else "neu"
        return spoken(f"{word}: {noun}. ") + span(LOOKS[mark.kind], "¶") + " "

    def call(self, ref: NoteRef) -> str:
        note = self.notes.get(ref.note)
        if note is None or ref.note not in self.called:
            return ""
        if not ref.first:
            refer = {"text:note-class": "footnote", "text:reference-format": "text", "text:ref-name": f"ftn{ref.note}"}
            return span("Footnote_20_anchor", element("text:note-ref", refer, str(ref.note)))
        number = str(ref.note)
        citation = element("text:note-citation", None if self.counted else {"text:label": number}, number)
        body = element("text:note-body", None, element("text:p", {"text:style-name": "Footnote"}, self.said(note)))
        drawn = element("text:note", {"text:id": f"ftn{ref.note}", "text:note-class": "footnote"}, citation, body)
        return self.bookmarked(f"n{ref.note}", drawn)

    def said(self, note: Note) -> str:
        """Its labels; then origin, what, why, as far as they are known apart, else the whole."""
        labels = "".join(f"{label} · " for label in self.labels[note.number])
        head = element("text:tab") + (span("Muted", words(labels)) if labels else "")
        if not (note.what or note.why):
            return head + words(note.text)
        origin = span("Strong", words(note.origin)) + " " if note.origin else ""
        return head + origin + words(" ".join(part for part in (note.what, note.why) if part))

    def link(self, item: Link) -> str:
        if item.target.startswith(WEB):
            target = item.target
        elif item.target in self.anchors or (item.target[:1] == "n" and item.target[1:] in map(str, self.called)):
            target = f"#{item.target}"
        else:
            return words(item.text)
        return element(
            "text:a", {"xlink:type": "simple", "xlink:href": target}, span("Internet_20_link", words(item.text))
        )

    @staticmethod
    def bookmarked(anchor: str, content: str) -> str:
        if not anchor:
            return content
        name = {"text:name": anchor}
        return element("text:bookmark-start", name) + content + element("text:bookmark-end", name)


def span(style: str, content: str) -> str:
    return element("text:span", {"text:style-name": style}, content) if content else ""


def spoken(text: str) -> str:
    return span("Spoken", words(text))


_BLANKS = re.compile("\n|\t|  +|^ | $")


def words(text: str) -> str:
    """Character data in which no blank is lost: the format joins them where they are not written as elements."""

    def blank(match: re.Match[str]) -> str:
        found = match[0]
        if found in "\n\t":
            return element("text:line-break" if found == "\n" else "text:tab")
        return element("text:s", {"text:c": len(found)})

    return _BLANKS.sub(blank, data(text))
