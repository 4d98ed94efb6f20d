"""All promises that a process file can keep or break by itself, in one list."""

from __future__ import annotations

from itertools import pairwise

from stadtgespraech.checks.answers import check_answers
from stadtgespraech.checks.changes import check_changes
from stadtgespraech.checks.findings import Finding
from stadtgespraech.checks.marks import SIDES, check_marks
from stadtgespraech.checks.parts import check_parts
from stadtgespraech.checks.stands import check_stands
from stadtgespraech.checks.texts import check_places, check_texts, weave_of
from stadtgespraech.records import Process
from stadtgespraech.text.weave import Weave


def check_process(process: Process) -> tuple[Finding, ...]:
    """Findings on the text, the changes, the answers and the parts; empty where everything holds."""
    weave, found = weave_of(process)
    findings = [*found, *check_changes(process), *check_answers(process), *check_parts(process)]
    if weave is not None:
        findings += [*check_texts(process, weave), *check_places(process, weave), *check_stands(process, weave)]
        findings += check_editions(process, weave)
    return tuple(findings)


def check_editions(process: Process, weave: Weave) -> tuple[Finding, ...]:
    """The marks from the first text to the last, and from each edition to the next (promises 1 and 4)."""
    last = process.weave.revisions
    named = sorted({edition.revision for edition in process.editions if 0 <= edition.revision <= last} | {last})
    pairs = dict.fromkeys([(0, last), *pairwise(named)])
    found: list[Finding] = []
    for a, b in pairs:
        runs = [(SIDES[run.kind], run.text) for run in weave.marked(a, b)]
        found += check_marks(runs, weave.text(a), weave.text(b), f"revisions {a} to {b}")
    return tuple(found)
