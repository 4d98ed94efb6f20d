"""Who may enter which room: every role at every address."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from stadtgespraech.web.actions.report import ticket_key
from stadtgespraech.web.models import Appeal, Job, Process, Role, User

from .conftest import NOON
from .signing import account, signed_in
from .working import worker

ALL = tuple(Role.Kind.values)
ORGANISER = ("organiser",)
MODERATION = ("moderator", "organiser")

# Address by name → whom its door lets in. Written out here once more, so that no door opens unseen.
DOORS: dict[str, tuple[str, ...]] = {
    "office": ALL,
    "office-audit": ORGANISER,
    "office-moderation": MODERATION,
    "office-moderation-contribution": MODERATION,
    "office-moderation-blackout": MODERATION,
    "office-moderation-original": MODERATION,
    "office-moderation-appeals": MODERATION,
    "office-moderation-appeal": MODERATION,
    "office-moderation-reports": MODERATION,
    "office-moderation-report": MODERATION,
    "office-moderation-ticket": MODERATION,
    "office-moderation-year": MODERATION,
    "office-moderation-year-file": MODERATION,
    "office-job": ALL,
    "office-job-cancel": ORGANISER,
}
# What an address needs beside the process, for which something must be there.
NAMED: dict[str, Callable[[Process, User | None], dict[str, object]]] = {
    "office-moderation-contribution": lambda process, user: {"key": "haltestelle"},
    "office-moderation-blackout": lambda process, user: {"key": "haltestelle"},
    "office-moderation-original": lambda process, user: {"key": "haltestelle"},
    "office-moderation-appeal": lambda process, user: {"number": Appeal.objects.get().pk},
    "office-moderation-report": lambda process, user: {"key": ticket_key("demo-durchwahl")},
    "office-moderation-ticket": lambda process, user: {"key": ticket_key("demo-barrier")},
    "office-job": lambda process, user: {"key": work(process).key},
    "office-job-cancel": lambda process, user: {"key": work(process).key},
}
# What a door lets in, and another rule then keeps out: for these only who enters is told here.
FURTHER = {("office-job-cancel", "get")}


def work(process: Process) -> Job:
    return Job.objects.get_or_create(process=process, key="auftrag", defaults={"kind": "publish", "asked_at": NOON})[0]


def patterns(found: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for one in found:
        yield from patterns(one.url_patterns) if isinstance(one, URLResolver) else (one,)


def test_every_room_is_in_the_table() -> None:
    names = {str(one.name) for one in patterns(get_resolver().url_patterns) if str(one.name).startswith("office")}
    assert names == set(DOORS)


def status(client: Client, process: Process, name: str, method: str, user: User | None = None) -> int:
    """`process` is Auenstadt, where what an address names is there."""
    named = NAMED[name](process, user) if name in NAMED else {}
    address = reverse(name, kwargs={"process": process.slug, **named})
    return int(getattr(client, method)(address).status_code)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("role", ALL)
def test_a_role_enters_its_rooms_and_is_told_that_others_are_not_its_own(site: Process, role: str, method: str) -> None:
    client, user = worker(site, role)
    seen = {name: status(client, site, name, method, user) for name in DOORS if (name, method) not in FURTHER}
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
