"""A device is counted, never a person: forty a day pass, and no address is kept anywhere."""

from __future__ import annotations

import datetime

import pytest

from stadtgespraech.web import clock
from stadtgespraech.web.actions.device import A_DAY, count_use, device_hash, forget_uses
from stadtgespraech.web.actions.refusal import Refused
from stadtgespraech.web.models import Contribution, DeviceUse, Process

from .conftest import NOON
from .people import Person, errors

DAY = datetime.date(2026, 6, 10)
SOON = datetime.timedelta(seconds=5)


@pytest.fixture
def alice() -> Person:
    return Person()


def test_forty_uses_pass_and_the_next_is_refused_until_tomorrow(site: Process) -> None:
    for _ in range(A_DAY):
        count_use(site, device="d", day=DAY)
    with pytest.raises(Refused, match="limit"):
        count_use(site, device="d", day=DAY)
    count_use(site, device="d", day=DAY + datetime.timedelta(days=1))
    assert [(use.day.day, use.count) for use in DeviceUse.objects.order_by("day")] == [(10, A_DAY), (11, 1)]


def test_a_thousand_devices_behind_one_address_pass(site: Process) -> None:
    for number in range(1000):
        count_use(site, device=f"d{number}", day=DAY)
    assert DeviceUse.objects.filter(count=1).count() == 1000


def test_a_device_has_another_name_every_day() -> None:
    assert len({device_hash("d", DAY), device_hash("d", DAY + datetime.timedelta(days=1)), device_hash("e", DAY)}) == 3


def test_counts_of_days_that_are_over_are_forgotten(site: Process) -> None:
    count_use(site, device="d", day=DAY - datetime.timedelta(days=1))
    count_use(site, device="d", day=DAY)
    assert (forget_uses(before=DAY), [use.day for use in DeviceUse.objects.all()]) == (1, [DAY])


def test_the_cookie_comes_with_a_form_only_and_no_script_reads_it(site: Process, alice: Person) -> None:
    reading = alice.client.get("/auenstadt/beitraege/")
    writing = alice.client.get("/auenstadt/beitrag/neu/")
    cookie = writing.cookies["geraet"]
    assert dict(reading.cookies) == {}
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 172800)
    assert writing.headers["Cache-Control"] == "no-store"


def test_the_forty_first_form_is_refused_kindly_and_keeps_its_text(
    site: Process, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = alice.open()
    device = alice.client.cookies["geraet"].value.split(":")[0]
    DeviceUse.objects.create(process=site, device=device_hash(device, DAY), day=DAY, count=A_DAY)
    monkeypatch.setattr(clock, "now", lambda: NOON + SOON)
    before = Contribution.objects.count()
    response = alice.post(page, "send", words="Mein einundvierzigster.")
    text = response.content.decode()
    assert (response.status_code, Contribution.objects.count() - before) == (429, 0)
    assert "Von diesem Gerät kamen heute schon sehr viele Beiträge" in text and "Mein einundvierzigster." in text


def test_a_retry_does_not_count(site: Process, alice: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    page = alice.open()
    monkeypatch.setattr(clock, "now", lambda: NOON + SOON)
    codes = {alice.code(alice.post(page, "send")) for _ in range(3)}
    assert (len(codes), [use.count for use in DeviceUse.objects.all()]) == (1, [1])


def test_a_form_of_another_device_is_old_and_comes_back_with_its_text_and_a_fresh_key(
    site: Process, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = alice.open()
    bob = Person()
    monkeypatch.setattr(clock, "now", lambda: NOON + SOON)
    first = bob.post(page, "send", words="Von woanders.")
    text = first.content.decode()
    assert (first.status_code, "Von woanders." in text, errors(text)) == (422, True, [])
    monkeypatch.setattr(clock, "now", lambda: NOON + 2 * SOON)
    assert bob.post(text, "send", words="Von woanders.").status_code == 200
