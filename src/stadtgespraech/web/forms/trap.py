"""What keeps machines out without puzzles for people: a field that nobody sees, and a signed key with its time."""

from __future__ import annotations

import datetime
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stadtgespraech.web.forms.key import read_key, sign_key


def slowed_words(seconds: int) -> str:
    """What somebody reads who is slowed: often it is not their doing."""
    return _(
        "Von Ihrem Anschluss kommt gerade sehr viel auf einmal; das können auch andere sein. Was Sie geschrieben "
        "haben, ist noch da. Bitte senden Sie es in %(seconds)s Sekunden noch einmal ab."
    ) % {"seconds": seconds}


class TrappedForm(forms.Form):
    """A form for anybody. After an error of its key it carries a fresh one, and keeps all that was typed. `sending`:
    this is the step that counts; a look at what was typed may come as fast as it likes."""

    use_required_attribute = False
    required_css_class = "field--required"

    form_key = forms.CharField(required=False, widget=forms.HiddenInput)
    website = forms.CharField(
        required=False,
        label=gettext_lazy("Bitte leer lassen"),
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(
        self, data: Any = None, *, device: str, now: datetime.datetime, sending: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.device, self.now, self.sending, self.key = device, now, sending, ""
        self.initial.setdefault("form_key", partial(sign_key, device, now))

    def clean_website(self) -> str:
        value = str(self.cleaned_data.get("website") or "")
        if value.strip():
            raise ValidationError(_("Dieses Feld ist eine Falle für Programme. Bitte leeren Sie es."))
        return ""

    def clean_form_key(self) -> str:
        signed = str(self.cleaned_data.get("form_key") or "")
        found = read_key(signed, self.device, self.now)
        self.key = found.key
        if found.state == "old":
            self.renew_key()
            raise ValidationError(
                _("Das Formular lag länger als einen Tag offen, oder Ihr Browser hat unser Cookie nicht behalten. "
                  "Ihr Text ist noch da. Bitte senden Sie ihn noch einmal ab.")
            )  # fmt: skip
        if found.state == "soon" and self.sending:
            raise ValidationError(_("Das ging schneller, als jemand schreiben kann. Bitte senden Sie noch einmal ab."))
        return signed

    def refuse_limit(self) -> None:
        """This device has sent its share of the day."""
        self.add_error(None, _("Von diesem Gerät kam heute schon sehr viel. Bitte versuchen Sie es morgen wieder."))

    def refuse_pace(self, seconds: int) -> None:
        """Too much came from this connection just now."""
        self.add_error(None, slowed_words(seconds))

    def renew_key(self) -> None:
        """Put a fresh key into the form that is shown again."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["form_key"] = sign_key(self.device, self.now)
        self.data = data
