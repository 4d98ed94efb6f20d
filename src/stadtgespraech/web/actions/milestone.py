"""What is planned on the way of a product."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from stadtgespraech.web.models import Milestone, Product


@dataclass(frozen=True, slots=True)
class Planned:
    """A step ahead: its day, or coarsely when."""

    title: str
    day: datetime.date | None = None
    dates: str = ""


@transaction.atomic
def plan_milestones(product: Product, *, planned: Sequence[Planned]) -> list[Milestone]:
    """The steps ahead of a product, in this order, instead of those planned before."""
    product.milestones.all().delete()
    rows = [
        Milestone(product=product, number=number, title=item.title, day=item.day, dates=item.dates)
        for number, item in enumerate(planned, 1)
    ]
    return Milestone.objects.bulk_create(rows)
