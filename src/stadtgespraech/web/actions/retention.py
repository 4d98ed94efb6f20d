"""What a process keeps only for a time: addresses left with contributions, lines of the audit."""

from __future__ import annotations

import datetime

from stadtgespraech.web.clock import local
from stadtgespraech.web.models import Address, Audit, Process


def forget_old(*, now: datetime.datetime) -> int:
    """Delete what is older than its process keeps it; how many addresses and lines there were."""
    return sum(forget_of(process, now) for process in Process.objects.only("settings", "timezone").order_by("pk"))


def forget_of(process: Process, now: datetime.datetime) -> int:
    rules, here = process.rules, local(process, now)
    first_day = here.date() - datetime.timedelta(days=rules.address_days)
    addresses = Address.objects.filter(contribution__process=process, contribution__day__lt=first_day)
    lines = Audit.objects.filter(process=process, at__lt=months_before(here, rules.audit_months))
    return sum(rows.delete()[0] for rows in (addresses, lines))


def months_before(moment: datetime.datetime, months: int) -> datetime.datetime:
    """The same day of an earlier month at midnight, or its last where it has no such day."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    following = datetime.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (following - datetime.timedelta(days=1)).day
    return moment.replace(
        year=year, month=month + 1, day=min(moment.day, last), hour=0, minute=0, second=0, microsecond=0
    )
