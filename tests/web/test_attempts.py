"""Limits of signing in hold for all processes of a site together."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.contrib.auth import SESSION_KEY
from django.core.cache import cache
from django.db import connection
from django.test import Client

from stadtgespraech.web.actions.account import forget_attempts
from stadtgespraech.web.attempts import Attempts
from stadtgespraech.web.models import Attempt, Process
from stadtgespraech.web.views import signin

from .signing import PASSWORD, account, factor_code
from .signing import with_factor as second

BY_PASSWORD, FACTOR = "/konto/anmelden/passwort/", "/konto/anmelden/zweiter-schritt/"


def process() -> Attempts:
    """A process of the site that has just started."""
    return Attempts("another", {})


def in_another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """What follows happens in a process whose memory knows nothing."""
    monkeypatch.setattr(signin, "SESSION_KEY", b"drawn by the other")
    cache.near.clear()


@pytest.fixture(autouse=True)
def _nothing_yet(db: None) -> None:
    cache.clear()


def test_what_one_process_adds_no_other_adds_until_it_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    first, other, now = process(), process(), time.time()
    assert (first.add("used", "y", 90), other.add("used", "y", 90), first.add("used", "y", 90)) == (True, False, False)
    monkeypatch.setattr(time, "time", lambda: now + 91)
    assert (other.get("used"), other.add("used", "y", 90), first.add("used", "y", 90)) == (None, True, False)
    assert (first.delete("used"), other.delete("used"), other.get("used", "none")) == (True, False, "none")


def test_a_history_is_read_by_all_and_written_over() -> None:
    process().set("history", [2.5, 1.25], 60)
    process().set("history", [3.5, 2.5, 1.25], 60)
    assert process().get("history") == [3.5, 2.5, 1.25]


def test_the_table_tells_neither_account_nor_code_and_never_of_a_connection() -> None:
    there = process()
    there.add("allauth:rl:allauth.account:login:120/60/ip:ip:0123abcd", "y", 60)
    assert (Attempt.objects.count(), there.get("allauth:rl:allauth.account:login:120/60/ip:ip:0123abcd")) == (0, "y")
    there.add("allauth.mfa.totp.used?user=17&code=123456", "y", 90)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM web_attempt")
        rows = str(cursor.fetchall())
    assert not [told for told in ("user", "17&", "123456", "allauth") if told in rows]


def test_a_flood_of_others_makes_no_count_forgotten_and_what_is_over_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    there, now = process(), time.time()
    there.set("mine", [1.0], 300)
    for number in range(400):
        there.set(f"other{number}", [1.0], 30)
    monkeypatch.setattr(time, "time", lambda: now + 60)
    forget_attempts()
    assert (there.get("mine"), Attempt.objects.count()) == ([1.0], 1)


def test_a_code_of_the_app_is_good_in_one_process_only(site: Process, monkeypatch: pytest.MonkeyPatch) -> None:
    kofi = second(account("kofi@example.org", password=PASSWORD))
    code, answers = factor_code(kofi), []
    for _ in range(2):
        client = Client()
        client.post(BY_PASSWORD, {"login": "kofi@example.org", "password": PASSWORD})
        answers.append(client.post(FACTOR, {"code": code}).status_code)
        in_another_process(monkeypatch)
    assert answers == [302, 200]


@pytest.mark.parametrize("step", ["password", "factor"])
def test_five_wrong_tries_are_five_in_all_processes_together(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    kofi = second(account("kofi@example.org", password=PASSWORD))
    client = Client()

    def enter(**typed: str) -> Any:
        in_another_process(monkeypatch)
        return client.post(BY_PASSWORD, {"login": "kofi@example.org", **typed})

    if step == "password":
        for _ in range(5):
            enter(password="falsch falsch falsch")
        page = enter(password=PASSWORD)
    else:
        assert enter(password=PASSWORD).url == FACTOR
        for _ in range(5):
            in_another_process(monkeypatch)
            client.post(FACTOR, {"code": "000000"})
        page = client.post(FACTOR, {"code": factor_code(kofi)})
    words = page.content.decode()
    assert (page.status_code, "Das waren zu viele Versuche." in words, SESSION_KEY in client.session) == (
        200,
        True,
        False,
    )


def test_another_port_in_the_name_of_the_site_is_no_way_around_a_limit() -> None:
    account("kofi@example.org", password=PASSWORD)
    client = Client()
    for port in range(1, 6):
        wrong = {"login": "kofi@example.org", "password": "falsch falsch falsch"}
        client.post(BY_PASSWORD, wrong, headers={"host": f"localhost:{port}"})
    client.post(BY_PASSWORD, {"login": "Kofi@Example.org", "password": PASSWORD}, headers={"host": "localhost:6"})
    assert SESSION_KEY not in client.session
