"""The difference of two texts in whole words.

`diff` gives the finest edit, `readable` what a person wants to see of it. Lines (blocks) that are equal cost next to
nothing; only what lies between them is cut into words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from stadtgespraech.text.alignment import Match, align, anchors, common_ends
from stadtgespraech.text.tokens import sentence_spans, tokenize

REWRITTEN = 0.6  # share of a sentence's words, of the shorter side, above which it is shown as one
MAX_SLIDE = 200  # words that an edge is tried along


@dataclass(frozen=True, slots=True)
class Hunk:
    """Characters a0 up to a1 of A stand for b0 up to b1 of B. Hunks are in order and never touch on both sides."""

    a0: int
    a1: int
    b0: int
    b1: int


@dataclass(frozen=True, slots=True)
class Operation:
    """`op` is equal, insert, delete, replace or move. `a` is what it takes from A, `b` what it gives to B. The two ends
    of a move are two operations, one with `a`, one with `b`, that share `number`; it is None otherwise."""

    op: str
    a: str
    b: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """The words (not the white space, but line feeds) of a piece of text and where they lie in the whole text."""

    words: list[str]
    starts: list[int]
    end: int


def diff(a: str, b: str) -> tuple[Hunk, ...]:
    """The finest edit from `a` to `b` in whole words: every hunk begins and ends at the border of a token. Bounded by
    counts (see alignment), the same for the same texts."""
    hunks: list[Hunk] = []
    for a0, a1, b0, b1 in unequal_pieces(a, b):
        hunks += word_hunks(a, b, words_of(a, a0, a1), words_of(b, b0, b1), a0, b0)
    return tuple(touching_joined(hunks))


def unequal_pieces(a: str, b: str) -> Iterator[tuple[int, int, int, int]]:
    """Character ranges between lines that are the same in both and stand in the same order."""
    if a == b:
        return
    lines_a, lines_b = a.splitlines(keepends=True), b.splitlines(keepends=True)
    if len(lines_a) < 3 or len(lines_b) < 3:
        yield 0, len(a), 0, len(b)
        return
    at_a, at_b = [0, *accumulate(map(len, lines_a))], [0, *accumulate(map(len, lines_b))]
    for i0, i1, j0, j1 in line_gaps(lines_a, lines_b):
        yield at_a[i0], at_a[i1], at_b[j0], at_b[j1]


def line_gaps(a: Sequence[str], b: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Ranges of lines between equal ones. A side may be empty; both never are."""
    head, tail = common_ends(a, b, 0, len(a), 0, len(b))
    a1, b1 = len(a) - tail, len(b) - tail
    matches = anchors(a, b, head, a1, head, b1, 1) if head < a1 and head < b1 else []
    i, j = head, head
    for x, y, length in [*matches, (a1, b1, 0)]:
        if i < x or j < y:
            yield i, x, j, y
        i, j = x + length, y + length


def words_of(text: str, start: int, end: int) -> Words:
    tokens = tokenize(text[start:end])
    starts = accumulate(map(len, tokens), initial=start)
    # Most tokens are words or single blanks; only others are asked whether they are white space.
    kept = [(token, at) for token, at in zip(tokens, starts, strict=False) if token != " " and is_word(token)]
    return Words([token for token, _ in kept], [at for _, at in kept], end)


def is_word(token: str) -> bool:
    return token == "\n" or not token.isspace()


def word_hunks(a: str, b: str, wa: Words, wb: Words, start_a: int, start_b: int) -> Iterator[Hunk]:
    """The hunks of one piece: what lies between runs of equal words, white space at the edges trimmed."""
    ends = [(len(wa.words), len(wb.words), 0)]
    previous_a, previous_b = start_a, start_b
    for x, y, length in [*slid(wa.words, wb.words, align(wa.words, wb.words)), *ends]:
        yield from between_words(a, b, wa, wb, (previous_a, previous_b), (x, y))
        if length:
            last = x + length - 1
            previous_a = wa.starts[last] + len(wa.words[last])
            last = y + length - 1
            previous_b = wb.starts[last] + len(wb.words[last])
            if a[wa.starts[x] : previous_a] != b[wb.starts[y] : previous_b]:
                for step in range(length - 1):
                    yield from space_between(a, b, wa, wb, x + step, y + step)


