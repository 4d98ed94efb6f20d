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
    "make_unit": "Dienststelle angelegt",
    "join_unit": "Person zur Dienststelle genommen",
    "leave_unit": "Person aus der Dienststelle genommen",
    "open_unit": "Stellungnahmen für alle geöffnet",
    "open_submission": "Stellungnahme begonnen",
    "add_points": "Punkte der Stellungnahme ergänzt",
    "amend_point": "Punkt der Stellungnahme geändert",
    "remove_point": "Punkt der Stellungnahme entfernt",
    "finish_submission": "Stellungnahme zur Freigabe gegeben",
    "return_submission": "Stellungnahme zurückgenommen",
    "sign_submission": "Stellungnahme freigegeben",
    "read_file": "Datei zur Stellungnahme gelesen",
    "drop_reading": "Gelesene Datei verworfen",
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
