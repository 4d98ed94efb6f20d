"""What moderators decide, and what authors say to it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stadtgespraech.web.forms.words import WordsField
from stadtgespraech.web.models import Appeal
from stadtgespraech.web.rules import RULES

LONGEST = 2_000
Range = tuple[int, int]


def area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"class": "input", "rows": rows, "dir": "auto", "autocomplete": "off"})


class HideForm(forms.Form):
    reason = forms.ChoiceField(
        label="Aus welchem Grund?",
        choices=[(rule.key, rule.words) for rule in RULES.values()],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Bitte wählen Sie einen Grund.",
            "invalid_choice": "Bitte wählen Sie einen Grund aus der Liste.",
        },
    )
    words = WordsField(
        label="Worum geht es genau?",
        help_text="Liest nur, wer den Beitrag geschrieben hat.",
        required=False,
        longest=LONGEST,
        widget=area(3),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        rule = RULES.get(data.get("reason", ""))
        if rule is not None and rule.must_explain and data.get("words") == "":
            self.add_error("words", "Bei diesem Grund schreiben Sie bitte dazu, weshalb.")
        return data


class AskForm(forms.Form):
    question = WordsField(
        label="Ihre Frage",
        help_text="Steht auf der Seite, die der Code öffnet. Beantworten lässt sie sich einmal.",
        longest=LONGEST,
        widget=area(3),
    )


class BlackForm(forms.Form):
    """`choices` are the ranges that may be chosen, as "start-end"."""

    ranges = forms.MultipleChoiceField(
        error_messages={
            "required": "Bitte wählen Sie mindestens ein Wort.",
            "invalid_choice": "Der Text hat diese Stelle nicht. Bitte wählen Sie neu.",
        }
    )
    words = WordsField(
        label="Worum geht es genau?",
        help_text="Liest nur, wer den Beitrag geschrieben hat. Bitte ohne die geschwärzten Wörter.",
        required=False,
        longest=LONGEST,
        widget=area(2),
    )

    def __init__(self, *args: Any, choices: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ranges"].choices = [(one, one) for one in choices]  # type: ignore[attr-defined]

    def clean_ranges(self) -> list[Range]:
        pairs = (one.split("-") for one in self.cleaned_data["ranges"])
        return [(int(start), int(end)) for start, end in pairs]


class OutcomeForm(forms.Form):
    outcome = forms.ChoiceField(
        label="Hat recht, wer widersprochen hat?",
        choices=[
            (Appeal.Outcome.UPHELD, "Ja: Der Beitrag wird wieder gezeigt, wie er geschrieben wurde"),
            (Appeal.Outcome.REJECTED, "Nein: Es bleibt bei der Entscheidung"),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Bitte entscheiden Sie.",
            "invalid_choice": "Bitte wählen Sie eine der beiden Antworten.",
        },
    )
    answer = WordsField(label="Warum?", help_text="Liest nur, wer widersprochen hat.", longest=LONGEST, widget=area(4))


class NoteForm(forms.Form):
    note = WordsField(label="Was ist daraus geworden?", longest=LONGEST, widget=area(3))


class ReplyForm(forms.Form):
    """What the author answers to a question."""

    use_required_attribute = False

    reply = WordsField(label=_("Ihre Antwort"), longest=LONGEST, widget=area(4))


class AppealForm(forms.Form):
    """Why the author thinks that a decision is wrong."""

    use_required_attribute = False

    appeal = WordsField(label=_("Warum sehen Sie es anders?"), longest=LONGEST, widget=area(4))
