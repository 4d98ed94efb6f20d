"""What a process makes, one after the other."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from stadtgespraech.web.actions.alteration import alter
from stadtgespraech.web.actions.audit import audit
from stadtgespraech.web.actions.refusal import Reason, Refused
from stadtgespraech.web.actions.slug import free_slug, next_number
from stadtgespraech.web.models import Process, Product, User

NAMES = {
    "title": "Titel", "singular": "Einzahl", "motto": "Motto", "lead": "Einleitung", "state": "Zustand",
    "document": "Titel des Dokuments", "subtitle": "Untertitel",
}  # fmt: skip


@transaction.atomic
def add_product(process: Process, *, by: User, values: dict[str, Any]) -> Product:
    """A new product behind the others. `values`: the fields of NAMES."""
    place = Process.objects.select_for_update().get(pk=process.pk)
    rows = Product.objects.filter(process=place)
    refuse_twin(rows.values_list("title", flat=True), str(values["title"]))
    product = Product.objects.create(
        process=place, number=next_number(rows), slug=free_slug(rows, str(values["title"]), "teilprodukt"), **values
    )
    audit(place, by=by, act="add_product", about=f"product:{product.slug}", note=product.title)
    return product


@transaction.atomic
def change_product(product: Product, *, by: User, values: dict[str, Any], seen: str | None = None) -> None:
    """Other words or another state. Its address stays. Refused: "seen", "taken"."""
    row = Product.objects.select_for_update().get(pk=product.pk)
    others = Product.objects.filter(process=row.process_id).exclude(pk=row.pk)
    refuse_twin(others.values_list("title", flat=True), str(values.get("title", row.title)))
    note = alter(row, values, NAMES, seen=seen)
    if note:
        audit(row.process, by=by, act="change_product", about=f"product:{row.slug}", note=note)


@transaction.atomic
def remove_product(product: Product, *, by: User) -> None:
    """Refused ("said") for a product that has a text or a phase: something hangs on it."""
    row = Product.objects.select_for_update().get(pk=product.pk)
    if row.texts.exists() or row.phases.exists() or row.drafts.exists() or row.editions.exists():
        raise Refused(Reason.SAID, f"„{row.title}“ hat schon Texte oder Phasen und bleibt deshalb.")
    audit(row.process, by=by, act="remove_product", about=f"product:{row.slug}", note=row.title)
    row.delete()


def refuse_twin(titles: Any, title: str) -> None:
    if title.casefold() in {known.casefold() for known in titles}:
        raise Refused(Reason.TAKEN, f"„{title}“ gibt es schon.")
