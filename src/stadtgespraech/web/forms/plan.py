"""What organisers type about products, rounds, phases, questions and steps. In German only."""

from __future__ import annotations

import datetime
import zoneinfo
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from stadtgespraech.records import ROUND_KINDS
from stadtgespraech.web.actions.refusal import Reason, Refused
from stadtgespraech.web.forms.words import WordsField
from stadtgespraech.web.models import Process, Product, Round

PHASE_KINDS = {
    "feedback": "Rückmeldung zu den Texten",
    "idea": "Ideen",
    "answer": "Antworten auf Fragen",
}
KINDS_OF_ROUND = {
    "workshop": "Werkstatt", "youth-conference": "Jugendkonferenz", "city-conference": "Stadtkonferenz",
    "online": "Beteiligung im Netz", "stakeholder": "Verbände und Vereine", "department": "Stadtverwaltung",
    "council": "Rat der Stadt", "other": "Anderes",
}  # fmt: skip
STATES = {"planned": "geplant", "running": "läuft", "resolved": "beschlossen"}
INPUT = {"class": "input", "autocomplete": "off"}
NO_DAY = "Bitte schreiben Sie einen Tag, zum Beispiel 28.06.2026."
DAYS = ["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"]


class LineField(WordsField):
    """One line of words."""

    def __init__(self, label: str, *, longest: int, empty: str = "Das Feld ist noch leer.", **more: Any) -> None:
        kind = forms.TextInput(attrs=dict(INPUT))
        super().__init__(label=label, longest=longest, empty=empty, widget=kind, **more)

    def clean(self, value: object) -> str:
        return " ".join(super().clean(value).split())

    def too_long(self, count: int) -> str:
        return f"Das sind {count} Zeichen, Platz ist für {self.longest}."


class TextField(WordsField):
    def __init__(self, label: str, *, longest: int, rows: int = 3, **more: Any) -> None:
        super().__init__(label=label, longest=longest, widget=forms.Textarea(attrs={**INPUT, "rows": rows}), **more)

    def too_long(self, count: int) -> str:
        return f"Das sind {count} Zeichen, Platz ist für {self.longest}."


class PickField(forms.ChoiceField):
    def __init__(self, label: str, choices: Sequence[tuple[str, str]], **more: Any) -> None:
        said = {"required": "Bitte wählen Sie etwas aus.", "invalid_choice": "Bitte wählen Sie etwas aus der Liste."}
        super().__init__(
            label=label, choices=choices, error_messages=said, widget=forms.Select(attrs={"class": "input"}), **more
        )


class DayField(forms.DateField):
    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(
            label=label,
            input_formats=DAYS,
            error_messages={"required": NO_DAY, "invalid": NO_DAY},
            widget=forms.DateInput(attrs={**INPUT, "type": "date"}, format="%Y-%m-%d"),
            **more,
        )


class HourField(forms.TimeField):
    def __init__(self, label: str, **more: Any) -> None:
        wrong = "Bitte schreiben Sie eine Uhrzeit, zum Beispiel 18:00."
        super().__init__(
            label=label,
            required=False,
            input_formats=["%H:%M", "%H:%M:%S", "%H.%M"],
            error_messages={"invalid": wrong},
            widget=forms.TimeInput(attrs={**INPUT, "type": "time"}, format="%H:%M"),
            **more,
        )


class CountField(forms.IntegerField):
    def __init__(self, label: str, *, most: int = 1_000_000, least: int = 0, **more: Any) -> None:
        said = f"Bitte schreiben Sie eine Zahl von {least} bis {most}."
        super().__init__(
            label=label,
            min_value=least,
            max_value=most,
            error_messages={"invalid": said, "min_value": said, "max_value": said, "required": said},
            widget=forms.TextInput(attrs={**INPUT, "inputmode": "numeric"}),
            **more,
        )


class TickField(forms.BooleanField):
    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(label=label, required=False, **more)


