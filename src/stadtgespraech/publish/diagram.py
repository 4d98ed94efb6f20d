"""The river: the path of a strategy as one drawing (R12), and the band of water on the cover.

Colours stand as attributes, so that the drawing is whole anywhere; classes let a page's own style sheet recolour it.
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import escape

from stadtgespraech.records import Process, Round

RIVER, DEEP, TEXT, MUTED = "#c3dce4", "#00536e", "#131525", "#51577a"
WIDTH, ROOM = 400, 46  # units; characters of a small line beside the river
FONT = "Stadtgespraech Sans, Fira Sans, Noto Sans, sans-serif"
BAND = (
    "M-20 66C120 66 150 96 300 96S470 34 620 34S850 70 980 62S1180 22 1260 26",
    "M-20 92C140 92 190 116 340 112S560 66 700 66S920 96 1040 90S1200 60 1260 58",
)


@dataclass(frozen=True, slots=True)
class Stop:
    """One place at the river. `state`: done | now | ahead for products, "" for a round."""

    title: str
    lines: tuple[str, ...]
    state: str = ""


def band() -> str:
    """The water under the title, decoration only."""
    light, deep = BAND
    return (
        '<svg class="river" viewBox="0 0 1240 140" preserveAspectRatio="none" aria-hidden="true" focusable="false" '
        'xmlns="http://www.w3.org/2000/svg" fill="none" stroke-linecap="round">'
        f'<path class="water" d="{light}" stroke="{RIVER}" stroke-width="22"/>'
        f'<path class="deep" d="{deep}" stroke="{DEEP}" stroke-width="5"/></svg>'
    )


def stops(process: Process) -> tuple[Stop, ...]:
    """Products in their order; the rounds that led to the current one stand before it. Rounds of which no date is known
    are only counted: a drawing would claim an order."""
    found: list[Stop] = []
    names = [product.title for product in process.products]
    now = names.index(process.product) if process.product in names else len(names) - 1
    dated = any(item.dates for item in process.rounds)
    rounds = [Stop(item.name, round_lines(item)) for item in process.rounds] if dated else []
    undated = "" if dated else counted(len(process.rounds) or None, "Runde", "Runden")
    for index, product in enumerate(process.products):
        if index == now:
            found += rounds
        state = "done" if index < now else "now" if index == now else "ahead"
        told = f"mit Rückmeldungen aus {undated}" if undated and index == now else ""
        lines = tuple(line for line in (product.motto, product.state, told) if line)
        found.append(Stop(product.title, lines, state))
    return tuple(found or rounds)


def round_lines(item: Round) -> tuple[str, ...]:
    """Dates and headcounts, on one line where they fit."""
    parts = tuple(part for part in (item.dates, head_counts(item)) if part)
    joined = " · ".join(parts)
    return (joined,) if joined and len(joined) <= ROOM else parts


def head_counts(item: Round) -> str:
    """Headcounts on one line; what nobody counted is not made up."""
    counts = [
        counted(item.people, "Person", "Personen"),
        counted(item.contributions, "Rückmeldung", "Rückmeldungen"),
        counted(item.ideas, "Idee", "Ideen"),
    ]
    return " · ".join(part for part in counts if part)


def counted(number: int | None, one: str, many: str) -> str:
    if number is None:
        return ""
    return f"{grouped(number)} {one if number == 1 else many}"


def grouped(number: int) -> str:
    """German thousands: 1.704."""
    return f"{number:,}".replace(",", ".")


def path(process: Process) -> str:
    """The way as SVG text, 400 wide, read from top to bottom. "" where there is nothing to draw."""
    places = stops(process)
    if not places:
        return ""
    y, drawn, points = 30.0, [], []
    for index, stop in enumerate(places):
        x = 34.0 + (14 if index % 2 else -8) if not stop.state else 34.0
        points.append((x, y, stop.state))
        lines = stop_lines(stop)
        drawn.append(station(x, y, stop.state) + words(y, lines))
        y += 14 + 20 * len(lines) + (14 if stop.state else 4)
    now = max((index for index, point in enumerate(points) if point[2] in ("now", "done", "")), default=0)
    height = round(y)
    water = stream(points, height)
    done = stream(points[: now + 1], None)
    title = "Der Weg: " + ", ".join(stop.title for stop in places)
    return (
        f'<svg class="path" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img" '
        f'aria-label="{escape(title, {chr(34): "&quot;"})}" xmlns="http://www.w3.org/2000/svg" fill="none">'
        f'<path class="water" d="{water}" stroke="{RIVER}" stroke-width="12" stroke-linecap="round"/>'
        f'<path class="deep" d="{done}" stroke="{DEEP}" stroke-width="5" stroke-linecap="round"/>'
        f"{''.join(drawn)}</svg>"
    )


def stream(points: list[tuple[float, float, str]], height: int | None) -> str:
    """A soft line through all points; on to the lower edge where `height` is given."""
    x, y, _ = points[0]
    parts = [f"M{x:g} {y:g}"]
    ends = [(px, py) for px, py, _ in points[1:]]
    if height is not None:
        ends.append((x + 10, float(height - 8)))
    for px, py in ends:
        bend = (py - y) / 2
        parts.append(f"C{x:g} {y + bend:g} {px:g} {py - bend:g} {px:g} {py:g}")
        x, y = px, py
    return "".join(parts)


def station(x: float, y: float, state: str) -> str:
    if state == "done":
        return (
            f'<circle class="full" cx="{x:g}" cy="{y:g}" r="13" fill="{DEEP}" stroke="{DEEP}" stroke-width="3"/>'
            f'<path class="tick" d="M{x - 5.5:g} {y + 0.5:g}l4 4 7-8.5" stroke="#fff" stroke-width="2.5"/>'
        )
    if state == "now":
        return (
            f'<circle class="dot" cx="{x:g}" cy="{y:g}" r="13" fill="#fff" stroke="{DEEP}" stroke-width="4"/>'
            f'<circle class="full" cx="{x:g}" cy="{y:g}" r="5" fill="{DEEP}" stroke="{DEEP}"/>'
        )
    if state == "ahead":
        return f'<circle class="ahead" cx="{x:g}" cy="{y:g}" r="13" fill="#fff" stroke="{RIVER}" stroke-width="4"/>'
    return f'<circle class="dot" cx="{x:g}" cy="{y:g}" r="6.5" fill="#fff" stroke="{DEEP}" stroke-width="3"/>'


def stop_lines(stop: Stop) -> list[tuple[str, str]]:
    """(class, text) lines as they fit beside the river."""
    heads = "now" if stop.state == "now" else "strong" if stop.state else "name"
    room = 34 if stop.state else 40
    lines = [(heads, line) for line in wrapped(stop.title, room)]
    return lines + [("quiet", part) for line in stop.lines for part in wrapped(line, ROOM)]


def wrapped(text: str, room: int) -> list[str]:
    """Lines of at most `room` characters, broken at spaces; a longer word has a line of its own."""
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        if lines[-1] and len(joined) > room:
            lines.append(word)
        else:
            lines[-1] = joined
    return lines


def words(y: float, lines: list[tuple[str, str]]) -> str:
    drawn = []
    for index, (kind, line) in enumerate(lines):
        size, weight = (15, 400) if kind == "quiet" else (16, 400) if kind == "name" else (19, 600)
        colour, name = (MUTED, ' class="quiet"') if kind == "quiet" else (TEXT, "")
        drawn.append(
            f'<text{name} x="72" y="{y + 6 + 20 * index:g}" font-family="{FONT}" font-size="{size}" '
            f'font-weight="{weight}" fill="{colour}">{escape(line)}</text>'
        )
    return "".join(drawn)


def path_words(process: Process) -> str:
    """The same in words: the process's own text, else one sentence a station."""
    if process.path_text:
        return process.path_text
    sentences = []
    for stop in stops(process):
        facts = f" ({', '.join(stop.lines)})" if stop.lines else ""
        here = " – hier stehen wir" if stop.state == "now" else ""
        sentences.append(f"{stop.title}{facts}{here}")
    return "Der Weg in Worten: " + "; dann ".join(sentences) + "." if sentences else ""
