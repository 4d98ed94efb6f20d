"""What came back in a document that was handed out for working on: proposals, remarks, and what was not understood."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from stadtgespraech.records.text import Edit, Slice

UNREAD_REASONS = (
    "moved",  # a paragraph was moved
    "margin",  # in a header or footer
    "note",  # in a footnote or endnote
    "box",  # in a text box, table or picture
    "base",  # the file says something else than the edition, and no recorded change says why
    "conflict",  # a change that touches such a place
    "structure",  # a title taken out, joined or moved; statements run together
    "outside",  # beside the texts: in the instructions, or in a paragraph that the edition does not have
    "unanchored",  # a comment whose place is not in the text
    "empty",  # a comment without words
)
FRAME = "_sg_frame"
_BOOKMARK = re.compile(r"_sg_(\d{1,9})_(\d{1,9})")


@dataclass(frozen=True, slots=True)
class Proposed:
    """Edits of one place, counted in the text at the revision that was handed out. `passage` are the words they are
    about, `owner` whose they are; `records` is how many recorded changes of the file they stand for."""

    edits: tuple[Edit, ...]
    owner: str
    passage: tuple[Slice, ...]
    records: int


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment with its replies, nobody's name. `whole`: it was set at a place without words of the text; then the
    passage is the paragraph. `quote` is what it was set at, as the file reads with all changes accepted."""

    words: str
    owner: str
    passage: tuple[Slice, ...]
    quote: str = ""
    replies: tuple[str, ...] = ()
    resolved: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that a person has to look at. `reason` is one of UNREAD_REASONS, `words` what it says, `owner` and
    `paragraph` (0: the title) where it stands, "" and None where that is in no text. `records` counts recorded changes,
    `comments` comments."""

    reason: str
    words: str
    owner: str = ""
    paragraph: int | None = None
    records: int = 0
    comments: int = 0


@dataclass(frozen=True, slots=True)
class Returned:
    """All of a file. `records` and `comments` count what it holds: each is in `proposals`, `remarks`, `unread`, or was
    `set_aside` on purpose, which says what and how often."""

    revision: int
    proposals: tuple[Proposed, ...] = ()
    remarks: tuple[Remark, ...] = ()
    unread: tuple[Unread, ...] = ()
    set_aside: dict[str, int] = field(default_factory=dict)
    records: int = 0
    comments: int = 0

    @property
    def lost(self) -> tuple[int, int]:
        """How many recorded changes and comments are nowhere: (0, 0), or the reader is broken."""
        there = sum(item.records for item in self.proposals) + sum(item.records for item in self.unread)
        aside = sum(self.set_aside.get(name, 0) for name in WITHOUT_EFFECT)
        said = sum(1 + len(item.replies) for item in self.remarks) + sum(item.comments for item in self.unread)
        return self.records - there - aside, self.comments - said


WITHOUT_EFFECT = ("no-effect",)


def bookmark(revision: int, block: int) -> str:
    """The name by which a paragraph is known again: block `block` of the text at `revision`. Names that begin with an
    underscore are hidden by word processors, and at most 40 characters long."""
    return f"_sg_{revision}_{block}"


def bookmarked(name: str) -> tuple[int, int] | None:
    """(revision, block) of a paragraph's bookmark; None for any other."""
    found = _BOOKMARK.fullmatch(name)
    return (int(found[1]), int(found[2])) if found else None
