"""The weave against a slow reference: a list of single characters, each with the lives it had at its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stadtgespraech.records import (
    Atom,
    Block,
    Delete,
    Edit,
    FormatError,
    Insert,
    Life,
    Move,
    Process,
    Slot,
    WeaveRows,
    from_json,
    to_json,
)
from stadtgespraech.text.weave import EditError, UndoConflict, Weave

TITLE = Block("statement:1", "title")
FIRST = Block("statement:1", "paragraph")
OTHER = Block("statement:2", "paragraph")
BLOCKS = (TITLE, FIRST, OTHER)
START = ((TITLE, "Die Stadt"), (FIRST, "Alle gehen zu Fuß."), (OTHER, "Grün"))


@dataclass
class Cell:
    """One character at one place. `name` says which character it is: (change, count within it)."""

    name: tuple[int, int]
    char: str
    block: Block | None
    lives: list[list[int | None]]

    @property
    def is_open(self) -> bool:
        return self.lives[-1][1] is None

    def holds(self, revision: int) -> bool:
        return any(start <= revision and (end is None or revision < end) for start, end in self.lives)


@dataclass
class Reference:
    """The rules of the weave, written out a character at a time."""

    cells: list[Cell] = field(default_factory=list)
    revision: int = 0

    @classmethod
    def start(cls, blocks: tuple[tuple[Block, str], ...]) -> Reference:
        model = cls()
        for block, text in blocks:
            for char in "\n" + text:
                cell = Cell((0, len(model.cells)), char, block if char == "\n" else None, [[0, None]])
                model.cells.append(cell)
        return model

    def apply(self, edits: list[Edit]) -> None:
        self.revision += 1
        living = [cell for cell in self.cells if cell.is_open]
        new: dict[int, list[Cell]] = {}
        pieces: dict[int, list[Insert | Move]] = {}
        for edit in edits:
            if not isinstance(edit, Delete):
                pieces.setdefault(edit.at if isinstance(edit, Insert) else edit.to, []).append(edit)
        born = 0
        for at in sorted(pieces):
            for piece in pieces[at]:
                if isinstance(piece, Move):
                    for cell in living[piece.start : piece.end]:
                        new.setdefault(at, []).append(Cell(cell.name, cell.char, cell.block, [[self.revision, None]]))
                else:
                    blocks = iter(piece.blocks)
                    for char in piece.text:
                        block = next(blocks) if char == "\n" else None
                        new.setdefault(at, []).append(Cell((self.revision, born), char, block, [[self.revision, None]]))
                        born += 1
        for at, cells in new.items():
            place = self.place(living, at, cells[0].char == "\n")
            self.cells[place:place] = cells
        for edit in edits:
            if not isinstance(edit, Insert):
                for cell in living[edit.start : edit.end]:
                    cell.lives[-1][1] = self.revision

    def place(self, living: list[Cell], at: int, passes_blocks: bool) -> int:
        """Behind the left neighbour and the dead that follow it, but not behind a dead block start."""
        place = 1 + next(i for i, cell in enumerate(self.cells) if cell is living[at - 1]) if at else 0
        while place < len(self.cells) and not self.cells[place].is_open:
            if self.cells[place].char == "\n" and not passes_blocks:
                break
            place += 1
        return place

    def undo(self, revision: int) -> bool:
        """False where a person must decide or nothing is left; then nothing is changed."""
        opened = [cell for cell in self.cells if any(life[0] == revision for life in cell.lives)]
        closed = [cell for cell in self.cells if any(life[1] == revision for life in cell.lives)]
        closing = [cell for cell in opened if cell.is_open]
        reopening = []
        for cell in closed:
            alive = [other for other in self.cells if other.name == cell.name and other.is_open]
            if cell in alive:
                continue
            if alive and not any(alive[0] is other for other in closing):
                return False
            if alive or not any(other.name == cell.name for other in opened if other is not cell):
                reopening.append(cell)
        if (opened or closed) and not closing and not reopening:
            return False
        after = [
            cell
            for cell in self.cells
            if (cell.is_open and not any(cell is one for one in closing)) or any(cell is one for one in reopening)
        ]
        if after and after[0].char != "\n":
            return False
        self.revision += 1
        for cell in closing:
            cell.lives[-1][1] = self.revision
        for cell in reopening:
            cell.lives.append([self.revision, None])
        return True

    def text(self, revision: int) -> str:
        return "".join(cell.char for cell in self.cells if cell.holds(revision))

    def marked(self, a: int, b: int) -> list[tuple[str, str, int | None, tuple[int, ...]]]:
        low, high = min(a, b), max(a, b)
        result = []
        for cell in self.cells:
            before, after = cell.holds(low), cell.holds(high)
            if not before and not after:
                continue
            if before and after:
                result.append(("kept", cell.char, None, ()))
                continue
            lives = [life for other in self.cells if other.name == cell.name for life in other.lives]
            touched = {at for life in lives for at in life if at is not None and low < at <= high}
            holding = [life[0] for life in lives if life[0] <= high and (life[1] is None or high < life[1])]
            elsewhere = any(other.holds(low if after else high) for other in self.cells if other.name == cell.name)
            kind = ("moved-here" if elsewhere else "inserted") if after else "moved-away" if elsewhere else "deleted"
            cause = holding[0] if holding else max(life[1] for life in lives if life[1] is not None and life[1] <= high)
            if a > b:
                swap = {"inserted": "deleted", "deleted": "inserted"}
                swap |= {"moved-here": "moved-away", "moved-away": "moved-here"}
                kind = swap[kind]
            result.append((kind, cell.char, cause, tuple(sorted(touched - {cause}))))
        return result

    def blame(self, revision: int) -> list[tuple[str, int, int | None]]:
        living = [cell for cell in self.cells if cell.holds(revision)]
        return [
            (cell.char, cell.name[0], cell.lives[0][0] if cell.lives[0][0] != cell.name[0] else None) for cell in living
        ]


@st.composite
def changes(draw: st.DrawFn, length: int) -> list[Edit]:
    """Disjoint edits on a text of `length` characters, in any order."""
    cuts = sorted(draw(st.sets(st.integers(1, max(1, length)), max_size=6)) | {1, length}) if length else []
    edits: list[Edit] = []
    for start, end in pairwise(cuts):
        edit = draw(st.sampled_from(["keep", "keep", "delete", "move"]))
        if edit == "delete":
            edits.append(Delete(start, end))
        elif edit == "move":
            edits.append(Move(start, end, draw(st.sampled_from(cuts))))
    for at in draw(st.lists(st.sampled_from(cuts or [0]), max_size=3)):
        edits.append(draw(inserts(at, needs_block=not length)))
    return draw(st.permutations(edits))


@st.composite
def inserts(draw: st.DrawFn, at: int, needs_block: bool = False) -> Insert:
    text = draw(st.text("abcäöß \n", min_size=1, max_size=6))
    text = "\n" + text if needs_block else text
    return Insert(at, text, tuple(draw(st.sampled_from(BLOCKS)) for _ in range(text.count("\n"))))


@st.composite
def histories(draw: st.DrawFn, most: int = 7) -> tuple[Weave, Reference]:
    weave, model = Weave.start(START), Reference.start(START)
    for _ in range(draw(st.integers(0, most))):
        if weave.revisions and draw(st.integers(0, 3)) == 0:
            revision = draw(st.integers(1, weave.revisions))
            done = model.undo(revision)
            try:
                weave = weave.undo(revision)
            except (UndoConflict, EditError):
                assert not done
            else:
                assert done
        else:
            edits = draw(changes(len(weave.text())))
            weave = weave.apply(edits)
            model.apply(edits)
    return weave, model


@given(histories())
@settings(max_examples=120)
def test_the_weave_says_what_the_slow_reference_says(history: tuple[Weave, Reference]) -> None:
    weave, model = history
    for revision in range(weave.revisions + 1):
        assert weave.text(revision) == model.text(revision)
        assert "".join("\n" + words for _, words in weave.blocks(revision)) == weave.text(revision)
        runs = weave.blame(revision)
        assert [(char, run.born, run.moved_by) for run in runs for char in run.text] == model.blame(revision)


@given(histories(), st.data())
@settings(max_examples=150)
def test_marks_are_those_of_the_slow_reference(history: tuple[Weave, Reference], data: st.DataObject) -> None:
    weave, model = history
    a, b = (data.draw(st.integers(0, weave.revisions)) for _ in "ab")
    runs = weave.marked(a, b)
    assert [(run.kind, char, run.cause, run.via) for run in runs for char in run.text] == model.marked(a, b)
    assert "".join(run.text for run in runs if run.kind in ("kept", "deleted", "moved-away")) == weave.text(a)
    assert "".join(run.text for run in runs if run.kind in ("kept", "inserted", "moved-here")) == weave.text(b)


@given(histories())
@settings(max_examples=80)
def test_replaying_all_changes_gives_the_stored_weave(history: tuple[Weave, Reference]) -> None:
    weave, _ = history
    assert weave.replay() == weave
    for revision in range(weave.revisions + 1):
        assert weave.at(revision).text() == weave.text(revision)


@given(histories())
@settings(max_examples=60)
def test_the_json_round_trip_gives_the_same_weave(history: tuple[Weave, Reference]) -> None:
    weave, _ = history
    process = Process("Auenstadt", "2025-05-26", weave=weave.rows())
    assert Weave.from_rows(from_json(to_json(process)).weave) == weave


@given(histories(), st.data())
@settings(max_examples=100)
def test_undo_of_undo_is_the_text_before(history: tuple[Weave, Reference], data: st.DataObject) -> None:
    weave, _ = history
    weave = weave.apply(data.draw(changes(len(weave.text()))))
    revision = data.draw(st.integers(1, weave.revisions))
    try:
        once = weave.undo(revision)
    except (UndoConflict, EditError):
        assert revision < weave.revisions  # the last change can always be undone
        return
    assert once.undo(once.revisions).text() == weave.text()
    if revision == weave.revisions:
        assert once.text() == weave.text(revision - 1)


def test_every_living_word_is_in_one_move_at_most() -> None:
    weave = Weave.start(START).apply([Move(1, 5, 27)])
    assert weave.rows() == WeaveRows(weave.rows().atoms, weave.rows().slots, 1)
    with pytest.raises(EditError, match="overlap"):
        weave.apply([Move(1, 5, 20), Delete(4, 7)])


_ = (Atom, FormatError, Life, Slot)
