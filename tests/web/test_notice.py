"""Whoever left an address hears once what became of what they said, and is forgotten."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection

from stadtgespraech.web import clock
from stadtgespraech.web.actions.contribution import Said, submit_contribution
from stadtgespraech.web.actions.disposition import answer_part
from stadtgespraech.web.actions.notice import contribution_of_token, mail_token, tell_answered
from stadtgespraech.web.models import Address, Contribution, Message, Process
from stadtgespraech.web.tasks import PAUSE, send_messages, tick

from .conftest import NOON

DAY = datetime.date(2026, 6, 10)


@pytest.fixture
def said(site: Process) -> Contribution:
    """A contribution in Polish, whose author wants to hear of it."""
    what = Said(site.rounds.get(kind="online"), "idea", "Więcej ławek.", "pl", email="alice@example.org")
    return submit_contribution(site, said=what, form_key="mail", day=DAY)


def answered(said: Contribution) -> None:
    answer_part(said.parts.get(), state="noted", day=DAY, reason="Danke.")


def test_nobody_hears_before_every_part_is_answered(site, said):
    assert (tell_answered(site), Address.objects.count(), Message.objects.count()) == (0, 1, 0)


def test_the_author_hears_once_and_the_address_is_forgotten(site, said):
    answered(said)
    assert (tell_answered(site), tell_answered(site)) == (1, 0)
    message = Message.objects.get()
    token = re.search(r"/pl/auenstadt/mein-beitrag/post/([^/\s]+)/", message.body)[1]
    assert contribution_of_token(site, token) == said
    assert send_messages() == 1
    assert [(sent.to, sent.subject) for sent in mail.outbox] == [(["alice@example.org"], message.subject)]
    message.refresh_from_db()
    assert (Address.objects.count(), message.to, message.body) == (0, "", "")


def test_a_mail_server_that_is_down_loses_nothing(site, said, monkeypatch):
    answered(said)
    tell_answered(site)
    with monkeypatch.context() as down:
        down.setattr(EmailBackend, "send_messages", lambda *_: (_ for _ in ()).throw(ConnectionRefusedError()))
        assert send_messages() == 0
    waiting = Message.objects.get()
    assert (waiting.sent_at, waiting.tries, waiting.to) == (None, 0, "alice@example.org")
    monkeypatch.setattr(clock, "now", lambda: NOON + PAUSE)
    assert (send_messages(), len(mail.outbox)) == (1, 1)


def test_a_link_that_was_altered_or_is_another_process_leads_nowhere(site, said):
    other = Process.objects.create(slug="andere", title="Andere", city="Andernach", created_on=DAY)
    token = mail_token(said)
    assert contribution_of_token(site, token[:-1] + ("A" if token[-1] != "A" else "B")) is None
    assert contribution_of_token(other, token) is None


def waiting_for(to: str) -> Message:
    return Message.objects.create(to=to, subject="Neues", body="Guten Tag,", written_at=NOON)


def refuse(code: int) -> Callable[..., None]:
    """A mail server that takes nothing for Bob, and says so with his address."""

    def send(_: object, messages: list[EmailMessage]) -> None:
        if messages[0].to == ["bob@example.org"]:
            raise SMTPRecipientsRefused({"bob@example.org": (code, b"<bob@example.org> unknown")})
        mail.outbox += messages

    return send


def test_an_address_that_nobody_can_write_to_is_given_up_and_stops_nothing(db, caplog):
    unwritable = waiting_for("a@" + "ä" * 63 + ".de")
    waiting_for("alice@example.org")
    tick()
    assert [sent.to for sent in mail.outbox] == [["alice@example.org"]]
    unwritable.refresh_from_db()
    assert (unwritable.to, unwritable.body, unwritable.sent_at, send_messages()) == ("", "", None, 0)
    assert "ä" not in caplog.text


def test_somebody_whose_server_refuses_for_good_is_given_up_and_the_others_hear(db, monkeypatch, caplog):
    for to in ("bob@example.org", "alice@example.org"):
        waiting_for(to)
    monkeypatch.setattr(EmailBackend, "send_messages", refuse(550))
    assert (send_messages(), [sent.to for sent in mail.outbox]) == (1, [["alice@example.org"]])
    assert [(row.to, row.body) for row in Message.objects.all()] == [("", ""), ("", "")]
    assert "bob" not in caplog.text


def test_somebody_whose_server_refuses_for_now_is_tried_again_after_a_pause(db, monkeypatch):
    waiting_for("bob@example.org")
    with monkeypatch.context() as busy:
        busy.setattr(EmailBackend, "send_messages", refuse(450))
        assert (send_messages(), Message.objects.get().tries) == (0, 1)
    assert send_messages() == 0
    monkeypatch.setattr(clock, "now", lambda: NOON + PAUSE)
    assert (send_messages(), [sent.to for sent in mail.outbox]) == (1, [["bob@example.org"]])


def test_a_mail_server_that_is_down_for_days_is_asked_once_a_minute_and_everything_goes_out_then(
    db, monkeypatch, caplog
):
    for number in range(3):
        waiting_for(f"alice{number}@example.org")
    asked: list[int] = []

    def down(*_: object) -> None:
        asked.append(1)
        raise SMTPServerDisconnected("alice0@example.org")

    with monkeypatch.context() as away:
        away.setattr(EmailBackend, "send_messages", down)
        for second in range(0, 7_200, 30):
            away.setattr(clock, "now", lambda second=second: NOON + datetime.timedelta(seconds=second))
            assert send_messages() == 0
    assert (len(asked), {row.tries for row in Message.objects.all()}) == (120, {0})
    monkeypatch.setattr(clock, "now", lambda: NOON + datetime.timedelta(days=9))
    assert (send_messages(), len(mail.outbox)) == (3, 3)
    assert "alice" not in caplog.text


def test_nothing_is_locked_while_the_mail_server_takes_its_time(db, monkeypatch):
    waiting_for("alice@example.org")
    depth: list[int] = []
    monkeypatch.setattr(EmailBackend, "send_messages", lambda *_: depth.append(len(connection.savepoint_ids)))
    before = len(connection.savepoint_ids)
    send_messages()
    assert depth == [before]


def test_a_step_of_the_worker_that_fails_is_told_and_stops_no_other(db, monkeypatch, caplog):
    waiting_for("alice@example.org")
    monkeypatch.setattr("stadtgespraech.web.tasks.write_digests", lambda _: 1 / 0)
    tick()
    assert len(mail.outbox) == 1
    assert [(row.levelname, row.message) for row in caplog.records] == [("ERROR", "write_all_digests")]
