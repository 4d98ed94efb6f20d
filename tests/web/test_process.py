"""The first page of a process, the list of processes, and finding something."""

from __future__ import annotations

import datetime

from django.test import Client
from lxml import html

from stadtgespraech.web import clock
from stadtgespraech.web.actions.milestone import Planned, plan_milestones
from stadtgespraech.web.models import Change, Contribution, Edition, Phase, Process, Round, Text
from stadtgespraech.web.views.finding import excerpt_of
from stadtgespraech.web.views.river import river, stations

from .selecting import page_of, select, words

HOME = "/auenstadt/"


def tree(client: Client, address: str) -> html.HtmlElement:
    response = client.get(address)
    assert response.status_code == 200, address
    return page_of(response.content)


def test_one_process_is_the_site_and_two_are_a_list(client, site):
    assert client.get("/").headers["Location"] == HOME
    Process.objects.create(slug="b", title="Beckum 2030", city="Beckum", created_on=datetime.date(2026, 1, 1))
    page = tree(client, "/")
    assert [(a.text, a.get("href")) for a in select(page, ".rules a")] == [
        ("Beckum 2030", "/b/"),
        ("Stadtstrategie Auenstadt 2040", HOME),
    ]


def test_a_process_without_anything_has_its_page(client, site):
    Process.objects.create(slug="leer", title="Leer", city="Leer", created_on=datetime.date(2026, 1, 1))
    page = tree(client, "/leer/")
    assert words(select(page, "h1")[0]) == "Leer"
    assert words(select(page, ".open")[0]).startswith("Jetzt offen Zurzeit ist nichts offen.")
    assert select(page, ".statements, .rounds, .samples") == []


def test_what_is_open_says_until_which_day_and_how_many_are_left(client, site):
    rows = select(tree(client, HOME), ".open li")
    assert [(words(row[0]), words(row[1]), select(row, "a")[0].get("href")) for row in rows] == [
        (
            "Rückmeldung zu den zwölf Zielbildern",
            "bis Sonntag, 28. Juni 2026, 24 Uhr – noch 18 Tage",
            "/auenstadt/zielbilder/",
        ),
        (
            "Wo sind Sie am Fluss ungern unterwegs?",
            "offene Frage bis Sonntag, 21. Juni 2026",
            "/auenstadt/beitrag/neu/?question=fluss-ungern",
        ),
        ("Ideen für Maßnahmen", "jederzeit", "/auenstadt/beitrag/neu/?kind=idea"),
    ]


def test_a_phase_is_open_up_to_its_last_second(client, site, monkeypatch):
    end = Phase.objects.get(number=1).closes_at
    assert end is not None
    monkeypatch.setattr(clock, "now", lambda: end - datetime.timedelta(seconds=1))
    first = select(tree(client, HOME), ".open li")[0]
    assert words(first[1]) == "bis Sonntag, 28. Juni 2026, 24 Uhr – letzter Tag"
    monkeypatch.setattr(clock, "now", lambda: end)
    assert [words(row[0]) for row in select(tree(client, HOME), ".open li")] == ["Ideen für Maßnahmen"]


def test_youth_rounds_and_internal_rounds_are_not_offered(client, site):
    Round.objects.filter(kind="online").update(youth=True)
    assert select(tree(client, HOME), ".open li") == []
    Round.objects.filter(kind="online").update(youth=False, public=False)
    page = tree(client, HOME)
    assert select(page, ".open li") == []
    assert "Online-Beteiligung" not in [words(h) for h in select(page, ".rounds h3")]


def test_the_path_shows_where_the_process_stands(client, site):
    stations = select(tree(client, HOME), ".path > ol > li")
    assert [words(select(item, "h3")[0]) for item in stations] == [
        "Ausgangsbilder (abgeschlossen)",
        "Zielbilder hier sind wir",
        "Maßnahmen",
    ]
    assert [item.get("aria-current") for item in stations] == [None, "step", None]
    steps = select(stations[1], ".path__steps li")
    assert [(words(step), step.get("class")) for step in steps] == [
        ("Entwurf 9. März", "is-done"),
        ("Zweite Fassung 26. Mai", "is-done"),
        ("Rückmeldung zu den zwölf Zielbildern bis 28. Juni", "is-now"),
        ("Antwort auf jeden Beitrag, dritte Fassung 7. September", None),
        ("Beschluss im Rat 8. Oktober", None),
    ]


