"""Receipts (c2sp.org/tlog-proof): one leaf's inclusion proof with the signed checkpoint it leads to."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass

from stadtgespraech.ledger.checkpoint import Checkpoint, CheckpointError, parse_checkpoint
from stadtgespraech.ledger.merkle import HASH_BYTES, ProofError, Tree, leaf_hash, verify_inclusion
from stadtgespraech.ledger.note import NoteError, Verifier, open_note, parse_note, strict_base64

HEADER = "c2sp.org/tlog-proof@v1"
MAX_PROOF = 64


class ReceiptError(ValueError):
    """The bytes are not a receipt, or it does not prove what it should. The message says why."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Leaf `index` is in the log whose signed checkpoint is `note`. `extra` is nothing to trust."""

    index: int
    proof: tuple[bytes, ...]
    note: bytes
    extra: bytes | None = None

    def to_bytes(self) -> bytes:
        """The receipt as a file `.tlog-proof`."""
        lines = [HEADER]
        if self.extra is not None:
            lines.append(f"extra {b64encode(self.extra).decode()}")
        lines += [f"index {self.index}", *(b64encode(item).decode() for item in self.proof)]
        return ("\n".join(lines) + "\n\n").encode() + self.note


def make_receipt(tree: Tree, index: int, note: bytes) -> Receipt:
    """The receipt for leaf `index` against the signed checkpoint `note`, whose size `tree` has or had."""
    return Receipt(index, tuple(tree.inclusion(index, _checkpoint(note).size)), note)


def parse_receipt(data: bytes) -> Receipt:
    """Read a receipt; ReceiptError names the line that is wrong. Nothing is verified."""
    head, blank, note = data.partition(b"\n\n")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise ReceiptError("the lines of a proof are ASCII") from None
    if lines.pop(0) != HEADER or not blank:
        raise ReceiptError(f"a receipt begins with {HEADER} and has a blank line before its checkpoint")
    extra = _base64(lines.pop(0)[6:], "extra") if lines and lines[0].startswith("extra ") else None
    found = re.fullmatch(r"index (0|[1-9][0-9]{0,15})", lines.pop(0) if lines else "")
    if found is None:
        raise ReceiptError("the line `index N` is missing")
    if len(lines) > MAX_PROOF:
        raise ReceiptError(f"a proof has at most {MAX_PROOF} hashes")
    proof = tuple(_base64(line, f"hash {number}") for number, line in enumerate(lines, 1))
    if any(len(item) != HASH_BYTES for item in proof):
        raise ReceiptError("a hash of the proof does not have 32 bytes")
    _checkpoint(note)
    return Receipt(int(found[1]), proof, note, extra)


def verify_receipt(data: bytes, leaf: bytes, known: Iterable[Verifier]) -> Checkpoint:
    """The checkpoint, signed by a known key, of a log that holds the leaf data `leaf`. ReceiptError where it is not
    proven."""
    receipt = parse_receipt(data)
    try:
        text, _ = open_note(receipt.note, known)
        checkpoint = parse_checkpoint(text)
        verify_inclusion(receipt.index, checkpoint.size, leaf_hash(leaf), receipt.proof, checkpoint.root)
    except (NoteError, CheckpointError, ProofError) as error:
        raise ReceiptError(str(error)) from None
    return checkpoint


def _checkpoint(note: bytes) -> Checkpoint:
    try:
        return parse_checkpoint(parse_note(note).text)
    except (NoteError, CheckpointError) as error:
        raise ReceiptError(f"its checkpoint: {error}") from None


def _base64(text: str, what: str) -> bytes:
    try:
        return strict_base64(text)
    except ValueError:
        raise ReceiptError(f"{what} is not base64") from None
