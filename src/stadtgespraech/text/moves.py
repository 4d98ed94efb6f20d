"""Sentences that moved, also partly reworded, and the edits that turn one text into another.

A sentence gone from one place and come at another is the same one where their words agree enough: idf-weighted Jaccard
similarity of at least JACCARD, or at least BAG of the lighter one's weight found in the other (design, "The heart").
The choice is one to one; where the second best is closer than MARGIN, or the same sentence stands twice, it is
ambiguous and a person picks.

Several edits of one change are given in any order of position; at one gap, inserted and moved-in pieces appear in the
order of the tuple; a piece at a gap where a deletion or a move away ends comes after it; a gap strictly inside a
deleted or moved range is refused.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stadtgespraech.records import Block, Delete, Edit, Insert, Move
from stadtgespraech.text.diff import Hunk, diff
from stadtgespraech.text.tokens import sentence_spans, tokenize

JACCARD = 0.25
BAG = 0.4
MARGIN = 0.15
MIN_WORDS = 6
GONE = 0.5  # share of a sentence's characters that must have gone (or come) for it to be a candidate
MAX_CANDIDATES = 4000
LIGHT = 0.1  # weight of function words
FUNCTION_WORDS = frozenset({
    "aber", "alle", "allen", "aller", "alles", "als", "also", "am", "an", "andere", "anderen", "auch", "auf", "aus",
    "bei", "beim", "bis", "da", "dabei", "damit", "dann", "das", "dass", "dazu", "dem", "den", "denen", "der",
    "deren", "des", "die", "dies", "diese", "diesem", "diesen", "dieser", "dieses", "doch", "dort", "durch", "ein",
    "eine", "einem", "einen", "einer", "eines", "er", "es", "etwas", "für", "gegen", "hat", "haben", "hier", "hin",
    "ich", "ihr", "ihre", "ihrem", "ihren", "ihrer", "im", "immer", "in", "ins", "ist", "ja", "jede", "jeder",
    "jedes", "kann", "kein", "keine", "können", "man", "mehr", "mit", "muss", "müssen", "nach", "nicht", "noch",
    "nun", "nur", "ob", "oder", "ohne", "schon", "sehr", "sein", "seine", "seinen", "sich", "sie", "sind", "so",
    "sollen", "sollte", "sowie", "über", "um", "und", "uns", "unter", "vom", "von", "vor", "war", "was", "weil",
    "wenn", "werden", "wer", "wie", "wir", "wird", "wo", "wurde", "wurden", "zu", "zum", "zur", "zwischen",
})  # fmt: skip
PLAIN = Block("text", "paragraph")


@dataclass(frozen=True, slots=True)
class Moved:
    """Characters a0 up to a1 of A stand, as they were or reworded, at b0 up to b1 of B. `score` is 0 to 1."""

    a0: int
    a1: int
    b0: int
    b1: int
    score: float


@dataclass(frozen=True, slots=True)
class Moves:
    """`found` is one to one, in the order of A; `ambiguous` holds every pair that a person has to decide on."""

    found: tuple[Moved, ...] = ()
    ambiguous: tuple[Moved, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    start: int
    end: int
    bag: Counter[str]
    hunks: frozenset[int]  # the hunks it lies in


def find_moves(a: str, b: str, hunks: Sequence[Hunk]) -> Moves:
    """Which sentences that `hunks` take from `a` stand elsewhere in `b`. Compares only sentences that share a word that
    is no function word; at most MAX_CANDIDATES on each side, longest first where there are more."""
    gone = candidates(a, [(hunk.a0, hunk.a1) for hunk in hunks])
    come = candidates(b, [(hunk.b0, hunk.b1) for hunk in hunks])
    if not gone or not come:
        return Moves()
    weights = weigh(gone, come)
    pairs = scored(gone, come, weights)
    return chosen(a, b, gone, come, pairs)


def candidates(text: str, ranges: Sequence[tuple[int, int]]) -> list[Sentence]:
    """The sentences of which at least GONE lies in `ranges` (in order), with at least MIN_WORDS words."""
    found: dict[tuple[int, int], set[int]] = {}
    covered: Counter[tuple[int, int]] = Counter()
    for index, (start, end) in enumerate(ranges):
        if start == end:
            continue
        for span in sentences_around(text, start, end):
            overlap = min(end, span[1]) - max(start, span[0])
            if overlap > 0:
                covered[span] += overlap
                found.setdefault(span, set()).add(index)
    kept = []
    for span, inside in found.items():
        if covered[span] < GONE * (span[1] - span[0]):
            continue
        words = [token.lower() for token in tokenize(text[span[0] : span[1]]) if token[0].isalnum()]
        if len(words) >= MIN_WORDS:
            kept.append(Sentence(span[0], span[1], Counter(words), frozenset(inside)))
    if len(kept) > MAX_CANDIDATES:
        kept = sorted(kept, key=lambda item: (item.start - item.end, item.start))[:MAX_CANDIDATES]
    return sorted(kept, key=lambda item: item.start)


def sentences_around(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences that touch [start, end), without the white space after them; only their lines are read."""
    line = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end)
    stop = len(text) if stop < 0 else stop
    for first, last in sentence_spans(text[line:stop]):
        first, last = first + line, last + line
        last -= len(text[first:last]) - len(text[first:last].rstrip())
        if first < end and last > start and first < last:
            yield first, last


