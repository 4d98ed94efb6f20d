"""Cards with entry codes as PDF/UA-1 by Typst, ten on a page of A4, to print and cut. The layout stands in `cards.typ`.

The label of a code stands above the cards, where it is cut off: who handed a card out is nobody's business.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from stadtgespraech.publish.pdf import FONTS, HERE, PdfError, drawable, set_in_type

ON_A_PAGE = 10


@dataclass(frozen=True, slots=True)
class Card:
    """`qr` is a drawing (SVG)."""

    label: str
    code: str
    qr: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on every card, and the cards. `young`: whoever gets them is spoken to with "du"."""

    process: str
    round: str
    until: str
    address: str
    author: str
    language: str
    young: bool
    cards: tuple[Card, ...]


def write(sheet: Sheet) -> bytes:
    """The PDF. Raises PdfError where fonts are missing or Typst objects."""
    if not any(FONTS.glob("*.ttf")):
        raise PdfError(f"no fonts in {FONTS}: run `make setup` (npm ci, then tools/fonts.py)")
    data = json.dumps(drawable(sheet_data(sheet)), ensure_ascii=False)
    return set_in_type({"main.typ": (HERE / "cards.typ").read_bytes(), "cards.json": data.encode()})


def sheet_data(sheet: Sheet) -> dict[str, object]:
    """What `cards.typ` reads: plain values, every word decided."""
    yours = "Dein" if sheet.young else "Ihr"
    return {
        "title": f"Zugangscodes: {sheet.round}",
        "author": sheet.author,
        "language": sheet.language.split("-")[0],
        "process": sheet.process,
        "round": sheet.round,
        "until": sheet.until,
        "address": sheet.address,
        "code-label": f"{yours} Zugangscode",
        "qr-label": "QR-Code: öffnet die Seite der Runde mit diesem Zugangscode",
        "receipt-label": f"{yours} Beleg:",
        "receipt-hint": "zum Nachsehen, was daraus wurde",
        "pages": pages(sheet.cards),
    }


def pages(cards: Sequence[Card]) -> list[dict[str, object]]:
    """Ten cards a page; another label begins a page of its own."""
    found: list[dict[str, object]] = []
    for label, group in groupby(cards, key=lambda card: card.label):
        mine = [{"code": card.code, "qr": card.qr} for card in group]
        leaves = [mine[at : at + ON_A_PAGE] for at in range(0, len(mine), ON_A_PAGE)]
        for number, leaf in enumerate(leaves, 1):
            found.append({"head": f"{label} – Blatt {number} von {len(leaves)}", "cards": leaf})
    return found
