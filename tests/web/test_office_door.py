"""Who may enter which room: every role at every address."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from stadtgespraech.web.actions.reading import read_file, working_file
from stadtgespraech.web.actions.unit import join_unit
from stadtgespraech.web.models import Job, Point, Process, Role, Submission, Unit, User

from .conftest import NOON
from .signing import account, signed_in
from .working import worker

ALL = tuple(Role.Kind.values)
ORGANISER = ("organiser",)
DEPARTMENT = ("department",)

# Address by name → whom its door lets in. Written out here once more, so that no door opens unseen.
DOORS: dict[str, tuple[str, ...]] = {
    "office": ALL,
    "office-audit": ORGANISER,
    "office-units": ORGANISER,
    "office-statement": ("organiser", "department"),
    "office-statement-unit": ("organiser", "department"),
    "office-statement-state": DEPARTMENT,
    "office-statement-file": DEPARTMENT,
    "office-statement-upload": DEPARTMENT,
    "office-statement-reading": DEPARTMENT,
    "office-statement-point": DEPARTMENT,
    "office-statement-text": DEPARTMENT,
    "office-job": ALL,
    "office-job-cancel": ORGANISER,
}


def of_unit(process: Process, user: User | None) -> dict[str, object]:
    """The demo's unit; whoever is a department speaks for it."""
    unit = Unit.objects.get(process=process)
    if user is not None and user.roles.filter(process=process, role="department").exists():
        join_unit(unit, user=user, by=None)
    return {"unit": unit.slug}


def of_point(process: Process, user: User | None) -> dict[str, object]:
    return {**of_unit(process, user), "number": Point.objects.filter(process=process).latest("pk").pk}


def of_reading(process: Process, user: User | None) -> dict[str, object]:
    submission = Submission.objects.get(process=process)
    by = submission.authors.get()
    found = read_file(submission, data=working_file(submission.edition), name="x", by=by)
    return {**of_unit(process, user), "number": found.pk}


def of_text(process: Process, user: User | None) -> dict[str, object]:
    return {**of_unit(process, user), "text": Point.objects.filter(process=process).latest("pk").about.slug}


# What an address needs beside the process, for which something must be there.
NAMED: dict[str, Callable[[Process, User | None], dict[str, object]]] = {
    "office-statement-unit": of_unit,
    "office-statement-state": of_unit,
    "office-statement-file": of_unit,
    "office-statement-upload": of_unit,
    "office-statement-reading": of_reading,
    "office-statement-point": of_point,
    "office-statement-text": of_text,
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
