"""Who works on a process: roles given and taken, invitations sent, accepted once, revoked, over."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from stadtgespraech.web import tasks
from stadtgespraech.web.actions.role import give_role
from stadtgespraech.web.models import Audit, Invitation, Message, Process, Role

from .conftest import NOON
from .signing import account, signed_in, with_factor
from .working import worker


def room(process: Process) -> str:
    return reverse("office-people", args=[process.slug])


def invited(client: Client, process: Process, email: str = "neu@example.org", *roles: str) -> str:
    """Invite somebody; the path of the link in their letter."""
    answer = client.post(room(process), {"act": "invite", "email": email, "roles": roles or ("moderator",)})
    assert answer.status_code == 302, answer.content.decode()
    return last_link()


def last_link() -> str:
    letter = Message.objects.order_by("-pk").first()
    found = re.search(r"/\S+/arbeit/einladung/\S+/", letter.body if letter is not None else "")
    assert found is not None
    return re.sub(r"^.*?(?=/[^/]+/arbeit/)", "", found[0])


def roles(process: Process) -> set[tuple[str, str]]:
    """Who has what, but for the people of the demo."""
    rows = Role.objects.filter(process=process).exclude(user__email__endswith="@auenstadt.example")
    return set(rows.values_list("user__email", "role"))


def alone(process: Process) -> None:
    """The demo's people have left."""
    Role.objects.filter(process=process).delete()


def test_whoever_is_invited_accepts_once_and_is_led_to_the_second_factor(site: Process) -> None:
    boss, _user = worker(site, "organiser")
    link = invited(boss, site, "Neu@Example.org", "moderator", "editor")
    client = signed_in(account("neu@example.org"))
    assert "Einladung annehmen" in client.get(link).content.decode()
    accepted = client.post(link)
    led = client.get(accepted.headers["Location"])
    assert (accepted.status_code, led.headers["Location"].split("?")[0]) == (302, "/konto/anmeldung/app/")
    assert {("neu@example.org", "moderator"), ("neu@example.org", "editor")} <= roles(site)
    replayed = client.post(link)
    assert (replayed.status_code, "schon angenommen" in replayed.content.decode()) == (409, True)
    acts = list(Audit.objects.filter(process=site).order_by("pk").values_list("act", flat=True))
    assert acts[-4:] == ["invite", "accept_invitation", "give_role", "give_role"]


def test_a_letter_keeps_its_secret_nowhere_else(site: Process) -> None:
    boss, _user = worker(site, "organiser")
    token = invited(boss, site).rstrip("/").rsplit("/", 1)[1]
    row = Invitation.objects.get()
    assert token not in str([*Invitation.objects.values(), *Audit.objects.values()])
    assert (row.email, row.roles, row.is_waiting) == ("neu@example.org", ["moderator"], True)


def test_a_stranger_is_asked_to_sign_in_and_comes_back(site: Process) -> None:
    boss, _user = worker(site, "organiser")
    link = invited(boss, site)
    for answer in (Client().get(link), Client().post(link)):
        page = answer.content.decode()
        assert (answer.status_code, page.count("?next=%2Fauenstadt%2Farbeit%2Feinladung%2F")) == (200, 2)
    assert (Invitation.objects.get().used_at, "neu@example.org" in page) == (None, False)


def test_a_forwarded_link_is_good_for_nobody_else(site: Process) -> None:
    boss, _user = worker(site, "organiser")
    link, before = invited(boss, site), roles(site)
    answer = signed_in(account("andere@example.org")).post(link)
    page = answer.content.decode()
    assert (answer.status_code, "anderen E-Mail-Adresse" in page, "neu@example.org" in page) == (409, True, False)
    assert (roles(site), Invitation.objects.get().is_waiting) == (before, True)


def test_an_address_that_was_never_confirmed_does_not_count(site: Process) -> None:
    boss, _user = worker(site, "organiser")
    link, user = invited(boss, site), account("neu@example.org")
    user.emailaddress_set.update(verified=False)
    assert signed_in(user).post(link).status_code == 409


def expire(site: Process, boss: Client, link: str) -> None:
    Invitation.objects.update(sent_at=NOON - datetime.timedelta(days=20), expires_at=NOON)


def revoke(site: Process, boss: Client, link: str) -> None:
    boss.post(room(site), {"act": "revoke", "invitation": Invitation.objects.get().pk})


@pytest.mark.parametrize(("end", "words"), [(expire, "Zeit für diese Einladung ist um"), (revoke, "zurückgezogen")])
def test_what_is_over_or_revoked_says_so(site: Process, end: Callable[..., None], words: str) -> None:
    boss, _user = worker(site, "organiser")
    link, before = invited(boss, site), roles(site)
    end(site, boss, link)
    client = signed_in(account("neu@example.org"))
    answers = [client.get(link), client.post(link)]
    assert [(one.status_code, words in one.content.decode()) for one in answers] == [(409, True)] * 2
    assert roles(site) == before


def test_an_invitation_sent_again_has_a_new_link_and_the_old_one_is_nothing(site: Process) -> None:
    boss, _user = worker(site, "organiser")
    old = invited(boss, site)
    boss.post(room(site), {"act": "again", "invitation": Invitation.objects.get().pk})
    new, client = last_link(), signed_in(account("neu@example.org"))
    assert [client.get(old).status_code, client.post(new).status_code] == [404, 302]


