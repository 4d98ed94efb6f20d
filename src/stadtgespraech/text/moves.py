"""Sentences that moved, also partly reworded.

A sentence gone from one place and come at another is the same one where their words agree enough: idf-weighted Jaccard
similarity of at least JACCARD, or at least BAG of the lighter one's weight found in the other (design, "The heart").
The choice is one to one; where the second best is closer than MARGIN, or the same sentence stands twice, it is
ambiguous and a person picks.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from stadtgespraech.text.alignment import longest_increasing
from stadtgespraech.text.diff import Hunk
from stadtgespraech.text.tokens import FUNCTION_WORDS, sentence_spans, tokenize

JACCARD = 0.25
BAG = 0.4
MARGIN = 0.15
MIN_WORDS = 6
GONE = 0.5  # share of a sentence's characters that must have gone (or come) for it to be a candidate
MAX_CANDIDATES = 4000
MAX_MET = 40  # candidates that one sentence is compared with; those that share its rarest words
LIGHT = 0.1  # weight of function words


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
    is no function word, each with about MAX_MET; at most MAX_CANDIDATES on each side, longest first where there are
    more."""
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
    sentences = Sentences(text)
    for index, (start, end) in enumerate(ranges):
        if start == end:
            continue
        for span in sentences.around(start, end):
            covered[span] += min(end, span[1]) - max(start, span[0])
            found.setdefault(span, set()).add(index)
    kept = []
    for span, inside in found.items():
        if covered[span] < GONE * (span[1] - span[0]):
            continue
        bag = bag_of(text[span[0] : span[1]])
        if bag.total() >= MIN_WORDS:
            kept.append(Sentence(span[0], span[1], bag, frozenset(inside)))
    if len(kept) > MAX_CANDIDATES:
        kept = sorted(kept, key=lambda item: (item.start - item.end, item.start))[:MAX_CANDIDATES]
    return sorted(kept, key=lambda item: item.start)


class Sentences:
    """The sentences of a text by place. A line is read when it is first asked for, and once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines: dict[int, list[tuple[int, int]]] = {}

    def around(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The sentences that touch [start, end), without the white space after them."""
        line = self.text.rfind("\n", 0, start) + 1
        while line < end:
            stop = self.text.find("\n", line)
            stop = len(self.text) if stop < 0 else stop
            if line not in self.lines:
                self.lines[line] = [(line + first, line + last) for first, last in sentence_spans(self.text[line:stop])]
            spans = self.lines[line]
            for first, last in spans[max(0, bisect_left(spans, (start,)) - 1) :]:
                if first >= end:
                    break
                last = first + len(self.text[first:last].rstrip())
                if last > start and first < last:
                    yield first, last
            line = stop + 1


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


class Pair(NamedTuple):
    """How like `gone[x]` and `come[y]` are: `score` weighs words by how rare they are, `plain` counts them."""

    score: float
    plain: float
    x: int
    y: int


def scored(gone: Sequence[Sentence], come: Sequence[Sentence], weights: Mapping[str, float]) -> list[Pair]:
    """Every pair that is similar enough, the best first."""
    places: dict[str, list[int]] = {}
    for index, sentence in enumerate(come):
        for word in sentence.bag:
            if weights[word] > LIGHT:
                places.setdefault(word, []).append(index)
    totals = [weight_of(sentence.bag, weights) for sentence in come]
    pairs = []
    for x, sentence in enumerate(gone):
        total = weight_of(sentence.bag, weights)
        for y in sorted(met(sentence, places)):
            common = sentence.bag & come[y].bag
            shared = weight_of(common, weights)
            jaccard = shared / (total + totals[y] - shared)
            if jaccard >= JACCARD or shared / min(total, totals[y]) >= BAG:
                count = common.total()
                plain = count / (sentence.bag.total() + come[y].bag.total() - count)
                pairs.append(Pair(jaccard, plain, x, y))
    return sorted(pairs, key=lambda pair: (-pair.score, pair.x, pair.y))


def met(sentence: Sentence, places: Mapping[str, Sequence[int]]) -> set[int]:
    """Which others share a word with the sentence: by its rarest words first, about MAX_MET at the most."""
    found: set[int] = set()
    for at in sorted((places[word] for word in sentence.bag if word in places), key=len):
        found.update(at[: MAX_MET + 1])
        if len(found) > MAX_MET:
            break
    return found


