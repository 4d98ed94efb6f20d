"""The account page: what one has said and follows, in all processes; nobody else's, and nothing that names anybody."""

from __future__ import annotations

import datetime
import json
import re
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext

from stadtgespraech.web import access, clock
from stadtgespraech.web.actions.contribution import Said, code_of, submit_contribution
from stadtgespraech.web.actions.following import follow
from stadtgespraech.web.actions.holding import hold
from stadtgespraech.web.actions.role import give_role
from stadtgespraech.web.models import Contribution, Following, Holding, Message, Process, Role, Round, User
from stadtgespraech.web.models.process import RESERVED

from .conftest import NOON
from .people import Person, errors
from .signing import HOME, PASSWORD, account, factor_code, signed_in, with_factor

SOON = datetime.timedelta(seconds=4)
CODE = code_of("doras-form")


@pytest.fixture
def dora(site: Process) -> User:
    return account()


@pytest.fixture
def said(site: Process) -> Contribution:
    what = Said(site.rounds.get(kind="online"), "idea", "Eine Bank am Fluss.", "de", email="a@example.org")
    return submit_contribution(site, said=what, form_key="doras-form", day=NOON.date())


def send(client: Client, monkeypatch: pytest.MonkeyPatch, round: str = "", **typed: str) -> Contribution:
    """The whole way of a contribution in this browser."""
    person = Person(client)
    page = person.open(kind="idea", round=round)
    monkeypatch.setattr(clock, "now", lambda: NOON + SOON)
    looked = person.post(page, "preview", words="Mehr Licht am Ufer.", **typed).content.decode()
    assert person.post(looked, "send", words="Mehr Licht am Ufer.", **hidden_keep(looked)).status_code == 200
    return Contribution.objects.filter(text="Mehr Licht am Ufer.").latest("pk")


def hidden_keep(page: str) -> dict[str, str]:
    found = re.search(r'name="keep" value="(\w*)"', page)
    return {"keep": found[1]} if found else {}


# From writing to the account


