"""How a process looks and what it calls things: colours, logo, names. Marks of changes look the same everywhere."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from stadtgespraech.web.models.process import Process


class Logo(models.Model):
    """A picture as it is served, cleaned when it came in."""

    class Kind(models.TextChoices):
        SVG = "svg"
        PNG = "png"

    process = models.ForeignKey(Process, models.CASCADE, related_name="logos")
    kind = models.CharField(max_length=3, choices=Kind.choices)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)  # SHA-256 of `content`
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("process", "digest"), name="logo_digest"),
            models.CheckConstraint(condition=Q(width__gt=0, height__gt=0), name="logo_has_sides"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The last part of its address. Other bytes have another name."""
        return f"{self.digest[:20]}.{self.kind}"


class Look(models.Model):
    """One for each process that has a look of its own. Colours are #rrggbb, "" is KERN's."""

    process = models.OneToOneField(Process, models.CASCADE, related_name="look", primary_key=True)
    accent = models.CharField(max_length=7, blank=True)
    second = models.CharField(max_length=7, blank=True)
    logo = models.ForeignKey(Logo, models.PROTECT, null=True, blank=True, related_name="+")
    dark_logo = models.ForeignKey(Logo, models.PROTECT, null=True, blank=True, related_name="+")
    alternative = models.CharField(max_length=200, blank=True)  # what the logo shows, in the process's language
    names = models.JSONField(default=dict, blank=True)  # language → noun → [one, many]; templatetags.words.NOUNS

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(accent="") | Q(accent__startswith="#")) & (Q(second="") | Q(second__startswith="#")),
                name="look_colours",
            ),
            models.CheckConstraint(
                condition=(Q(logo__isnull=True) & Q(dark_logo__isnull=True))
                | (Q(logo__isnull=False) & ~Q(alternative="")),
                name="look_logo_has_words",
            ),
        ]

    def __str__(self) -> str:
        return f"look of {self.process_id}"
