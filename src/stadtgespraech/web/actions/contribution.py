"""Contributions: received, split, withdrawn, erased. Each is one transaction with its leaf."""

from __future__ import annotations

import datetime
import hashlib
import hmac
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction

from stadtgespraech.ledger.canonical import canonical
from stadtgespraech.ledger.commitment import commitment
from stadtgespraech.ledger.recording import received
from stadtgespraech.records import Contribution as Record
from stadtgespraech.records import Part as PartRecord
from stadtgespraech.web.actions import code
from stadtgespraech.web.actions.log import draw_salt, new_leaf, object_of, record_leaf
from stadtgespraech.web.actions.participation import tell_age
from stadtgespraech.web.actions.place import Spot, place_part, spots_of
from stadtgespraech.web.actions.refusal import Reason, Refused
from stadtgespraech.web.actions.scan import delete_scans
from stadtgespraech.web.actions.text import rows_of, slices_of
from stadtgespraech.web.models import (
    Address,
    Appeal,
    Contribution,
    Decision,
    EditionFile,
    Inquiry,
    Leaf,
    Original,
    Part,
    Process,
    Proposal,
    Question,
    Report,
    Round,
    Text,
)

CODE_BYTES, CODE_SIGNS, KEY_SIGNS = 10, 16, 10


@dataclass(frozen=True, slots=True)
class Said:
    """What a form holds once it has been checked. `passage` are slices of the product's weave."""

    round: Round
    kind: str
    text: str
    language: str
    intent: str = ""
    about: Text | None = None
    passage: tuple[tuple[int, int, int, int], ...] = ()
    question: Question | None = None
    reply_to: Contribution | None = None
    age_band: str = ""
    email: str = ""

    def digest(self) -> str:
        """SHA-256 (hex) of what was said: a retry with other words is another contribution."""
        parts = (
            self.round.pk, self.kind, self.text, self.language, self.intent, self.about and self.about.pk,
            self.passage, self.question and self.question.pk, self.reply_to and self.reply_to.pk,
        )  # fmt: skip
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def code_of(form_key: str) -> str:
    """The receipt's code: 80 bits of an HMAC of the form's key, in four groups of four."""
    number = int.from_bytes(
        hmac.digest(settings.SECRET_KEY.encode(), b"code\0" + form_key.encode(), "sha256")[:CODE_BYTES]
    )
    return code.grouped(code.spelled(number >> 5 * place for place in reversed(range(CODE_SIGNS))))


def hash_of_code(typed: str) -> str:
    """What is stored of a code, however it was typed."""
    return hmac.digest(settings.SECRET_KEY.encode(), b"stored\0" + code.plain(typed).encode(), "sha256").hex()


def submit_contribution(
    process: Process,
    *,
    said: Said,
    form_key: str,
    day: datetime.date,
    held: bool = False,
    key: str = "",
    also: Callable[[], None] | None = None,
) -> Contribution:
    """Take a contribution in, once for each form key. Refused where the same form was sent with other words. `also` is
    done in the same transaction, once it is clear that it is no retry; what it refuses is not taken in."""
    if said.passage and said.about is None:
        raise ValueError("a passage is one of a text: say which")
    form_hash = hash_of_form(form_key)
    fresh = _fresh(process, said, form_key, form_hash, day, held, key)
    try:
        _store(fresh, said, spots_of(said.about, fresh.passage), also)
    except IntegrityError:  # the same form came before, or comes twice at this moment
        known = sent_before(process, form_key)
        if known is None:
            raise
        if known.content_hash != said.digest():
            raise Refused(Reason.CHANGED) from None
        return known
    return fresh


def hash_of_form(form_key: str) -> str:
    """What is stored of a form's key; "" for none."""
    return hashlib.sha256(form_key.encode()).hexdigest() if form_key else ""


def sent_before(process: Process, form_key: str) -> Contribution | None:
    """The contribution that came with this form."""
    return Contribution.objects.filter(process=process, form_hash=hash_of_form(form_key)).first() if form_key else None


