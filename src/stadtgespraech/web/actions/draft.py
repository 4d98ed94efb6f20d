"""Texts before the first edition, and the step that makes that edition of them."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction

from stadtgespraech.ingest.story import draw
from stadtgespraech.publish.edition import Progress
from stadtgespraech.records import Block
from stadtgespraech.web.actions.alteration import alter
from stadtgespraech.web.actions.audit import audit
from stadtgespraech.web.actions.edition import FORMATS, publish_edition
from stadtgespraech.web.actions.job import ask_for_job
from stadtgespraech.web.actions.refusal import Reason, Refused
from stadtgespraech.web.actions.text import plain_slug, start_text
from stadtgespraech.web.models import Draft, Edition, Job, Product, Text, User

NAMES = {"kind": "Art", "role": "Aufgabe", "title": "Titel", "paragraphs": "Absätze"}
ORDER = (Text.Kind.SECTION, Text.Kind.TENSION, Text.Kind.STATEMENT)


@dataclass(frozen=True, slots=True)
class Written:
    """A text as it was typed or read."""

    kind: str
    title: str
    paragraphs: tuple[str, ...]
    role: str = ""


@transaction.atomic
def add_drafts(product: Product, *, by: User, written: Sequence[Written], source: str = "", anew: bool = False) -> int:
    """Take texts in behind those that are there, or in their place; how many. `source`: the file they come from.
    Refused ("state") once the product has its text."""
    row = unwoven(product)
    if anew:
        row.drafts.all().delete()
    Draft.objects.bulk_create(
        Draft(process_id=row.process_id, product=row, kind=item.kind, role=item.role, title=item.title,
              paragraphs=list(item.paragraphs)) for item in written
    )  # fmt: skip
    named = f"aus {source}" if source else "; ".join(item.title or "ohne Titel" for item in written)
    audit(row.process, by=by, act="add_drafts", about=f"product:{row.slug}", note=f"{len(written)} Texte: {named}")
    return len(written)


@transaction.atomic
def change_draft(draft: Draft, *, by: User, written: Written, seen: str | None = None) -> None:
    """Other words. Refused: "seen", "state"."""
    unwoven(draft.product)
    row = Draft.objects.select_for_update().get(pk=draft.pk)
    values = {"kind": written.kind, "role": written.role, "title": written.title, "paragraphs": [*written.paragraphs]}
    if alter(row, values, NAMES, seen=seen):
        audit(row.process, by=by, act="change_draft", about=f"product:{row.product.slug}", note=str(row))


@transaction.atomic
def remove_draft(draft: Draft, *, by: User) -> None:
    unwoven(draft.product)
    audit(draft.process, by=by, act="remove_draft", about=f"product:{draft.product.slug}", note=str(draft))
    Draft.objects.filter(pk=draft.pk).delete()


@transaction.atomic
def publish_first_edition(
    product: Product,
    *,
    by: User | None,
    name: str,
    day: datetime.date,
    drawn: bool,
    seed: str = "",
    formats: tuple[str, ...] = FORMATS,
    also: Callable[[Edition], None] | None = None,
    progress: Progress | None = None,
) -> Edition:
    """Weave the drafts, in the order that `seed` draws (`drawn`; a random one where it is ""), or in that in which they
    came, and publish what came of it. Refused: "state" once there is a text, "texts" where there is no statement,
    "taken" where the process has an edition of that name. `also` and `progress` as for any edition."""
    row, slug = ready_for_first(product, name)
    row.order_seed = (seed or secrets.token_hex(16)) if drawn else ""
    blocks, roles = woven_blocks(list(row.drafts.order_by("pk")), row.order_seed)
    if row.state == Product.State.PLANNED:
        row.state = Product.State.RUNNING
    row.document = row.document or row.title
    row.save(update_fields=["order_seed", "state", "document"])
    start_text(row, blocks=blocks, roles=roles)
    row.drafts.all().delete()
    edition = publish_edition(row, slug=slug, name=name, day=day, formats=formats, also=also, progress=progress)
    order = f"ausgelost mit {row.order_seed}" if drawn else "Reihenfolge der Quelle"
    audit(row.process, by=by, act="publish_first_edition", about=f"edition:{slug}", note=f"{name}; {order}")
    return edition


def ready_for_first(product: Product, name: str) -> tuple[Product, str]:
    """The product, locked, and the address of an edition with this name. Refused as publishing would be."""
    row = unwoven(product)
    slug = plain_slug(name)[:60].strip("-") or "erste-fassung"
    if row.process.editions.filter(slug=slug).exists():
        raise Refused(Reason.TAKEN, f"Eine Fassung mit dem Namen „{name}“ gibt es in diesem Prozess schon.")
    return row, slug


@transaction.atomic
def ask_for_first_edition(product: Product, *, by: User, name: str, day: datetime.date, drawn: bool) -> Job:
    """Put publishing the first edition on the list of long work. Refused as publishing it would be."""
    row, _slug = ready_for_first(product, name)
    woven_blocks(list(row.drafts.order_by("pk")), "")
    asked = {"product": row.slug, "name": name, "day": day.isoformat(), "drawn": drawn}
    return ask_for_job(row.process, kind="first", by=by, input=asked)


def unwoven(product: Product) -> Product:
    """The product, locked. Refused ("state") where its text is woven: then changes alter it, each with its reason."""
    row = Product.objects.select_for_update().select_related("process").get(pk=product.pk)
    if hasattr(row, "weave"):
        raise Refused(
            Reason.STATE,
            f"„{row.title}“ hat schon eine erste Fassung. Von da an wird der Text nur noch durch begründete "
            "Anpassungen geändert.",
        )
    return row


def woven_blocks(drafts: Sequence[Draft], seed: str) -> tuple[list[tuple[Block, str]], dict[str, str]]:
    """Titles and paragraphs in order, and the roles of sections by their names in the weave. Only the order of the
    statements is drawn."""
    blocks, roles = list[tuple[Block, str]](), dict[str, str]()
    for kind in ORDER:
        mine = [draft for draft in drafts if draft.kind == kind]
        if kind == Text.Kind.STATEMENT:
            if not mine:
                raise Refused(Reason.TEXTS, "Es fehlt noch mindestens ein Bild, zu dem man etwas sagen kann.")
            mine = draw(mine, seed)
        for number, draft in enumerate(mine, 1):
            owner = f"{kind.value}:{number}"
            if draft.title:
                blocks.append((Block(owner, "title"), draft.title))
            blocks += [(Block(owner, "paragraph"), words) for words in draft.paragraphs]
            if draft.role:
                roles[owner] = draft.role
    return blocks, roles
