"""The only door from what stands in an address to a row. What somebody may not see is not there: 404, no hint."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404

from stadtgespraech.web.models import (
    Change,
    Contribution,
    Edition,
    EditionFile,
    Process,
    Product,
    Question,
    Round,
    Text,
)


def get_process(slug: str) -> Process:
    return get_object_or_404(Process, slug=slug)


def get_product(process: Process, slug: str) -> Product:
    return get_object_or_404(Product.objects.select_related("weave").defer("weave__rows"), process=process, slug=slug)


def get_text(process: Process, product: str, slug: str, kind: str = "statement") -> Text:
    rows = Text.objects.select_related("product__weave").defer("product__weave__rows")
    return get_object_or_404(rows, process=process, product__slug=product, kind=kind, slug=slug)


def get_round(process: Process, slug: str) -> Round:
    return get_object_or_404(Round, process=process, slug=slug, public=True)


def get_question(process: Process, slug: str) -> Question:
    return get_object_or_404(Question.objects.select_related("phase__round"), process=process, slug=slug)


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


def get_change(process: Process, number: int, product: str = "") -> Change:
    """A change that a public edition shows. Numbers are those of a product; without one it is the change that had the
    number first, so that an address never comes to mean another."""
    rows = Change.objects.select_related("text__product", "product").filter(process=process, number=number)
    change = (rows.filter(product__slug=product) if product else rows).order_by("pk").first()
    last = change and change.product.editions.filter(audience="public").order_by("-number").first()
    if not change or not last or (change.revision is not None and change.revision > last.revision):
        raise Http404
    return change


def get_edition(process: Process, slug: str) -> Edition:
    rows = Edition.objects.select_related("product__weave", "base").defer("product__weave__rows")
    return get_object_or_404(rows, process=process, slug=slug, audience="public")


def get_edition_file(edition: Edition, name: str) -> EditionFile:
    return get_object_or_404(EditionFile, edition=edition, name=name)
