"""The woven text of a product, and its statements, tensions and sections as they read at each revision."""

from __future__ import annotations

from django.db import models

from stadtgespraech.web.models.process import Process, Product


class Weave(models.Model):
    """The stored truth of a product's text: the rows of docs/format.md (Weave) as JSON."""

    product = models.OneToOneField(Product, models.CASCADE, related_name="weave", primary_key=True)
    revisions = models.PositiveIntegerField(default=0)
    rows = models.TextField()
    digest = models.CharField(max_length=64)  # SHA-256 of `rows`


class Text(models.Model):
    """A statement, tension or section: the owner of woven blocks. Equal in rank to its siblings (promise 6)."""

    class Kind(models.TextChoices):
        SECTION = "section"
        TENSION = "tension"
        STATEMENT = "statement"

    process = models.ForeignKey(Process, models.CASCADE, related_name="texts")
    product = models.ForeignKey(Product, models.CASCADE, related_name="texts")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    number = models.PositiveSmallIntegerField()
    slug = models.SlugField(max_length=80)
    role = models.CharField(max_length=20, blank=True)  # of a section: records.ROLES
    lead = models.CharField(max_length=300, blank=True)  # one sentence for lists

    class Meta:
        ordering = ("product", "kind", "number")
        constraints = [
            models.UniqueConstraint(fields=("product", "kind", "number"), name="text_number"),
            models.UniqueConstraint(fields=("process", "kind", "slug"), name="text_slug"),
        ]

    def __str__(self) -> str:
        return self.owner

    @property
    def owner(self) -> str:
        """Its name in the weave."""
        return f"{self.kind}:{self.number}"


class Wording(models.Model):
    """How a text reads from `revision` on, until its next wording."""

    text = models.ForeignKey(Text, models.CASCADE, related_name="wordings")
    revision = models.PositiveIntegerField()
    title = models.CharField(max_length=500)
    paragraphs = models.JSONField()

    class Meta:
        ordering = ("text", "-revision")
        constraints = [models.UniqueConstraint(fields=("text", "revision"), name="wording_revision")]


class TextTranslation(models.Model):
    """A text in another language, as it read at `revision`. It is a rendering; only the main language is woven."""

    text = models.ForeignKey(Text, models.CASCADE, related_name="translations")
    language = models.CharField(max_length=12)
    revision = models.PositiveIntegerField()
    title = models.CharField(max_length=500)
    paragraphs = models.JSONField()
    maker = models.CharField(max_length=200, blank=True)
    checked_on = models.DateField(null=True, blank=True)  # plain German: the day on which readers checked it

    class Meta:
        constraints = [models.UniqueConstraint(fields=("text", "language"), name="translation_language")]


class Reference(models.Model):
    """One text names another (R68–R70)."""

    text = models.ForeignKey(Text, models.CASCADE, related_name="references")
    to = models.ForeignKey(Text, models.CASCADE, related_name="referred_by")

    class Meta:
        constraints = [models.UniqueConstraint(fields=("text", "to"), name="reference_once")]
