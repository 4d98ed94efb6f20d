"""Which German letters reading by machine confuses: what may stand in a damaged word, and how likely.

The noisy channel of spelling correction (Kernighan, Church & Gale 1990): a candidate is the word with at most three
spots replaced; its chance is the product of the spots' chances, each the share of that letter which comes out so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, permutations
from math import log

LETTERS = "A-Za-zÄÖÜäöüßéèêáàóòíúù"
MAX_SPOTS = 3
MAX_PLACES = 14  # of plain spots looked at in one word; the longest German compounds have about this many

# What is read in the place of a letter, and how often. Plain: the letter without its dots, or a sign no German word has
# inside. Rare: letters that stand everywhere, believed only where nothing else explains the word, one to a word.
PLAIN = {
    "ä": {"a": 0.80, "é": 0.04, "á": 0.01, "à": 0.01},
    "ö": {"o": 0.60, "é": 0.20, "6": 0.05, "ó": 0.01, "ò": 0.01, "0": 0.01},
    "ü": {"u": 0.70, "U": 0.05, "ii": 0.05, "ú": 0.01, "ù": 0.01, "é": 0.005},
    "ß": {"B": 0.80, "BB": 0.06, "B3": 0.04, "3": 0.05},
    "Ä": {"A": 0.80},
    "Ö": {"O": 0.80, "0": 0.02, "6": 0.02},
    "Ü": {"U": 0.80, "Ii": 0.01},
    "l": {"1": 0.01},
}
RARE = {
    "ä": {"d": 0.03, "i": 0.02},
    "ö": {"d": 0.04, "i": 0.005, "ao": 0.005},
    "ü": {"i": 0.06, "l": 0.03, "t": 0.04, "a": 0.003, "G": 0.01},
    "ß": {"fs": 0.01, "8": 0.02},
    "lä": {"a": 0.002},
    "Ü": {"G": 0.02, "Ti": 0.005, "I": 0.003},
}
TWICE = 0.01  # share of a letter that is read twice, each time as another of the signs it is read as
LOUD = frozenset("éèêáàóòíúù®0136809")
"""Signs no German word holds inside: where one stands the word is damaged for sure (but for foreign words)."""


def _table(source: dict[str, dict[str, float]]) -> dict[str, list[tuple[str, float]]]:
    table: dict[str, list[tuple[str, float]]] = {}
    for meant, seen in source.items():
        for read, share in seen.items():
            table.setdefault(read, []).append((meant, log(share)))
    return table


def _twice() -> tuple[dict[str, dict[str, float]], dict[str, dict[str, float]]]:
    """One letter read as two signs: plain where one of them is loud, rare otherwise."""
    loud: dict[str, dict[str, float]] = {}
    quiet: dict[str, dict[str, float]] = {}
    for meant in "äöü":
        signs = [sign for sign in {**PLAIN[meant], **RARE[meant]} if (len(sign) == 1 and sign.islower()) or sign == "6"]
        for first, second in permutations(signs, 2):
            table = loud if LOUD.intersection(first + second) else quiet
            table.setdefault(meant, {})[first + second] = TWICE
    return loud, quiet


_LOUD_TWICE, _QUIET_TWICE = _twice()
_PLAIN = _table({meant: PLAIN[meant] | _LOUD_TWICE.get(meant, {}) for meant in PLAIN})
_RARE = _table({meant: RARE[meant] | _QUIET_TWICE.get(meant, {}) for meant in RARE})
_SMALL = {"Ä": "ä", "Ö": "ö", "Ü": "ü"}

Spot = tuple[int, int, str, float]
"""From, to, what is meant, the logarithm of the chance."""


def _spots(word: str, table: dict[str, list[tuple[str, float]]]) -> list[Spot]:
    found = []
    for read, meanings in table.items():
        at = word.find(read)
        while at >= 0:
            found += [(at, at + len(read), meant, cost) for meant, cost in meanings if _fits(word, at, read, meant)]
            at = word.find(read, at + 1)
    return sorted(found)


def _fits(word: str, at: int, read: str, meant: str) -> bool:
    """A capital only begins a word, but in a word of capitals; ß never begins one."""
    if meant[0].isupper():
        return at == 0 or word.isupper()
    if at == 0:
        return meant[0] != "ß" and (not read[0].isupper() or read == "G")
    return not word.isupper()


def _replaced(word: str, spots: tuple[Spot, ...]) -> Iterator[tuple[str, float]]:
    parts, end, chance = [], 0, 0.0
    for start, stop, meant, cost in spots:
        if start < end:
            return
        parts += [word[end:start], meant]
        end, chance = stop, chance + cost
    yield "".join(parts) + word[end:], chance


def plain(word: str, spots: int) -> dict[str, float]:
    """Candidates with exactly so many plain spots replaced, with the logarithm of their chance."""
    places = _spots(word, _PLAIN)[:MAX_PLACES]
    return _best(word, combinations(places, spots))


def rare(word: str) -> dict[str, float]:
    """Candidates with one rare spot and up to two plain ones, with the logarithm of their chance."""
    places, seldom = _spots(word, _PLAIN)[:MAX_PLACES], _spots(word, _RARE)
    return _best(
        word,
        (
            tuple(sorted((one, *more)))
            for one in seldom
            for count in range(MAX_SPOTS)
            for more in combinations(places, count)
        ),
    )


def _best(word: str, choices: Iterable[tuple[Spot, ...]]) -> dict[str, float]:
    found: dict[str, float] = {}
    for spots in choices:
        for candidate, chance in _replaced(word, spots):
            if chance > found.get(candidate, float("-inf")):
                found[candidate] = chance
    return found


def small(word: str) -> str:
    """The word with a small first letter."""
    return _SMALL.get(word[:1], word[:1].lower()) + word[1:]
