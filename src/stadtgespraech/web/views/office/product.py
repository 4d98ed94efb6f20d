"""A product: its names, motto, state."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from stadtgespraech.web.access import Member, get_planned_product
from stadtgespraech.web.actions.alteration import version_of
from stadtgespraech.web.actions.product import NAMES, add_product, change_product, remove_product
from stadtgespraech.web.forms.plan import ProductForm
from stadtgespraech.web.views.office.door import door
from stadtgespraech.web.views.office.editing import Sheet, kept, removed, shown
from stadtgespraech.web.views.office.rooms import ORGANISER


@door(ORGANISER)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, member: Member) -> HttpResponse:
    form = ProductForm(request.POST or None)
    sheet = Sheet("Neues Teilprodukt", "Teilprodukt anlegen", reverse("office-plan", args=[member.process.slug]))

    def act() -> None:
        add_product(member.process, by=member.user, values=form.values())

    done = kept(request, form, act, sheet, "Das Teilprodukt ist angelegt.") if request.method == "POST" else None
    return done or shown(request, member, form, sheet)


@door(ORGANISER)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, member: Member, product: str) -> HttpResponse:
    row = get_planned_product(member.process, product)
    initial = {name: getattr(row, name) for name in NAMES}
    form = ProductForm(request.POST or None, initial={**initial, "seen": version_of(row)})
    sheet = Sheet(row.title, "Speichern", reverse("office-plan", args=[member.process.slug]), remove="Entfernen")

    def act() -> None:
        change_product(row, by=member.user, values=form.values(), seen=form.cleaned_data["seen"] or None)

    done = None
    if request.POST.get("do") == "remove":
        done = removed(request, form, lambda: remove_product(row, by=member.user), sheet, "Es ist entfernt.")
    elif request.method == "POST":
        done = kept(request, form, act, sheet, "Gespeichert.")
    return done or shown(request, member, form, sheet)
