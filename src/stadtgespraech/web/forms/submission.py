"""What a unit says on the page, the file it sends, and who belongs to it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from stadtgespraech.web.actions.refusal import Reason
from stadtgespraech.web.forms.words import WordsField, clean_words
from stadtgespraech.web.models import User

MEGABYTES = 12
REFUSALS = {
    Reason.STATE: "Die Stellungnahme ist inzwischen in einem anderen Stand. Laden Sie die Seite neu.",
    Reason.LIMIT: "Mehr als 2.000 Punkte fasst eine Stellungnahme nicht. Geben Sie diese frei, beginnen Sie eine neue.",
    Reason.INCOMPLETE: "Es steht noch nichts darin.",
    Reason.OWN: "Sie haben selbst daran mitgearbeitet. Freigeben muss jemand anderes aus Ihrer Dienststelle.",
    Reason.LABEL: "So heißt schon eine Dienststelle oder eine Runde. Bitte wählen Sie einen anderen Namen.",
}


def box(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"class": "input", "rows": rows, "autocomplete": "off"})


class PointForm(forms.Form):
    """To a title or paragraph of `old` words: a remark, another wording, or both. `is_title`: it cannot be emptied."""

    words = WordsField(label="Anmerkung", required=False, widget=box(4))
    quote = forms.CharField(
        label="Nur zu diesen Wörtern",
        required=False,
        strip=True,
        max_length=2000,
        help_text="Wörter aus dem Absatz. Leer: Die Anmerkung gilt dem ganzen Absatz.",
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
        error_messages={"max_length": "Bitte höchstens 2.000 Zeichen."},
    )
    wording = WordsField(
        label="So soll es heißen",
        required=False,
        longest=20_000,
        help_text="Ändern Sie den Text hier, wenn Sie eine andere Fassung vorschlagen.",
        widget=box(8),
    )

    def __init__(self, data: Any = None, *, old: str, is_title: bool, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.old, self.is_title = old, is_title
        self.fields["wording"].initial = old
        self.fields["words"].label = "Anmerkung oder Begründung"

    @property
    def new(self) -> str | None:
        """The proposed words; None where nothing was altered."""
        wording = lines_of(self.cleaned_data.get("wording", ""))
        return None if wording == clean_words(self.old) else wording

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.errors:
            return data
        if data["quote"] and data["quote"] not in self.old:
            self.add_error(
                "quote", "Diese Wörter stehen so nicht im Absatz. Bitte genau so schreiben, wie sie dastehen."
            )
        if self.is_title and self.new == "":
            self.add_error("wording", "Eine Überschrift kann nicht leer sein.")
        elif self.new is None and not data["words"]:
            self.add_error("words", "Schreiben Sie eine Anmerkung, oder ändern Sie den Text.")
        return data


class AmendForm(forms.Form):
    """Other words for a point. A proposal may do without; `old` is its paragraph as it reads, None for a remark and
    for a proposal that goes beyond one paragraph; `new` as it would read."""

    words = WordsField(label="Anmerkung", required=False, widget=box(5))
    wording = WordsField(label="So soll es heißen", required=False, longest=20_000, widget=box(8))

    def __init__(self, data: Any = None, *, proposal: bool, old: str | None, new: str = "", **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.old = old
        self.fields["words"].required = not proposal
        self.fields["words"].label = "Begründung" if proposal else "Anmerkung"
        self.fields["wording"].initial = new
        if old is None:
            del self.fields["wording"]

    @property
    def new(self) -> str:
        return lines_of(self.cleaned_data.get("wording", ""))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.old is not None and not self.errors and not self.new:
            self.add_error("wording", "Leer geht es hier nicht. Soll der Absatz weg, schreiben Sie den Punkt neu.")
        elif self.old is not None and not self.errors and self.new == clean_words(self.old) and not data["words"]:
            self.add_error("wording", "So steht es schon da. Ändern Sie etwas, oder entfernen Sie den Punkt.")
        return data


def lines_of(words: str) -> str:
    """Paragraphs as lines, none empty."""
    return "\n".join(line.strip() for line in words.split("\n") if line.strip())


class FileForm(forms.Form):
    """A file that comes back. What is in it `ingest` looks at."""

    file = forms.FileField(
        label="Bearbeitete Datei",
        help_text=f"Word-Datei (.docx), höchstens {MEGABYTES} MB. Namen in der Datei speichern wir nicht.",
        widget=forms.ClearableFileInput(attrs={"class": "input", "accept": ".docx"}),
        error_messages={
            "required": "Bitte wählen Sie die Datei aus.",
            "invalid": "Bitte wählen Sie die Datei aus.",
            "empty": "Die Datei ist leer.",
        },
    )

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MEGABYTES * 1_000_000:
            raise forms.ValidationError(
                f"Die Datei hat {(file.size or 0) / 1e6:.0f} MB, höchstens {MEGABYTES} gehen. Nehmen Sie Bilder heraus."
            )
        return file


class UnitForm(forms.Form):
    name = forms.CharField(
        label="Name",
        max_length=100,
        help_text="Zum Beispiel „Dezernat Planen und Bauen“.",
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
        error_messages={"required": "Bitte geben Sie einen Namen ein.", "max_length": "Bitte höchstens 100 Zeichen."},
    )
    kind = forms.ChoiceField(
        label="Art",
        choices=[("department", "Fachbereich der Verwaltung"), ("stakeholder", "Verband, Verein, andere Stelle")],
        widget=forms.Select(attrs={"class": "input"}),
        error_messages={"required": "Bitte wählen Sie die Art.", "invalid_choice": "Bitte wählen Sie aus der Liste."},
    )


class MemberForm(forms.Form):
    """Somebody with an account."""

    email = forms.EmailField(
        label="E-Mail-Adresse",
        widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "off"}),
        error_messages={
            "required": "Bitte geben Sie eine Adresse ein.",
            "invalid": "Das ist keine E-Mail-Adresse.",
        },
    )

    def clean_email(self) -> User:
        email = str(self.cleaned_data["email"]).lower()
        found = User.objects.filter(email=email, is_active=True).first()
        if found is None:
            raise forms.ValidationError(
                "Zu dieser Adresse gibt es kein Konto. Die Person meldet sich zuerst einmal an."
            )
        return found
