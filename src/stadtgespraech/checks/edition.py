"""An edition in JSON against the weave: accept all, reject all, the cause of every marked word (promises 1, 4)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from stadtgespraech.checks.changes import events
from stadtgespraech.checks.findings import Finding, finding
from stadtgespraech.checks.footnotes import Call, Sheet, check_calls, check_words, missing_notes
from stadtgespraech.checks.margins import check_margins
from stadtgespraech.checks.marks import KEPT, ONLY_A, ONLY_B, SIDES, check_marks
from stadtgespraech.checks.surroundings import check_between, check_counts, check_head, is_aside
from stadtgespraech.checks.texts import around, cut, place
from stadtgespraech.records import Block, Process
from stadtgespraech.text.weave import Weave

FORMAT, VERSION = "stadtgespraech-edition", 1
EDITIONS = ("marked", "clean", "changes")
DRAWN_KINDS = ("insert", "delete", "moved-here", "moved-away")
GROUPS = ("section", "tension", "statement")


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters with the side they stand on and the change that marks them: None where kept."""

    side: str
    text: str
    change: int | None
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """One title or paragraph as it is drawn: its line feed, then its characters. `calls` are notes with the number of
    pieces before them."""

    owner: str
    kind: str  # "title" | "paragraph"
    pieces: tuple[Piece, ...]
    calls: tuple[tuple[int, int], ...] = ()
    start: int = 0  # of a block of the weave: how many characters of the accepted text stand before it

    def text(self, side: str) -> str:
        """What is read on one side: ONLY_A rejects all marks, ONLY_B accepts them."""
        return "".join(piece.text for piece in self.pieces if piece.side in (KEPT, side))

    def causes(self, side: str) -> list[tuple[int | None, bool]]:
        """The change of every character of `text(side)`, and whether it moved."""
        return [(piece.change, piece.moved) for piece in self.pieces if piece.side in (KEPT, side) for _ in piece.text]


class EditionError(ValueError):
    """The edition does not have the form of docs/format.md, section 9. The message says where."""


def check_edition(name: str, body: Mapping[str, Any], process: Process, weave: Weave) -> Iterator[Finding]:
    """Everything that an edition in JSON shows of the woven text is what the weave says."""
    try:
        base, revision = revisions(body, process.weave.revisions)
        drawn = tuple(drawn_blocks(body))
        blocks = objects(body.get("blocks", []), "blocks")
        asides = tuple(asides_of(blocks))
        yield from check_between(name, blocks)
        yield from check_notes(name, body, process, weave)
    except EditionError as error:
        yield finding("edition-form", name, f"{name} cannot be read as an edition: {error}.")
        return
    yield from (*check_head(name, body, process, weave), *check_counts(name, body, process, base, revision))
    woven = woven_blocks(weave, base, revision, process)
    whole = body["edition"] != "changes"
    calls: list[Call] = []
    for group in GROUPS:
        ours = [block for block in drawn if block.owner.startswith(group)]
        theirs = [block for block in woven if block.owner.startswith(group)]
        theirs = theirs if whole else chosen(ours, theirs)
        yield from check_blocks(name, ours, theirs)
        calls += calls_of(ours, theirs)
    if whole:
        runs = [(piece.side, piece.text) for block in drawn for piece in block.pieces]
        yield from check_marks(runs, weave.text(base), weave.text(revision), name)
    changes = {change.number: change for change in process.changes}
    yield from check_margins(name, blocks, note_numbers(body), changes)
    if body["edition"] != "clean":
        sheet = Sheet(name, note_numbers(body), calls, asides)
        yield from check_calls(sheet, process, weave, base, revision)


def revisions(body: Mapping[str, Any], last: int) -> tuple[int, int]:
    """The two revisions that are compared."""
    if type(body.get("version")) is not int or body["version"] != VERSION:
        raise EditionError(f"its version is {body.get('version')!r}; this release reads {VERSION}")
    if body.get("edition") not in EDITIONS:
        raise EditionError(f"“edition” must be one of {', '.join(EDITIONS)}")
    base, revision = body.get("base", 0), body.get("revision", 0)
    if any(type(number) is not int or not 0 <= number <= last for number in (base, revision)):
        raise EditionError(f"“base” and “revision” must lie between 0 and {last}")
    if body["edition"] == "clean" and base != revision:
        raise EditionError("a clean edition compares nothing: “base” equals “revision”")
    return base, revision


def drawn_blocks(body: Mapping[str, Any]) -> Iterator[Drawn]:
    """The woven blocks of the edition, in its order."""
    for number, block in enumerate(objects(body.get("blocks", []), "blocks")):
        where = f"blocks[{number}]"
        owner = block.get("owner", "")
        if owner == "":
            continue
        if block.get("type") not in ("heading", "paragraph"):
            raise EditionError(f"{where}: woven text stands in headings and paragraphs, not in {block.get('type')!r}")
        if not isinstance(owner, str) or owner.partition(":")[0] not in GROUPS:
            raise EditionError(f"{where}.owner: {owner!r} owns no woven text")
        pieces, calls = [piece("\n", block, where)], []
        for item in objects(block.get("inlines", []), f"{where}.inlines"):
            if item.get("type") == "run":
                pieces.append(piece(item.get("text"), item, where))
            elif item.get("type") == "note-ref":
                calls.append((whole(item.get("note")), len(pieces)))
            else:
                raise EditionError(f"{where}: woven text holds runs and calls of notes, not {item.get('type')!r}")
        titled = block.get("type") == "heading"
        yield Drawn(owner, "title" if titled else "paragraph", tuple(pieces), tuple(calls))


