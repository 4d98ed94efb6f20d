"""Floods are slowed by where they come from, a conference passes, and where that was stands nowhere."""

from __future__ import annotations

import contextlib
import datetime
import logging
from typing import Any

import pytest
from django.apps import apps
from django.core import checks
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory

from stadtgespraech.web import clock
from stadtgespraech.web.actions.contribution import code_of
from stadtgespraech.web.actions.device import A_DAY, device_hash
from stadtgespraech.web.actions.entry import draw_codes
from stadtgespraech.web.apps import proxies
from stadtgespraech.web.models import Contribution, DeviceUse, Process
from stadtgespraech.web.views import pace
from stadtgespraech.web.views.pace import GUESSING, SENDING, Pace, Slowed, address_of, place_of

from .conftest import NOON
from .people import LOOKUP, Person, errors

HALL = "198.51.100.77"
SOON = datetime.timedelta(seconds=5)
UNKNOWN = "Zu diesem Code finden wir nichts. Bitte vergleichen Sie ihn mit Ihrem Beleg."
ASKED = RequestFactory()


def asked(address: str, forwarded: str = "") -> object:
    head = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    return ASKED.get("/", REMOTE_ADDR=address, **head)


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime.datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)


def fill(what: Pace, address: str) -> None:
    """As much as comes through at once."""
    with contextlib.suppress(Slowed):
        for _ in range(what.burst + 1):
            what.take(asked(address))  # type: ignore[arg-type]


def send(page: str, person: Person, number: int) -> HttpResponse:
    return person.post(page, "send", words=f"Beitrag {number}")


