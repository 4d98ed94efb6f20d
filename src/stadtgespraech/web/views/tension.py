"""Tensions: two goals that pull apart, why, and what stands between them. Both sides, no winner."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from stadtgespraech.web.access import get_process, get_tension
from stadtgespraech.web.models import Text
from stadtgespraech.web.views.reading import read_text, read_texts


@require_safe
def overview(request: HttpRequest, process: str) -> HttpResponse:
    """The tensions of all products, in the order of the source."""
    place = get_process(process)
    products = place.products.all()
    readings = [one for row in products for one in read_texts(row, row.current_edition(), (Text.Kind.TENSION,))]
    return render(request, "web/tensions.html", {"process": place, "section": "product", "readings": readings})


@require_safe
def page(request: HttpRequest, process: str, text: str) -> HttpResponse:
    """One tension: both sides, what stands between them, and the statements it touches."""
    place = get_process(process)
    found = get_tension(place, text)
    edition = found.product.current_edition()
    reading = read_text(found, edition)
    if edition is None or reading is None:
        raise Http404
    linked = set(found.references.values_list("to", flat=True)) | set(found.referred_by.values_list("text", flat=True))
    touched = [one for one in read_texts(found.product, edition) if one.text.pk in linked] if linked else []
    context = {"process": place, "section": "product", "reading": reading, "edition": edition, "touched": touched}
    return render(request, "web/tension.html", {**context, "sides": sides_of(reading.title)})


def sides_of(title: str) -> tuple[str, ...]:
    """The two goals that a title sets against each other; () where it names no two."""
    sides = tuple(side.strip() for side in title.split(" – "))
    return sides if len(sides) == 2 else ()
