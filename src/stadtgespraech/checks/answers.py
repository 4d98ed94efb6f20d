"""Promises 2 and 3: every part has an answer, and answers and changes agree in both directions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stadtgespraech.checks.findings import Finding, finding
from stadtgespraech.records import FINAL_STATES, STATES, Change, Disposition, Part, Process

LEADS_TO_CHANGE = ("adopted", "partly-adopted", "adopted-otherwise")
NEEDS_REASON = (*LEADS_TO_CHANGE, "not-adopted", "noted", "withdrawn", "unintelligible")
NEEDS_DETAIL = {
    "partly-adopted": "what was not adopted, and why",
    "already-contained": "passage and edition",
    "not-adopted": "what it was weighed against",
    "referred": "to whom and when",
    "deferred": "until which phase or edition",
    "same-as": "the id of the part it equals",
}


def check_answers(process: Process) -> Iterator[Finding]:
    """Dispositions have what they need, answer parts that exist, and agree with the changes."""
    parts = {part.id: part for part in process.parts}
    answers = {item.part: item for item in process.dispositions}
    changes = {change.number: change for change in process.changes}
    rounds = {item.id: item.round for item in process.contributions}
    yield from check_answered(process)
    for item in process.dispositions:
        yield from check_disposition(item, parts, answers)
        yield from check_adopted(item, parts, changes if process.is_of(item.product) else None, rounds)
    for change in process.changes:
        yield from check_sources(change, parts, answers, process.key)


def check_answered(process: Process) -> Iterator[Finding]:
    """Every part has one final disposition (promise 2); those about another product wait for its editions."""
    seen: dict[str, Disposition] = {}
    for item in process.dispositions:
        if item.part in seen:
            yield finding("disposition-double", f"part {item.part}", f"Part {item.part} has two dispositions.")
        seen[item.part] = item
    for part in process.own_parts():
        answer = seen.get(part.id)
        if answer is None or answer.state not in FINAL_STATES:
            state = f"only “{answer.state}”" if answer else "no disposition"
            yield finding("part-unanswered", f"part {part.id}", f"Part {part.id} has no final answer: {state}.")


def check_disposition(
    item: Disposition, parts: Mapping[str, Part], answers: Mapping[str, Disposition]
) -> Iterator[Finding]:
    """The table of docs/format.md, Disposition."""
    where = f"part {item.part}"
    if item.part not in parts:
        yield finding("disposition-part", where, f"A disposition answers part {item.part}, which does not exist.")
    if item.state not in STATES:
        yield finding("disposition-incomplete", where, f"Part {item.part} has the unknown state “{item.state}”.")
    if item.state in NEEDS_REASON and not item.reason.strip():
        yield finding("disposition-incomplete", where, f"Part {item.part} is “{item.state}” without a reason.")
    if item.state in NEEDS_DETAIL and not item.detail.strip():
        text = f"Part {item.part} is “{item.state}”, but does not say {NEEDS_DETAIL[item.state]}."
        yield finding("disposition-incomplete", where, text)
    elif item.state == "same-as":
        other = answers.get(item.detail)
        if other is None or other.state == "same-as" or item.detail == item.part:
            text = f"Part {item.part} is the same as {item.detail}, which has no answer of its own."
            yield finding("disposition-incomplete", where, text)


def check_adopted(
    item: Disposition, parts: Mapping[str, Part], changes: Mapping[int, Change] | None, rounds: Mapping[str, str]
) -> Iterator[Finding]:
    """From the answer to the change (promise 3): it exists, and names this part or its round. `changes` is None where
    they are another product's."""
    where = f"part {item.part}"
    if item.state in LEADS_TO_CHANGE and not item.changes:
        yield finding("disposition-change", where, f"Part {item.part} is “{item.state}” but names no change.")
    if item.state == "not-adopted" and item.changes:
        yield finding("disposition-change", where, f"Part {item.part} is “not-adopted” but names a change.")
    part = parts.get(item.part)
    name = rounds.get(part.contribution, "") if part else ""
    if changes is None:
        return
    for number in item.changes:
        change = changes.get(number)
        if change is None:
            text = f"Part {item.part} is answered with change {number}, which does not exist."
            yield finding("disposition-change", where, text)
        elif item.state in LEADS_TO_CHANGE and not names_source(change, item.part, name):
            text = f"Part {item.part} is answered with change {number}, which names neither it nor its round."
            yield finding("change-misses-source", where, text)


def names_source(change: Change, part: str, name: str) -> bool:
    """The change names the part, or the round in which it was said."""
    if name and name in change.rounds:
        return True
    return any(
        (source.kind == "part" and source.ref == part) or (source.kind == "round" and name and source.name == name)
        for source in change.sources
    )


def check_sources(
    change: Change, parts: Mapping[str, Part], answers: Mapping[str, Disposition], key: str = ""
) -> Iterator[Finding]:
    """From the change to the answer (promise 3): each part it names was adopted, and its answer names the change."""
    where = f"change {change.number}"
    for source in change.sources:
        if source.kind != "part":
            continue
        answer = answers.get(source.ref)
        if source.ref not in parts:
            text = f"Change {change.number} names part {source.ref} as its source, which does not exist."
            yield finding("source-unknown", where, text)
        elif answer is None or answer.state not in FINAL_STATES or answer.state == "same-as":
            continue  # counted as unanswered, or answered where its twin is
        elif answer.state not in LEADS_TO_CHANGE:
            text = f"Change {change.number} names part {source.ref} as its source, but that is “{answer.state}”."
            yield finding("source-not-adopted", where, text)
        elif change.number not in answer.changes or answer.product not in ("", key):
            text = f"Change {change.number} names part {source.ref} as its source, whose answer does not name it."
            yield finding("answer-misses-change", where, text)
