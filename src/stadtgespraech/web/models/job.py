"""Long work that somebody asked for: a process of its own does it, and the result stays."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from stadtgespraech.web.models.process import Process


class Job(models.Model):
    """`kind` names what is done (web/jobs.py), `input` and `result` are what it takes and gives, as JSON. `beat_at` is
    when its worker was last seen to live. `said` is what it does now, or, once it failed, why."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    process = models.ForeignKey(Process, models.CASCADE, related_name="jobs")
    key = models.CharField(max_length=16)
    kind = models.CharField(max_length=30)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="jobs")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    input = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    said = models.CharField(max_length=500, blank=True)
    step = models.PositiveSmallIntegerField(default=0)
    steps = models.PositiveSmallIntegerField(default=0)  # 0: nobody knows how many
    tries = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    beat_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)
        indexes = [models.Index(fields=("id",), condition=models.Q(state="waiting"), name="job_waiting")]
        constraints = [
            models.UniqueConstraint(fields=("process", "key"), name="job_key"),
            models.CheckConstraint(
                condition=models.Q(state__in=("waiting", "running", "done", "failed", "cancelled")), name="job_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.WAITING, self.State.RUNNING)
