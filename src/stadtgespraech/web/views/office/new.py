"""A new process: for whoever leads one already, and for who runs the site."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from stadtgespraech.web.access import get_starter, processes_led_by
from stadtgespraech.web.actions.blueprint import BLUEPRINTS
from stadtgespraech.web.actions.process import slug_of_title, start_process
from stadtgespraech.web.actions.refusal import Refused
from stadtgespraech.web.forms.process import EARLIER, ProcessForm
from stadtgespraech.web.models import Process


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """A name, a city, and what it starts from; then into its rooms."""
    user = get_starter(request)
    own = processes_led_by(user)
    form = ProcessForm(request.POST if request.method == "POST" else None, earlier=own, initial=known_of(own))
    if request.method == "POST" and form.is_valid():
        try:
            fresh = start_process(by=user, **asked(form.cleaned_data, own))
        except Refused:
            form.refuse_slug(form.cleaned_data["slug"] or slug_of_title(form.cleaned_data["title"]))
        else:
            messages.success(request, f"„{fresh.title}“ ist angelegt. Sie sind die Leitung.")
            return redirect("office", fresh.slug)
    status = 422 if form.errors else 200
    return render(request, "web/office/new.html", {"form": form, "account": user}, status=status)


def known_of(own: list[Process]) -> dict[str, str]:
    """The city that somebody works for, where it is one."""
    cities = {one.city for one in own}
    return {"city": cities.pop()} if len(cities) == 1 else {}


def asked(data: dict[str, Any], own: list[Process]) -> dict[str, Any]:
    """What the form says, in the words of the action."""
    start = data["start"]
    earlier = next((one for one in own if f"{EARLIER}{one.slug}" == start), None)
    names = {"title": data["title"], "city": data["city"], "slug": data["slug"]}
    return {**names, "blueprint": BLUEPRINTS.get(start), "earlier": earlier}
