"""The words of the German interface for what is stored as a key. One word per thing, everywhere."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

STATES = {
    "received": _("eingegangen"),
    "assigned": _("in Arbeit"),
    "weighed": _("wird abgewogen"),
    "adopted": _("übernommen"),
    "partly-adopted": _("teilweise übernommen"),
    "adopted-otherwise": _("anders übernommen"),
    "already-contained": _("steht schon im Text"),
    "not-adopted": _("nicht übernommen"),
    "noted": _("zur Kenntnis genommen"),
    "referred": _("weitergegeben"),
    "deferred": _("später"),
    "withdrawn": _("zurückgezogen"),
    "erased": _("gelöscht"),
    "unintelligible": _("nicht verstanden"),
    "same-as": _("wie ein anderer Beitrag"),
    "held": _("wird vor dem Veröffentlichen gelesen"),
    "hidden": _("nicht veröffentlicht"),
    "answered": _("beantwortet"),
}

# State → icon and tone of the badge. "Not adopted" is an answer, not an error: no red anywhere.
TONES = {
    "assigned": ("scale", "info"),
    "weighed": ("scale", "info"),
    "adopted": ("check", "success"),
    "partly-adopted": ("half", "success"),
    "adopted-otherwise": ("half", "success"),
    "already-contained": ("check", ""),
    "not-adopted": ("minus", ""),
    "noted": ("check", ""),
    "referred": ("arrow", ""),
    "deferred": ("clock", ""),
    "withdrawn": ("minus", ""),
    "erased": ("minus", ""),
    "unintelligible": ("info", ""),
    "same-as": ("speech", ""),
    "held": ("clock", "info"),
    "hidden": ("minus", ""),
    "answered": ("check", "success"),
}

INTENTS = {
    "approve": _("Das ist gut so"),
    "change": _("Das würde ich ändern"),
    "missing": _("Hier fehlt etwas"),
    "question": _("Ich habe eine Frage"),
}
KINDS = {
    "feedback": _("Rückmeldung"),
    "idea": _("Eine Idee"),
    "answer": _("Antwort auf eine Frage"),
}

# Why somebody reports a contribution.
REASONS = {
    "insult": _("Er beleidigt oder bedroht jemanden."),
    "hate": _("Er hetzt gegen Menschen."),
    "privacy": _("Er nennt Namen, Adressen oder anderes Persönliches."),
    "illegal": _("Er verstößt auf andere Weise gegen ein Gesetz."),
    "advertising": _("Er ist Werbung oder Spam."),
    "other": _("Etwas anderes."),
}

ROLES = {
    "organiser": _("Leitung"),
    "editor": _("Redaktion"),
    "releaser": _("Freigabe"),
    "moderator": _("Moderation"),
    "department": _("Dezernat"),
    "facilitator": _("Begleitung vor Ort"),
    "council-office": _("Ratsbüro"),
}

SOURCE_LANGUAGES = {
    "de": _("Aus dem Deutschen"),
    "en": _("Aus dem Englischen"),
    "tr": _("Aus dem Türkischen"),
    "ar": _("Aus dem Arabischen"),
    "uk": _("Aus dem Ukrainischen"),
    "pl": _("Aus dem Polnischen"),
    "ro": _("Aus dem Rumänischen"),
    "ru": _("Aus dem Russischen"),
    "": _("Aus einer anderen Sprache"),
}

ROUND_KINDS = {
    "workshop": _("Werkstatt"),
    "youth-conference": _("Jugendkonferenz"),
    "city-conference": _("Stadtkonferenz"),
    "online": _("Beteiligung im Netz"),
    "stakeholder": _("Verbände und Vereine"),
    "department": _("Stadtverwaltung"),
    "council": _("Rat der Stadt"),
}

# What a process may name otherwise: one, many. The first case alone: pages use them as labels, never inside a sentence.
NOUNS = {
    "statement": (_("Bild"), _("Bilder")),
    "disposition": (_("Abwägung"), _("Abwägungen")),
    "round": (_("Beteiligungsrunde"), _("Beteiligungsrunden")),
    "tension": (_("Spannungsfeld"), _("Spannungsfelder")),
    "change": (_("Anpassung"), _("Anpassungen")),
}

# What the public log of moderation says that was done, and what became of an appeal.
MODERATED = {
    "hidden": STATES["hidden"],
    "blacked": _("Stellen geschwärzt"),
    "restored": _("wieder gezeigt"),
}
APPEALS = {
    "": _("wird geprüft"),
    "upheld": _("hatte Erfolg"),
    "rejected": _("hatte keinen Erfolg"),
}
