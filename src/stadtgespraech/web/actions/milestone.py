"""What is planned on the way of a product."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from stadtgespraech.web.actions.audit import audit
from stadtgespraech.web.models import Milestone, Product, User


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


@transaction.atomic
def add_milestone(product: Product, *, by: User, step: Planned) -> None:
    """One step more; steps with a day stand by their days, those without behind them."""
    row = Product.objects.select_for_update().get(pk=product.pk)
    steps = [Planned(item.title, item.day, item.dates) for item in row.milestones.all()]
    plan_milestones(row, planned=in_order([*steps, step]))
    audit(row.process, by=by, act="add_milestone", about=f"product:{row.slug}", note=f"{step.title}: {when(step)}")


@transaction.atomic
def remove_milestone(milestone: Milestone, *, by: User) -> None:
    product = milestone.product
    step = Planned(milestone.title, milestone.day, milestone.dates)
    Milestone.objects.filter(pk=milestone.pk).delete()
    note = f"{step.title}: {when(step)}"
    audit(product.process, by=by, act="remove_milestone", about=f"product:{product.slug}", note=note)


def in_order(steps: Sequence[Planned]) -> list[Planned]:
    return sorted(steps, key=lambda step: (step.day is None, step.day or datetime.date.max))


def when(step: Planned) -> str:
    return step.day.strftime("%d.%m.%Y") if step.day is not None else step.dates or "ohne Tag"
