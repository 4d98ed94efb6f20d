"""Pages for what went wrong: said plainly, with a way on."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from stadtgespraech.web.access import get_process
from stadtgespraech.web.models import Process


def expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long, or came from another site. What was typed is handed back."""
    return render(request, "web/expired.html", {"text": request.POST.get("words", "")}, status=403)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing is at this address."""
    process = process_at(request.path_info)
    return render(request, "web/missing.html", {"process": process} if process is not None else None, status=404)


def process_at(path: str) -> Process | None:
    """The process whose page was looked for, so that its menu shows the way on."""
    found = re.match(r"/([-\w]{1,50})/", path.removeprefix(f"/{get_language()}"), re.ASCII)
    try:
        return get_process(found[1]) if found is not None else None
    except Http404:
        return None


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A room that is for others: says for whom, and who gives roles."""
    roles = str(exception).split(", ") if exception is not None and str(exception) else []
    context = {"roles": roles, "process": process_at(request.path_info)}
    return render(request, "web/office/forbidden.html", context, status=403)


def too_many(request: HttpRequest) -> HttpResponse:
    """Somebody, or somebody else behind the same connection, tries again and again."""
    return render(request, "web/too_many.html", status=429)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that no browser makes by itself: another name of the site, far too much. Static words, as below."""
    return HttpResponse(
        "<!doctype html><html lang=de><title>Nicht verstanden</title><h1>Das haben wir nicht verstanden</h1>"
        "<p>Bitte öffnen Sie die Seite noch einmal von vorn.</p>",
        status=400,
    )


def broken(request: HttpRequest) -> HttpResponse:
    """A defect of ours. Static words: nothing that could fail again."""
    return HttpResponse(
        "<!doctype html><html lang=de><title>Störung</title><h1>Das hat nicht geklappt</h1>"
        "<p>Es liegt an uns. Bitte versuchen Sie es in einigen Minuten noch einmal.</p>",
        status=500,
    )
