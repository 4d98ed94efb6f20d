"""Who did what in the rooms of a process. The log says what happened; this says who had the hand in it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from stadtgespraech.web.models.process import Process


class Audit(models.Model):
    """Written in the transaction of the act, read by organisers, deleted with the process. It holds no text of a
    contribution: `note` says what was set, not what was said. `by` is null for what the site did by itself, and for
    accounts that are gone."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="audits")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="audits")
    at = models.DateTimeField()
    act = models.CharField(max_length=40)  # the name of the action: "give_role"
    about = models.CharField(max_length=120, blank=True)  # "round:jugendkonferenz"
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("-pk",)
        indexes = [models.Index(fields=("process", "act", "-id"), name="audit_act")]

    def __str__(self) -> str:
        return f"{self.act} {self.about}"