def test_a_thousand_devices_behind_one_address_each_send_one_within_minutes(
    site: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    statuses = []
    for number in range(1_000):
        at(monkeypatch, NOON + number * datetime.timedelta(seconds=0.3))
        person = Person(at=HALL)
        page = person.open()
        at(monkeypatch, NOON + number * datetime.timedelta(seconds=0.3) + SOON)
        statuses.append(send(page, person, number).status_code)
    assert (set(statuses), Contribution.objects.filter(text__startswith="Beitrag ").count()) == ({200}, 1_000)


def test_one_device_with_a_thousand_posts_gets_its_forty(site: Process, monkeypatch: pytest.MonkeyPatch) -> None:
    person = Person(at=HALL)
    statuses = []
    for number in range(1_000):
        at(monkeypatch, NOON + number * SOON)
        page = person.open()
        at(monkeypatch, NOON + (number + 1) * SOON)
        statuses.append(send(page, person, number).status_code)
    assert (statuses[:A_DAY], set(statuses[A_DAY:])) == ([200] * A_DAY, {429})
    assert Contribution.objects.filter(text__startswith="Beitrag ").count() == A_DAY


def test_whoever_drops_the_cookie_each_time_is_slowed_to_one_every_three_seconds(
    site: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(SENDING, HALL)
    statuses = []
    for number in range(60):
        at(monkeypatch, NOON + number * datetime.timedelta(seconds=1) - SOON)
        fresh = Person(at=HALL)
        page = fresh.open()
        at(monkeypatch, NOON + number * datetime.timedelta(seconds=1))
        statuses.append(send(page, fresh, number).status_code)
    assert statuses == ([429, 429, 429] + [200, 429, 429] * 19)
    assert Contribution.objects.filter(text__startswith="Beitrag ").count() == 19


def test_too_much_from_one_address_is_answered_at_once_with_when_to_come_again(
    site: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = Person(at=HALL)
    page = person.open()
    at(monkeypatch, NOON + SOON)
    fill(SENDING, HALL)
    before = Contribution.objects.count()
    answer = person.post(page, "send", words="Mein langer Text.")
    text = answer.content.decode()
    assert (answer.status_code, answer.headers["Retry-After"], answer.headers["Cache-Control"]) == (
        429,
        "20",
        "no-store",
    )
    assert (
        "Bitte senden Sie es in 20 Sekunden noch einmal ab." in text,
        ">\nMein langer Text.</textarea>" in text,
    ) == (
        True,
        True,
    )
    assert (Contribution.objects.count(), DeviceUse.objects.count()) == (before, 0)
    at(monkeypatch, NOON + SOON + datetime.timedelta(seconds=20))
    assert person.post(text, "send", words="Mein langer Text.").status_code == 200


@pytest.mark.parametrize("path", ["barriere-melden/", "beitrag/stufenlos/melden/"])
def test_reports_are_slowed_too(site: Process, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    client = Client()
    page = client.get(f"/auenstadt/{path}", REMOTE_ADDR=HALL)
    at(monkeypatch, NOON + SOON)
    fill(SENDING, HALL)
    data = {"form_key": page.context["form"].initial["form_key"](), "words": "Die Knöpfe.", "reason": "other"}
    answer = client.post(f"/auenstadt/{path}", data, REMOTE_ADDR=HALL)
    assert (answer.status_code, answer.headers["Retry-After"], "Die Knöpfe." in answer.content.decode()) == (
        429,
        "20",
        True,
    )


def look_up(code: str, address: str, path: str = "") -> HttpResponse:
    return Client().post(LOOKUP + path, {"code": code}, REMOTE_ADDR=address)  # type: ignore[return-value]


@pytest.mark.parametrize("path", ["", "beleg/", "zurueckziehen/", "loeschen/", "adresse/"])
def test_wrong_codes_are_slowed_and_then_a_right_one_waits_as_long(site: Process, path: str) -> None:
    right = code_of("demo-stufenlos")
    for _ in range(GUESSING.burst - 1):
        GUESSING.take(asked(HALL))  # type: ignore[arg-type]
    answers = [look_up(code, HALL, path) for code in ("0000-0000-0000-0000", "0000-0000-0000-0001", right)]
    assert [answer.status_code for answer in answers] == [404, 429, 429]
    assert errors(answers[0].content.decode()) == [UNKNOWN]
    assert errors(answers[1].content.decode()) == errors(answers[2].content.decode())
    assert 'value="0000-0000-0000-0001"' in answers[1].content.decode()
    assert look_up(right, "198.51.100.78").status_code == 200


def test_right_codes_do_not_count_as_guesses(site: Process) -> None:
    right = code_of("demo-stufenlos")
    for _ in range(GUESSING.burst - 1):
        GUESSING.take(asked(HALL))  # type: ignore[arg-type]
    assert [look_up(right, HALL).status_code for _ in range(5)] == [200] * 5


@pytest.mark.parametrize("step", ["preview", "send"])
def test_wrong_entry_codes_are_slowed_and_a_right_one_then_waits(
    site: Process, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    right = draw_codes(site.rounds.get(entry="code"), labels=["x"], limit=9)[0].code
    person = Person(at=HALL)
    page = person.open(question="wohlfuehlen")
    at(monkeypatch, NOON + SOON)
    for _ in range(GUESSING.burst - 1):
        GUESSING.take(asked(HALL))  # type: ignore[arg-type]
    answers = [person.post(page, step, words="Hier.", entry=code) for code in ("0000-0000", "0000-0001", right)]
    assert [answer.status_code for answer in answers] == [422, 429, 429]
    assert ">\nHier.</textarea>" in answers[2].content.decode()
    beside = Person(at=HALL)
    opened = beside.open()
    at(monkeypatch, NOON + 2 * SOON)
    assert beside.post(opened, "send", words="In der offenen Runde.").status_code == 200


def test_people_whom_nothing_tells_apart_are_not_slowed_but_guesses_are() -> None:
    """A proxy on this machine that nobody declared: everybody seems to come from it."""
    fill(SENDING, "127.0.0.1")
    SENDING.take(asked("127.0.0.1"))  # type: ignore[arg-type]
    fill(GUESSING, "127.0.0.1")
    with pytest.raises(Slowed):
        GUESSING.take(asked("::1"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("hops", "seen", "forwarded", "place"),
    [
        (0, HALL, "", HALL),
        (0, HALL, "203.0.113.9", HALL),  # nobody is believed
        (1, HALL, "203.0.113.9", "203.0.113.9"),
        (1, HALL, "1.1.1.1, 203.0.113.9", "203.0.113.9"),  # the first was made up by whoever sent it
        (2, HALL, "1.1.1.1, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (2, HALL, "203.0.113.9", HALL),  # fewer than there should be
        (1, HALL, "", HALL),
        (1, HALL, "unbekannt", HALL),
        (1, HALL, "'; DROP TABLE x; --", HALL),
        (1, HALL, "\x00" * 9, HALL),
        (1, HALL, "9" * 100_000, HALL),
        (1, HALL, "," * 50_000, HALL),
        (1, HALL, "203.0.113.9:4711", "203.0.113.9"),
        (1, HALL, "[2001:db8:1:2::5]:4711", "2001:db8:1:2::/64"),
        (1, HALL, "::ffff:203.0.113.9", "203.0.113.9"),
        (0, "2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        (0, "", "", ""),
        (0, "unix:", "", ""),
        (0, "127.0.0.1", "203.0.113.9", ""),
    ],
)
def test_a_place_is_what_the_outermost_trusted_proxy_saw(
    settings: Any, hops: int, seen: str, forwarded: str, place: str
) -> None:
    settings.PROXIES = hops
    assert place_of(asked(seen, forwarded)) == place  # type: ignore[arg-type]


@pytest.mark.parametrize("words", ["", "a", "1.2.3", "1.2.3.4.5", "::g", "[", "[]", ":", "1.2.3.4%x", "٣.٣.٣.٣"])
def test_what_is_no_address_is_none(words: str) -> None:
    assert address_of(words) is None


def test_what_is_made_up_in_front_does_not_make_another_place(site: Process, settings: Any) -> None:
    settings.PROXIES = 1
    fill(GUESSING, HALL)
    answers = [
        Client().post(LOOKUP, {"code": "x"}, REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=f"{number}.1.1.1, {HALL}")
        for number in range(1, 6)
    ]
    assert {answer.status_code for answer in answers} == {429}


def test_memory_is_bounded_and_who_was_quiet_longest_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "MOST", 3)
    small = Pace(burst=1, every=60, unknown=False)
    for number in (1, 2, 3, 4):
        small.take(asked(f"198.51.100.{number}"))  # type: ignore[arg-type]
    small.ask(asked("198.51.100.1"))  # type: ignore[arg-type]
    with pytest.raises(Slowed):
        small.ask(asked("198.51.100.2"))  # type: ignore[arg-type]
    assert len(small.quiet_at) == 3


def test_a_new_day_draws_a_new_key_and_forgets(monkeypatch: pytest.MonkeyPatch) -> None:
    small = Pace(burst=1, every=100_000, unknown=False)
    small.take(asked(HALL))  # type: ignore[arg-type]
    key, places = small.key, set(small.quiet_at)
    at(monkeypatch, NOON + datetime.timedelta(days=1))
    small.take(asked(HALL))  # type: ignore[arg-type]
    assert (small.key != key, places & set(small.quiet_at), len(small.quiet_at)) == (True, set(), 1)


@pytest.mark.parametrize(("seconds", "passes"), [(0, 1), (59, 1), (60, 2), (600, 3)])
def test_after_its_burst_a_place_gets_one_each_time(monkeypatch: pytest.MonkeyPatch, seconds: int, passes: int) -> None:
    small, got = Pace(burst=3, every=60, unknown=False), 0
    for _ in range(2):
        small.take(asked(HALL))  # type: ignore[arg-type]
    at(monkeypatch, NOON + datetime.timedelta(seconds=seconds))
    for _ in range(9):
        try:
            small.take(asked(HALL))  # type: ignore[arg-type]
            got += 1
        except Slowed:
            break
    assert got == passes


def test_a_clock_that_is_set_back_locks_nobody_out(monkeypatch: pytest.MonkeyPatch) -> None:
    small = Pace(burst=2, every=60, unknown=False)
    at(monkeypatch, NOON + datetime.timedelta(hours=5))
    small.take(asked(HALL))  # type: ignore[arg-type]
    at(monkeypatch, NOON)
    small.take(asked(HALL))  # type: ignore[arg-type]
    assert list(small.quiet_at.values()) == [NOON.timestamp() + 60]


def test_no_table_and_no_log_holds_an_address(
    site: Process, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, settings: Any
) -> None:
    settings.PROXIES = 1
    behind = {"REMOTE_ADDR": "198.51.100.1", "HTTP_X_FORWARDED_FOR": HALL}
    caplog.set_level(logging.DEBUG)
    person = Person(Client(**behind), at="198.51.100.1")
    page = person.open()
    at(monkeypatch, NOON + SOON)
    statuses = [person.post(page, "send", words="Von hier.").status_code, look_up("x", "198.51.100.1").status_code]
    fill(SENDING, HALL)
    fresh = Person(Client(**behind), at="198.51.100.1")
    opened = fresh.open()
    at(monkeypatch, NOON + 2 * SOON)
    fill(SENDING, HALL)
    statuses.append(fresh.post(opened, "send", words="Und noch eins.").status_code)
    kept = " ".join(rows_of_all_tables())
    places = [place.hex() for one in (SENDING, GUESSING) for place in one.quiet_at]
    told = caplog.text + kept
    assert (statuses, len(kept) > 100_000, len(places) >= 2) == ([200, 404, 429], True, True)
    assert [word for word in (HALL, "198.51.100.1", *places, SENDING.key.hex()) if word in told] == []
    assert device_hash("x", NOON.date()) not in told


def rows_of_all_tables() -> list[str]:
    with connection.cursor() as cursor:
        found = []
        for model in apps.get_models(include_auto_created=True):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")
            found += [str(row) for row in cursor.fetchall()]
    return found


@pytest.mark.parametrize(
    ("https", "hops", "found"),
    [(False, 0, []), (True, 1, []), (True, 0, ["web.W001"]), (False, -1, ["web.E001"])],
)
def test_a_proxy_that_nobody_declared_is_told(settings: Any, https: bool, hops: int, found: list[str]) -> None:
    settings.HTTPS, settings.PROXIES = https, hops
    assert [message.id for message in proxies()] == found
    assert set(found) <= {message.id for message in checks.run_checks()}


def test_pages_that_only_read_are_never_slowed_and_set_no_cookie(site: Process) -> None:
    fill(SENDING, HALL)
    fill(GUESSING, HALL)
    answers = [
        Client().get(f"/auenstadt/{path}", REMOTE_ADDR=HALL)
        for path in ("", "beitraege/", "runde/jugendrunde-im-netz/")
    ]
    assert [(answer.status_code, dict(answer.cookies)) for answer in answers] == [(200, {})] * 3
