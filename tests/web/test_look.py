"""How a process looks and what it calls things: what is refused, what is served, and that other pages stay the same."""

from __future__ import annotations

import datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from stadtgespraech.web.actions.look import NOUNS, name_things, remove_logo, set_logo, set_look
from stadtgespraech.web.actions.refusal import Refused
from stadtgespraech.web.models import Logo, Look, Process
from stadtgespraech.web.templatetags.words import NOUNS as WORDS
from stadtgespraech.web.tones import stylesheet, version_of

from .conftest import DEMO
from .selecting import page_of, select, words

RED = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 2"><path d="M0 0h4v2z" fill="#A6192E"/></svg>'


@pytest.fixture
def beckum(db: None) -> Process:
    """Another process, that has no look yet."""
    return Process.objects.create(
        slug="beckum", title="Beckum 2030", city="Beckum", created_on=datetime.date(2026, 1, 1)
    )


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return page_of(response.content)


def sheets(tree) -> list[str]:
    return [one.get("href") for one in select(tree, "link[rel]") if "aussehen" in one.get("href")]


# ---- colours


def test_a_look_is_kept_in_small_letters_and_said_anew(beckum):
    set_look(beckum, accent="#A6192E")
    look = set_look(beckum, accent="#A6192E", second="#00536E")
    assert (look.accent, look.second, Look.objects.filter(process=beckum).count()) == ("#a6192e", "#00536e", 1)


@pytest.mark.parametrize(
    ("accent", "second", "why"),
    [
        ("#F5D000", "", "#F5D000 ist zu hell für Text auf Weiß (1,5:1; nötig 4,5:1). "
                        "Der nächste passende Ton ist #766300."),
        ("#0057B7", "", "#0057B7 sieht fast so aus wie die Farbe, die eingefügte Wörter zeigt. "
                        "Der nächste passende Ton ist #004DA3."),
        ("", "#C3DCE4", "#C3DCE4 ist zu hell für Zeichnungen auf Weiß (1,4:1; nötig 3,0:1). "
                        "Der nächste passende Ton ist #799198."),
        ("rot", "", "„rot“ ist keine Farbe. Schreiben Sie sie so: #1A5C2E."),
        ("#a6192e;}body{display:none", "", "„#a6192e;}body{displa“ ist keine Farbe. Schreiben Sie sie so: #1A5C2E."),
    ],
)  # fmt: skip
def test_a_colour_that_cannot_be_read_is_refused_with_the_nearest_that_can(beckum, accent, second, why):
    with pytest.raises(Refused) as caught:
        set_look(beckum, accent=accent, second=second)
    assert str(caught.value) == why
    assert not Look.objects.filter(process=beckum).exists()


def test_the_colour_that_is_offered_is_taken(beckum):
    for accent in ("#766300", "#004da3", "#799198"):
        kept = {"accent": accent} if accent != "#799198" else {"accent": "", "second": accent}
        assert set_look(beckum, **kept).process == beckum


