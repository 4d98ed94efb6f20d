"""Who may enter which room: every role at every address."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from stadtgespraech.web.models import Draft, Milestone, Process, Role

from .conftest import NOON
from .signing import account, signed_in
from .working import worker

ALL = tuple(Role.Kind.values)
ORGANISER = ("organiser",)
TEXTS = ("organiser", "editor")

# Address by name → whom its door lets in. Written out here once more, so that no door opens unseen.
DOORS: dict[str, tuple[str, ...]] = {
    "office": ALL,
    "office-audit": ORGANISER,
    "office-plan": ALL,
    "office-step-new": ORGANISER,
    "office-step": ORGANISER,
    "office-product-new": ORGANISER,
    "office-product": ORGANISER,
    "office-phase-new": ORGANISER,
    "office-phase": ORGANISER,
    "office-question-new": ORGANISER,
    "office-question": ORGANISER,
    "office-round-new": ORGANISER,
    "office-round": ORGANISER,
    "office-codes": ORGANISER,
    "office-poster": ORGANISER,
    "office-tents": ORGANISER,
    "office-texts": TEXTS,
    "office-translations": TEXTS,
    "office-drafts": TEXTS,
    "office-draft-new": TEXTS,
    "office-draft": TEXTS,
    "office-upload": TEXTS,
    "office-take": TEXTS,
    "office-first": TEXTS,
    "office-translation": TEXTS,
}
# What an address needs beside the process, for which something must be there.
NAMED: dict[str, Callable[[Process], dict[str, object]]] = {
    "office-step": lambda site: {"key": step_of(site)},
    "office-product": lambda _: {"product": "zielbilder"},
    "office-phase": lambda _: {"number": 1},
    "office-question-new": lambda _: {"number": 2},
    "office-question": lambda _: {"question": "fluss-ungern"},
    "office-round": lambda _: ROUND,
    "office-codes": lambda _: ROUND,
    "office-poster": lambda _: ROUND,
    "office-tents": lambda _: ROUND,
    "office-drafts": lambda _: MEASURES,
    "office-draft-new": lambda _: MEASURES,
    "office-draft": lambda site: {**MEASURES, "key": draft_of(site)},
    "office-upload": lambda _: MEASURES,
    "office-take": lambda _: MEASURES,
    "office-first": lambda _: MEASURES,
    "office-translation": lambda _: {
        "product": "zielbilder", "kind": "statement", "text": "der-fluss-gehoert-allen", "language": "en",
    },
}  # fmt: skip
ROUND = {"round": "jugendrunde-im-netz"}
MEASURES = {"product": "massnahmen"}


def step_of(site: Process) -> int:
    product = site.products.get(slug="zielbilder")
    return Milestone.objects.get_or_create(product=product, number=99, title="Beirat")[0].pk


def draft_of(site: Process) -> int:
    product = site.products.filter(slug="massnahmen").first()
    return Draft.objects.get_or_create(process=site, product=product, kind="section", title="Vorwort")[0].pk


def patterns(found: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for one in found:
        yield from patterns(one.url_patterns) if isinstance(one, URLResolver) else (one,)


def test_every_room_is_in_the_table() -> None:
    names = {str(one.name) for one in patterns(get_resolver().url_patterns) if str(one.name).startswith("office")}
    assert names == set(DOORS)


def status(client: Client, process: Process, name: str, method: str) -> int:
    address = reverse(name, kwargs={"process": process.slug, **NAMED.get(name, lambda _: {})(process)})
    return int(getattr(client, method)(address).status_code)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("role", ALL)
def test_a_role_enters_its_rooms_and_is_told_that_others_are_not_its_own(site: Process, role: str, method: str) -> None:
    client, _user = worker(site, role)
    seen = {name: status(client, site, name, method) for name in DOORS}
    wrong = {name: code for name, code in seen.items() if (code == 403) != (role not in DOORS[name])}
    assert (wrong, [code for code in seen.values() if code in (404, 500)]) == ({}, [])


@pytest.mark.parametrize("method", ["get", "post"])
def test_whoever_does_not_work_here_finds_nothing(site: Process, method: str) -> None:
    other = Process.objects.create(slug="andere", title="Andere", city="Anderswo", created_on=NOON.date())
    elsewhere, _user = worker(other, *ALL, email="alle@andere.example.org")
    for client in (Client(), signed_in(account("gast@example.org")), elsewhere):
        assert {status(client, site, name, method) for name in DOORS} == {404}


def test_what_is_in_a_room_is_kept_nowhere_and_found_by_no_search_engine(site: Process) -> None:
    client, _user = worker(site, *ALL)
    page = client.get(reverse("office", args=[site.slug]))
    assert page.headers["Cache-Control"] == "no-store"
    assert '<meta name="robots" content="noindex">' in page.content.decode()
