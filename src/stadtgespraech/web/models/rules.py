"""What municipalities set differently in a process: read from its settings, with what holds where nothing is set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# What a second person looks at before it counts, where the process asks for it. A name comes in with the action that
# reads it and with its words in forms/setting.py: nothing can be switched on that nobody heeds.
FOUR_EYES = ("statements",)
ALWAYS = ("statements",)  # where nothing is set
ADDRESS_DAYS, AUDIT_MONTHS = 730, 60


@dataclass(frozen=True, slots=True)
class Rules:
    """`moderation` is that of new rounds (Round.Moderation). `replies`: others may reply to a contribution.
    `contributions`: everybody may read them. `address_days`: how long after its contribution an address is kept
    at most; `audit_months`: how long a line of the audit is."""

    moderation: str = "after"
    replies: bool = True
    contributions: bool = True
    four_eyes: frozenset[str] = frozenset(ALWAYS)
    address_days: int = ADDRESS_DAYS
    audit_months: int = AUDIT_MONTHS

    def needs_second(self, what: str) -> bool:
        """A second person looks at `what` (FOUR_EYES) before it counts."""
        if what not in FOUR_EYES:
            raise ValueError(f"{what!r} is none of {FOUR_EYES}")
        return what in self.four_eyes


def rules_of(settings: Mapping[str, Any]) -> Rules:
    """The rules in a process's settings."""
    return Rules(
        moderation=settings.get("moderation", "after"),
        replies=settings.get("replies", True),
        contributions=settings.get("contributions", True),
        four_eyes=frozenset(settings.get("four_eyes", ALWAYS)) & frozenset(FOUR_EYES),
        address_days=settings.get("address_days", ADDRESS_DAYS),
        audit_months=settings.get("audit_months", AUDIT_MONTHS),
    )
