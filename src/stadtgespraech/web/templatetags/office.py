"""Words and figures of the rooms: German only, the language of the administration (docs/decisions.md)."""

from __future__ import annotations

import datetime
from typing import Any

from django import template

from stadtgespraech.web.clock import local
from stadtgespraech.web.forms.report import REASONS
from stadtgespraech.web.models import Process
from stadtgespraech.web.rules import RULES, Rule

register = template.Library()

# Name of an action → what the audit says somebody did.
ACTS = {
    "ask_for_job": "Arbeit verlangt",
    "cancel_job": "Arbeit abgebrochen",
    "give_role": "Aufgabe gegeben",
    "take_role": "Aufgabe genommen",
    "publish_contribution": "Beitrag veröffentlicht",
    "keep_contribution": "Beitrag gelassen, wie er ist",
    "hide_contribution": "Beitrag ausgeblendet",
    "restore_contribution": "Beitrag wieder gezeigt",
    "black_out": "Stellen geschwärzt",
    "lift_blackout": "Schwärzung zurückgenommen",
    "delete_original": "Original gelöscht",
    "ask_author": "Rückfrage gestellt",
    "decide_appeal": "Über Widerspruch entschieden",
    "settle_report": "Meldung erledigt",
    "settle_ticket": "Barriere erledigt",
}


# Kind of long work → its heading.
JOBS = {"publish": "Eine Fassung veröffentlichen"}


@register.filter
def act_words(act: str) -> str:
    return ACTS.get(act, act)


DECISIONS = {
    "published": "veröffentlicht",
    "kept": "gelassen, wie er ist",
    "hidden": "ausgeblendet",
    "blacked": "Stellen geschwärzt",
    "restored": "wieder gezeigt",
}
SETTLED = {"followed": "etwas wird nicht mehr gezeigt", "kept": "der Beitrag bleibt", "gone": "zurückgenommen"}


@register.filter
def decision_words(kind: str) -> str:
    return DECISIONS[kind]


@register.filter
def settled_words(outcome: str) -> str:
    """What came of a report."""
    return SETTLED.get(outcome, outcome)


@register.filter
def report_words(reason: str) -> Any:
    """What somebody who reports says is wrong."""
    return REASONS.get(reason, reason)


@register.filter
def rule_of(reason: str) -> Rule | None:
    """The reason of a decision with its words and basis."""
    return RULES.get(reason)


@register.filter
def job_words(kind: str) -> str:
    return JOBS.get(kind, kind)


@register.filter
def moment(value: datetime.datetime, process: Process) -> str:
    """10.06.2026, 10:07 in the process's own time."""
    return local(process, value).strftime("%d.%m.%Y, %H:%M")
