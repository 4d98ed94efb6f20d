"""The woven text of a product: started once, altered by decided changes only."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.text import slugify

from stadtgespraech.records import Block, Edit, Slice, WeaveRows, from_json, to_json
from stadtgespraech.records import Process as Record
from stadtgespraech.text.weave import Weave as Woven
from stadtgespraech.web.models import Edition, Product, Reference, Text, Weave, Wording

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})


def rows_text(rows: WeaveRows) -> str:
    """The rows of a weave as the process file writes them."""
    return to_json(Record("", "", weave=rows))


_kept: OrderedDict[str, Woven] = OrderedDict()  # digest of the rows → weave, newest last
_keeping = threading.Lock()
KEPT = 16


def woven(product: Product) -> Woven:
    """The product's weave. Parsed once: it is kept by the hash of its rows, so that a state which a transaction took
    back is never met again."""
    known = _kept.get(product.weave.digest)
    return known if known is not None else parsed(product.weave.rows)


def parsed(rows: str) -> Woven:
    return keep(rows, Woven.from_rows(from_json(rows).weave))


def keep(rows: str, weave: Woven) -> Woven:
    with _keeping:
        _kept[digest_of(rows)] = weave
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return weave


def digest_of(rows: str) -> str:
    return hashlib.sha256(rows.encode()).hexdigest()


@transaction.atomic
def start_text(product: Product, *, blocks: Sequence[tuple[Block, str]], roles: Mapping[str, str]) -> Woven:
    """Give a product its first text: titles and paragraphs of sections, tensions and statements, in order. `roles`:
    those of the sections, by owner."""
    weave = Woven.start(blocks)
    rows = rows_text(weave.rows())
    stored = Weave.objects.create(product=product, revisions=0, rows=rows, digest=digest_of(rows))
    product.weave = stored
    taken: set[str] = set()
    for block, words in blocks:
        if block.kind == "title" and block.owner not in taken:
            taken.add(block.owner)
            kind, _, number = block.owner.partition(":")
            slug = free_slug(product, kind, words or block.owner)
            Text.objects.create(
                process=product.process,
                product=product,
                kind=kind,
                number=int(number),
                slug=slug,
                role=roles.get(block.owner, ""),
            )
    keep_wordings(product, weave, 0)
    return weave


def refer_to(text: Text, others: Sequence[Text]) -> None:
    """Say that a text names others of its process (R68–R70). ValueError for a text of another process, or itself."""
    if any(other.process_id != text.process_id or other.pk == text.pk for other in others):
        raise ValueError("a text refers to other texts of its own process")
    Reference.objects.bulk_create((Reference(text=text, to=other) for other in others), ignore_conflicts=True)


def plain_slug(words: str) -> str:
    """ASCII, as Germans write it: ä is ae."""
    return slugify(words.translate(UMLAUTS))


def free_slug(product: Product, kind: str, words: str) -> str:
    """A slug of the title that no text of this kind has."""
    stem = plain_slug(words)[:70].strip("-") or kind
    known = set(
        Text.objects.filter(process=product.process, kind=kind, slug__startswith=stem).values_list("slug", flat=True)
    )
    return next(slug for slug in (stem, *(f"{stem}-{n}" for n in range(2, len(known) + 3))) if slug not in known)


def apply_edits(product: Product, edits: Sequence[Edit], *, undoes: int | None = None) -> int:
    """Apply one change's edits to the text, whole or not at all; the revision it made. EditError where they do not
    fit. To be called within the change's own transaction."""
    stored = Weave.objects.select_for_update().get(product=product)
    product.weave = stored
    weave = woven(product).undo(undoes) if undoes is not None else woven(product).apply(edits)
    stored.revisions, stored.rows = weave.revisions, rows_text(weave.rows())
    stored.digest = digest_of(stored.rows)
    stored.save(update_fields=["revisions", "rows", "digest"])
    keep(stored.rows, weave)
    keep_wordings(product, weave, weave.revisions)
    return weave.revisions


def keep_wordings(product: Product, weave: Woven, revision: int) -> None:
    """Store how each text reads from `revision` on, where it reads otherwise than before."""
    now = readings(weave, revision)
    texts = texts_by_owner(product)
    latest = {wording.text_id: wording for wording in reversed(Wording.objects.filter(text__product=product))}
    fresh = []
    for owner, text in texts.items():
        title, paragraphs = now.get(owner, ("", []))
        last = latest.get(text.pk)
        if last is None or (last.title, last.paragraphs) != (title, paragraphs):
            fresh.append(Wording(text=text, revision=revision, title=title, paragraphs=paragraphs))
    Wording.objects.bulk_create(fresh)


def readings(weave: Woven, revision: int) -> dict[str, tuple[str, list[str]]]:
    """Owner → title and paragraphs at a revision."""
    found: dict[str, tuple[str, list[str]]] = {}
    for block, words in weave.blocks(revision):
        title, paragraphs = found.get(block.owner, ("", []))
        if block.kind == "title" and block.owner not in found:
            found[block.owner] = (words, [])
        else:
            found[block.owner] = (title, [*paragraphs, words])
    return found


def rows_at(text: Text, revision: int) -> tuple[str, ...]:
    """The title and the paragraphs of a text at a revision; none where it was not there yet, or not any more."""
    return tuple(words for block, words in woven(text.product).blocks(revision) if block.owner == text.owner)


def title_of(text: Text, edition: Edition | None) -> str:
    """The title in an edition; "" where the edition does not have the text."""
    rows = rows_at(text, edition.revision) if edition is not None else ()
    return rows[0] if rows else ""


def texts_by_owner(product: Product) -> dict[str, Text]:
    """The product's texts by their names in the weave."""
    return {text.owner: text for text in product.texts.all()}


def flat_start(weave: Woven, revision: int, owner: str, paragraph: int) -> int | None:
    """Where paragraph `paragraph` (0: the title) of an owner begins in the flat text; None where there is none."""
    at, seen = 0, -1
    for block, words in weave.blocks(revision):
        at += 1
        if block.owner == owner:
            seen += 1
            if seen == paragraph:
                return at
        at += len(words)
    return None


def slices_of(rows: Sequence[Sequence[int]]) -> tuple[Slice, ...]:
    return tuple(Slice(*row) for row in rows)


def rows_of(passage: Sequence[Slice]) -> list[list[int]]:
    return [[part.change, part.ordinal, part.start, part.end] for part in passage]
