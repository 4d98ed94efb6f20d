"""The bundle is written the same from the same, and refuses what it could not keep."""

from __future__ import annotations

from dataclasses import replace

import pytest

from stadtgespraech.checks.bundle import verify_bytes
from stadtgespraech.ledger.archive import ArchiveError, unpack
from stadtgespraech.ledger.canonical import parse
from stadtgespraech.ledger.leaf import leaf_bytes
from stadtgespraech.ledger.recording import RecordError, record
from stadtgespraech.publish.bundle import head_before, origin_of, write_bundle, write_contributions
from stadtgespraech.records import Process

from ..checks.auenstadt import KEY, editions, process

CASE = process()
GIVEN = editions(CASE)


def test_files_of_a_bundle_with_and_without_key():
    plain, signed = (set(unpack(write_bundle(CASE, GIVEN, key)).files) for key in (None, KEY))
    assert plain == {
        "checkpoint.txt", "editions/clean.json", "editions/marked.html", "editions/marked.json", "log/consistency.json",
        "log/leaves.jsonl", "log/openings.jsonl", "manifest.json", "process.json",
    }  # fmt: skip
    receipts = {f"log/receipts/{n}.tlog-proof" for n in range(12)}
    assert signed == plain - {"checkpoint.txt"} | {"checkpoint.note", "key.txt"} | receipts


def test_the_bytes_do_not_depend_on_the_order_of_editions():
    assert write_bundle(CASE, dict(reversed(GIVEN.items())), None) == write_bundle(CASE, GIVEN, None)


def test_the_head_an_edition_can_print_is_the_one_before_it():
    files = unpack(write_bundle(CASE, GIVEN, None)).files
    proof = parse(files["log/consistency.json"])
    head = head_before(CASE)
    assert (proof["first"], proof["second"]) == (head.size, 12) == (11, 12)
    assert head.body().split("\n")[2] == proof["root1"]


def test_a_log_that_is_stored_stays_and_only_grows():
    stored = record(CASE)
    longer = record(replace(stored, dispositions=(*CASE.dispositions, replace(CASE.dispositions[0], part="b9-1"))))
    assert longer.log[: len(stored.log)] == stored.log
    assert [entry.about for entry in longer.log[len(stored.log) :]] == ["disposition:b9-1"]
    assert write_bundle(stored, GIVEN, KEY) == write_bundle(CASE, GIVEN, KEY)


def test_the_order_of_the_log_is_that_of_the_format():
    assert [entry.about for entry in record(CASE).log] == [
        "contribution:b1", "contribution:b2", "change:1", "change:2", "change:3", "change:4", "change:5",
        "disposition:b1-1", "disposition:b2-1", "disposition:b2-2", "resolution:DS 12/2026",
    ]  # fmt: skip


def test_leaves_carry_no_text_and_salts_of_contributions_stay_away():
    log = record(CASE).log
    assert all(len(leaf_bytes(entry)) < 220 for entry in log)
    assert [entry.salt is None for entry in log] == [True] * 2 + [False] * 9


def test_public_content_needs_no_seed_but_contributions_do():
    with pytest.raises(RecordError, match="contribution:b1 has no salt, and the process no salt_seed"):
        write_bundle(replace(CASE, salt_seed=""), GIVEN, None)
    public = replace(CASE, salt_seed="", contributions=(), parts=(), dispositions=())
    assert len(record(public).log) == 6
    salted = tuple(replace(item, salt="ab" * 32) for item in CASE.contributions)
    case = replace(CASE, salt_seed="", contributions=salted)
    assert (
        verify_bytes(write_bundle(case, editions(case), None), contributions=write_contributions(case)).exit_code == 0
    )


def test_another_seed_gives_other_leaves_and_the_same_origin():
    other = replace(CASE, salt_seed="77" * 32)
    assert not {entry.commitment for entry in record(CASE).log} & {entry.commitment for entry in record(other).log}
    assert origin_of(other) == origin_of(CASE)


@pytest.mark.parametrize(
    ("case", "message"),
    [
        (replace(CASE, salt_seed="5A" * 32), "salt_seed must be 64 lower-case hex digits"),
        (replace(CASE, salt_seed="5a" * 31), "salt_seed must be"),
        (replace(CASE, contributions=(replace(CASE.contributions[0], salt="no"),)), "the salt of contribution b1"),
        (replace(CASE, contributions=(replace(CASE.contributions[0], text=None),)), "erased before it had a leaf"),
    ],
)
def test_what_cannot_be_recorded(case, message):
    with pytest.raises(RecordError, match=message):
        write_bundle(case, GIVEN, None)


def test_names_that_no_bundle_holds():
    with pytest.raises(ArchiveError, match="cannot name a file"):
        write_bundle(CASE, {"../marked.html": b""}, None)


def test_a_process_with_nothing_in_it_still_has_a_bundle_that_verifies():
    data = write_bundle(Process("Leer", "Herbst 2025"), {}, KEY)
    found = verify_bytes(data)
    assert (found.exit_code, found.counts["leaves"]) == (0, 1)
    assert "log/consistency.json" not in unpack(data).files
