"""What an edition in JSON prints around the woven text: its head, the words between paragraphs, the counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from stadtgespraech.checks.changes import is_legacy
from stadtgespraech.checks.findings import Finding, finding
from stadtgespraech.checks.texts import cut
from stadtgespraech.checks.wording import COMMA, COUNTED, GAP, NOTE, UNPLACED
from stadtgespraech.records import Change, Process

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


def check_head(name: str, body: Mapping[str, Any], process: Process) -> Iterator[Finding]:
    """The cover repeats the process file, and the file's name says which edition it is."""
    for field in ("title", "subtitle", "city", "motto"):
        said, wanted = body.get(field, ""), getattr(process, field)
        if said != wanted:
            text = f"{name} prints the {field} {cut(str(said))}, the process file has {cut(wanted)}."
            yield finding("edition-cover", name, text)
    edition = str(body.get("edition"))
    if not name.rpartition("/")[2].startswith(edition):
        yield finding("edition-cover", name, f"{name} holds the {edition} edition under another name.")
    known = ["", process.as_of, *(item.date for item in process.editions)]
    if body.get("date", "") not in known:
        text = f"{name} is dated {body.get('date')}, a day on which the process file has no edition."
        yield finding("edition-cover", name, text)


def check_counts(name: str, body: Mapping[str, Any], process: Process, base: int, revision: int) -> Iterator[Finding]:
    """The counts of the last page are those of the process file."""
    start = base if body.get("edition") != "clean" else 0
    wanted = counted(process, in_window(process.changes, start, revision))
    labels = {label: field for field, label in COUNTED.items()}
    rows = body.get("checks", [])
    for row in rows if isinstance(rows, list) else ():
        label = row[0] if isinstance(row, list) and len(row) == 2 else None
        if not isinstance(label, str) or label not in labels:
            continue
        field = labels[label]
        if field in ("changes", "legacy", "lost") and body.get("edition") == "clean":
            continue
        if row[1] != str(wanted[field]):
            text = f"{name} counts {row[1]} under “{label}”; the process file has {wanted[field]}."
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
    inlines = block.get("inlines")
    if block.get("type") == "page-break" or (group == "section" and block.get("type") == "heading"):
        return True
    if block.get("type") != "paragraph" or not isinstance(inlines, list):
        return False
    if not all(isinstance(item, dict) and isinstance(item.get("type"), str) for item in inlines):
        return False
    words = [item.get("text") for item in inlines if item.get("type") == "run"]
    others = {item.get("type") for item in inlines} - {"run", "note-ref"}
    known = [GAP, NOTE, COMMA, *(f"{reason} " for reason in UNPLACED)]
    return not others and all(word in known for word in words)
