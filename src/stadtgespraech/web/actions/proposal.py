"""Proposals: edits as the database keeps them, as words for people, and as `text` knows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from stadtgespraech.records import Block, Delete, Edit, Insert, Move
from stadtgespraech.text.diff import diff
from stadtgespraech.text.proposals import Proposal as Named
from stadtgespraech.text.proposals import propose
from stadtgespraech.web.actions.text import woven
from stadtgespraech.web.models import Proposal

CONTEXT = 60  # characters that say where new words come


def rows_of_edits(edits: Iterable[Edit]) -> list[list[Any]]:
    """Edits as plain values: ["delete", start, end], ["move", start, end, to], ["insert", at, text, blocks]."""
    found: list[list[Any]] = []
    for edit in edits:
        match edit:
            case Insert(at, text, blocks):
                found.append(["insert", at, text, [[block.owner, block.kind] for block in blocks]])
            case Delete(start, end):
                found.append(["delete", start, end])
            case Move(start, end, to):
                found.append(["move", start, end, to])
    return found


def edits_of_rows(rows: Sequence[Sequence[Any]]) -> tuple[Edit, ...]:
    """The edits that `rows_of_edits` made plain."""
    return tuple(_edit(*row) for row in rows)


def _edit(kind: str, *given: Any) -> Edit:
    if kind == "insert":
        at, text, blocks = given
        return Insert(at, text, tuple(Block(*block) for block in blocks))
    return Delete(*given) if kind == "delete" else Move(*given)


def named(proposal: Proposal) -> Named:
    """The proposal by the characters it is about, so that it can be followed to a later text."""
    return propose(woven(proposal.product), edits_of_rows(proposal.edits), proposal.revision)


def edits_between(start: int, old: str, new: str, owner: str) -> tuple[Edit, ...]:
    """What turns a paragraph, whose words begin at character `start` of the flat text, into other words. A line feed
    in `new` begins another paragraph; without any words the paragraph goes."""
    if not new:
        return (Delete(start - 1, start + len(old)),)
    edits: list[Edit] = []
    for hunk in diff(old, new):
        if hunk.a0 < hunk.a1:
            edits.append(Delete(start + hunk.a0, start + hunk.a1))
        if hunk.b0 < hunk.b1:
            words = new[hunk.b0 : hunk.b1]
            edits.append(Insert(start + hunk.a1, words, (Block(owner, "paragraph"),) * words.count("\n")))
    return tuple(edits)


def paragraph_with(text: str, edits: Sequence[Edit]) -> tuple[int, str, str] | None:
    """Where the words of the one paragraph begin that all edits lie in, how it reads, and how it reads with them. None
    where they lie in several, take its beginning away, or move something."""
    places = [place for edit in edits for place in _span(edit)]
    start = text.rfind("\n", 0, min(places)) + 1
    end = text.find("\n", start) if text.find("\n", start) >= 0 else len(text)
    if max(places) > end or any(isinstance(edit, Move) for edit in edits):
        return None
    words = text[start:end]
    for edit in sorted(edits, key=lambda item: (_span(item)[0], isinstance(item, Insert)), reverse=True):
        first, last = (place - start for place in _span(edit))
        words = words[:first] + (edit.text if isinstance(edit, Insert) else "") + words[last:]
    return start, text[start:end], words


def _span(edit: Edit) -> tuple[int, int]:
    return (edit.at, edit.at) if isinstance(edit, Insert) else (edit.start, edit.end)


def said(text: str, edits: Sequence[Edit]) -> str:
    """Edits of a flat text in words: what a contribution with a proposal says."""
    lines = []
    rest = list(edits)
    while rest:
        edit, *rest = rest
        new = rest[0] if rest and isinstance(edit, Delete) else None
        if isinstance(edit, Delete) and isinstance(new, Insert) and new.at == edit.end:
            lines.append(f"Statt „{shown(text[edit.start : edit.end])}“: „{shown(new.text)}“.")
            rest = rest[1:]
        elif isinstance(edit, Delete):
            lines.append(f"Streichen: „{shown(text[edit.start : edit.end])}“.")
        elif isinstance(edit, Insert):
            lines.append(f"Einfügen{after(text, edit.at)}: „{shown(edit.text)}“.")
        else:
            lines.append(f"Verschieben{after(text, edit.to)}: „{shown(text[edit.start : edit.end])}“.")
    return "\n".join(lines)


def shown(words: str) -> str:
    return words.strip().replace("\n", " ¶ ")


def after(text: str, at: int) -> str:
    """ " nach „die Wege am Wasser“": the words before a gap, "" where it is the beginning of a paragraph."""
    before = text[max(0, at - CONTEXT) : at].rpartition("\n")[2]
    words = before if len(before) < CONTEXT else before.partition(" ")[2]
    return f" nach „{words.strip()}“" if words.strip() else " am Anfang"
