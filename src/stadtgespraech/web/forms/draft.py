"""Texts that are typed, pasted or read, the first edition that is made of them, and their renderings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from stadtgespraech.records import ROLES
from stadtgespraech.web.actions.draft import Written
from stadtgespraech.web.actions.intake import ENDINGS, LARGEST
from stadtgespraech.web.actions.refusal import Reason
from stadtgespraech.web.forms.plan import DayField, LineField, OfficeForm, PickField, TextField, TickField

KINDS = {"statement": "Bild", "tension": "Spannungsfeld", "section": "Abschnitt (Einleitung, Herleitung)"}
SECTIONS = {"introduction": "Einleitung", "derivation": "Herleitung", "path": "Weg", "other": "Anderes"}
LONGEST = 60_000  # characters of one text
MOST = 100  # texts of one reading: a form of the site holds 500 fields


def paragraphs_of(words: str) -> tuple[str, ...]:
    """Paragraphs are parted by an empty line; a line break inside of one is a blank."""
    return tuple(" ".join(part.split()) for part in re.split(r"\n\s*\n", words) if part.strip())


class DraftForm(OfficeForm):
    kind = PickField("Was ist das?", list(KINDS.items()), initial="statement")
    role = PickField("Aufgabe des Abschnitts", [("", "–"), *((one, SECTIONS[one]) for one in ROLES)], required=False)
    title = LineField("Titel", longest=500, required=False)
    words = TextField("Text", longest=LONGEST, rows=10, help_text="Absätze durch eine leere Zeile trennen.")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("kind") != "section" and "title" not in self.errors and not data.get("title"):
            self.add_error("title", "Ein Bild oder Spannungsfeld braucht einen Titel.")
        return data

    def written(self) -> Written:
        data = self.cleaned_data
        role = (data["role"] or "other") if data["kind"] == "section" else ""
        return Written(data["kind"], data["title"], paragraphs_of(data["words"]), role)


class UploadForm(OfficeForm):
    file = forms.FileField(
        label="Datei",
        help_text="Word (DOCX), LibreOffice (ODT), PDF mit Text oder reiner Text, höchstens 12 MB.",
        error_messages={
            "required": "Bitte wählen Sie eine Datei aus.",
            "empty": "Die Datei ist leer.",
            "invalid": "Die Datei kam nicht an. Bitte wählen Sie sie noch einmal aus.",
            "missing": "Bitte wählen Sie eine Datei aus.",
            "max_length": "Der Name der Datei ist zu lang. Bitte kürzen Sie ihn.",
        },
        max_length=200,
        widget=forms.FileInput(attrs={"class": "input", "accept": ",".join(ENDINGS)}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError(
                f"Die Datei ist größer als {LARGEST // 1_000_000} MB. Nehmen Sie große Bilder heraus."
            )
        return file


class ReadForm(OfficeForm):
    """Texts as they were read, each to be mended or left out before it is taken in."""

    source = forms.CharField(max_length=200, widget=forms.HiddenInput, required=False)
    count = forms.IntegerField(min_value=1, max_value=MOST, widget=forms.HiddenInput)
    anew = TickField("Die bisherigen Entwürfe durch diese ersetzen")

    def __init__(self, data: Any = None, *, written: Sequence[Written] = (), **more: Any) -> None:
        super().__init__(data, **more)
        told = str(data.get("count", "")) if data is not None else str(len(written))
        self.size = min(int(told), MOST) if told.isascii() and told.isdigit() else 0
        if written:
            self.initial["count"] = len(written)
        for at in range(self.size):
            self.add_text(at, written[at] if at < len(written) else None)

    def add_text(self, at: int, item: Written | None) -> None:
        fields: dict[str, forms.Field] = {
            "take": TickField("übernehmen", initial=True),
            "kind": PickField("Art", list(KINDS.items())),
            "role": forms.CharField(required=False, max_length=20, widget=forms.HiddenInput),
            "title": LineField("Titel", longest=500, required=False),
            "words": TextField("Text", longest=LONGEST, rows=6, required=False),
        }
        for name, field in fields.items():
            self.fields[f"{name}-{at}"] = field
        if item is not None:
            values = {"kind": item.kind, "role": item.role, "title": item.title, "words": "\n\n".join(item.paragraphs)}
            self.initial.update({f"{name}-{at}": value for name, value in values.items()})

    def rows(self) -> list[dict[str, Any]]:
        """The fields of each text, for the page."""
        return [{name: self[f"{name}-{at}"] for name in ("take", "kind", "role", "title", "words")}
                for at in range(self.size)]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        taken = [at for at in range(self.size) if data.get(f"take-{at}")]
        if not taken and not self.errors:
            self.add_error(None, "Kein Text ist angekreuzt.")
        for at in taken:
            if data.get(f"kind-{at}") != "section" and not data.get(f"title-{at}") and f"title-{at}" not in self.errors:
                self.add_error(f"title-{at}", "Hier fehlt der Titel.")
        return data

    def written(self) -> list[Written]:
        data = self.cleaned_data
        found = []
        for at in range(self.size):
            if data.get(f"take-{at}"):
                kind, role = data[f"kind-{at}"], data[f"role-{at}"]
                role = (role if role in ROLES else "other") if kind == "section" else ""
                found.append(Written(kind, data[f"title-{at}"], paragraphs_of(data[f"words-{at}"]), role))
        return found


class FirstEditionForm(OfficeForm):
    beside: ClassVar[dict[Reason, str]] = {Reason.TAKEN: "name"}

    name = LineField("Name der Fassung", longest=150, initial="Erste Fassung")
    day = DayField("Stand")
    order = PickField(
        "Reihenfolge der Bilder",
        [("drawn", "auslosen (das Los steht in der Fassung)"), ("source", "so lassen, wie sie hier stehen")],
        initial="drawn",
    )


class TranslationForm(OfficeForm):
    """`count`: how many paragraphs the text has; the rendering answers paragraph by paragraph."""

    title = LineField("Titel", longest=500)
    words = TextField("Text", longest=LONGEST, rows=12, help_text="Ein Absatz je Absatz, durch leere Zeilen getrennt.")
    maker = LineField("Wer hat übersetzt?", longest=200, help_text="Steht dabei, zum Beispiel: Sprachenbüro der Stadt.")
    checked_on = DayField("Geprüft am", required=False)

    def __init__(self, data: Any = None, *, count: int, plain: bool, **more: Any) -> None:
        super().__init__(data, **more)
        self.count = count
        for name in ("title", "words"):
            self.fields[name].widget.attrs["dir"] = "auto"
        if plain:
            self.fields[
                "checked_on"
            ].help_text = "Der Tag, an dem Prüfleserinnen und Prüfleser es gelesen haben. Leer: Entwurf."
        else:
            del self.fields["checked_on"]

    def clean_words(self) -> tuple[str, ...]:
        found = paragraphs_of(str(self.cleaned_data["words"]))
        if len(found) != self.count:
            mine = f"{len(found)} Absatz" if len(found) == 1 else f"{len(found)} Absätze"
            own = f"{self.count} Absatz" if self.count == 1 else f"{self.count} Absätze"
            raise ValidationError(
                f"Der Text hat {own}, die Übersetzung {mine}. Trennen Sie Absätze durch leere Zeilen."
            )
        return found
