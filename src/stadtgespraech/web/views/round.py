"""A round: when, where, how many, and what was said in it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from stadtgespraech.web import clock
from stadtgespraech.web.access import get_process, get_round
from stadtgespraech.web.templatetags.words import ROUND_KINDS
from stadtgespraech.web.views.days import last_moment
from stadtgespraech.web.views.voices import filtered, voices_of

ON_A_PAGE = 20


@require_GET
def page(request: HttpRequest, process: str, round: str) -> HttpResponse:
    place = get_process(process)
    found = get_round(place, round)
    now = clock.now()
    running = [phase for phase in found.phases.select_related("product") if phase.is_open(now)]
    chosen = filtered(place, request.GET, within=found)
    here = filtered(place, {}, within=found).rows.count()
    paper = Paginator(chosen.rows, ON_A_PAGE).get_page(request.GET.get("seite"))
    context = {
        "process": place,
        "section": "home",
        "round": found,
        "kind_words": ROUND_KINDS.get(found.kind, ""),
        "running": [(phase, last_moment(place, phase)) for phase in running],
        "here": here,
        "count": found.counted if found.counted is not None else here,
        "chosen": chosen,
        "filters": chosen.one_row(),
        "paper": paper,
        "voices": voices_of(place, paper.object_list),
    }
    return render(request, "web/round.html", context)
