"""What the reader trusts, a key or a checkpoint from elsewhere, against the bundle's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stadtgespraech.checks.findings import Finding, finding
from stadtgespraech.checks.package import CHECKPOINT, NOTE
from stadtgespraech.ledger.checkpoint import Checkpoint, CheckpointError, parse_checkpoint
from stadtgespraech.ledger.merkle import Tree
from stadtgespraech.ledger.note import NoteError, open_note, parse_note, parse_verifier


def check_trust(
    files: Mapping[str, bytes], tree: Tree, head: Checkpoint | None, key: str | None, kept: bytes | None
) -> Iterator[Finding]:
    """The key and the checkpoint that the reader trusts, against the bundle's."""
    if key is not None:
        yield from check_key(files, key)
    if kept is not None:
        yield from check_kept(kept, key, tree, head)
    if head is None or key is not None or kept is not None:
        return
    if NOTE in files:
        yield finding("signature-untrusted", NOTE, f"Signed by {head.origin}, a key you have not named: compare it.")
    else:
        yield finding("signature-none", CHECKPOINT, "Not signed: consistent in itself; compare this root.")


def check_key(files: Mapping[str, bytes], key: str) -> Iterator[Finding]:
    """The key that is trusted has signed."""
    if NOTE not in files:
        yield finding("key-mismatch", CHECKPOINT, "The bundle is not signed, so the key you trust proves nothing here.")
        return
    try:
        open_note(files[NOTE], [parse_verifier(key.strip())])
    except NoteError as error:
        yield finding("key-mismatch", NOTE, f"The checkpoint is not signed by the key you trust: {error}.")


def check_kept(kept: bytes, key: str | None, tree: Tree, head: Checkpoint | None) -> Iterator[Finding]:
    """A checkpoint from elsewhere, signed or not, is of this log, at this or an earlier size."""
    try:
        body = kept.decode()
        if "\n\n" in body:
            body = open_note(kept, [parse_verifier(key.strip())])[0] if key else parse_note(kept).text
        mine = parse_checkpoint(body)
    except (NoteError, CheckpointError, UnicodeDecodeError) as error:
        yield finding("checkpoint-mismatch", "--checkpoint", f"The checkpoint you kept cannot be read: {error}.")
        return
    if head is not None and mine.origin != head.origin:
        text = f"The checkpoint you kept is of the log {mine.origin}, the bundle of {head.origin}."
        yield finding("checkpoint-mismatch", "--checkpoint", text)
    elif mine.size > len(tree):
        text = f"The checkpoint you kept has {mine.size} leaves, the bundle {len(tree)}: one was cut."
        yield finding("checkpoint-mismatch", "--checkpoint", text)
    elif tree.root(mine.size) != mine.root:
        text = f"The first {mine.size} leaves are not those of the checkpoint you kept: the log was rewritten."
        yield finding("checkpoint-mismatch", "--checkpoint", text)
