"""Who took part: what people told of themselves, counted apart from what they said; the city's own figures; and the
table that is shown, frozen."""

from __future__ import annotations

from django.db import models

from stadtgespraech.web.models.process import Process, Round


class Told(models.Model):
    """How many told an age of this band in a round. It names no contribution and no day, so that nobody can join it
    with what was said. Deleted once the round's table is frozen."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="told")
    round = models.ForeignKey(Round, models.CASCADE, related_name="told")
    band = models.CharField(max_length=10)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("process", "round", "band"), name="told_band")]


class CityFigures(models.Model):
    """The city's own shares of the same bands, in tenths of a percent, as an organiser typed them."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="city_figures")
    youth = models.BooleanField(default=False)  # the bands of rounds for the young
    shares = models.JSONField(default=dict)  # band → tenths of a percent
    source = models.CharField(max_length=200)
    as_of = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("process", "youth"), name="city_figures_once")]


class Participation(models.Model):
    """The table of a round as it stood when it was frozen: once, never computed again. It holds what may be shown and
    nothing else; counts that were too small are not in it, and nowhere any more."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="participations")
    round = models.OneToOneField(Round, models.CASCADE, related_name="participation")
    rows = models.JSONField()  # [[band, count or null]], in the order of the bands
    total = models.PositiveIntegerField(null=True, blank=True)  # who told something; null where that is too few
    shares = models.JSONField(default=dict)  # the city's, as they were known on that day
    source = models.CharField(max_length=200, blank=True)
    as_of = models.DateField(null=True, blank=True)
    day = models.DateField()

    class Meta:
        ordering = ("round__number",)
