"""Words and figures of the rooms: German only, the language of the administration (docs/decisions.md)."""

from __future__ import annotations

import datetime

from django import template

from stadtgespraech.web.clock import local
from stadtgespraech.web.models import Process

register = template.Library()

# Name of an action → what the audit says somebody did.
ACTS = {
    "accept_invitation": "Einladung angenommen",
    "change_settings": "Einstellungen geändert",
    "give_role": "Aufgabe gegeben",
    "invite": "Eingeladen",
    "remove_logo": "Logo entfernt",
    "resend_invitation": "Einladung noch einmal geschickt",
    "revoke_invitation": "Einladung zurückgezogen",
    "set_logo": "Logo gesetzt",
    "start_process": "Prozess angelegt",
    "take_role": "Aufgabe genommen",
}


@register.filter
def act_words(act: str) -> str:
    return ACTS.get(act, act)


@register.filter
def moment(value: datetime.datetime, process: Process) -> str:
    """10.06.2026, 10:07 in the process's own time."""
    return local(process, value).strftime("%d.%m.%Y, %H:%M")
