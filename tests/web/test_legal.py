"""What every public site must say: the law of its Land, who answers, what is kept."""

from __future__ import annotations

import pytest

from stadtgespraech.web.law import FEDERAL, LAENDER, law_of
from stadtgespraech.web.models import Process

from .selecting import page_of, select

PAGES = ("so-funktioniert-es", "barrierefreiheit", "datenschutz", "impressum")


def text_of(client, name: str) -> str:
    response = client.get(f"/auenstadt/{name}/")
    assert response.status_code == 200
    return " ".join(select(page_of(response.content), "main")[0].text_content().split())


@pytest.mark.parametrize("land", ["NW", "BY", "BE", "HH", "SN", ""])
def test_the_declaration_names_the_law_of_the_land_the_office_and_the_days(client, site, land):
    Process.objects.filter(pk=site.pk).update(land=land)
    law, text = law_of(land), text_of(client, "barrierefreiheit")
    for words in (
        law.act_short,
        law.ordinance_short,
        law.enforcer,
        f"innerhalb von {law.answer_days} Tagen",
        law.limit,
    ):
        assert words in text


def test_a_land_without_an_entry_has_the_federal_law():
    assert (law_of("SN"), law_of("NW")) == (FEDERAL, LAENDER["NW"])
    assert (law_of("NW").act_short, law_of("NW").ordinance_short) == ("BGG NRW", "BITVNRW")


def test_the_declaration_leads_to_the_form_without_login(client, site):
    page = page_of(client.get("/auenstadt/barrierefreiheit/").content)
    assert "/auenstadt/barriere-melden/" in [item.get("href") for item in select(page, "main a")]


def test_gaps_that_the_city_declares_stand_in_the_declaration(client, site):
    gaps = {"gaps": ["Die Karte ist nur mit der Maus zu bedienen."], "checked_on": "3. Mai 2026", "method": "BIK-Test"}
    Process.objects.filter(pk=site.pk).update(settings={"legal": {"accessibility": gaps}})
    text = text_of(client, "barrierefreiheit")
    assert "Die Karte ist nur mit der Maus zu bedienen." in text and "Zuletzt geprüft: 3. Mai 2026. BIK-Test" in text
    assert "steht noch aus" not in text


def test_the_imprint_says_who_answers_and_shows_the_text_of_the_city_as_text(client, site):
    Process.objects.filter(pk=site.pk).update(settings={"legal": {"imprint": "Vertreten durch <b>den Rat</b>"}})
    text = text_of(client, "impressum")
    assert "Am Mühlgraben 4" in text and "strategie@auenstadt.example" in text
    assert "Vertreten durch <b>den Rat</b>" in text


def test_a_process_without_office_and_address_still_has_its_pages(client, site):
    Process.objects.filter(pk=site.pk).update(office="", email="")
    for name in PAGES:
        assert "mailto:" not in client.get(f"/auenstadt/{name}/").content.decode()


def test_the_privacy_notice_says_what_is_kept_and_how_to_erase_it(client, site):
    text = text_of(client, "datenschutz")
    for words in ("IP-Adresse", "Cookie", "löschen lassen", "bis die Antwort verschickt ist", "Nordrhein-Westfalen"):
        assert words in text


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["", "/en", "/ar", "/de-plain"])
def test_each_page_in_each_direction_has_one_heading_and_no_cookie(
    client, site, name, language, django_assert_num_queries
):
    client.get(f"{language}/auenstadt/{name}/")
    with django_assert_num_queries(1):
        response = client.get(f"{language}/auenstadt/{name}/")
    page = page_of(response.content)
    assert (len(select(page, "h1")), len(response.cookies)) == (1, 0)
