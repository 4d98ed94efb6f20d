"""A page that is not there still shows where one is, and the way on."""

from __future__ import annotations

import datetime

import pytest

from stadtgespraech.web.models import Process

from .selecting import page_of, select


def menu_and_way_on(client, address):
    response = client.get(address)
    page = page_of(response.content)
    return (
        response.status_code,
        [a.get("href") for a in select(page, ".menu a")][:1],
        [a.get("href") for a in select(page, ".plain a")],
    )


@pytest.mark.parametrize(
    ("address", "home"),
    [
        ("/auenstadt/beitrag/gibt-es-nicht/", "/auenstadt/"),
        ("/ar/auenstadt/gibt/es/nicht/", "/ar/auenstadt/"),
        ("/gibt-es-nicht/", "/auenstadt/"),
        ("/gibt-es-nicht/ä%00/", "/auenstadt/"),
    ],
)
def test_a_missing_page_keeps_the_menu_of_its_process_or_of_the_only_one(client, site, address, home):
    assert menu_and_way_on(client, address) == (404, [home], [home])


def test_with_two_processes_a_missing_page_of_neither_leads_to_the_list(client, site):
    Process.objects.create(slug="anderswo", title="Anderswo", city="Anderswo", created_on=datetime.date(2026, 1, 1))
    assert menu_and_way_on(client, "/gibt-es-nicht/") == (404, [], ["/"])
    assert menu_and_way_on(client, "/auenstadt/gibt/es/nicht/") == (404, ["/auenstadt/"], ["/auenstadt/"])


def test_pages_of_an_account_show_the_menu_and_imprint_of_a_site_with_one_process(client, site):
    page = page_of(client.get("/konto/neu/").content)
    assert next(a.get("href") for a in select(page, ".menu a")) == "/auenstadt/"
    assert "/auenstadt/impressum/" in [a.get("href") for a in select(page, ".foot a")]
