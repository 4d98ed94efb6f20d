"""Who may enter which room: every role at every address."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from stadtgespraech.web.models import Phase, Process

from .conftest import NOON
from .doors import ALL, DOORS, FURTHER, GUARDED, NAMED, OF_THE_SITE
from .signing import account, signed_in
from .working import worker

LONG = datetime.timedelta(days=400)
# When all phases are: what they ask for is asked whatever is open.
STATES = {
    "open": (NOON - LONG, NOON + LONG),
    "over": (NOON - LONG, NOON - datetime.timedelta(seconds=1)),
    "ahead": (NOON + datetime.timedelta(seconds=1), NOON + LONG),
}


def patterns(found: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for one in found:
        yield from patterns(one.url_patterns) if isinstance(one, URLResolver) else (one,)


def test_every_room_is_in_the_table() -> None:
    names = {str(one.name) for one in patterns(get_resolver().url_patterns) if str(one.name).startswith("office")}
    assert names == {*DOORS, *OF_THE_SITE}


def addresses(process: Process, *who: object) -> dict[str, str]:
    """The address of every room, with something there that it names."""
    user = who[0] if who else None
    return {
        name: reverse(name, kwargs={"process": process.slug, **(NAMED[name](process, user) if name in NAMED else {})})  # type: ignore[arg-type]
        for name in DOORS
    }


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("role", ALL)
@pytest.mark.parametrize("phases", STATES)
def test_a_role_enters_its_rooms_and_is_told_that_others_are_not_its_own(
    site: Process, role: str, method: str, phases: str
) -> None:
    client, user = worker(site, role)
    found = addresses(site, user)
    opens, closes = STATES[phases]
    Phase.objects.filter(process=site).update(opens_at=opens, closes_at=closes)
    seen = {name: getattr(client, method)(found[name]).status_code for name in DOORS if (name, method) not in FURTHER}
    wrong = {name: code for name, code in seen.items() if (code == 403) != (role not in DOORS[name])}
    broken = {name: code for name, code in seen.items() if code in (404, 500) and (name, method) not in GUARDED}
    assert (wrong, broken) == ({}, {})


@pytest.mark.parametrize("method", ["get", "post"])
def test_whoever_does_not_work_here_finds_nothing(site: Process, method: str) -> None:
    other = Process.objects.create(slug="andere", title="Andere", city="Anderswo", created_on=NOON.date())
    elsewhere, _user = worker(other, *ALL, email="alle@andere.example.org")
    found = addresses(site)
    for client in (Client(), signed_in(account("gast@example.org")), elsewhere):
        assert {name: getattr(client, method)(found[name]).status_code for name in DOORS} == dict.fromkeys(DOORS, 404)


def test_what_is_in_a_room_is_kept_nowhere_and_found_by_no_search_engine(site: Process) -> None:
    client, _user = worker(site, *ALL)
    page = client.get(reverse("office", args=[site.slug]))
    assert page.headers["Cache-Control"] == "no-store"
    assert '<meta name="robots" content="noindex">' in page.content.decode()
