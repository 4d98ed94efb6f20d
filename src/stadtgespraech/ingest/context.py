"""What the word after it says of a damaged word that is a word as it stands: „starken“ or „stärken“.

An inflected adjective in German stands before a noun, other adjectives between. Before an article, a preposition, a
modal verb or the end of a sentence it hardly ever does; there an infinitive or a comparative with umlaut is meant.
"""

from __future__ import annotations

import re
from functools import lru_cache

SUFFIXES = ("e", "en", "er", "es", "em")
ELSEWHERE = 30.0
"""How many times rarer an inflected adjective is before a word of AFTER or a full stop than before other words."""
AFTER = frozenset({
    "der", "die", "das", "den", "dem", "des", "ein", "eine", "einen", "einem", "einer", "eines", "sein", "seine",
    "seinen", "ihre", "ihren", "für", "mit", "von", "vom", "zu", "zur", "zum", "im", "in", "ins", "am", "an", "auf",
    "aus", "bei", "beim", "um", "durch", "über", "unter", "vor", "nach", "kann", "können", "soll", "sollen", "will",
    "wollen", "muss", "müssen", "wird", "werden", "ist", "sind", "als", "wie", "dass", "damit", "wenn", "weil",
    "sich", "sowohl",
})  # fmt: skip
_FOLLOWER = re.compile(r"(?P<comma>,?)\s*(?P<word>\w*)(?P<stop>[.!?;:)]?)")


def speaks_against_adjective(text: str, end: int) -> bool:
    """Whether what follows character `end` of `text` is what no inflected adjective stands before."""
    found = _FOLLOWER.match(text, end)
    if found is None:
        return False
    if found["word"]:
        return found["word"] in AFTER
    return not found["comma"]


@lru_cache(maxsize=20_000)
def is_inflected_adjective(word: str) -> bool:
    """Whether a small word is an adjective with an ending: its dictionary form and one of the endings make it up."""
    import simplemma

    if not word.islower() or not word.endswith(SUFFIXES):
        return False
    base = simplemma.lemmatize(word, lang="de")
    return base != word and any(word == base + suffix for suffix in SUFFIXES)