def weigh(gone: Sequence[Sentence], come: Sequence[Sentence]) -> dict[str, float]:
    """Inverse document frequency over both sides; function words and very short ones weigh LIGHT."""
    frequency: Counter[str] = Counter()
    for sentence in (*gone, *come):
        frequency.update(sentence.bag.keys())
    total = len(gone) + len(come)
    return {
        word: LIGHT if word in FUNCTION_WORDS or len(word) < 3 else math.log(2 + total / count)
        for word, count in frequency.items()
    }


def scored(
    gone: Sequence[Sentence], come: Sequence[Sentence], weights: dict[str, float]
) -> list[tuple[float, int, int]]:
    """(score, index in gone, index in come) of every pair that is similar enough."""
    places: dict[str, list[int]] = {}
    for index, sentence in enumerate(come):
        for word in sentence.bag:
            if weights[word] > LIGHT:
                places.setdefault(word, []).append(index)
    totals = [weight_of(sentence.bag, weights) for sentence in come]
    pairs = []
    for x, sentence in enumerate(gone):
        total = weight_of(sentence.bag, weights)
        met = {y for word in sentence.bag for y in places.get(word, ())}
        for y in sorted(met):
            shared = weight_of(sentence.bag & come[y].bag, weights)
            jaccard = shared / (total + totals[y] - shared)
            if jaccard >= JACCARD or shared / min(total, totals[y]) >= BAG:
                pairs.append((jaccard, x, y))
    return pairs


def weight_of(bag: Counter[str], weights: dict[str, float]) -> float:
    return sum(weights[word] * count for word, count in bag.items()) or LIGHT


def chosen(
    a: str, b: str, gone: Sequence[Sentence], come: Sequence[Sentence], pairs: Sequence[tuple[float, int, int]]
) -> Moves:
    """One to one by mutual best with a margin; a pair in the same hunk is a rewording in place, and takes both."""
    by_x: dict[int, list[tuple[float, int, int]]] = {}
    by_y: dict[int, list[tuple[float, int, int]]] = {}
    for pair in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        by_x.setdefault(pair[1], []).append(pair)
        by_y.setdefault(pair[2], []).append(pair)
    found: list[Moved] = []
    ambiguous: list[Moved] = []
    for x, options in by_x.items():
        score, _, y = options[0]
        if by_y[y][0][1] != x and by_y[y][0][0] - score >= MARGIN:
            continue  # its counterpart belongs clearly to another sentence
        if gone[x].hunks & come[y].hunks:
            continue
        moved = Moved(gone[x].start, gone[x].end, come[y].start, come[y].end, score)
        clear = by_y[y][0][1] == x and lead(options) >= MARGIN and lead(by_y[y]) >= MARGIN
        twins = stands_twice(a, moved.a0, moved.a1) or stands_twice(b, moved.b0, moved.b1)
        (found if clear and not twins else ambiguous).append(moved)
    order = sorted(found, key=lambda moved: moved.a0)
    return Moves(tuple(order), tuple(sorted(ambiguous, key=lambda moved: (moved.a0, moved.b0))))


def lead(options: Sequence[tuple[float, int, int]]) -> float:
    return options[0][0] - options[1][0] if len(options) > 1 else 1.0


def stands_twice(text: str, start: int, end: int) -> bool:
    """Whether the sentence at [start, end) stands in `text` at another place too."""
    sentence = text[start:end]
    return text.find(sentence) != start or text.find(sentence, start + 1) >= 0


# --------------------------------------------------------------------------------------------- edits


def edits(a: str, b: str, blocks: Sequence[Block] | None = None) -> tuple[Edit, ...]:
    """The edits that turn flat text `a` into `b`: found moves as Move of the slices that stayed, the rest as Delete and
    Insert. `blocks` are those of `b`, one for each line feed; PLAIN where None. Applying them gives exactly `b`."""
    hunks = diff(a, b)
    moves = find_moves(a, b, hunks) if hunks else Moves()
    hunks = widened(a, b, hunks, moves.found)
    away, here = moved_slices(a, b, moves.found)
    result: list[Edit] = []
    for hunk in hunks:
        result += deletions(hunk, away)
        result += insertions(b, hunk, here, blocks)
    return tuple(result)


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


def moved_slices(a: str, b: str, found: Sequence[Moved]) -> tuple[list[Piece], list[Piece]]:
    """What of the moved sentences stayed as it was: in the order of A, and in the order of B."""
    pieces = []
    for moved in found:
        old, new = a[moved.a0 : moved.a1], b[moved.b0 : moved.b1]
        at_a, at_b = 0, 0
        for hunk in (*diff(old, new), Hunk(len(old), len(old), len(new), len(new))):
            if old[at_a : hunk.a0].strip():
                pieces.append(Piece(moved.a0 + at_a, moved.a0 + hunk.a0, moved.b0 + at_b, moved.b0 + hunk.b0))
            at_a, at_b = hunk.a1, hunk.b1
    return sorted(pieces, key=lambda piece: piece.a0), sorted(pieces, key=lambda piece: piece.b0)


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
