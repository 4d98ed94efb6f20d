"""What pages draw of editions and changes: the same format-free document that the published files are written from.

An edition is frozen, and a decided change stands: each is built once in a process's life and kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from stadtgespraech.publish.build import EditionKind, build, has_change
from stadtgespraech.publish.document import Document, Inline, NoteRef, Paragraph, Run
from stadtgespraech.publish.marking import Piece, draw
from stadtgespraech.records import Change as ChangeRecord
from stadtgespraech.records import Edition as EditionRecord
from stadtgespraech.records import Process as Record
from stadtgespraech.records import Statement
from stadtgespraech.web.actions.change import record_of
from stadtgespraech.web.actions.text import readings, slices_of, woven
from stadtgespraech.web.models import Change, Edition, Product

LEFT_OUT = Run(" […] ")
SENTENCE = re.compile(r".+?(?:[.!?…]+[»“”\"')]*(?:\s+|$)|$)", re.DOTALL)
ENDS = re.compile(r"[.!?…][»“”\"')]*\s*$")


def document_of(edition: Edition) -> Document:
    """The marked edition against its base; the clean one where it has none."""
    base = edition.base.revision if edition.base is not None else None
    return _document(edition.pk, edition.name, edition.date.isoformat(), base, edition.revision)


@lru_cache(maxsize=16)
def _document(edition: int, name: str, day: str, base: int | None, revision: int) -> Document:
    """By all that could tell two editions apart, so that a row made anew under an old key is another edition."""
    found = Edition.objects.select_related("product__weave", "process").get(pk=edition)
    record = text_record(found)
    kind: EditionKind = "clean" if base is None else "marked"
    return build(record, edition=kind, base=base, revision=revision)


def text_record(edition: Edition) -> Record:
    """The text of an edition and the changes that led to it: no contributions, which no mark and no note needs."""
    product, process = edition.product, edition.process
    texts = readings(woven(product), edition.revision)
    owners = [
        (int(owner.partition(":")[2]), title) for owner, (title, _) in texts.items() if owner.startswith("statement:")
    ]
    changes = product.changes.select_related("text", "undoes").prefetch_related("sources")
    known = product.editions.filter(number__lte=edition.number)
    return Record(
        title=product.document or f"{product.title} {process.city}",
        as_of=edition.date.isoformat(),
        city=process.city,
        language=process.language,
        product=product.title,
        statements=tuple(Statement(number, title, ()) for number, title in owners),
        changes=tuple(record_of(item) for item in changes),
        editions=tuple(EditionRecord(item.name, item.revision, item.date.isoformat()) for item in known),
        weave=woven(product).rows(),
    )


def words_of(change: Change, revision: int) -> tuple[Piece, ...]:
    """The sentences that a change altered, marked, as it altered them; for a note without words the sentence at
    `revision` behind which it stands."""
    record = ChangeRecord(change.number, revision=change.revision, anchor=slices_of(change.anchor))
    return _words(change.product_id, record, revision if change.revision is None else change.revision)


@lru_cache(maxsize=512)
def _words(product: int, change: ChangeRecord, revision: int) -> tuple[Piece, ...]:
    weave = woven(Product.objects.select_related("weave").get(pk=product))
    before = revision if change.revision is None else revision - 1
    pieces = draw(weave, before, revision, [change], notes=change.revision is None).pieces
    shown = (piece for piece in pieces if has_change(Paragraph(piece.inlines, mark=piece.mark)))
    return tuple(Piece(piece.owner, piece.kind, excerpt(piece.inlines), piece.mark) for piece in shown)


def excerpt(inlines: Iterable[Inline]) -> tuple[Inline, ...]:
    """The sentences that hold a mark or a call; for those left out stands a sign."""
    found: list[Inline] = []
    for sentence in sentences(inlines):
        if any(isinstance(item, NoteRef) or (isinstance(item, Run) and item.mark is not None) for item in sentence):
            found += sentence
        elif not found or found[-1] is not LEFT_OUT:
            found.append(LEFT_OUT)
    return tuple(found)


def sentences(inlines: Iterable[Inline]) -> list[list[Inline]]:
    """Items cut behind every end of a sentence, marked or not."""
    found: list[list[Inline]] = [[]]
    for item in inlines:
        if not isinstance(item, Run):
            found[-1].append(item)
            continue
        for words in SENTENCE.findall(item.text):
            found[-1].append(replace(item, text=words))
            if ENDS.search(words):
                found.append([])
    return called_with_their_words([sentence for sentence in found if sentence])


def called_with_their_words(parts: list[list[Inline]]) -> list[list[Inline]]:
    """A call at the start of a sentence belongs to the words before it."""
    for before, after in pairwise(parts):
        while after and isinstance(after[0], NoteRef):
            before.append(after.pop(0))
    return [sentence for sentence in parts if sentence]
