"""The rounds a footnote names, in printed order and in the nominative."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stadtgespraech.records import Source

# "R?ckmeldung": the second letter is the one that reading damages most.
ORIGIN = re.compile(
    r"(?:Gemeinsame\s+)?R[\wäöüß]{0,4}ckmeldung(?:en)?\b|Anregung(?:en)?\s+(?:aus|der|von)|Hinweis(?:e)?\s+(?:aus|der|von)|Anlass:|Herkunft:"
)
_PHRASE_END = re.compile(r"(?<!\bNr)[.:;](?=\s|$)")
_UNIT = r"Dezernat|Amt|Fachbereich|Fachdienst|Referat|Abteilung|Geschäftsbereich|FB"
_KNOWN = re.compile(
    rf"""
    (?P<unit>{_UNIT})(?:s|en|e)?\s*(?P<name>\d+|[IVX]+\b|für\s+[A-ZÄÖÜ][\w-]*(?:(?:,\s|\s+und\s+)[A-ZÄÖÜ][\w-]*(?=[,.\s]|$))*)
  | (?P<online>Online-?\s?(?:Beteiligung|Dialog|Portal|Befragung|Umfrage|Konferenz))
  | (?P<nth>\d+)\.\s*(?P<event>[A-ZÄÖÜ][\w-]*(?:konferenz|werkstatt|forum|dialog|workshop|runde|versammlung)\w*)
  | (?P<stake>Stakeholder-?\s?(?:Beteiligung|Runde|Workshop|Dialog)\w*)
  | (?P<council>(?:Stadt)?[Rr]ats?(?:beschluss|beschlusses|sitzung)\b)
    """,
    re.VERBOSE,
)
_LEADING = re.compile(
    r"^(?:und|sowie|aus|von|vom|bei|beim|durch|im\s+Rahmen|in|im|an|zu|zur|zum|der|dem|den|des|die|das|einer|einem|eines)\s+"
)
_ORDINAL = {"ersten": "Erste", "zweiten": "Zweite", "dritten": "Dritte", "vierten": "Vierte", "fünften": "Fünfte"}
_RESOLUTION = re.compile(
    r"\b(?:Beschluss(?:es|s)?\s+(?:des|der)\s+(?:Stadt)?(?:[Rr]ats?|Gemeinderats?|Rates|Stadtverordnetenversammlung)\b|Ratsbeschluss)"
)
_RESOLUTION_DAY = re.compile(r"vom\s+(\d{1,2}\.\s?(?:\d{1,2}\.|[A-ZÄ][a-zä]+)\s?\d{4})")
_PAPER = re.compile(r"(?:Drucksache|Vorlage|DS|Drs\.?)\s*(?:-?\s?Nr\.?|Nummer)?\s*:?\s*([\w./-]*\d[\w/.-]*\w)")
COUNCIL = "Ratsbeschluss"


def rounds_in(text: str) -> tuple[str, ...]:
    """The names of the rounds that a footnote's first phrase gives as its origin; () where it gives none. A council
    resolution that the footnote rests on is "Ratsbeschluss"."""
    names = list(named_in(origin_phrase(text)))
    if not names and _RESOLUTION.search(text):
        names = [COUNCIL]
    return tuple(dict.fromkeys(names))


def origin_phrase(text: str) -> str:
    """The first phrase of a footnote where it speaks of its origin ("Rückmeldung aus …"), without its last sign."""
    found = ORIGIN.match(text.lstrip())
    if not found:
        return ""
    body = text.lstrip()
    for end in _PHRASE_END.finditer(body, found.end()):
        if not (end[0] == "." and is_ordinal(body[: end.start()])):
            return body[: end.start()]
    return body


def is_ordinal(before: str) -> bool:
    """Whether a full stop here makes a number an ordinal ("2. Stadtkonferenz"); not that of a unit ("Dezernat 6.")."""
    return bool(re.search(r"\d$", before)) and not re.search(rf"\b(?:{_UNIT})(?:s|en|e)?\s*\d+$", before)


def named_in(phrase: str) -> Iterator[str]:
    """The rounds of a phrase: those of a known form wherever they stand, others between commas and "und"."""
    opening = ORIGIN.match(phrase)
    at = opening.end() if opening else 0
    for known in _KNOWN.finditer(phrase, at):
        yield from others(phrase[at : known.start()])
        yield normal(known)
        at = known.end()
    yield from others(phrase[at:])


def normal(known: re.Match[str]) -> str:
    if known["unit"]:
        return f"{known['unit']} {' '.join(known['name'].split())}"
    if known["online"]:
        return "Online-" + re.sub(r"^Online-?\s?", "", known["online"])
    if known["nth"]:
        return f"{known['nth']}. {known['event']}"
    if known["stake"]:
        return "Stakeholder-" + re.sub(r"^Stakeholder-?\s?", "", known["stake"])
    return COUNCIL if "beschluss" in known["council"] else "Ratssitzung"


def others(text: str) -> Iterator[str]:
    """Rounds of an unknown form: what begins with a capital between the separators, without article."""
    for piece in re.split(r",|;|\bund\b|\bsowie\b|/(?=\s)", text):
        name = " ".join(piece.split())
        genitive = False
        while leading := _LEADING.match(name):
            name, genitive = name[leading.end() :], leading[0].strip() in ("des", "eines")
        first, _, rest = name.partition(" ")
        first = re.sub(r"(?:(?<=[dt])es|(?<!s)s)$", "", first) if genitive else first
        name = f"{_ORDINAL.get(first, first)} {rest}".strip()
        if name[:1].isupper() and len(name) > 2:
            yield name.strip(" .:")


def resolution_in(text: str, iso: str = "") -> Source | None:
    """The council resolution that a footnote cites, with paper number and day (`iso` replaces the printed day)."""
    if not _RESOLUTION.search(text) and not _PAPER.search(text):
        return None
    paper = _PAPER.search(text)
    return Source("resolution", COUNCIL, paper[1] if paper else "", iso)


def resolution_day(text: str) -> str:
    """The day of a resolution as printed, "" where none is named."""
    found = _RESOLUTION_DAY.search(text)
    return found[1] if found else ""
