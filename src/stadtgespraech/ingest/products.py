"""The sub-products of a strategy, their mottos, and the path in words, as the text tells of them (R01, R05, R12)."""

from __future__ import annotations

import re
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
