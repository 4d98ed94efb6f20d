"""The one Django app."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.db.models.signals import post_migrate


class WebConfig(AppConfig):
    name = "stadtgespraech.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from stadtgespraech.web.models.setup import draw_triggers

        post_migrate.connect(draw_triggers, sender=self)
        checks.register(proxies)


def proxies(**_: Any) -> list[checks.CheckMessage]:
    """Behind a proxy that is not declared all people look like one, and what slows floods can tell nobody apart."""
    if settings.PROXIES < 0:
        return [checks.Error("STADTGESPRAECH_PROXIES is a count: 0 or more", id="web.E001")]
    if settings.HTTPS and not settings.PROXIES:
        text = "STADTGESPRAECH_HTTPS says that a proxy stands in front, STADTGESPRAECH_PROXIES that none does"
        return [checks.Warning(text, hint="set STADTGESPRAECH_PROXIES=1 (docs/operate.md)", id="web.W001")]
    return []
