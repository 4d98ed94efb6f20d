"""A contributor's receipt: what it must prove, and everything that must be refused."""

from __future__ import annotations

import json
from base64 import b64encode

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from stadtgespraech.checks.receipt import MAX_BYTES, looks_like_receipt, verify_contribution_receipt
from stadtgespraech.ledger.canonical import canonical
from stadtgespraech.ledger.checkpoint import Checkpoint
from stadtgespraech.ledger.commitment import commitment
from stadtgespraech.ledger.leaf import leaf_bytes
from stadtgespraech.ledger.merkle import Tree
from stadtgespraech.ledger.note import sign, verifier_of
from stadtgespraech.ledger.receipt import Receipt, make_receipt
from stadtgespraech.records import LogEntry

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32))
ORIGIN = "stadtgespraech/auenstadt"
TRUSTED = str(verifier_of(ORIGIN, KEY))
SALT = "ab" * 32
EXTRA = {
    "type": "received",
    "id": "7k4m92qx",
    "day": "2026-06-10",
    "object": "0f" * 16,
    "salt": SALT,
    "content": {
        "round": "Online-Beteiligung",
        "kind": "feedback",
        "intent": "change",
        "language": "de",
        "passage": [[0, 3, 0, 12]],
        "text": "Am Ostufer sind nur „Treppen“.\n😀",
    },
}


def leaf(extra: dict) -> bytes:
    content = {**extra["content"], "type": "received", "id": extra["id"], "day": extra["day"]}
    digest = commitment(content, bytes.fromhex(extra["salt"])).hex()
    return leaf_bytes(LogEntry("received", extra["object"], extra["day"], digest))


TREE = Tree([b"one", b"two", leaf(EXTRA), b"four", b"five"])
HEAD = Checkpoint(ORIGIN, 5, TREE.root())


def receipt(extra: object = EXTRA, key: Ed25519PrivateKey = KEY, head: Checkpoint = HEAD, index: int = 2) -> bytes:
    proof = make_receipt(TREE, 2, sign(head.body(), ORIGIN, key).encode())
    held = None if extra is None else extra if isinstance(extra, bytes) else canonical(extra)
    return Receipt(index, proof.proof, proof.note, held).to_bytes()


def test_a_receipt_with_the_key_that_is_trusted_is_verified():
    verdict = verify_contribution_receipt(receipt(), TRUSTED)
    assert (verdict.exit_code, verdict.line) == (
        0,
        "verified: contribution 7k4m92qx, received 2026-06-10 in the round 'Online-Beteiligung', is leaf 3 of 5 in the "
        "log stadtgespraech/auenstadt, signed by the key you trust",
    )


def test_without_a_key_the_line_says_that_nobody_vouches_for_it():
    verdict = verify_contribution_receipt(receipt())
    root = HEAD.body().split("\n")[2]
    assert (verdict.exit_code, verdict.line.startswith("verified in itself: "), verdict.line.endswith(root)) == (
        0,
        True,
        True,
    )


def test_a_checkpoint_that_was_kept_vouches_for_the_same_size_and_root():
    for kept in (HEAD.body(), sign(HEAD.body(), ORIGIN, KEY)):
        verdict = verify_contribution_receipt(receipt(), kept=kept.encode())
        assert (verdict.exit_code, verdict.line.endswith("whose checkpoint you kept")) == (0, True)


def changed(**content: object) -> dict:
    return {**EXTRA, "content": {**EXTRA["content"], **content}}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (receipt(changed(text="Am Ostufer ist alles gut.")), "does not lead to its checkpoint"),
        (receipt(changed(round="Stadtkonferenz")), "does not lead to its checkpoint"),
        (receipt(changed(passage=[[0, 3, 0, 13]])), "does not lead to its checkpoint"),
        (receipt({**EXTRA, "salt": "00" * 32}), "does not lead to its checkpoint"),
        (receipt({**EXTRA, "salt": "ab"}), "the salt must be 64 lower-case hex digits"),
        (receipt({**EXTRA, "object": "0e" * 16}), "does not lead to its checkpoint"),
        (receipt({**EXTRA, "object": "zz"}), "object: 32 lower-case hex digits"),
        (receipt({**EXTRA, "day": "2026-06-11"}), "does not lead to its checkpoint"),
        (receipt({**EXTRA, "id": "other"}), "does not lead to its checkpoint"),
        (receipt(index=3), "does not lead to its checkpoint"),
        (receipt(index=5), "does not lead to its checkpoint"),
        (receipt(head=Checkpoint(ORIGIN, 5, bytes(32))), "does not lead to its checkpoint"),
        (receipt(key=OTHER), "not signed by the key you trust"),
    ],
)
def test_what_is_not_verified(data, reason):
    verdict = verify_contribution_receipt(data, TRUSTED)
    assert (verdict.exit_code, reason in verdict.line, "\n" in verdict.line) == (1, True, False), verdict.line


