"""The settings of a process: one form for each group of actions/setting.py."""

from __future__ import annotations

import zoneinfo
from typing import Any

from django import forms

from stadtgespraech.web.actions.look import NOUNS
from stadtgespraech.web.forms.process import LineField
from stadtgespraech.web.forms.words import WordsField
from stadtgespraech.web.law import FEDERAL, LAENDER

YES_NO = [("yes", "ja"), ("no", "nein")]
LANDS = [(law.code, law.name) for law in sorted(LAENDER.values(), key=lambda law: law.name)]
NAMES = {
    "statement": "Zielbild",
    "disposition": "Abwägung",
    "round": "Runde",
    "tension": "Spannungsfeld",
    "change": "Anpassung",
}


def choose(label: str, choices: list[tuple[str, str]], **known: Any) -> forms.ChoiceField:
    wrong = "Bitte wählen Sie aus der Liste."
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required": wrong, "invalid_choice": wrong},
        **known,
    )


def words(label: str, longest: int, rows: int, **known: Any) -> WordsField:
    area = forms.Textarea(attrs={"class": "input", "rows": rows, "dir": "auto", "autocomplete": "off"})
    return WordsField(label=label, longest=longest, widget=area, **known)


def whole(label: str, least: int, most: int, **known: Any) -> forms.IntegerField:
    wrong = f"Bitte eine ganze Zahl von {least} bis {most}."
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        widget=forms.TextInput(attrs={"class": "input input--short", "inputmode": "numeric", "autocomplete": "off"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong),
        **known,
    )


class SettingForm(forms.Form):
    """`to_values` and `from_values` translate between fields and the values of the group."""

    use_required_attribute = False

    def to_values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)

    @classmethod
    def from_values(cls, values: dict[str, Any]) -> dict[str, Any]:
        return values


class ParticularsForm(SettingForm):
    title = LineField(label="Titel", max_length=200)
    subtitle = LineField(label="Untertitel", max_length=300, required=False)
    city = LineField(label="Stadt oder Gemeinde", max_length=100)
    motto = LineField(label="Motto", max_length=200, required=False)
    office = words(
        "Wer den Prozess führt", 1000, 4, required=False, help_text="Name, Anschrift, Zeiten; je eine Zeile."
    )
    email = forms.EmailField(
        label="E-Mail-Adresse für alle",
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "off", "dir": "ltr"}),
        error_messages={
            "invalid": "Das ist keine E-Mail-Adresse. Sie sieht so aus: name@stadt.de",
            "max_length": "Bitte höchstens 254 Zeichen.",
        },
    )
    land = forms.ChoiceField(
        label="Land",
        required=False,
        choices=[*LANDS, ("", f"ein anderes: Regeln des Bundes ({FEDERAL.act_short})")],
        help_text="Danach richten sich die Erklärung zur Barrierefreiheit und ihre Fristen.",
        widget=forms.Select(attrs={"class": "input"}),
        error_messages={"invalid_choice": "Bitte wählen Sie aus der Liste."},
    )
    timezone = LineField(
        label="Zeitzone", max_length=50, help_text="In Deutschland Europe/Berlin. Danach öffnen und schließen Phasen."
    )
    listed = choose("Auf der ersten Seite dieser Website nennen?", YES_NO)

    def __init__(self, *args: Any, **known: Any) -> None:
        super().__init__(*args, **known)
        own = (known.get("initial") or {}).get("land", "")
        if own and own not in LAENDER:
            field: Any = self.fields["land"]
            field.choices = [(own, f"{own}: Regeln des Bundes ({FEDERAL.act_short})"), *field.choices]

    def clean_timezone(self) -> str:
        name = str(self.cleaned_data["timezone"])
        if name not in zoneinfo.available_timezones():
            raise forms.ValidationError("Diese Zeitzone gibt es nicht. In Deutschland heißt sie Europe/Berlin.")
        return name

    def to_values(self) -> dict[str, Any]:
        return {**self.cleaned_data, "listed": self.cleaned_data["listed"] == "yes"}

    @classmethod
    def from_values(cls, values: dict[str, Any]) -> dict[str, Any]:
        return {**values, "listed": yes(values["listed"])}


