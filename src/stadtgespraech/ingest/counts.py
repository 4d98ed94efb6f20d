"""Rounds with what the text says of them: when, how many people, how many contributions. What is not said stays missing
(R27)."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from stadtgespraech.records import Round
from stadtgespraech.text.tokens import sentence_spans

_NUMBER = r"(\d{1,3}(?:\.\d{3})+|\d+)"
_PEOPLE = re.compile(
    rf"{_NUMBER}\s+(?:Teilnehmende|Teilnehmer\w*|Menschen|Personen|Bürgerinnen|Bürger\w*|Jugendliche|Gäste|Interessierte)"
)
_IDEAS = re.compile(rf"{_NUMBER}\s+(?:ideenbezogene\w*\s+\w+|Projektideen|Ideen)")
_SAID = re.compile(rf"{_NUMBER}\s+(?:Beiträge|Rückmeldungen|Kommentare|Hinweise|Anregungen|Stellungnahmen)")
_DATES = re.compile(
    r"\b(?:im|am|ab|vom|von|seit)\s+((?:\d{1,2}\.\s?)?(?:(?:Frühjahr|Frühling|Sommer|Herbst|Winter|Januar|Februar|März|April|Mai|Juni"
    r"|Juli|August|September|Oktober|November|Dezember)\s+)\d{4}(?:\s+bis\s+[^,.;]{0,30}?\d{4})?)"
)


def counted_rounds(rounds: Sequence[Round], paragraphs: Sequence[str]) -> tuple[Round, ...]:
    """The rounds, each with the first counts and dates of a sentence that speaks of it."""
    found = list(rounds)
    for text in paragraphs:
        for start, end in sentence_spans(text):
            sentence = text[start:end]
            for index, item in enumerate(found):
                if speaks_of(sentence, item.name):
                    found[index] = filled(item, sentence)
    return tuple(found)


def speaks_of(sentence: str, name: str) -> bool:
    """Whether the sentence names the round, its number or the ending of its name aside ("Online-Portal")."""
    if name.startswith("Online-"):
        return bool(re.search(r"\bOnline-?\w+", sentence))
    core = re.sub(r"^\d+\.\s*", "", name)
    return bool(re.search(rf"\b{re.escape(core)}\b", sentence))


def filled(item: Round, sentence: str) -> Round:
    """`item` with what the sentence adds; what is known stays. Several rounds in one sentence share no counts: the
    counts go to the round that stands nearest before or after them only where it is the sentence's only one."""
    kinds = len({word for word in ("Online", "konferenz", "Workshop", "Forum") if word in sentence})
    people, said, ideas = (pattern.search(sentence) for pattern in (_PEOPLE, _SAID, _IDEAS))
    when = _DATES.search(sentence, max(0, sentence.find(item.name)))
    return dataclasses.replace(
        item,
        dates=item.dates or (when[1] if when and item.name in sentence else ""),
        people=item.people if item.people is not None or kinds > 1 or not people else number(people[1]),
        contributions=item.contributions
        if item.contributions is not None or kinds > 1 or not said
        else number(said[1]),
        ideas=item.ideas if item.ideas is not None or kinds > 1 or not ideas else number(ideas[1]),
    )


def number(text: str) -> int:
    return int(text.replace(".", ""))