def _fresh(
    process: Process, said: Said, form_key: str, form_hash: str, day: datetime.date, held: bool, key: str
) -> Contribution:
    """The contribution, not stored yet."""
    return Contribution(
        process=process,
        key=key or code.draw(KEY_SIGNS).lower(),
        round=said.round,
        kind=said.kind,
        intent=said.intent,
        question=said.question,
        reply_to=said.reply_to,
        about=said.about,
        text=said.text,
        language=said.language,
        passage=[list(part) for part in said.passage],
        salt=draw_salt(),
        day=day,
        state=Contribution.State.HELD if held else Contribution.State.PUBLIC,
        code_hash=hash_of_code(code_of(form_key)) if form_key else "",
        form_hash=form_hash,
        content_hash=said.digest(),
    )


def _store(fresh: Contribution, said: Said, spots: Sequence[Spot], also: Callable[[], None] | None) -> None:
    """Write it with its part, the part's places, the address and the leaf, and count the age: all or nothing. Whatever
    can be worked out before is, because SQLite lets one write at a time. Of a form that came before the first row is
    refused."""
    event = received(record_of(fresh))
    digest = commitment(event.content, bytes.fromhex(fresh.salt)).hex()
    with transaction.atomic():
        fresh.save(force_insert=True)
        if also is not None:
            also()
        part = Part.objects.create(
            contribution=fresh, key=fresh.key, start=0, end=len(fresh.text), passage=fresh.passage
        )
        for spot in spots:
            spot.place(part).save(force_insert=True)
        if said.age_band:
            tell_age(said.round, band=said.age_band)
        if said.email:
            Address.objects.create(contribution=fresh, email=said.email, language=said.language)
        new_leaf(fresh.process, event, digest).save(force_insert=True)


def record_of(contribution: Contribution) -> Record:
    """The contribution as the process file has it: without a text that its leaf does not commit to, erased or blacked
    out."""
    return Record(
        id=contribution.key,
        round=contribution.round.name,
        text=contribution.text if contribution.salt else None,
        kind=contribution.kind,
        intent=contribution.intent,
        day=contribution.day.isoformat(),
        salt=contribution.salt or None,
        language=contribution.language,
        passage=slices_of(contribution.passage),
        product=contribution.about.product.slug if contribution.about is not None else "",
    )


def part_record(part: Part) -> PartRecord:
    about = part.contribution.about
    number = about.number if about is not None and about.kind == "statement" else None
    return PartRecord(part.key, part.contribution.key, part.start, part.end, number, slices_of(part.passage))


def receipt_extra(contribution: Contribution) -> bytes:
    """What the extra line of a receipt holds: all that the leaf holds and commits to, with its salt, so that anyone can
    compute the leaf again (docs/format.md, section 7). Refused once it is erased or blacked out: then what the leaf
    commits to is not here."""
    event = received(record_of(contribution))
    if event.content is None:
        raise Refused(Reason.STATE)
    content = dict(event.content)
    head = {name: content.pop(name) for name in ("type", "id", "day")}
    object = object_of(contribution.process, event.about)
    return canonical({**head, "object": object, "salt": contribution.salt, "content": content})


@transaction.atomic
def withdraw(contribution: Contribution, *, day: datetime.date) -> None:
    """Take a contribution back: it is not shown any more; its text is kept for whoever answers for the process."""
    changed = Contribution.objects.filter(
        pk=contribution.pk, state__in=(Contribution.State.PUBLIC, Contribution.State.HELD)
    ).update(state=Contribution.State.WITHDRAWN)
    if not changed:
        raise Refused(Reason.STATE)
    contribution.state = Contribution.State.WITHDRAWN
    _settle_reports(contribution, day)
    record_event(contribution, "withdrawn", day)