class RulesForm(SettingForm):
    moderation = choose(
        "Beiträge in neuen Runden erscheinen",
        [("after", "sofort, und werden danach gelesen"), ("before", "erst, wenn sie jemand gelesen hat")],
        help_text="Jede Runde kann es anders halten. Beiträge junger Menschen werden immer vorher gelesen.",
    )
    contributions = choose(
        "Dürfen alle die Beiträge lesen?",
        YES_NO,
        help_text="Bei „nein“ gibt es weder Listen noch Seiten von Beiträgen, und in Prüfpaketen neuer Fassungen steht "
        "kein Text von ihnen. Wer seinen Code hat, sieht den eigenen Beitrag und die Antwort weiter.",
    )
    replies = choose("Darf man auf Beiträge anderer antworten?", YES_NO)
    four_eyes = forms.MultipleChoiceField(
        label="Vier Augen: Das gilt erst, wenn eine zweite Person zugestimmt hat",
        required=False,
        choices=[
            ("statements", "Stellungnahmen der Dezernate"),
        ],
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(("invalid_choice", "invalid_list"), "Bitte wählen Sie aus der Liste."),
    )

    def to_values(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {**data, **{name: data[name] == "yes" for name in ("contributions", "replies")}}

    @classmethod
    def from_values(cls, values: dict[str, Any]) -> dict[str, Any]:
        return {**values, **{name: yes(values[name]) for name in ("contributions", "replies")}}


class RetentionForm(SettingForm):
    address_days = whole(
        "E-Mail-Adressen zu Beiträgen: nach wie vielen Tagen löschen?",
        30,
        1825,
        help_text="Gezählt vom Tag des Beitrags. Ist die Antwort verschickt, geht die Adresse sofort.",
    )
    audit_months = whole(
        "Zeilen im Protokoll der Räume: nach wie vielen Monaten löschen?",
        6,
        240,
        help_text="Das öffentliche Protokoll des Prozesses ist etwas anderes: Es bleibt.",
    )


class LegalForm(SettingForm):
    imprint = words("Impressum", 20_000, 6, required=False)
    privacy = words("Datenschutz, zusätzlich zum festen Text", 20_000, 6, required=False)
    status = choose(
        "Barrierefreiheit",
        [("", "noch nicht bewertet"), ("partly", "größtenteils vereinbar"), ("full", "vereinbar")],
        required=False,
    )
    gaps = words("Was noch nicht barrierefrei ist", 5_000, 4, required=False, help_text="Eine Lücke in jeder Zeile.")
    checked_on = LineField(
        label="Zuletzt geprüft", max_length=60, required=False, help_text="2026-05-26, oder grob: Mai 2026"
    )
    method = LineField(label="Wie geprüft", max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("status") == "partly" and data.get("gaps") == "":
            self.add_error("gaps", "Bitte schreiben Sie, was noch fehlt, oder wählen Sie „noch nicht bewertet“.")
        if data.get("status") == "full" and data.get("gaps"):
            self.add_error("gaps", "Bei „vereinbar“ gibt es keine Lücken. Leeren Sie das Feld, oder wählen Sie anders.")
        return data

    def to_values(self) -> dict[str, Any]:
        lines = (line.strip() for line in self.cleaned_data["gaps"].splitlines())
        return {**self.cleaned_data, "gaps": [line for line in lines if line]}

    @classmethod
    def from_values(cls, values: dict[str, Any]) -> dict[str, Any]:
        return {**values, "gaps": "\n".join(values["gaps"])}


class NamesForm(SettingForm):
    """Two fields for each noun, `statement_one` and `statement_many`."""

    def __init__(self, *args: Any, **known: Any) -> None:
        super().__init__(*args, **known)
        for noun in NOUNS:
            for form, said in (("one", "Einzahl"), ("many", "Mehrzahl")):
                label = f"{NAMES[noun]}: {said}"
                self.fields[f"{noun}_{form}"] = LineField(label=label, max_length=40, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for noun in NOUNS:
            one, many = data.get(f"{noun}_one"), data.get(f"{noun}_many")
            if one is not None and many is not None and bool(one) != bool(many):
                self.add_error(
                    f"{noun}_{'one' if many else 'many'}", "Bitte Einzahl und Mehrzahl, oder beide Felder leer."
                )
        return data

    def to_values(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {noun: [data[f"{noun}_one"], data[f"{noun}_many"]] for noun in NOUNS}

    @classmethod
    def from_values(cls, values: dict[str, Any]) -> dict[str, Any]:
        return {f"{noun}_{form}": values[noun][at] for noun in NOUNS for at, form in enumerate(("one", "many"))}


class ColoursForm(SettingForm):
    accent = LineField(
        label="Farbe für Links und Knöpfe", max_length=7, required=False, help_text="Zum Beispiel #1A5C2E"
    )
    second = LineField(label="Farbe für Zeichnungen und Balken", max_length=7, required=False)

    def to_values(self) -> dict[str, Any]:
        return {name: value.lower() for name, value in self.cleaned_data.items()}


class LogoForm(forms.Form):
    use_required_attribute = False

    file = forms.FileField(
        label="Datei",
        help_text="SVG oder PNG. Wir behalten nur Formen und Farben.",
        widget=forms.FileInput(attrs={"class": "input", "accept": ".svg,.png"}),
        error_messages=dict.fromkeys(("required", "invalid", "missing"), "Bitte wählen Sie eine Datei.")
        | {"empty": "Die Datei ist leer.", "max_length": "Der Name der Datei ist zu lang."},
    )
    alternative = LineField(
        label="Was das Logo zeigt", max_length=200, help_text="Für alle, die es nicht sehen.",
        missing="Bitte sagen Sie, was das Logo zeigt: für alle, die es nicht sehen.",
    )  # fmt: skip
    for_dark = forms.BooleanField(
        label="Für dunkle Seiten", required=False, widget=forms.CheckboxInput(attrs={"class": "check"})
    )


def yes(value: bool) -> str:
    return "yes" if value else "no"


FORMS: dict[str, type[SettingForm]] = {
    "particulars": ParticularsForm,
    "rules": RulesForm,
    "retention": RetentionForm,
    "legal": LegalForm,
    "names": NamesForm,
    "colours": ColoursForm,
}
