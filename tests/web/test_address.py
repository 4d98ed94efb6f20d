"""An address for the answer, left or taken back with the code: where an answer is to come, and never of the young."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stadtgespraech.web.actions.address import forget_address, leave_address, may_hear
from stadtgespraech.web.actions.contribution import Said, code_of, erase, submit_contribution, withdraw
from stadtgespraech.web.actions.disposition import answer_part
from stadtgespraech.web.actions.notice import tell_answered
from stadtgespraech.web.actions.refusal import Refused
from stadtgespraech.web.models import Address, Contribution, Message, Process

from .conftest import NOON
from .people import LOOKUP, Person, errors

CODE = code_of("alices-form")
HEAR = f"{LOOKUP}adresse/"


def tell(site: Process, kind: str = "online", slug: str = "") -> Contribution:
    round = site.rounds.get(slug=slug) if slug else site.rounds.get(kind=kind)
    said = Said(round, "idea", "Eine Bank am Fluss.", "de")
    return submit_contribution(site, said=said, form_key="alices-form", day=NOON.date())


@pytest.fixture
def said(site: Process) -> Contribution:
    return tell(site)


@pytest.fixture
def alice(said: Contribution) -> Person:
    return Person()


def kept() -> list[str]:
    return list(Address.objects.values_list("email", flat=True))


def test_an_address_is_left_replaced_and_forgotten_with_the_code(alice: Person) -> None:
    shown = alice.client.post(LOOKUP, {"code": CODE}).content.decode()
    seen = []
    for data in ({"email": "a@example.org"}, {"email": "b@example.org"}, {"forget": "1"}, {"forget": "1"}):
        page = alice.client.post(HEAR, {"code": CODE, **data})
        seen.append((page.status_code, kept(), page.headers["Cache-Control"]))
    assert "Adresse notieren" in shown
    assert seen == [
        (200, ["a@example.org"], "no-store"),
        (200, ["b@example.org"], "no-store"),
        (200, [], "no-store"),
        (200, [], "no-store"),
    ]


def test_whoever_left_one_afterwards_hears_of_the_answer_once(alice: Person, site: Process, said: Contribution) -> None:
    alice.client.post(HEAR, {"code": CODE, "email": "a@example.org"})
    answer_part(said.parts.get(), state="noted", day=NOON.date(), reason="Danke.")
    assert (tell_answered(site), tell_answered(site), kept()) == (1, 0, [])
    assert [message.to for message in Message.objects.order_by("-pk")[:1]] == ["a@example.org"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Bitte schreiben Sie Ihre Adresse in das Feld."),
        ("kein-at", "Das ist keine vollständige Adresse. Sie sieht so aus: name@beispiel.de"),
        ("a@b.de\nBcc: c@d.de", "Das ist keine vollständige Adresse. Sie sieht so aus: name@beispiel.de"),
        ("<script>@b.de", "Das ist keine vollständige Adresse. Sie sieht so aus: name@beispiel.de"),
    ],
)
def test_what_is_no_address_is_said_beside_the_field_and_kept_in_it(alice: Person, typed: str, words: str) -> None:
    page = alice.client.post(HEAR, {"code": CODE, "email": typed})
    text = page.content.decode()
    assert (page.status_code, errors(text), kept()) == (422, [words], [])
    assert "<script>@" not in text and (not typed or 'name="email" value="' in text)


def test_where_no_answer_will_come_none_is_kept(alice: Person, site: Process, said: Contribution) -> None:
    answer_part(said.parts.get(), state="noted", day=NOON.date(), reason="Danke.")
    shown = alice.client.post(LOOKUP, {"code": CODE}).content.decode()
    page = alice.client.post(HEAR, {"code": CODE, "email": "a@example.org"})
    assert ("Adresse notieren" in shown, page.status_code, kept()) == (False, 409, [])
    assert "Zu diesem Beitrag können wir keine Adresse mehr notieren" in page.content.decode()


@pytest.mark.parametrize("act", [withdraw, erase])
def test_what_was_taken_back_keeps_none(said: Contribution, act: object) -> None:
    act(said, day=NOON.date())  # type: ignore[operator]
    with pytest.raises(Refused):
        leave_address(said, email="a@example.org")
    assert (may_hear(said), kept()) == (False, [])


def test_a_youth_round_never_keeps_one_whatever_is_sent(site: Process) -> None:
    tell(site, slug="jugendrunde-im-netz")
    person = Person()
    shown = person.client.post(LOOKUP, {"code": CODE}).content.decode()
    page = person.client.post(HEAR, {"code": CODE, "email": "kind@example.org"})
    assert (re.findall(r'name="email"|type="email"|E-Mail-Adresse', shown), page.status_code, kept()) == ([], 409, [])


def test_an_address_alone_does_nothing(alice: Person) -> None:
    alice.client.post(HEAR, {"code": CODE, "email": "a@example.org"})
    page = alice.client.get(HEAR, {"code": CODE, "forget": "1"})
    wrong = alice.client.post(HEAR, {"code": "0000", "forget": "1"})
    assert (page.status_code, page.headers["Location"], wrong.status_code, kept()) == (
        302,
        LOOKUP,
        404,
        ["a@example.org"],
    )


def test_forgetting_what_is_not_there_is_no_error(said: Contribution) -> None:
    forget_address(said)
    assert kept() == []


def test_the_page_of_a_code_asks_as_often_with_an_address_as_without(alice: Person, said: Contribution) -> None:
    counts = []
    for _ in range(2):
        alice.client.post(LOOKUP, {"code": CODE})
        with CaptureQueriesContext(connection) as seen:
            alice.client.post(LOOKUP, {"code": CODE})
        counts.append(len(seen))
        leave_address(said, email="a@example.org")
    assert counts == [11, 11]
