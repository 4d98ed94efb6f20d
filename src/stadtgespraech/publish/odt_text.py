"""Inline text of the ODT: runs with their marks, footnotes, links.

What a mark is says its style: `Inserted`, `Deleted`, `Moved_here`, `Moved_away`, with `_blank` for the blanks at its
ends, `_sign` for the sign of a paragraph that came or went, and `_sample` in the legend, which is no change. `Spoken`,
`End` and `Air` are for readers and no words of the text. So dropping what was deleted and moved away leaves the new
text, dropping what was inserted and moved here the base.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from stadtgespraech.publish.calls import moved_ends, note_texts
from stadtgespraech.publish.document import Document, Heading, Inline, Link, Mark, NoteRef, Paragraph, Run
from stadtgespraech.publish.markup import data, element
from stadtgespraech.publish.signs import WEB, break_speech, end, end_anchors, leading_calls, spaced, speech

LOOKS = {"insert": "Inserted", "delete": "Deleted", "moved-here": "Moved_here", "moved-away": "Moved_away"}


class Text:
    """The inlines of one document; it remembers which ends of moves and which calls it has drawn."""

    def __init__(self, document: Document, calls: Sequence[int]) -> None:
        self.notes = note_texts(document)
        self.counted = list(calls) == list(range(1, len(calls) + 1))
        self.called = set(calls)
        self.anchors = {block.anchor for block in document.blocks if isinstance(block, Heading) and block.anchor}
        self.ends: set[str] = set()
        self.targets = set(moved_ends(document.blocks))

    def block(self, block: Heading | Paragraph, noun: str) -> str:
        """The sign of a block that came or went with the calls that belong to it, then the words."""
        if block.mark is None:
            return self.inlines(block.inlines)
        start = leading_calls(block.inlines)
        sign = spoken(break_speech(block.mark, noun)) + span(f"{LOOKS[block.mark.kind]}_sign", "¶")
        return sign + self.inlines(block.inlines[:start]) + AIR + self.inlines(block.inlines[start:])

    def inlines(self, inlines: Sequence[Inline]) -> str:
        drawn = []
        last: Inline | None = None
        for item in inlines:
            drawn.append((AIR if touching(last, item) else "") + self.inline(item))
            last = item
        return "".join(drawn)

    def inline(self, item: Inline) -> str:
        if isinstance(item, NoteRef):
            return self.call(item)
        if isinstance(item, Link):
            return self.link(item)
        if item.mark is not None:
            return self.marked(item, item.mark)
        return span("Strong", words(item.text)) if item.strong else words(item.text)

    def marked(self, item: Run, mark: Mark) -> str:
        look = LOOKS[mark.kind]
        before, inner, after = spaced(item.text)
        start, stop = (span(f"{look}_blank", words(text)) if mark.change else words(text) for text in (before, after))
        if not inner:
            return start
        content = span("Strong", words(inner)) if item.strong else words(inner)
        word = span(look if mark.change else f"{look}_sample", content)
        if mark.other is not None:
            word = self.moved(word, mark)
        return spoken(speech(mark)) + start + word + stop

    def moved(self, word: str, mark: Mark) -> str:
        """`word` with the arrow that leads to the other end."""
        own, others = end_anchors(mark)
        sign = span("End", data(end(mark)))
        if mark.change and others in self.targets:
            look = {"text:style-name": "End", "text:visited-style-name": "End"}
            sign = element("text:a", {"xlink:type": "simple", "xlink:href": f"#{others}", **look}, sign)
        drawn = sign + AIR + word if mark.kind == "moved-here" else word + AIR + sign
        if not mark.change or own in self.ends:
            return drawn
        self.ends.add(own)
        return self.bookmarked(own, drawn)

    def call(self, ref: NoteRef) -> str:
        if ref.note not in self.called:
            return ""
        if not ref.first:
            refer = {"text:note-class": "footnote", "text:reference-format": "text", "text:ref-name": f"ftn{ref.note}"}
            return span("Footnote_20_anchor", element("text:note-ref", refer, str(ref.note)))
        number = str(ref.note)
        citation = element("text:note-citation", None if self.counted else {"text:label": number}, number)
        body = element("text:note-body", None, element("text:p", {"text:style-name": "Footnote"}, self.said(ref.note)))
        drawn = element("text:note", {"text:id": f"ftn{ref.note}", "text:note-class": "footnote"}, citation, body)
        return self.bookmarked(f"n{ref.note}", drawn)

    def said(self, number: int) -> str:
        labels, done, body = self.notes[number]
        return element("text:tab") + span("Muted", words(labels)) + span("Strong", words(done)) + words(body)

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


AIR = span("Air", "\u2009")


def touching(last: Inline | None, item: Inline) -> bool:
    """Whether two marks meet without a blank, so that they need a little air."""
    if not (isinstance(last, Run) and isinstance(item, Run)) or last.mark is None or item.mark is None:
        return False
    return last.mark.kind != item.mark.kind and not (last.text[-1:].isspace() or item.text[:1].isspace())


_BLANKS = re.compile("\n|\t|  +|^ | $")


def words(text: str) -> str:
    """Character data in which no blank is lost: the format joins them where they are not written as elements."""

    def blank(match: re.Match[str]) -> str:
        found = match[0]
        if found in "\n\t":
            return element("text:line-break" if found == "\n" else "text:tab")
        return element("text:s", {"text:c": len(found)})

    return _BLANKS.sub(blank, data(text))
