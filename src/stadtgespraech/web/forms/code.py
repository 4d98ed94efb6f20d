"""A code as somebody types it, and the form for that of a receipt."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class CodeField(forms.CharField):
    """Any spelling: small letters, blanks, no hyphens. A garbled code is as unknown as a wrong one."""

    def __init__(self, **kwargs: Any) -> None:
        signs = {"autocapitalize": "characters", "spellcheck": "false", "dir": "ltr"}
        widget = forms.TextInput(attrs={"class": "input code-input", "autocomplete": "off", **signs})
        super().__init__(max_length=200, widget=widget, **kwargs)


class CodeForm(forms.Form):
    use_required_attribute = False

    code = CodeField(
        label=_("Ihr Code"),
        help_text=_("Vier Gruppen aus je vier Zeichen, zum Beispiel 7K4M-92QX-A0BD-33FT. Groß oder klein ist egal."),
        error_messages={
            "required": _("Bitte tippen Sie Ihren Code ein. Er steht auf Ihrem Beleg."),
            "max_length": _("Das ist zu lang für einen Code. Er hat sechzehn Zeichen."),
        },
    )

    def refuse_unknown(self) -> None:
        """The same words for a code of another process, a withdrawn guess and a slip of the finger."""
        self.add_error("code", str(_("Zu diesem Code finden wir nichts. Bitte vergleichen Sie ihn mit Ihrem Beleg.")))

    def refuse_pace(self, seconds: int) -> None:
        """Many wrong codes came from this connection; a right one waits as long, so that nothing is learned."""
        words = _("Von Ihrem Anschluss kamen gerade sehr viele falsche Codes. Bitte versuchen Sie es in %(seconds)s "
                  "Sekunden noch einmal.")  # fmt: skip
        self.add_error("code", str(words) % {"seconds": seconds})
