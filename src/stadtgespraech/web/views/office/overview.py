"""The whole at a glance: what is missing, and what came in which round on which text. Every number leads to its
contributions, for whoever may read them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_safe

from stadtgespraech.web import clock
from stadtgespraech.web.access import Member
from stadtgespraech.web.views.office.contributions import ROLES
from stadtgespraech.web.views.office.counting import Counted, count_all, standing
from stadtgespraech.web.views.office.door import door, show
from stadtgespraech.web.views.office.export import csv_lines
from stadtgespraech.web.views.office.matrix import matrices_of, months, rounds_of, silent_of
from stadtgespraech.web.views.office.sheet import Cell

SHOWN = {"alle": "Beiträge", "offen": "noch ohne Antwort", "spaet": "überfällig"}


@door()
@require_safe
def page(request: HttpRequest, member: Member) -> HttpResponse:
    place, shown = member.process, shown_of(request)
    may_read = member.has(*ROLES)
    counted = count_all(place)
    drawn = months(place, may_read)
    context = {
        "matrices": matrices_of(place, counted, shown, may_read),
        "shown": shown,
        "choices": SHOWN,
        "rounds": rounds_of(place, counted, may_read),
        "silent": silent_of(place, counted, clock.now()),
        "months": drawn,
        "months_width": 62 * len(drawn),
        "may_read": may_read,
        **standing(place, counted),
    }
    return show(request, member, "overview", context, room="office")


def shown_of(request: HttpRequest) -> str:
    asked = request.GET.get("zeige", "")
    return asked if asked in SHOWN else "alle"


@door()
@require_safe
def csv(request: HttpRequest, member: Member) -> HttpResponse:
    """The matrices as one table."""
    shown, place = shown_of(request), member.process
    rounds = list(place.rounds.all())
    head: list[Cell] = ["Teilprodukt", "Nummer", "Bild", *(round.name for round in rounds)]
    lines = csv_lines([head], rows_of(member, count_all(place), shown))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"matrix-{place.slug}-{shown}-{clock.today(place).isoformat()}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response  # type: ignore[return-value]


def rows_of(member: Member, counted: Counted, shown: str) -> list[list[Cell]]:
    rounds = list(member.process.rounds.all())
    return [
        [matrix.title, line.number, line.title, *(counted.number(shown, line.about, row.pk) for row in rounds)]
        for matrix in matrices_of(member.process, counted, shown, may_read=False)
        for line in matrix.lines
    ]
