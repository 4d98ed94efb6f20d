"""The answer to one part."""

from __future__ import annotations

from django.db import models

from stadtgespraech.web.models.change import Change
from stadtgespraech.web.models.contribution import Part


class Disposition(models.Model):
    """What was decided about a part, why, and which changes came of it. A new decision supersedes the old one."""

    part = models.OneToOneField(Part, models.CASCADE, related_name="disposition")
    state = models.CharField(max_length=20)  # records.STATES
    reason = models.TextField(blank=True)
    detail = models.TextField(blank=True)
    changes = models.ManyToManyField(Change, blank=True, related_name="dispositions")
    day = models.DateField(null=True, blank=True)