def piece(text: object, item: Mapping[str, Any], where: str) -> Piece:
    """`text` with the mark of `item`."""
    mark = item.get("mark")
    if not isinstance(text, str):
        raise EditionError(f"{where}: a run without text")
    if mark is None:
        return Piece(KEPT, text, None)
    if not isinstance(mark, dict) or mark.get("kind") not in DRAWN_KINDS or whole(mark.get("change")) < 1:
        raise EditionError(f"{where}: a mark needs a kind and a change")
    return Piece(SIDES[mark["kind"]], text, mark["change"], mark["kind"].startswith("moved"))


def objects(value: object, where: str) -> Sequence[Mapping[str, Any]]:
    """`value` as a list of objects."""
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise EditionError(f"{where}: a list of objects is needed")
    return value


def woven_blocks(weave: Weave, base: int, revision: int, process: Process) -> list[Drawn]:
    """What the weave says, in the same form; a revision without a change stands as minus its number."""
    numbers = {change.revision: change.number for change in process.changes if change.revision is not None}
    found: list[tuple[Block, int, list[Piece]]] = []
    read = 0
    for run in weave.marked(base, revision):
        if run.block is not None:
            found.append((run.block, read, []))
        cause = None if run.cause is None else numbers.get(run.cause, -run.cause)
        piece = Piece(SIDES[run.kind], run.text, cause, run.kind.startswith("moved"))
        found[-1][2].append(piece)
        read += len(piece.text) if piece.side in (KEPT, ONLY_B) else 0
    return [Drawn(block.owner, block.kind, tuple(pieces), start=start) for block, start, pieces in found]


def calls_of(drawn: Sequence[Drawn], woven: Sequence[Drawn]) -> Iterator[Call]:
    """The calls in blocks that are drawn as the weave has them."""
    for block, theirs in zip(drawn, woven, strict=False):
        for note, count in block.calls:
            before = [item for item in block.pieces[:count] if item.text]
            after = [item for item in block.pieces[count : count + 1] if item.text.isspace()]
            marks = frozenset(item.change for item in (before[-1], *after) if item.change is not None)
            read = sum(len(item.text) for item in before if item.side in (KEPT, ONLY_B))
            yield Call(note, block.owner, marks, theirs.start + read)


def asides_of(blocks: Sequence[Mapping[str, Any]]) -> Iterator[tuple[int, str]]:
    """The notes that are called outside the woven text, each with the reason that stands before it: "" where the
    paragraph says anything else."""
    for block in blocks:
        if not block.get("owner"):
            reason = str(block["inlines"][0].get("text", "")).strip() if is_aside(block) else ""
            for note in calls_in(block):
                yield note, reason


def calls_in(value: object) -> Iterator[int]:
    """The notes that are called anywhere in a block."""
    if isinstance(value, dict) and value.get("type") == "note-ref":
        yield whole(value.get("note"))
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from calls_in(item)


def chosen(ours: Sequence[Drawn], theirs: Sequence[Drawn]) -> list[Drawn]:
    """The blocks of the weave that an edition of changes must show: all that are marked, and those it shows beside."""
    shown = [(block.owner, block.text(ONLY_A), block.text(ONLY_B)) for block in ours]
    kept: list[Drawn] = []
    for block in theirs:
        same = len(kept) < len(shown) and shown[len(kept)] == (block.owner, block.text(ONLY_A), block.text(ONLY_B))
        if same or any(item.side != KEPT for item in block.pieces):
            kept.append(block)
    return kept


def check_blocks(name: str, ours: Sequence[Drawn], theirs: Sequence[Drawn]) -> Iterator[Finding]:
    """Block by block: the same owner, the same text on both sides, the same causes. Stops at the first block that
    differs, because after it nothing is in its place."""
    for drawn, woven in zip_longest(ours, theirs):
        if drawn is None or woven is None:
            block = drawn or woven
            words = cut((block.text(ONLY_B) or block.text(ONLY_A)).lstrip("\n"))
            text = f"{name} {'leaves out' if drawn is None else 'adds'} a paragraph in {place(block.owner)}: {words}."
            yield finding("edition-accept", f"{name}, {place(block.owner)}", text)
            return
        broken = tuple(check_block(name, drawn, woven))
        yield from broken
        if any(item.code != "edition-cause" for item in broken):
            return


