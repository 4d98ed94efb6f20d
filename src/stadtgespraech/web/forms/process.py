"""What a new process needs to be there: a name, a city, something to start from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import validate_slug

from stadtgespraech.web.actions.blueprint import BLUEPRINTS
from stadtgespraech.web.actions.process import LONGEST_SLUG, slug_of_title
from stadtgespraech.web.models import Process
from stadtgespraech.web.models.process import RESERVED

EARLIER = "aus-"


class LineField(forms.CharField):
    """One line of words that anybody can read: no signs that nobody sees."""

    def __init__(self, *, missing: str = "Bitte füllen Sie dieses Feld aus.", **known: Any) -> None:
        longest = known["max_length"]
        super().__init__(
            widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off", "dir": "auto"}),
            error_messages={
                "required": missing,
                "max_length": f"Bitte höchstens {longest} Zeichen.",
                "null_characters_not_allowed": "Darin ist ein Zeichen, das niemand sieht. Bitte tippen Sie es neu.",
            },
            **known,
        )

    def clean(self, value: object) -> str:
        words = " ".join(str(super().clean(value)).split())
        if not words.isprintable():
            raise forms.ValidationError("Darin ist ein Zeichen, das niemand sieht. Bitte tippen Sie es neu.")
        return words


class ProcessForm(forms.Form):
    use_required_attribute = False

    title = LineField(label="Titel", max_length=200, help_text="Zum Beispiel: Stadtstrategie Auenstadt 2040")
    city = LineField(label="Stadt oder Gemeinde", max_length=100)
    slug = forms.CharField(
        label="Kurzname in der Adresse",
        required=False,
        max_length=LONGEST_SLUG,
        help_text="Kleine Buchstaben, Ziffern, Bindestriche. Leer: aus dem Titel. Er bleibt, wie er ist.",
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off", "dir": "ltr", "spellcheck": "false"}),
        error_messages={"max_length": f"Bitte höchstens {LONGEST_SLUG} Zeichen."},
    )
    start = forms.ChoiceField(
        label="Womit fangen Sie an?",
        widget=forms.RadioSelect,
        initial="strategie",
        error_messages={
            "required": "Bitte wählen Sie, womit Sie anfangen.",
            "invalid_choice": "Bitte wählen Sie aus der Liste.",
        },
    )

    def __init__(self, *args: Any, earlier: Sequence[Process], **known: Any) -> None:
        super().__init__(*args, **known)
        built_in = [(key, f"{plan.title}: {plan.words}") for key, plan in BLUEPRINTS.items()]
        own = [(f"{EARLIER}{one.slug}", f"wie „{one.title}“: Teilprodukte, Runden, Einstellungen, Aussehen")
               for one in earlier]  # fmt: skip
        self.fields["start"].choices = [*built_in, *own]  # type: ignore[attr-defined]

    def clean_slug(self) -> str:
        typed = str(self.cleaned_data["slug"]).lower()
        if typed:
            try:
                validate_slug(typed)
            except forms.ValidationError:
                raise forms.ValidationError("Bitte nur kleine Buchstaben, Ziffern und Bindestriche.") from None
        return typed

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        chosen = data.get("slug") or slug_of_title(data.get("title", ""))
        if "slug" in data and "title" in data and (not chosen or chosen in RESERVED):
            self.refuse_slug(chosen)
        return data

    def refuse_slug(self, chosen: str) -> None:
        """It is taken, or means something else."""
        if chosen:
            self.add_error("slug", f"Die Adresse /{chosen}/ gibt es schon. Bitte wählen Sie einen anderen Kurznamen.")
        else:
            self.add_error("slug", "Aus diesem Titel wird keine Adresse. Bitte wählen Sie selbst einen Kurznamen.")
