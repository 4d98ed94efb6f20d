"""Texts of a product before its first edition: typed, pasted or read from a file. Once published they are woven."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from stadtgespraech.web.models.process import Process, Product
from stadtgespraech.web.models.text import Text


class Draft(models.Model):
    """A statement, tension or section to be. Only a section may do without a title. Drafts stand in the order in which
    they came; that of the statements is drawn when the first edition is published (promise 6)."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="drafts")
    product = models.ForeignKey(Product, models.CASCADE, related_name="drafts")
    kind = models.CharField(max_length=10, choices=Text.Kind.choices)
    role = models.CharField(max_length=20, blank=True)  # of a section: records.ROLES
    title = models.CharField(max_length=500, blank=True)
    paragraphs = models.JSONField(default=list)

    class Meta:
        ordering = ("product", "kind", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(kind="section") | ~Q(title=""), name="draft_has_title"),
        ]

    def __str__(self) -> str:
        return self.title or "ohne Titel"
