"""How far somebody has been told what happened."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from stadtgespraech.web.models.process import Process


class DigestMark(models.Model):
    """Leaves of the process's log up to `told` are told, or are older than the interest. The log is the only order in
    which things became public that has no gaps."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="digest_marks")
    process = models.ForeignKey(Process, models.CASCADE, related_name="digest_marks")
    told = models.PositiveIntegerField()

    class Meta:
        ordering = ("process",)
        constraints = [models.UniqueConstraint(fields=("process", "user"), name="digest_mark_once")]
