"""What happened until May: contributions of the rounds that are over, the changes they led to, and their answers."""

from __future__ import annotations

from collections.abc import Sequence

from stadtgespraech.records import Edit, Slice
from stadtgespraech.records import Source as SourceRecord
from stadtgespraech.text.replay import cut, edits_of
from stadtgespraech.web.actions.change import Decision, decide_change
from stadtgespraech.web.actions.contribution import (
    Said,
    anchor_part,
    split_contribution,
    submit_contribution,
)
from stadtgespraech.web.actions.disposition import answer_part
from stadtgespraech.web.actions.place import located
from stadtgespraech.web.actions.text import rows_of, woven
from stadtgespraech.web.demo.stage import Stage
from stadtgespraech.web.models import (
    Text,
)


def take_in(stage: Stage) -> None:
    """The answered contributions of the rounds that are over."""
    for item in stage.story.contributions:
        parts = [part for part in stage.story.parts if part.contribution == item.id]
        about = next(
            (stage.texts[part.statement] for part in parts if part.statement), owner_of(stage, parts[0].passage)
        )
        said = Said(
            round=stage.rounds[item.round],
            kind=item.kind,
            intent=item.intent,
            text=item.text or "",
            language=item.language or "de",
            about=about,
            passage=tuple(tuple(row) for row in rows_of(parts[0].passage)),  # type: ignore[misc]
        )
        day = stage.day(item.day) if item.day else stage.day(stage.story.editions[0].date)
        contribution = submit_contribution(stage.process, said=said, form_key=f"demo-{item.id}", day=day, key=item.id)
        kept = list(contribution.parts.all())
        if len(parts) > 1:
            kept = split_contribution(contribution, ends=[part.end for part in parts])
        for part, row in zip(parts, kept, strict=True):
            anchor_part(row, rows_of(part.passage))
            stage.parts[part.id] = row


def owner_of(stage: Stage, passage: Sequence[Slice]) -> Text | None:
    """The tension or section in whose words a passage lies."""
    owner = next((owner for owner, *_ in located(woven(stage.product), passage, 0)), "")
    kind, _, number = owner.partition(":")
    return stage.product.texts.filter(kind=kind, number=int(number)).first() if number else None


def decide(stage: Stage) -> None:
    """The changes, one after the other, with the story's edits."""
    rows = stage.story.weave
    for item in stage.story.changes:
        edits: tuple[Edit, ...] = ()
        if item.revision is not None and item.undoes is None:
            before, after = cut(rows, item.revision - 1), cut(rows, item.revision)
            edits = edits_of(before.rows, after.rows)
        decision = Decision(
            kinds=item.kinds,
            what=item.what,
            why=item.why,
            day=stage.day(item.date),
            sources=tuple(SourceRecord(one.kind, one.name, one.ref, one.date) for one in item.sources),
            edits=edits,
            klass=item.klass,
            origin=item.origin,
            text=stage.texts.get(item.statement or 0),
            in_title=item.in_title,
            anchor=tuple(tuple(row) for row in rows_of(item.anchor)),  # type: ignore[misc]
            undoes=stage.changes.get(item.undoes or 0),
            references=tuple((one.kind, one.title, one.number) for one in item.references),
            rounds=item.rounds,
            parts=stage.parts,
        )
        stage.changes[item.number] = decide_change(stage.product, decision)


def answer(stage: Stage) -> None:
    """The answers, each with the changes it led to."""
    for item in sorted(stage.story.dispositions, key=lambda one: one.state == "same-as"):
        answer_part(
            stage.parts[item.part],
            state=item.state,
            day=stage.day(item.day),
            reason=item.reason,
            detail=item.detail,
            changes=[stage.changes[number] for number in item.changes],
        )
