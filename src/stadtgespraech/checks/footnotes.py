"""The footnotes of an edition in JSON: each says what its change says, and is called where the weave has its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from stadtgespraech.checks.changes import is_legacy
from stadtgespraech.checks.findings import Finding, finding
from stadtgespraech.checks.texts import place
from stadtgespraech.checks.wording import UNEXPLAINED, author_of, note_words, unplaced_reason
from stadtgespraech.records import Change, Process
from stadtgespraech.text.weave import Weave


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a note in a woven block: `beside` are the changes that mark the words right before it and white space
    right after it, `at` how many characters of the accepted text stand before it in all woven text."""

    note: int
    where: str
    beside: frozenset[int]
    at: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """The footnotes of one edition: notes (number → change), the calls in the woven text, and those outside it with the
    reason given there."""

    name: str
    notes: Mapping[int, int]
    calls: Sequence[Call]
    asides: Sequence[tuple[int, str]]


def check_words(
    name: str, rows: Sequence[Mapping[str, Any]], changes: Mapping[int, Change], day: str
) -> Iterator[Finding]:
    """Each note says what its change says, whole and in parts, with its kinds, rounds, author and day (`day` where the
    change has none); one of no change says that nobody explained it."""
    for row in rows:
        change = changes.get(row["change"]) or Change(row["change"], text=UNEXPLAINED)
        said = tuple(row.get(part, "") for part in ("text", "origin", "what", "why"))
        wanted = [note_words(change, row["number"], changes, unknown) for unknown in (False, True)]
        where = f"{name}, footnote {row['number']}"
        if said not in [(words.text, words.origin, words.what, words.why) for words in wanted]:
            message = f"Footnote {row['number']} of {name} does not say what change {change.number} says."
            yield finding("edition-note", where, message)
            continue
        fields: dict[str, object] = {
            "kinds": [*change.kinds],
            "rounds": [*change.rounds],
            "author": author_of(change),
            "date": change.date or day,
            "legacy": is_legacy(change),
        }
        defaults = {"kinds": [], "rounds": [], "author": "", "date": "", "legacy": False}
        for field in [field for field, wanted in fields.items() if row.get(field, defaults[field]) != wanted]:
            message = f"Footnote {row['number']} of {name} has other {field} than change {change.number}."
            yield finding("edition-note", where, message)


def check_calls(sheet: Sheet, process: Process, weave: Weave, base: int, revision: int) -> Iterator[Finding]:
    """Every note is called; that of a change of words right after words it changed, that of an anchor right after
    them."""
    changes = {change.number: change for change in process.changes}
    numbers = {change.revision: change.number for change in process.changes if change.revision is not None}
    passed = via(weave, base, revision, numbers)
    called: set[int] = set()
    for call in sheet.calls:
        number = sheet.notes.get(call.note)
        change = changes.get(number) if number is not None else None
        if number is None or change is None:
            continue  # found already, or a revision that nobody explained
        called.add(number)
        if change.revision is None:
            right = anchored(weave, change, revision) == call.at
        else:
            right = any(near == number or number in passed.get(near, ()) for near in call.beside)
        if not right:
            message = f"Footnote {call.note} of {sheet.name} is called in {place(call.where)}, where it has no place."
            yield finding("edition-note", f"{sheet.name}, footnote {call.note}", message)
    for note, number in sheet.notes.items():
        if number in changes:
            has_place = number in called or shown(weave, changes[number], base, revision)
            reason = None if has_place else unplaced_reason(changes[number], changes)
            yield from check_aside(sheet, note, number in called, reason)


def check_aside(sheet: Sheet, note: int, called: bool, reason: str | None) -> Iterator[Finding]:
    """A note without a place (`reason` says why, None: it has one) is called outside the text for that reason, and no
    other is."""
    said = {why for number, why in sheet.asides if number == note}
    where = f"{sheet.name}, footnote {note}"
    if not said and not called:
        message = f"Footnote {note} of {sheet.name} is called nowhere{'' if reason else ' in the text'}."
        yield finding("edition-note", where, message)
    elif said != ({reason} if reason else set()):
        text = "has a place in the text" if reason is None else f"has none because: {reason}"
        yield finding("edition-note", where, f"Footnote {note} of {sheet.name} is called without a place, but {text}")


def via(weave: Weave, base: int, revision: int, numbers: Mapping[int, int]) -> dict[int, set[int]]:
    """Change → the changes that its words passed through between the two revisions."""
    found: dict[int, set[int]] = {}
    for run in weave.marked(base, revision):
        if run.cause is not None and run.cause in numbers:
            found.setdefault(numbers[run.cause], set()).update(numbers[at] for at in run.via if at in numbers)
    return found


def anchored(weave: Weave, change: Change, revision: int) -> int | None:
    """Where the mark of a change without atoms stands in the text: behind its last living character."""
    places = weave.locate(change.anchor, revision) if change.mark_found else ()
    return places[-1][1] if places else None


def shown(weave: Weave, change: Change, base: int, revision: int) -> bool:
    """Whether the change has words, or an anchor, in the marked text."""
    if change.revision is None:
        return anchored(weave, change, revision) is not None
    runs = weave.marked(base, revision)
    return any(run.cause == change.revision and (run.block or run.text.strip()) for run in runs)


def missing_notes(notes: Mapping[int, int], process: Process, weave: Weave, base: int, revision: int) -> list[int]:
    """The changes that a marked edition must explain and does not: those whose words are marked, and the anchors that
    belong to it."""
    noted = set(notes.values())
    runs = weave.marked(base, revision)
    causes = {run.cause for run in runs if run.cause is not None}
    found, reached = [], 0
    for change in sorted(process.changes, key=lambda item: item.number):
        if change.revision is None:
            wanted = base <= reached <= revision
        else:
            reached = max(reached, change.revision)
            wanted = change.revision in causes
        if wanted and change.number not in noted:
            found.append(change.number)
    return found
