"""A decided alteration of a product's text, and why it exists."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from stadtgespraech.web.models.process import Process, Product, Round
from stadtgespraech.web.models.text import Text


class Change(models.Model):
    """`revision` is the one of the weave that it made; null: a footnote without words, behind `anchor`."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="changes")
    product = models.ForeignKey(Product, models.CASCADE, related_name="changes")
    number = models.PositiveIntegerField()
    text = models.ForeignKey(Text, models.PROTECT, null=True, blank=True, related_name="changes")
    in_title = models.BooleanField(default=False)
    kinds = models.JSONField(default=list)  # records.KINDS
    klass = models.CharField(max_length=15, default="substantive")
    origin = models.TextField(blank=True)
    what = models.TextField()
    why = models.TextField()
    day = models.DateField()
    revision = models.PositiveIntegerField(null=True, blank=True)
    anchor = models.JSONField(default=list, blank=True)
    undoes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="undone_by")
    references = models.JSONField(default=list, blank=True)
    rounds = models.JSONField(default=list, blank=True)  # names, in the order received

    class Meta:
        ordering = ("product", "number")
        constraints = [
            models.UniqueConstraint(fields=("product", "number"), name="change_number"),
            models.UniqueConstraint(
                fields=("product", "revision"), condition=Q(revision__isnull=False), name="change_revision"
            ),
        ]

    def __str__(self) -> str:
        return f"Ä-{self.number}"


class Source(models.Model):
    """One reason for a change to exist: a part, a round, a resolution, a law, an opinion, the editors."""

    change = models.ForeignKey(Change, models.CASCADE, related_name="sources")
    kind = models.CharField(max_length=12)  # records.SOURCE_KINDS
    part = models.ForeignKey("Part", models.PROTECT, null=True, blank=True, related_name="led_to")
    round = models.ForeignKey(Round, models.PROTECT, null=True, blank=True, related_name="led_to")
    name = models.CharField(max_length=200, blank=True)
    ref = models.CharField(max_length=200, blank=True)
    date = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("change", "pk")
