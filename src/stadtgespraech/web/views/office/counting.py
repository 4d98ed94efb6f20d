"""How many contributions there are on which statement in which round, how many wait, how many too long."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q

from stadtgespraech.web import clock
from stadtgespraech.web.models import Contribution, Process, Report, Ticket
from stadtgespraech.web.views.office.asked import GONE, waiting
from stadtgespraech.web.views.office.statements import Numbered, statements_of

Key = tuple[int | None, int]  # statement (None: about none), round


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted by what a page shows: "alle", "offen" (without a final answer), "spaet" (older than the edition
    that should have answered it). Withdrawn and erased ones are in no number."""

    counts: Mapping[str, Counter[Key]]

    def number(self, shown: str, about: int | None, round: int) -> int:
        return self.counts[shown][(about, round)]

    def of_round(self, shown: str, round: int) -> int:
        return sum(count for (_about, at), count in self.counts[shown].items() if at == round)

    def of_statement(self, shown: str, about: int) -> int:
        return sum(count for (on, _at), count in self.counts[shown].items() if on == about)

    def total(self, shown: str) -> int:
        return self.counts[shown].total()


def count_all(process: Process) -> Counted:
    """Three queries, however many there are."""
    titles = {one.text.pk: one for rows in statements_of(process).values() for one in rows}
    conditions = {"alle": Q(), "offen": waiting("offen", titles), "spaet": waiting("spaet", titles)}
    return Counted({shown: counted(process, condition, titles) for shown, condition in conditions.items()})


def counted(process: Process, condition: Q, titles: Mapping[int, Numbered]) -> Counter[Key]:
    rows = Contribution.objects.filter(condition, process=process).exclude(state__in=GONE).order_by()
    found: Counter[Key] = Counter()
    for row in rows.values("about", "round").annotate(count=Count("pk")):
        about = row["about"] if row["about"] in titles else None
        found[(about, row["round"])] += row["count"]
    return found


def standing(process: Process, counted: Counted) -> dict[str, object]:
    """What waits, as numbers, and what comes next."""
    today = clock.today(process)
    tickets = Ticket.objects.filter(process=process, settled_on=None)
    reported = Report.objects.filter(contribution__process=process, settled_on=None)
    rows = [row for item in process.products.all() for row in item.milestones.all()]
    steps = [(row.day, row.title) for row in rows if row.day is not None and row.day >= today]
    return {
        "collected": counted.total("alle"),
        "unanswered": counted.total("offen"),
        "answered": counted.total("alle") - counted.total("offen"),
        "late": counted.total("spaet"),
        "held": Contribution.objects.filter(process=process, state=Contribution.State.HELD).count(),
        "reported": reported.values("contribution").distinct().count(),
        "barriers": tickets.count(),
        "barriers_late": tickets.filter(due_on__lt=today).count(),
        "next": min(steps, default=None),
    }
