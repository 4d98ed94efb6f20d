"""Promise 1, no word without a reason: every revision is a change's, every change has footnote, reason and source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence

from stadtgespraech.checks.findings import Finding, finding
from stadtgespraech.records import Change, Process, WeaveRows


def is_legacy(change: Change) -> bool:
    """An anchor without atoms whose old wording is unknown."""
    return change.revision is None and not is_explain_only(change)


def is_explain_only(change: Change) -> bool:
    """A footnote that says it altered no word."""
    return change.revision is None and "explain-only" in change.kinds


def check_changes(process: Process) -> Iterator[Finding]:
    """Numbers, revisions, footnotes, reasons and sources of all changes."""
    yield from check_numbers(process)
    yield from check_revisions(process)
    yield from check_taken_back(process)
    for change in process.changes:
        yield from check_change(change)


def check_change(change: Change) -> Iterator[Finding]:
    """One change says what, why and from whom, and its mark was found."""
    where = f"change {change.number}"
    if not (change.text.strip() or change.what.strip()):
        yield finding("footnote-missing", where, f"Change {change.number} has a mark but no footnote.")
    if not (change.why.strip() or change.text.strip()):
        yield finding("reason-missing", where, f"Change {change.number} has no reason.")
    if not change.sources and not change.rounds:
        yield finding("source-missing", where, f"Change {change.number} has no source.")
    if not change.mark_found or (change.revision is None and not change.anchor):
        yield finding("mark-missing", where, f"Footnote {change.number} has no mark: its place was not found.")


def check_numbers(process: Process) -> Iterator[Finding]:
    """No number twice, none left out."""
    numbers = [change.number for change in process.changes]
    yield from doubles("change", numbers)
    yield from doubles("statement", (item.number for item in process.statements))
    yield from doubles("tension", (item.number for item in process.tensions))
    yield from doubles("section", (item.number for item in process.sections))
    yield from doubles("round", (item.name for item in process.rounds))
    yield from doubles("edition", (item.name for item in process.editions))
    yield from doubles("part", (item.id for item in process.parts))
    yield from doubles("contribution", (item.id for item in process.contributions))
    known = set(numbers)
    absent = [number for number in range(1, len(known) + 1) if number not in known]
    highest = max(known, default=0)
    for number in absent:
        if number < highest:
            yield finding("number-gap", f"change {number}", f"There is no change {number}, but a change {highest}.")
    yield from check_undone(process.changes)


def check_undone(changes: Sequence[Change]) -> Iterator[Finding]:
    """What is taken back exists and came before."""
    known = {change.number: change for change in changes}
    for change in changes:
        if change.undoes is None:
            continue
        where, undone = f"change {change.number}", known.get(change.undoes)
        if undone is None:
            text = f"Change {change.number} takes back change {change.undoes}, which does not exist."
            yield finding("change-unknown", where, text)
        elif not came_before(undone, change):
            text = f"Change {change.number} takes back change {change.undoes}, which did not come before it."
            yield finding("change-unknown", where, text)


def came_before(one: Change, other: Change) -> bool:
    """By revision; by number where one of them has none."""
    if one.revision is None or other.revision is None:
        return one.number < other.number
    return one.revision < other.revision


def check_taken_back(process: Process) -> Iterator[Finding]:
    """What a change takes back is gone after it: nothing that the other one brought or moved still stands there."""
    revisions = {change.number: change.revision for change in process.changes}
    for change in process.changes:
        undone = None if change.undoes is None else revisions.get(change.undoes)
        if undone is None or change.revision is None or undone >= change.revision:
            continue
        lives = (life for slot in process.weave.slots for life in slot.lives if life.opened == undone)
        if any(life.closed is None or life.closed > change.revision for life in lives):
            text = f"Change {change.number} takes back change {change.undoes}, but words of that one still stand."
            yield finding("undo-differs", f"change {change.number}", text)


def doubles(noun: str, names: Iterable[Hashable]) -> Iterator[Finding]:
    """A finding for every name that is given more than once."""
    for name, count in Counter(names).items():
        if count > 1:
            yield finding("number-double", f"{noun} {name}", f"There are {count} entries for {noun} {name}.")


def events(rows: WeaveRows) -> list[int]:
    """The revisions in which words came, went or moved, in order."""
    lives = {slot.lives for slot in rows.slots}
    found = {at for slot in lives for life in slot for at in (life.opened, life.closed) if at}
    return sorted(found)


def check_revisions(process: Process) -> Iterator[Finding]:
    """Every revision of the weave is exactly one change's, and every change's revision exists."""
    last = process.weave.revisions
    made: dict[int, int] = {}
    for change in process.changes:
        revision, where = change.revision, f"change {change.number}"
        if revision is None:
            continue
        if not 1 <= revision <= last:
            text = f"Change {change.number} names revision {revision}; the weave has 1 to {last}."
            yield finding("revision-unknown", where, text)
        elif revision in made:
            text = f"Changes {made[revision]} and {change.number} both claim revision {revision}."
            yield finding("revision-double", where, text)
        made.setdefault(revision, change.number)
    for revision in events(process.weave):
        if revision not in made:
            text = f"No change explains the words that revision {revision} brought or took."
            yield finding("words-unexplained", f"revision {revision}", text)
