"""Appeals of authors: a second person decides."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from stadtgespraech.web import clock
from stadtgespraech.web.access import Member, get_appeal
from stadtgespraech.web.actions.appeal import check_second, decide_appeal
from stadtgespraech.web.actions.refusal import Refused
from stadtgespraech.web.forms.moderation import OutcomeForm
from stadtgespraech.web.models import Appeal, Original
from stadtgespraech.web.views.office.door import door, show
from stadtgespraech.web.views.office.moderation import REFUSALS, ROOM, counts
from stadtgespraech.web.views.office.queue import age
from stadtgespraech.web.views.office.rooms import MODERATOR, ORGANISER

ON_A_PAGE = 25


@door(MODERATOR, ORGANISER)
@require_safe
def page(request: HttpRequest, member: Member) -> HttpResponse:
    """The open ones, or those that are decided; the oldest first."""
    done = request.GET.get("was") == "entschieden"
    rows = Appeal.objects.filter(process=member.process).select_related("decision__by", "decision__contribution", "by")
    rows = rows.exclude(outcome="").order_by("-decided_on", "-pk") if done else rows.filter(outcome="")
    paper = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("seite"))
    today = clock.today(member.process)
    lines = [(row, age(row.day, today), refusal_of(row, member)) for row in paper]
    context = {"paper": paper, "lines": lines, "done": done, **counts(member.process)}
    return show(request, member, "moderation_appeals", context, room=ROOM)


def refusal_of(appeal: Appeal, member: Member) -> str:
    """Why somebody may not decide; "" where they may."""
    if appeal.outcome:
        return ""
    try:
        check_second(appeal, member.user)
    except Refused as refusal:
        return REFUSALS[refusal.reason]
    return ""


@door(MODERATOR, ORGANISER)
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    appeal = get_appeal(member.process, number)
    form = OutcomeForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return item_page(request, member, appeal, form, refusal_of(appeal, member), status=200)
    if not form.is_valid():
        return item_page(request, member, appeal, form, refusal_of(appeal, member), status=422)
    try:
        decide_appeal(appeal, by=member.user, day=clock.today(member.process), **form.cleaned_data)
    except Refused as refusal:
        return item_page(request, member, appeal, form, REFUSALS[refusal.reason], status=409)
    messages.success(request, "Entschieden. Wer widersprochen hat, liest es beim Code.")
    following = Appeal.objects.filter(process=member.process, outcome="").first()
    if following is None:
        return redirect("office-moderation-appeals", process=member.process.slug)
    return redirect("office-moderation-appeal", process=member.process.slug, number=following.pk)


def item_page(
    request: HttpRequest, member: Member, appeal: Appeal, form: OutcomeForm, refusal: str, *, status: int
) -> HttpResponse:
    contribution = appeal.decision.contribution
    context = {
        "appeal": appeal,
        "contribution": contribution,
        "original": Original.objects.filter(contribution=contribution).first(),
        "form": form,
        "refusal": refusal,
        **counts(member.process),
    }
    return show(request, member, "moderation_appeal", context, room=ROOM, status=status)
