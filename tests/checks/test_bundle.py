"""Verify: what holds is said with counts; whatever is changed, dropped, reordered or damaged is found and named."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from stadtgespraech.checks.bundle import Verdict, verify, verify_bytes
from stadtgespraech.ledger import archive
from stadtgespraech.ledger.archive import pack, unpack
from stadtgespraech.ledger.canonical import canonical, parse
from stadtgespraech.ledger.checkpoint import Checkpoint
from stadtgespraech.ledger.leaf import leaf_bytes
from stadtgespraech.ledger.merkle import Tree
from stadtgespraech.ledger.note import sign, verifier_of
from stadtgespraech.ledger.receipt import verify_receipt
from stadtgespraech.ledger.recording import record
from stadtgespraech.publish.bundle import head_before, origin_of
from stadtgespraech.records import Process, Source, from_json, to_json

from .auenstadt import KEY, bundle, contributions, dumped, edited, edition, editions, process

CASE = process()
ORIGIN = origin_of(CASE)
SIGNED, PLAIN, TEXTS = bundle(), bundle(key=None), contributions()
FILES = unpack(PLAIN).files
TRUSTED = str(verifier_of(ORIGIN, KEY))
STRANGER = Ed25519PrivateKey.from_private_bytes(bytes(32))


def codes(found: Verdict) -> set[str]:
    return {item.code for item in found.findings if item.severity == "error"}


def check(data: bytes, **known: Any) -> set[str]:
    """The codes of the errors, after a look at the exit code and the lines."""
    found = verify_bytes(data, **known)
    wrong = codes(found)
    assert found.exit_code == (1 if wrong else 0)
    assert found.lines()[0].startswith("not verified" if wrong else "verified")
    return wrong


def rehashed(edit: Callable[[Process], Process], marked: Callable[[Process], dict[str, bytes]] = editions) -> bytes:
    """What a forger makes who changes the case and builds everything anew, with the gaps of the honest bundle."""
    case = edit(CASE)
    forged = unpack(bundle(case, None, marked(case))).files
    body = parse(forged["manifest.json"])
    honest = parse(FILES["manifest.json"])["gaps"]
    return pack(forged) if body["gaps"] == honest else with_manifest(forged, {**body, "gaps": honest})


def with_manifest(files: dict[str, bytes], body: dict[str, Any]) -> bytes:
    """`files` under another manifest, with a log in which the edition's leaf, and so root and proof, fit it."""
    rows = {
        name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in files.items()
        if name == "process.json" or name.startswith("editions/")
    }
    manifest = canonical({**body, "files": rows})
    from stadtgespraech.checks.record import consistency_bytes, log_files, read_record
    from stadtgespraech.ledger.recording import entry_of, published

    read, _ = read_record(files)
    digests = {name: row["sha256"] for name, row in rows.items()}
    event = published(digests, hashlib.sha256(manifest).hexdigest(), CASE.as_of)
    entries = (*read.entries[:-1], entry_of(event, bytes(32), bytes(32)))
    tree = Tree(leaf_bytes(entry) for entry in entries)
    head = Checkpoint(body["origin"], len(tree), tree.root()).body().encode()
    proof = consistency_bytes(tree)
    return pack(
        {
            **files,
            "manifest.json": manifest,
            **log_files(entries),
            "log/consistency.json": proof,
            "checkpoint.txt": head,
        }
    )


# What holds


def test_a_good_bundle_is_verified_and_says_what_it_counted():
    found = verify_bytes(SIGNED, key=TRUSTED, contributions=TEXTS)
    assert (found.exit_code, found.findings) == (0, ())
    assert found.counts == {
        "changes": 5, "legacy": 1, "explain-only": 0, "leaves": 12, "others": 0, "editions": 2, "files": 1, "gaps": 0,
        "contributions": 2, "erased": 0,
    }  # fmt: skip
    assert found.lines()[:4] == [
        "verified",
        "5 changes, 1 of them with unknown old wording and 0 that explain only; 12 leaves in the log; "
        "2 editions compared word by word",
        "1 other file is the bytes that were published (SHA-256); only editions in JSON are read",
        "2 contributions, 0 erased",
    ]


def test_without_a_key_it_is_consistent_in_itself():
    found = verify_bytes(PLAIN)
    assert (found.exit_code, [item.code for item in found.findings]) == (0, ["signature-none"])
    assert found.lines()[-1] == "Not signed: consistent in itself; compare this root."
    assert "log/receipts/0.tlog-proof" not in FILES and "checkpoint.note" not in FILES


