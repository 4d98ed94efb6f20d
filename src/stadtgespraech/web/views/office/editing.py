"""How a form of a room is answered: one action, then the way back; what it refuses stands beside its field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from stadtgespraech.web.access import Member
from stadtgespraech.web.actions.refusal import Refused
from stadtgespraech.web.forms.plan import OfficeForm
from stadtgespraech.web.views.office.door import show


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a page with one form says. `back` is the address after it; `remove` the words of the button that takes the
    thing away, "" where there is none."""

    heading: str
    save: str
    back: str
    room: str = "office-plan"
    template: str = "form"
    remove: str = ""
    lead: str = ""


def shown(
    request: HttpRequest, member: Member, form: OfficeForm, sheet: Sheet, context: dict[str, Any] | None = None
) -> HttpResponse:
    status = 400 if form.errors else 200
    return show(
        request,
        member,
        sheet.template,
        {"form": form, "sheet": sheet, **(context or {})},
        room=sheet.room,
        status=status,
    )


def kept(
    request: HttpRequest, form: OfficeForm, act: Callable[[], Any], sheet: Sheet, told: str
) -> HttpResponse | None:
    """The way back after the action; None where the form or the action refuses, which the form then says."""
    if not form.is_valid():
        return None
    try:
        act()
    except Refused as refusal:
        form.refuse(refusal)
        return None
    messages.success(request, told)
    return redirect(sheet.back)


def removed(
    request: HttpRequest, form: OfficeForm, act: Callable[[], Any], sheet: Sheet, told: str
) -> HttpResponse | None:
    """The same for taking something away: what the form holds does not count."""
    form.is_valid()
    form.errors.clear()
    try:
        act()
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, told)
    return redirect(sheet.back)
