"""German dates as documents print them."""

from __future__ import annotations

import re

MONTHS = (
    "januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober",
    "november", "dezember",
)  # fmt: skip
_DATE = r"\d{1,2}\.\s?(?:\d{1,2}\.|[A-Za-zä]{3,9}\.?)\s?\d{4}|\d{4}-\d{2}-\d{2}|[A-Za-zä]{3,9}\s\d{4}"
_STAND = re.compile(rf"\b(?:Stand|Fassung\s+vom|Entwurf\s+vom|Beschluss\s+vom|Stand\s+vom)\b\s*:?\s*({_DATE})", re.I)


def iso_date(text: str) -> str:
    """A date as ISO: „26. Mai 2025“, „26.5.2025“ and „2025-05-26“; „Mai 2025“ as „2025-05“; else as it stands."""
    text = " ".join(text.split())
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return text
    found = re.fullmatch(r"(?:(\d{1,2})\.\s?)?(?:(\d{1,2})\.|([A-Za-zäÄ]{3,9})\.?)\s?(\d{4})", text)
    if not found:
        return text
    day, number, name, year = found.groups()
    month = int(number) if number else _month(name)
    if not 1 <= month <= 12 or not 1 <= int(day or 1) <= 31:
        return text
    return f"{year}-{month:02d}" + (f"-{int(day):02d}" if day else "")


def _month(name: str) -> int:
    return next((n for n, month in enumerate(MONTHS, 1) if month.startswith(name.lower()[:3])), 0)


def find_as_of(lines: list[str]) -> str:
    """The date a document gives itself ("Stand: 26. Mai 2025"), "" where none of the lines does."""
    for line in lines:
        found = _STAND.search(line)
        if found:
            return iso_date(found[1])
    return ""
