"""The address that somebody leaves to hear of the answer, afterwards: left, replaced, forgotten."""

from __future__ import annotations

from django.db import transaction

from stadtgespraech.records import FINAL_STATES
from stadtgespraech.web.actions.refusal import Reason, Refused
from stadtgespraech.web.models import Address, Contribution

GONE = (Contribution.State.WITHDRAWN, Contribution.State.ERASED)


def may_hear(contribution: Contribution) -> bool:
    """An answer is still to come, and the round keeps addresses: those of young people never do."""
    if contribution.round.youth or contribution.state in GONE:
        return False
    parts = contribution.parts.filter(superseded=False)
    return parts.exclude(disposition__state__in=FINAL_STATES).exists()


def address_of(contribution: Contribution) -> str:
    """Where its answer goes; "" where nobody left an address."""
    return Address.objects.filter(contribution=contribution).values_list("email", flat=True).first() or ""


@transaction.atomic
def leave_address(contribution: Contribution, *, email: str) -> None:
    """Keep the address for the answer, instead of one that was left before. Refused where none will come."""
    if not may_hear(
        Contribution.objects.select_related("round").select_for_update(of=("self",)).get(pk=contribution.pk)
    ):
        raise Refused(Reason.ANSWERED)
    Address.objects.update_or_create(
        contribution=contribution, defaults={"email": email, "language": contribution.language}
    )


def forget_address(contribution: Contribution) -> None:
    """Delete the address, if there is one."""
    Address.objects.filter(contribution=contribution).delete()
