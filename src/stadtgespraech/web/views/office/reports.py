"""What readers reported: contributions that break the rules, barriers that keep somebody out."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from stadtgespraech.web import clock
from stadtgespraech.web.access import Member, get_report, get_ticket
from stadtgespraech.web.actions.refusal import Refused
from stadtgespraech.web.actions.report import settle_report, settle_ticket
from stadtgespraech.web.forms.moderation import NoteForm
from stadtgespraech.web.models import Report, Ticket
from stadtgespraech.web.templatetags.words import REASONS
from stadtgespraech.web.views.office.door import door, show
from stadtgespraech.web.views.office.moderation import REFUSALS, ROOM, counts
from stadtgespraech.web.views.office.queue import age
from stadtgespraech.web.views.office.rooms import MODERATOR, ORGANISER

ON_A_PAGE = 25
REPORT_DAYS = 7  # what the house promises itself: the law says "without undue delay" (DSA, article 16)


@door(MODERATOR, ORGANISER)
@require_safe
def page(request: HttpRequest, member: Member) -> HttpResponse:
    """Open reports and barriers, or those that are settled; first what is due first."""
    done = request.GET.get("was") == "erledigt"
    place, today = member.process, clock.today(member.process)
    found = Report.objects.filter(contribution__process=place, settled_on__isnull=not done)
    barriers = Ticket.objects.filter(process=place, settled_on__isnull=not done)
    paper = Paginator(found.select_related("contribution"), ON_A_PAGE).get_page(request.GET.get("seite"))
    tickets = Paginator(barriers, ON_A_PAGE).get_page(request.GET.get("barrieren"))
    context = {
        "paper": paper,
        "reports": [(row, REASONS.get(row.reason, row.reason), age(row.day, today), due_of(row)) for row in paper],
        "tickets_paper": tickets,
        "tickets": [(row, age(row.day, today), row.due_on) for row in tickets],
        "done": done,
        "today": today,
        **counts(place),
    }
    return show(request, member, "moderation_reports", context, room=ROOM)


def due_of(report: Report) -> datetime.date:
    return report.day + datetime.timedelta(days=REPORT_DAYS)


@door(MODERATOR, ORGANISER)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, member: Member, key: str) -> HttpResponse:
    """One report, to be settled with a note. Deciding about its contribution settles it as well."""
    found = get_report(member.process, key)
    shown: dict[str, Any] = {"report": found, "reason": REASONS.get(found.reason, found.reason), "due": due_of(found)}
    return settled(request, member, found, settle_report, shown)


@door(MODERATOR, ORGANISER)
@require_http_methods(["GET", "HEAD", "POST"])
def ticket(request: HttpRequest, member: Member, key: str) -> HttpResponse:
    """One barrier, to be answered and settled."""
    found = get_ticket(member.process, key)
    return settled(request, member, found, settle_ticket, {"ticket": found, "due": found.due_on})


def settled(
    request: HttpRequest,
    member: Member,
    row: Report | Ticket,
    settle: Callable[..., None],
    shown: dict[str, Any],
) -> HttpResponse:
    """The row with the form of its note; once it is settled, the list."""
    form, refusal, status = NoteForm(request.POST if request.method == "POST" else None), "", 200
    today = clock.today(member.process)
    if form.is_bound:
        status = 422
    if form.is_bound and form.is_valid():
        try:
            settle(row, by=member.user, note=form.cleaned_data["note"], day=today)
        except Refused as refused:
            refusal, status = REFUSALS[refused.reason], 409
        else:
            messages.success(request, "Erledigt.")
            return redirect("office-moderation-reports", process=member.process.slug)
    context = {**shown, "row": row, "form": form, "refusal": refusal, "today": today, **counts(member.process)}
    return show(request, member, "moderation_settle", context, room=ROOM, status=status)
