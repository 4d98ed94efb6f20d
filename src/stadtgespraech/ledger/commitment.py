"""Salted commitments: a leaf binds its content without showing it."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable

from stadtgespraech.ledger.canonical import canonical

SALT_BYTES = 32
OBJECT_BYTES = 16
_COMMITMENT = b"stadtgespraech:commitment:v1\0"
_SALT = b"stadtgespraech:salt:v1\0"
_OBJECT = b"stadtgespraech:object:v1\0"
_SEED = b"stadtgespraech:seed:v1\0"


def commitment(content: object, salt: bytes) -> bytes:
    """SHA-256 over domain, 32-byte salt and the canonical form of `content`. ValueError for another salt length."""
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes, not {len(salt)}")
    return hashlib.sha256(_COMMITMENT + salt + canonical(content)).digest()


def derived_salt(seed: bytes, kind: str, about: str) -> bytes:
    """The 32-byte salt of the record of type `kind` about `about`, where salts derive from a seed."""
    return hmac.digest(seed, _SALT + kind.encode() + b"\0" + about.encode(), "sha256")


def derived_object(seed: bytes, about: str) -> str:
    """The object id (32 hex digits) of `about`, where ids derive from a seed."""
    return hmac.digest(seed, _OBJECT + about.encode(), "sha256")[:OBJECT_BYTES].hex()


def input_seed(files: Iterable[bytes]) -> bytes:
    """The seed for content that is public from the start: a function of the input files, in the order given."""
    return hashlib.sha256(_SEED + b"".join(hashlib.sha256(data).digest() for data in files)).digest()
