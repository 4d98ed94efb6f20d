"""A poster (A4) and table cards (four on A4) with the way to a round, as PDF/UA-1 by Typst. The layout stands in
`poster.typ`."""

from __future__ import annotations

import json
from dataclasses import dataclass

from stadtgespraech.publish.pdf import FONTS, HERE, PdfError, drawable, set_in_type

SIZES = ("poster", "table")


@dataclass(frozen=True, slots=True)
class Poster:
    """What stands on it. `qr` is a drawing (SVG). `young`: whoever reads it is spoken to with "du". `by_code`: whoever
    takes part needs a card with a code."""

    process: str
    round: str
    lead: str
    until: str
    address: str
    author: str
    language: str
    young: bool
    by_code: bool
    qr: str
    size: str = "poster"


def write(poster: Poster) -> bytes:
    """The PDF. Raises PdfError where fonts are missing or Typst objects."""
    if not any(FONTS.glob("*.ttf")):
        raise PdfError(f"no fonts in {FONTS}: run `make setup` (npm ci, then tools/fonts.py)")
    data = json.dumps(drawable(poster_data(poster)), ensure_ascii=False)
    return set_in_type({"main.typ": (HERE / "poster.typ").read_bytes(), "poster.json": data.encode()})


def poster_data(poster: Poster) -> dict[str, object]:
    """What `poster.typ` reads: plain values, every word decided."""
    call = "Sag, was du denkst." if poster.young else "Sagen Sie, was Sie denken."
    camera = "Kamera auf das Muster halten" if poster.young else "Halten Sie die Kamera auf das Muster"
    card = "Du brauchst dazu den Code von deiner Karte." if poster.young else "Sie brauchen den Code von Ihrer Karte."
    return {
        "title": f"Mitmachen: {poster.round}",
        "author": poster.author,
        "language": poster.language.split("-")[0],
        "process": poster.process,
        "round": poster.round,
        "lead": [part.strip() for part in poster.lead.split("\n") if part.strip()][:3],
        "until": poster.until,
        "address": poster.address,
        "call": call,
        "camera": f"{camera} oder eintippen:",
        "card": card if poster.by_code else "",
        "qr": poster.qr,
        "qr-label": "QR-Code: öffnet die Seite der Runde",
        "table": poster.size == "table",
    }
