"""Drawings made here, each beside its table: bars of months, bars of groups. Numbers in, geometry out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH, ROW, LABEL, GRAPH = 460, 30, 110, 250  # of a drawing of groups
TALL, COLUMN, BAR, HEAD, FOOT = 110, 62, 44, 20, 36  # of a drawing of months


@dataclass(frozen=True, slots=True)
class Group:
    """One group: its share of those who told, beside the city's; None where it is not shown or not known. `y` is the
    top of its row, `width` and `mark` are places on the line."""

    words: str
    count: int | None
    share: int | None  # percent
    city: float | None  # percent
    y: int
    width: float
    mark: float | None


def groups_of(rows: Sequence[tuple[str, int | None, int | None]], total: int | None) -> list[Group]:
    """`rows`: (words, count, the city's share in tenths of a percent)."""
    percents = [100 * count / total if total and count is not None else 0 for _words, count, _city in rows]
    longest = max([*percents, *((city or 0) / 10 for _words, _count, city in rows), 1])
    found = []
    for place, ((words, count, city), percent) in enumerate(zip(rows, percents, strict=True)):
        mark = None if city is None else LABEL + GRAPH * city / 10 / longest
        share = round(percent) if total and count is not None else None
        width = GRAPH * percent / longest
        found.append(Group(words, count, share, None if city is None else city / 10, place * ROW, width, mark))
    return found


@dataclass(frozen=True, slots=True)
class Month:
    words: str
    year: str
    count: int
    address: str
    x: float
    y: float
    height: float

    @property
    def middle(self) -> float:
        return self.x + BAR / 2


NAMES = ("Jan.", "Febr.", "März", "April", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez.")


def months_of(counts: Mapping[tuple[int, int], int], addresses: Mapping[tuple[int, int], str]) -> list[Month]:
    """The months in `counts`, which has no gap, from left to right."""
    highest = max([*counts.values(), 1])
    found = []
    for place, ((year, month), count) in enumerate(sorted(counts.items())):
        height = TALL * count / highest
        named = str(year) if place == 0 or month == 1 else ""
        x = place * COLUMN + (COLUMN - BAR) / 2
        address = addresses.get((year, month), "")
        found.append(Month(NAMES[month - 1], named, count, address, x, HEAD + TALL - height, height))
    return found
