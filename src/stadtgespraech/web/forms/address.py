"""An address that somebody leaves, to hear of the answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.mail.message import sanitize_address
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

NOT_AN_ADDRESS = _("Das ist keine vollständige Adresse. Sie sieht so aus: name@beispiel.de")
ONCE = _(
    "Wir schreiben Ihnen, wenn Ihr Beitrag beantwortet ist; vorher nur, wenn wir ihn nicht zeigen oder etwas fragen "
    "müssen. Nach der Antwort löschen wir die Adresse."
)


def check_writable(address: str) -> None:
    """Django takes addresses to which no mail program can write: quoted ones with controls, and names of hosts that
    grow too long where they are spelled for the network. ValidationError, in the words of the field."""
    try:
        validate_email(address)
    except ValidationError:
        return  # it is said once that this is none
    try:
        written = sanitize_address(address, "utf-8")
    except ValueError:
        written = ""
    if not written.isprintable() or not written or address.startswith('"'):
        raise ValidationError(NOT_AN_ADDRESS, code="invalid")


class AddressField(forms.EmailField):
    def __init__(self, *, required: bool, help_text: Any = ONCE) -> None:
        super().__init__(
            label=_("E-Mail-Adresse"),
            required=required,
            max_length=254,
            help_text=help_text,
            widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "email", "dir": "ltr"}),
            error_messages={
                "required": _("Bitte schreiben Sie Ihre Adresse in das Feld."),
                "invalid": NOT_AN_ADDRESS,
            },
            validators=[check_writable],
        )


class AddressForm(forms.Form):
    """Afterwards, on the receipt and where a code leads."""

    use_required_attribute = False

    email = AddressField(required=True)