def test_a_key_of_another_log_does_not_vouch_even_where_it_has_signed():
    other = sign(HEAD.body(), "stadtgespraech/other", KEY).encode()
    data = Receipt(2, make_receipt(TREE, 2, other).proof, other, canonical(EXTRA)).to_bytes()
    verdict = verify_contribution_receipt(data, str(verifier_of("stadtgespraech/other", KEY)))
    assert (verdict.exit_code, "signs stadtgespraech/other, not the log" in verdict.line) == (1, True)


def test_a_key_that_is_none_vouches_for_nothing():
    assert verify_contribution_receipt(receipt(), "no key").exit_code == 1


@pytest.mark.parametrize(
    ("kept", "reason"),
    [
        (Checkpoint(ORIGIN, 5, bytes(32)).body().encode(), "another root"),
        (Checkpoint(ORIGIN, 4, TREE.root(4)).body().encode(), "only equal ones can be compared"),
        (Checkpoint("elsewhere", 5, TREE.root()).body().encode(), "only equal ones can be compared"),
        (b"nothing", "cannot be read"),
        (b"\xff\n\n", "cannot be read"),
    ],
)
def test_a_checkpoint_that_was_kept_and_does_not_confirm(kept, reason):
    verdict = verify_contribution_receipt(receipt(), kept=kept)
    assert (verdict.exit_code, reason in verdict.line) == (1, True), verdict.line


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (receipt(None), "does not hold what was said"),
        (receipt(b"{"), "its extra line"),
        (receipt(json.dumps(EXTRA).encode()), "not in canonical form"),
        (receipt(canonical([1])), "must hold content, day, id, object, salt"),
        (receipt({name: value for name, value in EXTRA.items() if name != "object"}), "must hold content, day, id"),
        (receipt({**EXTRA, "code": "ABCD"}), "must hold content, day, id"),
        (receipt({**EXTRA, "type": "erased"}), "must hold content, day, id"),
        (receipt({**EXTRA, "content": "text"}), "content in its extra line"),
        (receipt(changed(code="ABCD")), "content in its extra line"),
        (b"c2sp.org/tlog-proof@v1\n", "a receipt begins with"),
        (receipt().replace(b"index 2", b"index two"), "`index N` is missing"),
        (receipt().replace(b"extra ", b"extra !"), "extra is not base64"),
        (receipt()[:-40], "its checkpoint"),
        (b"c2sp.org/tlog-proof@v1\n" + b"A" * MAX_BYTES, "at most"),
    ],
)
def test_what_is_not_readable(data, reason):
    verdict = verify_contribution_receipt(data, TRUSTED)
    assert (verdict.exit_code, reason in verdict.line) == (2, True), verdict.line


@pytest.mark.parametrize(
    "extra", [{"id": 7}, {"day": None}, {"salt": 5}, {"object": []}, {"content": {**EXTRA["content"], "text": 1}}]
)
def test_values_of_another_type_are_refused_without_an_error_of_ours(extra):
    assert verify_contribution_receipt(receipt({**EXTRA, **extra}), TRUSTED).exit_code in (1, 2)


def test_every_byte_that_flips_in_proof_and_checkpoint_is_found():
    data = receipt()
    start = data.index(b"index")
    for at in range(start, len(data), 7):
        flipped = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        assert verify_contribution_receipt(flipped, TRUSTED).exit_code in (1, 2), at


def test_a_receipt_is_recognised_by_its_first_line():
    assert [looks_like_receipt(data) for data in (receipt(), b"PK\x03\x04", b"", b"c2sp.org/tlog-proof@v10\n")] == [
        True,
        False,
        False,
        False,
    ]


def test_the_extra_line_is_the_base64_of_canonical_json_once():
    line = receipt().split(b"\n")[1]
    assert line == b"extra " + b64encode(canonical(EXTRA))
