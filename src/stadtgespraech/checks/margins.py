"""What stands beside the words of a woven block: labels in the margin, its line in the outline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from stadtgespraech.checks.findings import Finding, finding
from stadtgespraech.checks.texts import cut, place
from stadtgespraech.checks.wording import margin_labels
from stadtgespraech.records import Change

GONE = ("delete", "moved-away")


def check_margins(
    name: str, blocks: Sequence[Mapping[str, Any]], notes: Mapping[int, int], changes: Mapping[int, Change]
) -> Iterator[Finding]:
    """Labels are those of the changes that are called in the block; the outline is the title as it now reads. `notes`
    is note → change."""
    for block in (block for block in blocks if block.get("owner")):
        where = place(str(block["owner"]))
        called = [changes.get(notes.get(item.get("note", 0), 0)) for item in block.get("inlines", [])]
        labels = labels_of([change for change in called if change is not None], block.get("type") == "heading")
        if block.get("labels", []) != labels:
            text = f"{name} labels a block of {where} {block.get('labels')}; its changes ask for {labels}."
            yield finding("edition-margin", f"{name}, {where}", text)
        if block.get("role", "body") != "body":
            text = f"{name} draws a block of {where} as {block.get('role')}."
            yield finding("edition-margin", f"{name}, {where}", text)
        if block.get("outline", "") != outline_of(block):
            text = f"{name} lists a title of {where} as {cut(str(block.get('outline')))}, which it does not read."
            yield finding("edition-margin", f"{name}, {where}", text)


def labels_of(changes: Sequence[Change], titled: bool) -> list[str]:
    """Each label once, in the order of the calls."""
    found: dict[str, None] = {}
    for change in changes:
        found |= dict.fromkeys(margin_labels(change.kinds, titled and "explain-only" not in change.kinds))
    return list(found)


def outline_of(block: Mapping[str, Any]) -> str:
    """The words of a heading with all marks accepted, or all its words where none are left."""
    if block.get("type") != "heading":
        return ""
    runs = [item for item in block.get("inlines", []) if item.get("type") == "run"]
    living = "".join(item["text"] for item in runs if (item.get("mark") or {}).get("kind") not in GONE)
    return living or "".join(item["text"] for item in runs)
