"""What moderators decide: show, leave, hide, show again. Nothing is edited, nothing merged; each has its leaf."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import Min

from stadtgespraech.web.actions.audit import audit
from stadtgespraech.web.actions.contribution import moderate, record_event
from stadtgespraech.web.actions.refusal import Reason, Refused
from stadtgespraech.web.actions.statement import tell_decision
from stadtgespraech.web.models import Contribution, Decision, Holding, Leaf, Report, User
from stadtgespraech.web.rules import RULES

Kind, State = Decision.Kind, Contribution.State


@transaction.atomic
def publish_contribution(contribution: Contribution, *, by: User, day: datetime.date) -> Decision:
    """Show what was held."""
    row = held_for(contribution, by, State.HELD)
    since = waiting_since(row, day)
    return note_decision(row, Kind.PUBLISHED, moderate(row, show=True, day=day), by, since, day, "publish_contribution")


@transaction.atomic
def keep_contribution(contribution: Contribution, *, by: User, day: datetime.date) -> Decision:
    """Leave what is shown as it is; its reports are settled."""
    row = held_for(contribution, by, State.PUBLIC)
    since = waiting_since(row, day)
    settle_reports(row, Report.Outcome.KEPT, day)
    leaf = record_event(row, "moderated", day)
    return note_decision(row, Kind.KEPT, leaf, by, since, day, "keep_contribution")


@transaction.atomic
def hide_contribution(contribution: Contribution, *, by: User, reason: str, words: str, day: datetime.date) -> Decision:
    """Keep a contribution from readers, for a reason from the catalogue."""
    check_rule(reason, words)
    row = held_for(contribution, by, State.HELD, State.PUBLIC)
    since = waiting_since(row, day)
    settle_reports(row, Report.Outcome.FOLLOWED, day)
    leaf = moderate(row, show=False, day=day)
    return note_decision(row, Kind.HIDDEN, leaf, by, since, day, "hide_contribution", reason, words)


@transaction.atomic
def restore_contribution(contribution: Contribution, *, by: User, day: datetime.date) -> Decision:
    """Show again what was hidden. Where its author has appealed, the appeal is decided instead."""
    row = held_for(contribution, by, State.HIDDEN)
    if row.decisions.filter(appeal__outcome="", appeal__isnull=False).exists():
        raise Refused(Reason.SECOND)
    leaf = moderate(row, show=True, day=day)
    return note_decision(row, Kind.RESTORED, leaf, by, day, day, "restore_contribution")


def check_rule(reason: str, words: str) -> None:
    """A known reason, with the words that it needs. Refused."""
    if reason not in RULES or (RULES[reason].must_explain and not words):
        raise Refused(Reason.RULE)


def held_for(contribution: Contribution, by: User, *states: str) -> Contribution:
    """The contribution, kept from others until the transaction ends. Refused where it is in another state or is that
    of whoever wants to decide."""
    rows = Contribution.objects.select_related("process", "round").select_for_update(of=("self",))
    row = rows.get(pk=contribution.pk)
    if row.state not in states:
        raise Refused(Reason.STATE)
    if is_own(row, by):
        raise Refused(Reason.OWN)
    return row


def is_own(contribution: Contribution, user: User) -> bool:
    return Holding.objects.filter(contribution=contribution, user=user).exists()


def waiting_since(contribution: Contribution, day: datetime.date) -> datetime.date:
    """The day of its oldest open report, else that on which it came."""
    waiting = contribution.reports.filter(settled_on=None).aggregate(first=Min("day"))["first"]
    return min(waiting or contribution.day, day)


def settle_reports(contribution: Contribution, outcome: str, day: datetime.date) -> None:
    contribution.reports.filter(settled_on=None).update(settled_on=day, outcome=outcome)


def note_decision(
    contribution: Contribution,
    kind: str,
    leaf: Leaf,
    by: User,
    since: datetime.date,
    day: datetime.date,
    act: str,
    reason: str = "",
    words: str = "",
) -> Decision:
    """Keep the decision, tell the author, write its line of the audit. Called in the transaction of the act."""
    process = contribution.process
    decision = Decision.objects.create(
        process=process, contribution=contribution, kind=kind, reason=reason, words=words, by=by, since=since, day=day,
        leaf=leaf,
    )  # fmt: skip
    tell_decision(decision)
    note = str(RULES[reason].words) if reason else ""
    audit(process, by=by, act=act, about=f"contribution:{contribution.key}", note=note)
    return decision
