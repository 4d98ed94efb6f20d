"""Telling the office: about a contribution that breaks the rules, about a barrier. Nobody needs a login."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from stadtgespraech.web import clock
from stadtgespraech.web.access import get_contribution, get_process
from stadtgespraech.web.actions.refusal import Refused
from stadtgespraech.web.actions.report import report_barrier, report_contribution
from stadtgespraech.web.forms import BarrierForm, ReportForm
from stadtgespraech.web.law import law_of
from stadtgespraech.web.models import Contribution
from stadtgespraech.web.views.device import device_of, with_device
from stadtgespraech.web.views.pace import SENDING, Slowed, wait
from stadtgespraech.web.views.voices import voice_of


@require_http_methods(["GET", "HEAD", "POST"])
def contribution(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """Report a contribution that can be read."""
    place = get_process(process)
    told = get_contribution(place, key)
    if told.state != Contribution.State.PUBLIC:
        raise Http404
    device, day = device_of(request), clock.today(place)
    form = ReportForm(request.POST or None, device=device, now=clock.now())
    context = {"process": place, "section": "contributions", "voice": voice_of(place, told), "form": form}
    if form.is_valid():
        try:
            SENDING.take(request)
            data = form.cleaned_data
            context["report"] = report_contribution(
                told, reason=data["reason"], words=data["words"], form_key=form.key, device=device, day=day
            )
            return with_device(render(request, "web/report_done.html", context), device)
        except Refused:
            form.refuse_limit()
        except Slowed as slowed:
            form.refuse_pace(slowed.seconds)
            return wait(with_device(render(request, "web/report.html", context), device), slowed.seconds)
    return with_device(render(request, "web/report.html", context, status=422 if form.errors else 200), device)


@require_http_methods(["GET", "HEAD", "POST"])
def barrier(request: HttpRequest, process: str) -> HttpResponse:
    """Report a barrier; the law of the Land says how long the office may take."""
    place = get_process(process)
    law = law_of(place.land)
    device, day = device_of(request), clock.today(place)
    form = BarrierForm(request.POST or None, device=device, now=clock.now(), initial={"page": came_from(request)})
    context = {"process": place, "section": "barrier", "law": law, "form": form}
    if form.is_valid():
        try:
            SENDING.take(request)
            data = form.cleaned_data
            context["ticket"] = report_barrier(
                place,
                words=data["words"],
                page=data["page"],
                email=data["email"],
                form_key=form.key,
                device=device,
                day=day,
                answer_days=law.answer_days,
            )
            return with_device(render(request, "web/barrier_done.html", context), device)
        except Refused:
            form.refuse_limit()
        except Slowed as slowed:
            form.refuse_pace(slowed.seconds)
            return wait(with_device(render(request, "web/barrier.html", context), device), slowed.seconds)
    return with_device(render(request, "web/barrier.html", context, status=422 if form.errors else 200), device)


def came_from(request: HttpRequest) -> str:
    """The page of this site that somebody came from."""
    before = request.headers.get("Referer", "")
    own = request.build_absolute_uri("/")
    return before[len(own) - 1 :][:300] if before.startswith(own) else ""
