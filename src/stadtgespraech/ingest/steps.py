"""The edits between two texts cut into steps, each to become a change.

One change holds what belongs to one sentence, one moved sentence, one term replaced everywhere, or one hunk.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from stadtgespraech.ingest.comparison import Comparison, gap_of, gone_in
from stadtgespraech.ingest.ownership import handed_over, owner_bonds
from stadtgespraech.records import Delete, Edit, Insert, Move
from stadtgespraech.text.moves import Moved
from stadtgespraech.text.tokens import sentence_spans


@dataclass(frozen=True, slots=True)
class Step:
    """The edits of one change, counted in A, the text before all changes, in the order of the whole list; `indexes` are
    their places in it. `old` and `new` are the words that went and came; `a` and `b` the range they span on each side;
    `moved` says that a sentence moved, `blocks` that titles or paragraphs come or go, `term` which of the terms given
    was replaced. `kind` and `said` tell what was done where the words do not: statements reordered, split or joined."""

    indexes: tuple[int, ...]
    edits: tuple[Edit, ...]
    old: str
    new: str
    a: tuple[int, int]
    b: tuple[int, int]
    moved: bool = False
    blocks: bool = False
    term: int | None = None
    kind: str = ""
    said: str = ""


def cut(it: Comparison, terms: Sequence[Sequence[tuple[int, int]]] = ()) -> tuple[Step, ...]:
    """The edits as changes in text order. `terms` lists for each term replaced everywhere its places in A."""
    a, b, found, moves = it.a, it.b, it.edits, it.moves
    spans = _spans(a, found)
    above = list(range(len(found)))

    def root(index: int) -> int:
        while above[index] != index:
            index = above[index]
        return index

    mover = _move_of(found, spans, moves)
    whole = {index: term for index, term in _term_of(found, terms).items() if index not in mover}
    bonds = (*_bonds(a, found, spans, mover, whole), *_moved_together(a, b, found, spans), *owner_bonds(it))
    for one, other in bonds:
        first, second = sorted((root(one), root(other)))
        above[second] = first
    groups: dict[int, list[int]] = {}
    for index in range(len(found)):
        groups.setdefault(root(index), []).append(index)
    steps = [step_of(it, members, whole.get(members[0]), spans) for members in groups.values()]
    return tuple(sorted(steps, key=lambda step: (step.b, step.a, step.indexes)))


def _spans(a: str, found: Sequence[Edit]) -> list[tuple[int, int]]:
    """Where each edit's own text stands in B; for a deletion the empty range where it stood."""
    arriving: dict[int, list[int]] = {}
    leaving: dict[int, list[int]] = {}
    for index, edit in enumerate(found):
        gap = gap_of(edit)
        if gap is not None:
            arriving.setdefault(gap, []).append(index)
        elif isinstance(edit, Delete):
            leaving.setdefault(edit.start, []).append(index)
    away = gone_in(found)
    spans = [(0, 0)] * len(found)
    at = 0
    for place in range(len(a) + 1):
        for index in arriving.get(place, ()):
            edit = found[index]
            start, at = at, at + (len(edit.text) if isinstance(edit, Insert) else edit.end - edit.start)
            spans[index] = (start, at)
        for index in leaving.get(place, ()):
            spans[index] = (at, at)
        at += place < len(a) and place not in away
    return spans


def _bonds(
    a: str,
    found: Sequence[Edit],
    spans: Sequence[tuple[int, int]],
    mover: Mapping[int, int],
    whole: Mapping[int, int],
) -> Iterator[tuple[int, int]]:
    """Pairs of edits that belong to one change; `mover` names the move that an edit is part of, `whole` the term that
    it replaces."""
    sentences = sentence_spans(a)
    ends = [end for _, end in sentences]
    first: dict[tuple[str, int], int] = {}
    closing = {edit.end: i for i, edit in enumerate(found) if isinstance(edit, Delete) and i not in mover}
    blanks = dict(_blank_bonds(a, found, spans))
    yield from blanks.items()
    for index, edit in enumerate(found):
        if index in blanks:
            continue
        keys = [("move", mover[index])] if index in mover else [("term", whole[index])] if index in whole else []
        if not keys and not isinstance(edit, Move):
            keys = [("sentence", n) for n in _sentences(edit, sentences, ends)]
            if isinstance(edit, Insert) and edit.at in closing and closing[edit.at] not in whole:
                yield closing[edit.at], index
        for key in keys:
            yield first.setdefault(key, index), index