def test_the_path_says_when_a_round_opens_and_what_has_no_day_yet(client, site, monkeypatch):
    product = site.products.get(slug="zielbilder")
    planned = [Planned("Schluss", dates="Frühjahr 2027"), Planned("Gespräch", datetime.date(2027, 1, 12))]
    plan_milestones(product, planned=planned)
    opens = Phase.objects.get(number=1).opens_at
    monkeypatch.setattr(clock, "now", lambda: opens - datetime.timedelta(seconds=1))
    assert [words(step) for step in select(tree(client, HOME), ".path__steps li")][2:] == [
        "Rückmeldung zu den zwölf Zielbildern ab 27. Mai",
        "Gespräch 12. Januar 2027",
        "Schluss Frühjahr 2027",
    ]


def test_a_milestone_is_shown_up_to_its_day(client, site, monkeypatch):
    def last(day: datetime.datetime) -> str:
        monkeypatch.setattr(clock, "now", lambda: day)
        return words(select(tree(client, HOME), ".path__steps li")[-1])

    council = datetime.datetime(2026, 10, 8, 21, 59, 59, tzinfo=datetime.UTC)
    assert last(council) == "Beschluss im Rat 8. Oktober"
    assert last(council + datetime.timedelta(seconds=1)) == "Rückmeldung zu den zwölf Zielbildern 28. Juni"


def test_statements_stand_in_the_drawn_order_without_numbers_and_say_so(client, site):
    page = tree(client, HOME)
    titles = [words(h) for h in select(page, "#bilder h3")]
    assert titles == [
        "Der Fluss gehört allen.",
        "Wohnen bleibt in jedem Viertel bezahlbar.",
        "Alle kommen sicher ans Ziel.",
        "Lernen hört nach der Schule nicht auf.",
        "Auenstadt kommt gut durch heiße Sommer.",
        "Handwerk, Handel und Forschung haben hier Zukunft.",
        "In Auenstadt muss niemand einsam sein.",
        "Unsere Stadt spricht viele Sprachen.",
        "Kultur ist überall um die Ecke.",
        "Gesund leben ist keine Frage der Adresse.",
        "Entscheidungen sind offen und nachvollziehbar.",
        "Stadt und Umland ziehen an einem Strang.",
    ]
    assert words(select(page, "#bilder .measure")[0]) == (
        "Die Reihenfolge ist ausgelost und bleibt in jeder Fassung gleich. Sie ist keine Rangfolge und sagt nichts "
        "darüber, wozu wie viel gesagt wurde. Alle 12 stehen gleichberechtigt nebeneinander."
    )


def test_the_order_stays_however_much_is_said(client, site):
    before = [words(h) for h in select(tree(client, HOME), "#bilder h3")]
    last = Text.objects.get(process=site, kind="statement", number=12)
    Contribution.objects.filter(process=site).update(about=last)
    assert [words(h) for h in select(tree(client, HOME), "#bilder h3")] == before


def test_rounds_stand_in_the_order_held_with_bars_that_say_their_number(client, site):
    rows = select(tree(client, HOME), ".rounds > li")
    found = [
        (words(select(row, "h3")[0]), [words(p) for p in select(row, ".bars p")],
         [rect.get("width") for rect in select(row, "rect")])
        for row in rows
    ]  # fmt: skip
    here = Contribution.objects.filter(round__kind="online", state="public").exclude(kind="idea").count()
    assert found == [
        ("Werkstätten in den Stadtteilen", ["180 Menschen", "412 Beiträge", "Zahl der Menschen gerundet"],
         ["37.50%", "85.83%"]),
        ("Jugendkonferenz", ["96 Menschen", "238 Beiträge"], ["20.00%", "49.58%"]),
        ("Ämter der Stadtverwaltung", ["121 Beiträge", "14 Ämter"], ["25.21%"]),
        ("Verbände, Vereine und Träger", ["87 Beiträge", "31 Organisationen"], ["18.12%"]),
        ("Stadtkonferenz", ["340 Menschen", "480 Beiträge", "Zahl der Menschen gerundet"], ["70.83%", "100.00%"]),
        ("Online-Beteiligung", [f"bisher {here} Beiträge"], [f"{100 * here / 480:.2f}%"]),
        ("Jugendrunde im Netz", ["bisher 2 Beiträge"], ["0.42%"]),
    ]  # fmt: skip


