"""Checkpoints and receipts: round trips, and everything that must be refused."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from stadtgespraech.ledger.checkpoint import Checkpoint, CheckpointError, derived_origin, parse_checkpoint
from stadtgespraech.ledger.merkle import Tree
from stadtgespraech.ledger.note import sign, verifier_of
from stadtgespraech.ledger.receipt import Receipt, ReceiptError, make_receipt, parse_receipt, verify_receipt

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
ORIGIN = "auenstadt.example/zielbilder"
LEAVES = [f"leaf {n}".encode() for n in range(11)]
TREE = Tree(LEAVES)
HEAD = Checkpoint(ORIGIN, 7, TREE.root(7))
NOTE = sign(HEAD.body(), ORIGIN, KEY).encode()
KNOWN = [verifier_of(ORIGIN, KEY)]


def test_checkpoint_round_trip():
    assert parse_checkpoint(HEAD.body()) == HEAD


@pytest.mark.parametrize(
    "text",
    [
        "",
        HEAD.body()[:-1],
        HEAD.body() + "extension\n",
        HEAD.body().replace("\n7\n", "\n07\n"),
        HEAD.body().replace("\n7\n", "\n-7\n"),
        HEAD.body().replace("\n7\n", "\n٧\n"),
        HEAD.body().replace(ORIGIN, ""),
        HEAD.body().replace(ORIGIN, "two words"),
        f"{ORIGIN}\n7\nAAAA\n",
        f"{ORIGIN}\n7\n{'A' * 42}B=\n",
        f"{ORIGIN}\n7\n\n",
    ],
)
def test_what_is_no_checkpoint(text):
    with pytest.raises(CheckpointError):
        parse_checkpoint(text)


def test_origin_is_stable_and_names_no_place():
    assert derived_origin("Auenstadt", "Zielbilder", "Die Zielbilder") == "stadtgespraech/b58ca81b42568762"


@pytest.mark.parametrize("index", range(7))
def test_receipt_proves_its_leaf_and_no_other(index):
    data = make_receipt(TREE, index, NOTE).to_bytes()
    assert verify_receipt(data, LEAVES[index], KNOWN) == HEAD
    with pytest.raises(ReceiptError, match="another root"):
        verify_receipt(data, LEAVES[index + 1], KNOWN)


def test_receipt_bytes():
    lines = make_receipt(TREE, 4, NOTE).to_bytes().decode().split("\n")
    assert lines[:2] == ["c2sp.org/tlog-proof@v1", "index 4"]
    assert lines[5:9] == ["", ORIGIN, "7", HEAD.body().split("\n")[2]]


def test_extra_data_round_trips():
    receipt = Receipt(0, tuple(TREE.inclusion(0, 7)), NOTE, b"extra")
    assert parse_receipt(receipt.to_bytes()) == receipt
    assert verify_receipt(receipt.to_bytes(), LEAVES[0], KNOWN) == HEAD


def test_every_flipped_bit_is_found():
    data = make_receipt(TREE, 2, NOTE).to_bytes()
    for at in range(len(data) * 8):
        damaged = bytes(byte ^ (1 << at % 8) if place == at // 8 else byte for place, byte in enumerate(data))
        with pytest.raises(ReceiptError):
            verify_receipt(damaged, LEAVES[2], KNOWN)


@pytest.mark.parametrize("end", range(0, 370, 23))
def test_every_cut_is_found(end):
    data = make_receipt(TREE, 2, NOTE).to_bytes()
    assert end < len(data)
    with pytest.raises(ReceiptError):
        verify_receipt(data[:end], LEAVES[2], KNOWN)


def test_receipt_for_a_leaf_after_the_checkpoint_cannot_be_made():
    with pytest.raises(ValueError, match="not in a tree of 7"):
        make_receipt(TREE, 7, NOTE)