def test_the_database_keeps_what_is_no_colour_out(beckum):
    with pytest.raises(IntegrityError), transaction.atomic():
        Look.objects.create(process=beckum, accent="red")
    logo = Logo.objects.create(process=beckum, kind="svg", content=RED, digest="0" * 64, width=1, height=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Look.objects.create(process=beckum, logo=logo, alternative="")


# ---- the stylesheet


def test_a_page_links_the_stylesheet_only_where_there_is_a_look(client, site, beckum):
    rules = stylesheet(site.look.accent, site.look.second)
    own = f"/auenstadt/aussehen.css?v={version_of(rules)}"
    assert [sheets(page(client, address)) for address in ("/auenstadt/", "/ar/auenstadt/", "/beckum/", "/")] == [
        [own], [own], [], [],
    ]  # fmt: skip
    assert client.get("/beckum/aussehen.css").status_code == 404
    assert client.get("/niemand/aussehen.css").status_code == 404
    response = client.get(own)
    assert response.content.decode() == rules
    assert (response["Content-Type"], response["Cache-Control"], response["X-Content-Type-Options"]) == (
        "text/css; charset=utf-8", "public, max-age=31536000, immutable", "nosniff",
    )  # fmt: skip
    assert (response.cookies, "Cookie" in response.get("Vary", "")) == ({}, False)


def test_a_stylesheet_that_is_known_is_not_sent_again_and_an_old_address_is_not_kept(client, site):
    response = client.get("/auenstadt/aussehen.css?v=old")
    assert response["Cache-Control"] == "no-cache"
    again = client.get("/auenstadt/aussehen.css", headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    set_look(site, accent="#a6192e")
    assert client.get("/auenstadt/aussehen.css", headers={"if-none-match": response["ETag"]}).status_code == 200


# ---- the logo


def test_a_logo_is_served_alone_and_for_ever(client, site):
    name = site.look.logo.name
    response = client.get(f"/auenstadt/logo/{name}")
    assert (response.status_code, response["Content-Type"]) == (200, "image/svg+xml")
    assert response["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    assert (response["X-Content-Type-Options"], response["Cache-Control"]) == (
        "nosniff", "public, max-age=31536000, immutable",
    )  # fmt: skip
    assert client.get(f"/auenstadt/logo/{name}", headers={"if-none-match": response["ETag"]}).status_code == 304


def test_a_logo_has_one_address_of_one_process(client, site, beckum):
    set_logo(beckum, data=RED, alternative="Rotes Dreieck")
    name = beckum.look.logo.name
    stem = name.removesuffix(".svg")
    wrong = [
        f"auenstadt/logo/{name}",
        f"beckum/logo/{stem[:-1]}.svg",
        f"beckum/logo/{stem}.png",
        f"beckum/logo/{stem}",
        "beckum/logo/0.svg",
        f"beckum/logo/{stem}.svg.svg",
        f"en/beckum/logo/{name}",
    ]
    assert client.get(f"/beckum/logo/{name}").status_code == 200
    assert [client.get(f"/{address}").status_code for address in wrong] == [404] * len(wrong)


def test_a_page_shows_the_logo_with_its_words_and_its_twin_on_dark_pages(client, site, beckum):
    shown = select(page(client, "/en/auenstadt/"), ".mark img")[0]
    assert (shown.get("alt"), shown.get("lang"), shown.get("class")) == (
        "Wappen von Auenstadt: eine Mühle am Fluss", "de", "mark__logo",
    )  # fmt: skip
    twin = select(page(client, "/auenstadt/"), ".mark source")[0]
    assert (twin.get("media"), twin.get("srcset")) == (
        "(prefers-color-scheme: dark)", f"/auenstadt/logo/{site.look.dark_logo.name}",
    )  # fmt: skip
    set_logo(beckum, data=RED, alternative="Rotes Dreieck")
    alone = page(client, "/beckum/")
    assert select(alone, ".mark source") == []
    assert select(alone, ".mark img")[0].get("class") == "mark__logo mark__logo--plate"


@pytest.mark.parametrize(
    ("data", "alternative", "why"),
    [
        (RED, "  ", "Sagen Sie in höchstens 200 Zeichen, was das Logo zeigt: für alle, die es nicht sehen."),
        (RED, "x" * 201, "Sagen Sie in höchstens 200 Zeichen, was das Logo zeigt: für alle, die es nicht sehen."),
        (b"", "Logo", "Die Datei ist leer."),
        (b"GIF89a", "Logo", "Das ist kein PNG und kein SVG."),
        (b"<" * 200_001, "Logo", "Die Datei ist zu groß. Ein Logo darf höchstens 200 kB haben."),
        (RED.replace(b"<path", b"<script/><path"), "Logo",
         "Das SVG enthält „script“. Erlaubt sind nur Formen, Farben und Verläufe; Schrift als Pfade."),
        (RED.replace(b"<path", b"<path onload='x'"), "Logo",
         "Das SVG enthält „onload“. Verweise und Skripte sind nicht erlaubt."),
    ],
)  # fmt: skip
def test_a_logo_is_refused_with_a_reason(beckum, data, alternative, why):
    with pytest.raises(Refused) as caught:
        set_logo(beckum, data=data, alternative=alternative)
    assert (str(caught.value), Logo.objects.filter(process=beckum).count()) == (why, 0)


def test_the_dark_twin_comes_second(beckum):
    with pytest.raises(Refused, match="Zuerst das Logo für helle Seiten"):
        set_logo(beckum, data=RED, alternative="Dreieck", for_dark=True)
    assert (Logo.objects.filter(process=beckum).count(), Look.objects.filter(process=beckum).count()) == (0, 0)


def test_a_logo_that_is_not_shown_any_more_is_gone(client, beckum):
    old = set_logo(beckum, data=RED, alternative="Dreieck").logo.name
    set_logo(beckum, data=RED.replace(b"A6192E", b"00536E"), alternative="Blaues Dreieck")
    assert (client.get(f"/beckum/logo/{old}").status_code, Logo.objects.filter(process=beckum).count()) == (404, 1)
    remove_logo(beckum)
    assert Logo.objects.filter(process=beckum).count() == 0
    assert select(page(client, "/beckum/"), ".mark img")[0].get("alt") == ""


# ---- names


OWN = {
    "statement": ("Leitbild", "Leitbilder"),
    "disposition": ("Antwort der Stadt", "Antworten der Stadt"),
    "round": ("Dialogphase", "Dialogphasen"),
    "tension": ("Zielkonflikt", "Zielkonflikte"),
    "change": ("Änderung", "Änderungen"),
}


def test_every_noun_that_can_be_named_has_a_common_word():
    assert tuple(WORDS) == NOUNS == tuple(OWN)


def test_names_stand_on_the_pages_in_german_and_plain_german_alone(client, site):
    name_things(site, language="de", names=OWN)
    for prefix in ("", "/de-plain"):
        seen = {
            "tension": words(select(page(client, f"{prefix}/auenstadt/spannungsfelder/"), "h1")[0]),
            "change": words(select(page(client, f"{prefix}/auenstadt/anpassung/1/"), "h1")[0]),
            "round": words(select(page(client, f"{prefix}/auenstadt/runde/stadtkonferenz/"), ".preline")[0]),
        }
        assert seen == {"tension": "Zielkonflikte", "change": "Änderung Ä-1", "round": "Dialogphase"}
    groups = {words(h) for h in select(page(client, "/auenstadt/suche/?q=a"), ".hits-group h2")}
    assert {group.split()[0] for group in groups} >= {"Leitbilder", "Zielkonflikte", "Änderungen"}
    key = site.contributions.filter(parts__disposition__changes__isnull=False).first().key
    answered = page(client, f"/auenstadt/beitrag/{key}/")
    assert words(select(answered, ".outcome__body h4")[0]) == "Antwort der Stadt"
    english = words(select(page(client, "/en/auenstadt/anpassung/1/"), "h1")[0])
    assert "Änderung" not in english


def test_another_language_shows_the_names_that_were_given_for_it(client, site):
    name_things(site, language="de", names=OWN)
    name_things(site, language="en", names={"change": ("Amendment", "Amendments")})
    assert words(select(page(client, "/en/auenstadt/anpassung/1/"), "h1")[0]) == "Amendment Ä-1"
    assert words(select(page(client, "/auenstadt/anpassung/1/"), "h1")[0]) == "Änderung Ä-1"


def test_without_names_pages_say_the_common_words(client, site):
    assert words(select(page(client, "/auenstadt/anpassung/1/"), "h1")[0]) == "Anpassung Ä-1"
    assert words(select(page(client, "/auenstadt/spannungsfelder/"), "h1")[0]) == "Spannungsfelder"


def test_names_are_text_and_can_be_taken_back(client, site):
    name_things(site, language="de", names={"change": ("<b>Ä</b>", "Ä&Ä")})
    assert b"<b>" not in client.get("/auenstadt/anpassung/1/").content
    assert name_things(site, language="de", names={"change": ("", "")}).names == {}


@pytest.mark.parametrize(
    ("language", "names", "why"),
    [
        ("fr", {"change": ("A", "B")}, "Diese Sprache hat die Seite nicht: fr"),
        ("de", {"bild": ("A", "B")}, "Unbekannt: bild. Es gibt: statement, disposition, round, tension, change."),
        ("de", {"change": ("A", "")}, "Nennen Sie Einzahl und Mehrzahl, zum Beispiel: Bewertung/Bewertungen."),
        ("de", {"change": ("A" * 41, "B")}, "Ein Name hat höchstens 40 Zeichen, alle lesbar."),
        ("de", {"change": ("A\u202eB", "B")}, "Ein Name hat höchstens 40 Zeichen, alle lesbar."),
        ("de", {"change": ("A\0", "B")}, "Ein Name hat höchstens 40 Zeichen, alle lesbar."),
    ],
)
def test_a_name_is_refused_with_a_reason(beckum, language, names, why):
    with pytest.raises(Refused) as caught:
        name_things(beckum, language=language, names=names)
    assert str(caught.value) == why


# ---- the command


def test_the_command_sets_and_shows_a_look(beckum, tmp_path: Path):
    file, told = tmp_path / "logo.svg", StringIO()
    file.write_bytes(RED)
    call_command("look", "beckum", stdout=told)
    assert told.getvalue() == "beckum: KERN's colours, no logo, common names\n"
    told = StringIO()
    call_command(
        "look", "beckum", "--accent=#A6192E", f"--logo={file}", "--alt=Rotes Dreieck",
        "--name=disposition=Bewertung/Bewertungen", "--name=round=Dialog", stdout=told,
    )  # fmt: skip
    look = Look.objects.get(process=beckum)
    assert told.getvalue().splitlines() == [
        "accent     #a6192e",
        "second     the accent",
        f"logo       {look.logo.name}, dark none: Rotes Dreieck",
        "name       de disposition = Bewertung/Bewertungen",
        "name       de round = Dialog/Dialog",
    ]
    call_command("look", "beckum", "--second=#00536e", "--no-logo", stdout=told)
    look.refresh_from_db()
    assert (look.accent, look.second, look.logo) == ("#a6192e", "#00536e", None)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (["niemand"], "no process niemand"),
        (["beckum", "--accent=#F5D000"], "zu hell"),
        (["beckum", "--logo=/nowhere/logo.svg", "--alt=x"], "No such file"),
        (["beckum", "--accent=#a6192e", "--name=bild=A/B"], "Unbekannt: bild"),
    ],
)
def test_the_command_does_all_or_nothing(beckum, given, why):
    with pytest.raises(CommandError, match=why):
        call_command("look", *given)
    assert not Look.objects.filter(process=beckum).exists()


def test_a_look_costs_no_query_on_a_page(client, site, django_assert_num_queries):
    Look.objects.filter(process=site).delete()
    client.get("/auenstadt/so-funktioniert-es/")
    with django_assert_num_queries(1):
        client.get("/auenstadt/so-funktioniert-es/")
    set_look(site, accent="#a6192e")
    set_logo(site, data=(DEMO / "wappen.svg").read_bytes(), alternative="Mühle")
    name_things(site, language="de", names=OWN)
    client.get("/auenstadt/so-funktioniert-es/")
    with django_assert_num_queries(1):
        client.get("/auenstadt/so-funktioniert-es/")