def test_the_newest_edition_offers_only_files_that_exist(client, site):
    page = tree(client, HOME)
    assert [a.get("href") for a in select(page, ".files a")] == [
        "/auenstadt/fassung/zweite-fassung/bundle.zip",
        "/auenstadt/fassung/zweite-fassung/",
    ]
    assert words(select(page, "#fassung")[0].getnext()) == (
        "Zweite Fassung vom 26. Mai 2026. Seit der Fassung „Entwurf“ vom 9. März 2026 gab es 30 Anpassungen. "
        "Jede nennt ihren Anlass und ihre Begründung; ohne Grund wurde kein Wort geändert."
    )


def test_three_changes_are_shown_with_their_words_and_rounds(client, site):
    box = select(tree(client, HOME), ".samples")[0]
    assert words(select(box, "h3")[0]) == "Anpassungen: 3 von 30"
    for hidden in select(box, ".sr"):
        hidden.drop_tree()
    marks = [[words(mark) for mark in select(item, "del, ins")] for item in select(box, "li")]
    assert marks == [
        ["das Schaufenster der Stadt", "der gemeinsame Garten der Stadt",
         "und findet dort Platz, ohne etwas kaufen zu müssen"],
        ["Sozial schwache Bürger", "Bürger mit wenig Geld"],
        ["schnell", "sicher"],
    ]  # fmt: skip
    assert [words(item[-1]) for item in select(box, "li")] == [
        "Anlass: Werkstätten in den Stadtteilen, Stadtkonferenz",
        "Anlass: Verbände, Vereine und Träger",
        "Anlass: Jugendkonferenz, Stadtkonferenz",
    ]


def test_an_internal_edition_changes_nothing_for_readers(client, site):
    Edition.objects.filter(process=site, slug="zweite-fassung").update(audience="internal")
    page = tree(client, HOME)
    assert words(select(page, "#fassung")[0].getnext()) == "Entwurf vom 9. März 2026."
    assert "Alle kommen schnell ans Ziel." in [words(h) for h in select(page, "#bilder h3")]
    Edition.objects.filter(process=site).update(audience="internal")
    assert select(tree(client, HOME), ".statements") == []


def test_the_page_sets_no_cookie_and_runs_no_script_of_its_own(client, site):
    response = client.get(HOME)
    assert response.cookies.output() == ""
    page = page_of(response.content)
    assert select(page, "[style], style, script") == []
    assert [form.get("action") for form in select(page, "form[method*='post']")] == ["/auenstadt/mein-beitrag/"]


def test_a_language_is_its_own_address_and_keeps_german_words_german(client, site):
    page = tree(client, "/ar/auenstadt/")
    assert (page.get("lang"), page.get("dir")) == ("ar", "rtl")
    titles = [a.get("lang") for a in select(page, "#bilder h3 a")]
    assert (titles.count("ar"), titles.count("de")) == (3, 9)  # what is translated, and what is not yet
    assert [a.get("href") for a in select(page, ".languages a")][:3] == [
        "/auenstadt/",
        "/de-plain/auenstadt/",
        "/en/auenstadt/",
    ]


def test_home_asks_as_often_for_one_row_as_for_three(client, site, django_assert_num_queries):
    client.get(HOME)
    with django_assert_num_queries(6):
        client.get(HOME)
    for number in (21, 22, 23):
        extra = Round.objects.create(process=site, number=number, slug=f"r{number}", name=f"Runde {number}", counted=3)
        Phase.objects.create(
            process=site, product=site.products.get(number=2), round=extra, number=number, title=f"Phase {number}",
            kind="answer", opens_at=clock.now(),
        )  # fmt: skip
    client.get(HOME)
    with django_assert_num_queries(6):
        client.get(HOME)


def test_the_river_runs_deep_as_far_as_the_process_has_come():
    assert [round(x) for x in stations([1, 1.75, 1])] == [20, 341, 867]
    behind, ahead = river(1, [1, 1.75, 1])
    assert behind == "M20 40C100 40 116 67 181 67S261 40 341 40"
    assert ahead == "M341 40C473 40 499 13 604 13S735 40 867 40C930 40 943 67 993 67S1057 40 1120 40"
    assert river(0, [1.75]) == ("", "M20 40C295 40 350 67 570 67S845 40 1120 40")


