"""Two versions of a document and a table of reasons, made into a process with a change for every difference."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from stadtgespraech.ingest.archive import Progress, ReadError, shown_name
from stadtgespraech.ingest.assembly import numbered, rounds_of, salt_seed, texts_of
from stadtgespraech.ingest.authors import is_editors, kind_of_round
from stadtgespraech.ingest.comparison import Comparison, compared
from stadtgespraech.ingest.matching import Matched, match_notes, match_reasons
from stadtgespraech.ingest.order import reordered
from stadtgespraech.ingest.phrases import describe, describe_term, origin_of, sentence
from stadtgespraech.ingest.reasons import Reason, Table, read_reasons
from stadtgespraech.ingest.sequence import applied
from stadtgespraech.ingest.steps import Step, cut
from stadtgespraech.ingest.versions import Version, read_versions
from stadtgespraech.records import Change, Edition, Insert, Process, Report, Source
from stadtgespraech.text.homes import homes
from stadtgespraech.text.terms import Term, find_terms
from stadtgespraech.text.weave import Weave

NO_REASON = "Grund nicht angegeben."
NO_SOURCE = "Anlass: nicht angegeben."


def compare(old: Path, new: Path, reasons: Path | None = None, progress: Progress | None = None) -> Process:
    """The process whose revision 0 is `old` and whose last revision is `new`. Every sentence that changed, every moved
    sentence and every term replaced everywhere is one change in text order; reasons come from the table and from the
    new document's own footnotes. What has none says so openly, and checks will find it.

    Raises ReadError where a file cannot be read or both hold the same text.
    """
    tell = progress or (lambda *_: None)
    first, second = read_versions(old, new, tell)
    if first.blocks == second.blocks:
        raise ReadError(f"{old.name} and {new.name} hold the same text; nothing to compare")
    tell("comparing")
    weave = Weave.start(first.blocks)
    order = reordered(first.blocks, second.blocks)
    for step in order.steps:
        weave = weave.apply(step.edits)
    first = dataclasses.replace(first, blocks=order.blocks)
    a, b = first.flat, second.flat
    found = compared(a, b, [block for block, _ in first.blocks], [block for block, _ in second.blocks])
    terms = terms_of(found)
    weave, steps = applied(weave, found, cut(found, [term.places for term in terms]))
    steps = (*order.steps, *(_of_term(step, terms) for step in steps))
    assert weave.text() == b, "the steps joined are the new text"
    tell("matching reasons")
    table = read_reasons(reasons) if reasons else Table(())
    matched = match_reasons(a, b, steps, table.reasons)
    notes = match_notes(b, steps, matched, second.process)
    changes = _changes(b, second, first, weave, steps, terms, matched, notes)
    digests = [hashlib.sha256(path.read_bytes()).hexdigest() for path in (old, new, reasons) if path]
    seed = salt_seed(*digests)
    texts = texts_of(weave)
    return dataclasses.replace(
        second.process,
        sections=texts.sections,
        tensions=texts.tensions,
        statements=texts.statements,
        rounds=rounds_of(changes),
        changes=changes,
        editions=_editions(old, new, first, second, len(steps)),
        weave=weave.rows(),
        salt_seed=seed,
        report=_report(old, new, (first, second), changes, table, matched, digests[1], remaining(b, steps, terms)),
    )


def terms_of(it: Comparison) -> tuple[Term, ...]:
    """The terms replaced, but where a sentence moved: what was reworded there belongs to the move."""
    apart = [
        hunk
        for hunk in it.hunks
        if not any((m.a0 < hunk.a1 and hunk.a0 < m.a1) or (m.b0 < hunk.b1 and hunk.b0 < m.b1) for m in it.moves)
    ]
    return find_terms(it.a, it.b, apart)


def _of_term(step: Step, terms: Sequence[Term]) -> Step:
    """A step that replaces a term, with the term's words once instead of once a place."""
    if step.term is None:
        return step
    return dataclasses.replace(step, old=terms[step.term].old, new=terms[step.term].new)


def remaining(b: str, steps: Sequence[Step], terms: Sequence[Term]) -> Iterator[str]:
    """For each term replaced the places where it still stands: meant so, or forgotten; a person knows (R61)."""
    for term in (terms[step.term] for step in steps if step.term is not None):
        for start, end in term.left:
            line = b.rfind("\n", 0, start) + 1
            words = b[max(line, start - 30) : min(len(b), end + 30)].partition("\n")[0].strip()
            yield f"„{term.old}“ became „{term.new}“ in {len(term.places)} places and still stands in: … {words} …"


def _changes(
    b: str,
    second: Version,
    first: Version,
    weave: Weave,
    steps: Sequence[Step],
    terms: Sequence[Term],
    matched: Matched,
    notes: tuple[dict[int, list[Change]], list[tuple[int, Change]]],
) -> tuple[Change, ...]:
    placed = []
    made = homes(weave.rows())
    for index, step in enumerate(steps):
        side, at = (first, step.a[0]) if not step.new else (second, step.b[0])
        here = sorted(made.get(index + 1, ()), key=lambda home: not home.came)
        block = here[0].block if here else side.block_at(at)
        in_title = block.kind == "title" and not step.blocks and step.term is None and not step.kind
        what = _described(step, terms, in_title)
        change = _explained(step, matched.reasons.get(index, []), notes[0].get(index, []), in_title, what)
        kind, _, number = block.owner.partition(":")
        statement = int(number) if kind == "statement" else None
        placed.append(((step.b[0], index), dataclasses.replace(change, statement=statement, revision=index + 1)))
    for at, note in notes[1]:
        start = max(b.rfind(" ", 0, at), b.rfind("\n", 0, at)) + 1
        anchor = weave.passage(start, at) if start < at else ()
        placed.append(((at, len(steps)), dataclasses.replace(note, anchor=tuple(anchor), mark_found=bool(anchor))))
    return numbered(placed)


