"""What somebody sees who wants to say something while nothing, or something else, is open."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from stadtgespraech.web import clock
from stadtgespraech.web.clock import last_moment, local
from stadtgespraech.web.models import Phase, Process
from stadtgespraech.web.views.target import Target


def closed_page(request: HttpRequest, process: Process, target: Target, text: str) -> HttpResponse:
    """Why not now, what is open instead, and the text that was typed, unlost."""
    now = clock.now()
    phases = [row for row in process.phases.all() if row.round.public]
    mine = [phase for phase in phases if is_shown(phase) and concerns(phase, target)]
    over = [phase for phase in mine if phase.closes_at is not None and phase.closes_at <= now]
    ahead = [phase for phase in mine if phase.opens_at > now]
    opens = min(ahead, key=lambda phase: phase.opens_at, default=None)
    context = {
        "process": process,
        "section": "product",
        "target": target,
        "text": text,
        "closed_at": last_moment(process, over[-1]) if over else None,
        "opens_at": local(process, opens.opens_at) if opens is not None else None,
        "open": [(phase, last_moment(process, phase)) for phase in phases if is_shown(phase) and phase.is_open(now)],
    }
    response = render(request, "web/write_closed.html", context, status=403 if request.method == "POST" else 200)
    response.headers["Cache-Control"] = "no-store"
    return response


def concerns(phase: Phase, target: Target) -> bool:
    """The phase is one in which this could be said."""
    if target.question is not None:
        return phase.pk == target.question.phase_id
    same = target.about is None or target.kind == "idea" or phase.product_id == target.about.product_id
    return phase.kind == target.kind and same


def is_shown(phase: Phase) -> bool:
    return not phase.round.is_apart