def test_signed_by_a_key_nobody_named_is_said():
    assert [item.code for item in verify_bytes(SIGNED).findings] == ["signature-untrusted"]


def test_declared_gaps_are_counted_and_named():
    case = replace(CASE, dispositions=CASE.dispositions[:2])
    found = verify_bytes(bundle(case))
    assert found.exit_code == 0
    assert found.lines()[0] == "verified, 1 declared gap"
    assert "declared gap: Part b2-2 has no final answer: no disposition." in found.lines()


def test_a_bundle_without_an_edition_in_json_says_so():
    found = verify_bytes(bundle(key=None, given={"marked.html": b"x"}))
    assert (found.exit_code, {item.code for item in found.findings}) == (0, {"edition-none", "signature-none"})


def test_an_edition_of_changes_shows_what_is_marked():
    body = edition(CASE, "changes")
    shown = ('"mark"', '"note-ref"')
    marked = [b for b in body["blocks"] if any(word in json.dumps(b) for word in shown) or not b.get("owner")]
    assert check(bundle(given={"changes.json": dumped({**body, "blocks": marked})})) == set()
    assert check(bundle(given={"changes.json": dumped({**body, "blocks": marked[:-1]})})) == {
        "edition-accept",
        "edition-note",
    }


def test_islands_may_be_drawn_as_one_within_one_cause():
    body = edition(CASE)
    block = next(block for block in body["blocks"] if "alle zehn" in json.dumps(block, ensure_ascii=False))
    marks = {item["mark"]["kind"]: item["mark"] for item in block["inlines"] if "mark" in item}
    kept = block["inlines"][-1] if "mark" not in block["inlines"][-1] else block["inlines"][0]
    at = block["inlines"].index(kept)
    block["inlines"][at : at + 1] = [{**kept, "mark": marks["delete"]}, {**kept, "mark": marks["insert"]}]
    assert check(bundle(given={"marked.json": dumped(body)})) == set()


def test_the_same_case_gives_the_same_bytes():
    assert (bundle(), contributions()) == (SIGNED, TEXTS)


def test_files_are_found_beside_the_bundle(tmp_path):
    (tmp_path / "bundle.zip").write_bytes(SIGNED)
    assert "erased" not in verify(tmp_path / "bundle.zip").counts
    (tmp_path / "contributions.zip").write_bytes(TEXTS)
    assert verify(tmp_path / "bundle.zip").counts["erased"] == 0
    (tmp_path / "head").write_text(head_before(CASE).body())
    seen = []
    found = verify(
        tmp_path / "bundle.zip", key=TRUSTED, checkpoint=tmp_path / "head", progress=lambda *a: seen.append(a)
    )
    assert (found.exit_code, found.findings) == (0, ())
    assert ("editions", 2, 2) in seen


