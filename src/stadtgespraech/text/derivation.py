"""The edits that turn one text into another, derived from a diff and the moves in it.

Several edits of one change are given in any order of position; at one gap, inserted and moved-in pieces appear in the
order of the tuple; a piece at a gap where a deletion or a move away ends comes after it; a gap strictly inside a
deleted or moved range is refused.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from stadtgespraech.records import Block, Delete, Edit, Insert, Move
from stadtgespraech.text.diff import Hunk, diff
from stadtgespraech.text.moves import Moved, find_moves

PLAIN = Block("text", "paragraph")


def edits(
    a: str, b: str, blocks: Sequence[Block] | None = None, old_blocks: Sequence[Block] | None = None
) -> tuple[Edit, ...]:
    """The edits that turn flat text `a` into `b`: found moves as Move of the slices that stayed, the rest as Delete and
    Insert. `blocks` are those of `b`, `old_blocks` those of `a`, one for each line feed; PLAIN where None. A paragraph
    that moves takes the start of its block along where that stays the same. Applying the edits gives exactly `b`."""
    hunks = in_blocks(a, b, diff(a, b))
    return derived(a, b, hunks, find_moves(a, b, hunks).found if hunks else (), blocks, old_blocks)


def derived(
    a: str,
    b: str,
    hunks: Sequence[Hunk],
    found: Sequence[Moved],
    blocks: Sequence[Block] | None,
    old_blocks: Sequence[Block] | None,
) -> tuple[Edit, ...]:
    """The edits of a difference and the moves found in it."""
    hunks = widened(a, b, hunks, found)
    away = moved_slices(a, b, found, hunks, same_blocks(a, b, old_blocks, blocks))
    here = sorted(away, key=lambda piece: piece.b0)
    result: list[Edit] = []
    for hunk in hunks:
        result += deletions(hunk, away)
        result += insertions(b, hunk, here, blocks)
    return tuple(result)


def in_blocks(a: str, b: str, hunks: Sequence[Hunk]) -> tuple[Hunk, ...]:
    """The hunks that only bring or only take whole lines, "line\\n" after a line feed, as whole blocks, "\\nline"."""
    result: list[Hunk] = []
    for hunk in hunks:
        one_sided = hunk.a0 == hunk.a1 or hunk.b0 == hunk.b1
        ends = a[hunk.a1 - 1 : hunk.a1] == "\n" if hunk.a0 < hunk.a1 else b[hunk.b1 - 1 : hunk.b1] == "\n"
        after = a[max(hunk.a0 - 1, 0) : hunk.a0] == b[max(hunk.b0 - 1, 0) : hunk.b0] == "\n"
        apart = not result or (result[-1].a1 < hunk.a0 - 1 and result[-1].b1 < hunk.b0 - 1)
        shift = int(one_sided and ends and after and apart)
        result.append(Hunk(hunk.a0 - shift, hunk.a1 - shift, hunk.b0 - shift, hunk.b1 - shift))
    return tuple(result)


def same_blocks(a: str, b: str, old: Sequence[Block] | None, new: Sequence[Block] | None) -> Callable[[int, int], bool]:
    """Whether the line feeds at a place of A and a place of B begin the same block."""

    def same(x: int, y: int) -> bool:
        if old is None or new is None:
            return old is new
        return old[a.count("\n", 0, x)] == new[b.count("\n", 0, y)]

    return same


def widened(a: str, b: str, hunks: Sequence[Hunk], found: Sequence[Moved]) -> tuple[Hunk, ...]:
    """The hunks, with every moved sentence whole in one: words of it that stayed behind by chance go with it."""
    ranges_a = sorted((moved.a0, moved.a1) for moved in found)
    ranges_b = sorted((moved.b0, moved.b1) for moved in found)
    edges = sorted(
        [(hunk.a0, hunk.a1, hunk.b0, hunk.b1) for hunk in hunks]
        + [(start, end, *mapped(hunks, start, end, "a")) for start, end in ranges_a]
        + [(*mapped(hunks, start, end, "b"), start, end) for start, end in ranges_b]
    )
    result: list[Hunk] = []
    for a0, a1, b0, b1 in edges:
        if result and (a0 < result[-1].a1 or b0 < result[-1].b1 or (a0, b0) == (result[-1].a1, result[-1].b1)):
            last = result[-1]
            result[-1] = Hunk(min(a0, last.a0), max(a1, last.a1), min(b0, last.b0), max(b1, last.b1))
        else:
            result.append(Hunk(a0, a1, b0, b1))
    return tuple(result)


def mapped(hunks: Sequence[Hunk], start: int, end: int, side: str) -> tuple[int, int]:
    """The range of the other side that stands for [start, end): as little as holds it."""
    shift, low, high = 0, None, None
    for hunk in hunks:
        x0, x1, y0, y1 = (hunk.a0, hunk.a1, hunk.b0, hunk.b1) if side == "a" else (hunk.b0, hunk.b1, hunk.a0, hunk.a1)
        if low is None and start <= x1:
            low = start + shift if start <= x0 else y0
        if high is None and end <= x1:
            high = end + shift if end < x0 or (end == x0 and x0 < x1) else y1
            break
        shift = y1 - x1
    return (start + shift if low is None else low), (end + shift if high is None else high)


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters a0 up to a1 of A that stand unchanged at b0 up to b1 of B, after a move."""

    a0: int
    a1: int
    b0: int
    b1: int


