"""What a rich document says, free of its format: pieces with their recorded edits, notes, comments.

Readers of DOCX, ODT and Markdown make a Paper; `assembly` makes a Process of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Track:
    """One recorded edit as the file keeps it. `move` names the move it is an end of, "" where it is none."""

    author: str = ""
    date: str = ""  # ISO date and time as written, "" where missing
    move: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Text without newlines. Both set: brought in by one edit and taken out by another."""

    text: str
    inserted: Track | None = None
    deleted: Track | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A place between runs: `kind` is "note" (a mark of note `id`), "open" or "close" (of comment `id`)."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph or heading. `level` is 0 for text, 1 and up for headings; `role` is "title", "subtitle" or "".

    `inserted` and `deleted` tell of the piece's end as word processors record it: the break to the next piece.
    """

    level: int
    runs: tuple[Run | Mark, ...]
    role: str = ""
    inserted: Track | None = None
    deleted: Track | None = None

    def text(self, *, final: bool = True) -> str:
        """The piece with all its edits accepted, or (final=False) all rejected."""
        return "".join(
            run.text for run in self.runs if isinstance(run, Run) and (run.deleted if final else run.inserted) is None
        )


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote or endnote; `label` as the document prints it."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Comment:
    author: str
    date: str
    text: str


@dataclass(frozen=True, slots=True)
class Paper:
    pieces: tuple[Piece, ...]
    notes: dict[str, Note] = field(default_factory=dict)
    comments: dict[str, Comment] = field(default_factory=dict)
    read: dict[str, int] = field(default_factory=dict)
    uncertain: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
