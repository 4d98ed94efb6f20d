"""What readers report: a contribution that breaks the rules, a barrier that keeps somebody out."""

from __future__ import annotations

from django.db import models

from stadtgespraech.web.models.contribution import Contribution
from stadtgespraech.web.models.process import Process


class Report(models.Model):
    """Somebody reports a contribution (DSA, article 16). Whoever settles it says in `outcome` what came of it."""

    class Outcome(models.TextChoices):
        FOLLOWED = "followed"  # something was kept back
        KEPT = "kept"  # it stays as it is
        GONE = "gone"  # its author took it back meanwhile

    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="reports")
    key = models.CharField(max_length=16, unique=True)
    reason = models.CharField(max_length=30)
    words = models.TextField(blank=True)
    day = models.DateField()
    settled_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=10, blank=True, choices=Outcome.choices)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ("day", "pk")
        indexes = [models.Index(fields=("contribution", "settled_on"), name="report_open")]


class Ticket(models.Model):
    """A barrier that somebody met; it is answered by `due_on`."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="tickets")
    key = models.CharField(max_length=16, unique=True)
    words = models.TextField()
    page = models.CharField(max_length=300, blank=True)
    email = models.EmailField(blank=True)
    day = models.DateField()
    due_on = models.DateField()
    settled_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ("due_on", "pk")
