"""The only door from what stands in an address to a row. What somebody may not see is not there: 404, no hint."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model
from django.http import Http404
from django.shortcuts import get_object_or_404

from stadtgespraech.web.models import (
    Change,
    Contribution,
    Edition,
    EditionFile,
    Logo,
    Process,
    Product,
    Question,
    Round,
    Text,
)
from stadtgespraech.web.models.setup import process_as_set_up

M = TypeVar("M", bound=Model)


def get_process(slug: str) -> Process:
    """The process with its whole set-up at hand: for reading (models/setup.py)."""
    return _found(process_as_set_up(slug))


def get_logo(process: Process, name: str) -> Logo:
    """By the whole name that its bytes give it."""
    stem, _dot, kind = name.partition(".")
    found = Logo.objects.filter(process=process, kind=kind, digest__startswith=stem).first()
    if found is None or found.name != name:
        raise Http404
    return found


def get_product(process: Process, slug: str) -> Product:
    return _found(next((row for row in process.products.all() if row.slug == slug), None))


def get_text(process: Process, product: str, slug: str, kind: str = "statement") -> Text:
    wanted = (kind, slug, product)
    rows = (row for row in process.texts.all() if (row.kind, row.slug, row.product.slug) == wanted)
    return _found(next(rows, None))


def get_tension(process: Process, slug: str) -> Text:
    rows = (row for row in process.texts.all() if row.kind == Text.Kind.TENSION and row.slug == slug)
    return _found(next(rows, None))


def get_round(process: Process, slug: str) -> Round:
    return _found(next((row for row in process.rounds.all() if row.slug == slug and row.public), None))


def get_question(process: Process, slug: str) -> Question:
    return _found(next((row for row in process.questions.all() if row.slug == slug), None))


def _found(row: M | None) -> M:
    if row is None:
        raise Http404
    return row


def get_contribution(process: Process, key: str) -> Contribution:
    """A contribution that has its page: shown ones, and the empty place of withdrawn and erased ones."""
    rows = Contribution.objects.select_related("round", "about__product", "question", "reply_to")
    found = get_object_or_404(rows, process=process, key=key)
    if found.state in (Contribution.State.HELD, Contribution.State.HIDDEN) or not found.round.public:
        raise Http404
    return found


def get_contribution_by_code(process: Process, code_hash: str) -> Contribution | None:
    """Whoever has the code sees the contribution in every state."""
    rows = Contribution.objects.select_related("round", "about__product", "question")
    return rows.filter(process=process, code_hash=code_hash).first()


def get_change(process: Process, number: int) -> Change:
    """A change that a public edition shows."""
    rows = Change.objects.select_related("text__product", "product").filter(process=process, number=number)
    change = rows.order_by("product__number").first()
    last = change and change.product.editions.filter(audience="public").order_by("-number").first()
    if not change or not last or (change.revision is not None and change.revision > last.revision):
        raise Http404
    return change


def get_edition(process: Process, slug: str) -> Edition:
    rows = (row for row in process.editions.all() if row.slug == slug and row.audience == "public")
    return _found(next(rows, None))


def get_edition_file(edition: Edition, name: str) -> EditionFile:
    return get_object_or_404(EditionFile, edition=edition, name=name)
