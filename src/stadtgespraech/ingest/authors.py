"""Who a recorded edit or comment is by: a round or department that may be named, or a person who may not be
(promise 10)."""

from __future__ import annotations

import re

_BODY = re.compile(
    r"(?:dezernat|\bamt\b|\w+amt\b|\bfachbereich|\bfachdienst|\babteilung|\breferat|\bstabsstelle|\bbüro\b|\w+büro\b|\bfb\b"
    r"|\brat\b|\wrat\b|ausschuss|fraktion|beirat|bezirks|kommission|ortschaft|verwaltung|behörde|betrieb|stadtwerke|werke\b"
    r"|beteiligung|konferenz|workshop|werkstatt|forum|dialog|online|portal|stakeholder|verband|kammer|verein|netzwerk"
    r"|lenkungs|projektgruppe|arbeitsgruppe|steuerungs|geschäftsstelle|stelle\b|gutachte|beschluss|stadt\b"
    r"|gespräch|abend\b|abende\b|umfrage|befragung|sprechstunde|runde\b|tisch\b|ämter\b|gremi|jugend|kinder|senior"
    r"|universität|hochschule|schule\b|department|office|council)",
    re.I,
)
_SIGN = re.compile(r"(?:[A-ZÄÖÜ]{1,4}\s?)?\d{1,3}(?:[./-][\dA-Z]{1,3})*$|[A-ZÄÖÜ]{2,5}(?:[ ./-]\d{1,3})?$")
_KINDS = (
    ("youth-conference", r"jugend"),
    ("city-conference", r"konferenz"),
    ("online", r"online|portal"),
    ("workshop", r"workshop|werkstatt|forum|dialog"),
    ("stakeholder", r"stakeholder|verband|kammer|verein|netzwerk|träger|beirat"),
    ("council", r"\brat\b|\wrat\b|ratsbeschluss|ausschuss|beschluss|fraktion|council"),
    (
        "department",
        r"dezernat|amt\b|fachbereich|fachdienst|abteilung|referat|stab|büro|verwaltung|betrieb|department|^\S{1,6}$",
    ),
)


def rounds_of(author: str) -> tuple[str, ...]:
    """The author as names of rounds („Dezernat 6“; several parted by commas), none where it reads like a person's name,
    names the editors, or is missing.

    Names of bodies and file signs („61/2“, „FB 4“) are rounds; everything else counts as a person: better an edit
    without a round than a published name.
    """
    if is_editors(author):
        return ()
    names = (re.sub(r"\s+", " ", name).strip(" .:") for name in re.split(r"[,;]", author))
    return tuple(
        re.sub(r"(?<=\d)\.(?=[A-ZÄÖÜ])", ". ", name)
        for name in names
        if name and (_BODY.search(name) or _SIGN.match(name))
    )


def is_editors(author: str) -> bool:
    """The editors themselves: no round, and no person."""
    return bool(re.search(r"redaktion|lektorat|schlusskorrektur|stabsstelle strategie|strategiebüro", author, re.I))


def kind_of_round(name: str) -> str:
    """One of records.ROUND_KINDS by the words of the name."""
    return next((kind for kind, words in _KINDS if re.search(words, name, re.I)), "other")
