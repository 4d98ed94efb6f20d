"""Words that reading by machine damaged (lost umlauts and ß), mended at clear odds and never otherwise.

The noisy channel of spelling correction (M. D. Kernighan, K. W. Church, W. A. Gale, "A Spelling Correction Program
Based on a Noisy Channel Model", COLING 1990): a word is replaced by the candidate that is the likelier one, given how
often each word stands in German text, how often a letter is read so, and how much of the document is damaged. Between
two real words („gefordert“, „gefördert“) the odds are seldom clear: those stay as they are, unless the word after
decides („starken“, „stärken“).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log

from stadtgespraech.ingest.confusions import LOUD, MAX_SPOTS, plain, rare, small
from stadtgespraech.ingest.context import ELSEWHERE, is_inflected_adjective, speaks_against_adjective
from stadtgespraech.ingest.lexicon import MARKED, UNKNOWN, accepts, ends_known, frequency, is_known, weight
from stadtgespraech.records import Repair

WORD = re.compile(r"[^\W_]+")
WORD_OR_CUT = re.compile(r"\b[a-zäöü]{2,}-B[a-zäöü]+\b|[^\W_]+")
MIN_ODDS = 10.0
MAX_LETTERS = 40  # of a word that is mended; trying all spots of longer ones takes seconds
MAX_ODDS = 1e9  # as reported; beyond, the figure says nothing
ZIPF = log(10)
IMPOSSIBLE = -6.0
_CAPITAL_INSIDE = re.compile(r"[a-zäöü](?:[BU](?![A-ZÄÖÜ])|BB)")
SENTENCE_END = re.compile(r"(?:^|[.!?:„“\"»]|[-–—•]\s)\s*[„“\"»(]*$")


@dataclass(frozen=True, slots=True)
class Mended:
    text: str
    repairs: tuple[Repair, ...]


@dataclass(frozen=True, slots=True)
class Guess:
    """What a word is most likely meant to be, and how many times likelier that is than the word as it stands."""

    word: str
    odds: float


class Repairer:
    """Mends one document. `text` is all of it: where it has kept its umlauts, a word without is hardly damaged."""

    def __init__(self, text: str) -> None:
        words = Counter(found[0].replace("-", "") for found in WORD_OR_CUT.finditer(text))
        damaged = sum(count for word, count in words.items() if (guess := likeliest(word)) and guess.odds >= MIN_ODDS)
        kept = sum(count for word, count in words.items() if MARKED.intersection(word))
        self.prior = min(1.0, damaged / (kept + 1))

    def mend(self, text: str, line: int) -> Mended:
        """`text` with its damaged words mended, each repair with its odds and `line`. White space stays as it is, and
        every character outside words, but for a hyphen that a line's end put before a ß ("gro-Ben")."""
        parts: list[str] = []
        repairs: list[Repair] = []
        at = 0
        for found in WORD_OR_CUT.finditer(text):
            word = found[0].replace("-", "")
            guess = self._guess(word, text, found.end())
            if guess is None:
                continue
            new = in_case(guess.word, text[: found.start()])
            parts += [text[at : found.start()], new]
            repairs.append(Repair(found[0], new, round(min(guess.odds, MAX_ODDS), 1), line))
            at = found.end()
        return Mended("".join([*parts, text[at:]]), tuple(repairs))

    def _guess(self, word: str, text: str, end: int) -> Guess | None:
        """The repair of a word that ends at character `end` of `text`, where the odds are clear."""
        guess = likeliest(word)
        if guess is None:
            return None
        odds = guess.odds * self.prior
        if MIN_ODDS / ELSEWHERE <= odds < MIN_ODDS and is_inflected_adjective(word):
            odds *= ELSEWHERE if speaks_against_adjective(text, end) else 1.0
        return Guess(guess.word, odds) if odds >= MIN_ODDS else None


@lru_cache(maxsize=100_000)
def likeliest(word: str) -> Guess | None:
    """The likeliest other reading of a word, at whatever odds; None where no known word is one."""
    if not 3 <= len(word) <= MAX_LETTERS or not re.search(r"[^\W\d_]", word) or re.fullmatch(r"[A-Z]{1,3}\d+", word):
        return None
    candidates = ranked(word)
    if not candidates:
        return None
    new, score = candidates[0]
    return Guess(new, exp(min(score - weight_as_it_stands(word) * ZIPF, 50)))


def weight_as_it_stands(word: str) -> float:
    """How likely the writers meant exactly this; hardly where it holds signs that no word holds."""
    if is_known(word) or not is_loud(word):
        return weight(word)
    return IMPOSSIBLE if _CAPITAL_INSIDE.search(word) or frequency(word) < 1 else weight(word)


def is_loud(word: str) -> bool:
    """Whether the word holds a sign that no German word holds."""
    return bool(LOUD.intersection(word) or _CAPITAL_INSIDE.search(word))


def ranked(word: str) -> list[tuple[str, float]]:
    """Known words that the word may stand for, the likeliest first, with the logarithm of their chance. Rare confusions
    are tried only where plain ones explain nothing; names in front of a known word ("Hausdorffstraße") only for words
    that cannot be right as they stand."""
    several = [plain(word, spots) for spots in range(1, MAX_SPOTS + 1)]
    found = scored(several, is_known, weight)
    if not found and not accepts(word):
        found = scored([rare(word)], is_known, weight)
    if not found and is_loud(word):
        found = scored(several, ends_known, lambda _: UNKNOWN)
    return sorted(found.items(), key=lambda item: (-item[1], item[0]))


def scored(
    several: Iterable[dict[str, float]], allowed: Callable[[str], bool], weigh: Callable[[str], float]
) -> dict[str, float]:
    return {
        word: weigh(word) * ZIPF + chance
        for candidates in several
        for word, chance in candidates.items()
        if not is_loud(word) and allowed(word)
    }


def in_case(word: str, before: str) -> str:
    """The word with a small first letter where it is no noun and begins no sentence: a capital Ü is often a small one
    read wrongly."""
    if word[:1] in "ÄÖÜ" and not word.isupper() and accepts(small(word)) and not SENTENCE_END.search(before):
        return small(word)
    return word
