"""The bundle: editions, process and log in one canonical ZIP. docs/format.md, sections 4 and 8."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from stadtgespraech.checks.contributions import contributions_bytes
from stadtgespraech.checks.others import sealed_types
from stadtgespraech.checks.package import (
    CHECKPOINT,
    CONSISTENCY,
    EDITIONS,
    KEY,
    MANIFEST,
    NOTE,
    PROCESS,
    manifest_bytes,
)
from stadtgespraech.checks.process import check_process
from stadtgespraech.checks.record import consistency_bytes, log_files, receipts
from stadtgespraech.ledger.archive import pack
from stadtgespraech.ledger.checkpoint import Checkpoint, derived_origin
from stadtgespraech.ledger.commitment import derived_salt
from stadtgespraech.ledger.leaf import leaf_bytes
from stadtgespraech.ledger.merkle import Tree
from stadtgespraech.ledger.note import sign, verifier_of
from stadtgespraech.ledger.recording import contribution_salts, entry_of, public, published, record, seed_of
from stadtgespraech.records import Process, to_json


def origin_of(process: Process) -> str:
    """The name of the process's log, where no site gave it one."""
    return derived_origin(process.city, process.product, process.title)


def head_before(process: Process, origin: str | None = None) -> Checkpoint:
    """The head of the log before an edition is published: the one that the edition itself can print."""
    tree = Tree(leaf_bytes(entry) for entry in record(process).log)
    return Checkpoint(origin or origin_of(process), len(tree), tree.root())


def write_bundle(
    process: Process, editions: Mapping[str, bytes], key: Ed25519PrivateKey | None, origin: str | None = None
) -> bytes:
    """bundle.zip: the same process, editions, key and origin give the same bytes. `editions` is by file name. Without a
    key it holds the checkpoint's three lines, unsigned, and no receipts. RecordError where a contribution cannot be
    recorded, ArchiveError where a name or a size does not fit."""
    origin = origin or origin_of(process)
    shown = public(process)
    files = {PROCESS: to_json(shown).encode(), **{f"{EDITIONS}{name}": data for name, data in editions.items()}}
    recorded = record(process)
    manifest = manifest_bytes(files, check_process(shown), origin, sealed_types(recorded.log))
    full = with_edition(recorded, files, manifest)
    tree = Tree(leaf_bytes(entry) for entry in full.log)
    head = Checkpoint(origin, len(tree), tree.root()).body()
    proofs = {CONSISTENCY: consistency_bytes(tree)} if len(tree) > 1 else {}
    return pack({**files, MANIFEST: manifest, **log_files(full.log), **proofs, **signed(head, origin, key, tree)})


def with_edition(process: Process, files: Mapping[str, bytes], manifest: bytes) -> Process:
    """`process` with the leaf that publishes these files."""
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    event = published(digests, hashlib.sha256(manifest).hexdigest(), process.as_of, process.key)
    seed = seed_of(process)
    entry = entry_of(event, derived_salt(seed, event.type, event.about), seed)
    return dataclasses.replace(process, log=(*process.log, entry))


def signed(head: str, origin: str, key: Ed25519PrivateKey | None, tree: Tree) -> dict[str, bytes]:
    """The checkpoint, signed and with receipts where there is a key."""
    if key is None:
        return {CHECKPOINT: head.encode()}
    note = sign(head, origin, key).encode()
    return {NOTE: note, KEY: f"{verifier_of(origin, key)}\n".encode(), **receipts(tree, note)}


def write_contributions(process: Process, origin: str | None = None) -> bytes:
    """contributions.zip: texts and salts that `verify` holds against the leaves. Made anew after every erasure."""
    return contributions_bytes(process, contribution_salts(process), origin or origin_of(process))