def test_verify_needs_neither_publish_nor_the_network():
    code = (
        "import socket, sys; socket.socket = None; from stadtgespraech.checks import bundle; "
        "names = ('stadtgespraech.publish', 'stadtgespraech.ingest', 'lxml', 'typst'); "
        "print([m for m in sys.modules if m.startswith(names)])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


# Flipped bits


def flips(data: bytes, places: list[int]) -> list[int]:
    """The places where flipping one bit does not give "not verified"."""
    missed = []
    for place in places:
        damaged = bytearray(data)
        damaged[place // 8] ^= 1 << place % 8
        if verify_bytes(bytes(damaged)).exit_code != 1:
            missed.append(place)
    return missed


@pytest.mark.parametrize("data", [PLAIN, SIGNED], ids=["plain", "signed"])
def test_flipped_bits_are_found_sampled(data):
    assert flips(data, random.Random(1).sample(range(len(data) * 8), 60)) == []


@pytest.mark.slow
@pytest.mark.parametrize("start", range(4))
def test_a_flipped_bit_in_every_twentieth_byte_is_found(start):
    data, choose = (PLAIN, SIGNED)[start % 2], random.Random(start)
    assert flips(data, [8 * at + choose.randrange(8) for at in range(start, len(data), 20)]) == []


@pytest.mark.parametrize("name", sorted(unpack(SIGNED).files))
def test_a_flipped_bit_in_any_file_is_found_also_packed_again(name):
    choose = random.Random(name)
    for _ in range(6):
        place = choose.randrange(8 * len(unpack(SIGNED).files[name]))
        data = edited(
            SIGNED, name, lambda old, p=place: old[: p // 8] + bytes([old[p // 8] ^ 1 << p % 8]) + old[p // 8 + 1 :]
        )
        assert verify_bytes(data).exit_code in (1, 2)


@pytest.mark.parametrize("name", sorted(unpack(SIGNED).files))
def test_a_missing_file_is_found(name):
    assert verify_bytes(edited(SIGNED, name, lambda old: None)).exit_code == (2 if name == "manifest.json" else 1)


@pytest.mark.parametrize(
    "name", ["extra.txt", "editions/more.html", "log/receipts/99.tlog-proof", "log/more.json", "checkpoint.txt"]
)
def test_a_file_too_many_is_found(name):
    assert check(pack({**unpack(SIGNED).files, name: b"x"})) != set()


def test_bytes_before_between_and_after_are_found():
    for data in (SIGNED + b"\0", b"\0" + SIGNED, SIGNED[:-2] + b"\x01\x00!", SIGNED[: len(SIGNED) // 2]):
        assert "zip-not-canonical" in check(data)


# Tampered and hashed again


def set_change(case: Process, which: int, **fields: Any) -> Process:
    return replace(case, changes=tuple(replace(c, **fields) if c.number == which else c for c in case.changes))


def test_a_change_without_source_is_found_after_rehashing():
    data = rehashed(lambda case: set_change(case, 2, sources=(), rounds=()))
    found = verify_bytes(data)
    assert codes(found) == {"gap-undeclared"}
    assert found.lines()[1] == "change 2: Change 2 has no source. The manifest does not declare it."


def test_a_change_without_reason_is_found_after_rehashing():
    assert check(rehashed(lambda case: set_change(case, 2, why="", text=""))) == {"gap-undeclared"}


def test_a_source_that_was_not_adopted_is_found_after_rehashing():
    data = rehashed(lambda case: set_change(case, 3, sources=(Source("part", ref="b2-2"),)))
    assert check(data) == {"source-not-adopted"}


def test_a_word_in_the_plain_text_that_is_not_the_weaves_is_found_after_rehashing():
    data = rehashed(
        lambda case: replace(case, statements=(replace(case.statements[0], title="Meine Stadt"), case.statements[1]))
    )
    found = verify_bytes(data)
    assert codes(found) == {"text-differs"}
    assert found.lines()[1].startswith("statement 1, title: ")


def unmarked_word(case: Process) -> dict[str, bytes]:
    body = edition(case)
    runs = [item for block in body["blocks"] for item in block["inlines"]]
    del next(item for item in runs if item.get("text") == " viel")["mark"]
    return {**editions(case), "marked.json": dumped(body)}


def test_an_unmarked_word_is_found_after_rehashing():
    found = verify_bytes(rehashed(lambda case: case, unmarked_word))
    assert codes(found) == {"edition-reject", "edition-cause", "edition-note"}
    assert "viel" in found.lines()[1] and "statement 1" in found.lines()[1]


def hidden_sentence(case: Process) -> dict[str, bytes]:
    body = edition(case)
    body["blocks"] = [block for block in body["blocks"] if "Bäume" not in json.dumps(block, ensure_ascii=False)]
    return {**editions(case), "marked.json": dumped(body)}


def test_a_paragraph_left_out_of_the_edition_is_found_after_rehashing():
    assert "edition-accept" in check(rehashed(lambda case: case, hidden_sentence))


def foreign_cause(case: Process) -> dict[str, bytes]:
    text = dumped(edition(case)).decode()
    assert '"change": 4, "note": 2' in text or '"change": 4' in text
    body = json.loads(text)
    marks = [m for b in body["blocks"] for m in (b.get("mark"), *(i.get("mark") for i in b["inlines"])) if m]
    note = next(item["number"] for item in body["notes"] if item["change"] == 1)
    for mark in marks:
        if mark["change"] == 4:
            mark |= {"change": 1, "note": note}
    return {**editions(case), "marked.json": dumped(body)}


def test_a_mark_under_another_changes_name_is_found_after_rehashing():
    found = verify_bytes(rehashed(lambda case: case, foreign_cause))
    assert codes(found) == {"edition-cause", "edition-note"}
    assert any("is marked as change 1; its cause is change 4" in line for line in found.lines())


def test_a_mark_without_footnote_is_found_after_rehashing():
    def noteless(case: Process) -> dict[str, bytes]:
        body = edition(case)
        return {**editions(case), "marked.json": dumped({**body, "notes": body["notes"][1:]})}

    assert check(rehashed(lambda case: case, noteless)) == {"edition-note"}


def changed_log(change: Callable[[list[bytes]], list[bytes]], rows: Callable[[list[Any]], list[Any]] = list) -> bytes:
    """A log that was edited, with a checkpoint and a proof that fit what is left."""
    from stadtgespraech.checks.record import consistency_bytes

    leaves = change(FILES["log/leaves.jsonl"].splitlines())
    openings = rows([parse(line) for line in FILES["log/openings.jsonl"].splitlines()])
    tree = Tree(leaves)
    return pack(
        {
            **FILES,
            "log/leaves.jsonl": b"".join(leaf + b"\n" for leaf in leaves),
            "log/openings.jsonl": b"".join(canonical(row) + b"\n" for row in openings),
            "log/consistency.json": consistency_bytes(tree),
            "checkpoint.txt": Checkpoint(ORIGIN, len(tree), tree.root()).body().encode(),
        }
    )


def without_leaf(index: int) -> bytes:
    return changed_log(
        lambda leaves: leaves[:index] + leaves[index + 1 :],
        lambda rows: [{**row, "index": row["index"] - (row["index"] > index)} for row in rows if row["index"] != index],
    )


@pytest.mark.parametrize("index", range(12))
def test_a_missing_leaf_is_found_after_rehashing(index):
    found = verify_bytes(without_leaf(index))
    assert codes(found) == {"log-leaf-missing", "edition-head"}
    about = parse(FILES["log/openings.jsonl"].splitlines()[index])["about"].replace(":", " ", 1)
    assert [item.where for item in found.findings if item.code == "log-leaf-missing"] == [about]


@pytest.mark.parametrize("index", range(12))
def test_a_missing_leaf_is_found_by_the_checkpoint_one_kept(index):
    kept = Checkpoint(ORIGIN, 12, Tree(FILES["log/leaves.jsonl"].splitlines()).root()).body().encode()
    assert check(PLAIN, kept=kept) == set()
    assert "checkpoint-mismatch" in check(without_leaf(index), kept=kept)


def test_reordered_leaves_are_found():
    swapped = FILES["log/leaves.jsonl"].splitlines(keepends=True)
    swapped[2:4] = swapped[3:1:-1]
    assert "log-root" in check(edited(PLAIN, "log/leaves.jsonl", lambda old: b"".join(swapped)))


def test_reordered_leaves_are_found_after_rehashing():
    def swap(leaves: list[bytes]) -> list[bytes]:
        return [*leaves[:2], leaves[3], leaves[2], *leaves[4:]]

    assert check(changed_log(swap)) == {"log-commitment", "edition-head"}
    both = changed_log(swap, lambda rows: [*rows[:2], {**rows[3], "index": 2}, {**rows[2], "index": 3}, *rows[4:]])
    assert check(both) == {"edition-head"}
    assert check(both, kept=head_before(CASE).body().encode()) == {"edition-head", "checkpoint-mismatch"}


def test_a_leaf_about_nothing_is_found_after_rehashing():
    data = changed_log(list, lambda rows: [row for row in rows if row["about"] != "change:3"])
    assert check(data) == {"log-leaf-missing", "log-leaf-unexplained"}


def test_an_edited_disposition_is_found():
    def soften(old: bytes) -> bytes:
        return old.replace(b"Lieferwege bleiben.", b"Lieferwege folgen. ")

    assert check(edited(PLAIN, "process.json", soften)) >= {"entry-digest", "log-commitment"}


def test_an_edited_disposition_is_found_after_rehashing():
    forged = dict(FILES)
    forged["process.json"] = forged["process.json"].replace(b"Lieferwege bleiben.", b"Lieferwege folgen.")
    data = with_manifest(forged, parse(FILES["manifest.json"]))
    found = verify_bytes(data)
    assert codes(found) == {"log-commitment"}
    assert found.lines()[1].startswith("disposition b2-2: What the bundle says about disposition b2-2 is not what leaf")


def test_a_wholly_new_log_is_found_by_key_and_by_checkpoint():
    data = bundle(set_change(CASE, 2, why="Ein anderer Grund."), STRANGER)
    assert check(data) == set()
    assert check(data, key=TRUSTED) == {"key-mismatch"}
    assert check(data, kept=head_before(CASE).body().encode()) == {"checkpoint-mismatch"}


def test_a_bundle_holds_no_seed_no_salt_and_no_text_of_a_contribution():
    shown = FILES["process.json"].decode()
    assert "Mehr Platz am Ufer" not in shown and CASE.salt_seed not in shown
    body = to_json(replace(from_json(shown), salt_seed="5a" * 32)).encode()
    assert "process-form" in check(with_manifest({**FILES, "process.json": body}, parse(FILES["manifest.json"])))


# Trust


def test_a_checkpoint_one_kept_may_be_signed_earlier_or_foreign():
    head = head_before(CASE)
    assert check(SIGNED, kept=head.body().encode()) == set()
    assert check(SIGNED, kept=sign(head.body(), ORIGIN, KEY).encode(), key=TRUSTED) == set()
    assert check(SIGNED, kept=sign(head.body(), ORIGIN, STRANGER).encode(), key=TRUSTED) == {"checkpoint-mismatch"}
    for other in (
        dataclasses.replace(head, origin="else"),
        dataclasses.replace(head, size=99),
        dataclasses.replace(head, size=3),
    ):
        assert check(SIGNED, kept=other.body().encode()) == {"checkpoint-mismatch"}
    assert check(SIGNED, kept=b"\xff") == {"checkpoint-mismatch"}


def test_a_key_proves_nothing_about_an_unsigned_bundle():
    assert check(PLAIN, key=TRUSTED) == {"key-mismatch"}
    assert check(SIGNED, key="nonsense") == {"key-mismatch"}


def test_a_signature_under_another_key_in_the_bundle_is_found():
    other = f"{verifier_of(ORIGIN, STRANGER)}\n".encode()
    assert check(edited(SIGNED, "key.txt", lambda old: other)) == {"signature"}


def test_receipts_in_the_bundle_prove_their_leaves():
    files = unpack(SIGNED).files
    for index, leaf in enumerate(files["log/leaves.jsonl"].splitlines()):
        head = verify_receipt(files[f"log/receipts/{index}.tlog-proof"], leaf, [verifier_of(ORIGIN, KEY)])
        assert (head.size, head.origin) == (12, ORIGIN)


# contributions.zip


def erased(case: Process) -> Process:
    """After the erasure of b1: the log is stored, text and salt are gone."""
    kept = record(case)
    gone = replace(kept.contributions[0], text=None, salt=None)
    return replace(kept, contributions=(gone, *kept.contributions[1:]))


def test_erased_contributions_are_counted_and_everything_else_still_holds():
    after = erased(CASE)
    assert bundle(after) == SIGNED
    found = verify_bytes(SIGNED, contributions=contributions(after))
    assert (found.exit_code, found.counts["erased"]) == (0, 1)
    assert "2 contributions, 1 erased" in found.lines()


def test_an_altered_text_is_found():
    body = parse(unpack(TEXTS).files["contributions.json"])
    body["contributions"][1]["text"] = "Bäume am Ufer. Und viele Autos."
    found = verify_bytes(SIGNED, contributions=pack({"contributions.json": canonical(body)}))
    assert codes(found) == {"contribution-commitment"}
    assert found.lines()[1].startswith("contribution b2: ")


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (lambda rows: [{**rows[0], "salt": "00" * 32}, rows[1]], "contribution-commitment"),
        (lambda rows: [{**rows[0], "salt": "xx"}, rows[1]], "contribution-commitment"),
        (lambda rows: [*rows, {**rows[0], "id": "b9"}], "contribution-unknown"),
        (lambda rows: rows[::-1], "contributions-form"),
        (lambda rows: [rows[0], *rows], "contributions-form"),
        (lambda rows: [{**rows[0], "more": ""}, rows[1]], "contributions-form"),
        (lambda rows: "none", "contributions-form"),
    ],
)
def test_contributions_that_do_not_belong(edit, code):
    body = parse(unpack(TEXTS).files["contributions.json"])
    data = pack({"contributions.json": canonical({**body, "contributions": edit(body["contributions"])})})
    assert check(SIGNED, contributions=data) == {code}


def test_contributions_of_another_log_or_none_at_all():
    body = parse(unpack(TEXTS).files["contributions.json"])
    assert check(SIGNED, contributions=pack({"contributions.json": canonical({**body, "origin": "else"})})) == {
        "log-origin"
    }
    for data in (
        b"",
        pack({}),
        pack({"contributions.json": b"{}"}),
        TEXTS + b"x",
        pack({**unpack(TEXTS).files, "x": b""}),
    ):
        assert check(SIGNED, contributions=data) == {"contributions-form"}


@pytest.mark.slow
def test_a_flipped_bit_in_every_byte_of_contributions_is_found():
    for at in range(len(TEXTS)):
        damaged = TEXTS[:at] + bytes([TEXTS[at] ^ 1 << at % 8]) + TEXTS[at + 1 :]
        assert verify_bytes(SIGNED, contributions=damaged).exit_code == 1


# What is no bundle, and what is made to harm


def zipped(entries: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as made:
        for name, data in entries.items():
            made.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "not a ZIP file"),
        (b"%PDF-1.7 no bundle", "not a ZIP file"),
        (bytes(5000), "not a ZIP file"),
        (pack({}), "no manifest.json"),
        (pack({"mimetype": b"application/epub+zip"}), "no manifest.json"),
        (zipped({"../../etc/passwd": b"x"}), "which no bundle holds"),
        (
            pack({**FILES, "manifest.json": FILES["manifest.json"].replace(b'"version":1', b'"version":2')}),
            "format version 2; this release reads version 1",
        ),
        (pack({**FILES, "manifest.json": b'{"format":"another"}'}), "stadtgespraech-bundle"),
    ],
)  # fmt: skip
def test_what_is_no_bundle_is_not_readable(data, message):
    found = verify_bytes(data)
    assert found.exit_code == 2
    assert message in found.lines()[0]
    assert len(found.lines()) == 1


def test_a_bomb_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(archive, "MAX_BYTES", 2_000_000)
    found = verify_bytes(zipped({"manifest.json": bytes(100_000_000)}))
    assert (found.exit_code, "larger than" in found.lines()[0]) == (2, True)


def test_a_bundle_packed_by_another_tool_is_not_verified_but_its_content_is_looked_at():
    assert check(zipped(dict(FILES))) == {"zip-not-canonical"}


def test_a_file_larger_than_any_bundle(tmp_path, monkeypatch):
    from stadtgespraech.checks import bundle as module

    monkeypatch.setattr(module, "MAX_BYTES", 1000)
    (tmp_path / "b.zip").write_bytes(PLAIN)
    assert verify(tmp_path / "b.zip").lines() == ["not readable: b.zip is larger than 1000 bytes"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"\xff",
        b'{"format":"stadtgespraech-process","version":0}',
        b"[" * 99_999,
        b'{"a":' + b"9" * 5000 + b"}",
    ],
)
def test_a_process_file_that_cannot_be_read(body):
    data = with_manifest({**FILES, "process.json": body}, parse(FILES["manifest.json"]))
    assert "process-form" in check(data)


