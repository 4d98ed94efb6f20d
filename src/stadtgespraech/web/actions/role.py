"""Who does what in a process."""

from __future__ import annotations

from stadtgespraech.web.models import Process, Role, User


def give_role(process: Process, *, user: User, role: str) -> Role:
    """Give somebody a role; once is enough."""
    return Role.objects.get_or_create(process=process, user=user, role=role)[0]
