"""Whoever left an address hears once what became of what they said, and is forgotten."""

from __future__ import annotations

import datetime
import re

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from stadtgespraech.web.actions.contribution import Said, submit_contribution
from stadtgespraech.web.actions.disposition import answer_part
from stadtgespraech.web.actions.notice import contribution_of_token, mail_token, tell_answered
from stadtgespraech.web.models import Address, Contribution, Message, Process
from stadtgespraech.web.tasks import send_messages

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
    assert (waiting.sent_at, waiting.tries, waiting.to) == (None, 1, "alice@example.org")
    assert (send_messages(), len(mail.outbox)) == (1, 1)


def test_a_link_that_was_altered_or_is_another_process_leads_nowhere(site, said):
    other = Process.objects.create(slug="andere", title="Andere", city="Andernach", created_on=DAY)
    token = mail_token(said)
    assert contribution_of_token(site, token[:-1] + ("A" if token[-1] != "A" else "B")) is None
    assert contribution_of_token(other, token) is None
