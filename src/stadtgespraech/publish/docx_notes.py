"""Footnotes and comments of the DOCX: the reasons, below the text and beside it."""

from __future__ import annotations

from collections.abc import Sequence

from stadtgespraech.checks.wording import EDITORS
from stadtgespraech.publish.calls import note_labels, note_texts
from stadtgespraech.publish.document import Document, Mark, Note
from stadtgespraech.publish.docx_styles import MUTED, value
from stadtgespraech.publish.markup import data, directions, element
from stadtgespraech.publish.signs import moved

MUTED_LETTERS = value("color", MUTED)
SUPERSCRIPT = value("rStyle", "FootnoteReference")


def run(text: str, look: str = "", tag: str = "w:t") -> str:
    """`text` as runs, cut where the direction of writing changes; a line break in it stays one."""
    pieces = []
    for piece, right_to_left in directions(text):
        layer = look + (value("rtl") + element("w:lang", {"w:bidi": "ar-SA"}) if right_to_left else "")
        lines = (element(tag, {"xml:space": "preserve"}, data(line)) for line in piece.split("\n"))
        pieces.append(element("w:r", None, element("w:rPr", None, layer) if layer else "", element("w:br").join(lines)))
    return "".join(pieces)


def paragraph(style: str, *content: str) -> str:
    return element("w:p", None, element("w:pPr", None, value("pStyle", style)), *content)


def signature(note: Note | None) -> dict[str, str | int | None]:
    """Who and when, as attributes: the round that asked and the change's day; no day where none is known."""
    date = note.date if note is not None and len(note.date) == 10 else ""
    return {
        "w:author": (note.author if note is not None else "") or EDITORS,
        "w:date": f"{date}T12:00:00Z" if date else None,
    }


class Footnotes:
    """The notes in the order of their calls. Where that is not 1, 2, 3, … each call prints its number itself."""

    def __init__(self, document: Document, calls: Sequence[int]) -> None:
        self.texts = note_texts(document)
        self.counted = list(calls) == list(range(1, len(calls) + 1))
        # Ids follow the calls: LibreOffice takes notes by their place, whatever their ids.
        self.ids = {number: place for place, number in enumerate(calls, 1)}

    def call(self, number: int) -> str:
        """The content of the run that calls note `number` for the first time."""
        if self.counted:
            return element("w:footnoteReference", {"w:id": self.ids[number]})
        call = element("w:footnoteReference", {"w:customMarkFollows": "1", "w:id": self.ids[number]})
        return call + element("w:t", None, str(number))

    def xml(self) -> str:
        notes = "".join(map(self.footnote, self.ids))
        return separator(-1, "separator") + separator(0, "continuationSeparator") + notes

    def footnote(self, number: int) -> str:
        sign = element("w:footnoteRef") if self.counted else element("w:t", None, str(number))
        mark = element("w:r", None, element("w:rPr", None, SUPERSCRIPT), sign)
        tab = element("w:r", None, element("w:tab"))
        labels, done, body = self.texts[number]
        words = run(labels, MUTED_LETTERS) + run(done, value("b") + value("bCs")) + run(body)
        return element("w:footnote", {"w:id": self.ids[number]}, paragraph("FootnoteText", mark, tab, words))


def separator(number: int, kind: str) -> str:
    line = element(
        "w:p",
        None,
        element("w:pPr", None, element("w:spacing", {"w:after": 60})),
        element("w:r", None, element(f"w:{kind}")),
    )
    return element("w:footnote", {"w:type": kind, "w:id": number}, line)


class Comments:
    """One comment where a change is first met, one at each end of a move, and one where its note is called again."""

    def __init__(self, document: Document) -> None:
        self.notes = {note.number: note for note in document.notes}
        self.labels = note_labels(document)
        self.written: list[str] = []
        self.met: set[tuple[int, str, int | None]] = set()

    def wrap(self, number: int, marks: Sequence[Mark], content: str, called: bool, way: str) -> str:
        """`content` with the comment that is due there, if any. `way` ("ins", "del"): the whole paragraph comes or
        goes, and the comment's call with it."""
        note = self.notes.get(number)
        ends = [mark for mark in marks if mark.other is not None and (number, mark.kind, mark.other) not in self.met]
        first = (number, "", None) not in self.met
        if note is None or not (first or ends or called):
            return content
        self.met |= {(number, "", None), *((number, mark.kind, mark.other) for mark in ends)}
        return self.around(self.comment(note, ends, first), content, note, way)

    def comment(self, note: Note, ends: Sequence[Mark], first: bool) -> int:
        index = len(self.written)
        lines = [*dict.fromkeys(map(cross_reference, ends))]
        head = " · ".join((*(self.labels[note.number] if first else ()), *lines))
        said = note.text if first else f"Siehe Anmerkung {note.number}."
        attributes = {"w:id": index, **signature(note), "w:initials": initials(note.author or EDITORS)}
        sign = element(
            "w:r", None, element("w:rPr", None, value("rStyle", "CommentReference")), element("w:annotationRef")
        )
        bold = value("b") + value("bCs")
        paragraphs = [run(head, bold)] if head else []
        paragraphs.append(run(said))
        content = "".join(
            paragraph("CommentText", sign if not place else "", text) for place, text in enumerate(paragraphs)
        )
        self.written.append(element("w:comment", attributes, content))
        return index

    @staticmethod
    def around(index: int, content: str, note: Note, way: str) -> str:
        name = {"w:id": index}
        look = element("w:rPr", None, value("rStyle", "CommentReference"))
        call = element("w:r", None, look, element("w:commentReference", name))
        if way:
            # No range: with one, LibreOffice 7 gives the next paragraph the style of the one that goes. Ids of tracked
            # changes must differ from each other only; these are numbered apart, far above the others.
            return content + element(f"w:{way}", {"w:id": 1_000_000 + index, **signature(note)}, call)
        if not content:
            return call
        return element("w:commentRangeStart", name) + content + element("w:commentRangeEnd", name) + call


def cross_reference(mark: Mark) -> str:
    """What a comment says at one end of a move."""
    return f"{'←' if mark.kind == 'moved-here' else '→'} {mark.other} {moved(mark)}"


def initials(name: str) -> str:
    """The first letters and numbers of the words of a round's name: "Dezernat 6" → "D6"."""
    return "".join(word[0] for word in name.split() if word[0].isalnum())[:4]
