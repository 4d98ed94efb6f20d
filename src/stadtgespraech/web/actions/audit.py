"""A line about every act in the rooms of a process."""

from __future__ import annotations

from stadtgespraech.web import clock
from stadtgespraech.web.models import Audit, Process, User

LONGEST_NOTE = 500


def audit(process: Process, *, by: User | None, act: str, about: str = "", note: str = "") -> Audit:
    """Note who did what. Called in the transaction of the act itself, so that there is no act without its line."""
    return Audit.objects.create(
        process=process, by=by, at=clock.now(), act=act, about=about[:120], note=note[:LONGEST_NOTE]
    )
