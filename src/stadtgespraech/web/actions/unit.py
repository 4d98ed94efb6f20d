"""Units: made, joined, and their rounds opened to all."""

from __future__ import annotations

from django.db import transaction

from stadtgespraech.web.actions.audit import audit
from stadtgespraech.web.actions.refusal import Reason, Refused
from stadtgespraech.web.actions.role import give_role
from stadtgespraech.web.actions.text import plain_slug
from stadtgespraech.web.models import Membership, Process, Role, Round, Unit, User

KINDS = ("department", "stakeholder")


@transaction.atomic
def make_unit(process: Process, *, name: str, kind: str, by: User | None) -> Unit:
    """A unit with a round of its own, which nobody else sees yet. Refused where the name is taken."""
    rounds = Round.objects.select_for_update().filter(process=process)
    if Unit.objects.filter(process=process, name=name).exists() or rounds.filter(name=name).exists():
        raise Refused(Reason.LABEL)
    taken = {
        *rounds.values_list("slug", flat=True),
        *Unit.objects.filter(process=process).values_list("slug", flat=True),
    }
    stem = plain_slug(name)[:50].strip("-") or kind
    slug = next(slug for slug in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)
    last = rounds.order_by("-number").values_list("number", flat=True).first() or 0
    round = Round.objects.create(process=process, number=last + 1, slug=slug, name=name, kind=kind, public=False)
    unit = Unit.objects.create(process=process, slug=slug, name=name, round=round)
    audit(process, by=by, act="make_unit", about=f"unit:{slug}", note=name)
    return unit


@transaction.atomic
def join_unit(unit: Unit, *, user: User, by: User | None) -> Membership:
    """Somebody speaks for the unit from now on, and has the role for it; once is enough."""
    give_role(unit.process, user=user, role=Role.Kind.DEPARTMENT, by=by)
    found, fresh = Membership.objects.get_or_create(process=unit.process, unit=unit, user=user)
    if fresh:
        audit(unit.process, by=by, act="join_unit", about=f"user:{user.pk}", note=unit.name)
    return found


@transaction.atomic
def leave_unit(unit: Unit, *, user: User, by: User) -> None:
    """Somebody does not speak for the unit any more; the role stays."""
    if Membership.objects.filter(process=unit.process, unit=unit, user=user).delete()[0]:
        audit(unit.process, by=by, act="leave_unit", about=f"user:{user.pk}", note=unit.name)


@transaction.atomic
def open_unit(unit: Unit, *, by: User) -> None:
    """Everybody may read from now on what the unit said and says."""
    if not Round.objects.filter(pk=unit.round_id, public=False).update(public=True):
        raise Refused(Reason.STATE)
    audit(unit.process, by=by, act="open_unit", about=f"unit:{unit.slug}", note=unit.name)
