"""What readers tell the office: a contribution that breaks the rules, a barrier that keeps somebody out."""

from __future__ import annotations

import datetime
import hmac

from django.conf import settings
from django.db import IntegrityError, transaction

from stadtgespraech.web import clock
from stadtgespraech.web.actions.audit import audit
from stadtgespraech.web.actions.code import spelled
from stadtgespraech.web.actions.device import count_use
from stadtgespraech.web.actions.refusal import Reason, Refused
from stadtgespraech.web.models import Contribution, Message, Process, Report, Ticket, User

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


@transaction.atomic
def settle_report(report: Report, *, by: User, note: str, day: datetime.date) -> None:
    """Say what came of a report without deciding about its contribution: it stays as it is."""
    waiting = Report.objects.filter(pk=report.pk, settled_on=None)
    if not waiting.update(settled_on=day, outcome=Report.Outcome.KEPT, note=note):
        raise Refused(Reason.STATE)
    audit(report.contribution.process, by=by, act="settle_report", about=f"report:{report.key}", note=note)


@transaction.atomic
def settle_ticket(ticket: Ticket, *, by: User, note: str, day: datetime.date) -> None:
    """Say what became of a barrier; who left an address is told, and then it is forgotten, as was promised."""
    row = Ticket.objects.select_for_update().get(pk=ticket.pk)
    if row.settled_on is not None:
        raise Refused(Reason.STATE)
    if row.email:
        body = "\n\n".join(one for one in ("Guten Tag!", note, row.process.office) if one)
        subject = "Zu der Barriere, die Sie gemeldet haben"
        Message.objects.create(process=row.process, to=row.email, subject=subject, body=body, written_at=clock.now())
    row.settled_on, row.note, row.email = day, note, ""
    row.save(update_fields=["settled_on", "note", "email"])
    audit(row.process, by=by, act="settle_ticket", about=f"ticket:{row.key}", note=note)
