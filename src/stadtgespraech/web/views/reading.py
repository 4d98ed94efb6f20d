"""Texts as they read in the edition that everybody reads. What no public edition holds is not there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils import translation

from stadtgespraech.text.tokens import sentence_spans
from stadtgespraech.web.models import Edition, Product, Text, TextTranslation, Wording


@dataclass(frozen=True, slots=True)
class Reading:
    """A text at the revision of an edition. `rendering`: the same in the language of the page, where there is one;
    `behind`: it renders an older wording."""

    text: Text
    title: str
    paragraphs: tuple[str, ...]
    revision: int
    rendering: TextTranslation | None = None

    @property
    def behind(self) -> bool:
        return self.rendering is not None and self.rendering.revision < self.revision

    @property
    def is_aligned(self) -> bool:
        """Each paragraph has its own in the rendering. One of an older wording may have others."""
        return self.rendering is not None and len(self.rendering.paragraphs) == len(self.paragraphs)

    @property
    def rendered(self) -> tuple[str, ...]:
        """Title and paragraphs of the rendering, () where they do not answer to those of the text."""
        return (self.rendering.title, *self.rendering.paragraphs) if self.rendering and self.is_aligned else ()

    @property
    def lead(self) -> str:
        """One sentence for lists."""
        return self.text.lead or next((first_sentence(words) for words in self.paragraphs), "")

    @property
    def shown_title(self) -> str:
        return self.rendering.title if self.rendering is not None else self.title

    @property
    def shown_language(self) -> str:
        """The language of the shown title, as HTML names it."""
        language = self.rendering.language if self.rendering is not None else self.text.process.language
        return language.removesuffix("-plain")


def first_sentence(words: str) -> str:
    return next((words[start:end].strip() for start, end in sentence_spans(words)), "")


def read_texts(product: Product, edition: Edition | None, kinds: Iterable[str] = ("statement",)) -> list[Reading]:
    """The texts of these kinds, in the order of the source: drawn once, and no ranking."""
    if edition is None:
        return []
    rows = wordings_at(edition.revision).filter(text__product=product, text__kind__in=tuple(kinds))
    rendered = renderings(product)
    readings = [reading_of(row, rendered.get(row.text_id)) for row in rows.order_by("text__kind", "text__number")]
    return [reading for reading in readings if reading.title or reading.paragraphs]


def read_text(text: Text, edition: Edition | None) -> Reading | None:
    """One text; None where the edition does not have it."""
    if edition is None:
        return None
    row = wordings_at(edition.revision).filter(text=text).first()
    if row is None or not (row.title or row.paragraphs):
        return None
    return reading_of(row, renderings(text.product, text).get(text.pk))


def wordings_at(revision: int) -> QuerySet[Wording]:
    """The wording of each text that holds at a revision."""
    last = Wording.objects.filter(text=OuterRef("text"), revision__lte=revision).order_by("-revision")
    rows = Wording.objects.annotate(last=Subquery(last.values("pk")[:1])).filter(pk=F("last"))
    return rows.select_related("text__process", "text__product")


def reading_of(row: Any, rendering: TextTranslation | None) -> Reading:
    return Reading(row.text, row.title, tuple(row.paragraphs), row.revision, rendering)


def renderings(product: Product, text: Text | None = None) -> dict[int, TextTranslation]:
    """Text → its rendering in the language of the page. None are looked for in the language it is written in."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    if language == product.process.language:
        return {}
    rows = TextTranslation.objects.filter(language=language, text__product=product)
    return {row.text_id: row for row in (rows.filter(text=text) if text is not None else rows)}
