"""The log of a process: leaves, numbered by one sequencer, and its signed heads."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from stadtgespraech.web.models.process import Process, Product


class Leaf(models.Model):
    """What the log keeps of one event (docs/format.md, section 4). `number` is null until it is sequenced. `salt` only
    where the content is public. What is of one product alone has its `product`, and keeps its `content` as committed:
    the bundles of the other products show it."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="leaves")
    number = models.PositiveIntegerField(null=True, blank=True)
    type = models.CharField(max_length=20)
    object = models.CharField(max_length=32)
    day = models.CharField(max_length=10)
    commitment = models.CharField(max_length=64)
    salt = models.CharField(max_length=64, blank=True)
    about = models.CharField(max_length=300)
    product = models.ForeignKey(Product, models.CASCADE, null=True, blank=True, related_name="leaves")
    content = models.TextField(blank=True)

    class Meta:
        ordering = ("number", "pk")
        indexes = [
            models.Index(fields=("process", "about"), name="leaf_about"),
            models.Index(fields=("process", "id"), condition=Q(number__isnull=True), name="leaf_waiting"),
        ]
        constraints = [
            models.UniqueConstraint(fields=("process", "number"), condition=Q(number__isnull=False), name="leaf_number")
        ]


class Checkpoint(models.Model):
    """The signed head of the log at `size` leaves."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="checkpoints")
    size = models.PositiveIntegerField()
    note = models.TextField()

    class Meta:
        ordering = ("-size",)
        constraints = [models.UniqueConstraint(fields=("process", "size"), name="checkpoint_size")]
