"""What leaves the house as a table: its rows, and CSV in which nothing can be taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from stadtgespraech.web.models import Contribution, Part
from stadtgespraech.web.templatetags.office import channel_words, standing_words
from stadtgespraech.web.templatetags.words import INTENTS, KINDS, STATES
from stadtgespraech.web.views.office.asked import Asked
from stadtgespraech.web.views.office.sheet import Cell
from stadtgespraech.web.views.voices import state_of

COLUMNS = (
    "Kennung", "Tag im Protokoll", "Eingegangen am", "Runde", "Bild", "Art", "Anliegen", "Frage", "Sprache", "Weg",
    "Stand", "Antwort", "Text", "Übersetzung",
)  # fmt: skip
BATCH = 500
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def rows_of(asked: Asked) -> Iterator[list[Cell]]:
    """A row for each contribution, read in batches. No address, no code, no salt, no age, nobody's name."""
    rows = asked.rows.select_related("round", "question", "origin")
    last: int | None = None
    while True:
        batch = list((rows if last is None else rows.filter(pk__lt=last))[:BATCH])
        if not batch:
            return
        states = states_of(batch)
        yield from (row_of(row, asked, states.get(row.pk, [])) for row in batch)
        last = batch[-1].pk


def states_of(batch: Sequence[Contribution]) -> dict[int, list[str]]:
    parts = Part.objects.filter(contribution__in=batch, superseded=False).select_related("disposition")
    found: dict[int, list[str]] = {}
    for part in parts.order_by("contribution_id", "start", "pk"):
        found.setdefault(part.contribution_id, []).append(str(STATES[state_of(part)]))
    return found


def row_of(row: Contribution, asked: Asked, states: Sequence[str]) -> list[Cell]:
    about = asked.titles.get(row.about_id or 0)
    origin = getattr(row, "origin", None)
    return [
        row.key,
        row.day.isoformat(),
        (origin.received_on if origin else row.day).isoformat(),
        row.round.name,
        f"{about.number} {about.title}" if about else "",
        str(KINDS[row.kind]),
        str(INTENTS.get(row.intent, "")),
        row.question.text if row.question else "",
        row.language,
        channel_words(origin.channel if origin else ""),
        standing_words(row.state),
        ", ".join(dict.fromkeys(states)),
        row.text,
        row.translation,
    ]


def safe(value: Cell) -> Cell:
    """Text that no spreadsheet takes for a formula: an apostrophe before what could be one."""
    if not isinstance(value, str):
        return value
    return f"'{value}" if value.lstrip(" ").startswith(FORMULA) else value


def csv_lines(heads: Iterable[Sequence[Cell]], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The lines of a CSV, a few hundred at a time."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    yield "\ufeff"
    for number, row in enumerate(chain(heads, rows), 1):
        writer.writerow([safe(value) for value in row])
        if number % BATCH == 0:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()
