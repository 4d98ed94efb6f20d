"""How often a device has sent something today. It names no contribution."""

from __future__ import annotations

from django.db import models

from stadtgespraech.web.models.process import Process


class DeviceUse(models.Model):
    """`device` is an HMAC of the device's cookie under a key of the day."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="device_uses")
    device = models.CharField(max_length=64)
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("process", "device", "day"), name="device_use_day")]
