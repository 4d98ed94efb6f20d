"""Telling the office: about a contribution that breaks the rules, about a barrier. Nobody needs a login."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from stadtgespraech.web import clock
from stadtgespraech.web.access import get_contribution, get_process
from stadtgespraech.web.actions.refusal import Refused
from stadtgespraech.web.actions.report import report_barrier, report_contribution
from stadtgespraech.web.forms import BarrierForm, ReportForm
from stadtgespraech.web.forms.trap import TrappedForm
from stadtgespraech.web.law import law_of
from stadtgespraech.web.models import Contribution, Report, Ticket
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
    form = ReportForm(request.POST or None, device=device_of(request), now=clock.now())
    context = {"process": place, "section": "contributions", "voice": voice_of(place, told), "form": form}
    report = partial(report_contribution, told, day=clock.today(place))
    return answered(request, form, context, "report", report)


@require_http_methods(["GET", "HEAD", "POST"])
def barrier(request: HttpRequest, process: str) -> HttpResponse:
    """Report a barrier; the law of the Land says how long the office may take."""
    place = get_process(process)
    law = law_of(place.land)
    came = {"page": came_from(request)}
    form = BarrierForm(request.POST or None, device=device_of(request), now=clock.now(), initial=came)
    context = {"process": place, "section": "barrier", "law": law, "form": form}
    report = partial(report_barrier, place, day=clock.today(place), answer_days=law.answer_days)
    return answered(request, form, context, "barrier", report)


def answered(
    request: HttpRequest,
    form: ReportForm | BarrierForm,
    context: dict[str, Any],
    name: str,
    report: Callable[..., Report | Ticket],
) -> HttpResponse:
    """The form, empty or with what is wrong; once it was kept, the page that says so."""
    if form.is_valid():
        said = {key: value for key, value in form.cleaned_data.items() if key not in TrappedForm.base_fields}
        try:
            SENDING.take(request)
            context["kept"] = report(**said, form_key=form.key, device=form.device)
            return with_device(render(request, f"web/{name}_done.html", context), form.device)
        except Refused:
            form.refuse_limit()
        except Slowed as slowed:
            form.refuse_pace(slowed.seconds)
            page = render(request, f"web/{name}.html", context)
            return wait(with_device(page, form.device), slowed.seconds)
    return with_device(render(request, f"web/{name}.html", context, status=422 if form.errors else 200), form.device)


def came_from(request: HttpRequest) -> str:
    """The page of this site that somebody came from."""
    before = request.headers.get("Referer", "")
    own = request.build_absolute_uri("/")
    return before[len(own) - 1 :][:300] if before.startswith(own) else ""
