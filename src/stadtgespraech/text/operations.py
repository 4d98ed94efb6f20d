"""Both texts cut up into what stayed, came, went and moved: `diff --json`, and what a terminal shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stadtgespraech.text.derivation import widened
from stadtgespraech.text.diff import Hunk, Operation, diff, readable
from stadtgespraech.text.moves import Moved, find_moves


def operations(a: str, b: str) -> tuple[Operation, ...]:
    """The readable difference with its moves. The `a`s joined give `a`, the `b`s joined give `b`. A move is two
    operations that share a number, counted from 1 in the order of `a`; a reworded one shows each wording at its end."""
    hunks = diff(a, b)
    found = find_moves(a, b, hunks).found if hunks else ()
    drawn = readable(a, b, widened(a, b, hunks, found))
    result: list[Operation] = []
    at = 0
    for hunk in drawn:
        if at < hunk.a0:
            result.append(Operation("equal", a[at : hunk.a0], a[at : hunk.a0]))
        result += in_hunk(a, b, hunk, found)
        at = hunk.a1
    if at < len(a):
        result.append(Operation("equal", a[at:], a[at:]))
    return tuple(result)


def in_hunk(a: str, b: str, hunk: Hunk, found: Sequence[Moved]) -> Iterator[Operation]:
    """A hunk without moves is one operation; one with moves is cut at them, what went before what came."""
    away = [(item.a0, item.a1, number) for number, item in enumerate(found, 1) if hunk.a0 <= item.a0 < hunk.a1]
    here = [(item.b0, item.b1, number) for number, item in enumerate(found, 1) if hunk.b0 <= item.b0 < hunk.b1]
    if not away and not here:
        old, new = a[hunk.a0 : hunk.a1], b[hunk.b0 : hunk.b1]
        yield Operation("replace" if old and new else "delete" if old else "insert", old, new)
        return
    for number, text in cut(a, hunk.a0, hunk.a1, away):
        yield Operation("delete" if number is None else "move", text, "", number)
    for number, text in cut(b, hunk.b0, hunk.b1, sorted(here)):
        yield Operation("insert" if number is None else "move", "", text, number)


def cut(text: str, start: int, end: int, moved: Sequence[tuple[int, int, int]]) -> Iterator[tuple[int | None, str]]:
    """The text from `start` to `end`, cut at the moved ranges, each piece with its move's number or None."""
    for first, last, number in moved:
        if start < first:
            yield None, text[start:first]
        yield number, text[first:last]
        start = last
    if start < end:
        yield None, text[start:end]
