"""What an edition in JSON prints around the woven text: its head, the words between paragraphs, the counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from stadtgespraech.checks.changes import is_legacy
from stadtgespraech.checks.cover import cover, identifier
from stadtgespraech.checks.findings import Finding, finding
from stadtgespraech.checks.texts import cut
from stadtgespraech.checks.wording import COMMA, COUNTED, GAP, NOTE, UNPLACED
from stadtgespraech.records import Change, Process
from stadtgespraech.text.weave import Weave

GROUPS = ("section", "tension", "statement")


def in_window(changes: Sequence[Change], base: int, revision: int) -> tuple[Change, ...]:
    """The changes between `base` and `revision`. One without a revision counts as made right after the change
    before it by number; at the border itself it is rather shown twice than never."""
    found, reached = [], 0
    for change in sorted(changes, key=lambda item: item.number):
        if change.revision is None:
            if base <= reached <= revision:
                found.append(change)
            continue
        reached = max(reached, change.revision)
        if base < change.revision <= revision:
            found.append(change)
    return tuple(found)


def counted(process: Process, changes: Sequence[Change]) -> dict[str, int]:
    """What an edition that shows `changes` says it counted, by the names of COUNTED."""
    answered = {item.part for item in process.dispositions}
    return {
        "changes": len(changes),
        "legacy": sum(map(is_legacy, changes)),
        "lost": sum(not change.mark_found for change in changes),
        "rounds": len(process.rounds),
        "contributions": len(process.contributions),
        "parts": len(process.parts),
        "answered": sum(part.id in answered for part in process.parts),
    }


def check_head(name: str, body: Mapping[str, Any], process: Process, weave: Weave) -> Iterator[Finding]:
    """The cover says what follows from the process file, and the file's name says which edition it is."""
    edition, base, revision = str(body.get("edition")), body.get("base", 0), body.get("revision", 0)
    words = cover(process, edition, base, revision)
    words["identifier"] = identifier(process, weave, edition, base, revision)
    for field, wanted in words.items():
        said = body.get(field, "")
        if said != wanted:
            text = f"{name} prints the {field} {cut(str(said))}, the process file has {cut(wanted)}."
            yield finding("edition-cover", name, text)
    if not name.rpartition("/")[2].startswith(edition):
        yield finding("edition-cover", name, f"{name} holds the {edition} edition under another name.")


def check_counts(name: str, body: Mapping[str, Any], process: Process, base: int, revision: int) -> Iterator[Finding]:
    """The counts of the last page are those of the process file."""
    start = base if body.get("edition") != "clean" else 0
    wanted = counted(process, in_window(process.changes, start, revision))
    labels = {label: field for field, label in COUNTED.items()}
    rows = body.get("checks", [])
    if not isinstance(rows, list) or not all(isinstance(row, list) and len(row) == 2 for row in rows):
        yield finding("edition-form", name, f"{name} cannot be read as an edition: “checks” must be pairs.")
        return
    for row in rows:
        field = labels.get(row[0]) if isinstance(row[0], str) else None
        if field is None:
            continue
        if field in ("changes", "legacy", "lost") and body.get("edition") == "clean":
            continue
        if row[1] != str(wanted[field]):
            text = f"{name} counts {row[1]} under “{row[0]}”; the process file has {wanted[field]}."
            yield finding("edition-counts", name, text)


def check_between(name: str, blocks: Sequence[Mapping[str, Any]]) -> Iterator[Finding]:
    """Between the woven blocks of one group stand no other words than gaps, and notes without a place; sections, which
    stand under titles of their own, have titles between them too. The groups come in their order."""
    groups = [str(block.get("owner", "")).partition(":")[0] for block in blocks]
    order = [GROUPS.index(group) for group in groups if group in GROUPS]
    if order != sorted(order):
        yield finding("edition-form", name, f"{name} does not show sections, tensions and statements in this order.")
        return
    for group in GROUPS:
        places = [index for index, found in enumerate(groups) if found == group]
        for index in range(places[0], places[-1]) if places else ():
            block = blocks[index]
            if not block.get("owner") and not allowed(block, group):
                inlines = block.get("inlines")
                items = [item for item in inlines if isinstance(item, dict)] if isinstance(inlines, list) else []
                words = cut(" ".join(str(item.get("text", "")) for item in items))
                text = f"{name} shows words between its {group}s that belong to none: {words}."
                yield finding("edition-foreign", name, text)


def allowed(block: Mapping[str, Any], group: str) -> bool:
    """Whether a block that is not woven may stand between woven ones."""
    if block.get("type") == "page-break" or (group == "section" and block.get("type") == "heading"):
        return True
    inlines = block.get("inlines")
    gap = block.get("type") == "paragraph" and inlines == [{"type": "run", "text": GAP}]
    return not block.get("labels") and (gap or is_aside(block))


def is_aside(block: Mapping[str, Any]) -> bool:
    """Whether a block is a paragraph that calls notes without a place, and says one of the known reasons."""
    inlines = block.get("inlines")
    if block.get("type") != "paragraph" or not isinstance(inlines, list) or len(inlines) % 3:
        return False
    said = [(item.get("type"), item.get("text", "")) if isinstance(item, dict) else ("", "") for item in inlines]
    reasons = [[("run", f"{reason} "), ("run", NOTE), ("note-ref", "")] for reason in UNPLACED]
    rest = [("run", COMMA), ("run", NOTE), ("note-ref", "")] * (len(said) // 3 - 1)
    return said[:3] in reasons and said[3:] == rest