def moved_slices(
    a: str, b: str, found: Sequence[Moved], hunks: Sequence[Hunk], same: Callable[[int, int], bool]
) -> list[Piece]:
    """What of the moved sentences stayed as it was, in the order of A, with the block starts that go along."""
    pieces = []
    for moved in found:
        old, new = a[moved.a0 : moved.a1], b[moved.b0 : moved.b1]
        at_a, at_b = 0, 0
        for hunk in (*diff(old, new), Hunk(len(old), len(old), len(new), len(new))):
            if old[at_a : hunk.a0].strip():
                pieces.append(Piece(moved.a0 + at_a, moved.a0 + hunk.a0, moved.b0 + at_b, moved.b0 + hunk.b0))
            at_a, at_b = hunk.a1, hunk.b1
    gone = [(hunk.a0, hunk.a1) for hunk in hunks]
    come = [(hunk.b0, hunk.b1) for hunk in hunks]
    return sorted((with_start(a, b, piece, gone, come, same) for piece in pieces), key=lambda piece: piece.a0)


def with_start(
    a: str,
    b: str,
    piece: Piece,
    gone: Sequence[tuple[int, int]],
    come: Sequence[tuple[int, int]],
    same: Callable[[int, int], bool],
) -> Piece:
    """The piece with the start of its block, where that goes from here, comes there, and is the same one."""
    x, y = piece.a0 - 1, piece.b0 - 1
    if x < 0 or y < 0 or a[x] != "\n" or b[y] != "\n" or not (holds(gone, x) and holds(come, y) and same(x, y)):
        return piece
    return Piece(x, piece.a1, y, piece.b1)


def holds(ranges: Sequence[tuple[int, int]], at: int) -> bool:
    """Whether one of the ranges, which are in order, holds character `at`."""
    place = bisect_left(ranges, (at + 1,)) - 1
    return place >= 0 and ranges[place][0] <= at < ranges[place][1]


def deletions(hunk: Hunk, away: Sequence[Piece]) -> Iterator[Edit]:
    at = hunk.a0
    for piece in away:
        if hunk.a0 <= piece.a0 and piece.a1 <= hunk.a1:
            if at < piece.a0:
                yield Delete(at, piece.a0)
            at = piece.a1
    if at < hunk.a1:
        yield Delete(at, hunk.a1)


def insertions(b: str, hunk: Hunk, here: Sequence[Piece], blocks: Sequence[Block] | None) -> Iterator[Edit]:
    """What comes at the end of the hunk, in order: new text, and pieces moved in."""
    at = hunk.b0
    for piece in here:
        if hunk.b0 <= piece.b0 and piece.b1 <= hunk.b1:
            yield from inserted(b, at, piece.b0, hunk.a1, blocks)
            yield Move(piece.a0, piece.a1, hunk.a1)
            at = piece.b1
    yield from inserted(b, at, hunk.b1, hunk.a1, blocks)


def inserted(b: str, start: int, end: int, at: int, blocks: Sequence[Block] | None) -> Iterator[Edit]:
    if start == end:
        return
    count = b.count("\n", start, end)
    if not count:
        yield Insert(at, b[start:end])
    elif blocks is None:
        yield Insert(at, b[start:end], (PLAIN,) * count)
    else:
        first = b.count("\n", 0, start)
        yield Insert(at, b[start:end], tuple(blocks[first : first + count]))


def apply_edits(a: str, edits: Sequence[Edit]) -> str:
    """`a` after `edits`, character by character: the slow reference for tests."""
    gone = [False] * len(a)
    arriving: dict[int, list[str]] = {}
    for edit in edits:
        if isinstance(edit, Insert):
            arriving.setdefault(edit.at, []).append(edit.text)
        else:
            for index in range(edit.start, edit.end):
                gone[index] = True
            if isinstance(edit, Move):
                arriving.setdefault(edit.to, []).append(a[edit.start : edit.end])
    pieces = []
    for index in range(len(a) + 1):
        pieces += arriving.get(index, [])
        if index < len(a) and not gone[index]:
            pieces.append(a[index])
    return "".join(pieces)
