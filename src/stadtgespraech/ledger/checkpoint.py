"""Checkpoints (c2sp.org/tlog-checkpoint): the head of a log at one size, in three lines."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from dataclasses import dataclass

from stadtgespraech.ledger.canonical import canonical
from stadtgespraech.ledger.merkle import HASH_BYTES
from stadtgespraech.ledger.note import name_error, strict_base64


class CheckpointError(ValueError):
    """The text is not a checkpoint. The message says which line."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The log named `origin` has `size` leaves and the 32-byte `root`."""

    origin: str
    size: int
    root: bytes

    def body(self) -> str:
        """The three lines."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"


def parse_checkpoint(text: str) -> Checkpoint:
    """Read the three lines; extension lines are refused, because nobody could check them."""
    lines = text.split("\n")
    if len(lines) != 4 or lines[3]:
        raise CheckpointError("a checkpoint is three lines, each ended by a line feed: origin, size, root")
    origin, size, encoded = lines[:3]
    problem = name_error(origin)
    if problem:
        raise CheckpointError(f"line 1: {problem}")
    if not re.fullmatch(r"0|[1-9][0-9]{0,15}", size):
        raise CheckpointError(f"line 2: {size[:20]!r} is not a number of leaves")
    try:
        root = strict_base64(encoded)
    except ValueError:
        root = b""
    if len(root) != HASH_BYTES:
        raise CheckpointError("line 3: the root is 32 bytes in base64")
    return Checkpoint(origin, int(size), root)


def derived_origin(city: str, product: str, title: str) -> str:
    """The name of a log that no site named: the same as long as city, product and title stay."""
    named = canonical({"city": city, "product": product, "title": title})
    return f"stadtgespraech/{hashlib.sha256(named).hexdigest()[:16]}"
