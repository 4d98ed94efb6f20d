"""Who speaks for whom: departments and stakeholders, their people, and whether others may read them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from stadtgespraech.web.access import Member, get_unit
from stadtgespraech.web.actions.refusal import Refused
from stadtgespraech.web.actions.unit import join_unit, leave_unit, make_unit, open_unit
from stadtgespraech.web.forms.submission import REFUSALS, MemberForm, UnitForm
from stadtgespraech.web.models import Unit, User
from stadtgespraech.web.views.office.door import door, show
from stadtgespraech.web.views.office.rooms import ORGANISER


@door(ORGANISER)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, member: Member) -> HttpResponse:
    """All units; each form on it does one thing."""
    forms: dict[str, Any] = {"unit_form": UnitForm(auto_id="dienststelle_%s"), "member_form": MemberForm(), "at": ""}
    if request.method == "POST":
        done = act(request, member, forms)
        if done:
            messages.success(request, done)
            return HttpResponseRedirect(reverse("office-units", args=[member.process.slug]))
    rows = Unit.objects.filter(process=member.process).select_related("round").prefetch_related("memberships__user")
    return show(request, member, "units", {"units": rows, **forms}, room="office-statement")


def act(request: HttpRequest, member: Member, forms: dict[str, Any]) -> str:
    """Do what was asked and say it; "" where a form shows why not."""
    step = request.POST.get("schritt", "neu")
    if step == "neu":
        return added(request, member, forms)
    unit = get_unit(member, request.POST.get("unit", "").replace("\0", ""))
    forms["at"] = unit.slug
    if step == "person":
        form = forms["member_form"] = MemberForm(request.POST)
        if not form.is_valid():
            return ""
        join_unit(unit, user=form.cleaned_data["email"], by=member.user)
        return f"{form.cleaned_data['email']} spricht jetzt für: {unit.name}."
    if step == "weg":
        return left(request, member, unit)
    try:
        open_unit(unit, by=member.user)
    except Refused:
        return "Diese Runde war schon offen."
    return f"Offen für alle: {unit.name}."


def added(request: HttpRequest, member: Member, forms: dict[str, Any]) -> str:
    form = forms["unit_form"] = UnitForm(request.POST, auto_id="dienststelle_%s")
    if not form.is_valid():
        return ""
    try:
        unit = make_unit(member.process, name=form.cleaned_data["name"], kind=form.cleaned_data["kind"], by=member.user)
    except Refused as refused:
        form.add_error("name", REFUSALS[refused.reason])
        return ""
    return f"Angelegt: {unit.name}. Nehmen Sie jetzt Personen dazu."


def left(request: HttpRequest, member: Member, unit: Unit) -> str:
    given = request.POST.get("person", "")
    number = int(given) if given.isascii() and given.isdigit() and len(given) < 18 else 0
    people = User.objects.filter(memberships__unit=unit, pk=number)
    for user in people:
        leave_unit(unit, user=user, by=member.user)
    return f"Die Person spricht nicht mehr für: {unit.name}."