class OfficeForm(forms.Form):
    """A form of a room. `seen` says which state of the row it was made from. `beside`: field to which what an action
    refuses belongs; the rest stands above the form."""

    use_required_attribute = False
    beside: ClassVar[dict[Reason, str]] = {}

    seen = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def refuse(self, refusal: Refused) -> None:
        """What the action said, beside its field."""
        field = self.beside.get(refusal.reason)
        self.add_error(field if field in self.fields else None, str(refusal))

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in ("seen", "confirmed")}


class ProductForm(OfficeForm):
    beside: ClassVar[dict[Reason, str]] = {Reason.TAKEN: "title"}

    title = LineField("Titel", longest=100, help_text="In der Mehrzahl, zum Beispiel: Zielbilder.")
    singular = LineField("Einzahl", longest=100, help_text="Zum Beispiel: Zielbild.")
    motto = LineField("Motto", longest=200, required=False)
    lead = TextField("Einleitung", longest=2_000, required=False)
    document = LineField(
        "Titel des Dokuments", longest=200, required=False, help_text="Steht auf dem, was veröffentlicht wird."
    )
    subtitle = LineField("Untertitel des Dokuments", longest=300, required=False)
    state = PickField("Zustand", list(STATES.items()), initial="planned")


class RoundForm(OfficeForm):
    beside: ClassVar[dict[Reason, str]] = {Reason.TAKEN: "name", Reason.SAID: "name", Reason.CONFIRM: "confirmed"}

    name = LineField("Name", longest=100, help_text="So steht die Runde in Fußnoten und Belegen.")
    kind = PickField("Art", [(kind, KINDS_OF_ROUND[kind]) for kind in ROUND_KINDS], initial="online")
    dates = LineField("Wann", longest=100, required=False, help_text="So grob wie bekannt: „Herbst 2026“.")
    place = LineField("Ort", longest=150, required=False)
    audience = LineField("Für wen", longest=200, required=False, help_text="Zum Beispiel: Schulen ab Klasse 7.")
    people = CountField(
        "Wie viele Menschen waren da?", required=False, help_text="Gezählt von einem Menschen. Leer heißt: unbekannt."
    )
    counted = CountField(
        "Beiträge, die nicht hier liegen", required=False, help_text="Karten und Zettel vor Ort. Leer: keine gezählt."
    )
    note = LineField("Hinweis", longest=300, required=False, help_text="Steht bei der Runde in Veröffentlichungen.")
    lead = TextField("Einleitung für die, die teilnehmen", longest=2_000, required=False)
    moderation = PickField(
        "Wann wird gelesen?",
        [("after", "sofort sichtbar, danach gelesen"), ("before", "erst gelesen, dann sichtbar")],
        initial="after",
    )
    entry = PickField("Zugang", [("open", "offen für alle"), ("code", "nur mit Code von einer Karte")], initial="open")
    youth = TickField("für Jugendliche: geduzt, ohne E-Mail-Adresse")
    public = TickField("öffentlich: alle können die Runde und ihre Beiträge lesen", initial=True)
    confirmed = TickField("Ja, was in dieser Runde gesagt wurde, wird öffentlich.")


