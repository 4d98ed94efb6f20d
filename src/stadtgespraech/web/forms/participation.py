"""The city's own figures, as an organiser types or pastes them."""

from __future__ import annotations

import datetime
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from stadtgespraech.web.actions.participation import BANDS, YOUNG_BANDS
from stadtgespraech.web.forms.contribution import AGES, YOUNG_AGES

WHOLE = 1_000  # tenths of a percent
SLACK = 10  # by which rounded shares may miss the whole
MOST_LINES = 30
WORDS = {band: words for band, words in (*AGES, *YOUNG_AGES) if band}  # in the language of whoever reads them
SHARE = re.compile(r"(\d{1,3})(?:[.,](\d))?\d*\s*%?")


class CityFiguresForm(forms.Form):
    """A line for each group: its name, a semicolon or a tabulator, its share in percent."""

    use_required_attribute = False

    youth = forms.ChoiceField(
        label="Altersgruppen",
        choices=[("", "in Runden für alle"), ("young", "in Runden für Jugendliche")],
        required=False,
        widget=forms.Select(attrs={"class": "input"}),
        error_messages={"invalid_choice": "Bitte aus der Liste wählen."},
    )
    table = forms.CharField(
        label="Gruppe; Anteil in Prozent",
        max_length=2_000,
        widget=forms.Textarea(attrs={"class": "input", "rows": 6, "autocomplete": "off"}),
        error_messages={
            "required": "Hier steht noch nichts.",
            "max_length": "Das ist zu lang für eine solche Tabelle.",
        },
    )
    source = forms.CharField(
        label="Quelle",
        max_length=200,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
        error_messages={
            "required": "Bitte sagen, woher die Zahlen sind, zum Beispiel: Melderegister.",
            "max_length": "Höchstens 200 Zeichen.",
        },
    )
    as_of = forms.DateField(
        label="Stand vom",
        widget=forms.DateInput(attrs={"class": "input", "type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        error_messages={
            "required": "Bitte den Tag angeben, von dem die Zahlen sind.",
            "invalid": "Bitte einen Tag angeben, zum Beispiel 31.12.2025.",
        },
    )

    def __init__(self, data: Any = None, *, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.today = today

    def clean_as_of(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["as_of"]
        if day > self.today:
            raise ValidationError("Dieser Tag liegt in der Zukunft.")
        return day

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        young = data.get("youth") == "young"
        shares: dict[str, int] = {}
        if data.get("table"):
            try:
                shares = shares_of(data["table"], YOUNG_BANDS if young else BANDS)
            except ValidationError as error:
                self.add_error("table", error)
        return {**data, "youth": young, "shares": shares}


def shares_of(table: str, bands: tuple[str, ...]) -> dict[str, int]:
    """Band → tenths of a percent. ValidationError with the line that cannot be read, or the group that is missing."""
    lines = [line for line in table.splitlines() if line.strip()]
    if len(lines) > MOST_LINES:
        raise ValidationError("Das sind mehr Zeilen, als es Gruppen gibt.")
    names = {plain(name): band for band in bands for name in (band, str(WORDS[band]))}
    found: dict[str, int] = {}
    for line in lines:
        name, _, share = (part.strip() for part in re.sub("[\t|]", ";", line).partition(";"))
        band, amount = names.get(plain(name)), SHARE.fullmatch(share)
        if band is None:
            raise ValidationError(f"„{line[:60]}“: Diese Gruppe gibt es nicht. Es gibt: {listed(bands)}.")
        if amount is None or band in found:
            why = "steht zweimal da" if band in found else "hat keinen Anteil wie 17,5"
            raise ValidationError(f"„{line[:60]}“: Diese Gruppe {why}.")
        found[band] = int(amount[1]) * 10 + int(amount[2] or 0)
    missing = tuple(band for band in bands if band not in found)
    if missing:
        raise ValidationError(f"Es fehlt: {listed(missing)}.")
    total = sum(found.values())
    if abs(total - WHOLE) > SLACK:
        raise ValidationError(f"Die Anteile ergeben zusammen {total / 10:.1f} %, nicht 100 %.".replace(".", ",", 1))
    return {band: found[band] for band in bands}


def listed(bands: tuple[str, ...]) -> str:
    return ", ".join(str(WORDS[band]) for band in bands)


def plain(name: str) -> str:
    """A group's name, however it was typed: 18–29, 18 bis 29, 18-29 Jahre."""
    words = re.sub(r"\s*(?:–|-|bis)\s*", "-", name.lower().replace("jahre", "").strip())
    return re.sub(r"\s+", " ", words).strip()
