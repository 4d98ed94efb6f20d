"""Words and figures of the rooms: German only, the language of the administration (docs/decisions.md)."""

from __future__ import annotations

import datetime
from typing import Any

from django import template

from stadtgespraech.web.clock import local
from stadtgespraech.web.models import Process
from stadtgespraech.web.rules import RULES, Rule
from stadtgespraech.web.templatetags.words import REASONS

register = template.Library()

# Name of an action → what the audit says somebody did.
ACTS = {
    "ask_for_job": "Arbeit verlangt",
    "cancel_job": "Arbeit abgebrochen",
    "drop_scans": "Scan gelöscht",
    "enter_contribution": "Beitrag eingetragen",
    "freeze_participation": "Wer dabei war eingefroren",
    "set_city_figures": "Zahlen der Stadt eingetragen",
    "take_back_entered": "Eingetragenen Beitrag zurückgenommen",
    "accept_invitation": "Einladung angenommen",
    "change_settings": "Einstellungen geändert",
    "give_role": "Aufgabe gegeben",
    "invite": "Eingeladen",
    "remove_logo": "Logo entfernt",
    "resend_invitation": "Einladung noch einmal geschickt",
    "revoke_invitation": "Einladung zurückgezogen",
    "set_logo": "Logo gesetzt",
    "start_process": "Prozess angelegt",
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
CHANNELS = {
    "card": "Karte",
    "letter": "Brief",
    "call": "Anruf",
    "email": "E-Mail",
    "talk": "Gespräch",
    "other": "anderer Weg",
}

LANGUAGES = {
    "de": "Deutsch", "en": "Englisch", "tr": "Türkisch", "ar": "Arabisch", "uk": "Ukrainisch", "pl": "Polnisch",
    "ro": "Rumänisch", "ru": "Russisch", "und": "eine andere",
}  # fmt: skip
# State of a contribution, as those who work on it say it.
STATE_WORDS = {
    "held": "wartet auf Moderation",
    "public": "öffentlich",
    "hidden": "ausgeblendet",
    "withdrawn": "zurückgezogen",
    "erased": "gelöscht",
}

LEAVES = {
    "received": "eingegangen",
    "moderated": "moderiert",
    "withdrawn": "zurückgezogen",
    "erased": "gelöscht",
    "disposition-final": "beantwortet",
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
JOBS = {"publish": "Eine Fassung veröffentlichen", "first": "Die erste Fassung veröffentlichen"}


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


@register.filter
def channel_words(channel: str) -> str:
    """How something came; "" is what its author sent here."""
    return CHANNELS.get(channel, "selbst gesendet")


@register.filter
def standing_words(state: str) -> str:
    """In which state a contribution is."""
    return STATE_WORDS.get(state, state)


@register.filter
def language_words(code: str) -> str:
    """Türkisch, Deutsch; a code that has no name stays one."""
    return LANGUAGES.get(code) or code


@register.filter
def leaf_words(type: str) -> str:
    """What the log says happened to a contribution."""
    return LEAVES.get(type, type)


@register.filter
def svg(value: float) -> str:
    """A length in a drawing: a point, whatever the language."""
    return f"{value:.1f}"


@register.filter
def svg_plus(value: float, more: float) -> str:
    return f"{value + more:.1f}"


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
