"""The edits between two texts cut into changes, and these put into steps that can be applied one after the other.

One change holds what belongs to one sentence, one moved sentence, one term replaced everywhere, or one hunk.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from stadtgespraech.records import Block, Delete, Edit, Insert, Move
from stadtgespraech.text.derivation import edits
from stadtgespraech.text.diff import diff
from stadtgespraech.text.moves import Moved, find_moves
from stadtgespraech.text.tokens import sentence_spans


@dataclass(frozen=True, slots=True)
class Step:
    """The edits of one change, counted in A, the text before all changes, in the order of the whole list; `indexes` are
    their places in it. `old` and `new` are the words that went and came; `a` and `b` the range they span on each side;
    `moved` says that a sentence moved, `blocks` that titles or paragraphs come or go, `term` which of the terms given
    was replaced."""

    indexes: tuple[int, ...]
    edits: tuple[Edit, ...]
    old: str
    new: str
    a: tuple[int, int]
    b: tuple[int, int]
    moved: bool = False
    blocks: bool = False
    term: int | None = None


def block_edits(a: str, b: str, old: Sequence[Block], new: Sequence[Block]) -> tuple[Edit, ...]:
    """The edits from flat text `a` to `b` such that also every block of the result is the one `new` names: a line feed
    that stayed but now begins something else is replaced."""
    found = list(edits(a, b, new, old))
    sources = _sources(found, len(a))
    moved = {index for edit in found if isinstance(edit, Move) for index in range(edit.start, edit.end)}
    renamed: list[Edit] = []
    old_at = dict(zip(_feeds(a), old, strict=True))
    for place, block in zip(_feeds(b), new, strict=True):
        source = sources[place]
        if source is not None and old_at[source] != block and source not in moved:
            renamed += [Delete(source, source + 1), Insert(source + 1, "\n", (block,))]
    return tuple(renamed + found)


def _feeds(text: str) -> list[int]:
    return [index for index, char in enumerate(text) if char == "\n"]


def _gap(edit: Edit) -> int | None:
    if isinstance(edit, Insert):
        return edit.at
    return edit.to if isinstance(edit, Move) else None


def _gone(found: Sequence[Edit]) -> set[int]:
    return {i for edit in found if not isinstance(edit, Insert) for i in range(edit.start, edit.end)}


def _sources(found: Sequence[Edit], length: int) -> list[int | None]:
    """For every character of B the character of A that stands there, None for new text."""
    arriving: dict[int, list[int | None]] = {}
    for edit in found:
        if isinstance(edit, Insert):
            arriving.setdefault(edit.at, []).extend([None] * len(edit.text))
        elif isinstance(edit, Move):
            arriving.setdefault(edit.to, []).extend(range(edit.start, edit.end))
    gone = _gone(found)
    out: list[int | None] = []
    for index in range(length + 1):
        out += arriving.get(index, [])
        if index < length and index not in gone:
            out.append(index)
    return out


def cut(a: str, b: str, found: Sequence[Edit], terms: Sequence[Sequence[tuple[int, int]]] = ()) -> tuple[Step, ...]:
    """The edits as changes in text order. `terms` lists for each term replaced everywhere its places in A."""
    spans = _spans(a, found)
    hunks = diff(a, b)
    moves = find_moves(a, b, hunks).found if hunks else ()
    above = list(range(len(found)))

    def root(index: int) -> int:
        while above[index] != index:
            index = above[index]
        return index

    mover = _move_of(found, spans, moves)
    whole = {index: term for index, term in _term_of(found, terms).items() if index not in mover}
    for one, other in (*_bonds(a, found, spans, mover, whole), *_moved_together(a, b, found, spans)):
        first, second = sorted((root(one), root(other)))
        above[second] = first
    groups: dict[int, list[int]] = {}
    for index in range(len(found)):
        groups.setdefault(root(index), []).append(index)
    steps = [_step(a, found, spans, members, whole.get(members[0])) for members in groups.values()]
    return tuple(sorted(steps, key=lambda step: (step.b, step.a, step.indexes)))


def _spans(a: str, found: Sequence[Edit]) -> list[tuple[int, int]]:
    """Where each edit's own text stands in B; for a deletion the empty range where it stood."""
    arriving: dict[int, list[int]] = {}
    leaving: dict[int, list[int]] = {}
    for index, edit in enumerate(found):
        gap = _gap(edit)
        if gap is not None:
            arriving.setdefault(gap, []).append(index)
        elif isinstance(edit, Delete):
            leaving.setdefault(edit.start, []).append(index)
    gone = _gone(found)
    spans = [(0, 0)] * len(found)
    at = 0
    for place in range(len(a) + 1):
        for index in arriving.get(place, ()):
            edit = found[index]
            start, at = at, at + (len(edit.text) if isinstance(edit, Insert) else edit.end - edit.start)
            spans[index] = (start, at)
        for index in leaving.get(place, ()):
            spans[index] = (at, at)
        at += place < len(a) and place not in gone
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


def _step(
    a: str, found: Sequence[Edit], spans: Sequence[tuple[int, int]], members: Sequence[int], term: int | None
) -> Step:
    mine = [found[index] for index in members]
    taken = sorted((edit.start, edit.end) for edit in mine if not isinstance(edit, Insert))
    brought = sorted((spans[index], found[index]) for index in members if not isinstance(found[index], Delete))
    places = [(edit.at, edit.at) if isinstance(edit, Insert) else (edit.start, edit.end) for edit in mine]
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


def in_sequence(found: Sequence[Edit], steps: Sequence[Step]) -> Iterator[tuple[Edit, ...]]:
    """Each step's edits counted in the text that the steps before it made."""
    removed: list[tuple[int, int]] = []
    arrived: list[tuple[int, int, int]] = []  # gap, index, length

    def position(place: int, index: int) -> int:
        lost = sum(min(end, place) - start for start, end in removed if start < place)
        return place - lost + sum(length for gap, i, length in arrived if gap < place or (gap == place and i < index))

    for step in steps:
        now: list[Edit] = []
        for index in step.indexes:
            edit = found[index]
            if isinstance(edit, Insert):
                now.append(Insert(position(edit.at, index), edit.text, edit.blocks))
                continue
            start = position(edit.start, len(found))
            end = start + edit.end - edit.start
            now.append(Delete(start, end) if isinstance(edit, Delete) else Move(start, end, position(edit.to, index)))
        yield tuple(now)
        for index in step.indexes:
            edit = found[index]
            gap = _gap(edit)
            if gap is not None:
                arrived.append((gap, index, len(edit.text) if isinstance(edit, Insert) else edit.end - edit.start))
            if not isinstance(edit, Insert):
                removed.append((edit.start, edit.end))
