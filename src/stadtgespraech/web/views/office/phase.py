"""A phase: what is asked, of which round, from when to when."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from stadtgespraech.web import clock
from stadtgespraech.web.access import Member, get_phase, get_planned_product, get_planned_round
from stadtgespraech.web.actions.alteration import version_of
from stadtgespraech.web.actions.phase import Planned, change_phase, close_phase, plan_phase, remove_phase, said_in
from stadtgespraech.web.forms.plan import PhaseForm
from stadtgespraech.web.models import Phase, Process
from stadtgespraech.web.views.office.door import door
from stadtgespraech.web.views.office.editing import Sheet, kept, removed, shown
from stadtgespraech.web.views.office.plan import running
from stadtgespraech.web.views.office.rooms import ORGANISER


@door(ORGANISER)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, member: Member) -> HttpResponse:
    place = member.process
    rounds = list(place.rounds.all())
    initial = {
        "product": running(list(place.products.all())),
        "round": rounds[-1].slug if rounds else "",
        "opens_on": clock.today(place),
    }
    form = form_of(place, request, initial)
    del form.fields["confirmed"]
    sheet = Sheet("Neue Phase", "Phase anlegen", reverse("office-plan", args=[place.slug]), template="phase")

    def act() -> None:
        plan_phase(place, by=member.user, planned=planned_of(place, form))

    done = kept(request, form, act, sheet, "Die Phase ist angelegt.") if request.method == "POST" else None
    return done or shown(request, member, form, sheet)


@door(ORGANISER)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    place, row, now = member.process, get_phase(member.process, number), clock.now()
    form = form_of(place, request, initial_of(place, row))
    if row.closes_at is None or row.closes_at > now:
        del form.fields["confirmed"]
    back = reverse("office-plan", args=[place.slug])
    sheet = Sheet(row.title, "Speichern", back, template="phase", remove="Phase entfernen")

    def act() -> None:
        data = form.cleaned_data
        sure, seen = bool(data.get("confirmed")), data["seen"] or None
        change_phase(row, by=member.user, planned=planned_of(place, form), confirmed=sure, seen=seen)

    done, do = None, request.POST.get("do")
    if do == "remove":
        done = removed(request, form, lambda: remove_phase(row, by=member.user), sheet, "Die Phase ist entfernt.")
    elif do == "close":
        done = removed(request, form, lambda: close_phase(row, by=member.user), sheet, "Die Phase ist geschlossen.")
    elif request.method == "POST":
        done = kept(request, form, act, sheet, "Gespeichert.")
    context = {
        "one": row, "said": said_in(row).count(), "is_open": row.is_open(now), "questions": row.questions.all(),
    }  # fmt: skip
    return done or shown(request, member, form, sheet, context)


def form_of(place: Process, request: HttpRequest, initial: dict[str, Any]) -> PhaseForm:
    products, rounds = list(place.products.all()), list(place.rounds.all())
    return PhaseForm(request.POST or None, process=place, products=products, rounds=rounds, initial=initial)


def initial_of(place: Process, row: Phase) -> dict[str, Any]:
    """The days as people say them: a phase that closes at midnight has its last day before."""
    opens = clock.local(place, row.opens_at)
    found = {
        "title": row.title, "kind": row.kind, "product": row.product.slug, "round": row.round.slug,
        "opens_on": opens.date(), "opens_time": opens.time(), "seen": version_of(row),
    }  # fmt: skip
    if row.closes_at is not None:
        closes, last = clock.local(place, row.closes_at), clock.last_moment(place, row)
        whole = (closes.hour, closes.minute) == (0, 0)
        found |= {"closes_on": last.date() if whole and last is not None else closes.date()}
        found |= {"closes_time": None if whole else closes.time()}
    return found


def planned_of(place: Process, form: PhaseForm) -> Planned:
    data = form.cleaned_data
    return Planned(
        title=data["title"],
        kind=data["kind"],
        product=get_planned_product(place, data["product"]),
        round=get_planned_round(place, data["round"]),
        opens_at=data["opens_at"],
        closes_at=data["closes_at"],
    )
