"""Codes for the door of a round: drawn for paper, counted as they are used.

A code has 40 bits, half of a receipt's: a child types it, and it opens a form, not anybody's words. Guessing pays as
little. Wrong tries are slowed (views/pace.py): behind one address 300 at once and then one every ten seconds, some nine
thousand a day. With a thousand codes out, a guess finds one in a thousand million, so one address needs about three
hundred years; and what it wins is a few contributions that a moderator reads first. What is stored is an HMAC under the
site's secret, so a stolen table alone gives no code away either.
"""

from __future__ import annotations

import datetime
import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import F

from stadtgespraech.web.actions.audit import audit
from stadtgespraech.web.actions.code import draw, grouped, plain
from stadtgespraech.web.actions.refusal import Reason, Refused
from stadtgespraech.web.models import EntryCode, Round, User

SIGNS = 8
MOST_CODES, MOST_USES, LONGEST_LABEL = 5_000, 10_000, 80


@dataclass(frozen=True, slots=True)
class Drawn:
    """A code as it goes on paper; nobody can read it again."""

    label: str
    code: str


def draw_code() -> str:
    """Eight random signs in two groups."""
    return grouped(draw(SIGNS))


def hash_of_entry(round: Round, code: str) -> str:
    """What is stored of an entry code: of use in this process only."""
    told = f"entry\0{round.process_id}\0{plain(code)}"
    return hmac.digest(settings.SECRET_KEY.encode(), told.encode(), "sha256").hex()


@transaction.atomic
def draw_codes(
    round: Round,
    *,
    labels: Sequence[str],
    limit: int,
    opens_on: datetime.date | None = None,
    closes_on: datetime.date | None = None,
    draw_one: Callable[[], str] = draw_code,
    by: User | None = None,
) -> list[Drawn]:
    """One code for each label, in their order; the only time that they can be read. Refused: "entry" where the round is
    open to all, "label", "limit", "count", "days" where these make no sense."""
    refuse_nonsense(round, labels, limit, opens_on, closes_on)
    known = set(EntryCode.objects.filter(process=round.process).values_list("code_hash", flat=True))
    drawn, rows = [], []
    for label in labels:
        code, stored = fresh_code(round, known, draw_one)
        known.add(stored)
        drawn.append(Drawn(label, code))
        rows.append(
            EntryCode(
                process=round.process, round=round, label=label, code_hash=stored, limit=limit,
                opens_on=opens_on, closes_on=closes_on,
            )
        )  # fmt: skip
    EntryCode.objects.bulk_create(rows)
    if by is not None:
        named = ", ".join(dict.fromkeys(labels))
        audit(round.process, by=by, act="draw_codes", about=f"round:{round.slug}", note=f"{len(rows)} Codes: {named}")
    return drawn


@transaction.atomic
def void_codes(round: Round, *, by: User, label: str) -> int:
    """Codes of a label that let nobody in any more, used up or not: a bundle that was lost. What came with them stays.
    How many there were."""
    rows = EntryCode.objects.select_for_update().filter(round=round, label=label)
    count = len(rows)
    rows.filter(used=0).delete()
    rows.update(limit=F("used"))
    if count:
        audit(round.process, by=by, act="void_codes", about=f"round:{round.slug}", note=f"{count} Codes: {label}")
    return count


def refuse_nonsense(
    round: Round, labels: Sequence[str], limit: int, opens_on: datetime.date | None, closes_on: datetime.date | None
) -> None:
    if round.entry != Round.Entry.CODE:
        raise Refused(Reason.ENTRY)
    if not 1 <= len(labels) <= MOST_CODES:
        raise Refused(Reason.COUNT)
    if not all(is_label(label) for label in labels):
        raise Refused(Reason.LABEL)
    if not 1 <= limit <= MOST_USES:
        raise Refused(Reason.LIMIT)
    if opens_on is not None and closes_on is not None and closes_on < opens_on:
        raise Refused(Reason.DAYS)


def is_label(label: str) -> bool:
    """One line that begins with a letter or a digit, so that a spreadsheet takes it for words."""
    return 0 < len(label) <= LONGEST_LABEL and label[0].isalnum() and label.isprintable()


def fresh_code(round: Round, known: set[str], draw_one: Callable[[], str]) -> tuple[str, str]:
    """A code that the process does not have yet, and its hash."""
    while True:
        code = draw_one()
        stored = hash_of_entry(round, code)
        if stored not in known:
            return code, stored


def check_entry(round: Round, *, code: str, day: datetime.date) -> None:
    """Look whether a code lets somebody in, and count nothing. Refused as `enter`."""
    refuse_entry(EntryCode.objects.filter(round=round, code_hash=hash_of_entry(round, code)).first(), day)


def enter(round: Round, *, code: str, day: datetime.date) -> None:
    """Count one contribution with this code; called in the contribution's transaction. Refused: "code" for a wrong one
    and one of another round (one HMAC and two look-ups each); "code-used" and "code-day" for whoever holds it."""
    mine = EntryCode.objects.filter(round=round, code_hash=hash_of_entry(round, code))
    good = mine.exclude(opens_on__gt=day).exclude(closes_on__lt=day)
    if not good.filter(used__lt=F("limit")).update(used=F("used") + 1):
        refuse_entry(mine.first(), day, full=True)


def refuse_entry(found: EntryCode | None, day: datetime.date, *, full: bool = False) -> None:
    """`full`: another contribution may have taken the last place since `found` was read."""
    if found is None:
        raise Refused(Reason.CODE)
    if (found.opens_on is not None and day < found.opens_on) or (found.closes_on is not None and found.closes_on < day):
        raise Refused(Reason.CODE_DAY)
    if full or found.used >= found.limit:
        raise Refused(Reason.CODE_USED)
