"""The weave: all woven text of a product with its whole history, as one ordered list of slots.

An atom is what one edit brought in; a slot is a piece of an atom at one place, with the lives it had there; slots
split, but never leave or change places. Revision r is the text after r changes. Provenance is recorded, not guessed:
text, marks and blame of any revision are read off the lives.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from stadtgespraech.records import Block, Edit, FormatError, Insert, Slice, WeaveRows
from stadtgespraech.text import derivation, marking, passages, replay, undo
from stadtgespraech.text.edits import EditError, blocks_of, edited, first_rows
from stadtgespraech.text.marking import BlameRun, MarkedRun
from stadtgespraech.text.passages import Passage, PassageError, Places, Point
from stadtgespraech.text.rows import checked
from stadtgespraech.text.slots import Segment, living_indices, shared_segments, text_of
from stadtgespraech.text.undo import Elsewhere, Restore, UndoConflict

__all__ = [
    "BlameRun",
    "EditError",
    "Elsewhere",
    "FormatError",
    "MarkedRun",
    "Passage",
    "PassageError",
    "Point",
    "Restore",
    "UndoConflict",
    "Weave",
]

PLAIN = Block("text", "paragraph")
KEPT = 32  # answers that one weave remembers, the oldest forgotten first: each may be as large as the text
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Weave:
    """A value: every method that changes the text returns a new weave. Revisions are counted from 0, the first text;
    `revision=None` means the last. A revision that the weave does not have raises ValueError."""

    _rows: WeaveRows
    _known: dict[object, Any] = field(default_factory=dict, compare=False, repr=False)  # answers, made when first asked

    @classmethod
    def start(cls, blocks: Sequence[tuple[Block, str]]) -> Weave:
        """Revision 0: titles and paragraphs in order. Raises EditError where one holds a line feed."""
        return cls(first_rows(blocks))

    @classmethod
    def from_texts(cls, texts: Sequence[str]) -> Weave:
        """Each plain text one revision; paragraphs end at blank lines, single line ends within count as spaces.
        The edits between two texts are found by `derivation.edits`. No text gives the empty weave."""
        flat = ["".join("\n" + paragraph for paragraph in paragraphs(text)) for text in texts]
        weave = cls.start([(PLAIN, words) for words in flat[0].split("\n")[1:]] if flat else ())
        for old, new in itertools.pairwise(flat):
            weave = weave.apply(derivation.edits(old, new) if old != new else ())
        return weave

    @classmethod
    def from_rows(cls, rows: WeaveRows) -> Weave:
        """Read a stored weave. Raises FormatError naming the broken invariant and its place."""
        return cls(checked(rows))

    def rows(self) -> WeaveRows:
        """The weave as it is stored."""
        return self._rows

    @property
    def revisions(self) -> int:
        """The number of changes applied, which is the last revision."""
        return self._rows.revisions

    def apply(self, edits: Sequence[Edit], undoes: int | None = None) -> Weave:
        """One change, whole or not at all. Edits count characters of the last text, in any order of position; at one
        gap their pieces appear in the order given, after what is closed up to the gap. Raises EditError. With
        `undoes` the change is the undoing of that revision and has no edits of its own."""
        if undoes is None:
            return Weave(edited(self._rows, edits))
        if edits:
            raise EditError(
                f"a change that undoes revision {undoes} has no edits of its own; make them a second change"
            )
        return self.undo(undoes)

    def undo(self, revision: int, leave: bool = False) -> Weave:
        """One change that undoes `revision`: what it opened and still lives is closed, what it closed is reopened in
        place. Raises UndoConflict naming what lives elsewhere by now; with `leave` that stays where it is. Raises
        EditError where nothing of it is left to undo."""
        return Weave(undo.undone(self._rows, self._shared(), revision, leave))

    def offers(self, edits: Sequence[Edit]) -> tuple[Restore, ...]:
        """For edits not yet applied: which of their inserts type again what died at their very gap."""
        return undo.offers(self._rows, [edit for edit in edits if isinstance(edit, Insert)])

    def restore(self, offer: Restore) -> Weave:
        """One change that reopens dead words in place, so that their history and passages go on. Raises EditError."""
        return Weave(undo.restored(self._rows, self._shared(), offer))

    def at(self, revision: int) -> Weave:
        """The weave as it was when `revision` was its last."""
        return Weave(replay.cut(self._rows, self._revision(revision)).rows)

    def replay(self) -> Weave:
        """Rebuild the weave by doing all its changes again. Raises FormatError where that gives another weave."""
        return Weave(replay.replayed(self._rows))

    def text(self, revision: int | None = None) -> str:
        """The flat text: every title and paragraph begins with a line feed, and there are no others."""
        return text_of(self._rows, self._revision(revision))

    def blocks(self, revision: int | None = None) -> tuple[tuple[Block, str], ...]:
        """Titles and paragraphs in order, each with its words."""
        rows, number = self._rows, self._revision(revision)
        return self._answer(("blocks", number), lambda: blocks_of(rows, number, living_indices(rows, number)))

    def marked(self, a: int, b: int) -> tuple[MarkedRun, ...]:
        """What differs between revisions `a` and `b`, in either order, as runs in list order. Rejecting all marks
        (kept, deleted, moved-away) gives text(a), accepting all (kept, inserted, moved-here) text(b)."""
        return marking.marked(self._rows, self._shared(), self._revision(a), self._revision(b))

    def blame(self, revision: int | None = None) -> tuple[BlameRun, ...]:
        """The text with the revision that bore each character; the runs joined are the text."""
        return marking.blame(self._rows, self._revision(revision))

    def passage(self, start: int, end: int, revision: int | None = None) -> Passage:
        """The anchor for characters `start` up to `end` of text(revision). Raises PassageError outside the text."""
        return self.places(revision).passage(start, end)

    def locate(self, passage: Sequence[Slice], revision: int | None = None) -> tuple[tuple[int, int], ...]:
        """Where the passage's characters live, in passage order; empty when none does. Raises PassageError for
        characters the weave does not have."""
        return self.places(revision).locate(passage)

    def passage_text(self, passage: Sequence[Slice], revision: int | None = None) -> str:
        """What lives of the passage, in passage order: always a subsequence of what it was."""
        text = self.text(revision)
        return "".join(text[start:end] for start, end in self.locate(passage, revision))

    def passage_shown(self, passage: Sequence[Slice], revision: int | None = None) -> tuple[tuple[str, bool], ...]:
        """The passage as (words, whether its own): words inserted between are shown with it, not its own."""
        return passages.shown(self.places(revision), self.text(revision), passage)

    def tombstone(self, passage: Sequence[Slice], revision: int | None = None) -> int | None:
        """The revision that killed the last of the passage; None while something of it lives, or before its birth.
        What it said last is `passage_text(passage, that revision - 1)`."""
        return passages.tombstone(self.places(revision), passage)

    def point(self, at: int, revision: int | None = None) -> Point:
        """The anchor for the gap before character `at` of text(revision)."""
        return self.places(revision).point(at)

    def locate_point(self, point: Point, revision: int | None = None) -> int:
        """Where the gap is in text(revision): it follows what was moved around it, else stays at its left neighbour."""
        return passages.locate_point(self.places(point.revision), self.places(revision), point)

    def places(self, revision: int | None = None) -> Places:
        """Where every character of one revision stands; made once and kept."""
        number = self._revision(revision)
        return self._answer(("places", number), lambda: Places(self._rows, number))

    def _shared(self) -> Mapping[int, Sequence[Segment]]:
        return self._answer("shared", lambda: shared_segments(self._rows))

    def _answer(self, key: object, make: Callable[[], _T]) -> _T:
        found = self._known.get(key)
        if found is None:
            found = make()
            for oldest in list(self._known)[: len(self._known) - KEPT + 1]:
                self._known.pop(oldest, None)
            self._known[key] = found
        return cast(_T, found)

    def _revision(self, revision: int | None) -> int:
        if revision is None:
            return self._rows.revisions
        if not 0 <= revision <= self._rows.revisions:
            raise ValueError(f"revision {revision}: the weave has revisions 0 to {self._rows.revisions}")
        return revision


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a plain text: cut at blank lines, single line ends made spaces, outer spaces dropped."""
    found = re.split(r"\n[ \t]*(?:\n[ \t]*)+", text.replace("\r\n", "\n").replace("\r", "\n").strip())
    return [" ".join(line.strip() for line in words.split("\n")) for words in found if words]
