"""A round: when, where, for whom, by which rules."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from stadtgespraech.web.access import Member, get_planned_round
from stadtgespraech.web.actions.alteration import version_of
from stadtgespraech.web.actions.round import NAMES, change_round, plan_round, remove_round
from stadtgespraech.web.forms.plan import RoundForm
from stadtgespraech.web.models import Contribution
from stadtgespraech.web.views.office.door import door
from stadtgespraech.web.views.office.editing import Sheet, kept, removed, shown
from stadtgespraech.web.views.office.rooms import ORGANISER


@door(ORGANISER)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, member: Member) -> HttpResponse:
    form = RoundForm(request.POST or None)
    del form.fields["confirmed"]
    sheet = Sheet("Neue Runde", "Runde anlegen", reverse("office-plan", args=[member.process.slug]))

    def act() -> None:
        plan_round(member.process, by=member.user, values=form.values())

    done = kept(request, form, act, sheet, "Die Runde ist angelegt.") if request.method == "POST" else None
    return done or shown(request, member, form, sheet)


@door(ORGANISER)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, member: Member, round: str) -> HttpResponse:
    row = get_planned_round(member.process, round)
    initial = {name: getattr(row, name) for name in NAMES}
    form = RoundForm(request.POST or None, initial={**initial, "seen": version_of(row)})
    if row.public:
        del form.fields["confirmed"]
    back = reverse("office-plan", args=[member.process.slug])
    sheet = Sheet(row.name, "Speichern", back, template="round", remove="Runde entfernen")

    def act() -> None:
        data = form.cleaned_data
        sure, seen = bool(data.get("confirmed")), data["seen"] or None
        change_round(row, by=member.user, values=form.values(), confirmed=sure, seen=seen)

    done = None
    if request.POST.get("do") == "remove":
        done = removed(request, form, lambda: remove_round(row, by=member.user), sheet, "Die Runde ist entfernt.")
    elif request.method == "POST":
        done = kept(request, form, act, sheet, "Gespeichert.")
    said = Contribution.objects.filter(round=row).count()
    return done or shown(request, member, form, sheet, {"one": row, "said": said})
