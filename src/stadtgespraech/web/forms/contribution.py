"""The contribution form: what somebody says, in which language, and what they like to tell of themselves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from stadtgespraech.web.actions.refusal import Reason
from stadtgespraech.web.forms.address import AddressField
from stadtgespraech.web.forms.entry import ENTRY_REFUSALS, EntryField
from stadtgespraech.web.forms.trap import TrappedForm
from stadtgespraech.web.forms.words import WordsField
from stadtgespraech.web.templatetags.words import INTENTS

SPOKEN = [(code, name) for code, name in settings.LANGUAGES if code != "de-plain"]
AGES = [
    ("", _("keine Angabe")), ("-17", _("unter 18")), ("18-29", _("18 bis 29")), ("30-44", _("30 bis 44")),
    ("45-64", _("45 bis 64")), ("65-", _("65 und älter")),
]  # fmt: skip
YOUNG_AGES = [
    ("", _("keine Angabe")), ("-11", _("unter 12")), ("12-14", _("12 bis 14")), ("15-17", _("15 bis 17")),
    ("18-21", _("18 bis 21")), ("22-", _("älter als 21")),
]  # fmt: skip

REFUSALS = {
    Reason.LIMIT: _(
        "Von diesem Gerät kamen heute schon sehr viele Beiträge. Ihr Text ist noch da. Heben Sie ihn auf und senden "
        "Sie ihn morgen, oder schreiben Sie uns eine E-Mail."
    ),
    Reason.CHANGED: _(
        "Dieses Formular haben Sie schon einmal abgeschickt, mit anderen Worten. Der erste Beitrag ist gespeichert. "
        "Wenn Sie dies zusätzlich sagen möchten, senden Sie es noch einmal ab: Sie bekommen einen zweiten Code."
    ),
}


class Choice(forms.BooleanField):
    """A check box that also keeps what a hidden field carried through the preview."""

    def prepare_value(self, value: Any) -> bool:
        return bool(self.to_python(value))


class ContributionForm(TrappedForm):
    """`kind` decides whether an intent is asked for; a youth round never asks for an address, a round by code for its
    code. `signed_in`: whoever writes may keep the contribution in their account."""

    entry = EntryField()
    intent = forms.ChoiceField(
        label=_("Was trifft zu?"),
        choices=list(INTENTS.items()),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Bitte wählen Sie, was zutrifft."),
            "invalid_choice": _("Bitte wählen Sie, was zutrifft."),
        },
    )
    words = WordsField(
        label=_("Beitrag"),
        help_text=_("Bitte keine Namen, Adressen oder Telefonnummern."),
        widget=forms.Textarea(attrs={"class": "input", "rows": 7, "dir": "auto", "autocomplete": "off"}),
    )
    language = forms.ChoiceField(
        label=_("In dieser Sprache habe ich geschrieben"),
        choices=[*SPOKEN, ("und", _("eine andere"))],
        widget=forms.Select(attrs={"class": "input"}),
        error_messages={
            "required": _("Bitte wählen Sie die Sprache."),
            "invalid_choice": _("Bitte wählen Sie eine Sprache aus der Liste."),
        },
    )
    age_band = forms.ChoiceField(
        label=_("Alter"),
        required=False,
        choices=AGES,
        widget=forms.Select(attrs={"class": "input"}),
        error_messages={"invalid_choice": _("Bitte wählen Sie aus der Liste, oder lassen Sie das Feld, wie es war.")},
    )
    email = AddressField(required=False)

    keep = Choice(label=_("In meinem Konto zeigen"), required=False, initial=True)

    def __init__(
        self,
        data: Any = None,
        *,
        kind: str,
        youth: bool = False,
        by_code: bool = False,
        signed_in: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        if youth or not signed_in:
            del self.fields["keep"]
        if kind != "feedback":
            del self.fields["intent"]
        if youth:
            del self.fields["email"]
            self.fields["age_band"].choices = YOUNG_AGES  # type: ignore[attr-defined]
        if not by_code:
            del self.fields["entry"]

    def refuse(self, why: Reason) -> None:
        """Say why it could not be taken in: beside the code, or beside the form. A changed form gets a fresh key."""
        if why is Reason.CHANGED:
            self.renew_key()
        if why in ENTRY_REFUSALS:
            self.add_error("entry", str(ENTRY_REFUSALS[why]))
        else:
            self.add_error(None, str(REFUSALS[why]))

    @property
    def took_out_signs(self) -> bool:
        """Invisible characters were taken out of the text: the preview says so."""
        field = self.fields["words"]
        return isinstance(field, WordsField) and field.cleaned
