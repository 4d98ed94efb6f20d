"""Where a change says that it stands, and where its words do."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence, Set
from itertools import accumulate

from stadtgespraech.checks.findings import Finding, finding
from stadtgespraech.checks.texts import place
from stadtgespraech.records import Block, Change, Process
from stadtgespraech.text.homes import homes
from stadtgespraech.text.passages import PassageError
from stadtgespraech.text.weave import Weave


def anchored(weave: Weave, change: Change, ends: Sequence[tuple[int, Block]]) -> set[Block]:
    """The block in which the last living character of a change without words stands."""
    try:
        places = weave.locate(change.anchor) if change.mark_found else ()
    except PassageError:  # found as an unknown anchor
        return set()
    at = places[-1][1] if places else 0
    found = bisect_left(ends, at, key=lambda end: end[0])
    return {ends[found][1]} if at > 0 and found < len(ends) else set()


def block_ends(weave: Weave) -> list[tuple[int, Block]]:
    """Where each block ends in the text of the weave, in characters, ascending."""
    blocks = weave.blocks()
    return list(zip(accumulate(1 + len(text) for _, text in blocks), (block for block, _ in blocks), strict=True))


def check_stands(process: Process, weave: Weave) -> Iterator[Finding]:
    """The statement and the title that a change names are where its words are; no number names what never was."""
    ever = {atom.block.owner for atom in process.weave.atoms if atom.block is not None}
    named = [(f"part {part.id}", part.statement) for part in process.own_parts()]
    named += [(f"change {change.number}", change.statement) for change in process.changes]
    for where, number in named:
        if number is not None and f"statement:{number}" not in ever:
            text = f"{where[0].upper()}{where[1:]} names statement {number}, which does not exist."
            yield finding("statement-unknown", where, text)
    made, ends = homes(process.weave), block_ends(weave)
    for change in process.changes:
        if change.revision is None:
            yield from check_stand(change, anchored(weave, change, ends))
        else:
            yield from check_stand(change, {home.block for home in made.get(change.revision, ())})


def check_stand(change: Change, stands: Set[Block]) -> Iterator[Finding]:
    """One change whose words are in `stands`; nothing is known where that is empty."""
    where, owners = f"change {change.number}", sorted({block.owner for block in stands})
    if owners and change.statement is not None and f"statement:{change.statement}" not in owners:
        words = f"its words are in {', '.join(map(place, owners))}"
        text = f"Change {change.number} is said to stand in statement {change.statement}; {words}."
        yield finding("place-differs", where, text)
    elif owners and change.in_title and all(block.kind != "title" for block in stands):
        yield finding("place-differs", where, f"Change {change.number} is said to stand in a title; its words do not.")
