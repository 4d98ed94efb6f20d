"""What in a text may be personal data, as suggestions with their evidence (promise 7). It reads patterns, no meaning:
names are not found, and what is found may be harmless. Every repetition in a pattern is bounded."""

from __future__ import annotations

import re
from dataclasses import dataclass

EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b")
PHONE = re.compile(r"(?<![\w.,])(?<!\d )(?:\+[1-9]|0)(?:[ /()-]{0,3}\d){6,14}(?!\w)")
STREET = re.compile(
    r"\b(?:[A-ZÄÖÜ][\wäöüß-]{0,40}(?:straße|strasse|str\.|weg|platz|allee|gasse|ring|ufer|damm|steig|pfad|chaussee)"
    r"|(?:Am|An der|Im|In der|Zum|Zur|Auf dem) [A-ZÄÖÜ][\wäöüß-]{1,40}"
    r"|[A-ZÄÖÜ][\wäöüß-]{1,40}[ -](?:Straße|Str\.|Weg|Platz|Allee|Gasse|Ring|Ufer|Damm)) \d{1,4}(?: ?[a-z])?\b"
)


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Characters `start` up to `end` of a text, what they may be, and what speaks for it."""

    start: int
    end: int
    words: str
    what: str
    evidence: str


def personal_data(text: str) -> list[Suspicion]:
    """In the order of the text; of two that overlap the one that begins first."""
    found = [
        *(told(one, "E-Mail-Adresse", "ein @ zwischen Name und Domäne") for one in EMAIL.finditer(text)),
        *(told(one, "IBAN", "die Prüfsumme stimmt") for one in IBAN.finditer(text) if checks(one[0])),
        *(told(one, "Telefonnummer", f"Vorwahl und {digits(one[0])} Ziffern") for one in PHONE.finditer(text)),
        *(told(one, "Anschrift", "Straße mit Hausnummer") for one in STREET.finditer(text)),
    ]
    kept: list[Suspicion] = []
    for one in sorted(found, key=lambda item: (item.start, -item.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def told(match: re.Match[str], what: str, evidence: str) -> Suspicion:
    return Suspicion(match.start(), match.end(), match[0], what, evidence)


def digits(words: str) -> int:
    return sum(sign.isdigit() for sign in words)


def checks(words: str) -> bool:
    """ISO 13616: the number that an IBAN spells leaves 1 when divided by 97."""
    signs = words.replace(" ", "")
    turned = signs[4:] + signs[:4]
    return 15 <= len(signs) <= 34 and int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1
