"""What readers tell the office: a contribution that breaks the rules, a barrier that keeps somebody out."""

from __future__ import annotations

import datetime
import hmac

from django.conf import settings
from django.db import transaction

from stadtgespraech.web.actions.code import spelled
from stadtgespraech.web.actions.device import count_use
from stadtgespraech.web.models import Contribution, Process, Report, Ticket

KEY_LENGTH = 10


def ticket_key(form_key: str) -> str:
    """The number under which somebody can ask for their report: the same for a form that is sent twice."""
    digest = hmac.digest(settings.SECRET_KEY.encode(), b"ticket\0" + form_key.encode(), "sha256")
    return spelled(digest[:KEY_LENGTH])


@transaction.atomic
def report_contribution(
    contribution: Contribution, *, reason: str, words: str, form_key: str, device: str, day: datetime.date
) -> Report:
    """Keep a report, once for each form. Refused where the device has sent too much today."""
    key = ticket_key(form_key)
    known = Report.objects.filter(contribution=contribution, key=key).first()
    if known is not None:
        return known
    count_use(contribution.process, device=device, day=day)
    return Report.objects.create(contribution=contribution, key=key, reason=reason, words=words, day=day)


@transaction.atomic
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
    known = Ticket.objects.filter(process=process, key=key).first()
    if known is not None:
        return known
    count_use(process, device=device, day=day)
    due_on = day + datetime.timedelta(days=answer_days)
    return Ticket.objects.create(process=process, key=key, words=words, page=page, email=email, day=day, due_on=due_on)
