"""Digests: numbers and links about what somebody follows and said, once a period, never what others wrote."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from stadtgespraech.web.actions.contribution import Said, moderate, submit_contribution
from stadtgespraech.web.actions.digest import WEEK, unsubscribe_token, write_digest, write_digests
from stadtgespraech.web.actions.disposition import answer_part
from stadtgespraech.web.actions.following import follow
from stadtgespraech.web.actions.holding import hold
from stadtgespraech.web.actions.log import sequence_all
from stadtgespraech.web.models import Contribution, DigestMark, Message, Process, Text, User
from stadtgespraech.web.tasks import send_messages

from .conftest import NOON
from .signing import account

LATER = NOON + WEEK


@pytest.fixture
def fluss(site: Process) -> Text:
    return site.texts.get(kind="statement", slug="der-fluss-gehoert-allen")


@pytest.fixture
def dora(site: Process, fluss: Text) -> User:
    """She follows one statement, and hears every week."""
    user = account(language="en")
    User.objects.filter(pk=user.pk).update(digest="weekly")
    user.refresh_from_db()
    follow(user, process=site, text=fluss)
    return user


def say(site: Process, about: Text | None, words: str = "Geheimes Wort.", **known: bool) -> Contribution:
    said = Said(site.rounds.get(kind="online"), "feedback", words, "de", intent="change", about=about)
    found = submit_contribution(site, said=said, form_key=words, day=NOON.date(), **known)
    sequence_all()
    return found


def letters() -> list[str]:
    return [f"{one.to}: {one.body}" for one in Message.objects.filter(unsubscribe__gt="").order_by("pk")]


def test_nothing_new_writes_nothing_and_begins_a_new_week(site: Process, dora: User) -> None:
    write_digests(LATER)
    dora.refresh_from_db()
    assert (letters(), dora.told_at) == ([], LATER)


def test_a_week_is_told_once_with_numbers_and_links_only(site: Process, dora: User, fluss: Text) -> None:
    say(site, fluss, "Erstes Wort.")
    say(site, fluss, "Zweites Wort.")
    say(site, None, "Anderswo.")
    assert write_digests(LATER - datetime.timedelta(seconds=1)) == 0
    assert (write_digests(LATER), write_digests(LATER)) == (1, 0)
    body = letters()[0]
    assert len(letters()) == 1 and "http://localhost:8000/en/auenstadt/zielbilder/der-fluss-gehoert-allen/" in body
    assert "Wort" not in body and "2" in body and "STADTSTRATEGIE AUENSTADT 2040" in body
    write_digests(LATER + WEEK)
    assert len(letters()) == 1


def test_what_happened_before_somebody_followed_is_no_news(site: Process, fluss: Text) -> None:
    said = Said(site.rounds.get(kind="online"), "idea", "Vorher.", "de", about=fluss)
    submit_contribution(site, said=said, form_key="vorher", day=NOON.date())  # no number yet
    user = account()
    User.objects.filter(pk=user.pk).update(digest="weekly")
    follow(user, process=site, text=fluss)
    sequence_all()
    write_digests(LATER)
    assert letters() == []


def test_held_contributions_are_told_once_they_are_shown(site: Process, dora: User, fluss: Text) -> None:
    told = say(site, fluss, held=True)
    write_digests(LATER)
    assert letters() == []
    moderate(told, show=True, day=NOON.date())
    sequence_all()
    write_digests(LATER + WEEK)
    assert len(letters()) == 1


def test_ones_own_words_are_no_news_but_their_answer_is(site: Process, dora: User, fluss: Text) -> None:
    mine = say(site, fluss)
    hold(dora, contribution=mine)
    write_digests(LATER)
    assert letters() == []
    answer_part(mine.parts.get(), state="noted", day=NOON.date(), reason="Danke, Geheimes.")
    sequence_all()
    write_digests(LATER + WEEK)
    assert len(letters()) == 1 and "http://localhost:8000/en/konto/" in letters()[0] and "Geheimes" not in letters()[0]


def test_a_whole_process_is_followed_without_counting_twice(site: Process, dora: User, fluss: Text) -> None:
    follow(dora, process=site)
    say(site, fluss, "Eins.")
    say(site, None, "Zwei.")
    write_digests(LATER)
    body = letters()[0]
    assert (body.count("/zielbilder/der-fluss-gehoert-allen/"), body.count("/beitraege/")) == (1, 1)


def test_an_edition_is_told_to_whoever_waits_for_it_with_what_changed(site: Process, fluss: Text) -> None:
    bob = account("bob2@example.org")
    follow(bob, process=site, text=fluss)
    assert write_digests(NOON) == 0
    product = fluss.product
    base = product.editions.order_by("number").last()
    DigestMark.objects.filter(user=bob).update(told=0)  # as if Bob had followed from the first day
    assert (write_digests(NOON), write_digests(NOON)) == (1, 0)
    body = letters()[0]
    assert base is not None and base.name in body and "/auenstadt/fassung/zweite-fassung/" in body
    assert "/auenstadt/anpassungen/?fassung=zweite-fassung&bild=der-fluss-gehoert-allen" in body


def test_a_worker_that_dies_in_between_has_told_nothing_and_tells_it_later(
    site: Process, dora: User, fluss: Text, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(site, fluss)
    marks = list(DigestMark.objects.values_list("told", flat=True))
    real = Message.save

    def save_and_die(message: Message, **known: Any) -> None:
        real(message, **known)
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(Message, "save", save_and_die)
        with pytest.raises(KeyboardInterrupt):
            write_digest(dora, now=LATER)
    dora.refresh_from_db()
    assert (letters(), dora.told_at, list(DigestMark.objects.values_list("told", flat=True))) == ([], NOON, marks)
    write_digests(LATER)
    assert len(letters()) == 1


def test_two_workers_tell_it_once(site: Process, dora: User, fluss: Text) -> None:
    say(site, fluss)
    twin = User.objects.get(pk=dora.pk)
    assert (write_digest(dora, now=LATER), write_digest(twin, now=LATER), len(letters())) == (True, False, 1)


def test_the_message_carries_its_way_out_for_people_and_programs(site: Process, dora: User, fluss: Text) -> None:
    say(site, fluss)
    write_digests(LATER)
    send_messages()
    sent = mail.outbox[0]
    link = re.search(r"http://localhost:8000(/en/konto/abbestellen/\S+/)", sent.body)
    assert link is not None
    assert sent.extra_headers == {
        "List-Unsubscribe": f"<http://localhost:8000{link[1]}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }  # fmt: skip
    client = Client(enforce_csrf_checks=True)
    client.get(link[1])
    dora.refresh_from_db()
    assert dora.digest == "weekly"
    done = client.post(link[1], {"List-Unsubscribe": "One-Click"})
    dora.refresh_from_db()
    assert (done.status_code, done.cookies, dora.digest) == (200, {}, "none")
    say(site, fluss, "Noch eins.")
    assert write_digests(LATER + WEEK) == 0


def test_an_altered_or_old_link_leads_nowhere(site: Process, dora: User) -> None:
    token = unsubscribe_token(dora)
    assert Client().post(f"/konto/abbestellen/{token[:-1]}{'A' if token[-1] != 'A' else 'B'}/").status_code == 404
    dora.delete()
    assert Client().post(f"/konto/abbestellen/{token}/").status_code == 404


def test_a_digest_of_one_and_of_three_contributions_costs_the_same(site: Process, dora: User, fluss: Text) -> None:
    counts = []
    for round, number in enumerate((1, 3), 1):
        for at in range(number):
            say(site, fluss, f"Wort {round} {at}.")
        dora.refresh_from_db()
        with CaptureQueriesContext(connection) as queries:
            write_digest(dora, now=NOON + round * WEEK)
        counts.append(len(queries))
    assert counts == [11, 11]
