"""Two versions as flat texts: what differs, what moved, and the edits that turn one into the other, block by block."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from stadtgespraech.records import Block, Delete, Edit, Insert, Move
from stadtgespraech.text.derivation import derived, in_blocks
from stadtgespraech.text.diff import Hunk, diff
from stadtgespraech.text.moves import Moved, find_moves


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two flat texts with their blocks, what differs between them, which sentences moved, and the edits that turn A
    into B; the first `renamed` of them, in pairs, only give words that stay to another block."""

    a: str
    b: str
    old: tuple[Block, ...]
    new: tuple[Block, ...]
    hunks: tuple[Hunk, ...]
    moves: tuple[Moved, ...]
    edits: tuple[Edit, ...]
    renamed: int


def compared(a: str, b: str, old: Sequence[Block], new: Sequence[Block]) -> Comparison:
    """The edits from flat text `a` to `b` are such that also every block of the result is the one `new` names: a line
    feed that stayed but now begins something else is replaced."""
    hunks = in_blocks(a, b, tuple(difference(a, b, parts_of(a, b, old, new))))
    moves = find_moves(a, b, hunks).found if hunks else ()
    found = derived(a, b, hunks, moves, new, old)
    sources = _sources(found, len(a))
    moved = {index for edit in found if isinstance(edit, Move) for index in range(edit.start, edit.end)}
    renamed: list[Edit] = []
    old_at = dict(zip(feeds_of(a), old, strict=True))
    for place, block in zip(feeds_of(b), new, strict=True):
        source = sources[place]
        if source is not None and old_at[source] != block and source not in moved:
            renamed += [Delete(source, source + 1), Insert(source + 1, "\n", (block,))]
    return Comparison(a, b, tuple(old), tuple(new), hunks, moves, (*renamed, *found), len(renamed))


def difference(a: str, b: str, parts: Sequence[Hunk]) -> Iterator[Hunk]:
    """The diff of each part with its own other half."""
    for part in parts:
        for hunk in diff(a[part.a0 : part.a1], b[part.b0 : part.b1]):
            yield Hunk(hunk.a0 + part.a0, hunk.a1 + part.a0, hunk.b0 + part.b0, hunk.b1 + part.b0)


def parts_of(a: str, b: str, old: Sequence[Block], new: Sequence[Block]) -> tuple[Hunk, ...]:
    """Sections, tensions and statements of both texts, each against its like: a sentence may move from one to another,
    but no title of a section becomes one of a statement."""
    ends = [[_end_of(text, blocks, kinds) for kinds in PARTS] for text, blocks in ((a, old), (b, new))]
    return tuple(
        Hunk(a0, a1, b0, b1) for (a0, a1), (b0, b1) in zip(*(pairwise((0, *one)) for one in ends), strict=True)
    )


PARTS = (("section",), ("section", "tension"), ("section", "tension", "statement"))


def _end_of(text: str, blocks: Sequence[Block], kinds: Sequence[str]) -> int:
    """Where the blocks of these kinds, which stand first, end."""
    count = next((n for n, block in enumerate(blocks) if block.owner.partition(":")[0] not in kinds), len(blocks))
    return [*feeds_of(text), len(text)][count]


def feeds_of(text: str) -> list[int]:
    return [index for index, char in enumerate(text) if char == "\n"]


def gap_of(edit: Edit) -> int | None:
    if isinstance(edit, Insert):
        return edit.at
    return edit.to if isinstance(edit, Move) else None


def gone_in(found: Sequence[Edit]) -> set[int]:
    return {i for edit in found if not isinstance(edit, Insert) for i in range(edit.start, edit.end)}


def _sources(found: Sequence[Edit], length: int) -> list[int | None]:
    """For every character of B the character of A that stands there, None for new text."""
    arriving: dict[int, list[int | None]] = {}
    for edit in found:
        if isinstance(edit, Insert):
            arriving.setdefault(edit.at, []).extend([None] * len(edit.text))
        elif isinstance(edit, Move):
            arriving.setdefault(edit.to, []).extend(range(edit.start, edit.end))
    away = gone_in(found)
    out: list[int | None] = []
    for index in range(length + 1):
        out += arriving.get(index, [])
        if index < length and index not in away:
            out.append(index)
    return out
