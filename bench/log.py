"""The log: root of a million leaves, one receipt, one verification.

`python bench/log.py [LEAVES]` prints a table; bars: root under 5 s, a receipt under 5 ms.
"""

from __future__ import annotations

import sys
import time

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from stadtgespraech.ledger.checkpoint import Checkpoint
from stadtgespraech.ledger.merkle import Tree
from stadtgespraech.ledger.note import sign, verifier_of
from stadtgespraech.ledger.receipt import make_receipt, verify_receipt

ORIGIN = "auenstadt.example/bench"


def leaf(index: int) -> bytes:
    return b'{"commitment":"%064x","day":"2026-03-09","object":"%032x","type":"received"}' % (index, index)


def measure(leaves: int = 1_000_000, receipts: int = 1_000) -> dict[str, float]:
    """Seconds for the root, and per receipt made and verified."""
    data = [leaf(index) for index in range(leaves)]
    started = time.perf_counter()
    tree = Tree(data)
    root = tree.root()
    seconds = {"root": time.perf_counter() - started}
    key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    note = sign(Checkpoint(ORIGIN, leaves, root).body(), ORIGIN, key).encode()
    asked = [index * 7919 % leaves for index in range(receipts)]
    started = time.perf_counter()
    made = [make_receipt(tree, index, note).to_bytes() for index in asked]
    seconds["receipt"] = (time.perf_counter() - started) / receipts
    known = [verifier_of(ORIGIN, key)]
    started = time.perf_counter()
    for index, receipt in zip(asked, made, strict=True):
        verify_receipt(receipt, data[index], known)
    seconds["receipt verified"] = (time.perf_counter() - started) / receipts
    return seconds


def main() -> None:
    leaves = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    seconds = measure(leaves)
    print(f"| {leaves:,} leaves | measured | bar |\n|---|---|---|")
    print(f"| root | {seconds['root']:.2f} s | 5 s |")
    print(f"| a receipt | {seconds['receipt'] * 1000:.3f} ms | 5 ms |")
    print(f"| a receipt verified | {seconds['receipt verified'] * 1000:.3f} ms | – |")


if __name__ == "__main__":
    main()
