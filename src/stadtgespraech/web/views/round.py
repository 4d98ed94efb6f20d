"""A round: when, where, how many, and what was said in it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from stadtgespraech.web import clock
from stadtgespraech.web.access import get_process, get_round
from stadtgespraech.web.clock import last_moment
from stadtgespraech.web.models import Phase, Process, Round
from stadtgespraech.web.templatetags.words import ROUND_KINDS
from stadtgespraech.web.views.home import whats_open
from stadtgespraech.web.views.voices import filtered, voices_of

ON_A_PAGE = 20


@require_safe
def page(request: HttpRequest, process: str, round: str) -> HttpResponse:
    place = get_process(process)
    found = get_round(place, round)
    now, today = clock.now(), clock.today(place)
    running = [phase for phase in place.phases.all() if phase.round_id == found.pk and phase.is_open(now)]
    chosen = filtered(place, request.GET, within=found)
    here = filtered(place, {}, within=found).rows.count()
    paper = Paginator(chosen.rows, ON_A_PAGE).get_page(request.GET.get("seite"))
    context = {
        "process": place,
        "section": "home",
        "round": found,
        "kind_words": ROUND_KINDS.get(found.kind, ""),
        "running": [(phase, last_moment(place, phase), whats_open(place, [phase], now, today)) for phase in running],
        "ways": ways_in(place, found, running) if found.is_apart else [],
        "here": here,
        "count": found.counted if found.counted is not None else here,
        "chosen": chosen,
        "filters": chosen.one_row(),
        "paper": paper,
        "voices": voices_of(place, paper.object_list),
    }
    return render(request, "web/round.html", context)


def ways_in(process: Process, round: Round, running: list[Phase]) -> list[tuple[str, str]]:
    """What can be said in a round apart, and where: its forms are reached from here only."""
    write, found = reverse("write", args=[process.slug]), list[tuple[str, str]]()
    for phase in running:
        asked = {"round": round.slug, "kind": phase.kind, "product": phase.product.slug}
        if phase.kind == "answer":
            questions = phase.questions.all()
            found += [(item.text, f"{write}?{urlencode({'question': item.slug})}") for item in questions]
        else:
            found.append((phase.title, f"{write}?{urlencode(asked)}"))
    return found