@transaction.atomic
def erase(contribution: Contribution, *, day: datetime.date) -> None:
    """Delete text, translation, salt, address, scans and proposed words, the original of what was blacked out, and all
    that was said about it. The leaf stays: it says nothing without the salt."""
    changed = (
        Contribution.objects.filter(pk=contribution.pk)
        .exclude(state=Contribution.State.ERASED)
        .update(state=Contribution.State.ERASED, text="", salt="", translation="", content_hash="")
    )
    if not changed:
        raise Refused(Reason.STATE)
    Address.objects.filter(contribution=contribution).delete()
    delete_scans(contribution)
    Proposal.objects.filter(part__contribution=contribution).delete()
    _settle_reports(contribution, day)
    _forget_words(contribution)
    contribution.refresh_from_db()
    record_event(contribution, "erased", day)


def _settle_reports(contribution: Contribution, day: datetime.date) -> None:
    """What was reported is not shown any more."""
    waiting = Report.objects.filter(contribution=contribution, settled_on=None)
    waiting.update(settled_on=day, outcome=Report.Outcome.GONE)


def _forget_words(contribution: Contribution) -> None:
    """What moderators, readers and the author wrote about it may repeat what it said."""
    Original.objects.filter(contribution=contribution).delete()
    Inquiry.objects.filter(contribution=contribution, answered_on=None).delete()
    Inquiry.objects.filter(contribution=contribution).update(question="", answer="")
    Report.objects.filter(contribution=contribution).update(words="", note="")
    Decision.objects.filter(contribution=contribution).update(words="")
    Appeal.objects.filter(decision__contribution=contribution).update(words="", answer="")


@transaction.atomic
def moderate(contribution: Contribution, *, show: bool, day: datetime.date) -> Leaf:
    """Publish what was held, or hide what is shown."""
    state = Contribution.State.PUBLIC if show else Contribution.State.HIDDEN
    before = (Contribution.State.HELD, Contribution.State.HIDDEN if show else Contribution.State.PUBLIC)
    if not Contribution.objects.filter(pk=contribution.pk, state__in=before).update(state=state):
        raise Refused(Reason.STATE)
    contribution.state = state
    return record_event(contribution, "moderated", day)


def record_event(contribution: Contribution, type: str, day: datetime.date) -> Leaf:
    """The leaf of what was done to a contribution; published collections of texts are to be written anew."""
    EditionFile.objects.filter(edition__process=contribution.process, name="contributions.zip").update(stale=True)
    about = f"contribution:{contribution.key}"
    content = {"day": day.isoformat(), "object": about, "type": type}
    return record_leaf(
        contribution.process,
        type=type,
        about=about,
        day=day.isoformat(),
        content=content,
        salt=draw_salt(),
        public=False,
    )


@transaction.atomic
def split_contribution(contribution: Contribution, *, ends: Sequence[int]) -> list[Part]:
    """Cut a contribution into parts that end at these characters; the last is its end. Its one open part is
    superseded; an answered part is never cut."""
    length = len(contribution.text)
    if sorted(set(ends)) != list(ends) or not ends or ends[-1] != length or ends[0] <= 0:
        raise Refused(Reason.ENDS)
    old = contribution.parts.filter(superseded=False)
    if any(hasattr(part, "disposition") for part in old):
        raise Refused(Reason.ANSWERED)
    passage = contribution.passage
    old.update(superseded=True)
    parts, start = [], 0
    for number, end in enumerate(ends):
        while start < end and contribution.text[start].isspace():
            start += 1
        key = f"{contribution.key}{chr(ord('a') + number)}"
        part = Part.objects.create(contribution=contribution, key=key, start=start, end=end, passage=passage)
        place_part(part)
        parts.append(part)
        start = end
    return parts


def anchor_part(part: Part, passage: Sequence[Sequence[int]]) -> None:
    """Say what a part is about."""
    part.passage = rows_of(slices_of(passage))
    part.save(update_fields=["passage"])
    place_part(part)
