"""What a site draws once, at its first start: its secret and the key that signs its logs."""

from __future__ import annotations

import logging
import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from stadtgespraech.ledger.note import read_private_key


def read_or_make(path: Path) -> str:
    """The secret in `path`, drawn and stored where there is none. Two processes that start at once take the same."""
    return _once(path, secrets.token_urlsafe(48).encode()).decode().strip()


def signing_key(data: Path) -> Ed25519PrivateKey:
    """The Ed25519 key of the site's logs, made at the first start."""
    fresh = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return read_private_key(_once(data / "log-key.pem", fresh))


def name_route(record: logging.LogRecord) -> bool:
    """Let a record of a request through with the pattern of its path instead of the path, which may hold a token."""
    match = getattr(getattr(record, "request", None), "resolver_match", None)
    record.msg, record.args = "a page failed: %s", (match.route if match is not None else "no page",)
    return True


def _once(path: Path, content: bytes) -> bytes:
    """The file's bytes; `content` where it was not there. Whole, and readable for its owner alone."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        try:
            os.link(temporary, path)
        except FileExistsError:
            pass
        finally:
            temporary.unlink()
    return path.read_bytes()
