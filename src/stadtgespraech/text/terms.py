"""One term replaced by another wherever it stands, inflected too: found, so that it can be offered as one change.

Words are the same term where their stems are. Stems are CISTEM's (L. Weissweiler, A. Fraser, "Developing a Stemmer for
German Based on a Comparative Analysis of Publicly Available Stemmers", GSCL 2017), but for its prefix "ge-", which
would make one term of „Bäude“ and „Gebäude“.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from stadtgespraech.text.diff import Hunk
from stadtgespraech.text.tokens import tokenize

PLACES = 3  # from which on a replacement is one of a term
MAX_WORDS = 6  # of a term; what is longer is a rewording
MIN_LETTERS = 4  # of the longest word of a term: "der" for "die" in three places is chance
_FOLDED = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})


@dataclass(frozen=True, slots=True)
class Term:
    """`old` became `new` (both as they stand at the first place) at `places`: characters of A that each hold one
    replacement, or the gap of an addition. `left` are the characters of B where `old` still stands."""

    old: str
    new: str
    places: tuple[tuple[int, int], ...]
    left: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Replacement:
    """One hunk seen as a replacement of words: `old` and `new` with the kept word that completes them where the hunk
    only adds, `place` in A, `here` the characters of B that `new` takes."""

    old: str
    new: str
    place: tuple[int, int]
    here: tuple[int, int]


def find_terms(a: str, b: str, hunks: Sequence[Hunk]) -> tuple[Term, ...]:
    """The terms that `hunks`, the finest edit from `a` to `b`, replace in at least PLACES places, in the order of their
    first place. A hunk belongs to one term at the most: to that with the most places."""
    groups: defaultdict[tuple[tuple[str, ...], tuple[str, ...]], list[Replacement]] = defaultdict(list)
    for hunk in hunks:
        for found in replacements(a, b, hunk):
            groups[stems(found.old), stems(found.new)].append(found)
    taken: set[tuple[int, int]] = set()
    terms = []
    for key, group in sorted(groups.items(), key=lambda item: (-len(item[1]), item[1][0].place)):
        free = [found for found in group if found.place not in taken]
        if len(free) >= PLACES and key[0] != key[1]:
            taken.update(found.place for found in free)
            renewed = [*(found.here for found in free), *occurrences(b, key[1], ())]
            left = tuple(occurrences(b, key[0], renewed))
            terms.append(Term(free[0].old, free[0].new, tuple(found.place for found in free), left))
    return tuple(sorted(terms, key=lambda term: term.places))


def replacements(a: str, b: str, hunk: Hunk) -> Iterator[Replacement]:
    """How the hunk can be read as a term for a term. One that only adds is read with the word before it („Bürger“ →
    „Bürger und Bürgerinnen“) and with the word after it („Bürger“ → „Bürgerinnen und Bürger“)."""
    old, new = a[hunk.a0 : hunk.a1].strip(), b[hunk.b0 : hunk.b1].strip()
    if "\n" in old + new or not is_term(new):
        return
    place, here = (hunk.a0, hunk.a1), (hunk.b0, hunk.b1)
    if old:
        if is_term(old):
            yield Replacement(old, new, place, here)
        return
    before = re.search(r"[\w*:-]+(?=\s*$)", a[max(0, hunk.a0 - 80) : hunk.a0])
    if before and is_term(before[0]):
        yield Replacement(before[0], f"{before[0]} {new}", place, (here[0] - len(before[0]) - 1, here[1]))
    after = re.match(r"\s*([\w*:-]+)", a[hunk.a1 : hunk.a1 + 80])
    if after and is_term(after[1]):
        yield Replacement(after[1], f"{new} {after[1]}", place, (here[0], here[1] + after.end()))


def is_term(words: str) -> bool:
    """Up to MAX_WORDS words without a sign that ends a clause, one of them long enough to mean something."""
    if re.search(r"[.,;:!?](?:\s|$)", words):
        return False
    parts = [token for token in tokenize(words) if token[0].isalnum()]
    return 0 < len(parts) <= MAX_WORDS and max(map(len, parts)) >= MIN_LETTERS


def occurrences(text: str, wanted: Sequence[str], apart_from: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Where words with the `wanted` stems stand in `text`, outside the ranges `apart_from`."""
    tokens = tokenize(text)
    starts = list(accumulate(map(len, tokens), initial=0))
    words = [index for index, token in enumerate(tokens) if token[0].isalnum()]
    found = [stem(tokens[index]) for index in words]
    for at in range(len(words) - len(wanted) + 1):
        if found[at] != wanted[0] or tuple(found[at : at + len(wanted)]) != tuple(wanted):
            continue
        last = words[at + len(wanted) - 1]
        start, end = starts[words[at]], starts[last] + len(tokens[last])
        if not any(start < stop and first < end for first, stop in apart_from):
            yield start, end


def stems(words: str) -> tuple[str, ...]:
    return tuple(stem(token) for token in tokenize(words) if token[0].isalnum())


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """CISTEM's stem of a word, its prefix left on."""
    capital = word[:1].isupper()
    text = word.lower().translate(_FOLDED)
    text = text.replace("sch", "$").replace("ei", "%").replace("ie", "&")
    text = re.sub(r"(.)\1", r"\1*", text)
    while len(text) > 3:
        shorter = re.sub(r"(?:e[mr]|nd)$", "", text) if len(text) > 5 else text
        if shorter == text and not capital:
            shorter = re.sub(r"t$", "", text)
        if shorter == text:
            shorter = re.sub(r"[esn]$", "", text)
        if shorter == text:
            break
        text = shorter
    text = re.sub(r"(.)\*", r"\1\1", text)
    return text.replace("&", "ie").replace("%", "ei").replace("$", "sch")
