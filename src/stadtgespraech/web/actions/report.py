"""What readers tell the office: a contribution that breaks the rules, a barrier that keeps somebody out."""

from __future__ import annotations

import datetime
import hmac

from django.conf import settings
from django.db import IntegrityError, transaction

from stadtgespraech.web.actions.code import spelled
from stadtgespraech.web.actions.device import count_use
from stadtgespraech.web.models import Contribution, Process, Report, Ticket

KEY_LENGTH = 10


def ticket_key(form_key: str) -> str:
    """The number under which somebody can ask for their report: the same for a form that is sent twice."""
    digest = hmac.digest(settings.SECRET_KEY.encode(), b"ticket\0" + form_key.encode(), "sha256")
    return spelled(digest[:KEY_LENGTH])


def report_contribution(
    contribution: Contribution, *, reason: str, words: str, form_key: str, device: str, day: datetime.date
) -> Report:
    """Keep a report, once for each form. Refused where the device has sent too much today."""
    key = ticket_key(form_key)
    fresh = Report(contribution=contribution, key=key, reason=reason, words=words, day=day)
    if kept_once(fresh, contribution.process, device, day):
        return fresh
    return Report.objects.get(contribution=contribution, key=key)


def report_barrier(
    process: Process,
    *,
    words: str,
    page: str,
    email: str,
    form_key: str,
    device: str,
    day: datetime.date,
    answer_days: int,
) -> Ticket:
    """Keep a barrier that somebody met, with the day by which it is answered, once for each form."""
    key = ticket_key(form_key)
    due_on = day + datetime.timedelta(days=answer_days)
    fresh = Ticket(process=process, key=key, words=words, page=page, email=email, day=day, due_on=due_on)
    if kept_once(fresh, process, device, day):
        return fresh
    return Ticket.objects.get(process=process, key=key)


def kept_once(fresh: Report | Ticket, process: Process, device: str, day: datetime.date) -> bool:
    """Store it and count it; False where its form came before, or comes twice at this moment."""
    try:
        with transaction.atomic():
            fresh.save(force_insert=True)
            count_use(process, device=device, day=day)
    except IntegrityError:
        return False
    return True
