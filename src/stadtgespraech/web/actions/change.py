"""Changes: decided with a reason and sources, applied to the text, recorded."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction

from stadtgespraech.ledger.recording import decided
from stadtgespraech.records import Change as Record
from stadtgespraech.records import Edit, to_json
from stadtgespraech.records import Process as ProcessRecord
from stadtgespraech.records import Reference as ReferenceRecord
from stadtgespraech.records import Source as SourceRecord
from stadtgespraech.web.actions.log import draw_salt, record_leaf
from stadtgespraech.web.actions.text import apply_edits, slices_of
from stadtgespraech.web.models import Change, Part, Product, Source, Text


@dataclass(frozen=True, slots=True)
class Decision:
    """What a change says of itself (R46–R64). `edits` alter the text as it is now; without them it is a footnote
    behind `anchor`, or takes back the change `undoes`."""

    kinds: tuple[str, ...]
    what: str
    why: str
    day: datetime.date
    sources: tuple[SourceRecord, ...]
    edits: tuple[Edit, ...] = ()
    klass: str = "substantive"
    origin: str = ""
    text: Text | None = None
    in_title: bool = False
    anchor: tuple[tuple[int, int, int, int], ...] = ()
    undoes: Change | None = None
    references: tuple[tuple[str, str, int | None], ...] = ()
    rounds: tuple[str, ...] = ()
    parts: dict[str, Part] = field(default_factory=dict)  # those that the sources name, by key


@transaction.atomic
def decide_change(product: Product, decision: Decision) -> Change:
    """Alter the text and say why. ValueError where reason or source is missing (promise 1), EditError where the edits
    do not fit."""
    if not decision.why.strip() or not decision.what.strip() or not decision.sources:
        raise ValueError("a change needs what was changed, a reason and a source")
    undone = decision.undoes.revision if decision.undoes is not None else None
    altered = bool(decision.edits) or decision.undoes is not None
    revision = apply_edits(product, decision.edits, undoes=undone) if altered else None
    last = product.changes.order_by("-number").values_list("number", flat=True).first() or 0
    change = Change.objects.create(
        process=product.process,
        product=product,
        number=last + 1,
        text=decision.text,
        in_title=decision.in_title,
        kinds=list(decision.kinds),
        klass=decision.klass,
        origin=decision.origin,
        what=decision.what,
        why=decision.why,
        day=decision.day,
        revision=revision,
        anchor=[list(part) for part in decision.anchor],
        undoes=decision.undoes,
        references=[list(item) for item in decision.references],
        rounds=list(decision.rounds),
    )
    Source.objects.bulk_create(
        Source(
            change=change,
            kind=item.kind,
            part=decision.parts.get(item.ref) if item.kind == "part" else None,
            name=item.name,
            ref=item.ref,
            date=item.date,
        )
        for item in decision.sources
    )
    log_change(change)
    return change


def log_change(change: Change) -> None:
    """The leaf of a change as it stands now; the last one about it holds."""
    body = json.loads(to_json(ProcessRecord("", "", changes=(record_of(change),))))
    event = decided(body["changes"][0], change.product.slug)
    record_leaf(
        change.process,
        type=event.type,
        about=event.about,
        day=event.day,
        content=event.content or {},
        salt=draw_salt(),
        public=True,
        product=change.product,
    )


def record_of(change: Change) -> Record:
    """The change as the process file has it."""
    text = change.text
    return Record(
        number=change.number,
        statement=text.number if text is not None and text.kind == "statement" else None,
        rounds=tuple(change.rounds),
        kinds=tuple(change.kinds),
        text=" ".join(part for part in (change.origin, change.what, change.why) if part),
        in_title=change.in_title,
        origin=change.origin,
        what=change.what,
        why=change.why,
        klass=change.klass,
        sources=tuple(source_records(change.sources.all())),
        references=tuple(ReferenceRecord(*item) for item in change.references),
        date=change.day.isoformat(),
        revision=change.revision,
        undoes=change.undoes.number if change.undoes is not None else None,
        anchor=slices_of(change.anchor),
    )


def source_records(sources: Iterable[Source]) -> list[SourceRecord]:
    return [SourceRecord(item.kind, item.name, item.ref, item.date) for item in sources]
