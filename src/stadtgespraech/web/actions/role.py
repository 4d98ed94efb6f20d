"""Who does what in a process."""

from __future__ import annotations

from django.db import transaction

from stadtgespraech.web.actions.audit import audit
from stadtgespraech.web.actions.refusal import Reason, Refused
from stadtgespraech.web.models import Process, Role, User


@transaction.atomic
def give_role(process: Process, *, user: User, role: str, by: User | None = None) -> Role:
    """Give somebody a role; once is enough."""
    given, fresh = Role.objects.get_or_create(process=process, user=user, role=role)
    if fresh:
        audit(process, by=by, act="give_role", about=f"user:{user.pk}", note=role)
    return given


@transaction.atomic
def take_role(process: Process, *, user: User, role: str, by: User) -> None:
    """Take a role away. Refused for the last organiser who can still come in: nobody could give one again."""
    rows = Role.objects.select_for_update().filter(process=process, role=role)
    held = {row.user_id for row in rows}  # read, so that the lock is taken: two may leave at once
    if role == Role.Kind.ORGANISER and not User.objects.filter(pk__in=held - {user.pk}, is_active=True).exists():
        raise Refused(Reason.LAST_ORGANISER)
    if rows.filter(user=user).delete()[0]:
        audit(process, by=by, act="take_role", about=f"user:{user.pk}", note=role)
