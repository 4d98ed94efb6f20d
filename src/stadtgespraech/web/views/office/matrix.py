"""Rounds and statements as tables, and the months as a drawing. Statements keep their drawn order, rounds their own; no
line is ever ordered by how much was said (promise 6)."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count
from django.db.models.functions import ExtractMonth, ExtractYear
from django.urls import reverse

from stadtgespraech.web.models import Contribution, Process, Product, Round
from stadtgespraech.web.views.office.asked import GONE, NONE
from stadtgespraech.web.views.office.bars import Month, months_of
from stadtgespraech.web.views.office.counting import Counted
from stadtgespraech.web.views.office.statements import Numbered, statements_of

ANSWERS = {"alle": "", "offen": "offen", "spaet": "spaet"}
MOST_MONTHS = 24


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, and the address of the contributions that it counts; "" for who may not read them."""

    count: int
    address: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    number: str
    title: str
    about: int | None
    figures: Sequence[Figure]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The statements of one product by round. `is_current`: the product that is being worked on."""

    title: str
    rounds: Sequence[Round]
    lines: Sequence[Line]
    totals: Sequence[Figure]
    is_current: bool

    @property
    def count(self) -> int:
        return sum(one.count for one in self.totals)


def address(process: Process, may_read: bool, **asked: str) -> str:
    """Where the contributions stand that a number counts."""
    if not may_read:
        return ""
    query = urlencode({name: value for name, value in {"stand": "da", **asked}.items() if value})
    return f"{reverse('office-contributions', args=[process.slug])}?{query}"


def matrices_of(process: Process, counted: Counted, shown: str, may_read: bool) -> list[Matrix]:
    """The product that is worked on first, with what is about no statement; of the others only the rounds in which
    something was said on them."""
    found = []
    for place, (product, rows) in enumerate(statements_of(process).items()):
        keys: list[int | None] = [one.text.pk for one in rows]
        rounds = [
            row for row in process.rounds.all()
            if place == 0 or any(counted.number("alle", key, row.pk) for key in keys)
        ]  # fmt: skip
        found.append(matrix(process, product, rows, rounds, counted, shown, may_read, place == 0))
    return found


def matrix(
    process: Process, product: Product, rows: Sequence[Numbered], rounds: Sequence[Round], counted: Counted, shown: str,
    may_read: bool, is_current: bool,
) -> Matrix:  # fmt: skip
    lined = [(one.number, one.title, one.text.pk, one.text.slug) for one in rows]
    everything: list[tuple[str, str, int | None, str]] = [*lined]
    if is_current:
        everything.append(("", "keinem Bild zugeordnet", None, NONE))
    answer = ANSWERS[shown]
    lines = [
        Line(number, title, about, [
            Figure(counted.number(shown, about, row.pk),
                   address(process, may_read, bild=slug, runde=row.slug, antwort=answer))
            for row in rounds
        ])
        for number, title, about, slug in everything
    ]  # fmt: skip
    totals = [Figure(sum(line.figures[at].count for line in lines)) for at in range(len(rounds))]
    return Matrix(product.title, rounds, lines, totals, is_current)


@dataclass(frozen=True, slots=True)
class Occasion:
    """A round: how many people, as counted on site; how many contributions, and how many of them wait (R26)."""

    round: Round
    all: Figure
    open: Figure
    late: Figure


def rounds_of(process: Process, counted: Counted, may_read: bool) -> list[Occasion]:
    def figure(shown: str, row: Round) -> Figure:
        return Figure(
            counted.of_round(shown, row.pk), address(process, may_read, runde=row.slug, antwort=ANSWERS[shown])
        )

    return [
        Occasion(row, figure("alle", row), figure("offen", row), figure("spaet", row)) for row in process.rounds.all()
    ]


@dataclass(frozen=True, slots=True)
class Silence:
    """The statements on which nobody has said anything in a round that is running: to invite, never to rank."""

    round: Round
    statements: Sequence[Numbered]


def silent_of(process: Process, counted: Counted, now: datetime.datetime) -> list[Silence]:
    """For each round in which statements can be spoken about now."""
    statements = statements_of(process)
    found = []
    for phase in process.phases.all():
        if phase.kind == "feedback" and phase.is_open(now):
            rows = statements.get(phase.product, [])
            silent = [one for one in rows if not counted.number("alle", one.text.pk, phase.round_id)]
            found.append(Silence(phase.round, silent))
    return [one for one in found if one.statements]


def months(process: Process, may_read: bool) -> list[Month]:
    """How many came in each of the last months, without a gap."""
    rows = Contribution.objects.filter(process=process).exclude(state__in=GONE).order_by()
    grouped = rows.annotate(year=ExtractYear("day"), month=ExtractMonth("day")).values("year", "month")
    known = {(row["year"], row["month"]): row["count"] for row in grouped.annotate(count=Count("pk"))}
    if not known:
        return []
    first, last = min(known), max(known)
    places = range(first[0] * 12 + first[1] - 1, last[0] * 12 + last[1])[-MOST_MONTHS:]
    whole = {(place // 12, place % 12 + 1): known.get((place // 12, place % 12 + 1), 0) for place in places}
    return months_of(whole, {month: month_address(process, may_read, *month) for month in whole})


def month_address(process: Process, may_read: bool, year: int, month: int) -> str:
    first = datetime.date(year, month, 1)
    last = first.replace(day=calendar.monthrange(year, month)[1])
    return address(process, may_read, seit=first.isoformat(), bis=last.isoformat())
