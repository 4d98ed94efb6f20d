"""How it works, and what the law asks every public site to say."""

from __future__ import annotations

import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from stadtgespraech.web import access
from stadtgespraech.web.law import law_of
from stadtgespraech.web.models import Process
from stadtgespraech.web.templatetags.web import day


def about(request: HttpRequest, process: str) -> HttpResponse:
    """From something said to a footnote in the text, in plain words."""
    return shown(request, process, "about")


def accessibility(request: HttpRequest, process: str) -> HttpResponse:
    """The declaration that the Land's law asks for, with the way to report a barrier."""
    return shown(request, process, "accessibility")


def privacy(request: HttpRequest, process: str) -> HttpResponse:
    """What is kept, for how long, and how to have it erased."""
    return shown(request, process, "privacy")


def imprint(request: HttpRequest, process: str) -> HttpResponse:
    """Who answers for this site."""
    return shown(request, process, "imprint")


def shown(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    place = access.get_process(slug)
    context = {"process": place, "section": name, "law": law_of(place.land), **responsible(place)}
    return render(request, f"web/{name}.html", context)


def responsible(process: Process) -> dict[str, object]:
    """What the process's settings say of itself, as entered: `imprint` and `privacy` are texts in paragraphs,
    `accessibility` holds `status` (full, partly), `gaps` (list), `checked_on` and `method`."""
    own = process.settings.get("legal", {})
    declaration = own.get("accessibility", {})
    return {
        "own_imprint": own.get("imprint", ""),
        "own_privacy": own.get("privacy", ""),
        "declaration": {**declaration, "checked_on": in_words(declaration.get("checked_on", ""))},
    }


def in_words(entered: str) -> str:
    """A day as the page's language writes it, where it was entered as one (2026-05-26); else the words themselves."""
    try:
        return day(datetime.date.fromisoformat(entered))
    except ValueError:
        return entered
