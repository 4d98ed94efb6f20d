"""A new process: who may start one, from what, under which address."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from stadtgespraech.web.actions.look import name_things, set_logo, set_look
from stadtgespraech.web.models import Audit, Contribution, Edition, Logo, Phase, Process, Role, Text, User

from .conftest import NOON
from .signing import PASSWORD, account, factor_code, signed_in, with_factor
from .working import entered, worker

NEW = "/arbeit/neu/"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10" fill="#123456"/></svg>'
SENT = {"title": "Ein Platz für Übermorgen", "city": "Auenstadt", "start": "leer", "slug": ""}


def start(client: Client, **changed: str) -> Any:
    return client.post(NEW, {**SENT, **changed})


@pytest.mark.parametrize("method", ["get", "post"])
def test_whoever_leads_nothing_finds_nothing(site: Process, method: str) -> None:
    others = [role for role in Role.Kind.values if role != "organiser"]
    for client in (Client(), signed_in(account("gast@example.org")), worker(site, *others)[0]):
        assert getattr(client, method)(NEW).status_code == 404


def test_an_organiser_and_an_operator_come_in_only_with_the_second_factor(site: Process) -> None:
    operator = account("betrieb@example.org", operator=True)
    without = signed_in(operator).get(NEW)
    assert without.headers["Location"] == "/konto/anmeldung/app/?next=%2Farbeit%2Fneu%2F"
    with_factor(operator)
    assert signed_in(operator).get(NEW).headers["Location"].startswith("/konto/bestaetigen/app/")
    for client in (entered(operator), worker(site, "organiser")[0]):
        page = client.get(NEW)
        assert (page.status_code, "no-store" in page.headers["Cache-Control"]) == (200, True)


def test_whoever_starts_it_leads_it_and_it_is_not_named_yet(site: Process) -> None:
    client, user = worker(site, "organiser")
    answer = start(client)
    fresh = Process.objects.get(slug="ein-platz-fuer-uebermorgen")
    assert answer.headers["Location"] == "/ein-platz-fuer-uebermorgen/arbeit/"
    assert list(fresh.roles.values_list("user", "role")) == [(user.pk, "organiser")]
    assert (fresh.city, fresh.created_on, fresh.listed, fresh.products.count()) == ("Auenstadt", NOON.date(), False, 0)
    assert list(Audit.objects.filter(process=fresh).order_by("pk").values_list("act", flat=True)) == [
        "start_process",
        "give_role",
    ]
    assert Client().get("/").headers["Location"] == "/auenstadt/"


@pytest.mark.parametrize(
    ("kind", "products", "rounds"),
    [
        ("leer", [], []),
        ("entwurf", [("Entwurf", "running")], ["online"]),
        (
            "strategie",
            [("Ausgangsbilder", "running"), ("Zielbilder", "planned"), ("Maßnahmen", "planned")],
            ["workshop", "youth-conference", "city-conference", "online", "stakeholder", "department", "council"],
        ),
    ],
)
def test_a_template_brings_its_products_and_rounds_and_every_page_stands(
    site: Process, kind: str, products: list[Any], rounds: list[str]
) -> None:
    client, _user = worker(site, "organiser")
    start(client, start=kind, slug="neu")
    fresh = Process.objects.get(slug="neu")
    assert [(one.title, one.state) for one in fresh.products.all()] == products
    assert list(fresh.rounds.values_list("kind", flat=True)) == rounds
    pages = ["", "beitraege/", "anpassungen/", "pruefen/", "suche/?q=a", "impressum/", "datenschutz/", "mein-beitrag/"]
    pages += [f"{one.slug}/" for one in fresh.products.all()]
    pages += [f"runde/{one.slug}/" for one in fresh.rounds.filter(public=True)]
    assert {page: Client().get(f"/neu/{page}").status_code for page in pages} == dict.fromkeys(pages, 200)
    assert client.get("/neu/arbeit/").status_code == 200


def test_an_earlier_process_lends_its_shape_and_nothing_that_people_said(site: Process) -> None:
    set_look(site, accent="#1f4287", second="")
    set_logo(site, data=SVG, alternative="Ein Platz")
    name_things(site, language="de", names={"statement": ("Leitsatz", "Leitsätze")})
    Process.objects.filter(pk=site.pk).update(settings={**site.settings, "replies": False}, timezone="Europe/Lisbon")
    client, user = worker(site, "organiser")
    start(client, start="aus-auenstadt", slug="zwei")
    fresh = Process.objects.get(slug="zwei")
    shape = ("title", "singular", "slug", "motto", "document", "subtitle")
    assert list(fresh.products.values_list(*shape)) == list(site.products.values_list(*shape))
    rounds = ("name", "kind", "slug", "youth", "public", "moderation", "entry")
    assert list(fresh.rounds.values_list(*rounds)) == list(site.rounds.values_list(*rounds))
    assert set(fresh.rounds.values_list("dates", "place", "people", "counted", "note")) == {("", "", None, None, "")}
    assert (fresh.rules.replies, fresh.timezone, fresh.email, fresh.settings["legal"]) == (
        False, "Europe/Lisbon", site.email, site.settings["legal"],
    )  # fmt: skip
    assert (fresh.look.accent, fresh.look.alternative, fresh.look.names["de"]["statement"][0]) == (
        "#1f4287", "Ein Platz", "Leitsatz",
    )  # fmt: skip
    assert fresh.look.logo is not None
    assert fresh.look.logo.process_id == fresh.pk
    assert Logo.objects.filter(process=fresh).count() == len({fresh.look.logo_id, fresh.look.dark_logo_id} - {None})
    nothing = [model.objects.filter(process=fresh).count() for model in (Contribution, Edition, Phase, Text)]
    assert (nothing, list(fresh.roles.values_list("user", flat=True))) == ([0] * 4, [user.pk])
    assert [Client().get(f"/zwei/{page}").status_code for page in ("", "zielbilder/", "aussehen.css")] == [200] * 3


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"title": ""}, "Bitte füllen Sie dieses Feld aus"),
        ({"title": "x" * 201}, "höchstens 200 Zeichen"),
        ({"title": "Stadt\0"}, "das niemand sieht"),
        ({"title": "Stadt \u202egeordnet"}, "das niemand sieht"),
        ({"city": " "}, "Bitte füllen Sie dieses Feld aus"),
        ({"title": "???"}, "Aus diesem Titel wird keine Adresse"),
        ({"title": "Konto"}, "Die Adresse /konto/ gibt es schon"),
        ({"title": "Arbeit"}, "Die Adresse /arbeit/ gibt es schon"),
        ({"slug": "DE-plain"}, "Die Adresse /de-plain/ gibt es schon"),
        ({"slug": "auenstadt"}, "Die Adresse /auenstadt/ gibt es schon"),
        ({"slug": "zwei wörter"}, "Bitte nur kleine Buchstaben"),
        ({"slug": "a/../b"}, "Bitte nur kleine Buchstaben"),
        ({"slug": "x" * 61}, "höchstens 60 Zeichen"),
        ({"start": ""}, "womit Sie anfangen"),
        ({"start": "aus-andere"}, "wählen Sie aus der Liste"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_made(site: Process, changed: dict[str, str], words: str) -> None:
    Process.objects.create(slug="andere", title="Andere", city="Anderswo", created_on=NOON.date())
    client, _user = worker(site, "organiser")
    answer = start(client, **changed)
    page = answer.content.decode()
    assert (answer.status_code, words in page, Process.objects.count()) == (422, True, 2)
    assert "title" in changed or SENT["title"] in page


def test_a_process_is_lent_only_to_who_leads_it(site: Process) -> None:
    other = Process.objects.create(slug="andere", title="Andere", city="Anderswo", created_on=NOON.date())
    client, _user = worker(site, "organiser")
    worker(other, "editor", email="organiser@auenstadt.example.org2")
    assert "Andere" not in client.get(NEW).content.decode()


def test_whoever_runs_the_site_starts_the_first_process(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", "--noinput", "--email", "betrieb@example.org", verbosity=0)
    operator = with_factor(User.objects.get(email="betrieb@example.org"))
    client = Client()
    client.post("/konto/anmelden/passwort/", {"login": operator.email, "password": PASSWORD})
    client.post("/konto/anmelden/zweiter-schritt/", {"code": factor_code(operator)})
    assert (operator.is_staff, client.get("/arbeit/neu/").status_code) == (True, 200)