def between_words(
    a: str, b: str, wa: Words, wb: Words, start: tuple[int, int], stop: tuple[int, int]
) -> Iterator[Hunk]:
    (a0, b0), (x, y) = start, stop
    a1 = wa.starts[x] if x < len(wa.words) else wa.end
    b1 = wb.starts[y] if y < len(wb.words) else wb.end
    if a[a0:a1] == b[b0:b1]:
        return
    while a0 < a1 and b0 < b1 and a[a0] == b[b0] and is_space(a[a0]):
        a0, b0 = a0 + 1, b0 + 1
    while a0 < a1 and b0 < b1 and a[a1 - 1] == b[b1 - 1] and is_space(a[a1 - 1]):
        a1, b1 = a1 - 1, b1 - 1
    yield Hunk(a0, a1, b0, b1)


def space_between(a: str, b: str, wa: Words, wb: Words, x: int, y: int) -> Iterator[Hunk]:
    """The white space between two equal words, where it differs."""
    a0, b0 = wa.starts[x] + len(wa.words[x]), wb.starts[y] + len(wb.words[y])
    a1, b1 = wa.starts[x + 1], wb.starts[y + 1]
    if a1 - a0 != b1 - b0 or a[a0:a1] != b[b0:b1]:
        yield Hunk(a0, a1, b0, b1)


def is_space(char: str) -> bool:
    return char != "\n" and char.isspace()


def slid(a: Sequence[str], b: Sequence[str], matches: Sequence[Match]) -> list[Match]:
    """The same matches with each pure insertion or deletion between them slid along equal words to the borders that
    read best: blocks before sentences before clauses."""
    found = list(matches)
    for index in range(len(found) - 1):
        (x, y, length), (next_x, next_y, next_length) = found[index], found[index + 1]
        # A match may be used up whole only where the text begins or ends with it: elsewhere two hunks would become one.
        first, last = index == 0 and x == y == 0, next_x + next_length == len(a) and next_y + next_length == len(b)
        left, right = length - (not first), next_length - (not last)
        if x + length == next_x:
            step = best_slide(b, y + length, next_y, left, right)
        elif y + length == next_y:
            step = best_slide(a, x + length, next_x, left, right)
        else:
            continue
        found[index] = (x, y, length + step)
        found[index + 1] = (next_x + step, next_y + step, next_length - step)
    return [match for match in found if match[2]]


def best_slide(words: Sequence[str], start: int, end: int, left: int, right: int) -> int:
    """How far words[start:end] is best moved: to the left (negative) at most `left`, to the right at most `right`."""
    lowest = 0
    while -lowest < min(left, MAX_SLIDE) and words[start + lowest - 1] == words[end + lowest - 1]:
        lowest -= 1
    highest = 0
    while highest < min(right, MAX_SLIDE) and words[start + highest] == words[end + highest]:
        highest += 1
    if lowest == highest:
        return 0
    return max(range(lowest, highest + 1), key=lambda step: (edge(words, start + step) + edge(words, end + step), step))


def edge(words: Sequence[str], at: int) -> int:
    """How well a cut before words[at] reads: 6 before a block, 4 after a sentence, 2 after a clause, 0 inside."""
    before, after = words[at - 1] if at else "\n", words[at] if at < len(words) else "\n"
    if after == "\n":
        return 6
    if before == "\n":
        return 5
    if before in ".!?…":
        return 4
    if before in ":;–—":
        return 3
    if before in ",)“”»":
        return 2
    return 1 if after in ",;:(„«" else 0


