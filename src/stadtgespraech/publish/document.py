"""The format-free document: what a publication says, before any format says how.

`build` makes it from a process; one writer per format (`html.py`, `pdf.py`, `docx.py`, …) draws it and decides nothing.
A writer that needs to know a process has missed something here.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Mark:
    """Why a run is not plain. `kind`: insert | delete | moved-here | moved-away. `change` is the cause's number,
    `note` its footnote in this document. `other` is the number of the other end of a move, the same at both ends,
    and `other_title` the title of the statement where that end stands.

    A mark with `change` 0 is a specimen in the legend: it is drawn, but is no change (no tracking, no footnote)."""

    kind: str
    change: int
    note: int
    other: int | None = None
    other_title: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive characters with one mark (None: kept). `strong` is a layer, never a change."""

    text: str
    mark: Mark | None = None
    strong: bool = False


@dataclass(frozen=True, slots=True)
class NoteRef:
    """The call of footnote `note`, after the run before it. `first` is False where the note was called before."""

    note: int
    first: bool = True


@dataclass(frozen=True, slots=True)
class Link:
    """Text that points to `target`, the anchor of a block in this document or an absolute address."""

    text: str
    target: str


Inline = Run | NoteRef | Link


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` 1..4; `labels` are words for the margin ("Titel", "Reihenfolge", "Begriff"). A heading whose block
    itself came or went carries that mark in `mark`. `outline` is the title as it now reads, without marks and notes:
    for contents and bookmarks ("" where the plain inlines say the same). The cover is level 0 and not a block.
    `owner` ("statement:3") says that this is a block of the woven text: its runs are exactly the woven characters."""

    level: int
    inlines: tuple[Inline, ...]
    anchor: str = ""
    labels: tuple[str, ...] = ()
    mark: Mark | None = None
    outline: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`role`: body | lead | motto | date | caption | small | gap. `mark` as in Heading: paragraph break inserted,
    deleted or moved. A "gap" stands for unchanged paragraphs that the edition "changes" leaves out. `owner` as in
    Heading; a woven block without words and mark (the title of an untitled section) draws nothing."""

    inlines: tuple[Inline, ...]
    role: str = "body"
    labels: tuple[str, ...] = ()
    mark: Mark | None = None
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[tuple[Inline, ...], ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows are as long as `header`; `widths` are shares of the line (sum 1) or empty."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[tuple[Inline, ...], ...], ...]
    widths: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing by the server: complete SVG text, and the same in words (R12)."""

    svg: str
    description: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A new page where the format has pages."""


BlockItem = Heading | Paragraph | Bullets | Table | Figure | PageBreak


@dataclass(frozen=True, slots=True)
class Note:
    """One footnote: origin · what was changed · why (R48). `text` is the whole, as printed. `author` is the round
    and `date` the day (ISO, "" unknown) that a word processor shows beside the change. `kinds` and `rounds` as in the
    change."""

    number: int
    change: int
    text: str
    origin: str = ""
    what: str = ""
    why: str = ""
    kinds: tuple[str, ...] = ()
    author: str = ""
    date: str = ""
    legacy: bool = False
    rounds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A whole publication. `edition`: marked | clean | changes. `checks` are (label, value) pairs of the page
    "How this was checked", which also stand in `blocks`. Writers draw the cover from the fields and `compared`
    ("verglichen mit dem Entwurf vom 9. März 2026", "" in a clean edition); `blocks` follow it."""

    title: str
    subtitle: str
    city: str
    motto: str
    as_of: str  # as printed: "26. Mai 2025"
    date: str  # ISO, "" where unknown; the documents' creation date
    language: str
    edition: str
    edition_label: str  # "Markierte Fassung"
    identifier: str  # stable URN, for EPUB and JSON-LD
    blocks: tuple[BlockItem, ...]
    notes: tuple[Note, ...]
    checks: tuple[tuple[str, str], ...] = field(default=())
    compared: str = ""
    base: int = 0  # the weave's revisions that are compared; in a clean edition both are the text's own
    revision: int = 0


def plain(inlines: tuple[Inline, ...]) -> str:
    """The words of `inlines` as they now read: kept, inserted and moved here; no notes."""
    gone = ("delete", "moved-away")
    return "".join(
        item.text
        for item in inlines
        if isinstance(item, Link) or (isinstance(item, Run) and (item.mark is None or item.mark.kind not in gone))
    )


def called(inlines: tuple[Inline, ...]) -> tuple[int, ...]:
    """The notes called here for the first time, in order."""
    return tuple(item.note for item in inlines if isinstance(item, NoteRef) and item.first)