def found(page: html.HtmlElement) -> dict[str, list[str]]:
    return {
        words(select(group, "h2")[0]): [words(h) for h in select(group, "h3")] for group in select(page, ".hits-group")
    }


def test_search_finds_texts_tensions_contributions_and_changes_that_hold_all_words(client, site):
    page = tree(client, "/auenstadt/suche/?q=NÖRDLICH")
    assert found(page) == {}
    page = tree(client, "/auenstadt/suche/?q=ufer+lohe")
    starting = "Die Lohe fließt mitten durch die Stadt, aber man kommt kaum heran."
    assert found(page)["Bilder 2"] == [starting, "Der Fluss gehört allen."]
    assert found(page)["Spannungsfelder 1"] == ["Leben am Wasser – Ruhe am Wasser"]
    assert [words(m) for m in select(page, ".hits mark")][:3] == ["Lohe", "Ufer", "Lohe"]
    page = tree(client, "/auenstadt/suche/?q=Schaufenster")
    assert found(page)["Anpassungen 1"] == ["Anpassung Ä-1: Der Fluss gehört allen."]


def test_search_shows_nothing_that_is_not_public(client, site):
    chosen = Contribution.objects.filter(process=site, state="public", kind="feedback").first()
    assert chosen is not None
    Contribution.objects.filter(pk=chosen.pk).update(text="Der Quastenflosser fehlt.")
    address = "/auenstadt/suche/?q=quastenflosser"
    assert len(found(tree(client, address))["Beiträge 1"]) == 1
    for state in ("held", "hidden", "withdrawn"):
        Contribution.objects.filter(pk=chosen.pk).update(state=state)
        assert found(tree(client, address)) == {}
    Contribution.objects.filter(pk=chosen.pk).update(state="public")
    Round.objects.filter(pk=chosen.round_id).update(public=False)
    assert found(tree(client, address)) == {}
    Change.objects.filter(process=site, number=29).update(what="Quastenflosser ergänzt.", revision=99)
    assert found(tree(client, address)) == {}


def test_search_takes_any_input(client, site):
    for asked in ("", "   ", "%", "_", "\\", "\x00", "'\"<b>", "a" * 5000, "ß", "a b c d e f g h i j k l", "\u0301"):
        response = client.get("/auenstadt/suche/", {"q": asked})
        assert response.status_code == 200, asked
        assert b"<b>" not in response.content
    assert found(tree(client, "/auenstadt/suche/?q=%25")) == {}


def test_umlauts_are_found_in_any_case(client, site):
    chosen = Contribution.objects.filter(process=site, state="public").first()
    assert chosen is not None
    Contribution.objects.filter(pk=chosen.pk).update(
        text="Überholspuren: fürchterlich, sagt JOŽKA aus der ЗЕЛЁНАЯ Straße."
    )
    asked_for = ("überholspur", "ÜBERHOLSPUR", "üBERHOLspur", "FÜRCHTERLICH", "jožka", "зелёная", "STRASSE", "straße")
    for asked in asked_for:
        assert "Beiträge" in " ".join(found(tree(client, f"/auenstadt/suche/?q=überHOL+{asked}"))), asked
    for other in ("uberholspur", "fürchterliche", "%", "_berholspur"):
        assert found(tree(client, f"/auenstadt/suche/?q={other}+sagt+JOŽKA")) == {}, other


def test_an_excerpt_is_cut_at_blanks_around_the_first_word_found():
    text = " ".join(f"wort{n}" for n in range(60)) + " Ziel " + " ".join(f"nach{n}" for n in range(60))
    parts = excerpt_of(text, ["ziel"])
    assert parts[0] == ("… ", False)
    assert parts[2] == ("Ziel", True)
    assert parts[1][0].startswith("wort") and parts[1][0].endswith("wort59 ")
    assert parts[3][0].endswith(" …") and not parts[3][0].removesuffix(" …").endswith("nac")
    assert excerpt_of("kurz", ["nichts"]) == (("kurz", False),)


def test_search_asks_as_often_for_one_hit_as_for_many(client, site, django_assert_num_queries):
    client.get("/auenstadt/suche/?q=Schaufenster")
    for asked in ("Schaufenster", "e"):
        with django_assert_num_queries(7):
            client.get(f"/auenstadt/suche/?q={asked}")
