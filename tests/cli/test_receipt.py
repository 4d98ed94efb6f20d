"""`verify` given a receipt: recognised by what it holds, one line, and the exit code of a bundle."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from stadtgespraech.cli import main
from stadtgespraech.ledger.canonical import canonical
from stadtgespraech.ledger.checkpoint import Checkpoint
from stadtgespraech.ledger.commitment import commitment
from stadtgespraech.ledger.leaf import leaf_bytes
from stadtgespraech.ledger.merkle import Tree
from stadtgespraech.ledger.note import sign, verifier_of
from stadtgespraech.ledger.receipt import Receipt, make_receipt
from stadtgespraech.records import LogEntry

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
ORIGIN = "stadtgespraech/auenstadt"
TRUSTED = str(verifier_of(ORIGIN, KEY))
CONTENT = {"round": "Online", "kind": "idea", "intent": "", "language": "de", "passage": [], "text": "Bänke"}
HEAD = {"type": "received", "id": "7k4m92qx", "day": "2026-06-10"}


@pytest.fixture
def receipt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A receipt under a name that does not tell what it is."""
    digest = commitment({**CONTENT, **HEAD}, bytes(32)).hex()
    tree = Tree([leaf_bytes(LogEntry("received", "0f" * 16, HEAD["day"], digest))])
    proof = make_receipt(tree, 0, sign(Checkpoint(ORIGIN, 1, tree.root()).body(), ORIGIN, KEY).encode())
    extra = canonical({**HEAD, "object": "0f" * 16, "salt": "00" * 32, "content": CONTENT})
    path = tmp_path / "download"
    path.write_bytes(Receipt(0, proof.proof, proof.note, extra).to_bytes())
    monkeypatch.chdir(tmp_path)
    return path


def test_a_receipt_is_verified_with_its_key(receipt, capsys):
    assert main(["verify", "download", "--key", TRUSTED]) == 0
    said = capsys.readouterr()
    assert said.out == (
        "verified: contribution 7k4m92qx, received 2026-06-10 in the round 'Online', is leaf 1 of 1 in the log "
        "stadtgespraech/auenstadt, signed by the key you trust\n"
    )
    assert said.err == ""


def test_quiet_says_nothing_of_a_good_receipt(receipt, capsys):
    assert main(["verify", "-q", "download", "--key", TRUSTED]) == 0
    assert capsys.readouterr() == ("", "")


def test_a_receipt_that_does_not_verify_says_so_on_standard_error(receipt, capsys):
    other = str(verifier_of(ORIGIN, Ed25519PrivateKey.from_private_bytes(bytes(32))))
    assert main(["verify", "download", "--key", other]) == 1
    said = capsys.readouterr()
    assert (said.out, said.err.startswith("not verified: the checkpoint is not signed"), said.err.count("\n")) == (
        "",
        True,
        1,
    )


def test_a_receipt_that_cannot_be_read_ends_with_two(receipt, capsys):
    receipt.write_bytes(b"c2sp.org/tlog-proof@v1\nindex\n")
    assert main(["verify", "download"]) == 2
    assert capsys.readouterr().err.startswith("not readable: ")


def test_a_receipt_is_checked_against_a_checkpoint_that_was_kept(receipt, capsys):
    Path("kept.txt").write_bytes(receipt.read_bytes().split(b"\n\n", 1)[1])
    assert main(["verify", "download", "--checkpoint", "kept.txt"]) == 0
    assert "whose checkpoint you kept" in capsys.readouterr().out


def test_texts_of_contributions_do_not_belong_to_a_receipt(receipt, capsys):
    assert main(["verify", "download", "--contributions", "download"]) == 2
    assert "--contributions belongs to a bundle" in capsys.readouterr().err


def test_control_characters_of_a_file_do_not_reach_the_terminal(receipt, capsys):
    extra = canonical({**HEAD, "id": "\x1b[2J", "object": "0f" * 16, "salt": "00" * 32, "content": CONTENT})
    digest = commitment({**CONTENT, **HEAD, "id": "\x1b[2J"}, bytes(32)).hex()
    tree = Tree([leaf_bytes(LogEntry("received", "0f" * 16, HEAD["day"], digest))])
    proof = make_receipt(tree, 0, sign(Checkpoint(ORIGIN, 1, tree.root()).body(), ORIGIN, KEY).encode())
    receipt.write_bytes(Receipt(0, proof.proof, proof.note, extra).to_bytes())
    assert main(["verify", "download", "--key", TRUSTED]) == 0
    assert "\x1b" not in capsys.readouterr().out