def _moved_together(
    a: str, b: str, found: Sequence[Edit], spans: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Sentences that stood side by side and stand so again moved together."""
    moves = sorted((edit.start, edit.end, index) for index, edit in enumerate(found) if isinstance(edit, Move))
    for (_, end, one), (start, _, other) in pairwise(moves):
        low, high = spans[one][1], spans[other][0]
        if not a[end:start].strip() and low <= high and not b[low:high].strip():
            yield one, other


def _blank_bonds(a: str, found: Sequence[Edit], spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """A blank, or the start of a paragraph, that comes or goes beside a moved sentence comes or goes with it, whatever
    else its own sentence does."""
    moves = [(index, edit) for index, edit in enumerate(found) if isinstance(edit, Move)]
    for index, edit in enumerate(found):
        if isinstance(edit, Move) or (edit.text if isinstance(edit, Insert) else a[edit.start : edit.end]).strip():
            continue
        for other, move in moves:
            beside = spans[index][0] == spans[other][1] or spans[index][1] == spans[other][0]
            if beside if isinstance(edit, Insert) else edit.end == move.start or edit.start == move.end:
                yield index, other
                break


def _term_of(found: Sequence[Edit], terms: Sequence[Sequence[tuple[int, int]]]) -> dict[int, int]:
    out: dict[int, int] = {}
    for number, places in enumerate(terms):
        for index, edit in enumerate(found):
            start, end = (edit.at, edit.at) if isinstance(edit, Insert) else (edit.start, edit.end)
            if any(low <= start and end <= high for low, high in places):
                out.setdefault(index, number)
    return out


def _move_of(found: Sequence[Edit], spans: Sequence[tuple[int, int]], moves: Sequence[Moved]) -> dict[int, int]:
    """Which edits belong to a moved sentence: its slices, what was dropped where it stood, what is new where it is."""
    out: dict[int, int] = {}
    for number, moved in enumerate(moves):
        for index, edit in enumerate(found):
            if isinstance(edit, Insert):
                middle = sum(spans[index]) / 2
                mine = moved.b0 <= middle <= moved.b1
            else:
                middle = (edit.start + edit.end) / 2
                mine = moved.a0 <= middle <= moved.a1
            if mine:
                out.setdefault(index, number)
    return out


def _sentences(edit: Insert | Delete, sentences: Sequence[tuple[int, int]], ends: Sequence[int]) -> Iterator[int]:
    """The sentences of A that the edit alters; not those it takes out whole, and none for what stands between two."""
    start, end = (edit.at, edit.at) if isinstance(edit, Insert) else (edit.start, edit.end)
    number = bisect_right(ends, start - 1) if start else 0
    while number < len(sentences) and sentences[number][0] <= end:
        low, high = sentences[number]
        inside = (
            low < start < high if start == end else start < high and end > low and not (start <= low and high <= end)
        )
        if inside:
            yield number
        number += 1


def step_of(
    it: Comparison, members: Sequence[int], term: int | None = None, spans: Sequence[tuple[int, int]] = ()
) -> Step:
    """The edits with these indexes as one step; `spans` are `_spans(it.a, it.edits)`, where they are known already."""
    a, found, spans = it.a, it.edits, spans or _spans(it.a, it.edits)
    mine = [found[index] for index in members]
    taken = sorted((edit.start, edit.end) for edit in mine if not isinstance(edit, Insert))
    brought = sorted((spans[index], found[index]) for index in members if not isinstance(found[index], Delete))
    places = [(edit.at, edit.at) if isinstance(edit, Insert) else (edit.start, edit.end) for edit in mine]
    kind, said = handed_over(it, members)
    return Step(
        tuple(members),
        tuple(mine),
        _words([((start, end), a[start:end]) for start, end in taken]),
        _words([(span, edit.text if isinstance(edit, Insert) else a[edit.start : edit.end]) for span, edit in brought]),
        (min(start for start, _ in places), max(end for _, end in places)),
        (min(spans[index][0] for index in members), max(spans[index][1] for index in members)),
        any(isinstance(edit, Move) for edit in mine),
        any("\n" in (edit.text if isinstance(edit, Insert) else a[edit.start : edit.end]) for edit in mine),
        term,
        kind,
        said,
    )


def _words(parts: Sequence[tuple[tuple[int, int], str]]) -> str:
    """The parts' words; " … " stands between parts that do not touch."""
    out = ""
    before: int | None = None
    for (start, end), text in parts:
        gap = before is not None and start > before + 1
        out += (" … " if gap else "") + text.replace("\n", " ")
        before = end
    return " ".join(out.split())
