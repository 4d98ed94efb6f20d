"""Signed notes: the shared vectors, and every way a key or a note can be wrong."""

from __future__ import annotations

import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from stadtgespraech.ledger.note import (
    NoteError,
    open_note,
    parse_note,
    parse_verifier,
    read_private_key,
    sign,
    verifier_of,
)

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
NAME = "auenstadt.example/zielbilder"
NOTE = sign("Eins\n\nZwei\n", NAME, KEY).encode()
KNOWN = verifier_of(NAME, KEY)


@pytest.fixture(scope="module")
def vectors(shared):
    return json.loads((shared / "data" / "merkle" / "signed_note_vectors.json").read_text())


def test_shared_notes_open_with_their_keys(vectors):
    keys = [parse_verifier(key["vkey"]) for key in vectors["keys"]]
    assert [str(key) for key in keys] == [key["vkey"] for key in vectors["keys"]]
    for note in vectors["valid_notes"]:
        assert open_note(note.encode(), keys) == (vectors["text"], tuple(keys))
        assert open_note(note.encode(), keys[1:]) == (vectors["text"], (keys[1],))


def test_shared_private_key_signs_the_shared_signature(vectors):
    first = vectors["keys"][0]
    key = read_private_key(first["skey"].encode())
    assert str(verifier_of(first["name"], key)) == first["vkey"]
    assert sign(vectors["text"], first["name"], key) == f"{vectors['text']}\n{first['signature_line']}\n"


def test_shared_malformed_notes_are_refused(vectors):
    keys = [parse_verifier(key["vkey"]) for key in vectors["keys"]]
    prefixes = [bytes.fromhex(prefix) for prefix in vectors["malformed_note_raw_prefix_hex"]]
    notes = [note.encode() for note in vectors["malformed_notes"]]
    notes += [prefix + note.encode() for prefix in prefixes for note in vectors["valid_notes"]]
    for note in notes:
        with pytest.raises(NoteError):
            open_note(note, keys)


def test_shared_bad_verifier_keys_are_refused_also_cut_or_with_one_byte_more(vectors):
    good = vectors["keys"][0]["vkey"]
    parts = {good[start:end] for start in range(len(good)) for end in range(start, len(good) + 1)} - {good}
    higher = {good[:at] + chr(ord(good[at]) + 1) + good[at + 1 :] for at in range(len(good))}
    for text in (*vectors["bad_vkeys"], *parts, *higher):
        with pytest.raises(NoteError):
            parse_verifier(text)


def test_a_note_may_hold_blank_lines():
    assert open_note(NOTE, [KNOWN]) == ("Eins\n\nZwei\n", (KNOWN,))


def test_every_flipped_bit_is_found():
    for at in range(len(NOTE) * 8):
        damaged = bytes(byte ^ (1 << at % 8) if place == at // 8 else byte for place, byte in enumerate(NOTE))
        with pytest.raises(NoteError):
            open_note(damaged, [KNOWN])


def test_lines_of_unknown_keys_are_not_judged_but_one_known_key_must_sign():
    stranger = Ed25519PrivateKey.from_private_bytes(bytes(32))
    foreign = sign("Eins\n\nZwei\n", NAME, stranger).encode().rpartition(b"\n\n")[2]
    assert open_note(NOTE + foreign, [KNOWN])[1] == (KNOWN,)
    with pytest.raises(NoteError, match="no key you know"):
        open_note(NOTE, [verifier_of(NAME, stranger)])


def test_a_broken_line_of_a_known_key_spoils_the_note():
    other = sign("Drei\n", NAME, KEY).encode().rpartition(b"\n\n")[2]
    with pytest.raises(NoteError, match="does not belong to this text"):
        open_note(NOTE + other, [KNOWN])


def test_at_most_100_signatures():
    line = NOTE.rpartition(b"\n\n")[2]
    assert len(parse_note(NOTE + line * 99).signatures) == 100
    with pytest.raises(NoteError, match="at most 100"):
        parse_note(NOTE + line * 100)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\tb", "a\u2003b", "a\nb"])
def test_names_that_cannot_sign(name):
    with pytest.raises(NoteError, match="the name"):
        sign("x\n", name, KEY)


@pytest.mark.parametrize("text", ["", "no line feed", "tab\there\n"])
def test_texts_that_cannot_be_signed(text):
    with pytest.raises(NoteError):
        sign(text, NAME, KEY)


def test_private_keys_are_read_from_pem():
    pem = KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    assert verifier_of(NAME, read_private_key(pem)) == KNOWN


def test_other_keys_are_refused():
    pem = generate_private_key(SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with pytest.raises(NoteError, match="Ed25519"):
        read_private_key(pem)
    for data in (b"", b"\xff", b"PRIVATE+KEY+", b"PRIVATE+KEY+a+00000000+AQ=="):
        with pytest.raises(NoteError):
            read_private_key(data)
