"""Asking the author of a contribution, and what they answer."""

from __future__ import annotations

import datetime

from django.db import transaction

from stadtgespraech.web.actions.audit import audit
from stadtgespraech.web.actions.moderation import held_for
from stadtgespraech.web.actions.refusal import Reason, Refused
from stadtgespraech.web.actions.statement import tell_question
from stadtgespraech.web.models import Contribution, Inquiry, User


@transaction.atomic
def ask_author(contribution: Contribution, *, by: User, question: str, day: datetime.date) -> Inquiry:
    """Put a question on the page that the code opens. One at a time."""
    row = held_for(contribution, by, Contribution.State.HELD, Contribution.State.PUBLIC)
    if row.inquiries.filter(answered_on=None).exists():
        raise Refused(Reason.STATE)
    inquiry = Inquiry.objects.create(process=row.process, contribution=row, question=question, by=by, day=day)
    tell_question(inquiry)
    audit(row.process, by=by, act="ask_author", about=f"contribution:{row.key}")
    return inquiry


@transaction.atomic
def answer_inquiry(contribution: Contribution, *, words: str, day: datetime.date) -> None:
    """The author answers, once. Refused where nothing is asked."""
    waiting = Inquiry.objects.filter(contribution=contribution, answered_on=None)
    if not waiting.update(answer=words, answered_on=day):
        raise Refused(Reason.ANSWERED)
