"""Names for addresses and numbers for places in a list, as new rows of a set-up get them."""

from __future__ import annotations

from typing import Any

from django.db.models import Max, QuerySet

from stadtgespraech.web.actions.text import plain_slug

LONGEST = 50
# What stands in addresses beside products: a product of that name could not be reached.
TAKEN = (
    "runde", "suche", "spannungsfelder", "beitraege", "beitrag", "mein-beitrag", "anpassungen", "anpassung", "fassung",
    "pruefen", "so-funktioniert-es", "barrierefreiheit", "barriere-melden", "datenschutz", "impressum", "arbeit",
    "logo", "moderation", "einladung", "teilnahme",
)  # fmt: skip


def free_slug(rows: QuerySet[Any], words: str, otherwise: str) -> str:
    """A slug of the words that none of the rows has and no other page; of `otherwise` where the words give none."""
    stem = plain_slug(words)[:LONGEST].strip("-_") or otherwise
    known = {*rows.values_list("slug", flat=True), *TAKEN}
    return next(slug for slug in (stem, *(f"{stem}-{n}" for n in range(2, len(known) + 3))) if slug not in known)


def next_number(rows: QuerySet[Any]) -> int:
    return int(rows.aggregate(last=Max("number"))["last"] or 0) + 1
