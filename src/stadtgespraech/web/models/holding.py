"""Whose account shows which contribution. Kept apart from the contribution, which stays without a name."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from stadtgespraech.web.models.contribution import Contribution


class Holding(models.Model):
    """Goes with the account; the contribution stays."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="holdings")
    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="holdings")

    class Meta:
        ordering = ("-contribution",)
        constraints = [models.UniqueConstraint(fields=("user", "contribution"), name="holding_once")]