def touching_joined(hunks: Sequence[Hunk]) -> Iterator[Hunk]:
    """Hunks that touch on both sides as one; empty ones go."""
    held: Hunk | None = None
    for hunk in hunks:
        if hunk.a0 == hunk.a1 and hunk.b0 == hunk.b1:
            continue
        if held is not None and held.a1 == hunk.a0 and held.b1 == hunk.b0:
            held = Hunk(held.a0, hunk.a1, held.b0, hunk.b1)
            continue
        if held is not None:
            yield held
        held = hunk
    if held is not None:
        yield held


def apply_hunks(a: str, b: str, hunks: Sequence[Hunk]) -> str:
    """`a` with every hunk replaced by its words of `b`: the reference that `diff` is tested against."""
    pieces, at = [], 0
    for hunk in hunks:
        pieces += [a[at : hunk.a0], b[hunk.b0 : hunk.b1]]
        at = hunk.a1
    return "".join([*pieces, a[at:]])


# ------------------------------------------------------------------------------------------ readable


def readable(a: str, b: str, hunks: Sequence[Hunk]) -> tuple[Hunk, ...]:
    """The hunks as a person wants to see them: words that stayed between two replacements only by chance are shown with
    them, and a sentence of which more than REWRITTEN is new is shown as one."""
    return tuple(rewritten_joined(a, b, tuple(islands_joined(a, b, hunks))))


def islands_joined(a: str, b: str, hunks: Sequence[Hunk]) -> Iterator[Hunk]:
    held: Hunk | None = None
    for hunk in hunks:
        if held is not None and is_island(a[held.a1 : hunk.a0], held, hunk):
            held = Hunk(held.a0, hunk.a1, held.b0, hunk.b1)
            continue
        if held is not None:
            yield held
        held = hunk
    if held is not None:
        yield held


def is_island(kept: str, left: Hunk, right: Hunk) -> bool:
    """Nothing but white space and signs, or one short word, between two hunks that both replace words."""
    if "\n" in kept:
        return False
    replaced = left.a0 < left.a1 and left.b0 < left.b1 and right.a0 < right.a1 and right.b0 < right.b1
    words = [word for word in kept.split() if any(map(str.isalnum, word))]
    if not words:
        return replaced or kept.isspace()
    return replaced and len(words) == 1 and len(words[0]) <= 4


def rewritten_joined(a: str, b: str, hunks: Sequence[Hunk]) -> Iterator[Hunk]:
    """Hunks of one sentence joined where more than REWRITTEN of its words, counted on the shorter side, changed."""
    if len(hunks) < 2:
        yield from hunks
        return
    spans = sentence_spans(a)
    index, at = 0, 0
    while index < len(hunks):
        while at < len(spans) and spans[at][1] <= hunks[index].a0:
            at += 1
        end = spans[at][1] if at < len(spans) else len(a)
        last = index
        while last + 1 < len(hunks) and hunks[last + 1].a1 <= end and hunks[last].a1 < end:
            last += 1
        group = hunks[index : last + 1]
        if last > index and share(a, b, group, spans[at] if at < len(spans) else (0, len(a))) > REWRITTEN:
            yield Hunk(group[0].a0, group[-1].a1, group[0].b0, group[-1].b1)
        else:
            yield from group
        index = last + 1


def share(a: str, b: str, group: Sequence[Hunk], span: tuple[int, int]) -> float:
    """Words changed of the words there are, on the shorter side of the sentence."""
    gone = sum(count(a[hunk.a0 : hunk.a1]) for hunk in group)
    new = sum(count(b[hunk.b0 : hunk.b1]) for hunk in group)
    whole = count(a[span[0] : span[1]])
    kept = max(whole - gone, 0)
    return min(gone, new) / max(1, min(whole, kept + new))


def count(text: str) -> int:
    return sum(map(str.isalnum, (word[:1] for word in tokenize(text))))
