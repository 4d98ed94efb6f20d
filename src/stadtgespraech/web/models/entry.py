"""The codes that let somebody into a round, handed out on paper. They name nobody and no contribution."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from stadtgespraech.web.models.process import Process, Round


class EntryCode(models.Model):
    """Of the code itself only a hash is kept. `label` is for the organiser ("Klasse 7b") and is shown nowhere else.
    `used` is all that tells of its contributions: no row of either side names the other, and no time stands here."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="entry_codes")
    round = models.ForeignKey(Round, models.CASCADE, related_name="entry_codes")
    label = models.CharField(max_length=80)
    code_hash = models.CharField(max_length=64)
    limit = models.PositiveIntegerField()  # how many contributions it lets in
    used = models.PositiveIntegerField(default=0)
    opens_on = models.DateField(null=True, blank=True)  # null: as soon as the round is open
    closes_on = models.DateField(null=True, blank=True)  # the last day; null: as long as the round is open

    class Meta:
        ordering = ("round", "pk")
        constraints = [
            models.UniqueConstraint(fields=("process", "code_hash"), name="entry_code_once"),
            models.CheckConstraint(condition=Q(limit__gt=0), name="entry_code_has_limit"),
            models.CheckConstraint(condition=Q(used__lte=F("limit")), name="entry_code_within_limit"),
            models.CheckConstraint(
                condition=Q(opens_on__isnull=True) | Q(closes_on__isnull=True) | Q(closes_on__gte=F("opens_on")),
                name="entry_code_ends_later",
            ),
        ]

    def __str__(self) -> str:
        return self.label
