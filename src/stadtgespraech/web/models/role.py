"""What somebody does in one process."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from stadtgespraech.web.models.process import Process


class Role(models.Model):
    """Whoever has one signs in with a second factor."""

    class Kind(models.TextChoices):
        ORGANISER = "organiser"
        EDITOR = "editor"
        RELEASER = "releaser"
        MODERATOR = "moderator"
        DEPARTMENT = "department"
        FACILITATOR = "facilitator"
        COUNCIL_OFFICE = "council-office"

    process = models.ForeignKey(Process, models.CASCADE, related_name="roles")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="roles")
    role = models.CharField(max_length=20, choices=Kind.choices)

    class Meta:
        ordering = ("process", "user", "role")
        constraints = [
            models.UniqueConstraint(fields=("process", "user", "role"), name="role_once"),
            models.CheckConstraint(
                condition=models.Q(
                    role__in=(
                        "organiser", "editor", "releaser", "moderator", "department", "facilitator", "council-office",
                    )
                ),
                name="role_known",
            ),
        ]  # fmt: skip
