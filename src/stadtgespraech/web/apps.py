"""The one Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class WebConfig(AppConfig):
    name = "stadtgespraech.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from stadtgespraech.web.models.setup import draw_triggers

        post_migrate.connect(draw_triggers, sender=self)
