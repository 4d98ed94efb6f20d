"""The plain text of a process file is the text of its weave, and every place that is named exists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stadtgespraech.checks.findings import Finding, finding
from stadtgespraech.records import FormatError, Process, Slice
from stadtgespraech.text.weave import Weave

Plain = dict[str, tuple[str, tuple[str, ...]]]  # owner → title and paragraphs, in the order of the text


def weave_of(process: Process) -> tuple[Weave | None, tuple[Finding, ...]]:
    """The weave, or the finding that says which of its invariants is broken."""
    try:
        return Weave.from_rows(process.weave), ()
    except FormatError as error:
        return None, (finding("weave-broken", "weave", f"The weave is broken: {error}."),)


def check_texts(process: Process, weave: Weave) -> Iterator[Finding]:
    """Statements, tensions and sections repeat the weave's last revision."""
    said, woven = plain_texts(process), woven_texts(weave, weave.rows().revisions)
    for owner in [*said, *(owner for owner in woven if owner not in said)]:
        where = place(owner)
        if owner not in woven:
            yield finding("text-differs", where, f"The process file has {where}, but the weave does not.")
        elif owner not in said:
            yield finding("text-differs", where, f"The weave has {where}, but the process file does not list it.")
        else:
            yield from differences(where, said[owner], woven[owner])
    if list(said) != list(woven) and set(said) == set(woven):
        yield finding("text-differs", "order", "The process file lists its texts in another order than the weave.")


def plain_texts(process: Process) -> Plain:
    """What the process file says plainly."""
    found: Plain = {}
    for section in process.sections:
        found[f"section:{section.number}"] = (section.title, section.paragraphs)
    for tension in process.tensions:
        found[f"tension:{tension.number}"] = (tension.title, tuple(filter(None, tension.text.split("\n"))))
    for statement in process.statements:
        found[f"statement:{statement.number}"] = (statement.title, statement.paragraphs)
    return found


def woven_texts(weave: Weave, revision: int) -> Plain:
    """The weave's text at `revision`, in the same form."""
    found: Plain = {}
    for block, text in weave.blocks(revision):
        title, paragraphs = found.get(block.owner, ("", ()))
        found[block.owner] = (title + text, paragraphs) if block.kind == "title" else (title, (*paragraphs, text))
    return found


def differences(where: str, said: tuple[str, tuple[str, ...]], woven: tuple[str, tuple[str, ...]]) -> Iterator[Finding]:
    """Where title or paragraphs differ, each with the first words that do."""
    if said[0] != woven[0]:
        yield differs(f"{where}, title", said[0], woven[0])
    if len(said[1]) != len(woven[1]):
        counts = f"{len(said[1])} paragraphs, the weave {len(woven[1])}"
        yield finding("text-differs", where, f"The process file gives {where} {counts}.")
    for number, (ours, theirs) in enumerate(zip(said[1], woven[1], strict=False), 1):
        if ours != theirs:
            yield differs(f"{where}, paragraph {number}", ours, theirs)


def differs(where: str, said: str, woven: str) -> Finding:
    """Two texts that should be one, with the words around the first character that differs."""
    ours, theirs = around(said, woven)
    return finding("text-differs", where, f"In {where} the process file says {ours}, the weave {theirs}.")


def around(a: str, b: str) -> tuple[str, str]:
    """Both texts, quoted and cut to the words around their first difference."""
    at = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    start = max(0, a.rfind(" ", 0, max(0, at - 12)) + 1) if at > 12 else 0
    return cut(a, start), cut(b, start)


def cut(text: str, start: int = 0, length: int = 48) -> str:
    """At most `length` characters of `text` from `start`, in quotation marks, with dots where more follows."""
    piece = text[start : start + length].replace("\n", " ⏎ ")
    return f"“{'…' if start else ''}{piece}{'…' if start + length < len(text) else ''}”"


def place(owner: str) -> str:
    """ "statement:3" as a person says it."""
    return owner.replace(":", " ")


def check_places(process: Process, weave: Weave) -> Iterator[Finding]:
    """Anchors and passages name characters that are in the weave, alive or dead; editions and changes revisions."""
    lengths = {(atom.change, atom.ordinal): len(atom.text) for atom in process.weave.atoms}
    for change in process.changes:
        yield from unknown_slices(f"change {change.number}", change.anchor, lengths)
    for part in process.own_parts():
        yield from unknown_slices(f"part {part.id}", part.passage, lengths)
    last = process.weave.revisions
    for edition in process.editions:
        if not 0 <= edition.revision <= last:
            where = f"edition {edition.name}"
            yield finding("revision-unknown", where, f"Edition “{edition.name}” names revision {edition.revision}; "
                          f"the weave has 0 to {last}.")  # fmt: skip


def unknown_slices(where: str, slices: Iterable[Slice], lengths: dict[tuple[int, int], int]) -> Iterator[Finding]:
    """A finding for the first slice that is nowhere in the weave."""
    for item in slices:
        if not 0 <= item.start <= item.end <= lengths.get((item.change, item.ordinal), -1):
            row = [item.change, item.ordinal, item.start, item.end]
            yield finding("anchor-unknown", where, f"The passage of {where} names {row}, which was never in the text.")
            return
