"""Words as they were typed, made safe to keep and to show: markup stays what it is, text."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stadtgespraech.web.templatetags.web import number

LONGEST = 5_000
# Embeddings, overrides and isolates turn the direction of other people's text. Marks (U+200E, U+200F, U+061C) stay.
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Letters and pictures that nobody sees: fillers of Korean, the empty Braille cell, a note without a head.
BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800\U0001d159")
LINE_ENDS = str.maketrans({"\u2028": "\n", "\u2029": "\n", "\u0085": "\n", "\t": " "})

EMPTY_LINES = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+\n")


def clean_words(raw: str) -> str:
    """NFC, line feeds only, never more than one empty line, no control, half or direction-turning characters, no blanks
    around it."""
    lines = raw.replace("\r\n", "\n").replace("\r", "\n").translate(LINE_ENDS)
    if lines.isprintable():  # nothing that could be refused is printable
        return unicodedata.normalize("NFC", lines).strip()
    kept = "".join(sign for sign in lines if sign == "\n" or not is_refused(sign))
    return EMPTY_LINES.sub("\n\n", unicodedata.normalize("NFC", kept).strip())


def is_refused(sign: str) -> bool:
    """A character that nobody sees and that could mislead whoever reads."""
    return sign in TURNING or sign == "\ufeff" or unicodedata.category(sign) in ("Cc", "Cs")


def lost_signs(raw: str) -> bool:
    """Cleaning takes something away that the person should know of."""
    if raw.isprintable():  # nothing that could be refused is printable
        return False
    return any(is_refused(sign) for sign in raw.replace("\r", "\n").translate(LINE_ENDS) if sign != "\n")


def says_something(words: str) -> bool:
    """At least one letter, digit or picture: marks, blanks and dots alone are no words."""
    seen = (unicodedata.category(sign) for sign in words if sign not in BLANK)
    return any(kind[0] in "LN" or kind == "So" for kind in seen)


class WordsField(forms.CharField):
    """A text of at most `longest` characters. `cleaned` tells whether invisible characters were taken out."""

    widget = forms.Textarea

    def __init__(self, *, longest: int = LONGEST, empty: str | Promise = "", **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)
        self.longest = longest
        self.empty = empty or gettext_lazy("Bitte schreiben Sie etwas. Das Feld ist noch leer.")
        self.cleaned = False
        self.validators = []  # Django's refuses NUL without saying where it is; it is taken out here

    def clean(self, value: object) -> str:
        raw = value if isinstance(value, str) else ""
        words = clean_words(raw)
        self.cleaned = lost_signs(raw)
        if not says_something(words):
            if self.required or words:
                raise ValidationError(self.said_nothing(raw), code="empty")
            return ""
        if len(words) > self.longest:
            raise ValidationError(self.too_long(len(words)), code="long")
        return words

    def said_nothing(self, raw: str) -> str:
        if raw.strip():
            return _("Wir finden darin kein Wort. Bitte schreiben Sie mindestens einen Buchstaben oder eine Zahl.")
        return str(self.empty)

    def too_long(self, count: int) -> str:
        return _(
            "Ihr Text hat %(count)s Zeichen, Platz ist für %(longest)s. Er steht unverändert hier: "
            "Kürzen Sie ihn, oder teilen Sie ihn auf mehrere Beiträge auf."
        ) % {"count": number(count), "longest": number(self.longest)}
