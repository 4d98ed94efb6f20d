"""Contributions that somebody else puts into the site: letters, calls, e-mails, cards."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from stadtgespraech.ingest.picture import Picture
from stadtgespraech.web.actions.audit import audit
from stadtgespraech.web.actions.contribution import Said, sent_before, submit_contribution, withdraw
from stadtgespraech.web.actions.refusal import Reason, Refused
from stadtgespraech.web.actions.scan import keep_scans
from stadtgespraech.web.models import Contribution, Origin, Process, Round, User


@dataclass(frozen=True, slots=True)
class Came:
    """How it came, and when."""

    channel: str
    received_on: datetime.date
    pages: Sequence[Picture] = ()


def enter_contribution(
    process: Process, *, said: Said, came: Came, form_key: str, by: User, day: datetime.date
) -> Contribution:
    """Take in what came otherwise, once for each form. It is read by a moderator first where its round asks for that.
    Refused where the same form was sent with other words."""
    if not form_key:
        raise ValueError("without a form's key there is no receipt")

    def keep_origin() -> None:
        entered = sent_before(process, form_key)
        assert entered is not None
        Origin.objects.create(
            process=process,
            contribution=entered,
            channel=came.channel,
            received_on=came.received_on,
            entered_by=by,
        )
        audit(process, by=by, act="enter_contribution", about=f"contribution:{entered.key}", note=came.channel)
        keep_scans(entered, came.pages)

    held = said.round.moderation == Round.Moderation.BEFORE
    return submit_contribution(process, said=said, form_key=form_key, day=day, held=held, also=keep_origin)


@transaction.atomic
def take_back_entered(contribution: Contribution, *, by: User, day: datetime.date) -> None:
    """Whoever entered it takes it back: it was typed wrongly, or twice. Refused for everybody else."""
    if not Origin.objects.filter(contribution=contribution, entered_by=by).exists():
        raise Refused(Reason.STATE)
    withdraw(contribution, day=day)
    about = f"contribution:{contribution.key}"
    audit(contribution.process, by=by, act="take_back_entered", about=about)
