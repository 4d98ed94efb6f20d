"""Writes inclusion.json, consistency.json and receipts.json with the slow reference: good proofs, and for each many
that must fail. bundle.zip and contributions.zip are the bundle of tests/checks/auenstadt.py as version 1 was released,
shared.zip that of tests/checks/test_others.py, one product of several in a log.

Run it only to add cases: vectors are for ever. `python tests/vectors/make.py`
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from stadtgespraech.ledger import reference

HERE = Path(__file__).resolve().parent
LEAVES = [f"Beitrag {n}".encode() for n in range(33)]
SIZES = (1, 2, 3, 4, 5, 7, 8, 13, 16, 31, 33)
OTHER = reference.mth([b"another tree"])


def text(value: bytes) -> str:
    return b64encode(value).decode()


def flip(value: bytes, bit: int) -> bytes:
    return bytes(byte ^ (1 << bit % 8) if at == bit // 8 else byte for at, byte in enumerate(value))


def broken_proofs(proof: list[bytes]) -> dict[str, list[bytes]]:
    """Proofs that are wrong wherever `proof` is right."""
    broken = {"one hash more at the end": [*proof, OTHER], "one hash more at the start": [OTHER, *proof]}
    if proof:
        broken["last hash missing"] = proof[:-1]
        broken["first hash missing"] = proof[1:]
        broken["one bit of the first hash"] = [flip(proof[0], 3), *proof[1:]]
        broken["one bit of the last hash"] = [*proof[:-1], flip(proof[-1], 250)]
        broken["first hash cut to 31 bytes"] = [proof[0][:31], *proof[1:]]
        broken["first hash twice"] = [proof[0], *proof]
    if len(proof) > 1 and proof != proof[::-1]:
        broken["order reversed"] = proof[::-1]
    return broken


def inclusion() -> list[dict[str, object]]:
    cases: list[dict[str, object]] = []

    def add(what: str, index: int, size: int, leaf: bytes, proof: list[bytes], root: bytes, bad: bool = True) -> None:
        cases.append(
            {
                "desc": what,
                "leafIdx": index,
                "treeSize": size,
                "leafHash": text(leaf),
                "proof": [text(item) for item in proof],
                "root": text(root),
                "wantErr": bad,
            }
        )

    for size in SIZES:
        part = LEAVES[:size]
        root = reference.mth(part)
        for index in sorted({0, size // 2, size - 1}):
            leaf, proof, name = (
                reference.mth(part[index : index + 1]),
                reference.path(index, part),
                f"{index} of {size}",
            )
            add(f"{name}: good", index, size, leaf, proof, root, bad=False)
            for what, broken in broken_proofs(proof).items():
                add(f"{name}: {what}", index, size, leaf, broken, root)
            add(f"{name}: another leaf", index, size, OTHER, proof, root)
            add(f"{name}: another root", index, size, leaf, proof, OTHER)
            add(f"{name}: empty tree's root", index, size, leaf, proof, reference.mth([]))
            add(f"{name}: index one too high", index + 1, size, leaf, proof, root)
            add(f"{name}: negative index", -1 - index, size, leaf, proof, root)
            add(f"{name}: size zero", index, 0, leaf, proof, root)
            add(f"{name}: twice the size", index, 2 * size, leaf, proof, root)
    add("empty tree's root and a leaf", 0, 0, reference.mth([b""]), [], reference.mth([]))
    add("empty tree's root as root and leaf", 0, 0, reference.mth([]), [], reference.mth([]))
    add("empty tree's root, size one", 0, 1, reference.mth([b""]), [], reference.mth([]))
    return cases


def consistency() -> list[dict[str, object]]:
    cases: list[dict[str, object]] = []

    def add(what: str, first: int, second: int, old: bytes, new: bytes, proof: list[bytes], bad: bool = True) -> None:
        cases.append(
            {
                "desc": what,
                "size1": first,
                "size2": second,
                "root1": text(old),
                "root2": text(new),
                "proof": [text(item) for item in proof],
                "wantErr": bad,
            }
        )

    for second in SIZES:
        for first in sorted({1, second // 2 or 1, second - 1 or 1, second}):
            old, new = reference.mth(LEAVES[:first]), reference.mth(LEAVES[:second])
            proof, name = reference.proof(first, LEAVES[:second]), f"{first} to {second}"
            add(f"{name}: good", first, second, old, new, proof, bad=False)
            for what, broken in broken_proofs(proof).items():
                add(f"{name}: {what}", first, second, old, new, broken)
            add(f"{name}: another first root", first, second, OTHER, new, proof)
            add(f"{name}: another second root", first, second, old, OTHER, proof)
            add(f"{name}: first size zero", 0, second, old, new, proof)
            add(f"{name}: both sizes zero", 0, 0, old, old, proof)
            if first != second:
                add(f"{name}: backwards", second, first, new, old, proof)
                add(f"{name}: roots swapped", first, second, new, old, proof)
    empty = reference.mth([])
    add("0 = 0, equal roots, empty proof: nothing to compare yet", 0, 0, empty, empty, [])
    add("0 to 1, empty proof", 0, 1, empty, reference.mth(LEAVES[:1]), [])
    return cases


def receipts() -> list[dict[str, object]]:
    """Receipts straight from c2sp.org/tlog-proof, signed with the key of 32 bytes 0, 1, 2 …"""
    key, name, size = Ed25519PrivateKey.from_private_bytes(bytes(range(32))), "auenstadt.example/vectors", 13
    public = b"\x01" + key.public_key().public_bytes_raw()
    key_id = hashlib.sha256(name.encode() + b"\n" + public).digest()[:4]
    known = f"{name}+{key_id.hex()}+{text(public)}"
    part = LEAVES[:size]

    def signed(body: str) -> str:
        return f"{body}\n— {name} {text(key_id + key.sign(body.encode()))}\n"

    head = signed(f"{name}\n{size}\n{text(reference.mth(part))}\n")
    cases: list[dict[str, object]] = []

    def add(what: str, leaf: bytes, receipt: str, bad: bool = True, trusted: str = known) -> None:
        cases.append({"desc": what, "key": trusted, "leaf": text(leaf), "receipt": receipt, "wantErr": bad})

    for index in (0, 6, 12):
        lines = [text(item) for item in reference.path(index, part)]

        def made(head: str = head, lines: list[str] = lines, first: str = f"index {index}", extra: str = "") -> str:
            return "\n".join(["c2sp.org/tlog-proof@v1", *([extra] if extra else []), first, *lines]) + f"\n\n{head}"

        leaf = part[index]
        add(f"{index}: good", leaf, made(), bad=False)
        add(f"{index}: good, with extra data", leaf, made(extra="extra QXVl"), bad=False)
        add(
            f"{index}: good, with a second signature by another key",
            leaf,
            made(f"{head}— other.example AAAAAAAA\n"),
            False,
        )
        add(f"{index}: another leaf", part[index - 1], made())
        add(f"{index}: next index", leaf, made(first=f"index {index + 1}"))
        add(f"{index}: leading zero", leaf, made(first=f"index 0{index}"))
        add(f"{index}: no index", leaf, made(first="size 13"))
        add(f"{index}: extra not base64", leaf, made(extra="extra A"))
        add(f"{index}: extra after index", leaf, made(first=f"index {index}\nextra QXVl"))
        add(f"{index}: last hash missing", leaf, made(lines=lines[:-1]))
        add(f"{index}: one hash more", leaf, made(lines=[*lines, text(OTHER)]))
        add(f"{index}: another version", leaf, made().replace("@v1", "@v2"))
        add(f"{index}: line ends of another system", leaf, made().replace("\n", "\r\n"))
        add(f"{index}: root not signed", leaf, made(head.replace("\n13\n", "\n14\n")))
        add(f"{index}: no signature", leaf, made(head.partition("\n—")[0]))
        add(f"{index}: extension line", leaf, made(signed(f"{name}\n{size}\n{text(reference.mth(part))}\nmore\n")))
        add(f"{index}: smaller tree", leaf, made(signed(f"{name}\n{size - 1}\n{text(reference.mth(part[:-1]))}\n")))
        add(f"{index}: no final line feed", leaf, made()[:-1])
        add(f"{index}: a line more", leaf, made() + "\n")
        add(f"{index}: another key", leaf, made(), trusted=VECTOR_KEY)
    return cases


VECTOR_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"

if __name__ == "__main__":
    for name, cases in (("inclusion", inclusion()), ("consistency", consistency()), ("receipts", receipts())):
        rows = ",\n ".join(json.dumps(case, ensure_ascii=False) for case in cases)
        (HERE / f"{name}.json").write_text(f"[\n {rows}\n]\n", "utf-8")
