"""A department or stakeholder that speaks with one voice, and who belongs to it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from stadtgespraech.web.models.process import Process, Round


class Unit(models.Model):
    """It has a round of its own, which others see once the organisers open it (Round.public)."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="units")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=100)  # "Dezernat Planen und Bauen"
    round = models.OneToOneField(Round, models.PROTECT, related_name="unit")

    class Meta:
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(fields=("process", "slug"), name="unit_slug"),
            models.UniqueConstraint(fields=("process", "name"), name="unit_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """Somebody speaks for a unit, who has the role for it too (Role)."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="memberships")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")

    class Meta:
        ordering = ("unit", "user")
        constraints = [models.UniqueConstraint(fields=("process", "unit", "user"), name="membership_once")]
