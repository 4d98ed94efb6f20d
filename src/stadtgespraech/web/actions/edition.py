"""Editions: frozen, published with the bundle that proves them, and recorded."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import settings
from django.db import transaction

from stadtgespraech.checks.package import read_manifest
from stadtgespraech.ledger.archive import unpack
from stadtgespraech.ledger.canonical import canonical
from stadtgespraech.ledger.leaf import parse_leaf
from stadtgespraech.ledger.recording import PRODUCT_TYPES, events, published, record
from stadtgespraech.publish.edition import Progress, publish
from stadtgespraech.records import Process as Record
from stadtgespraech.web.actions.log import origin_of, sequence
from stadtgespraech.web.actions.notice import tell_answered
from stadtgespraech.web.actions.place import place_all
from stadtgespraech.web.actions.record import process_record
from stadtgespraech.web.models import Checkpoint, Edition, EditionFile, Leaf, Process, Product
from stadtgespraech.web.site import signing_key

HURRIED = 3  # times that the formats are written while others go on
FORMATS = ("html", "pdf", "docx", "odt", "epub", "json", "jsonld")


def folder_of(edition: Edition) -> Path:
    """Where the edition's files lie."""
    return Path(settings.DATA) / "editions" / edition.process.slug / edition.slug


def publish_edition(
    product: Product,
    *,
    slug: str,
    name: str,
    day: datetime.date,
    base: Edition | None = None,
    audience: str = "public",
    note: str = "",
    formats: tuple[str, ...] = FORMATS,
    also: Callable[[Edition], None] | None = None,
    progress: Progress | None = None,
) -> Edition:
    """Freeze the text as it is, write it in all formats with its bundle, record it, and show it. Nothing is kept where
    a promise is broken: publish.edition.EditionError says which. `also` is done in the same transaction.

    Writing the formats takes seconds, in which others go on: it is done first, and kept where the process is still
    what it was then. Where it is not, it is done again, and the last time with the process held."""
    asked = Edition(slug=slug, name=name, date=day, base=base, audience=audience, note=note)
    for _ in range(HURRIED):
        written = write(draft_of(product, asked), formats, progress)
        with held(product):
            if draft_of(product, asked) == written.draft:
                return keep(written, also)
    with held(product):
        return keep(write(draft_of(product, asked), formats, progress), also)


@contextmanager
def held(product: Product) -> Iterator[None]:
    """A transaction in which nothing else is decided in the process."""
    with transaction.atomic():
        Process.objects.select_for_update(no_key=True).get(pk=product.process_id)
        yield


@dataclass(frozen=True, slots=True)
class Draft:
    """What an edition would be at this moment; two are equal where the edition would be."""

    case: Record
    edition: Edition = field(compare=False)


@dataclass(frozen=True, slots=True)
class Written:
    """The files of a draft, and its record with an entry in the log for everything that must have one."""

    draft: Draft
    full: Record
    files: Mapping[str, bytes]


def draft_of(product: Product, asked: Edition) -> Draft:
    """The edition that was asked for, of the text and the log as they are now."""
    product = Product.objects.select_related("process", "weave").get(pk=product.pk)
    while sequence(product.process) is not None:
        pass
    edition = copy(asked)
    edition.process, edition.product = product.process, product
    edition.number, edition.revision = product.editions.count() + 1, product.weave.revisions
    edition.cutoff = Leaf.objects.filter(process=product.process, number__isnull=False).count()
    return Draft(process_record(product, edition), edition)


def write(draft: Draft, formats: tuple[str, ...], progress: Progress | None) -> Written:
    """All files. EditionError where a promise is broken."""
    base = draft.edition.base
    full = record(draft.case)
    made = publish(
        full,
        editions=("marked", "clean", "changes") if base is not None else ("clean",),
        formats=formats,
        base=base.name if base is not None else None,
        key=signing_key(Path(settings.DATA)).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        origin=origin_of(draft.edition.process),
        progress=progress,
    )
    return Written(draft, full, made.files)


def keep(written: Written, also: Callable[[Edition], None] | None) -> Edition:
    """Store the edition with its files and leaves, and tell whoever waits for it. In the transaction of `held`."""
    edition = written.draft.edition
    edition.save(force_insert=True)
    complete_log(edition.product, written)
    log_edition(edition, written.files["bundle.zip"])
    keep_files(edition, written.files)
    if edition.audience == "public":
        place_all(edition.product, edition.revision)
        tell_answered(edition.process)
    if also is not None:
        also(edition)
    return edition


def complete_log(product: Product, written: Written) -> None:
    """A leaf for everything that must have one and has none yet, such as a cited resolution."""
    case, full = written.draft.case, written.full
    size = len(case.log)
    of_product = {item.about: item.content for item in events(case) if item.type in PRODUCT_TYPES}
    Leaf.objects.bulk_create(
        Leaf(
            process=product.process,
            number=size + at,
            type=entry.type,
            object=entry.object,
            day=entry.day,
            commitment=entry.commitment,
            salt=entry.salt or "",
            about=entry.about,
            product=product if entry.about in of_product else None,
            content=canonical(of_product[entry.about]).decode() if entry.about in of_product else "",
        )
        for at, entry in enumerate(full.log[size:])
    )


def log_edition(edition: Edition, bundle: bytes) -> None:
    """Take the leaf of the publication, and the head that it signs, from the bundle into the log."""
    files = unpack(bundle).files
    leaves = files["log/leaves.jsonl"].splitlines()
    opening = json.loads(files["log/openings.jsonl"].splitlines()[-1])
    entry = parse_leaf(leaves[-1])
    manifest = read_manifest(files["manifest.json"])
    event = published(manifest.digests, manifest.sha256, edition.date.isoformat(), edition.product.slug)
    edition.leaf = Leaf.objects.create(
        process=edition.process,
        number=len(leaves) - 1,
        type=entry.type,
        object=entry.object,
        day=entry.day,
        commitment=entry.commitment,
        salt=opening["salt"],
        about=opening["about"],
        product=edition.product,
        content=canonical(event.content).decode(),
    )
    edition.save(update_fields=["leaf"])
    Checkpoint.objects.create(process=edition.process, size=len(leaves), note=files["checkpoint.note"].decode())


def keep_files(edition: Edition, files: Mapping[str, bytes]) -> None:
    """Store the files of an edition."""
    folder = folder_of(edition)
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for name, content in files.items():
        replace_file(folder / name, content)
        digest = hashlib.sha256(content).hexdigest()
        rows.append(EditionFile(edition=edition, name=name, size=len(content), sha256=digest))
    EditionFile.objects.bulk_create(rows)


def replace_file(path: Path, data: bytes) -> None:
    """The new bytes in the place of the old ones, whole or not at all."""
    fresh = path.with_name(f".{path.name}.new")
    with fresh.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(path)
