"""The overview: every number leads to exactly the contributions that it counts."""

from __future__ import annotations

import csv
import html
import io
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from stadtgespraech.web.actions.contribution import Said, submit_contribution, withdraw
from stadtgespraech.web.models import Contribution, Process

from .conftest import NOON
from .working import worker

OVERVIEW = "/auenstadt/arbeit/"


def links(page: str) -> dict[str, int]:
    """Address of a list → the number that leads there."""
    found = re.findall(r'<a href="(/auenstadt/arbeit/beitraege/\?[^"]*)">([\d.]+)</a>', page)
    return {html.unescape(address): int(number.replace(".", "")) for address, number in found}


def listed(client: Client, address: str) -> int:
    page = client.get(address).content.decode()
    found = re.search(r"</dt><dd>([\d.]+)</dd>", page)
    assert found is not None
    return int(found[1].replace(".", ""))


@pytest.mark.parametrize("shown", ["alle", "offen"])
def test_every_number_is_that_of_the_list_it_leads_to(site: Process, shown: str) -> None:
    client, _user = worker(site, "organiser")
    found = links(client.get(OVERVIEW, {"zeige": shown}).content.decode())
    assert len(found) > 30
    assert {address: listed(client, address) for address in found} == found


def test_what_was_withdrawn_is_in_no_number(site: Process) -> None:
    client, _user = worker(site, "organiser")
    before = links(client.get(OVERVIEW).content.decode())
    row = Contribution.objects.filter(process=site, state="public", about__isnull=False).order_by("-pk").first()
    assert row is not None
    withdraw(row, day=NOON.date())
    after = links(client.get(OVERVIEW).content.decode())
    assert after["/auenstadt/arbeit/beitraege/?stand=da"] == before["/auenstadt/arbeit/beitraege/?stand=da"] - 1
    assert sum(before.values()) > sum(after.values())


def test_statements_stand_in_their_drawn_order_whatever_was_said(site: Process) -> None:
    client, _user = worker(site, "editor")
    page = client.get(OVERVIEW).content.decode()
    table = page.split("<tbody>")[1].split("</tbody>")[0]
    text = site.texts.get(kind="statement", product__slug="zielbilder", number=12)
    before = re.findall(r'<th scope="row"[^>]*>(.*?)</th>', table)
    for number in range(30):
        said = Said(site.rounds.get(slug="online-beteiligung"), "feedback", f"Nr. {number}", "de", about=text)
        submit_contribution(site, said=said, form_key="", day=NOON.date())
    after = client.get(OVERVIEW).content.decode().split("<tbody>")[1].split("</tbody>")[0]
    assert (len(before), re.findall(r'<th scope="row"[^>]*>(.*?)</th>', after)) == (13, before)


def test_a_statement_nobody_spoke_about_is_named_to_invite(site: Process) -> None:
    client, _user = worker(site, "editor")
    assert "Dazu hat noch niemand etwas gesagt" not in client.get(OVERVIEW).content.decode()
    text = site.texts.get(kind="statement", product__slug="zielbilder", number=6)
    for row in Contribution.objects.filter(about=text, round__slug="online-beteiligung"):
        withdraw(row, day=NOON.date())
    silent = client.get(OVERVIEW).content.decode().split("Dazu hat noch niemand etwas gesagt")[1]
    assert silent.count(f'href="/auenstadt/zielbilder/{text.slug}/"') == 1


def test_a_department_sees_numbers_without_links(site: Process) -> None:
    client, _user = worker(site, "department")
    page = client.get(OVERVIEW).content.decode()
    assert ("Beiträge je Bild und Runde" in page, links(page)) == (True, {})


def test_the_overview_asks_as_much_for_many_as_for_few(site: Process) -> None:
    client, _user = worker(site, "organiser")
    client.get(OVERVIEW)
    with CaptureQueriesContext(connection) as few:
        client.get(OVERVIEW)
    for number in range(20):
        said = Said(site.rounds.get(slug="online-beteiligung"), "idea", f"Nr. {number}", "de")
        submit_contribution(site, said=said, form_key="", day=NOON.date())
    with CaptureQueriesContext(connection) as many:
        client.get(OVERVIEW)
    assert (len(few), len(many)) == (13, 13)


@pytest.mark.parametrize("shown", ["alle", "offen", "spaet"])
def test_the_matrix_as_csv_sums_to_what_is_there(site: Process, shown: str) -> None:
    client, _user = worker(site, "organiser")
    answer = client.get(f"{OVERVIEW}matrix.csv", {"zeige": shown})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    head, *rows = csv.reader(io.StringIO(text), delimiter=";")
    asked = {"alle": {}, "offen": {"antwort": "offen"}, "spaet": {"antwort": "spaet"}}[shown]
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    whole = listed(client, f"/auenstadt/arbeit/beitraege/?stand=da&{query}")
    assert head == ["Teilprodukt", "Nummer", "Bild", *(round.name for round in site.rounds.all())]
    assert sum(int(number) for row in rows for number in row[3:]) == whole
