"""The path of a process, drawn as its river: from station to station, deep as far as it has come."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

WIDTH, HEIGHT, MIDDLE, SWING = 1120, 80, 40, 27
GAP, FIRST, WIDE = 48, 20, 1.75


def stations(widths: Sequence[float]) -> list[float]:
    """Where the stations stand: at the start of their columns, which share the width by `widths`."""
    unit = (WIDTH - GAP * (len(widths) - 1)) / sum(widths) if widths else 0.0
    at, found = float(FIRST), []
    for width in widths:
        found.append(at)
        at += width * unit + GAP
    return found


def stretch(points: Sequence[float], first: int) -> str:
    """An SVG path through the points, in bends; `first` is the number of its first bend, which alternate."""
    if len(points) < 2:
        return ""
    parts = [f"M{points[0]:.0f} {MIDDLE}"]
    for number, (a, b) in enumerate(itertools.pairwise(points), first):
        bend = MIDDLE + (SWING if number % 2 == 0 else -SWING)
        span = b - a
        parts.append(f"C{a + 0.25 * span:.0f} {MIDDLE} {a + 0.3 * span:.0f} {bend} {a + 0.5 * span:.0f} {bend}")
        parts.append(f"S{a + 0.75 * span:.0f} {MIDDLE} {b:.0f} {MIDDLE}")
    return "".join(parts)


def river(done: int, widths: Sequence[float]) -> tuple[str, str]:
    """The way that lies behind, up to station `done` (counted from 0), and the way ahead with the mouth."""
    points = [*stations(widths), float(WIDTH)]
    return stretch(points[: done + 1], 0), stretch(points[done:], done)
