"""Words and figures of the rooms: German only, the language of the administration (docs/decisions.md)."""

from __future__ import annotations

import datetime

from django import template

from stadtgespraech.web.clock import local
from stadtgespraech.web.models import Process

register = template.Library()

# Name of an action → what the audit says somebody did.
ACTS = {
    "add_drafts": "Texte aufgenommen",
    "add_milestone": "Schritt geplant",
    "add_product": "Teilprodukt angelegt",
    "ask_question": "Frage gestellt",
    "change_draft": "Entwurf geändert",
    "change_phase": "Phase geändert",
    "change_product": "Teilprodukt geändert",
    "change_question": "Frage geändert",
    "change_round": "Runde geändert",
    "close_phase": "Phase geschlossen",
    "draw_codes": "Zugangscodes ausgegeben",
    "give_role": "Aufgabe gegeben",
    "plan_phase": "Phase geplant",
    "plan_round": "Runde geplant",
    "publish_first_edition": "Erste Fassung veröffentlicht",
    "remove_draft": "Entwurf entfernt",
    "remove_milestone": "Schritt entfernt",
    "remove_phase": "Phase entfernt",
    "remove_product": "Teilprodukt entfernt",
    "remove_question": "Frage entfernt",
    "remove_round": "Runde entfernt",
    "void_codes": "Zugangscodes gesperrt",
    "translate_text": "Übersetzung eingetragen",
    "take_role": "Aufgabe genommen",
}


@register.filter
def act_words(act: str) -> str:
    return ACTS.get(act, act)


@register.filter
def moment(value: datetime.datetime, process: Process) -> str:
    """10.06.2026, 10:07 in the process's own time."""
    return local(process, value).strftime("%d.%m.%Y, %H:%M")


@register.filter
def lookup(words: dict[str, str], key: str) -> str:
    """What a key means; itself where nobody said."""
    return words.get(key, key)


@register.filter
def closing(value: datetime.datetime, process: Process) -> str:
    """The last day and hour: 28.06.2026, 24:00 where it closes at midnight."""
    at = local(process, value)
    if (at.hour, at.minute) != (0, 0):
        return at.strftime("%d.%m.%Y, %H:%M")
    return (at - datetime.timedelta(minutes=1)).strftime("%d.%m.%Y, 24:00")
