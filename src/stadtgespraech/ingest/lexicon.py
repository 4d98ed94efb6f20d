"""How likely a German word is: frequencies of wordfreq, the hunspell dictionary, compounds of known parts.

Weights are on the Zipf scale (van Heuven et al. 2014): 9 plus the decimal logarithm of the word's share of running
text, so that a word of weight 5 stands ten times as often as one of weight 4.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Protocol, cast

from stadtgespraech.ingest.archive import ReadError

DICTIONARY = Path(__file__).resolve().parent / "dictionary"
MAX_WORDS = 200_000  # whose weights are remembered
VALID = 1.0  # the dictionary knows the word, the frequency list does not
UNKNOWN_NAME = 0.5  # a capitalised word nobody knows: names are like this
UNKNOWN = -1.5
LONGER = 0.3  # less for each letter over SHORT: of long words nobody knows there are many, each of them rarer
SHORT = 7
DOUBT = 1.7  # taken from the frequency of a word the dictionary refuses: writing without umlauts, other languages
LISTED = 1.2  # a word with an umlaut the frequency list holds is real even where the dictionary refuses it
SHORTEST_PART, LONG_PART, KNOWN_PART = 4, 8, 3.0
LONG_HEAD = 6  # letters from which on a first part the dictionary holds counts as known, however rare
FREQUENT = 3.5
LINKS = ("", "s", "es")
PREFIXES = (
    "nach",
    "vor",
    "auf",
    "aus",
    "ein",
    "an",
    "ab",
    "zu",
    "um",
    "mit",
    "weiter",
    "zurück",
    "über",
    "unter",
    "be",
)
MARKED = frozenset("äöüßÄÖÜ")


class DictionaryMissing(ReadError):
    """The German dictionary is not where `make setup` puts it."""


class _Speller(Protocol):
    def spell(self, word: str) -> bool: ...


@lru_cache(maxsize=1)
def _speller() -> _Speller:
    if not (DICTIONARY / "index.dic").is_file():
        raise DictionaryMissing("the German dictionary is missing; run make setup")
    import hunspell  # type: ignore[import-untyped]  # ships no types

    return cast(_Speller, hunspell.Hunspell("index", hunspell_data_dir=str(DICTIONARY)))


@lru_cache(maxsize=1)
def _frequencies() -> dict[str, float]:
    from wordfreq import get_frequency_dict

    return get_frequency_dict("de")


@lru_cache(maxsize=MAX_WORDS)
def frequency(word: str) -> float:
    """The word's Zipf frequency in German text, upper and lower case (and ß and ss) counted together; 0 where it is
    not listed."""
    from math import log10

    share = _frequencies().get(word.casefold(), 0.0)
    return log10(share) + 9 if share else 0.0


@lru_cache(maxsize=MAX_WORDS)
def accepts(word: str) -> bool:
    """Whether the dictionary holds the word in this case (a noun in small letters is refused)."""
    return _speller().spell(word)


@lru_cache(maxsize=MAX_WORDS)
def compound(word: str) -> float:
    """The weight of the likeliest cut into known parts; 0 where there is none."""
    best = 0.0
    lower = word.lower()
    for cut in range(3, len(lower) - SHORTEST_PART + 1):
        head, tail = lower[:cut], lower[cut:]
        last = max(frequency(tail), VALID)
        if (last < 2 and len(tail) < LONG_PART) or not (accepts(tail.capitalize()) or accepts(tail)):
            continue
        first = KNOWN_PART + 2 if head in PREFIXES else max(_head(head, link) for link in LINKS)
        if first >= KNOWN_PART:
            best = max(best, first + last - 8, 0.3)
    return best


def _head(head: str, link: str) -> float:
    part = head.removesuffix(link) if link else head
    if len(part) < SHORTEST_PART or part + link != head or not accepts(part.capitalize()):
        return 0.0
    return max(frequency(part), KNOWN_PART if len(part) >= LONG_HEAD else 0.0)


@lru_cache(maxsize=MAX_WORDS)
def ends_known(word: str) -> bool:
    """Whether the word ends in a frequent noun that holds one of the letters in question: a name stands before it."""
    tails = (word[cut:] for cut in range(3, len(word) - SHORTEST_PART))
    return any(
        MARKED.intersection(tail) and frequency(tail) >= FREQUENT and accepts(tail.capitalize()) for tail in tails
    )


@lru_cache(maxsize=MAX_WORDS)
def is_known(word: str) -> bool:
    """Whether the word can be meant: in the dictionary, listed with an umlaut, or a compound of known parts."""
    if accepts(word):
        return True
    if word[:1].islower() and accepts(word.capitalize()):
        return False
    if MARKED.intersection(word) and frequency(word) >= LISTED:
        return True
    return len(word) >= 2 * SHORTEST_PART and compound(word) > 0


@lru_cache(maxsize=MAX_WORDS)
def weight(word: str) -> float:
    """The word's weight, also where it is not listed or the dictionary refuses it."""
    listed = frequency(word)
    if accepts(word):
        return max(listed, VALID)
    if MARKED.intersection(word):
        return max(listed, VALID if is_known(word) else UNKNOWN)
    floor = (UNKNOWN_NAME if word[:1].isupper() else UNKNOWN) - LONGER * max(0, len(word) - SHORT)
    if len(word) >= 2 * SHORTEST_PART and compound(word):
        floor = max(floor, compound(word))
    return max(listed - DOUBT, floor) if listed else floor
