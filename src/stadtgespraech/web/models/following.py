"""Of what somebody wants to hear."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from stadtgespraech.web.models.process import Process
from stadtgespraech.web.models.text import Text


class Following(models.Model):
    """A text, or the whole process where `text` is null."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="followings")
    process = models.ForeignKey(Process, models.CASCADE, related_name="followings")
    text = models.ForeignKey(Text, models.CASCADE, null=True, blank=True, related_name="followings")

    class Meta:
        ordering = ("process", "text__number", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("process", "user", "text"), condition=Q(text__isnull=False), name="following_text_once"
            ),
            models.UniqueConstraint(
                fields=("process", "user"), condition=Q(text__isnull=True), name="following_process_once"
            ),
        ]
