"""Promise 1 from outside: marks against a plain diff of the two texts, without looking at the list of changes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from stadtgespraech.checks.findings import Finding, finding
from stadtgespraech.checks.texts import around, cut
from stadtgespraech.text.diff import diff

KEPT, ONLY_A, ONLY_B = "kept", "a", "b"
SIDES = {
    "kept": KEPT, "deleted": ONLY_A, "moved-away": ONLY_A, "inserted": ONLY_B, "moved-here": ONLY_B,
    "delete": ONLY_A, "insert": ONLY_B,
}  # fmt: skip
Runs = Sequence[tuple[str, str]]  # (side, text)
Match = tuple[int, int, int]  # characters a.. and b.., as many as the third says, are the same


def check_marks(runs: Runs, a: str, b: str, where: str) -> Iterator[Finding]:
    """`runs` are the marked text between a and b: rejecting all gives a, accepting all gives b, and every word that a
    plain diff calls changed lies, up to sliding along equal words, inside a marked run."""
    rejected = "".join(text for side, text in runs if side != ONLY_B)
    accepted = "".join(text for side, text in runs if side != ONLY_A)
    for code, verb, got, wanted in (
        ("edition-reject", "Rejecting", rejected, a),
        ("edition-accept", "Accepting", accepted, b),
    ):
        if got != wanted:
            ours, theirs = around(got, wanted)
            yield finding(code, where, f"{verb} all marks of {where} gives {ours}, not {theirs}.")
    if rejected == a and accepted == b:
        yield from unmarked(runs, a, b, where)


def unmarked(runs: Runs, a: str, b: str, where: str) -> Iterator[Finding]:
    """Between two places where marks and plain diff agree on what was kept, both explain the same stretch in their own
    way (one slides, or calls the other half of a swap moved). A stretch with changed words and no mark is a finding."""
    kept, plain = kept_matches(runs), diff_matches(a, b)
    in_a, in_b = Kept(kept, 0), Kept(kept, 1)
    for a0, a1, b0, b1 in stretches(shared(kept, plain), len(a), len(b)):
        marked = in_a.between(a0, a1) < a1 - a0 or in_b.between(b0, b1) < b1 - b0
        if not marked and a[a0:a1] != b[b0:b1]:
            words = cut(b[b0:b1] or a[a0:a1])
            yield finding("word-unmarked", where, f"In {where} the words {words} changed, but carry no mark.")


def kept_matches(runs: Runs) -> list[Match]:
    """What the marks keep."""
    found: list[Match] = []
    at_a = at_b = 0
    for side, text in runs:
        if side == KEPT:
            found.append((at_a, at_b, len(text)))
        at_a += len(text) * (side != ONLY_B)
        at_b += len(text) * (side != ONLY_A)
    return found


def diff_matches(a: str, b: str) -> list[Match]:
    """What a plain diff keeps."""
    found: list[Match] = []
    at_a = at_b = 0
    for hunk in diff(a, b):
        found.append((at_a, at_b, hunk.a0 - at_a))
        at_a, at_b = hunk.a1, hunk.b1
    return [*found, (at_a, at_b, len(a) - at_a)]


def shared(first: Sequence[Match], second: Sequence[Match]) -> Iterator[Match]:
    """The pairs of characters that both match, both given in order."""
    i = j = 0
    while i < len(first) and j < len(second):
        (a0, b0, n), (c0, d0, m) = first[i], second[j]
        start, end = max(a0, c0), min(a0 + n, c0 + m)
        if a0 - b0 == c0 - d0 and start < end:
            yield start, start - a0 + b0, end - start
        if a0 + n < c0 + m:
            i += 1
        else:
            j += 1


def stretches(matches: Iterator[Match], end_a: int, end_b: int) -> Iterator[tuple[int, int, int, int]]:
    """What lies between the matches, as (a0, a1, b0, b1), empty ones left out."""
    at_a = at_b = 0
    for a, b, length in [*matches, (end_a, end_b, 0)]:
        if a > at_a or b > at_b:
            yield at_a, a, at_b, b
        at_a, at_b = a + length, b + length


class Kept:
    """How many characters before a place are kept, on one side (0: a, 1: b)."""

    def __init__(self, matches: Sequence[Match], side: int) -> None:
        self.starts = [match[side] for match in matches]
        self.lengths = [match[2] for match in matches]
        self.before = [0, *accumulate(self.lengths)]

    def between(self, start: int, end: int) -> int:
        """Kept characters from `start` up to `end`."""
        return self._until(end) - self._until(start)

    def _until(self, place: int) -> int:
        at = bisect_right(self.starts, place) - 1
        return 0 if at < 0 else self.before[at] + min(self.lengths[at], place - self.starts[at])
