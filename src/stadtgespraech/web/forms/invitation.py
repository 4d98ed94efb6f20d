"""Whom to invite, and to what. The rooms are in German only."""

from __future__ import annotations

from django import forms

from stadtgespraech.web.models import Role
from stadtgespraech.web.templatetags.web import role_words

ROLES = [(str(role), role_words(role)) for role in Role.Kind.values]


class InvitationForm(forms.Form):
    use_required_attribute = False

    email = forms.EmailField(
        label="E-Mail-Adresse",
        max_length=254,
        help_text="Nur ein Konto mit genau dieser Adresse kann die Einladung annehmen.",
        widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "off", "dir": "ltr"}),
        error_messages={
            "required": "Bitte schreiben Sie die Adresse, an die die Einladung geht.",
            "invalid": "Das ist keine E-Mail-Adresse. Sie sieht so aus: name@stadt.de",
            "max_length": "Diese Adresse ist zu lang (höchstens 254 Zeichen).",
        },
    )
    roles = forms.MultipleChoiceField(
        label="Aufgaben",
        choices=ROLES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Bitte wählen Sie mindestens eine Aufgabe.",
            "invalid_choice": "Bitte wählen Sie aus der Liste.",
            "invalid_list": "Bitte wählen Sie aus der Liste.",
        },
    )


class RoleForm(forms.Form):
    """One role, to give or to take."""

    role = forms.ChoiceField(choices=ROLES, error_messages={"required": "", "invalid_choice": ""})
