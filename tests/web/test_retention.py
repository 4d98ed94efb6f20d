"""What a process keeps only for a time is deleted by the worker, and nothing else."""

from __future__ import annotations

import datetime

import pytest

from stadtgespraech.web import tasks
from stadtgespraech.web.actions.audit import audit
from stadtgespraech.web.actions.retention import months_before
from stadtgespraech.web.models import Address, Audit, Process

from .conftest import NOON

DAY = datetime.timedelta(days=1)


def test_addresses_go_after_their_days_and_stay_until_then(site: Process) -> None:
    Process.objects.filter(pk=site.pk).update(settings={"address_days": 90})
    Address.objects.all().delete()
    old, young = site.contributions.order_by("pk")[:2]
    for contribution, days in ((old, 91), (young, 90)):
        type(contribution).objects.filter(pk=contribution.pk).update(day=NOON.date() - days * DAY)
        Address.objects.create(contribution=contribution, email="a@example.org", language="de")
    tasks.forget()
    assert list(Address.objects.values_list("contribution", flat=True)) == [young.pk]


def test_lines_of_the_audit_go_after_their_months(site: Process) -> None:
    other = Process.objects.create(slug="andere", title="Andere", city="Anderswo", created_on=NOON.date())
    Process.objects.filter(pk=site.pk).update(settings={"audit_months": 12})
    Audit.objects.all().delete()
    for process, days in ((site, 366), (site, 364), (other, 366)):
        line = audit(process, by=None, act="give_role", note=str(days))
        Audit.objects.filter(pk=line.pk).update(at=NOON - days * DAY)
    tasks.forget()
    assert set(Audit.objects.values_list("process", "note")) == {(site.pk, "364"), (other.pk, "366")}


def test_by_default_nothing_of_a_year_goes(site: Process) -> None:
    before = (Address.objects.count(), Audit.objects.count())
    tasks.forget()
    assert (Address.objects.count(), Audit.objects.count()) == before


@pytest.mark.parametrize(
    ("months", "day"),
    [(1, "2026-02-28"), (6, "2025-09-30"), (12, "2025-03-31"), (15, "2024-12-31"), (240, "2006-03-31")],
)
def test_months_before_a_day_that_the_month_does_not_have(months: int, day: str) -> None:
    moment = datetime.datetime(2026, 3, 31, 14, tzinfo=datetime.UTC)
    assert months_before(moment, months) == datetime.datetime.fromisoformat(f"{day}T00:00+00:00")
