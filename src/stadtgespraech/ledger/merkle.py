"""The Merkle log of RFC 9162, section 2.1: roots, inclusion and consistency proofs, made and verified.

`ledger.reference` is the same straight from the RFC; the tests hold one against the other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()


class ProofError(ValueError):
    """A proof does not prove what it is said to prove. The message says why."""


def leaf_hash(data: bytes) -> bytes:
    """SHA-256(0x00 ‖ data)."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 ‖ left ‖ right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """An append-only tree that keeps the hash of every complete subtree, so that any root or proof at any earlier
    size costs a few hashes. Level k holds, one after the other, the hashes of the complete subtrees of 2^k leaves."""

    __slots__ = ("_levels",)

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self._levels: list[bytearray] = [bytearray()]
        self.extend(leaves)

    def __len__(self) -> int:
        return len(self._levels[0]) // HASH_BYTES

    def append(self, leaf: bytes) -> int:
        """Add leaf data; the index it got."""
        self.extend((leaf,))
        return len(self) - 1

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Add leaf data, one after the other."""
        sha256 = hashlib.sha256
        self._levels[0] += b"".join([sha256(b"\x00" + leaf).digest() for leaf in leaves])
        level = 0
        while len(self._levels[level]) >= 2 * HASH_BYTES:
            if level + 1 == len(self._levels):
                self._levels.append(bytearray())
            below, above = self._levels[level], self._levels[level + 1]
            done, whole = 2 * len(above), len(below) // (2 * HASH_BYTES) * (2 * HASH_BYTES)
            fresh = bytes(below[done:whole])
            above += b"".join(
                [sha256(b"\x01" + fresh[at : at + 64]).digest() for at in range(0, len(fresh), 2 * HASH_BYTES)]
            )
            level += 1

    def leaf_hash(self, index: int) -> bytes:
        """The hash of leaf `index`; IndexError where there is none."""
        if not 0 <= index < len(self):
            raise IndexError(f"there is no leaf {index} in a log of {len(self)}")
        return self._complete(0, index)

    def root(self, size: int | None = None) -> bytes:
        """The root over the first `size` leaves (None: all). ValueError where the log is not as long."""
        size = self._size(size)
        return EMPTY_ROOT if size == 0 else self._hash(0, size)

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        """The inclusion proof of leaf `index` in the tree of the first `size` leaves, the leaf's sibling first.
        ValueError unless 0 <= index < size <= len(self)."""
        size = self._size(size)
        if not 0 <= index < size:
            raise ValueError(f"leaf {index} is not in a tree of {size}")
        start, end, proof = 0, size, []
        while end - start > 1:
            middle = start + _split(end - start)
            if index < middle:
                proof.append(self._hash(middle, end))
                end = middle
            else:
                proof.append(self._hash(start, middle))
                start = middle
        return proof[::-1]

    def consistency(self, first: int, second: int | None = None) -> list[bytes]:
        """The proof that the tree of `second` leaves only appends to the tree of `first`.
        ValueError unless 1 <= first <= second <= len(self): from an empty tree there is nothing to prove."""
        second = self._size(second)
        if not 1 <= first <= second:
            raise ValueError(
                f"a consistency proof goes from 1 or more leaves to as many or more, not {first} → {second}"
            )
        start, end, proof, whole = 0, second, [], True
        while end != first:
            middle = start + _split(end - start)
            if first <= middle:
                proof.append(self._hash(middle, end))
                end = middle
            else:
                proof.append(self._hash(start, middle))
                start, whole = middle, False
        if not whole:
            proof.append(self._hash(start, end))
        return proof[::-1]

    def _size(self, size: int | None) -> int:
        size = len(self) if size is None else size
        if not 0 <= size <= len(self):
            raise ValueError(f"the log has {len(self)} leaves, not {size}")
        return size

    def _complete(self, level: int, index: int) -> bytes:
        return bytes(self._levels[level][index * HASH_BYTES : (index + 1) * HASH_BYTES])

    def _hash(self, start: int, end: int) -> bytes:
        """The hash over leaves `start` up to `end`; `start` is a multiple of the power of two that covers the range."""
        size = end - start
        if size & (size - 1) == 0:
            level = size.bit_length() - 1
            return self._complete(level, start >> level)
        middle = start + _split(size)
        return node_hash(self._hash(start, middle), self._hash(middle, end))


def _split(n: int) -> int:
    return 1 << (n - 1).bit_length() - 1


def verify_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> None:
    """RFC 9162, 2.1.3.2: the leaf hash `leaf` is leaf `index` of the tree of `size` leaves with `root`.
    Raises ProofError where that does not follow from `proof`."""
    if not 0 <= index < size:
        raise ProofError(f"leaf {index} cannot be in a tree of {size}")
    _hashes((leaf, root, *proof))
    node, last, result = index, size - 1, leaf
    for item in proof:
        if last == 0:
            raise ProofError("the inclusion proof is too long")
        if node & 1 or node == last:
            result = node_hash(item, result)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            result = node_hash(result, item)
        node, last = node >> 1, last >> 1
    if last != 0:
        raise ProofError("the inclusion proof is too short")
    if result != root:
        raise ProofError("the inclusion proof leads to another root")


def verify_consistency(first: int, second: int, root1: bytes, root2: bytes, proof: Sequence[bytes]) -> None:
    """RFC 9162, 2.1.4.2: the tree of `second` leaves with `root2` only appends to that of `first` with `root1`.
    Raises ProofError where that does not follow, and always for `first` = 0: nothing is there to compare yet."""
    if not 1 <= first <= second:
        raise ProofError(f"nothing can be compared from size {first} to size {second}")
    _hashes(proof)
    if first == second:
        if proof:
            raise ProofError("equal sizes need an empty proof")
        if root1 != root2 or not root1:  # what a root looks like is the caller's case: here it is only compared
            raise ProofError("the same size has two different roots, or none")
        return
    _walk(first, second, root1, root2, [root1, *proof] if first & (first - 1) == 0 else list(proof))


def _walk(first: int, second: int, root1: bytes, root2: bytes, path: list[bytes]) -> None:
    node, last = first - 1, second - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    if not path:
        raise ProofError("the consistency proof is empty")
    old = new = path[0]
    for item in path[1:]:
        if last == 0:
            raise ProofError("the consistency proof is too long")
        if node & 1 or node == last:
            old, new = node_hash(item, old), node_hash(item, new)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            new = node_hash(new, item)
        node, last = node >> 1, last >> 1
    if last != 0:
        raise ProofError("the consistency proof is too short")
    if old != root1:
        raise ProofError("the consistency proof leads to another first root")
    if new != root2:
        raise ProofError("the consistency proof leads to another second root")


def _hashes(values: Iterable[bytes]) -> None:
    if any(len(value) != HASH_BYTES for value in values):
        raise ProofError(f"a hash has {HASH_BYTES} bytes")
