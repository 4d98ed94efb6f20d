"""For which reasons something is kept from readers, and on which basis: the catalogue of the moderators, the public log
and the yearly report. Names of laws stay German; keys are for ever."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

HOUSE = _("Regel dieser Seite")
APPEAL_DAYS = 183  # half a year: DSA, article 20


@dataclass(frozen=True, slots=True)
class Rule:
    """`law` is the provision, "" where it is a rule of the house; `must_explain`: the author is told more than the
    rule says."""

    key: str
    words: Promise
    law: str = ""
    must_explain: bool = False

    @property
    def basis(self) -> str | Promise:
        return self.law or HOUSE


RULES = {
    rule.key: rule
    for rule in (
        Rule("insult", _("Beleidigung oder Drohung"), "§§ 185, 241 StGB"),
        Rule("hate", _("Hetze gegen Menschen"), "§ 130 StGB"),
        Rule("privacy", _("Persönliche Daten"), "Artikel 6 DSGVO"),
        Rule("symbols", _("Verbotene Zeichen"), "§ 86a StGB"),
        Rule("crime", _("Aufruf zu Straftaten"), "§ 111 StGB"),
        Rule("minors", _("Gefahr für Kinder und Jugendliche"), "§§ 4, 5 JMStV"),
        Rule("copyright", _("Fremdes Werk ohne Erlaubnis"), "§ 97 UrhG"),
        Rule("advertising", _("Werbung oder Spam")),
        Rule("empty", _("Ohne Inhalt, zum Beispiel ein Test")),
        Rule("off-topic", _("Hat mit diesem Thema nichts zu tun"), must_explain=True),
    )
}
