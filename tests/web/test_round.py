"""A round's page: when, where, how many, and what was said in it."""

from __future__ import annotations

from django.test import Client
from lxml import html

from stadtgespraech.web.models import Contribution, Round

from .selecting import page_of, select, words

CITY = "/auenstadt/runde/stadtkonferenz/"
ONLINE = "/auenstadt/runde/online-beteiligung/"


def tree(client: Client, address: str) -> html.HtmlElement:
    response = client.get(address)
    assert response.status_code == 200, address
    return page_of(response.content)


def facts(page: html.HtmlElement) -> list[tuple[str, str]]:
    return [(words(dt), words(dt.getnext())) for dt in select(page, ".facts dt")]


def test_a_round_says_when_where_and_how_many(client, site):
    here = Contribution.objects.filter(round__slug="stadtkonferenz", state="public").count()
    assert facts(tree(client, CITY)) == [
        ("Art", "Stadtkonferenz"),
        ("Wann", "25. April 2026"),
        ("Wo", "Lohehalle"),
        ("Menschen", "340"),
        ("Beiträge", f"480 – davon {here} hier zu lesen"),
        ("Hinweis", "Zahl der Menschen gerundet"),
    ]
    assert facts(tree(client, "/auenstadt/runde/aemter-der-stadtverwaltung/"))[3] == ("Menschen", "14 Ämter")


def test_a_running_round_says_what_is_open_until_when(client, site):
    rows = [words(row) for row in select(tree(client, ONLINE), ".title__line")]
    assert rows == [
        "offen bis Sonntag, 28. Juni 2026 Rückmeldung zu den zwölf Zielbildern",
        "offen bis Sonntag, 21. Juni 2026 Wo sind Sie am Fluss ungern unterwegs?",
        "jederzeit offen Ideen für Maßnahmen",
    ]


def test_what_is_open_in_a_running_round_leads_to_where_it_can_be_said(client, site):
    assert [a.get("href") for a in select(tree(client, ONLINE), ".title__line a")] == [
        "/auenstadt/zielbilder/",
        "/auenstadt/beitrag/neu/?question=fluss-ungern",
        "/auenstadt/beitrag/neu/?kind=idea",
    ]


def test_contributions_stand_newest_first_twenty_on_a_page(client, site):
    rows = Contribution.objects.filter(round__slug="online-beteiligung", state="public").order_by("-day", "-pk")
    keys = list(rows.values_list("key", flat=True))
    first, second = (tree(client, f"{ONLINE}?seite={n}") for n in (1, 2))
    link = ".contribution .meta a"
    shown = [a.get("href").split("/")[-2] for page in (first, second) for a in select(page, link)[::2]]
    assert shown == keys[:40]
    assert words(select(first, ".pager")[0]) == f"Seite 1 von {-(-len(keys) // 20)} Ältere Beiträge"


def test_only_public_contributions_are_shown_and_an_internal_round_has_no_page(client, site):
    for state in ("held", "hidden", "withdrawn"):
        Contribution.objects.filter(round__slug="stadtkonferenz").update(state=state)
        page = tree(client, CITY)
        assert select(page, ".contribution") == []
        assert words(select(page, ".voices > p")[-1]) == "Noch hat niemand etwas gesagt."
    Round.objects.filter(slug="stadtkonferenz").update(public=False)
    assert client.get(CITY).status_code == 404
    assert client.get("/auenstadt/runde/gibt-es-nicht/").status_code == 404


def test_filters_are_links_and_keep_each_other_out(client, site):
    page = tree(client, f"{ONLINE}?art=question")
    assert {words(h) for h in select(page, ".contribution__kind")} == {"Ich habe eine Frage"}
    assert [(a.get("href"), a.get("aria-current")) for a in select(page, ".filters a")] == [
        ("?#stimmen", None),
        ("?art=change#stimmen", None),
        ("?art=question#stimmen", "true"),
        ("?stand=open#stimmen", None),
        ("?stand=answered#stimmen", None),
    ]


def test_every_voice_keeps_its_language_and_direction(client, site):
    pages = [tree(client, f"/ar{ONLINE}?seite={number}") for number in (1, 2)]
    voices = [voice for page in pages for voice in select(page, "blockquote")]
    assert {(v.get("lang"), v.get("dir")) for v in voices} >= {("de", "ltr"), ("ar", "rtl"), ("tr", "ltr")}


def test_a_round_asks_as_often_for_one_voice_as_for_twenty(client, site, django_assert_num_queries):
    client.get(ONLINE)
    with django_assert_num_queries(6):
        client.get(ONLINE)
    keep = Contribution.objects.filter(round__slug="online-beteiligung", about__isnull=False, state="public").first()
    assert keep is not None
    Contribution.objects.filter(round__slug="online-beteiligung").exclude(pk=keep.pk).update(state="hidden")
    with django_assert_num_queries(6):
        client.get(ONLINE)