def test_an_address_is_invited_once_until_its_time_is_up(site: Process) -> None:
    boss, _user = worker(site, "organiser")
    link, sent = invited(boss, site), {"act": "invite", "email": "NEU@example.org", "roles": ["editor"]}
    twice = boss.post(room(site), sent)
    assert (twice.status_code, "schon eine Einladung unterwegs" in twice.content.decode()) == (422, True)
    expire(site, boss, link)
    assert boss.post(room(site), sent).status_code == 302
    assert [(one.roles, one.is_waiting) for one in Invitation.objects.order_by("pk")] == [
        (["moderator"], False),
        (["editor"], True),
    ]


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"email": "", "roles": ["editor"]}, "Bitte schreiben Sie die Adresse"),
        ({"email": "niemand", "roles": ["editor"]}, "Das ist keine E-Mail-Adresse"),
        ({"email": "a\r\nbcc: b@example.org", "roles": ["editor"]}, "Das ist keine E-Mail-Adresse"),
        ({"email": "a@example.org\0", "roles": ["editor"]}, "Das ist keine E-Mail-Adresse"),
        ({"email": f"{'a' * 300}@example.org", "roles": ["editor"]}, "zu lang"),
        ({"email": "neu@example.org"}, "mindestens eine Aufgabe"),
        ({"email": "neu@example.org", "roles": ["king"]}, "wählen Sie aus der Liste"),
        ({"email": "organiser@auenstadt.example.org", "roles": ["editor"]}, "arbeitet schon mit"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_sent(
    site: Process, sent: dict[str, Any], words: str
) -> None:
    boss, _user = worker(site, "organiser")
    answer = boss.post(room(site), {"act": "invite", **sent})
    assert (answer.status_code, words in answer.content.decode(), Invitation.objects.count()) == (422, True, 0)
    assert Message.objects.count() == 0


def test_roles_are_given_and_taken(site: Process) -> None:
    boss, _user = worker(site, "organiser")
    _client, other = worker(site, "editor", email="zweite@example.org")
    boss.post(room(site), {"act": "give", "user": other.pk, "role": "releaser"})
    boss.post(room(site), {"act": "take", "user": other.pk, "role": "editor"})
    assert roles(site) == {("organiser@auenstadt.example.org", "organiser"), ("zweite@example.org", "releaser")}


def test_the_last_organiser_stays(site: Process) -> None:
    alone(site)
    boss, user = worker(site, "organiser")
    before = roles(site)
    answer = boss.post(room(site), {"act": "take", "user": user.pk, "role": "organiser"}, follow=True)
    assert ("keine Leitung mehr" in answer.content.decode(), roles(site)) == (True, before)


@pytest.mark.parametrize(("other_roles", "goes"), [(["editor"], "/auenstadt/arbeit/"), ([], "/konto/")])
def test_whoever_leaves_the_leadership_goes_where_they_still_may(
    site: Process, other_roles: list[str], goes: str
) -> None:
    alone(site)
    boss, user = worker(site, "organiser", *other_roles)
    worker(site, "organiser", email="zweite@example.org")
    answer = boss.post(room(site), {"act": "take", "user": user.pk, "role": "organiser"})
    assert answer.headers["Location"] == goes


def test_an_account_that_is_shut_is_no_organiser_who_could_stay(site: Process) -> None:
    alone(site)
    boss, user = worker(site, "organiser")
    give_role(
        site,
        user=account("zu@example.org"),
        role="organiser",
    )
    type(user).objects.filter(email="zu@example.org").update(is_active=False)
    boss.post(room(site), {"act": "take", "user": user.pk, "role": "organiser"})
    assert Role.objects.filter(user=user, role="organiser").exists()


def test_people_and_invitations_of_others_are_not_there(site: Process) -> None:
    boss, _user = worker(site, "organiser")
    other = Process.objects.create(slug="andere", title="Andere", city="Anderswo", created_on=NOON.date())
    there, them = worker(other, "organiser", email="dort@example.org")
    invited(there, other)
    foreign = Invitation.objects.get().pk
    sent: list[dict[str, Any]] = [
        {"act": act, "user": key, "role": "editor"} for act in ("give", "take") for key in (them.pk, "", "x", "9" * 30)
    ] + [{"act": act, "invitation": key} for act in ("again", "revoke") for key in (foreign, "", "-1", "²")]
    assert {boss.post(room(site), one).status_code for one in sent} == {404}
    assert Invitation.objects.get().is_waiting


def test_an_unknown_act_or_role_changes_nothing(site: Process) -> None:
    boss, user = worker(site, "organiser")
    before = roles(site)
    for sent in ({"act": "erase"}, {}, {"act": "give", "user": user.pk, "role": "king"}):
        assert "nichts geändert" in boss.post(room(site), sent, follow=True).content.decode()
    assert roles(site) == before


@pytest.mark.parametrize("count", [1, 4])
def test_the_room_asks_as_often_for_many_as_for_one(
    site: Process, count: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    boss, _user = worker(site, "organiser")
    for number in range(count):
        give_role(site, user=with_factor(account(f"p{number}@example.org")), role="editor")
        invited(boss, site, f"i{number}@example.org")
    boss.get(room(site))
    with django_assert_num_queries(8):
        boss.get(room(site))


def test_addresses_of_old_invitations_are_forgotten(site: Process) -> None:
    boss, _user = worker(site, "organiser")
    invited(boss, site)
    Invitation.objects.update(sent_at=NOON - datetime.timedelta(days=60), expires_at=NOON - datetime.timedelta(days=29))
    tasks.forget()
    kept = Invitation.objects.count()
    Invitation.objects.update(expires_at=NOON - datetime.timedelta(days=31))
    tasks.forget()
    assert (kept, Invitation.objects.count()) == (1, 0)
