"""The formats are for ever: released files still verify, and docs/format.md alone is enough to check them."""

from __future__ import annotations

import hashlib
import json
import zipfile
from base64 import b64decode, b64encode
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from stadtgespraech.checks.bundle import verify, verify_bytes
from stadtgespraech.ledger import reference
from stadtgespraech.ledger.note import parse_verifier
from stadtgespraech.ledger.receipt import ReceiptError, verify_receipt

VECTORS = Path(__file__).resolve().parent.parent / "vectors"


def test_the_bundle_of_version_1_still_verifies():
    found = verify(VECTORS / "bundle.zip")
    assert (found.exit_code, found.counts["changes"], found.counts["leaves"], found.counts["erased"]) == (0, 5, 12, 0)


def test_the_bundle_of_one_of_several_products_of_version_1_still_verifies():
    found = verify_bytes((VECTORS / "shared.zip").read_bytes())
    assert (found.exit_code, found.counts["others"], found.counts["leaves"]) == (0, 5, 21)
    noted = {item.code for item in found.findings if item.severity == "note"}
    assert noted == {"leaf-sealed", "edition-none", "signature-untrusted"}


def test_receipt_vectors_behave_as_they_say():
    cases = json.loads((VECTORS / "receipts.json").read_text("utf-8"))
    assert sum(case["wantErr"] for case in cases) >= 50
    wrong = []
    for case in cases:
        try:
            verify_receipt(case["receipt"].encode(), b64decode(case["leaf"]), [parse_verifier(case["key"])])
            failed = False
        except ReceiptError:
            failed = True
        if failed != case["wantErr"]:
            wrong.append(case["desc"])
    assert wrong == []


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    with zipfile.ZipFile(VECTORS / "bundle.zip") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def committed(salt: str, content: object) -> str:
    """Section 3, without the ledger: every text here is plain, so the standard library's JSON is canonical enough."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(b"stadtgespraech:commitment:v1\0" + bytes.fromhex(salt) + text.encode()).hexdigest()


def test_root_and_signature_by_hand(files):
    leaves = files["log/leaves.jsonl"].decode().splitlines()
    body, _, line = files["checkpoint.note"].decode().rpartition("\n\n")
    assert body.split("\n")[1:] == ["12", b64encode(reference.mth([leaf.encode() for leaf in leaves])).decode()]
    name, key_id, key = files["key.txt"].decode().strip().split("+", 2)
    assert line.startswith(f"— {name} ")
    signature, public = b64decode(line.split(" ")[2]), b64decode(key)
    assert signature[:4].hex() == key_id == hashlib.sha256(name.encode() + b"\n" + public).hexdigest()[:8]
    Ed25519PublicKey.from_public_bytes(public[1:]).verify(signature[4:], f"{body}\n".encode())


def test_every_commitment_by_hand(files):
    leaves = [json.loads(line) for line in files["log/leaves.jsonl"].splitlines()]
    case = json.loads(files["process.json"])
    with zipfile.ZipFile(VECTORS / "contributions.zip") as archive:
        said = {row["id"]: row for row in json.loads(archive.read("contributions.json"))["contributions"]}
    digests = {
        name: hashlib.sha256(data).hexdigest()
        for name, data in files.items()
        if name.startswith("editions/") or name == "process.json"
    }
    contents: dict[str, tuple[str | None, dict[str, object]]] = {}
    for item in case["contributions"]:
        row = (
            {"kind": "feedback", "intent": "", "day": "", "language": "", "passage": []}
            | item
            | {"text": said[item["id"]]["text"]}
        )
        contents[f"contribution:{item['id']}"] = said[item["id"]]["salt"], {**row, "type": "received"}
    for item in case["changes"]:
        contents[f"change:{item['number']}"] = None, {"type": "change-decided", "change": item}
        for source in item["sources"]:
            if source["kind"] == "resolution":
                row = {name: source.get(name, "") for name in ("name", "ref", "date")}
                contents[f"resolution:{source['ref']}"] = None, {**row, "type": "resolution"}
    for item in case["dispositions"]:
        contents[f"disposition:{item['part']}"] = None, {"type": "disposition-final", "disposition": item}
    manifest = hashlib.sha256(files["manifest.json"]).hexdigest()
    contents[f"edition:{manifest}"] = None, {"type": "edition-published", "files": digests, "manifest": manifest}
    openings = [json.loads(line) for line in files["log/openings.jsonl"].splitlines()]
    assert [row["index"] for row in openings] == list(range(12))
    for row in openings:
        salt, content = contents.pop(row["about"])
        assert committed(row.get("salt") or salt, content) == leaves[row["index"]]["commitment"], row["about"]
    assert contents == {}


def test_every_content_of_another_product_by_hand():
    with zipfile.ZipFile(VECTORS / "shared.zip") as archive:
        rows = {name: archive.read(f"log/{name}.jsonl").splitlines() for name in ("leaves", "openings", "contents")}
        manifest, case = json.loads(archive.read("manifest.json")), json.loads(archive.read("process.json"))
    leaves = [json.loads(line) for line in rows["leaves"]]
    openings = {row["index"]: row for row in map(json.loads, rows["openings"])}
    for row in map(json.loads, rows["contents"]):
        opening, content = openings.pop(row["index"]), row["content"]
        assert committed(opening["salt"], content) == leaves[row["index"]]["commitment"]
        kind, _, name = opening["about"].partition(":")
        named = content.get("manifest") or content.get("ref") or str(content["change"]["number"])
        assert (name, content["type"].split("-")[0]) == (f"{content['product']}/{named}", kind)
    sealed = [leaf["type"] for index, leaf in enumerate(leaves) if index not in openings and index > 4]
    assert (manifest["sealed"], sealed) == ({"change-decided": 1}, ["change-decided"])
    for item in case["changes"]:
        opening = next(row for row in openings.values() if row["about"] == f"change:zielbilder/{item['number']}")
        content = {"type": "change-decided", "change": item, "product": "zielbilder"}
        assert committed(opening["salt"], content) == leaves[opening["index"]]["commitment"]
