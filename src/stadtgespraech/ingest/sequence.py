"""The steps of a comparison applied one after the other, each counted in the text that the others made."""

from __future__ import annotations

from collections.abc import Sequence

from stadtgespraech.ingest.comparison import Comparison, gap_of
from stadtgespraech.ingest.steps import Step, step_of
from stadtgespraech.records import Delete, Edit, Insert, Move
from stadtgespraech.text.edits import EditError
from stadtgespraech.text.weave import Weave


def applied(start: Weave, it: Comparison, steps: Sequence[Step]) -> tuple[Weave, tuple[Step, ...]]:
    """`start` with one revision a step, and the steps in that order: the given one, but a step that would leave words
    without the start of a paragraph waits for the one that brings it; where all wait for each other they are one."""
    weave, done, waiting = start, list[Step](), list(steps)
    places = Positions(it.edits)
    while waiting:
        for step in (*waiting, united(it, waiting)):
            try:
                weave = weave.apply(places.now(step.indexes))
            except EditError:
                continue
            places.take(step.indexes)
            done.append(step)
            waiting = [other for other in waiting if not set(other.indexes) <= set(step.indexes)]
            break
        else:
            raise AssertionError("all edits together are the new text")
    return weave, tuple(done)


def united(it: Comparison, steps: Sequence[Step]) -> Step:
    """Several steps as one."""
    members = sorted(index for step in steps for index in step.indexes)
    return step_of(it, members)


class Positions:
    """Where edits counted in A are in the text that some of them have made already."""

    def __init__(self, found: Sequence[Edit]) -> None:
        self.found = found
        self.removed: list[tuple[int, int]] = []
        self.arrived: list[tuple[int, int, int]] = []  # gap, index, length

    def now(self, indexes: Sequence[int]) -> tuple[Edit, ...]:
        """The edits with these indexes, counted in the text as it is. Gaps that have become one keep their order."""
        edits: list[Edit] = []
        for index in sorted(indexes, key=lambda index: (gap_of(self.found[index]) or 0, index)):
            edit = self.found[index]
            if isinstance(edit, Insert):
                edits.append(Insert(self._place(edit.at, index), edit.text, edit.blocks))
                continue
            start = self._place(edit.start, len(self.found))
            end = start + edit.end - edit.start
            edits.append(
                Move(start, end, self._place(edit.to, index)) if isinstance(edit, Move) else Delete(start, end)
            )
        return tuple(edits)

    def _place(self, place: int, index: int) -> int:
        lost = sum(min(end, place) - start for start, end in self.removed if start < place)
        come = sum(length for gap, i, length in self.arrived if gap < place or (gap == place and i < index))
        return place - lost + come

    def take(self, indexes: Sequence[int]) -> None:
        """These edits are done."""
        for index in indexes:
            edit = self.found[index]
            gap = gap_of(edit)
            if gap is not None:
                self.arrived.append((gap, index, len(edit.text) if isinstance(edit, Insert) else edit.end - edit.start))
            if not isinstance(edit, Insert):
                self.removed.append((edit.start, edit.end))
