"""Edits that somebody proposes."""

from __future__ import annotations

from django.db import models

from stadtgespraech.web.models.change import Change
from stadtgespraech.web.models.contribution import Part
from stadtgespraech.web.models.process import Process, Product


class Proposal(models.Model):
    """A part that carries edits, counted in the text at `revision`. Never altered, only followed to a later revision
    (text/proposals.py); it becomes a change only when that is decided."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="proposals")
    part = models.OneToOneField(Part, models.CASCADE, related_name="proposal")
    product = models.ForeignKey(Product, models.CASCADE, related_name="proposals")
    revision = models.PositiveIntegerField()
    edits = models.JSONField()  # actions/proposal.py
    change = models.ForeignKey(Change, models.SET_NULL, null=True, blank=True, related_name="proposals")

    class Meta:
        ordering = ("part",)
