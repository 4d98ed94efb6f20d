"""Saying something, and reading what was said."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from stadtgespraech.web import clock
from stadtgespraech.web.access import get_contribution, get_process
from stadtgespraech.web.actions.contribution import Said, sent_before
from stadtgespraech.web.actions.device import submit_from_device
from stadtgespraech.web.actions.entry import check_entry
from stadtgespraech.web.actions.holding import submit_and_hold
from stadtgespraech.web.actions.refusal import Reason, Refused
from stadtgespraech.web.clock import last_moment
from stadtgespraech.web.forms import ContributionForm
from stadtgespraech.web.forms.key import read_key
from stadtgespraech.web.models import Contribution, Process, Round, User
from stadtgespraech.web.views.closed import closed_page, concerns
from stadtgespraech.web.views.device import device_of, with_device
from stadtgespraech.web.views.pace import SENDING, Slowed, guessing, wait
from stadtgespraech.web.views.receipt import receipt_page
from stadtgespraech.web.views.target import Target, phase_of_reply, read_target
from stadtgespraech.web.views.voices import filtered, gone_change, gone_page, voice_of, voices_of, with_all

ON_A_PAGE = 20


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, process: str) -> HttpResponse:
    """The form; what it holds, to look at once more; the receipt. Three answers of one address."""
    place = get_process(process)
    asked = request.POST if request.method == "POST" else request.GET
    device = device_of(request)
    target = read_target(place, asked, clock.now())
    if target.phase is None and "send" in request.POST:
        target = again(place, target, read_key(request.POST.get("form_key", ""), device, clock.now()).key)
    if target.phase is None:
        return closed_page(request, place, target, str(request.POST.get("words", "")))
    form = form_for(request, target, device)
    if request.method != "POST" or "change" in request.POST:
        return form_page(request, place, target, form, device)
    if not form.is_valid():
        return form_page(request, place, target, form, device, status=422)
    try:
        return (send if "send" in request.POST else look)(request, place, target, form, device)
    except Refused as refusal:
        return refused(request, place, target, form, device, refusal.reason)
    except Slowed as slowed:
        form.refuse_pace(slowed.seconds)
        return wait(form_page(request, place, target, form, device), slowed.seconds)


def again(process: Process, target: Target, form_key: str) -> Target:
    """Where this form came in time and its answer got lost on the way: the phase it came in, so that sending it once
    more shows the receipt. No other words get in: the key is used up."""
    known = sent_before(process, form_key)
    phases = [phase for phase in process.phases.all() if known is not None and phase.round_id == known.round_id]
    return replace(target, phase=next((phase for phase in phases if concerns(phase, target)), None))


def form_for(request: HttpRequest, target: Target, device: str) -> ContributionForm:
    """The form, empty or with what was sent."""
    assert target.phase is not None
    language = translation.get_language() or "de"
    shown = request.method != "POST" or "change" in request.POST
    kept = {name: request.POST.get(name, "") for name in (*ContributionForm.base_fields,)} if request.POST else {}
    return ContributionForm(
        None if shown else request.POST,
        kind=target.kind,
        youth=target.phase.round.youth,
        by_code=target.phase.round.entry == Round.Entry.CODE,
        signed_in=request.user.is_authenticated,
        device=device,
        now=clock.now(),
        sending="send" in request.POST,
        initial={"language": "de" if language == "de-plain" else language, **kept},
    )


def form_page(
    request: HttpRequest, process: Process, target: Target, form: ContributionForm, device: str, status: int = 200
) -> HttpResponse:
    response = render(request, "web/write.html", about(process, target, form), status=status)
    return with_device(response, device)


def look(request: HttpRequest, process: Process, target: Target, form: ContributionForm, device: str) -> HttpResponse:
    """Show it once more. A code that lets nobody in is said now, not after the last step. Refused, Slowed."""
    assert target.phase is not None
    if "entry" in form.fields:
        with guessing(request):
            check_entry(target.phase.round, code=form.cleaned_data["entry"], day=clock.today(process))
    return preview_page(request, process, target, form, device)


def preview_page(
    request: HttpRequest, process: Process, target: Target, form: ContributionForm, device: str
) -> HttpResponse:
    """What will be sent, as it will be shown, with the way back."""
    hidden = [(name, form.cleaned_data.get(name, "")) for name in form.fields]
    response = render(request, "web/write_preview.html", {**about(process, target, form), "hidden": hidden})
    return with_device(response, device)


def about(process: Process, target: Target, form: ContributionForm) -> dict[str, Any]:
    assert target.phase is not None
    until = last_moment(process, target.phase)
    return {"process": process, "section": "product", "target": target, "form": form, "until": until}


def send(request: HttpRequest, process: Process, target: Target, form: ContributionForm, device: str) -> HttpResponse:
    """Take it in, and answer with the receipt: its code stands on this page and in no address. Refused, Slowed."""
    assert target.phase is not None
    round = target.phase.round
    held = round.moderation == Round.Moderation.BEFORE or round.youth
    SENDING.take(request)
    user = request.user if form.cleaned_data.get("keep") else None
    submit = partial(submit_and_hold, holder=user) if isinstance(user, User) else submit_from_device
    with guessing(request) if "entry" in form.fields else nullcontext():
        contribution = submit(
            process, said=said_in(target, form), form_key=form.key, device=device, day=clock.today(process), held=held,
            entry=form.cleaned_data.get("entry", ""),
        )  # fmt: skip
    return with_device(receipt_page(request, process, target, contribution, form), device)


def said_in(target: Target, form: ContributionForm) -> Said:
    assert target.phase is not None
    data = form.cleaned_data
    return Said(
        round=target.phase.round,
        kind=target.kind,
        text=data["words"],
        language=data["language"],
        intent=data.get("intent", ""),
        about=target.about,
        passage=target.passage,
        question=target.question,
        reply_to=target.reply_to,
        age_band=data.get("age_band", ""),
        email=data.get("email", ""),
    )


def refused(
    request: HttpRequest, process: Process, target: Target, form: ContributionForm, device: str, why: Reason
) -> HttpResponse:
    """The form again, with all that was typed, and what to do."""
    assert target.phase is not None
    if not target.phase.is_open(clock.now()):
        return closed_page(request, process, target, form.cleaned_data["words"])
    form.refuse(why)
    status = {Reason.LIMIT: 429, Reason.CHANGED: 409}.get(why, 422)
    return form_page(request, process, target, form, device, status=status)


@require_safe
def overview(request: HttpRequest, process: str) -> HttpResponse:
    """All public contributions, newest first, with filters that are links."""
    place = get_process(process)
    asked = filtered(place, request.GET)
    paper = Paginator(asked.rows, ON_A_PAGE).get_page(request.GET.get("seite"))
    context = {
        "process": place,
        "section": "contributions",
        "chosen": asked,
        "filters": asked.rows_of_links(),
        "paper": paper,
        "voices": voices_of(place, paper.object_list),
    }
    return render(request, "web/contributions.html", context)


@require_safe
def page(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """One contribution with everything that came of it. Withdrawn and erased ones keep their address, empty."""
    place = get_process(process)
    contribution = get_contribution(place, key)
    if contribution.state != Contribution.State.PUBLIC:
        return gone_page(request, place, contribution)
    replies = contribution.replies.filter(state=Contribution.State.PUBLIC, round__public=True)
    voice = voice_of(place, contribution)
    first = contribution.reply_to or contribution
    can_reply = first.state == Contribution.State.PUBLIC and phase_of_reply(place, first, {}, clock.now()) is not None
    context = {
        "process": place,
        "section": "contributions",
        "voice": voice,
        "gone_change": gone_change(voice),
        "can_reply": can_reply,
        "replies": voices_of(place, with_all(replies).order_by("pk")),
    }
    return render(request, "web/contribution.html", context)
