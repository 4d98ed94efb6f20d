"""Answers: one for each part, with what its state needs."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Sequence

from django.db import transaction

from stadtgespraech.checks.answers import check_adopted, check_disposition
from stadtgespraech.records import FINAL_STATES, to_json
from stadtgespraech.records import Disposition as Record
from stadtgespraech.records import Process as ProcessRecord
from stadtgespraech.web.actions.change import record_of as change_record
from stadtgespraech.web.actions.contribution import part_record
from stadtgespraech.web.actions.log import draw_salt, record_leaf
from stadtgespraech.web.actions.refusal import Reason, Refused
from stadtgespraech.web.models import Change, Disposition, Part


@transaction.atomic
def answer_part(
    part: Part,
    *,
    state: str,
    day: datetime.date,
    reason: str = "",
    detail: str = "",
    changes: Sequence[Change] = (),
) -> Disposition:
    """Answer a part, or say how far its answer is. Refused where the state lacks what it needs. A final answer has its
    leaf."""
    if len({change.product_id for change in changes}) > 1:
        raise Refused(Reason.INCOMPLETE, "an answer names the changes of one product")
    numbers, product = tuple(change.number for change in changes), product_of(changes)
    record = Record(part.key, state, reason, numbers, detail, day.isoformat(), product)
    wrong = problem(part, record)
    if wrong:
        raise Refused(Reason.INCOMPLETE, wrong)
    disposition, _ = Disposition.objects.update_or_create(
        part=part, defaults={"state": state, "reason": reason, "detail": detail, "day": day}
    )
    disposition.changes.set(changes)
    if state in FINAL_STATES:
        log_disposition(part, record)
    return disposition


def problem(part: Part, record: Record) -> str:
    """What the answer lacks that its state needs, "" where it is complete."""
    parts = {part.key: part_record(part)}
    process = part.contribution.process
    other = Disposition.objects.filter(part__contribution__process=process, part__key=record.detail).first()
    answers = {record.detail: record_of(other)} if record.state == "same-as" and other is not None else {}
    known = {change.number: change_record(change) for change in Change.objects.filter(
        process=process, product__slug=record.product, number__in=record.changes)}  # fmt: skip
    rounds = {part.contribution.key: part.contribution.round.name}
    found = (*check_disposition(record, parts, answers), *check_adopted(record, parts, known, rounds))
    return found[0].message if found else ""


def log_disposition(part: Part, record: Record) -> None:
    body = json.loads(to_json(ProcessRecord("", "", dispositions=(record,))))
    content = {"type": "disposition-final", "disposition": body["dispositions"][0]}
    record_leaf(
        part.contribution.process,
        type="disposition-final",
        about=f"disposition:{part.key}",
        day=record.day,
        content=content,
        salt=draw_salt(),
        public=True,
    )


def record_of(disposition: Disposition) -> Record:
    """The answer as the process file has it."""
    changes = disposition.changes.all()
    numbers = tuple(sorted(change.number for change in changes))
    day = disposition.day.isoformat() if disposition.day else ""
    key, product = disposition.part.key, product_of(changes)
    return Record(key, disposition.state, disposition.reason, numbers, disposition.detail, day, product)


def product_of(changes: Iterable[Change]) -> str:
    """The key of the product whose changes these are; "" where there are none."""
    return next((change.product.slug for change in changes), "")
