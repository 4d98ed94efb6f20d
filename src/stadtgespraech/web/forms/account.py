"""What somebody chooses in their account: a code to add, and how often we write."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from stadtgespraech.web.models import User

DIGESTS = {
    User.Digest.EDITION: _("wenn eine neue Fassung erscheint"),
    User.Digest.WEEKLY: _("einmal in der Woche, wenn es etwas Neues gibt"),
    User.Digest.NONE: _("nie"),
}


class MessagesForm(forms.Form):
    use_required_attribute = False

    digest = forms.ChoiceField(
        label=_("Wann dürfen wir Ihnen schreiben?"),
        choices=list(DIGESTS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Bitte wählen Sie."), "invalid_choice": _("Bitte wählen Sie aus der Liste.")},
    )
    language = forms.ChoiceField(
        label=_("In welcher Sprache?"),
        choices=settings.LANGUAGES,
        widget=forms.Select(attrs={"class": "input"}),
        error_messages={
            "required": _("Bitte wählen Sie die Sprache."),
            "invalid_choice": _("Bitte wählen Sie eine Sprache aus der Liste."),
        },
    )
