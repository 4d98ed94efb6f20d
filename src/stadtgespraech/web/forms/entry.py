"""The field for the code that lets somebody into a round, and what is wrong with one."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from stadtgespraech.web.actions.code import grouped
from stadtgespraech.web.actions.refusal import Reason
from stadtgespraech.web.forms.code import CodeField

ENTRY_REFUSALS = {
    Reason.CODE: _(
        "Mit diesem Code kommt man in diese Runde nicht hinein. Bitte vergleichen Sie ihn mit Ihrer Karte: Er hat "
        "zwei Gruppen aus je vier Zeichen."
    ),
    Reason.CODE_USED: _(
        "Dieser Code ist aufgebraucht: Mit ihm sind schon so viele Beiträge gekommen, wie vorgesehen waren. Bitte "
        "fragen Sie dort nach einem neuen, wo Sie ihn bekommen haben."
    ),
    Reason.CODE_DAY: _("Dieser Code gilt heute nicht. Bitte fragen Sie dort nach, wo Sie ihn bekommen haben."),
}


class EntryField(CodeField):
    """Given back as the card shows it."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Zugangscode"),
            help_text=_("Er steht auf Ihrer Karte, zum Beispiel 7K4M-92QX. Groß oder klein ist egal."),
            error_messages={
                "required": _("Bitte tippen Sie den Code von Ihrer Karte ein."),
                "max_length": _("Das ist zu lang für einen Zugangscode. Er hat acht Zeichen."),
            },
        )

    def clean(self, value: object) -> str:
        return grouped(str(super().clean(value)))