def random_edits(value: Any, choose: random.Random) -> Any:
    """`value` with something wrong somewhere: another type, a number out of range, a missing field."""
    if isinstance(value, dict) and value:
        key = choose.choice(sorted(value))
        if choose.random() < 0.15:
            return {k: v for k, v in value.items() if k != key}
        return {**value, key: random_edits(value[key], choose)}
    if isinstance(value, list) and value and choose.random() < 0.95:
        at = choose.randrange(len(value))
        return [*value[:at], random_edits(value[at], choose), *value[at + 1 :]]
    return choose.choice([None, -1, 2**53 - 1, "", "x", [], {}, True, [[]], {"type": "run"}])


def test_nonsense_in_an_edition_never_raises():
    choose, body = random.Random(3), edition(CASE)
    for _ in range(150):
        found = verify_bytes(bundle(key=None, given={"marked.json": dumped(random_edits(body, choose))}))
        assert (found.exit_code, found.lines()[0].partition(":")[0]) in {(0, "verified"), (1, "not verified")}


@pytest.mark.parametrize("name", ["manifest.json", "process.json", "log/consistency.json"])
def test_nonsense_in_a_file_never_raises(name):
    choose, body = random.Random(name), json.loads(FILES[name])
    for _ in range(40):
        nonsense = random_edits(body, choose)
        data = canonical(nonsense) if name != "process.json" else json.dumps(nonsense).encode()
        if data != FILES[name]:
            assert verify_bytes(edited(PLAIN, name, lambda old, d=data: d)).exit_code in (1, 2)


@pytest.mark.parametrize("name", ["log/leaves.jsonl", "log/openings.jsonl"])
def test_nonsense_in_the_log_never_raises(name):
    choose, rows = random.Random(name), [json.loads(line) for line in FILES[name].splitlines()]
    for _ in range(60):
        damaged = random_edits(rows, choose)
        nonsense = b"".join(canonical(row) + b"\n" for row in (damaged if isinstance(damaged, list) else []))
        if nonsense != FILES[name]:
            assert verify_bytes(edited(PLAIN, name, lambda old, d=nonsense: d)).exit_code == 1
