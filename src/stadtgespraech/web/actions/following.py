"""Of what somebody wants to hear."""

from __future__ import annotations

from django.db import transaction

from stadtgespraech.web.actions.digest import mark_from_now
from stadtgespraech.web.models import Following, Process, Text, User


@transaction.atomic
def follow(user: User, *, process: Process, text: Text | None = None) -> Following:
    """Follow a text, or the whole process; once is enough."""
    mark_from_now(user, process)
    return Following.objects.get_or_create(user=user, process=process, text=text)[0]


def unfollow(user: User, *, process: Process, text: Text | None = None) -> None:
    Following.objects.filter(user=user, process=process, text=text).delete()
