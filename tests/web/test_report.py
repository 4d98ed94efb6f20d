"""Reporting a contribution or a barrier: without login, once for each form, with a number and a day."""

from __future__ import annotations

import datetime

import pytest

from stadtgespraech.web import clock
from stadtgespraech.web.actions.contribution import Refused
from stadtgespraech.web.actions.report import report_contribution
from stadtgespraech.web.models import Contribution, Process, Report, Ticket

from .conftest import NOON
from .people import Person, errors, fields

SOON = datetime.timedelta(seconds=5)
BARRIER = "/auenstadt/barriere-melden/"


@pytest.fixture(autouse=True)
def _nothing_told_yet(site: Process) -> None:
    Report.objects.all().delete()
    Ticket.objects.all().delete()


@pytest.fixture
def alice(site: Process) -> Person:
    return Person()


@pytest.fixture
def told(site: Process) -> Contribution:
    return Contribution.objects.filter(process=site, state="public")[0]


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime.datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)


def test_a_report_is_kept_once_and_its_number_is_shown(
    alice: Person, told: Contribution, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"/auenstadt/beitrag/{told.key}/melden/"
    form = fields(alice.client.get(address).content.decode())
    at(monkeypatch, NOON + SOON)
    pages = [
        alice.client.post(address, {**form, "reason": "privacy", "words": "Da steht ein Name."}).content.decode()
        for _ in range(2)
    ]
    report = Report.objects.get()
    assert (report.contribution, report.reason, report.words, report.day) == (
        told, "privacy", "Da steht ein Name.", NOON.date(),
    )  # fmt: skip
    assert all(f"<code>{report.key}</code>" in page for page in pages)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, ["Bitte wählen Sie einen Grund."]),
        ({"reason": "weil"}, ["Bitte wählen Sie einen Grund aus der Liste."]),
        ({"reason": "other"}, ["Bitte schreiben Sie dazu, worum es geht."]),
    ],
)
def test_a_report_without_a_reason_says_what_is_missing(
    alice: Person, told: Contribution, monkeypatch: pytest.MonkeyPatch, data: dict[str, str], said: list[str]
) -> None:
    address = f"/auenstadt/beitrag/{told.key}/melden/"
    form = fields(alice.client.get(address).content.decode())
    at(monkeypatch, NOON + SOON)
    response = alice.client.post(address, {**form, **data})
    assert (response.status_code, errors(response.content.decode()), Report.objects.count()) == (422, said, 0)


def test_a_barrier_gets_a_number_and_the_day_that_the_law_of_the_land_allows(
    alice: Person, site: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = alice.client.get(BARRIER, headers={"referer": "http://testserver/auenstadt/zielbilder/"}).content.decode()
    at(monkeypatch, NOON + SOON)
    data = {**fields(page), "words": "Der Knopf hat keinen Namen.", "page": "/auenstadt/zielbilder/"}
    done = alice.client.post(BARRIER, data).content.decode()
    ticket = Ticket.objects.get()
    assert 'value="/auenstadt/zielbilder/"' in page
    assert (ticket.words, ticket.page, ticket.due_on) == (
        "Der Knopf hat keinen Namen.", "/auenstadt/zielbilder/", datetime.date(2026, 7, 8),
    )  # fmt: skip
    assert f"<code>{ticket.key}</code>" in done and "Wir antworten spätestens am Mittwoch, 8.\xa0Juli 2026." in done
    assert "BGG NRW" in done and "Ombudsstelle" in done


def test_a_barrier_without_words_is_asked_for_and_keeps_the_rest(
    alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = fields(alice.client.get(BARRIER).content.decode())
    at(monkeypatch, NOON + SOON)
    response = alice.client.post(BARRIER, {**form, "page": "/irgendwo/", "email": "a@b.de"})
    text = response.content.decode()
    assert (response.status_code, errors(text)) == (422, ["Bitte schreiben Sie etwas. Das Feld ist noch leer."])
    assert 'value="/irgendwo/"' in text and 'value="a@b.de"' in text


def test_a_page_of_another_site_is_never_put_into_the_form(alice: Person) -> None:
    page = alice.client.get(BARRIER, headers={"referer": "https://evil.example/geheim"}).content.decode()
    assert "evil.example" not in page


def test_a_report_beyond_the_share_of_a_device_is_not_kept_and_one_that_was_kept_is_given_back(site: Process) -> None:
    told = site.contributions.filter(state="public").first()
    assert told is not None

    def report(form_key: str) -> Report:
        return report_contribution(
            told, reason="hate", words="", form_key=form_key, device="d", day=datetime.date(2026, 6, 10)
        )

    first = report("0")
    for number in range(1, 40):
        report(str(number))
    with pytest.raises(Refused):
        report("40")
    assert (report("0").pk, Report.objects.count()) == (first.pk, 40)
