"""What is planned on the way of a product. Editions, phases and resolutions tell what came of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from stadtgespraech.web.models.process import Product


class Milestone(models.Model):
    """A step ahead, shown until its day. Without a day, `dates` says it as coarsely as known: "Herbst 2026"."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="milestones")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=150)
    day = models.DateField(null=True, blank=True)
    dates = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ("product", "number")
        constraints = [
            models.UniqueConstraint(fields=("product", "number"), name="milestone_number"),
            models.CheckConstraint(condition=Q(day__isnull=True) | Q(dates=""), name="milestone_one_date"),
        ]

    def __str__(self) -> str:
        return self.title