def weight_of(bag: Counter[str], weights: Mapping[str, float]) -> float:
    return sum(weights[word] * count for word, count in bag.items()) or LIGHT


def chosen(a: str, b: str, gone: Sequence[Sentence], come: Sequence[Sentence], pairs: Sequence[Pair]) -> Moves:
    """One to one by mutual best with a margin. A pair in the same hunk is a rewording in place, which takes both,
    unless it stands out of order among the others of that hunk."""
    by_x: dict[int, list[Pair]] = {}
    by_y: dict[int, list[Pair]] = {}
    for pair in pairs:
        by_x.setdefault(pair.x, []).append(pair)
        by_y.setdefault(pair.y, []).append(pair)
    stay = in_place(gone, come, [options[0] for options in by_x.values() if by_y[options[0].y][0] == options[0]])
    found: list[Moved] = []
    ambiguous: list[Moved] = []
    for x, options in by_x.items():
        best, rival = options[0], by_y[options[0].y][0]
        if rival.x != x and (rival.score - best.score >= MARGIN or gone[x].hunks & come[best.y].hunks):
            continue  # its counterpart belongs clearly to another sentence, or all of it was written anew here
        if best in stay:
            continue
        moved = trimmed(a, b, Moved(gone[x].start, gone[x].end, come[best.y].start, come[best.y].end, best.score))
        clear = rival.x == x and lead(options) >= MARGIN and lead(by_y[best.y]) >= MARGIN
        twins = stands_twice(a, moved.a0, moved.a1) or stands_twice(b, moved.b0, moved.b1)
        (found if clear and not twins else ambiguous).append(moved)
    order = sorted(found, key=lambda moved: moved.a0)
    return Moves(tuple(order), tuple(sorted(ambiguous, key=lambda moved: (moved.a0, moved.b0))))


def in_place(gone: Sequence[Sentence], come: Sequence[Sentence], pairs: Sequence[Pair]) -> set[Pair]:
    """Of the pairs that stand in the same hunk, those that keep their order there: as many as possible."""
    by_hunk: dict[int, list[Pair]] = {}
    for pair in sorted(pairs, key=lambda pair: pair.x):
        for hunk in gone[pair.x].hunks & come[pair.y].hunks:
            by_hunk.setdefault(hunk, []).append(pair)
    stay: set[Pair] = set()
    for inside in by_hunk.values():
        kept = set(longest_increasing([(pair.x, pair.y) for pair in inside]))
        stay.update(pair for pair in inside if (pair.x, pair.y) in kept)
    return stay


def lead(options: Sequence[Pair]) -> float:
    """How far the first is ahead of each other one, by weight and by count."""
    best = options[0]
    return min((min(best.score - one.score, best.plain - one.plain) for one in options[1:]), default=1.0)


_DOUBTFUL_END = re.compile(r"[.!?:][^\S\n]+(?=\W*[^\W\d_])")


def trimmed(a: str, b: str, moved: Moved) -> Moved:
    """The move without what was taken for a part of its sentence on one side only, because a full stop looked like an
    abbreviation's („… in der Hofstr. Bäume wachsen.“): cut where the rest is more like the other side."""
    a0, a1 = likest_part(a, moved.a0, moved.a1, bag_of(b[moved.b0 : moved.b1]))
    b0, b1 = likest_part(b, moved.b0, moved.b1, bag_of(a[a0:a1]))
    return Moved(a0, a1, b0, b1, moved.score)


def likest_part(text: str, start: int, end: int, other: Counter[str]) -> tuple[int, int]:
    """The range, or its part before or after a doubtful end of a sentence, that is likest the words of `other`."""
    parts = [(start, end)]
    for stop in _DOUBTFUL_END.finditer(text, start, end):
        parts += [(start, stop.start() + 1), (stop.end(), end)]
    if len(parts) == 1:
        return start, end
    bags = [bag_of(text[first:last]) for first, last in parts]
    likeness = [(bag & other).total() / max(1, (bag | other).total()) for bag in bags]
    return parts[likeness.index(max(likeness))]


def bag_of(text: str) -> Counter[str]:
    return Counter(token.lower() for token in tokenize(text) if token[0].isalnum())


def stands_twice(text: str, start: int, end: int) -> bool:
    """Whether the sentence at [start, end) stands in `text` at another place too."""
    sentence = text[start:end]
    return text.find(sentence) != start or text.find(sentence, start + 1) >= 0
