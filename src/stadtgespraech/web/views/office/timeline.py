"""The phases and steps of a process as a drawing along the months, in whole units of an SVG."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from stadtgespraech.web.clock import local
from stadtgespraech.web.models import Milestone, Phase, Process

WIDTH, LEFT, ROW, HEAD = 1000, 10, 34, 26
MONTHS = ("Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez")
MOST_MONTHS = 60  # drawn; what lies further away is cut at the edge


@dataclass(frozen=True, slots=True)
class Bar:
    """A phase: from `x` for `width` units in the row at `y`. `state`: "done", "now", "ahead"."""

    phase: Phase
    x: int
    y: int
    width: int
    state: str
    endless: bool

    @property
    def text_y(self) -> int:
        return self.y + 12


@dataclass(frozen=True, slots=True)
class Mark:
    """A month, a step or today, at `x`."""

    words: str
    x: int


@dataclass(frozen=True, slots=True)
class Timeline:
    width: int
    height: int
    bars: Sequence[Bar]
    months: Sequence[Mark]
    steps: Sequence[Mark]
    today: int


def timeline_of(
    process: Process, phases: Sequence[Phase], milestones: Sequence[Milestone], now: datetime.datetime
) -> Timeline | None:
    """None where no phase is planned."""
    if not phases:
        return None
    today = local(process, now).date()
    days = [local(process, at).date() for phase in phases for at in (phase.opens_at, phase.closes_at) if at is not None]
    days += [today, *(step.day for step in milestones if step.day is not None)]
    first = max(min(days), shifted(today, -MOST_MONTHS // 2)).replace(day=1)
    last = shifted(min(max(days), shifted(today, MOST_MONTHS // 2)), 1)
    span = (last - first).days

    def at(day: datetime.date) -> int:
        part = min(max((day - first).days / span, 0), 1)
        return LEFT + round(part * (WIDTH - 2 * LEFT))

    bars = []
    for row, phase in enumerate(phases):
        start = at(local(process, phase.opens_at).date())
        end = at(local(process, phase.closes_at).date()) if phase.closes_at is not None else WIDTH - LEFT
        y = HEAD + row * ROW + 16
        bars.append(Bar(phase, start, y, max(end - start, 4), state_of(phase, now), phase.closes_at is None))
    steps = [Mark(step.title, at(step.day)) for step in milestones if step.day is not None]
    height = HEAD + len(phases) * ROW + 12
    return Timeline(WIDTH, height, bars, months_of(first, last, at), steps, at(today))


def months_of(first: datetime.date, last: datetime.date, at: Callable[[datetime.date], int]) -> list[Mark]:
    """The first days of months, so few that their names stand apart."""
    found, day = list[Mark](), first
    count = (last.year - first.year) * 12 + last.month - first.month
    step = next(step for step in (1, 2, 3, 6, 12) if count / step <= 12 or step == 12)
    while day < last:
        words = MONTHS[day.month - 1] + (f" {day.year}" if day.month == 1 or day == first else "")
        found.append(Mark(words, at(day)))
        day = shifted(day, step)
    return found


def shifted(day: datetime.date, months: int) -> datetime.date:
    """The first day of the month that lies so many months away."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(min(max(year, 1), 9999), month + 1, 1)


def state_of(phase: Phase, now: datetime.datetime) -> str:
    if phase.is_open(now):
        return "now"
    return "ahead" if phase.opens_at > now else "done"
