"""The author says that a decision is wrong; somebody who did not take it decides anew."""

from __future__ import annotations

import datetime

from django.db import IntegrityError, transaction

from stadtgespraech.web.actions.audit import audit
from stadtgespraech.web.actions.blackout import uncover
from stadtgespraech.web.actions.contribution import moderate, record_event
from stadtgespraech.web.actions.moderation import is_own
from stadtgespraech.web.actions.refusal import Reason, Refused
from stadtgespraech.web.actions.statement import tell_outcome
from stadtgespraech.web.models import Appeal, Contribution, Decision, User
from stadtgespraech.web.rules import APPEAL_DAYS

Kind, State = Decision.Kind, Contribution.State


def standing_decision(contribution: Contribution) -> Decision | None:
    """The last decision that still keeps something from readers."""
    rows = contribution.decisions.select_related("appeal").order_by("-pk")
    if contribution.state == State.HIDDEN:
        return rows.filter(kind=Kind.HIDDEN).first()
    if contribution.is_blacked and contribution.state != State.WITHDRAWN:
        return rows.filter(kind=Kind.BLACKED).first()
    return None


def can_be_appealed(decision: Decision, day: datetime.date) -> bool:
    """Once, within half a year."""
    return not hasattr(decision, "appeal") and (day - decision.day).days <= APPEAL_DAYS


@transaction.atomic
def appeal_decision(
    contribution: Contribution, *, words: str, day: datetime.date, appellant: User | None = None
) -> Appeal:
    """Appeal against what keeps the contribution, or something in it, from readers. `appellant` where whoever appeals
    works on the process."""
    row = Contribution.objects.select_for_update().get(pk=contribution.pk)
    decision = standing_decision(row)
    if decision is None:
        raise Refused(Reason.STATE)
    if not can_be_appealed(decision, day):
        raise Refused(Reason.LATE if not hasattr(decision, "appeal") else Reason.ANSWERED)
    try:
        with transaction.atomic():
            return Appeal.objects.create(
                process_id=row.process_id, decision=decision, words=words, day=day, appellant=appellant
            )
    except IntegrityError:
        raise Refused(Reason.ANSWERED) from None


@transaction.atomic
def decide_appeal(appeal: Appeal, *, by: User, outcome: str, answer: str, day: datetime.date) -> Appeal:
    """Say whether the author is right, and why. Refused for whoever took the decision, and for whoever appealed."""
    row = (
        Appeal.objects.select_for_update(of=("self",))
        .select_related("decision__contribution__process")
        .get(pk=appeal.pk)
    )
    decision, contribution = row.decision, row.decision.contribution
    check_second(row, by)
    if outcome == Appeal.Outcome.UPHELD:
        undo(decision, by, day)
    else:
        record_event(contribution, "moderated", day)
    row.outcome, row.answer, row.by, row.decided_on = outcome, answer, by, day
    row.save(update_fields=["outcome", "answer", "by", "decided_on"])
    tell_outcome(row)
    words = "stattgegeben" if outcome == Appeal.Outcome.UPHELD else "zurückgewiesen"
    audit(row.process, by=by, act="decide_appeal", about=f"contribution:{contribution.key}", note=words)
    return row


def check_second(appeal: Appeal, by: User) -> None:
    """Whether somebody may decide on an appeal. Refused."""
    if appeal.outcome:
        raise Refused(Reason.STATE)
    if appeal.appellant_id == by.pk or is_own(appeal.decision.contribution, by):
        raise Refused(Reason.OWN)
    if appeal.decision.by_id == by.pk:
        raise Refused(Reason.SECOND)


def undo(decision: Decision, by: User, day: datetime.date) -> None:
    """Show what the decision kept back, unless the author took it back meanwhile or it is gone."""
    contribution = decision.contribution
    if decision.kind == Kind.BLACKED and not uncover(contribution):
        raise Refused(Reason.STATE)
    if decision.kind == Kind.HIDDEN and contribution.state == State.HIDDEN:
        leaf = moderate(contribution, show=True, day=day)
    else:
        leaf = record_event(contribution, "moderated", day)
    Decision.objects.create(
        process=decision.process, contribution=contribution, kind=Kind.RESTORED, by=by, since=day, day=day, leaf=leaf
    )
