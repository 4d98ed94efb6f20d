"""What a footnote quotes and cites: former and new wording, starting pictures, other statements, tensions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stadtgespraech.records import Reference, Statement, Tension

_QUOTE = r"„([^“”]{1,300})[“”]"
_PICTURES = re.compile(rf"\bAusgangsbild(?:er|ern|es)?\s+((?:{_QUOTE}(?:,\s|\s+(?:oder|und|sowie)\s+)?)+)")
_STATEMENTS = re.compile(rf"\b(?:Zielbild|Leitbild|Bild|Leitlinie)(?:es|s|ern|er|e)?\s+{_QUOTE}")
_TENSION_QUOTE = re.compile(rf"\b(?:Spannungsfeld|Zielkonflikt|Feld)(?:es|s)?\s+(?:{_QUOTE}|(\d+))")
_PAIRS = (
    re.compile(rf"{_QUOTE}[^„]{{0,160}}?\b(?:angepasst in|geändert in|ersetzt durch)\s+{_QUOTE}", re.S),
    re.compile(
        rf"{_QUOTE}\s+(?:wird|wurde|werden|wurden)\s+(?:\w+\s+)?durch\s+(?:den\s+Begriff\s+|die\s+Formulierung\s+)?{_QUOTE}"
    ),
    re.compile(rf"{_QUOTE}\s+(?:wird|wurde)\s+(?:\w+\s+)?durch\s+([^„“.,]{{2,80}}?)\s+ersetzt"),
    re.compile(r"\bBegriff\s+([\w-]+)\s+(?:wird|wurde)\s+durch\s+([^„“.,]{2,100}?)\s+ersetzt"),
)
_GONE = re.compile(rf"{_QUOTE}[^„.]{{0,40}}\b(?:gestrichen|gelöscht|entfernt)\b")
_CAME = re.compile(
    rf"(?:um\s+(?:den\s+Begriff\s+|die\s+Wörter\s+)?|Zusatz\s+|Begriff\s+){_QUOTE}[^„.]{{0,60}}\b(?:ergänzt|eingefügt|erweitert|aufgenommen)\b"
)
_FORMER_TITLE = re.compile(
    rf"\b(?:bisherige|frühere|ursprüngliche|alte)[rn]?\s+(?:Titel|Überschrift)[^„.]{{0,40}}{_QUOTE}"
    rf"|\b(?:Titel|Überschrift)\b[^„.]{{0,60}}\b(?:bisher|zuvor|früher)\b[^„.]{{0,30}}{_QUOTE}"
)


def wordings_in(text: str) -> tuple[str, str]:
    """(old, new) as the footnote quotes them, "" where it does not."""
    for pattern in _PAIRS:
        found = pattern.search(text)
        if found:
            return found[1].strip(), found[2].strip()
    former, gone, came = _FORMER_TITLE.search(text), _GONE.search(text), _CAME.search(text)
    old = former or gone
    return (quote_of(old) if old else ""), (came[1].strip() if came else "")


def quote_of(found: re.Match[str]) -> str:
    """The quotation that one of a pattern's alternatives caught."""
    return next(words for words in found.groups() if words is not None).strip()


def references_in(text: str, statements: Sequence[Statement], tensions: Sequence[Tension]) -> tuple[Reference, ...]:
    """Cited titles in printed order, with the number of the statement or tension here that has it."""
    found: list[tuple[int, Reference]] = []
    for pictures in _PICTURES.finditer(text):
        for quote in re.finditer(_QUOTE, pictures[1]):
            found.append((pictures.start(1) + quote.start(), Reference("starting-picture", quote[1].strip())))
    former = _FORMER_TITLE.search(text)
    for cited in _STATEMENTS.finditer(text):
        if former and quote_of(former) == cited[1].strip():
            continue
        number = numbered(cited[1], [(item.number, item.title) for item in statements])
        found.append((cited.start(), Reference("statement", cited[1].strip(), number)))
    for cited in _TENSION_QUOTE.finditer(text):
        number = int(cited[2]) if cited[2] else numbered(cited[1], [(item.number, item.title) for item in tensions])
        title = cited[1] or next((item.title for item in tensions if item.number == number), "")
        if title:
            found.append((cited.start(), Reference("tension", title.strip(), number)))
    return tuple(reference for _, reference in sorted(found, key=lambda pair: pair[0]))


def numbered(title: str, known: Sequence[tuple[int, str]]) -> int | None:
    """The number of the one whose words are the same, but for case and signs; None where there is none."""
    wanted = re.sub(r"\W+", "", title).lower()
    for number, other in known:
        if re.sub(r"\W+", "", other).lower() == wanted:
            return number
    return None
