"""What is not shown, and why: the public log of reasons; and what authors answer, with their code."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from stadtgespraech.web import clock
from stadtgespraech.web.access import get_process
from stadtgespraech.web.actions.appeal import appeal_decision
from stadtgespraech.web.actions.inquiry import answer_inquiry
from stadtgespraech.web.actions.refusal import Refused
from stadtgespraech.web.forms import CodeForm
from stadtgespraech.web.forms.moderation import AppealForm, ReplyForm
from stadtgespraech.web.models import Contribution, Decision, Process, Role, User
from stadtgespraech.web.rules import RULES
from stadtgespraech.web.views.receipt import found_page, with_code

ON_A_PAGE = 50
SHOWN = ("hidden", "blacked", "restored")


@require_safe
def page(request: HttpRequest, process: str) -> HttpResponse:
    """By day, the newest first: what was done, for which reason, on which basis. No text, no contribution, nobody."""
    place = get_process(process)
    rows = Decision.objects.filter(process=place, kind__in=SHOWN).select_related("appeal")
    paper = Paginator(rows.order_by("-day", "kind", "reason", "pk"), ON_A_PAGE).get_page(request.GET.get("seite"))
    lines = [(row, RULES.get(row.reason)) for row in paper]
    context = {"process": place, "section": "moderation", "paper": paper, "lines": lines, "rules": RULES.values()}
    return render(request, "web/moderation.html", context)


@with_code
def reply(request: HttpRequest, process: Process, contribution: Contribution, code: CodeForm) -> HttpResponse:
    """Answer the moderators' question, once."""
    form, note, status = replied(request, process, contribution)
    return found_page(request, process, contribution, code, status=status, note=note, said=form)


@with_code
def appeal(request: HttpRequest, process: Process, contribution: Contribution, code: CodeForm) -> HttpResponse:
    """Appeal against a decision, once."""
    form, note, status = appealed(request, process, contribution)
    return found_page(request, process, contribution, code, status=status, note=note, said=form)


def replied(request: HttpRequest, process: Process, contribution: Contribution) -> tuple[ReplyForm | None, str, int]:
    """The form where something is wrong with it, what to say, and the status."""
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return form, "", 422
    try:
        answer_inquiry(contribution, words=form.cleaned_data["reply"], day=clock.today(process))
    except Refused:
        return None, "already", 409
    return None, "reply", 200


def appealed(request: HttpRequest, process: Process, contribution: Contribution) -> tuple[AppealForm | None, str, int]:
    form = AppealForm(request.POST)
    if not form.is_valid():
        return form, "", 422
    words, day = form.cleaned_data["appeal"], clock.today(process)
    try:
        appeal_decision(contribution, words=words, day=day, appellant=worker_of(request, process))
    except Refused:
        return None, "already", 409
    return None, "appeal", 200


def worker_of(request: HttpRequest, process: Process) -> User | None:
    """Whoever is signed in and works on the process: they may not decide about what they appeal against. Of anybody
    else nothing is kept."""
    user = request.user
    works = isinstance(user, User) and Role.objects.filter(process=process, user=user).exists()
    return user if works and isinstance(user, User) else None
