"""Messages that wait to be sent, and the addresses that people left to hear what becomes of what they said."""

from __future__ import annotations

from django.db import models

from stadtgespraech.web.models.contribution import Contribution
from stadtgespraech.web.models.process import Process


class Address(models.Model):
    """Kept apart from the contribution, and deleted once the answer has been sent."""

    contribution = models.OneToOneField(Contribution, models.CASCADE, related_name="address")
    email = models.EmailField()
    language = models.CharField(max_length=12)


class Message(models.Model):
    """Written in the transaction of what it tells of; a task sends it, again and again until it is taken. `process` is
    null where it tells of an account. `unsubscribe` is an address that ends messages of this kind."""

    process = models.ForeignKey(Process, models.CASCADE, null=True, blank=True, related_name="messages")
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    unsubscribe = models.CharField(max_length=500, blank=True)
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)  # that its own server turned away
    tried_at = models.DateTimeField(null=True, blank=True)  # when it last did not go out

    class Meta:
        ordering = ("pk",)
        indexes = [models.Index(fields=("id",), condition=models.Q(sent_at__isnull=True), name="message_waiting")]