def _kind(step: Step) -> str:
    if step.kind or not (step.blocks or step.old or step.new):
        return step.kind or "format-only"
    if step.blocks and not (step.old or step.new):
        return "split" if any(isinstance(edit, Insert) and edit.blocks for edit in step.edits) else "join"
    return "move" if step.moved else "replace" if step.old and step.new else "insert" if step.new else "delete"


def _described(step: Step, terms: Sequence[Term], in_title: bool) -> str:
    """What the step does, in a sentence."""
    if step.said:
        return step.said
    if step.term is None:
        return describe(_kind(step), step.old, step.new, in_title)
    term = terms[step.term]
    return describe_term(term.old, term.new, len(term.places), len(term.left))


def _explained(step: Step, reasons: Sequence[Reason], notes: Sequence[Change], in_title: bool, what: str) -> Change:
    said = [name for note in notes for name in note.kinds]
    term = ["merge-term"] if step.term is not None else []
    kinds = tuple(dict.fromkeys([_kind(step), *term, *(["retitle"] if in_title else []), *said]))
    change = _from_table(reasons, what)
    if notes and not reasons:
        change = dataclasses.replace(
            notes[0],
            text=" ".join(note.text for note in notes),
            rounds=tuple(dict.fromkeys(name for note in notes for name in note.rounds)),
            sources=tuple(dict.fromkeys(source for note in notes for source in note.sources)),
            anchor=(),
        )
    return dataclasses.replace(change, kinds=kinds, in_title=in_title, old=step.old, new=step.new)


def _from_table(reasons: Sequence[Reason], described: str) -> Change:
    """A change as the table explains it. Without a reason its text stays empty, without a round it has no source, which
    is how checks find the gaps; the editors are a source only where the table names them."""
    named = tuple(dict.fromkeys(name for reason in reasons for name in reason.rounds))
    rounds = tuple(name for name in named if not is_editors(name))
    papers = tuple(dict.fromkeys(reason.paper for reason in reasons if reason.paper))
    if papers and not rounds:
        rounds = ("Ratsbeschluss",)
    said = " ".join(dict.fromkeys(sentence(reason.what) for reason in reasons if reason.what))
    what = f"Anpassung: {said or described}"
    why = " ".join(dict.fromkeys(sentence(reason.why) for reason in reasons if reason.why))
    origin = origin_of(rounds) if rounds else "Redaktion." if named else NO_SOURCE if reasons else NO_REASON
    cited = f"Drucksache {', '.join(_bare(paper) for paper in papers)}." if papers else ""
    why = " ".join(filter(None, (why, cited)))
    sources = tuple(Source("resolution" if kind_of_round(name) == "council" else "round", name) for name in rounds)
    sources += tuple(Source("resolution", "Drucksache", _bare(paper)) for paper in papers)
    return Change(
        0,
        rounds=rounds,
        text=" ".join(filter(None, (origin, what, why))) if why else "",
        origin=origin,
        what=what,
        why=why,
        sources=sources or ((Source("editors"),) if named else ()),
    )


def _bare(paper: str) -> str:
    return re.sub(r"^(?:Drucksache|DS|Drs\.?|Vorlage)?\s*(?:Nr\.?|Nummer)?\s*", "", paper, flags=re.I)


def _editions(old: Path, new: Path, first: Version, second: Version, revisions: int) -> tuple[Edition, ...]:
    """Both versions under their date, or their file's name where they give none or the same."""
    dates = (first.process.as_of, second.process.as_of)
    clear = dates[0] != dates[1] and all(dates)
    names = tuple(f"Fassung {date}" for date in dates) if clear else (shown_name(old), shown_name(new))
    if names[0] == names[1]:
        names = (f"{names[0]} (vorher)", f"{names[1]} (nachher)")
    return Edition(names[0], 0, dates[0]), Edition(names[1], revisions, dates[1])


def _report(
    old: Path,
    new: Path,
    versions: tuple[Version, Version],
    changes: Sequence[Change],
    table: Table,
    matched: Matched,
    digest: str,
    left: Iterable[str],
) -> Report:
    reports = [(shown_name(path), version.process.report) for path, version in zip((old, new), versions, strict=True)]
    bare = [change for change in changes if not (change.why or change.text)]
    used = len(table.reasons) - len(matched.unused) - len(matched.unclear)
    return Report(
        source=f"{shown_name(old)}, {shown_name(new)}",
        sha256=digest,
        read={
            "changes": len(changes),
            "changes without a reason": len(bare),
            "reasons": len(table.reasons),
            "reasons used": used,
        },
        uncertain=(
            *(f"{name}: {line}" for name, report in reports if report for line in report.uncertain),
            *table.remarks,
            *(f"no reason given for change {change.number}: {change.what}" for change in bare),
            *(
                f"no source given for change {change.number}, its row names no round (nor „Redaktion“): {change.what}"
                for change in changes
                if (change.why or change.text) and not change.sources
            ),
            *(f"row {row.line} fits no change: {row.words or row.number}" for row in matched.unused),
            *left,
            *(f"row {row.line} fits several changes, quote more: {row.words}" for row in matched.unclear),
            *_cover_differences(versions),
        ),
        lost=tuple(f"{name}: {line}" for name, report in reports if report for line in report.lost),
    )


def _cover_differences(versions: tuple[Version, Version]) -> Iterator[str]:
    for field in ("title", "subtitle", "motto"):
        one, other = (getattr(version.process, field) for version in versions)
        if one != other:
            yield f"the cover is not compared: its {field} was „{one}“ and is „{other}“"
