"""City and title, the sub-products of a strategy with their mottos, and the path in words, as the text tells of them
(R01, R05, R12)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from stadtgespraech.records import Product

_LIST = re.compile(r"\bTeilprodukte?n?\b[^„.]{0,40}((?:„[^“]{3,40}“(?:,\s*|\s+(?:und|sowie)\s+)?){2,})")
_MOTTO = re.compile(r"\b(?:Motto|Leitmotiv|Leitspruch)\s+„([^“]{4,120})“")
_DECIDED = re.compile(r"\b(?:im|am)\s+([^,.„]{4,25}\d{4})\s+durch\s+den\s+Rat\s+beschlossen\w*\s+(\w+)")
_CAPTION = re.compile(r"(?:Schema|Abbildung|Abb\.|Grafik)\b[^.:]{0,20}:\s*(.+)", re.S)


def products_of(paragraphs: Sequence[str]) -> tuple[Product, ...]:
    """The sub-products that a sentence lists in quotation marks, each with motto and state where the text has them."""
    names: list[str] = []
    for text in paragraphs:
        for listing in _LIST.finditer(text):
            names += [name for name in re.findall(r"„([^“]+)“", listing[1]) if name not in names]
    return tuple(Product(name, motto_near(paragraphs, name), state_of(paragraphs, name)) for name in names)


def motto_near(paragraphs: Sequence[str], name: str) -> str:
    """The motto of the sentence that names the product shortly before it."""
    for text in paragraphs:
        for found in _MOTTO.finditer(text):
            before = text[max(0, found.start() - 60) : found.start()]
            if re.search(rf"\b{re.escape(name)}\b", before):
                return found[1].strip()
    return ""


def state_of(paragraphs: Sequence[str], name: str) -> str:
    """The council's decision on it, where the text names one."""
    for text in paragraphs:
        for found in _DECIDED.finditer(text):
            if found[2] == name:
                return (
                    f"beschlossen im {found[1].strip()}" if not found[1][:1].isdigit() else f"beschlossen am {found[1]}"
                )
    return ""


def motto_of(paragraphs: Sequence[str], cover: str) -> str:
    """The motto of the document itself: what its text calls Leitmotiv, else what the cover gave."""
    for text in paragraphs:
        found = re.search(r"\bLeitmotiv\s+„([^“]{4,120})“", text)
        if found:
            return found[1].strip()
    return cover


def path_of(paragraphs: Sequence[str]) -> str:
    """The caption of the drawing of the path, with what it says: a drawing itself is not in a text."""
    for text in paragraphs:
        found = _CAPTION.match(text)
        if found and re.search(r"\bWeg\b|Prozess|Verfahren|Ablauf", text):
            return found[1].strip()
    return ""


def city_of(paragraphs: Sequence[str]) -> str:
    """The name that follows "Stadt" at least three times, and twice as often as any other; "" where there is none."""
    names = Counter(name for text in paragraphs for name in re.findall(r"\bStadt\s+([A-ZÄÖÜ][\wäöüß-]{2,})", text))
    (first, most), (_, other) = [*names.most_common(2), ("", 0), ("", 0)][:2]
    return first if most >= 3 and most >= 2 * other else ""


def spelled_as_quoted(title: str, paragraphs: Sequence[str]) -> str:
    """The title as the text itself quotes it, where only signs or a letter differ: covers are read worst."""
    for text in paragraphs:
        for quote in re.findall(r"„([^“]{4,160})“", text):
            one, other = (re.sub(r"[\W\d_]+", "", words).lower() for words in (title, quote))
            if min(len(one), len(other)) >= 8 and abs(len(one) - len(other)) <= 1 and is_near(one, other):
                return str(quote)
    return title


def is_near(one: str, other: str) -> bool:
    """Whether the words are equal but for one letter: another, missing or too many."""
    at = next((i for i, (x, y) in enumerate(zip(one, other, strict=False)) if x != y), min(len(one), len(other)))
    rests = ((one[at + 1 :], other[at + 1 :]), (one[at:], other[at + 1 :]), (one[at + 1 :], other[at:]))
    return one == other or any(x == y for x, y in rests)
