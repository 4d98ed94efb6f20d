"""Leaves go into the transaction of what they record; one sequencer numbers what is committed and signs a head."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from stadtgespraech.ledger.canonical import canonical
from stadtgespraech.ledger.checkpoint import Checkpoint as Head
from stadtgespraech.ledger.commitment import OBJECT_BYTES, SALT_BYTES, commitment
from stadtgespraech.ledger.leaf import leaf_bytes
from stadtgespraech.ledger.merkle import Tree, leaf_hash
from stadtgespraech.ledger.note import sign
from stadtgespraech.ledger.recording import Event
from stadtgespraech.records import LogEntry
from stadtgespraech.web.models import Checkpoint, Leaf, Process, Product
from stadtgespraech.web.site import signing_key

BATCH = 5_000


def draw_salt() -> str:
    """32 random bytes in hex."""
    return secrets.token_hex(SALT_BYTES)


def record_leaf(
    process: Process,
    *,
    type: str,
    about: str,
    day: str,
    content: Mapping[str, Any],
    salt: str,
    public: bool,
    product: Product | None = None,
) -> Leaf:
    """Write the unnumbered leaf of an event. To be called within the event's own transaction. A salt of something that
    is not public is kept with that thing, not here. `product`: where it is of one product alone."""
    return Leaf.objects.create(
        process=process,
        type=type,
        object=object_of(process, about),
        day=day,
        commitment=commitment(content, bytes.fromhex(salt)).hex(),
        salt=salt if public else "",
        about=about,
        product=product,
        content=canonical(content).decode() if product is not None else "",
    )


def new_leaf(process: Process, event: Event, digest: str) -> Leaf:
    """The leaf of something that the log cannot know yet and whose salt is kept with it; not stored yet. `digest` is
    the commitment in hex."""
    return Leaf(
        process=process,
        type=event.type,
        object=secrets.token_hex(OBJECT_BYTES),
        day=event.day,
        commitment=digest,
        about=event.about,
    )


def object_of(process: Process, about: str) -> str:
    """The random id under which the log knows a thing: the one it already has, or a new one."""
    known = Leaf.objects.filter(process=process, about=about).values_list("object", flat=True).first()
    return known or secrets.token_hex(OBJECT_BYTES)


def origin_of(process: Process) -> str:
    """The name of the process's log."""
    return f"stadtgespraech/{process.slug}"


def entry_of(leaf: Leaf) -> LogEntry:
    return LogEntry(leaf.type, leaf.object, leaf.day, leaf.commitment, leaf.salt or None, leaf.about)


_trees: dict[int, Tree] = {}  # process → tree, grown as the log grows
_growing = threading.Lock()


def tree_of(process: Process) -> Tree:
    """The Merkle tree over all numbered leaves. It is kept and only ever grows; one whose last leaf is not the log's (a
    transaction that was taken back) is made anew."""
    with _growing:
        tree = _trees.get(process.pk)
        if tree is None or not agrees(process, tree):
            tree = _trees[process.pk] = Tree()
        rows = Leaf.objects.filter(process=process, number__gte=len(tree)).order_by("number")
        tree.extend(leaf_bytes(entry_of(leaf)) for leaf in rows.iterator(chunk_size=BATCH))
        return tree


def agrees(process: Process, tree: Tree) -> bool:
    if not len(tree):
        return True
    last = Leaf.objects.filter(process=process, number=len(tree) - 1).first()
    return last is not None and leaf_hash(leaf_bytes(entry_of(last))) == tree.leaf_hash(len(tree) - 1)


def sequence(process: Process) -> Checkpoint | None:
    """Number what is committed and has no number yet, and sign the new head. One sequencer at a time: the row of the
    process is locked meanwhile (SQLite has one writer anyway). None where nothing waits."""
    with transaction.atomic():
        if connection.features.has_select_for_update:
            Process.objects.select_for_update(no_key=True).get(pk=process.pk)
        waiting = list(Leaf.objects.filter(process=process, number__isnull=True).order_by("pk")[:BATCH])
        if not waiting:
            return None
        tree = tree_of(process)
        for leaf in waiting:
            leaf.number = tree.append(leaf_bytes(entry_of(leaf)))
        Leaf.objects.bulk_update(waiting, ["number"], batch_size=500)
        return sign_head(process, tree)


def sign_head(process: Process, tree: Tree) -> Checkpoint:
    """Store the signed head of `tree`."""
    origin = origin_of(process)
    note = sign(Head(origin, len(tree), tree.root()).body(), origin, signing_key(Path(settings.DATA)))
    return Checkpoint.objects.create(process=process, size=len(tree), note=note)


def sequence_all() -> int:
    """Sequence every process of the site until nothing waits; how many leaves were numbered."""
    done = 0
    for process in Process.objects.filter(leaves__number__isnull=True).distinct():
        before = Checkpoint.objects.filter(process=process).values_list("size", flat=True).first() or 0
        head = None
        while (more := sequence(process)) is not None:
            head = more
        done += (head.size if head else before) - before
    return done
