"""The statements of a process with the numbers that people type, and as a list for filters and matrices."""

from __future__ import annotations

from dataclasses import dataclass

from stadtgespraech.web.actions.text import readings, woven
from stadtgespraech.web.models import Process, Product, Text
from stadtgespraech.web.templatetags.web import menu_product


@dataclass(frozen=True, slots=True)
class Numbered:
    """`number` is what is typed: "3" in the product that is being worked on, "1.3" in product 1 before it."""

    number: str
    title: str
    text: Text


def statements_of(process: Process) -> dict[Product, list[Numbered]]:
    """The statements that have an edition, in their drawn order, by product: the one that is worked on first, then
    from the newest to the oldest."""
    current = menu_product(process)
    products = sorted(process.products.all(), key=lambda row: (row != current, -row.number))
    found: dict[Product, list[Numbered]] = {}
    for product in products:
        edition = product.current_edition()
        if edition is None:
            continue
        read = readings(woven(product), edition.revision)
        texts = [row for row in process.texts.all() if (row.kind, row.product_id) == ("statement", product.pk)]
        for text in sorted(texts, key=lambda row: row.number):
            title, _paragraphs = read.get(text.owner, ("", []))
            number = f"{text.number}" if product == current else f"{product.number}.{text.number}"
            if title:
                found.setdefault(product, []).append(Numbered(number, title, text))
    return found
