"""Check a contributor's receipt from its bytes alone: the leaf computed anew from what the receipt holds, its proof,
and the signature under the checkpoint it leads to. docs/format.md, section 7."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from stadtgespraech.ledger.canonical import CanonicalError, parse
from stadtgespraech.ledger.checkpoint import Checkpoint, CheckpointError, parse_checkpoint
from stadtgespraech.ledger.commitment import commitment
from stadtgespraech.ledger.leaf import LeafError, leaf_bytes
from stadtgespraech.ledger.merkle import ProofError, leaf_hash, verify_inclusion
from stadtgespraech.ledger.note import NoteError, open_note, parse_note, parse_verifier
from stadtgespraech.ledger.receipt import HEADER, Receipt, ReceiptError, parse_receipt
from stadtgespraech.ledger.recording import RecordError, hex_bytes
from stadtgespraech.records import LogEntry

VERIFIED, NOT_VERIFIED, NOT_READABLE = 0, 1, 2
MAX_BYTES = 4_000_000  # far above the longest contribution with the longest proof
HEAD = frozenset({"content", "day", "id", "object", "salt", "type"})
CONTENT = frozenset({"intent", "kind", "language", "passage", "round", "text"})


@dataclass(frozen=True, slots=True)
class ReceiptVerdict:
    """`exit_code`: 0 verified, 1 not verified, 2 not readable. `line` says it to a person."""

    exit_code: int
    line: str


class ExtraError(ValueError):
    """The extra line does not hold what the leaf commits to. The message says why."""


def looks_like_receipt(data: bytes) -> bool:
    """Whether `data` begins as a receipt does, whatever its file is called."""
    return data.startswith(HEADER.encode() + b"\n")


def verify_contribution_receipt(data: bytes, key: str | None = None, kept: bytes | None = None) -> ReceiptVerdict:
    """Check a receipt. `key` is a verifier key that must have signed its checkpoint, `kept` a checkpoint from elsewhere
    that must be of the same log and, at the same size, have the same root."""
    if len(data) > MAX_BYTES:
        return ReceiptVerdict(NOT_READABLE, f"not readable: a receipt has at most {MAX_BYTES} bytes")
    try:
        receipt = parse_receipt(data)
        extra = read_extra(receipt.extra)
    except (ReceiptError, ExtraError) as error:
        return ReceiptVerdict(NOT_READABLE, f"not readable: {error}")
    head = parse_checkpoint(parse_note(receipt.note).text)
    wrong = proof_error(receipt, extra, head) or key_error(receipt, head, key) or kept_error(head, kept, key)
    if wrong:
        return ReceiptVerdict(NOT_VERIFIED, f"not verified: {wrong}")
    return ReceiptVerdict(VERIFIED, good(receipt, extra, head, key is not None, kept is not None))


def read_extra(extra: bytes | None) -> Mapping[str, Any]:
    """What the leaf holds and commits to. ExtraError where it is not all there, in its one form."""
    if extra is None:
        raise ExtraError(
            "this receipt does not hold what was said, so its leaf cannot be computed; it is of a bundle: verify that"
        )
    try:
        body = parse(extra)
    except CanonicalError as error:
        raise ExtraError(f"its extra line: {error}") from None
    if not isinstance(body, dict) or set(body) != HEAD or body["type"] != "received":
        raise ExtraError("its extra line must hold content, day, id, object, salt and the type “received”")
    if not all(isinstance(body[name], str) for name in HEAD - {"content"}):
        raise ExtraError("day, id, object and salt in its extra line are texts")
    content = body["content"]
    if not isinstance(content, dict) or set(content) - {"product"} != CONTENT:
        raise ExtraError(
            "the content in its extra line must hold intent, kind, language, passage, round, text and perhaps product"
        )
    return body


def leaf_of(extra: Mapping[str, Any]) -> bytes:
    """The leaf, computed anew from content and salt."""
    content = {**extra["content"], "type": extra["type"], "id": extra["id"], "day": extra["day"]}
    digest = commitment(content, hex_bytes(extra["salt"], "the salt")).hex()
    return leaf_bytes(LogEntry(extra["type"], extra["object"], extra["day"], digest))


def proof_error(receipt: Receipt, extra: Mapping[str, Any], head: Checkpoint) -> str:
    """Why the contribution is not proven to be in the log of `head`; "" where it is."""
    try:
        verify_inclusion(receipt.index, head.size, leaf_hash(leaf_of(extra)), receipt.proof, head.root)
    except (ProofError, LeafError, RecordError) as error:
        return f"what the receipt holds does not lead to its checkpoint: {error}"
    return ""


def key_error(receipt: Receipt, head: Checkpoint, key: str | None) -> str:
    """Why the key that is trusted does not vouch for the checkpoint."""
    if key is None:
        return ""
    try:
        verifier = parse_verifier(key.strip())
        open_note(receipt.note, [verifier])
    except NoteError as error:
        return f"the checkpoint is not signed by the key you trust: {error}"
    return "" if verifier.name == head.origin else f"the key you trust signs {verifier.name}, not the log {head.origin}"


def kept_error(head: Checkpoint, kept: bytes | None, key: str | None) -> str:
    """Why the checkpoint that was kept does not confirm the receipt's."""
    if kept is None:
        return ""
    try:
        text = kept.decode()
        if "\n\n" in text:
            text = open_note(kept, [parse_verifier(key.strip())])[0] if key else parse_note(kept).text
        mine = parse_checkpoint(text)
    except (NoteError, CheckpointError, UnicodeDecodeError) as error:
        return f"the checkpoint you kept cannot be read: {error}"
    if (mine.origin, mine.size) != (head.origin, head.size):
        return (
            f"the checkpoint you kept is of {mine.origin} with {mine.size} leaves, the receipt's of {head.origin} with "
            f"{head.size}: only equal ones can be compared without the bundle"
        )
    return "" if mine.root == head.root else "the checkpoint you kept has another root: the log was rewritten"


def good(receipt: Receipt, extra: Mapping[str, Any], head: Checkpoint, keyed: bool, kept: bool) -> str:
    """What was proven, in one line."""
    what = f"contribution {extra['id']}, received {extra['day']} in the round {extra['content']['round']!r},"
    where = f"is leaf {receipt.index + 1} of {head.size} in the log {head.origin}"
    if keyed:
        return f"verified: {what} {where}, signed by the key you trust"
    if kept:
        return f"verified: {what} {where}, whose checkpoint you kept"
    root = head.body().split("\n")[2]
    doubt = f"nobody vouches for it yet: name the key with --key, or compare the root {root}"
    return f"verified in itself: {what} {where}; {doubt}"
