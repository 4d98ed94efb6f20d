"""An uploaded file: read against the edition, kept as what was understood, taken over or dropped."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.db import transaction

from stadtgespraech.ingest.returned import read_returned
from stadtgespraech.publish.docx_working import Working, write_working
from stadtgespraech.records.returned import Remark, Returned, Unread
from stadtgespraech.web import clock
from stadtgespraech.web.actions.audit import audit
from stadtgespraech.web.actions.passage import Passage, passage_between
from stadtgespraech.web.actions.proposal import edits_of_rows, rows_of_edits
from stadtgespraech.web.actions.refusal import Reason, Refused
from stadtgespraech.web.actions.submission import Saying, add_points
from stadtgespraech.web.actions.text import rows_at, rows_of, texts_by_owner, woven
from stadtgespraech.web.models import Edition, Reading, Submission, Text, User

FRAME = (
    "So arbeiten Sie mit dieser Datei: Schreiben, streichen und kommentieren Sie direkt im Text. Änderungen werden "
    "aufgezeichnet. Laden Sie die Datei danach dort wieder hoch, wo Sie sie geholt haben.",
    "Bitte lassen Sie die Aufzeichnung der Änderungen eingeschaltet, und verschieben Sie keine ganzen Absätze.",
)
PREFIXES = {
    "moved": "Absatz verschieben",
    "margin": "Änderung in Kopf- oder Fußzeile",
    "note": "Änderung in einer Fußnote",
    "box": "Änderung in einem Textfeld oder einer Tabelle",
    "base": "Ohne Aufzeichnung geändert",
    "conflict": "Änderung",
    "structure": "Änderung am Aufbau",
    "outside": "Außerhalb der Texte",
    "unanchored": "Kommentar ohne Stelle",
    "empty": "Leerer Kommentar",
}


def frame_of(edition: Edition) -> tuple[str, ...]:
    """What stands in the file before the statements."""
    return (f"{edition.product.title}: {edition.name}", *FRAME)


def working_file(edition: Edition) -> bytes:
    """The statements of an edition as a DOCX to work on."""
    blocks = [
        (number, block, words)
        for number, (block, words) in enumerate(woven(edition.product).blocks(edition.revision))
        if block.owner.startswith("statement:")
    ]
    return write_working(Working(edition.revision, blocks, frame_of(edition), edition.process.language))


@transaction.atomic
def read_file(submission: Submission, *, data: bytes, name: str, by: User) -> Reading:
    """Keep what was understood of a file; an earlier reading by the same person is dropped. Raises ReadError."""
    edition = submission.edition
    editions = edition.product.public_editions()
    frame = {words for row in editions for words in frame_of(row)}
    owners = {owner for owner, text in texts_by_owner(edition.product).items() if text.kind == Text.Kind.STATEMENT}
    revisions = (edition.revision, *(row.revision for row in editions if row.pk != edition.pk))
    found = read_returned(data, name, woven(edition.product), revisions=revisions, owners=owners, frame=frame)
    submission.readings.filter(by=by).delete()
    audit(submission.process, by=by, act="read_file", about=f"unit:{submission.unit.slug}")
    return Reading.objects.create(
        process=submission.process, submission=submission, by=by, at=clock.now(), found=plain(found)
    )


def plain(found: Returned) -> dict[str, Any]:
    """The reading as JSON has it."""
    return {
        "revision": found.revision,
        "proposals": [
            {"edits": rows_of_edits(item.edits), "owner": item.owner, "passage": rows_of(item.passage),
             "records": item.records}
            for item in found.proposals
        ],
        "remarks": [
            {"words": said_of(item), "owner": item.owner, "passage": rows_of(item.passage), "quote": item.quote,
             "resolved": item.resolved, "whole": item.whole, "count": 1 + len(item.replies)}
            for item in found.remarks
        ],
        "unread": [unread_of(item) for item in found.unread],
        "set_aside": found.set_aside,
        "records": found.records,
        "comments": found.comments,
    }  # fmt: skip


def said_of(remark: Remark) -> str:
    """A comment and what was answered to it."""
    return "\n\n".join([remark.words, *(f"Antwort: {words}" for words in remark.replies)]).strip()


def unread_of(item: Unread) -> dict[str, Any]:
    return {
        "reason": item.reason, "words": item.words, "owner": item.owner, "paragraph": item.paragraph,
        "count": item.records + item.comments,
    }  # fmt: skip


@transaction.atomic
def take_reading(reading: Reading, *, also: Collection[str], by: User) -> int:
    """Put what was understood into the draft; how many points. Settled comments and what was not understood come along
    where `also` names them: "r3", "u0"."""
    if not Reading.objects.select_for_update().filter(pk=reading.pk).exists():  # taken over at this moment
        raise Refused(Reason.STATE)
    sayings = list(sayings_of(reading, also))
    add_points(reading.submission, sayings=sayings, by=by)
    reading.delete()
    return len(sayings)


def sayings_of(reading: Reading, also: Collection[str]) -> Iterator[Saying]:
    found = reading.found
    revision = found["revision"]
    texts = texts_by_owner(reading.submission.edition.product)
    for item in found["proposals"]:
        yield Saying(texts[item["owner"]], revision, "", item["passage"], edits_of_rows(item["edits"]))
    for number, item in enumerate(found["remarks"]):
        if not item["resolved"] or f"r{number}" in also:
            yield Saying(texts[item["owner"]], revision, item["words"], item["passage"])
    for number, item in enumerate(found["unread"]):
        if f"u{number}" in also and item["words"]:
            about = texts.get(item["owner"])
            passage = paragraph_of(about, revision, item["paragraph"])
            yield Saying(about, revision, f"{PREFIXES[item['reason']]}: {item['words']}", passage)


def paragraph_of(about: Text | None, revision: int, paragraph: int | None) -> Passage:
    """A whole paragraph; nothing where it is not known which."""
    if about is None or paragraph is None:
        return ()
    rows = rows_at(about, revision)
    words = rows[paragraph] if paragraph < len(rows) else ""
    return passage_between(about, revision, paragraph, 0, len(words))


@transaction.atomic
def drop_reading(reading: Reading, *, by: User) -> None:
    """Forget what was understood."""
    audit(reading.process, by=by, act="drop_reading", about=f"unit:{reading.submission.unit.slug}")
    reading.delete()
