"""Texts in other languages. Only the main language is woven; a translation renders the text at one revision."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction

from stadtgespraech.web.actions.audit import audit
from stadtgespraech.web.models import Text, TextTranslation, User
from stadtgespraech.web.models.text import Wording


@transaction.atomic
def translate_text(
    text: Text,
    *,
    language: str,
    revision: int,
    title: str,
    paragraphs: Sequence[str],
    maker: str,
    checked_on: datetime.date | None = None,
    by: User | None = None,
) -> TextTranslation:
    """Give a text its rendering in a language, in the place of an older one. Paragraph answers to paragraph, so that a
    passage chosen in one can be found in the other. ValueError where they do not, where the language is none of the
    site's or the main one, or where a word is missing. `checked_on`: the day on which readers checked plain German."""
    wording = Wording.objects.filter(text=text, revision__lte=revision).order_by("-revision").first()
    wrong = problem(text, wording, language, title, paragraphs, maker)
    if wrong:
        raise ValueError(wrong)
    assert wording is not None
    row, _ = TextTranslation.objects.update_or_create(
        text=text,
        language=language,
        defaults={
            "revision": wording.revision,
            "title": title.strip(),
            "paragraphs": [words.strip() for words in paragraphs],
            "maker": maker.strip(),
            "checked_on": checked_on,
        },
    )
    if by is not None:
        audit(text.process, by=by, act="translate_text", about=f"text:{text.slug}", note=language)
    return row


def problem(
    text: Text, wording: Wording | None, language: str, title: str, paragraphs: Sequence[str], maker: str
) -> str:
    """Why this cannot be a rendering of the text, "" where it can."""
    if language == text.process.language or language not in dict(settings.LANGUAGES):
        return f"{language} is the language of the text, or none of this site's"
    if wording is None:
        return f"{text} has no wording at that revision"
    if len(paragraphs) != len(wording.paragraphs):
        return f"{text} has {len(wording.paragraphs)} paragraphs, its rendering in {language} {len(paragraphs)}"
    if not all(words.strip() for words in (title, maker, *paragraphs)):
        return f"title, maker and every paragraph of the rendering of {text} in {language} need words"
    return ""
