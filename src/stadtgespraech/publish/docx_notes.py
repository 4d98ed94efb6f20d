"""Footnotes and comments of the DOCX: the reasons, below the text and beside it."""

from __future__ import annotations

from collections.abc import Sequence

from stadtgespraech.publish.document import Document, Mark, Note
from stadtgespraech.publish.docx_styles import value
from stadtgespraech.publish.markup import data, directions, element

EDITORS = "Redaktion"  # where a change names no round, the editors acted alone

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
    """The notes in the order of their calls. Where that is not 1, 2, 3, … each call prints its number itself.

    `hints` are notes of this format's own, called "*", "**", … before all others. They are two wherever there are
    comments: LibreOffice 7 mixes the notes up where a comment stands between the first and the second call.
    """

    def __init__(self, document: Document, calls: Sequence[int], hints: Sequence[str] = ()) -> None:
        self.notes = {note.number: note for note in document.notes}
        self.calls = [number for number in dict.fromkeys(calls) if number in self.notes]
        self.counted = self.calls == list(range(1, len(self.calls) + 1))
        self.hints = hints
        # Ids follow the calls: LibreOffice takes notes by their place, whatever their ids.
        self.ids = {number: place for place, number in enumerate(self.calls, len(hints) + 1)}

    def call(self, number: int) -> str:
        """The content of the run that calls note `number` for the first time."""
        if self.counted:
            return element("w:footnoteReference", {"w:id": self.ids[number]})
        return own_call(self.ids[number], str(number))

    def call_hint(self, place: int) -> str:
        """The run that calls hint `place` (from 1)."""
        return element("w:r", None, element("w:rPr", None, SUPERSCRIPT), own_call(place, "*" * place))

    def xml(self) -> str:
        hints = "".join(
            footnote(place, element("w:t", None, "*" * place), run(text)) for place, text in enumerate(self.hints, 1)
        )
        notes = "".join(self.footnote(number) for number in self.calls)
        return separator(-1, "separator") + separator(0, "continuationSeparator") + hints + notes

    def footnote(self, number: int) -> str:
        sign = element("w:footnoteRef") if self.counted else element("w:t", None, str(number))
        return footnote(self.ids[number], sign, self.words(self.notes[number]))

    @staticmethod
    def words(note: Note) -> str:
        """Origin, what, why, as far as they are known apart; else the whole."""
        if not (note.what or note.why):
            return run(note.text)
        origin = run(f"{note.origin} ", value("b") + value("bCs")) if note.origin else ""
        return origin + run(" ".join(part for part in (note.what, note.why) if part))


def own_call(index: int, sign: str) -> str:
    """A call that prints `sign` in place of the program's own count."""
    return element("w:footnoteReference", {"w:customMarkFollows": "1", "w:id": index}) + element("w:t", None, sign)


def footnote(index: int, sign: str, words: str) -> str:
    mark = element("w:r", None, element("w:rPr", None, SUPERSCRIPT), sign)
    content = paragraph("FootnoteText", mark, element("w:r", None, element("w:tab")), words)
    return element("w:footnote", {"w:id": index}, content)


def separator(number: int, kind: str) -> str:
    line = element(
        "w:p",
        None,
        element("w:pPr", None, element("w:spacing", {"w:after": 60})),
        element("w:r", None, element(f"w:{kind}")),
    )
    return element("w:footnote", {"w:type": kind, "w:id": number}, line)


class Comments:
    """One comment where a change is first met, and one at each end of a move."""

    def __init__(self, document: Document) -> None:
        self.notes = {note.number: note for note in document.notes}
        self.written: list[str] = []
        self.met: set[tuple[int, str, int | None]] = set()

    def wrap(self, number: int, marks: Sequence[Mark], content: str, labels: Sequence[str] = (), way: str = "") -> str:
        """`content` with the comment that is due there, if any. `way` ("ins", "del"): the whole paragraph comes or
        goes, and the comment's call with it."""
        note = self.notes.get(number)
        ends = [mark for mark in marks if mark.other is not None and (number, mark.kind, mark.other) not in self.met]
        first = (number, "", None) not in self.met
        if note is None or not (first or ends):
            return content
        self.met |= {(number, "", None), *((number, mark.kind, mark.other) for mark in ends)}
        return self.around(self.comment(note, ends, first, labels), content, note, way)

    def comment(self, note: Note, ends: Sequence[Mark], first: bool, labels: Sequence[str]) -> int:
        index = len(self.written)
        lines = [*dict.fromkeys(map(cross_reference, ends))]
        head = " · ".join((*labels, *lines))
        said = note.text if first else f"Begründung: siehe Anmerkung {note.number}."
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
            # Ids of tracked changes must differ from each other only; these are numbered apart, far above the others.
            call = element(f"w:{way}", {"w:id": 1_000_000 + index, **signature(note)}, call)
        if not content:
            return call
        return element("w:commentRangeStart", name) + content + element("w:commentRangeEnd", name) + call


def cross_reference(mark: Mark) -> str:
    """What a comment says at one end of a move."""
    where = f" „{mark.other_title}“" if mark.other_title else ""
    if mark.kind == "moved-here":
        return f"← {mark.other} verschoben von{where or ' anderer Stelle'}"
    return f"→ {mark.other} verschoben nach{where or ' anderer Stelle'}"


def initials(name: str) -> str:
    """The first letters and numbers of the words of a round's name: "Dezernat 6" → "D6"."""
    return "".join(word[0] for word in name.split() if word[0].isalnum())[:4]
