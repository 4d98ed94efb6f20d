"""What the council decided on an edition (R65–R67)."""

from __future__ import annotations

import datetime

from django.db import transaction

from stadtgespraech.web.models import Edition, Product, Resolution


@transaction.atomic
def resolve_edition(edition: Edition, *, paper: str, date: datetime.date, words: str = "") -> Resolution:
    """Keep the council's decision on an edition; its product is resolved with it. ValueError without a paper number."""
    if not paper.strip():
        raise ValueError("a resolution needs the number of its paper")
    Product.objects.filter(pk=edition.product_id).update(state=Product.State.RESOLVED)
    return Resolution.objects.create(edition=edition, paper=paper.strip(), date=date, words=words)
