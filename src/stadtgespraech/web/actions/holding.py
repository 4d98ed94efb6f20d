"""Whose account shows which contribution."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from stadtgespraech.web.actions.device import submit_from_device
from stadtgespraech.web.actions.digest import mark_from_now
from stadtgespraech.web.models import Contribution, Holding, Process, User


@transaction.atomic
def hold(user: User, *, contribution: Contribution) -> Holding:
    """Show a contribution in an account; once is enough."""
    mark_from_now(user, contribution.process)
    return Holding.objects.get_or_create(user=user, contribution=contribution)[0]


def let_go(user: User, *, contribution: Contribution) -> None:
    """Show it there no more. Whoever has the code can add it again."""
    Holding.objects.filter(user=user, contribution=contribution).delete()


@transaction.atomic
def submit_and_hold(process: Process, *, holder: User, **sent: Any) -> Contribution:
    """Take in what came with a form, and show it in the account of whoever sent it: both or neither."""
    contribution = submit_from_device(process, **sent)
    hold(holder, contribution=contribution)
    return contribution
