"""Pages for what went wrong: said plainly, with a way on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long, or came from another site."""
    return render(request, "web/expired.html", status=403)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing is at this address."""
    return render(request, "web/missing.html", status=404)


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