class PhaseForm(OfficeForm):
    """`process`: whose products, rounds and time zone count. `planned` has all but the rows themselves."""

    beside: ClassVar[dict[Reason, str]] = {
        Reason.ENDS: "closes_on", Reason.PAST: "closes_on", Reason.OVERLAP: "opens_on", Reason.CONFIRM: "confirmed",
        Reason.SAID: "kind",
    }  # fmt: skip

    kind = PickField("Was wird gefragt?", list(PHASE_KINDS.items()), initial="feedback")
    product = PickField("Teilprodukt", [])
    round = PickField("Runde", [])
    title = LineField(
        "Titel",
        longest=150,
        required=False,
        help_text="Leer: aus Frage und Teilprodukt, „Rückmeldung zu den Texten: …“.",
    )
    opens_on = DayField("Öffnet am")
    opens_time = HourField("um", help_text="Leer: 0 Uhr.")
    closes_on = DayField("Letzter Tag", required=False, help_text="Leer: offen bis auf Weiteres.")
    closes_time = HourField("bis", help_text="Leer: 24 Uhr.")
    confirmed = TickField("Ja, die abgelaufene Frist wird verlängert.")

    def __init__(
        self, data: Any = None, *, process: Process, products: Sequence[Product], rounds: Sequence[Round], **more: Any
    ) -> None:
        super().__init__(data, **more)
        self.zone = zoneinfo.ZoneInfo(process.timezone)
        self.fields["product"].choices = [(row.slug, row.title) for row in products]  # type: ignore[attr-defined]
        self.fields["round"].choices = [(row.slug, row.name) for row in rounds]  # type: ignore[attr-defined]
        self.titles = {row.slug: row.title for row in products}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("title") and "title" not in self.errors and data.get("kind") and data.get("product"):
            data["title"] = f"{PHASE_KINDS[data['kind']]}: {self.titles[data['product']]}"[:150]
        if data.get("closes_time") and not data.get("closes_on") and "closes_on" not in self.errors:
            self.add_error("closes_on", "Zur Uhrzeit fehlt der Tag.")
        self.moments(data)
        return data

    def moments(self, data: dict[str, Any]) -> None:
        """`opens_at` and `closes_at` in the process's own time. Without an hour a day begins at 0 and ends at 24."""
        opens, closes = data.get("opens_on"), data.get("closes_on")
        if opens is not None:
            data["opens_at"] = self.moment("opens_time", opens, data.get("opens_time") or datetime.time())
        data["closes_at"] = None
        if closes is not None and data.get("closes_time") is not None:
            data["closes_at"] = self.moment("closes_time", closes, data["closes_time"])
        elif closes is not None:
            after = closes + datetime.timedelta(days=1) if closes < datetime.date.max else closes
            data["closes_at"] = self.moment("closes_time", after, datetime.time())

    def moment(self, field: str, day: datetime.date, hour: datetime.time) -> datetime.datetime | None:
        if not 2000 <= day.year <= 2200:
            self.add_error(field.replace("_time", "_on"), "Das Jahr liegt zu weit weg.")
            return None
        at = datetime.datetime.combine(day, hour, self.zone)
        back = at.astimezone(datetime.UTC).astimezone(self.zone)
        if back.replace(tzinfo=None) != at.replace(tzinfo=None):
            self.add_error(field, "Diese Uhrzeit gibt es an dem Tag nicht: Die Uhren werden vorgestellt.")
            return None
        return at


class QuestionForm(OfficeForm):
    beside: ClassVar[dict[Reason, str]] = {Reason.SAID: "text"}

    text = LineField("Frage", longest=300)
    lead = TextField("Erläuterung", longest=2_000, required=False)


class MilestoneForm(OfficeForm):
    product = PickField("Teilprodukt", [])
    title = LineField("Was ist geplant?", longest=150, help_text="Zum Beispiel: Beschluss im Rat.")
    day = DayField("Tag", required=False)
    dates = LineField("oder ungefähr", longest=100, required=False, help_text="„Herbst 2026“")

    def __init__(self, data: Any = None, *, products: Sequence[Product], **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["product"].choices = [(row.slug, row.title) for row in products]  # type: ignore[attr-defined]

    def clean_dates(self) -> str:
        dates = str(self.cleaned_data["dates"])
        if dates and self.cleaned_data.get("day"):
            raise ValidationError("Entweder ein Tag oder ein ungefährer Zeitraum, nicht beides.")
        return dates


class DrawForm(OfficeForm):
    """Codes to draw: so many for each label."""

    beside: ClassVar[dict[Reason, str]] = {
        Reason.LABEL: "labels",
        Reason.COUNT: "count",
        Reason.LIMIT: "limit",
        Reason.DAYS: "closes_on",
    }

    labels = TextField(
        "Wofür?", longest=5_000, rows=4, help_text="Eine Zeile je Klasse, Tisch oder Gruppe: „Klasse 7b“, „Tisch 3“."
    )
    count = CountField("Codes je Zeile", least=1, most=500, initial=10)
    limit = CountField("Beiträge je Code", least=1, most=10_000, initial=3)
    opens_on = DayField("Gilt ab", required=False)
    closes_on = DayField("Letzter Tag", required=False)

    def clean_labels(self) -> list[str]:
        return [" ".join(line.split()) for line in str(self.cleaned_data["labels"]).splitlines() if line.strip()]