def test_what_somebody_says_signed_in_is_in_their_account(dora: User, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in(dora)
    page = Person(client).open(kind="idea")
    assert "dora@example.org" in page and 'name="keep"' in page and "checked" in page
    told = send(client, monkeypatch, keep="on")
    assert Holding.objects.get(user=dora).contribution == told
    assert "Mehr Licht am Ufer." in client.get(HOME).content.decode()


def test_whoever_takes_the_tick_off_has_it_in_no_account(dora: User, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in(dora)
    told = send(client, monkeypatch)
    assert (told.state, Holding.objects.filter(user=dora).count()) == ("public", 0)


def test_the_choice_survives_going_back_from_the_preview(dora: User, monkeypatch: pytest.MonkeyPatch) -> None:
    person = Person(signed_in(dora))
    page = person.open(kind="idea")
    for typed, ticked in (({}, False), ({"keep": "on"}, True)):
        looked = person.post(page, "preview", **typed).content.decode()
        back = person.post(looked, "change", **hidden_keep(looked)).content.decode()
        assert bool(re.search(r'name="keep"[^>]*checked', back)) is ticked


def test_a_stranger_sees_no_tick_and_cannot_smuggle_one(site: Process, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    assert 'name="keep"' not in Person(client).open(kind="idea")
    send(client, monkeypatch, keep="on")
    assert not Holding.objects.filter(contribution__text="Mehr Licht am Ufer.").exists()


def test_a_youth_round_keeps_nothing_by_itself(dora: User, site: Process, monkeypatch: pytest.MonkeyPatch) -> None:
    Round.objects.filter(process=site, kind="online").update(youth=True)
    client = signed_in(dora)
    young = "online-beteiligung"
    page = Person(client).open(kind="idea", round=young)
    assert ('name="words"' in page, 'name="keep"' in page) == (True, False)
    told = send(client, monkeypatch, young, keep="on")
    assert not Holding.objects.filter(user=dora).exists()
    hold(dora, contribution=told)
    assert "wird vor dem Veröffentlichen gelesen" in client.get(HOME).content.decode()


def test_the_code_of_a_receipt_adds_a_contribution(dora: User, said: Contribution) -> None:
    client = signed_in(dora)
    done = client.post("/konto/beleg-code/", {"code": CODE.lower().replace("-", " ")})
    again = client.post("/konto/beleg-code/", {"code": CODE})
    assert (done.status_code, again.headers["Location"]) == (302, f"/konto/beitrag/auenstadt/{said.key}/")
    assert Holding.objects.get(user=dora).contribution == said
    for code in ("0000-0000-0000-0000", "", "💧", "post:x", "x" * 500):
        wrong = client.post("/konto/beleg-code/", {"code": code})
        assert (wrong.status_code, len(errors(wrong.content.decode()))) == (422, 1), code


# What one may do there, and nobody else


@pytest.mark.parametrize("what", ["", "beleg/", "zurueckziehen/", "loeschen/", "entfernen/"])
def test_what_somebody_else_said_is_not_there(dora: User, said: Contribution, what: str) -> None:
    hold(account("bob@example.org"), contribution=said)
    client = signed_in(dora)
    address = f"/konto/beitrag/auenstadt/{said.key}/{what}"
    method = client.get if what == "" else client.post
    statuses = [
        method(one, {"confirm": "yes"}).status_code for one in (address, address.replace(said.key, "gibtsnicht"))
    ]
    said.refresh_from_db()
    assert (statuses, said.state, Holding.objects.filter(contribution=said).count()) == ([404, 404], "public", 1)
    assert Client().get(address).status_code in (302, 405)


def test_withdrawing_and_erasing_ask_first_and_then_are_done(dora: User, said: Contribution) -> None:
    hold(dora, contribution=said)
    client, address = signed_in(dora), f"/konto/beitrag/auenstadt/{said.key}/"
    assert "Beitrag zurückziehen?" in client.post(f"{address}zurueckziehen/").content.decode()
    said.refresh_from_db()
    assert said.state == "public"
    done = client.post(f"{address}zurueckziehen/", {"confirm": "yes"})
    twice = client.post(f"{address}zurueckziehen/", {"confirm": "yes"})
    said.refresh_from_db()
    assert (done.status_code, twice.status_code, said.state) == (200, 409, "withdrawn")
    client.post(f"{address}loeschen/", {"confirm": "yes"})
    said.refresh_from_db()
    page = client.get(HOME).content.decode()
    assert (said.state, said.text, "gelöscht" in page, "Eine Bank" in page) == ("erased", "", True, False)
    assert client.post(f"{address}beleg/").status_code == 410


def test_taking_it_out_of_the_account_leaves_it_as_it_is(dora: User, said: Contribution) -> None:
    hold(dora, contribution=said)
    signed_in(dora).post(f"/konto/beitrag/auenstadt/{said.key}/entfernen/")
    said.refresh_from_db()
    assert (said.state, Holding.objects.filter(user=dora).count()) == ("public", 0)


def test_a_receipt_can_be_had_from_the_account(dora: User, site: Process, said: Contribution) -> None:
    from stadtgespraech.web.actions.log import sequence

    hold(dora, contribution=said)
    client, address = signed_in(dora), f"/konto/beitrag/auenstadt/{said.key}/beleg/"
    assert client.post(address).status_code == 202
    sequence(site)
    assert client.post(address).headers["Content-Disposition"] == 'attachment; filename="beleg.tlog-proof"'


def test_each_part_shows_its_state_and_leads_to_what_became_of_it(site: Process, dora: User) -> None:
    told = Contribution.objects.filter(process=site, parts__superseded=True).first()
    assert told is not None
    hold(dora, contribution=told)
    client = signed_in(dora)
    page = client.get(HOME).content.decode()
    article = page.split("<article", 1)[1].split("</article>")[0]
    open_parts = told.parts.filter(superseded=False).count()
    assert (article.count('class="badge'), f"/konto/beitrag/auenstadt/{told.key}/" in article) == (open_parts, True)
    detail = client.get(f"/konto/beitrag/auenstadt/{told.key}/").content.decode()
    assert detail.count('class="outcome"') == open_parts and 'name="code"' not in detail


def test_a_page_of_one_and_of_three_contributions_cost_the_same(site: Process, dora: User) -> None:
    rows = list(Contribution.objects.filter(process=site, about__isnull=False, state="public")[:3])
    texts = list(site.texts.filter(kind="statement")[:3])
    client, counts = signed_in(dora), []
    for number in (1, 3):
        for row, text in zip(rows[:number], texts[:number], strict=True):
            hold(dora, contribution=row)
            follow(dora, process=site, text=text)
        client.get(HOME)
        with CaptureQueriesContext(connection) as queries:
            client.get(HOME)
        counts.append(len(queries))
    assert counts == [11, 11]


# Following


def test_a_statement_is_followed_and_left_again(site: Process, dora: User) -> None:
    client = signed_in(dora)
    address = "/konto/folgen/auenstadt/zielbilder/der-fluss-gehoert-allen/"
    assert f'href="{address}"' in client.get("/auenstadt/zielbilder/der-fluss-gehoert-allen/").content.decode()
    for _ in range(2):
        assert client.post(address).headers["Location"] == HOME
    assert Following.objects.filter(user=dora).count() == 1
    page = client.get(HOME).content.decode()
    assert "Der Fluss gehört allen." in page and "Sie hören von uns" in page
    assert "Nicht mehr folgen?" in client.get(address).content.decode()
    client.post(address, {"stop": "1"})
    assert not Following.objects.filter(user=dora).exists()


@pytest.mark.parametrize("address", ["x/", "auenstadt/zielbilder/x/", "auenstadt/x/der-fluss-gehoert-allen/"])
def test_what_is_not_there_cannot_be_followed(site: Process, dora: User, address: str) -> None:
    answer = signed_in(dora).post(f"/konto/folgen/{address}")
    assert (answer.status_code, Following.objects.filter(user=dora).count()) == (404, 0)


def test_following_twice_at_once_is_refused_by_the_database(site: Process, dora: User) -> None:
    text = site.texts.filter(kind="statement").first()
    for row in (None, text):
        Following.objects.create(user=dora, process=site, text=row)
        with pytest.raises(IntegrityError), transaction.atomic():
            Following.objects.create(user=dora, process=site, text=row)


# Messages, data, the end


def test_how_often_and_in_which_language_is_chosen(dora: User) -> None:
    client = signed_in(dora)
    client.post("/konto/nachrichten/", {"digest": "weekly", "language": "pl"})
    dora.refresh_from_db()
    assert (dora.digest, dora.language, dora.told_at) == ("weekly", "pl", NOON)
    client.post("/konto/nachrichten/", {"digest": "hourly", "language": "xx", "is_superuser": "1"})
    dora.refresh_from_db()
    assert (dora.digest, dora.language, dora.is_superuser) == ("weekly", "pl", False)
    assert "Es hat sich nichts geändert." in client.get(HOME).content.decode()


def test_all_that_is_kept_can_be_taken_along(site: Process, dora: User, said: Contribution) -> None:
    hold(dora, contribution=said)
    text = site.texts.get(kind="statement", slug="der-fluss-gehoert-allen")
    follow(dora, process=site, text=text)
    give_role(site, user=dora, role="editor")
    response = signed_in(dora).get("/konto/daten.json")
    part = {"start": 0, "end": len(said.text), "state": "received"}
    assert response.headers["Content-Disposition"] == 'attachment; filename="konto.json"'
    assert json.loads(response.content) == {
        "email": "dora@example.org", "language": "de", "digest": "edition", "joined": "2026-06-10", "password": False,
        "second_factor": False, "city_sign_in": False, "roles": [{"process": "auenstadt", "role": "editor"}],
        "follows": [{"process": "auenstadt", "text": "der-fluss-gehoert-allen"}],
        "contributions": [{
            "process": "auenstadt", "id": said.key, "round": said.round.name, "day": "2026-06-10", "language": "de",
            "text": said.text, "state": "public", "about": None, "parts": [part],
        }],
    }  # fmt: skip


def test_deleting_the_account_asks_first_and_leaves_what_was_said(
    site: Process, dora: User, said: Contribution
) -> None:
    hold(dora, contribution=said)
    give_role(site, user=dora, role="editor")
    Message.objects.create(to=dora.email, subject="x", body="x", written_at=NOON)
    client = signed_in(dora)
    client.post("/konto/loeschen/")
    assert User.objects.filter(pk=dora.pk).exists()
    done = client.post("/konto/loeschen/", {"confirm": "yes"})
    said.refresh_from_db()
    rows = [model.objects.filter(user_id=dora.pk).count() for model in (Holding, Following, Role)]
    assert "Ihr Konto ist gelöscht" in done.content.decode()
    assert (rows, User.objects.filter(pk=dora.pk).exists(), said.state) == ([0, 0, 0], False, "public")
    assert (client.get(HOME).status_code, Message.objects.filter(to="dora@example.org").count()) == (302, 0)


# Roles


def visit(client: Client, process: Process, *roles: str) -> Any:
    """What happens to whoever enters a room for these roles."""
    request = client.get(HOME).wsgi_request
    try:
        return sorted(access.get_member(request, process, *roles).roles)
    except Http404:
        return 404
    except PermissionDenied:
        return 403
    except Exception as found:
        return found.response.headers["Location"]  # type: ignore[attr-defined]


def test_a_room_lets_in_whoever_has_a_role_and_showed_the_second_step(site: Process, dora: User) -> None:
    other = Process.objects.create(slug="andere", title="Andere", city="Anderswo", created_on=NOON.date())
    client = signed_in(dora)
    assert (visit(Client(), site, "editor"), visit(client, site, "editor")) == (404, 404)
    give_role(site, user=dora, role="editor")
    give_role(site, user=dora, role="editor")
    assert visit(client, other, "editor") == 404
    assert visit(client, site, "editor", "moderator") == "/konto/anmeldung/app/?next=%2Fkonto%2F"
    assert "brauchen Sie beim Anmelden einen zweiten Schritt" in client.get(HOME).content.decode()
    with_factor(dora)
    assert visit(client, site, "editor") == "/konto/bestaetigen/app/?next=%2Fkonto%2F"
    back = client.post("/konto/bestaetigen/app/?next=/konto/", {"code": factor_code(dora)})
    assert (back.headers["Location"], visit(client, site, "editor")) == (HOME, ["editor"])
    assert (visit(client, site, "moderator"), visit(client, site)) == (403, ["editor"])
    assert "Redaktion" in client.get(HOME).content.decode()


def test_signing_in_with_both_steps_opens_the_room_at_once(site: Process) -> None:
    user = with_factor(account(password=PASSWORD))
    give_role(site, user=user, role="organiser")
    client = Client()
    client.post("/konto/anmelden/passwort/", {"login": user.email, "password": PASSWORD})
    client.post("/konto/anmelden/zweiter-schritt/", {"code": factor_code(user)})
    assert visit(client, site, "organiser") == ["organiser"]


def test_the_database_knows_which_roles_there_are_and_which_names_are_taken(site: Process, dora: User) -> None:
    for model, row in [
        (Role, {"process": site, "user": dora, "role": "king"}),
        *[(Process, {"slug": slug, "title": "x", "city": "x", "created_on": NOON.date()}) for slug in RESERVED],
        (User, {"email": "DORA@example.org", "joined_at": NOON, "told_at": NOON}),
    ]:
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.create(**row)
