"""What waits for a moderator, in the order of its risk and age."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from stadtgespraech.web.models import Contribution, Decision, Inquiry, Process, Report

State = Contribution.State
HELD, PUBLIC, HIDDEN = Q(state=State.HELD), Q(state=State.PUBLIC), Q(state=State.HIDDEN)
WAITING = Q(asked=False) & (HELD | (PUBLIC & Q(reported=True)))
# What an address may ask for → its words, and the rows.
FILTERS: dict[str, tuple[str, Q]] = {
    "": ("alles Offene", WAITING),
    "gehalten": ("vor dem Veröffentlichen", WAITING & HELD),
    "jugend": ("Jugendrunden", WAITING & Q(round__youth=True)),
    "gemeldet": ("gemeldet", WAITING & Q(reported=True)),
    "rueckfrage": ("wartet auf eine Antwort", Q(asked=True) & (HELD | PUBLIC)),
    "ungelesen": ("öffentlich, noch nicht angesehen", PUBLIC & Q(decided=False, reported=False)),
    "ausgeblendet": ("ausgeblendet", HIDDEN),
}
FEW = 500  # so far the next one is looked for


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters of an address."""

    what: str
    round: str

    def query(self, **changed: str) -> str:
        """As the part of an address behind the path."""
        values = {"was": self.what, "runde": self.round, **changed}
        kept = {name: value for name, value in values.items() if value}
        return f"?{urlencode(kept)}" if kept else ""


def asked_in(process: Process, query: Mapping[str, str]) -> Asked:
    """An unknown filter is none."""
    what, round = query.get("was", ""), query.get("runde", "")
    known = {row.slug for row in process.rounds.all()}
    return Asked(what if what in FILTERS else "", round if round in known else "")


def queue_of(process: Process, asked: Asked) -> QuerySet[Any]:
    """Held before reported, youth rounds before others, the oldest first."""
    rows: QuerySet[Any] = with_standing(Contribution.objects.filter(process=process)).filter(FILTERS[asked.what][1])
    if asked.round:
        rows = rows.filter(round__slug=asked.round)
    risk = Case(When(HELD & Q(round__youth=True), then=Value(0)), When(HELD, then=Value(1)), default=Value(2))
    found: QuerySet[Any] = rows.annotate(risk=risk).order_by("risk", "since", "pk")
    return found


def with_standing(rows: QuerySet[Contribution]) -> QuerySet[Any]:
    waiting = Report.objects.filter(contribution=OuterRef("pk"), settled_on=None)
    first = waiting.order_by("day").values("day")[:1]
    return rows.annotate(
        reported=Exists(waiting),
        asked=Exists(Inquiry.objects.filter(contribution=OuterRef("pk"), answered_on=None)),
        decided=Exists(Decision.objects.filter(contribution=OuterRef("pk"))),
        since=Coalesce(Subquery(first), F("day")),
    )


def next_after(process: Process, asked: Asked, key: str) -> str:
    """The key of the one that follows in the queue, of the first where it was the last; "" where nothing else waits."""
    keys = list(queue_of(process, asked).values_list("key", flat=True)[:FEW])
    at = keys.index(key) + 1 if key in keys else 0
    return next((one for one in keys[at:] + keys[:at] if one != key), "")


def age(since: datetime.date, today: datetime.date) -> str:
    """heute, seit gestern, seit 5 Tagen."""
    days = (today - since).days
    return "heute" if days <= 0 else "seit gestern" if days == 1 else f"seit {days} Tagen"
