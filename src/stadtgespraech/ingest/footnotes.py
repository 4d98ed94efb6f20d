"""A footnote's text to a change: rounds, kinds, parts, wordings, references."""

from __future__ import annotations

from collections.abc import Sequence

from stadtgespraech.ingest.dates import iso_date
from stadtgespraech.ingest.kinds import kinds_of, parts_of
from stadtgespraech.ingest.references import references_in, wordings_in
from stadtgespraech.ingest.rounds import COUNCIL, resolution_day, resolution_in, rounds_in
from stadtgespraech.records import Change, Source, Statement, Tension


def change_from_note(
    number: int,
    text: str,
    statements: Sequence[Statement] = (),
    tensions: Sequence[Tension] = (),
    *,
    in_title: bool = False,
) -> Change:
    """What the footnote `number` says, as a change that knows no place yet. `statements` and `tensions` are those that
    it may cite. Where it names no round and no resolution, the editors acted alone."""
    text = " ".join(text.split())
    rounds, parts = rounds_in(text), parts_of(text)
    old, new = wordings_in(text)
    return Change(
        number,
        rounds=rounds,
        kinds=kinds_of(text, in_title=in_title),
        text=text,
        origin=parts.origin,
        what=parts.what,
        why=parts.why,
        klass="legal" if COUNCIL in rounds else "substantive",
        sources=sources_of(text, rounds),
        references=references_in(text, statements, tensions),
        old=old,
        new=new,
        in_title=in_title,
    )


def sources_of(text: str, rounds: Sequence[str]) -> tuple[Source, ...]:
    """One source a round, the resolution with its paper and day; the editors where there is none."""
    resolution = resolution_in(text, iso_date(resolution_day(text)) if resolution_day(text) else "")
    named = [Source("round", name) for name in rounds if name != COUNCIL]
    if resolution is not None:
        named.append(resolution)
    return tuple(named) or (Source("editors", "Redaktion"),)
