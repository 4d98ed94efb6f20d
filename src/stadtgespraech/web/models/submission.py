"""What a unit answers to an edition: drafted together, signed by a second person, then contributions."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from stadtgespraech.web.models.edition import Edition
from stadtgespraech.web.models.process import Process
from stadtgespraech.web.models.text import Text
from stadtgespraech.web.models.unit import Unit


class Submission(models.Model):
    """One is open for each unit at a time. `authors` had a hand in it: none of them signs it."""

    class State(models.TextChoices):
        DRAFT = "draft"
        FINISHED = "finished"  # waits for a second person
        SIGNED = "signed"

    process = models.ForeignKey(Process, models.CASCADE, related_name="submissions")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="submissions")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="submissions")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    opened_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    count = models.PositiveIntegerField(default=0)  # of the contributions it became
    authors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="submissions", blank=True)

    class Meta:
        ordering = ("unit", "-pk")
        constraints = [
            models.UniqueConstraint(fields=("process", "unit"), condition=~Q(state="signed"), name="submission_open"),
            models.CheckConstraint(
                condition=Q(state="signed", signed_at__isnull=False) | (~Q(state="signed") & Q(signed_at__isnull=True)),
                name="submission_signed",
            ),
        ]

    @property
    def is_open(self) -> bool:
        """It can be worked on."""
        return self.state == self.State.DRAFT


class Point(models.Model):
    """One thing that a submission says. Empty `edits`: a remark, `words`; else a proposal, and `words` its reason.
    Passage and edits are those of the text at `revision`. Once it is signed it is a contribution, and not kept here."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="points")
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="points")
    about = models.ForeignKey(Text, models.PROTECT, null=True, blank=True, related_name="points")
    revision = models.PositiveIntegerField()
    passage = models.JSONField(default=list, blank=True)
    edits = models.JSONField(default=list, blank=True)  # actions/proposal.py
    words = models.TextField(blank=True)
    key = models.CharField(max_length=43)  # as the key of a form: signing twice makes no second contribution

    class Meta:
        ordering = ("submission", "pk")
        constraints = [
            models.UniqueConstraint(fields=("process", "key"), name="point_key"),
            models.CheckConstraint(condition=~Q(edits=[]) | ~Q(words=""), name="point_says_something"),
        ]


class Reading(models.Model):
    """What was understood of an uploaded file, until somebody takes it over or drops it. The file itself is not kept,
    nor its name."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="readings")
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="readings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="readings")
    at = models.DateTimeField()
    found = models.JSONField()  # records.returned.Returned as plain values, actions/reading.py

    class Meta:
        ordering = ("-pk",)
