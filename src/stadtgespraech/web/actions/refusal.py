"""What an action answers where something cannot be done now."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Why it cannot be done. Pages and commands say it in their own words."""

    ANSWERED = "answered"  # its answer has been given
    CHANGED = "changed"  # the same form was sent before, with other words
    CODE = "code"  # no code of this round
    CODE_DAY = "code-day"
    CODE_USED = "code-used"
    COUNT = "count"
    DAYS = "days"
    ENDS = "ends"
    ENTRY = "entry"  # the round is open to all
    INCOMPLETE = "incomplete"  # an answer lacks what its state needs
    FROZEN = "frozen"  # the table was frozen before, for good
    INVITED = "invited"  # an invitation to this address waits already
    LABEL = "label"
    LAST_ORGANISER = "last-organiser"
    LIMIT = "limit"
    LATE = "late"  # its time is over
    LOOK = "look"  # a colour, logo or name that cannot be taken
    SCAN = "scan"  # a file that cannot be taken as a scan
    OWN = "own"  # nobody approves their own
    OTHER_ADDRESS = "other-address"  # the invitation is for another account
    OVER = "over"  # its time is up
    REVOKED = "revoked"
    SLUG = "slug"  # an address that is taken, or means something else
    RULE = "rule"  # something is kept back without a reason from the catalogue
    SECOND = "second"  # a second person must decide
    STATE = "state"  # it is in a state that does not allow it
    USED = "used"


class Refused(ValueError):
    """What was asked cannot be done now. `words` are for whoever asked, where the reason alone does not say it."""

    def __init__(self, reason: Reason, words: str = "") -> None:
        super().__init__(words or str(reason))
        self.reason = reason
