"""The public half of the key that signs a process's log."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from stadtgespraech.ledger.note import verifier_of as public_half
from stadtgespraech.web.actions.log import origin_of
from stadtgespraech.web.models import Process
from stadtgespraech.web.site import signing_key


def verifier_of(process: Process) -> str:
    """What a reader names to `verify --key`."""
    return str(public_half(origin_of(process), signing_key(Path(settings.DATA))))
