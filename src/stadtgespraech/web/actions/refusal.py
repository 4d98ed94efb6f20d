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
    CONFIRM = "confirm"  # it has a consequence that somebody must say yes to
    COUNT = "count"
    DAYS = "days"
    ENDS = "ends"
    ENTRY = "entry"  # the round is open to all
    INCOMPLETE = "incomplete"  # an answer lacks what its state needs
    LABEL = "label"
    LAST_ORGANISER = "last-organiser"
    LIMIT = "limit"
    LOOK = "look"  # a colour, logo or name that cannot be taken
    OVERLAP = "overlap"  # two phases ask for the same thing at the same time
    PAST = "past"  # a moment that is over
    SAID = "said"  # somebody has said something in it
    SEEN = "seen"  # it was altered since whoever alters it saw it
    STATE = "state"  # it is in a state that does not allow it
    TAKEN = "taken"  # another one has this name
    TEXTS = "texts"  # a text lacks what an edition needs


class Refused(ValueError):
    """What was asked cannot be done now. `words` are for whoever asked, where the reason alone does not say it."""

    def __init__(self, reason: Reason, words: str = "") -> None:
        super().__init__(words or str(reason))
        self.reason = reason
