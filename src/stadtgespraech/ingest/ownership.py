"""Paragraphs that go from one statement to another: statements joined and split."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stadtgespraech.ingest.comparison import Comparison, feeds_of
from stadtgespraech.records import Block, Delete, Insert


def owner_bonds(it: Comparison) -> Iterator[tuple[int, int]]:
    """Paragraphs that go from one statement to another do so in one change, together with the title that goes, where
    their statement is joined with another, or comes, where it is split."""
    first: dict[tuple[str, str], int] = {}
    gone, come = missing(it.old, it.new), missing(it.new, it.old)
    feeds = dict(zip(feeds_of(it.a), it.old, strict=True))
    for index, edit in enumerate(it.edits):
        keys: list[tuple[str, str]] = []
        if isinstance(edit, Delete):
            owners = {
                feeds[at].owner for at in range(edit.start, edit.end) if at in feeds and feeds[at].kind == "title"
            }
            keys = [("gone", owner) for owner in sorted(owners & gone)]
        elif isinstance(edit, Insert):
            keys = [("come", owner) for owner in sorted(titled(edit.blocks) & come)]
        if index < it.renamed:
            one, other = renaming(it, index - index % 2)
            yield index - index % 2, index
            keys += [("gone", one)] if one in gone else [("come", other)] if other in come else [(one, other)]
        for key in keys:
            yield first.setdefault(key, index), index


def titled(blocks: Sequence[Block]) -> set[str]:
    return {block.owner for block in blocks if block.kind == "title"}


def missing(blocks: Sequence[Block], others: Sequence[Block]) -> set[str]:
    """The owners that only the first blocks have."""
    return {block.owner for block in blocks} - {block.owner for block in others}


def renaming(it: Comparison, index: int) -> tuple[str, str]:
    """From which owner to which the pair of edits at `index` gives a paragraph."""
    delete, insert = it.edits[index], it.edits[index + 1]
    assert isinstance(delete, Delete) and isinstance(insert, Insert)
    return it.old[it.a.count("\n", 0, delete.start)].owner, insert.blocks[0].owner


def handed_over(it: Comparison, indexes: Sequence[int]) -> tuple[str, str]:
    """(kind, what was done in a sentence) where the edits give paragraphs to another statement, else ("", "")."""
    pairs = {renaming(it, index) for index in indexes if index < it.renamed and not index % 2}
    apart = sorted(pair for pair in pairs if pair[0] != pair[1])
    if not apart:
        return "", ""
    (one, other), gone, come = apart[0], missing(it.old, it.new), missing(it.new, it.old)
    before, after = title_in(it.a, it.old, one).rstrip("."), title_in(it.b, it.new, other).rstrip(".")
    if one in gone:
        return "join", f"„{before}“ geht in „{after}“ auf."
    if other in come:
        return "split", f"Aus „{before}“ wird „{after}“ herausgelöst."
    return "move", f"Absätze aus „{before}“ stehen jetzt in „{after}“."


def title_in(text: str, blocks: Sequence[Block], owner: str) -> str:
    lines = text.split("\n")[1:]
    return next(
        (line for line, one in zip(lines, blocks, strict=True) if (one.owner, one.kind) == (owner, "title")), ""
    )
