"""Personal data in a contribution, blacked out: the text keeps its length, so that parts keep their words; what it said
lies apart, with the salt of its receipt, until somebody deletes it (docs/decisions.md)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db import transaction

from stadtgespraech.web.actions.audit import audit
from stadtgespraech.web.actions.contribution import record_event
from stadtgespraech.web.actions.moderation import held_for, note_decision, settle_reports, waiting_since
from stadtgespraech.web.actions.refusal import Reason, Refused
from stadtgespraech.web.models import Appeal, Contribution, Decision, Original, Report, User

BLACK = "█"
State = Contribution.State
Range = tuple[int, int]


def blacked(text: str, ranges: Iterable[Range]) -> str:
    """The text with these characters covered; blanks at line ends stay, so that lines do."""
    signs = list(text)
    for start, end in ranges:
        if not 0 <= start < end <= len(signs):
            raise Refused(Reason.ENDS)
        signs[start:end] = ["\n" if sign == "\n" else BLACK for sign in signs[start:end]]
    return "".join(signs)


@transaction.atomic
def black_out(
    contribution: Contribution, *, by: User, ranges: Iterable[Range], words: str, day: datetime.date
) -> Decision:
    """Cover these characters for everybody. Its translation, which may repeat them, goes to the original. Refused where
    nothing is left to cover."""
    row = held_for(contribution, by, State.HELD, State.PUBLIC, State.HIDDEN)
    covered = blacked(row.text, ranges)
    if covered == row.text:
        raise Refused(Reason.ENDS)
    since = waiting_since(row, day)
    own = {"text": row.text, "salt": row.salt, "translation": row.translation, "translator": row.translator}
    Original.objects.get_or_create(process=row.process, contribution=row, defaults={**own, "day": day})
    row.text, row.salt, row.content_hash, row.translation, row.translator = covered, "", "", "", ""
    row.save(update_fields=["text", "salt", "content_hash", "translation", "translator"])
    settle_reports(row, Report.Outcome.FOLLOWED, day)
    leaf = record_event(row, "moderated", day)
    kind = Decision.Kind.BLACKED
    return note_decision(row, kind, leaf, by, since, day, "black_out", "privacy", words)


def uncover(contribution: Contribution) -> bool:
    """Put the original back, where there is one. Called in the transaction of the act."""
    original = Original.objects.filter(contribution=contribution).first()
    if original is None:
        return False
    fields = ("text", "salt", "translation", "translator")
    for field in fields:
        setattr(contribution, field, getattr(original, field))
    contribution.save(update_fields=fields)
    original.delete()
    return True


@transaction.atomic
def lift_blackout(contribution: Contribution, *, by: User, day: datetime.date) -> Decision:
    """Show again what was blacked out. Refused where the original is deleted, and where the author has appealed."""
    row = held_for(contribution, by, State.HELD, State.PUBLIC, State.HIDDEN)
    if Appeal.objects.filter(decision__contribution=row, outcome="").exists():
        raise Refused(Reason.SECOND)
    if not uncover(row):
        raise Refused(Reason.STATE)
    leaf = record_event(row, "moderated", day)
    return note_decision(row, Decision.Kind.RESTORED, leaf, by, day, day, "lift_blackout")


@transaction.atomic
def delete_original(contribution: Contribution, *, by: User) -> None:
    """Delete what was blacked out for good. Refused where nothing is kept, and while an appeal waits that may need
    it."""
    row = held_for(contribution, by, State.HELD, State.PUBLIC, State.HIDDEN, State.WITHDRAWN)
    if Appeal.objects.filter(decision__contribution=row, outcome="").exists():
        raise Refused(Reason.SECOND)
    if not Original.objects.filter(contribution=row).delete()[0]:
        raise Refused(Reason.STATE)
    audit(row.process, by=by, act="delete_original", about=f"contribution:{row.key}")
