"""Editions: frozen, published with the bundle that proves them, and recorded."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import settings
from django.db import transaction

from stadtgespraech.checks.package import read_manifest
from stadtgespraech.ledger.archive import unpack
from stadtgespraech.ledger.canonical import canonical
from stadtgespraech.ledger.leaf import parse_leaf
from stadtgespraech.ledger.recording import PRODUCT_TYPES, events, published, record
from stadtgespraech.publish.build import EditionKind
from stadtgespraech.publish.edition import publish
from stadtgespraech.records import Process as Record
from stadtgespraech.web.actions.log import origin_of, sequence
from stadtgespraech.web.actions.notice import tell_answered
from stadtgespraech.web.actions.place import place_all
from stadtgespraech.web.actions.record import process_record
from stadtgespraech.web.models import Checkpoint, Edition, EditionFile, Leaf, Process, Product
from stadtgespraech.web.site import signing_key

FORMATS = ("html", "pdf", "docx", "odt", "epub", "json", "jsonld")


def folder_of(edition: Edition) -> Path:
    """Where the edition's files lie."""
    return Path(settings.DATA) / "editions" / edition.process.slug / edition.slug


@transaction.atomic
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
) -> Edition:
    """Freeze the text as it is, write it in all formats with its bundle, record it, and show it. Nothing is kept where
    a promise is broken: publish.edition.EditionError says which."""
    process = Process.objects.select_for_update(no_key=True).get(pk=product.process_id)
    while sequence(process) is not None:
        pass
    number = product.editions.count() + 1
    edition = Edition.objects.create(
        process=process,
        product=product,
        number=number,
        slug=slug,
        name=name,
        date=day,
        revision=product.weave.revisions,
        base=base,
        audience=audience,
        note=note,
        cutoff=Leaf.objects.filter(process=process, number__isnull=False).count(),
    )
    full = complete_log(product, process_record(product, edition))
    key = signing_key(Path(settings.DATA)).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    kinds: tuple[EditionKind, ...] = ("marked", "clean", "changes") if base is not None else ("clean",)
    made = publish(
        full, editions=kinds, formats=formats, base=base.name if base else None, key=key, origin=origin_of(process)
    )
    log_edition(edition, made.files["bundle.zip"])
    keep_files(edition, made.files)
    if audience == "public":
        place_all(product, edition.revision)
        tell_answered(process)
    return edition


def complete_log(product: Product, case: Record) -> Record:
    """Give everything a leaf that must have one and has none yet, such as a cited resolution."""
    full = record(case)
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
    return full


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
