"""What came otherwise: a letter, a call, a card, typed by somebody who works on the process."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from stadtgespraech.ingest.picture import Picture
from stadtgespraech.web.actions.participation import bands_of
from stadtgespraech.web.actions.refusal import Refused
from stadtgespraech.web.actions.scan import clean_scan
from stadtgespraech.web.forms.contribution import AGES, SPOKEN, YOUNG_AGES
from stadtgespraech.web.forms.key import read_key, sign_key
from stadtgespraech.web.forms.words import WordsField
from stadtgespraech.web.models import Question, Round, Text
from stadtgespraech.web.templatetags.office import CHANNELS
from stadtgespraech.web.templatetags.words import INTENTS

CHOICE = {"required": "Bitte wählen.", "invalid_choice": "Bitte aus der Liste wählen."}
OLDEST = datetime.timedelta(days=3 * 365)


def select(label: str, choices: Any, *, required: bool = True, help_text: str = "") -> forms.ChoiceField:
    widget = forms.Select(attrs={"class": "input"})
    return forms.ChoiceField(
        label=label, choices=choices, required=required, widget=widget, error_messages=CHOICE, help_text=help_text
    )


class CaptureForm(forms.Form):
    """`statements`: what may be typed → the statement. After an error nothing that was typed is lost, but a file has to
    be chosen again: browsers keep none."""

    use_required_attribute = False

    form_key = forms.CharField(required=False, widget=forms.HiddenInput)
    words = WordsField(
        label="Was gesagt wurde",
        help_text="Wörtlich. Namen, Adressen und Telefonnummern weglassen.",
        empty="Hier steht noch nichts.",
        widget=forms.Textarea(
            attrs={"class": "input", "rows": 6, "dir": "auto", "autocomplete": "off", "autofocus": True}
        ),
    )
    statement = forms.CharField(
        label="Bild (Nummer)",
        required=False,
        max_length=12,
        help_text="Leer: keinem Bild zugeordnet.",
        widget=forms.TextInput(attrs={"class": "input", "inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"max_length": "Das ist keine Nummer aus der Liste."},
    )
    intent = select("Was trifft zu?", [("", "nicht gesagt"), *INTENTS.items()], required=False)
    round = select("Runde", [])
    kind = select("Art", [])
    channel = select("Weg", CHANNELS.items())
    received_on = forms.DateField(
        label="Eingegangen am",
        widget=forms.DateInput(attrs={"class": "input", "type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        error_messages={
            "required": "Bitte den Tag angeben, an dem es ankam.",
            "invalid": "Bitte einen Tag angeben, zum Beispiel 10.06.2026.",
        },
    )
    language = select("Sprache", [*SPOKEN, ("und", "eine andere")])
    age_band = select("Alter, wenn gesagt", [], required=False, help_text="Wird getrennt vom Beitrag gezählt.")
    scan = forms.FileField(
        label="Scan oder Foto",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"class": "input", "accept": "image/png,image/jpeg,application/pdf"}),
        help_text="PNG, JPEG oder PDF bis 10 MB. Nur für das Team, nie öffentlich.",
    )

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        device: str,
        now: datetime.datetime,
        today: datetime.date,
        rounds: Sequence[Round],
        questions: Sequence[Question],
        statements: Mapping[str, Text],
        **kwargs: Any,
    ) -> None:
        super().__init__(data, files, **kwargs)
        self.device, self.now, self.today, self.key = device, now, today, ""
        self.rounds = {row.slug: row for row in rounds}
        self.questions = {row.slug: row for row in questions}
        self.statements = statements
        self.pages: list[Picture] = []
        asked = [(f"answer:{row.slug}", f"Antwort: {row.text}") for row in questions]
        self.fields["round"].choices = [(row.slug, row.name) for row in rounds]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            ("feedback", "Rückmeldung"), ("idea", "Idee für später"), *asked
        ]  # fmt: skip
        self.fields["age_band"].choices = ages_of(rounds)  # type: ignore[attr-defined]
        self.initial.setdefault("form_key", sign_key(device, now))

    def clean_form_key(self) -> str:
        signed = str(self.cleaned_data.get("form_key") or "")
        found = read_key(signed, self.device, self.now)
        self.key = found.key
        if found.state == "old":
            self.renew_key()
            raise ValidationError("Die Seite lag länger als einen Tag offen. Bitte noch einmal speichern.")
        return signed

    def clean_statement(self) -> Text | None:
        typed = self.cleaned_data["statement"].strip().rstrip(".")
        if not typed:
            return None
        if typed not in self.statements:
            raise ValidationError(f"Die Nummer {typed} gibt es nicht. Die Nummern stehen daneben.")
        return self.statements[typed]

    def clean_received_on(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["received_on"]
        if day > self.today:
            raise ValidationError("Dieser Tag liegt in der Zukunft.")
        if day < self.today - OLDEST:
            raise ValidationError("Dieser Tag liegt mehr als drei Jahre zurück.")
        return day

    def clean_scan(self) -> UploadedFile[Any] | None:
        file: UploadedFile[Any] | None = self.cleaned_data.get("scan")
        if file is not None:
            try:
                self.pages = clean_scan(file.read())
            except Refused as refusal:
                raise ValidationError(str(refusal)) from None
        return file

    def clean(self) -> dict[str, Any]:
        """A question is one of its round, an age one of the round's bands."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        round = self.rounds.get(data.get("round", ""))
        kind, _, slug = str(data.get("kind", "")).partition(":")
        question = self.questions.get(slug)
        if round and question is not None and question.phase.round_id != round.pk:
            self.add_error("kind", "Diese Frage gehört zu einer anderen Runde.")
        if round and data.get("age_band") and data["age_band"] not in bands_of(round):
            self.add_error("age_band", "Diese Altersgruppe gehört zu einer anderen Art von Runde.")
        if kind == "answer" and data.get("statement"):
            self.add_error("statement", "Eine Antwort auf eine Frage gehört zu keinem Bild. Bitte leer lassen.")
        return {**data, "round": round, "kind": kind, "question": question}

    def renew_key(self) -> None:
        """Put a fresh key into the form that is shown again."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["form_key"] = sign_key(self.device, self.now)
        self.data = data


def ages_of(rounds: Sequence[Round]) -> list[Any]:
    """The bands of the rounds there are; those for the young have their own."""
    young = any(row.youth for row in rounds)
    told = [("Runden für alle", AGES[1:]), ("Runden für Jugendliche", YOUNG_AGES[1:])]
    return [AGES[0], *(told if young else AGES[1:])]
