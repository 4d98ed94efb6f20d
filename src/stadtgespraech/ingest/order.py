"""Statements, tensions and sections that stand in another order than before: each that moved is one change."""

from __future__ import annotations

import dataclasses

from stadtgespraech.ingest.steps import Step
from stadtgespraech.ingest.versions import Blocks
from stadtgespraech.records import Move
from stadtgespraech.text.alignment import longest_increasing


@dataclasses.dataclass(frozen=True, slots=True)
class Reordered:
    """`steps` bring the blocks of the old version into the order of the new one, one revision each; `blocks` are the
    old version's after that."""

    steps: tuple[Step, ...]
    blocks: Blocks


def reordered(old: Blocks, new: Blocks) -> Reordered:
    """As few as possible are moved; the others keep their order among themselves. What only one version has stays."""
    steps, blocks = [], old
    wanted = [owner for owner in owners_of(new) if owner in set(owners_of(old))]
    places = {owner: place for place, owner in enumerate(wanted)}
    given = [owner for owner in owners_of(old) if owner in places]
    kept = {place for _, place in longest_increasing([(n, places[owner]) for n, owner in enumerate(given)])}
    for place, owner in enumerate(wanted):
        if place not in kept:
            before = wanted[place - 1] if place and kind_of(wanted[place - 1]) == kind_of(owner) else ""
            edit, blocks = moved(blocks, owner, before)
            steps.append((edit, owner, before))
    titles, starts = titles_of(new), starts_of(new)
    return Reordered(
        tuple(
            Step(
                indexes=(),
                edits=(edit,),
                old=titles.get(owner, ""),
                new=titles.get(owner, ""),
                a=(starts_of(blocks)[owner] + 1,) * 2,
                b=(starts[owner] + 1,) * 2,
                moved=True,
                blocks=True,
                kind="reorder",
                said=said(titles.get(owner, ""), titles.get(before, "")),
            )
            for edit, owner, before in steps
        ),
        blocks,
    )


def said(title: str, before: str) -> str:
    title, before = title.rstrip("."), before.rstrip(".")
    return f"„{title}“ steht jetzt {f'nach „{before}“' if before else 'an erster Stelle'}."


def moved(blocks: Blocks, owner: str, before: str) -> tuple[Move, Blocks]:
    """The move of all blocks of `owner` behind those of `before`, or to the first place of their kind, and the blocks
    after it."""
    mine = [pair for pair in blocks if pair[0].owner == owner]
    rest = [pair for pair in blocks if pair[0].owner != owner]
    kind = kind_of(owner)
    if before:
        at = max(n for n, (block, _) in enumerate(rest) if block.owner == before) + 1
    else:
        at = next((n for n, (block, _) in enumerate(rest) if kind_of(block.owner) == kind), len(rest))
    start = starts_of(blocks)[owner]
    length = sum(1 + len(text) for _, text in mine)
    gap = sum(1 + len(text) for _, text in rest[:at])
    return Move(start, start + length, gap if gap <= start else gap + length), (*rest[:at], *mine, *rest[at:])


def owners_of(blocks: Blocks) -> list[str]:
    return list(dict.fromkeys(block.owner for block, _ in blocks))


def kind_of(owner: str) -> str:
    return owner.partition(":")[0]


def titles_of(blocks: Blocks) -> dict[str, str]:
    return {block.owner: text for block, text in blocks if block.kind == "title"}


def starts_of(blocks: Blocks) -> dict[str, int]:
    """Where the first block of each owner begins in the flat text."""
    starts: dict[str, int] = {}
    at = 0
    for block, text in blocks:
        starts.setdefault(block.owner, at)
        at += 1 + len(text)
    return starts
