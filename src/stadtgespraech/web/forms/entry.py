"""The field for the code that lets somebody into a round, and what is wrong with one."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from stadtgespraech.web.actions.entry import grouped

ENTRY_REFUSALS = {
    "code": _(
        "Mit diesem Code kommt man in diese Runde nicht hinein. Bitte vergleichen Sie ihn mit Ihrer Karte: Er hat "
        "zwei Gruppen aus je vier Zeichen."
    ),
    "code-used": _(
        "Dieser Code ist aufgebraucht: Mit ihm sind schon so viele Beiträge gekommen, wie vorgesehen waren. Bitte "
        "fragen Sie dort nach einem neuen, wo Sie ihn bekommen haben."
    ),
    "code-day": _("Dieser Code gilt heute nicht. Bitte fragen Sie dort nach, wo Sie ihn bekommen haben."),
}


class EntryField(forms.CharField):
    """Any spelling: small letters, blanks, no hyphen. Given back as the card shows it."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Ihr Zugangscode"),
            max_length=200,
            help_text=_("Er steht auf Ihrer Karte, zum Beispiel 7K4M-92QX. Groß oder klein ist egal."),
            widget=forms.TextInput(
                attrs={
                    "class": "input code-input",
                    "autocomplete": "off",
                    "autocapitalize": "characters",
                    "spellcheck": "false",
                    "dir": "ltr",
                }
            ),
            error_messages={
                "required": _("Bitte tippen Sie den Code von Ihrer Karte ein."),
                "max_length": _("Das ist zu lang für einen Zugangscode. Er hat acht Zeichen."),
            },
        )

    def clean(self, value: object) -> str:
        return grouped(str(super().clean(value)))
