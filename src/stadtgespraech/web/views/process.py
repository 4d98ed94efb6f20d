"""The site, a process, and finding something in it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from stadtgespraech.web import clock
from stadtgespraech.web.access import get_process
from stadtgespraech.web.forms import CodeForm
from stadtgespraech.web.models import Edition, Process
from stadtgespraech.web.templatetags.web import menu_product
from stadtgespraech.web.views.finding import find
from stadtgespraech.web.views.home import changes_between, files_of, path_of, samples, turnouts, whats_open
from stadtgespraech.web.views.reading import Reading, read_texts


@require_safe
def sites(request: HttpRequest) -> HttpResponse:
    """All processes that are named here; with one only, its first page."""
    processes = list(Process.objects.filter(listed=True).order_by("title", "pk"))
    if len(processes) == 1:
        return HttpResponseRedirect(reverse("process", args=[processes[0].slug]))
    return render(request, "web/sites.html", {"processes": processes})


@require_safe
def home(request: HttpRequest, process: str) -> HttpResponse:
    """Where the process stands, and what can be done now."""
    place = get_process(process)
    now, today = clock.now(), clock.today(place)
    products, phases = list(place.products.all()), list(place.phases.all())
    product = menu_product(place)
    edition = product.current_edition() if product is not None else None
    readings = read_texts(product, edition) if product is not None else []
    rounds = turnouts(place, phases, now)
    open_now = whats_open(place, phases, now, today)
    context = {
        "process": place,
        "section": "home",
        "product": product,
        "open": open_now,
        "idea": any(item.kind == "idea" for item in open_now),
        "path": path_of(place, products, phases, now),
        "readings": readings,
        "rounds": rounds,
        "code_form": CodeForm(),
        "said": sum(row.said.count for row in rounds if row.said is not None),
        **newest(edition, readings),
    }
    return render(request, "web/home.html", context)


def newest(edition: Edition | None, readings: list[Reading]) -> dict[str, object]:
    """The newest edition, its files, and some of what changed in it."""
    if edition is None:
        return {"edition": None}
    changes = changes_between(edition) if edition.base_id is not None else []
    shown = samples(changes, edition, readings)
    return {"edition": edition, "files": files_of(edition), "changes": len(changes), "samples": shown}


@require_safe
def search(request: HttpRequest, process: str) -> HttpResponse:
    """Texts, tensions, contributions and changes that hold all the words."""
    place = get_process(process)
    asked = request.GET.get("q", "")
    return render(request, "web/search.html", {"process": place, "section": "search", **find(place, asked)})
