"""A frozen, dated state of a product, its files, and the council's resolution on it."""

from __future__ import annotations

from django.db import models

from stadtgespraech.web.models.log import Leaf
from stadtgespraech.web.models.process import Process, Product


class Edition(models.Model):
    """The text at `revision`, marked against `base`. `cutoff` is the size of the log that it answers."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="editions")
    product = models.ForeignKey(Product, models.CASCADE, related_name="editions")
    number = models.PositiveSmallIntegerField()
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=150)
    date = models.DateField()
    revision = models.PositiveIntegerField()
    base = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="later")
    audience = models.CharField(max_length=10, default="public")  # records.AUDIENCES
    note = models.CharField(max_length=300, blank=True)
    cutoff = models.PositiveIntegerField(default=0)
    leaf = models.OneToOneField(Leaf, models.PROTECT, null=True, blank=True, related_name="edition")  # its publication

    class Meta:
        ordering = ("product", "number")
        constraints = [
            models.UniqueConstraint(fields=("product", "number"), name="edition_number"),
            models.UniqueConstraint(fields=("process", "slug"), name="edition_slug"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_public(self) -> bool:
        return self.audience == "public"


class EditionFile(models.Model):
    """A published file; its bytes lie in the site's folder."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="files")
    name = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    stale = models.BooleanField(default=False)  # holds a text that is not shown any more: to be written anew

    class Meta:
        ordering = ("name",)
        constraints = [models.UniqueConstraint(fields=("edition", "name"), name="edition_file")]


class Resolution(models.Model):
    """The council's decision on an edition (R65–R67)."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="resolutions")
    paper = models.CharField(max_length=100)
    date = models.DateField()
    words = models.TextField(blank=True)
