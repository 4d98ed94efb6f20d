"""An invitation to work on a process, sent to one e-mail address."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from stadtgespraech.web.models.process import Process


class Invitation(models.Model):
    """Good once, until `expires_at`, for the account with that address. Of what its link says only a hash is kept. One
    that is neither used nor revoked waits; there is at most one of these for an address."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="invitations")
    email = models.EmailField()  # lower case
    roles = models.JSONField()  # Role.Kind, as a list
    token_hash = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("email", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("process", "email"),
                condition=Q(used_at__isnull=True, revoked_at__isnull=True),
                name="invitation_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(revoked_at__isnull=True), name="invitation_ends_once"
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=models.F("sent_at")), name="invitation_has_time"),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    @property
    def is_waiting(self) -> bool:
        """Neither used nor revoked; it may be over all the same."""
        return self.used_at is None and self.revoked_at is None

    def is_over(self, now: datetime.datetime) -> bool:
        return self.expires_at <= now
