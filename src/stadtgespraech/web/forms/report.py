"""Reporting a contribution that breaks the rules, and a barrier that keeps somebody out. Neither needs a login."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stadtgespraech.web.forms.address import AddressField
from stadtgespraech.web.forms.trap import TrappedForm
from stadtgespraech.web.forms.words import WordsField
from stadtgespraech.web.templatetags.words import REASONS

LONGEST = 2_000


class ReportForm(TrappedForm):
    reason = forms.ChoiceField(
        label=_("Was stimmt mit dem Beitrag nicht?"),
        choices=list(REASONS.items()),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Bitte wählen Sie einen Grund."),
            "invalid_choice": _("Bitte wählen Sie einen Grund aus der Liste."),
        },
    )
    words = WordsField(
        label=_("Was sollen wir wissen?"),
        required=False,
        longest=LONGEST,
        widget=forms.Textarea(attrs={"class": "input", "rows": 5, "dir": "auto", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("reason") == "other" and data.get("words") == "":
            self.add_error("words", gettext("Bitte schreiben Sie dazu, worum es geht."))
        return data


class BarrierForm(TrappedForm):
    words = WordsField(
        label=_("Was hat nicht funktioniert?"),
        longest=LONGEST,
        help_text=_("Zum Beispiel: „Mein Screenreader liest die Knöpfe nicht vor.“"),
        widget=forms.Textarea(attrs={"class": "input", "rows": 6, "dir": "auto", "autocomplete": "off"}),
    )
    page = forms.CharField(
        label=_("Auf welcher Seite?"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"class": "input", "dir": "auto", "autocomplete": "off"}),
        error_messages={"max_length": _("Bitte höchstens 300 Zeichen.")},
    )
    email = AddressField(
        required=False,
        help_text=_("Nur wenn Sie eine Antwort möchten. Wir löschen die Adresse, sobald alles geklärt ist."),
    )
