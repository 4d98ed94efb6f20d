"""What moderators decided about contributions, what they asked, and what authors said to it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from stadtgespraech.web.models.contribution import Contribution
from stadtgespraech.web.models.log import Leaf
from stadtgespraech.web.models.process import Process


class Decision(models.Model):
    """One decision about one contribution. `reason` is a key of rules.RULES where something is kept from readers;
    `words` say to its author what it is about, and stand in no public place. `since` is the day on which the
    contribution, or the oldest report of it, began to wait."""

    class Kind(models.TextChoices):
        PUBLISHED = "published"  # it was held
        KEPT = "kept"  # it was reported, or read afterwards
        HIDDEN = "hidden"
        BLACKED = "blacked"
        RESTORED = "restored"

    process = models.ForeignKey(Process, models.CASCADE, related_name="decisions")
    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    reason = models.CharField(max_length=20, blank=True)
    words = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="decisions")
    since = models.DateField()
    day = models.DateField()
    leaf = models.OneToOneField(Leaf, models.RESTRICT, related_name="decision")

    class Meta:
        ordering = ("-pk",)
        indexes = [models.Index(fields=("process", "day"), name="decision_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=("hidden", "blacked")) ^ Q(reason=""), name="decision_reason_where_kept_back"
            ),
            models.CheckConstraint(condition=Q(since__lte=models.F("day")), name="decision_after_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.contribution_id}"

    @property
    def keeps_back(self) -> bool:
        return self.kind in (self.Kind.HIDDEN, self.Kind.BLACKED)


class Appeal(models.Model):
    """The author says once that a decision is wrong; somebody else decides. `appellant` is known only where whoever
    appealed was signed in and works on the process: nobody decides on their own appeal."""

    class Outcome(models.TextChoices):
        UPHELD = "upheld"  # the author was right
        REJECTED = "rejected"

    process = models.ForeignKey(Process, models.CASCADE, related_name="appeals")
    decision = models.OneToOneField(Decision, models.CASCADE, related_name="appeal")
    words = models.TextField(blank=True)
    day = models.DateField()
    appellant = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="appeals")
    outcome = models.CharField(max_length=10, blank=True, choices=Outcome.choices)
    answer = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="appeals_decided")
    decided_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(condition=Q(outcome="") ^ Q(decided_on__isnull=False), name="appeal_decided_once")
        ]


class Inquiry(models.Model):
    """What a moderator asks the author, who answers once. One at a time for each contribution."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="inquiries")
    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="inquiries")
    question = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="inquiries")
    day = models.DateField()
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                fields=("process", "contribution"), condition=Q(answered_on__isnull=True), name="inquiry_one_open"
            )
        ]


class Original(models.Model):
    """What a contribution said before something in it was blacked out: apart from it, for moderators' eyes. With it
    lies the salt of its receipt, so that deleting this row leaves nothing by which the words could be tried out."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="originals")
    contribution = models.OneToOneField(Contribution, models.CASCADE, related_name="original")
    text = models.TextField()
    salt = models.CharField(max_length=64)
    translation = models.TextField(blank=True)
    translator = models.CharField(max_length=200, blank=True)
    day = models.DateField()