def check_block(name: str, drawn: Drawn, woven: Drawn) -> Iterator[Finding]:
    """One block against the weave's."""
    where = f"{name}, {place(woven.owner)}"
    if drawn.owner != woven.owner:
        text = f"{name} shows a block of {place(drawn.owner)} where the weave has one of {place(woven.owner)}."
        yield finding("edition-accept", where, text)
        return
    if drawn.kind != woven.kind and (woven.kind == "paragraph" or len(woven.pieces) > 1):
        text = f"{name} draws a {woven.kind} of {place(woven.owner)} as a {drawn.kind}."
        yield finding("edition-form", where, text)
    for code, verb, side in (("edition-reject", "Rejecting", ONLY_A), ("edition-accept", "Accepting", ONLY_B)):
        got, wanted = drawn.text(side), woven.text(side)
        if got != wanted:
            ours, theirs = around(got, wanted)
            text = f"{verb} all marks in {place(woven.owner)} of {name} gives {ours}, the weave has {theirs}."
            yield finding(code, where, text)
        else:
            inside = frozenset(piece.change for piece in woven.pieces if piece.change is not None)
            yield from check_causes(where, got, drawn.causes(side), woven.causes(side), inside)


Cause = tuple[int | None, bool]


def check_causes(
    where: str, text: str, ours: Sequence[Cause], theirs: Sequence[Cause], inside: Set[int]
) -> Iterator[Finding]:
    """Every character that the weave marks is marked with the same change, and as moved where it moved; the first that
    is not is named. What was kept may be drawn as deleted and inserted by one of the changes `inside` its block; an
    unexplained revision stands under any number."""
    unexplained = any(change < 0 for change in inside)
    for at, ((got, here), (wanted, moved)) in enumerate(zip(ours, theirs, strict=True)):
        if wanted is None:
            right = got is None or (not here and (got in inside or unexplained))
        else:
            right = (got == wanted or (wanted < 0 and got is not None)) and here == moved
        if right:
            continue
        said = "carries no mark" if got is None else f"is marked as {'a move by ' if here else ''}change {got}"
        words = cut(text[at:].lstrip("\n"))
        cause = "it was kept" if wanted is None else f"its cause is {'a move by ' if moved else ''}change {wanted}"
        yield finding("edition-cause", where, f"In {where} the text {words} {said}; {cause}.")
        return


def check_printed(name: str, body: Mapping[str, Any], before: str) -> Iterator[Finding]:
    """A root that the edition prints among its checks is `before` (hex), the log's before this publication."""
    rows = body.get("checks", [])
    for row in rows if isinstance(rows, list) else ():
        value = row[1] if isinstance(row, list) and len(row) == 2 else None
        if isinstance(value, str) and re.fullmatch(r"[0-9A-Fa-f]{64}", value) and value != before:
            text = f"{name} prints the root {value} of the log before it was published; the leaves give {before}."
            yield finding("edition-head", name, text)


def note_numbers(body: Mapping[str, Any]) -> dict[int, int]:
    """Note → change."""
    return {note["number"]: note["change"] for note in body.get("notes", [])}


def check_notes(name: str, body: Mapping[str, Any], process: Process, weave: Weave) -> Iterator[Finding]:
    """Every mark and every call has its footnote, every footnote its change and that change's words, and every change
    that a marked edition shows its footnote."""
    rows = objects(body.get("notes", []), "notes")
    for number, note in enumerate(rows):
        if type(note.get("number")) is not int or type(note.get("change")) is not int:
            raise EditionError(f"notes[{number}]: a number and a change are needed")
    notes = note_numbers(body)
    if len(notes) < len(rows):
        yield finding("edition-note", name, f"{name} has two footnotes of one number.")
    changes = {change.number: change for change in process.changes}
    explained = set(events(process.weave)) <= {change.revision for change in process.changes}
    for called, change in notes.items():
        if explained and change not in changes:
            text = f"Footnote {called} of {name} is about change {change}, which does not exist."
            yield finding("edition-note", name, text)
    yield from check_words(name, rows, changes, str(body.get("date", "")))
    if body["edition"] == "marked":
        base, revision = revisions(body, process.weave.revisions)
        for change in missing_notes(notes, process, weave, base, revision):
            text = f"{name} has no footnote of change {change}, which it shows."
            yield finding("edition-note", name, text)
    yield from check_marks_called(name, body, notes)


def check_marks_called(name: str, body: Mapping[str, Any], notes: Mapping[int, int]) -> Iterator[Finding]:
    """Marks and calls of the blocks lead to notes; the legend's marks (change 0) to none."""
    missing: set[int] = set()
    for block in objects(body.get("blocks", []), "blocks"):
        inlines = objects(block.get("inlines", []), "inlines") if block.get("type") in ("heading", "paragraph") else ()
        for item in (block, *inlines):
            called = item.get("note") if item.get("type") == "note-ref" else None
            mark: Any = item.get("mark")
            if called is not None and whole(called) not in notes:
                missing.add(whole(called))
            drawn = isinstance(mark, dict) and mark.get("change") != 0
            if drawn and notes.get(whole(mark.get("note"))) != mark.get("change"):
                missing.add(whole(mark.get("note")))
    for note in sorted(missing):
        text = f"{name} has a mark or a call for footnote {note}, but no such footnote of that change."
        yield finding("edition-note", name, text)


def whole(value: object) -> int:
    """`value` where it is a whole number, else -1, which numbers nothing."""
    return value if type(value) is int else -1
