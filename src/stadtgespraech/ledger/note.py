"""Signed notes (c2sp.org/signed-note) with Ed25519: keys, signing, opening."""

from __future__ import annotations

import hashlib
import re
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

MAX_SIGNATURES = 100
ED25519 = b"\x01"
_LINE = re.compile(r"— (?P<name>[^\s+]+) (?P<signature>[A-Za-z0-9+/]+={0,2})")
_SECRET = "PRIVATE+KEY+"


class NoteError(ValueError):
    """A note or a key does not have its form, or no known key signed it. The message says which."""


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key with the name it signs under. `public` has 32 bytes."""

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        """The first four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key)."""
        return hashlib.sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{b64encode(ED25519 + self.public).decode()}"


@dataclass(frozen=True, slots=True)
class Signature:
    """One line under a note: who says to have signed, with which key, and the bytes."""

    name: str
    key_id: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends in a line feed, and its signature lines, judged or not."""

    text: str
    signatures: tuple[Signature, ...]


def name_error(name: str) -> str:
    """Why `name` cannot name a key or a log; "" where it can."""
    if not name or re.search(r"[\s+\x00-\x1f]", name):
        return f"the name {name!r} is empty or holds white space, a plus or a control character"
    return ""


def parse_verifier(text: str) -> Verifier:
    """Read `name+hash+key`. NoteError where the form, the algorithm or the hash is wrong."""
    name, hexes, encoded = ([*text.split("+", 2), "", "", ""])[:3]
    problem = name_error(name)
    if problem or not re.fullmatch(r"[0-9a-f]{8}", hexes):
        raise NoteError(f"not a verifier key (name+hash+key): {problem or 'the hash has eight hex digits'}")
    verifier = Verifier(name, _ed25519(encoded))
    if verifier.key_id.hex() != hexes:
        raise NoteError(f"not a verifier key: its hash {hexes} does not belong to this name and key")
    return verifier


def read_private_key(data: bytes) -> Ed25519PrivateKey:
    """An Ed25519 private key from PEM (PKCS #8, without passphrase) or from the one line `PRIVATE+KEY+name+hash+key`.
    NoteError where it is neither."""
    text = data.decode("utf-8", "replace").strip()
    if text.startswith(_SECRET):
        name, hexes, encoded = ([*text[len(_SECRET) :].split("+", 2), "", "", ""])[:3]
        key = Ed25519PrivateKey.from_private_bytes(_ed25519(encoded))
        if verifier_of(name, key).key_id.hex() != hexes:
            raise NoteError("not a private key: its hash does not belong to its name and key")
        return key
    try:
        loaded = load_pem_private_key(data, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise NoteError(f"not a private key in PEM without passphrase: {error}") from None
    if not isinstance(loaded, Ed25519PrivateKey):
        raise NoteError(f"an Ed25519 key is needed, this is {type(loaded).__name__}")
    return loaded


def verifier_of(name: str, key: Ed25519PrivateKey) -> Verifier:
    """The public half of `key`, under `name`."""
    return Verifier(name, key.public_key().public_bytes_raw())


def sign(text: str, name: str, key: Ed25519PrivateKey) -> str:
    """The signed note over `text`, which ends in a line feed. The same key and text give the same bytes."""
    problem = name_error(name) or _text_error(text)
    if problem:
        raise NoteError(problem)
    signature = verifier_of(name, key).key_id + key.sign(text.encode())
    return f"{text}\n— {name} {b64encode(signature).decode()}\n"


def parse_note(data: bytes) -> Note:
    """Split a note into text and signature lines, without judging them. NoteError where the form is wrong."""
    try:
        whole = data.decode()
    except UnicodeDecodeError:
        raise NoteError("a note is UTF-8") from None
    text, blank, lines = whole.rpartition("\n\n")
    text += "\n"
    problem = _text_error(text)
    if not blank or problem or not lines.endswith("\n"):
        raise NoteError(problem or "a note is a text, a blank line, and signature lines, each ended by a line feed")
    rows = lines[:-1].split("\n")
    if len(rows) > MAX_SIGNATURES:
        raise NoteError(f"a note has at most {MAX_SIGNATURES} signatures, not {len(rows)}")
    return Note(text, tuple(_signature(row) for row in rows))


def open_note(data: bytes, known: Iterable[Verifier]) -> tuple[str, tuple[Verifier, ...]]:
    """The note's text and the known keys that signed it, at least one. NoteError where no known key signed it, or a
    line of a known key does not verify; lines of other keys are not judged."""
    note, keys = parse_note(data), {(key.name, key.key_id): key for key in known}
    good: list[Verifier] = []
    for line in note.signatures:
        key = keys.get((line.name, line.key_id))
        if key is None:
            continue
        try:
            Ed25519PublicKey.from_public_bytes(key.public).verify(line.signature, note.text.encode())
        except InvalidSignature:
            raise NoteError(f"the signature of {key.name} does not belong to this text") from None
        if key not in good:
            good.append(key)
    if not good:
        raise NoteError("no key you know has signed this note")
    return note.text, tuple(good)


def strict_base64(text: str) -> bytes:
    """Base64 in its one spelling; ValueError for any other."""
    data = b64decode(text, validate=True)
    if b64encode(data).decode() != text:
        raise ValueError("not the one base64 spelling of its bytes")
    return data


def _ed25519(encoded: str) -> bytes:
    try:
        data = strict_base64(encoded)
    except ValueError:
        raise NoteError("not a key: its last part is not base64") from None
    if len(data) != 33 or data[:1] != ED25519:
        raise NoteError("not a key: Ed25519 is needed, the byte 0x01 and 32 bytes")
    return data[1:]


def _signature(row: str) -> Signature:
    found = _LINE.fullmatch(row)
    if found is None:
        raise NoteError(f"not a signature line: {row[:60]!r}")
    try:
        data = strict_base64(found["signature"])
    except ValueError:
        raise NoteError(f"the signature of {found['name']} is not base64") from None
    if len(data) < 5:
        raise NoteError(f"the signature of {found['name']} is too short")
    return Signature(found["name"], data[:4], data[4:])


def _text_error(text: str) -> str:
    if not text.endswith("\n"):
        return "the text of a note ends in a line feed"
    if re.search(r"[\x00-\x09\x0b-\x1f]", text):
        return "a note holds no control characters but line feeds"
    return ""
