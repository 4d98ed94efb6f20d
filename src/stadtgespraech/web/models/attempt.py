"""What is counted of signing in, for all processes of a site, and only as long as it counts."""

from __future__ import annotations

from django.db import models


class Attempt(models.Model):
    """`key` is an HMAC: it tells neither whose account nor which code. `until` in seconds since 1970."""

    key = models.CharField(max_length=64, primary_key=True)
    value = models.JSONField()
    until = models.FloatField(db_index=True)
