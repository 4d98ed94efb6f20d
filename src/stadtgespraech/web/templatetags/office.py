"""Words and figures of the rooms: German only, the language of the administration (docs/decisions.md)."""

from __future__ import annotations

import datetime

from django import template

from stadtgespraech.web.clock import local
from stadtgespraech.web.models import Process

register = template.Library()

# Name of an action → what the audit says somebody did.
ACTS = {
    "ask_for_job": "Arbeit verlangt",
    "cancel_job": "Arbeit abgebrochen",
    "give_role": "Aufgabe gegeben",
    "take_role": "Aufgabe genommen",
}


# Kind of long work → its heading.
JOBS = {"publish": "Eine Fassung veröffentlichen"}


@register.filter
def act_words(act: str) -> str:
    return ACTS.get(act, act)


@register.filter
def job_words(kind: str) -> str:
    return JOBS.get(kind, kind)


@register.filter
def moment(value: datetime.datetime, process: Process) -> str:
    """10.06.2026, 10:07 in the process's own time."""
    return local(process, value).strftime("%d.%m.%Y, %H:%M")
