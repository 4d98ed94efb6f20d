"""How a contribution came that somebody else put into words here: a letter, a call, a card; and what was scanned."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from stadtgespraech.web.models.contribution import Contribution
from stadtgespraech.web.models.process import Process


class Origin(models.Model):
    """Entered on behalf of whoever said it. A contribution without one was sent by its author. `received_on` is the
    day the letter came; the contribution's own day is that of the log."""

    class Channel(models.TextChoices):
        CARD = "card"
        LETTER = "letter"
        CALL = "call"
        EMAIL = "email"
        TALK = "talk"
        OTHER = "other"

    process = models.ForeignKey(Process, models.CASCADE, related_name="origins")
    contribution = models.OneToOneField(Contribution, models.CASCADE, related_name="origin", primary_key=True)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    received_on = models.DateField()
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="entered"
    )

    class Meta:
        indexes = [models.Index(fields=("process", "channel"), name="origin_channel")]
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=("card", "letter", "call", "email", "talk", "other")),
                name="origin_channel_known",
            )
        ]


class Scan(models.Model):
    """One page of what was scanned, as a picture that was written anew. Its bytes lie in the site's folder under a name
    that nobody can guess, outside of everything that is published; they go with an erasure."""

    class Kind(models.TextChoices):
        PNG = "png"
        JPG = "jpg"

    process = models.ForeignKey(Process, models.CASCADE, related_name="scans")
    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="scans")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=3, choices=Kind.choices)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta:
        ordering = ("contribution", "number")
        constraints = [models.UniqueConstraint(fields=("contribution", "number"), name="scan_number")]
