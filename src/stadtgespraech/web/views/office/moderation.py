"""The queue of what waits to be read, and one contribution with all that can be decided about it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from stadtgespraech.web import clock
from stadtgespraech.web.access import Member, get_collected
from stadtgespraech.web.actions import moderation as actions
from stadtgespraech.web.actions.blackout import lift_blackout
from stadtgespraech.web.actions.inquiry import ask_author
from stadtgespraech.web.actions.refusal import Reason, Refused
from stadtgespraech.web.forms.moderation import AskForm, HideForm
from stadtgespraech.web.models import Appeal, Contribution, Original, Process, Report, Ticket
from stadtgespraech.web.personal import Suspicion, personal_data
from stadtgespraech.web.views.office.door import door, show
from stadtgespraech.web.views.office.queue import FILTERS, Asked, age, asked_in, next_after, queue_of
from stadtgespraech.web.views.office.rooms import MODERATOR, ORGANISER
from stadtgespraech.web.views.voices import voice_of

ROOM, ON_A_PAGE = "office-moderation", 25
REFUSALS = {
    Reason.OWN: "Das ist Ihr eigener Beitrag. Darüber entscheidet jemand anderes.",
    Reason.SECOND: "Darüber entscheidet eine zweite Person: nicht, wer zuerst entschieden hat. "
    "Läuft ein Widerspruch, wird erst über ihn entschieden.",
    Reason.STATE: "Inzwischen hat sich hier etwas geändert. Bitte sehen Sie den Stand noch einmal an.",
    Reason.ENDS: "Davon ist nichts mehr zu schwärzen.",
    Reason.RULE: "Bitte wählen Sie einen Grund, und schreiben Sie dazu, was er verlangt.",
}


@dataclass(frozen=True, slots=True)
class Act:
    """What a button does, the form behind it, what is said afterwards, and whether the next one follows."""

    do: Callable[..., object]
    done: str
    form: type[forms.Form] | None = None
    goes_on: bool = True


ACTS = {
    "publish": Act(actions.publish_contribution, "Der Beitrag ist veröffentlicht."),
    "keep": Act(actions.keep_contribution, "Der Beitrag bleibt, wie er ist."),
    "hide": Act(actions.hide_contribution, "Der Beitrag ist ausgeblendet. Der Grund steht beim Code.", HideForm),
    "ask": Act(ask_author, "Die Frage ist gestellt.", AskForm),
    "restore": Act(actions.restore_contribution, "Der Beitrag wird wieder gezeigt."),
    "lift": Act(lift_blackout, "Die Schwärzung ist zurückgenommen.", goes_on=False),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A contribution in the queue."""

    contribution: Contribution
    why: str
    age: str
    suspicions: list[Suspicion]


@door(MODERATOR, ORGANISER)
@require_safe
def page(request: HttpRequest, member: Member) -> HttpResponse:
    place, today = member.process, clock.today(member.process)
    asked = asked_in(place, request.GET)
    paper = Paginator(queue_of(place, asked).select_related("round"), ON_A_PAGE).get_page(request.GET.get("seite"))
    context = {
        "paper": paper,
        "lines": [line_of(row, today) for row in paper],
        "filters": [(asked.query(was=key), words, key == asked.what) for key, (words, _rows) in FILTERS.items()],
        "asked": asked,
        **counts(place),
    }
    return show(request, member, "moderation", context, room=ROOM)


def counts(process: Process) -> dict[str, int]:
    """What waits in the corners of this room."""
    return {
        "open_appeals": Appeal.objects.filter(process=process, outcome="").count(),
        "open_reports": Report.objects.filter(contribution__process=process, settled_on=None).count()
        + Ticket.objects.filter(process=process, settled_on=None).count(),
    }


def line_of(row: Any, today: datetime.date) -> Line:
    """`row` as the queue annotates it."""
    if row.state == Contribution.State.HELD:
        why = "Jugendrunde, noch nicht öffentlich" if row.round.youth else "noch nicht öffentlich"
    else:
        why = "gemeldet" if row.reported else "ausgeblendet" if row.state == Contribution.State.HIDDEN else "öffentlich"
    return Line(row, why, age(row.since, today), personal_data(row.text))


@door(MODERATOR, ORGANISER)
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, member: Member, key: str) -> HttpResponse:
    contribution = get_collected(member.process, key)
    asked = asked_in(member.process, request.GET)
    if request.method == "POST":
        return decide(request, member, contribution, asked)
    return item_page(request, member, contribution, asked)


def decide(request: HttpRequest, member: Member, contribution: Contribution, asked: Asked) -> HttpResponse:
    """Do it and go on to the next open one; or say what keeps it from being done, with all that was typed."""
    name = request.POST.get("act", "")
    act = ACTS.get(name)
    if act is None:
        return item_page(request, member, contribution, asked, refusal=REFUSALS[Reason.STATE], status=422)
    form = act.form(request.POST) if act.form is not None else None
    if form is not None and not form.is_valid():
        return item_page(request, member, contribution, asked, form=form, status=422)
    following = next_after(member.process, asked, contribution.key)
    try:
        said = form.cleaned_data if form is not None else {}
        act.do(contribution, by=member.user, day=clock.today(member.process), **said)
    except Refused as refusal:
        words = REFUSALS[refusal.reason]
        fresh = get_collected(member.process, contribution.key)
        return item_page(request, member, fresh, asked, form=form, refusal=words, status=409)
    messages.success(request, act.done)
    return go_on(member, asked, following if act.goes_on else contribution.key)


def go_on(member: Member, asked: Asked, key: str) -> HttpResponse:
    """To a contribution, to the queue where there is none."""
    slug = member.process.slug
    address = reverse("office-moderation-contribution", args=[slug, key]) if key else reverse(ROOM, args=[slug])
    return redirect(address + asked.query())


def item_page(
    request: HttpRequest,
    member: Member,
    contribution: Contribution,
    asked: Asked,
    *,
    form: forms.Form | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    place = member.process
    inquiries = list(contribution.inquiries.order_by("pk"))
    context = {
        "contribution": contribution,
        "voice": voice_of(place, contribution),
        "pieces": pieces_of(contribution.text, suspicions := personal_data(contribution.text)),
        "suspicions": suspicions,
        "reports": contribution.reports.order_by("settled_on", "pk"),
        "inquiries": inquiries,
        "asking": any(row.answered_on is None for row in inquiries),
        "decisions": contribution.decisions.select_related("by", "appeal").order_by("pk"),
        "original": Original.objects.filter(contribution=contribution).first(),
        "own": actions.is_own(contribution, member.user),
        "reachable": bool(contribution.code_hash) or contribution.holdings.exists(),
        "hide_form": form if isinstance(form, HideForm) else HideForm(),
        "ask_form": form if isinstance(form, AskForm) else AskForm(),
        "form": form,
        "refusal": refusal,
        "asked": asked,
        "following": next_after(place, asked, contribution.key),
        **counts(place),
    }
    return show(request, member, "moderation_contribution", context, room=ROOM, status=status)


def pieces_of(text: str, found: list[Suspicion]) -> list[tuple[str, Suspicion | None]]:
    """The text in pieces, those that may be personal data with what speaks for it."""
    pieces: list[tuple[str, Suspicion | None]] = []
    at = 0
    for one in found:
        pieces += [(text[at : one.start], None), (text[one.start : one.end], one)]
        at = one.end
    return [piece for piece in (*pieces, (text[at:], None)) if piece[0]]
