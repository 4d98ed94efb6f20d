"""One log for several products: the bundle of one explains every leaf, and no leaf of another hides a forgery."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from unittest.mock import patch

import pytest

from stadtgespraech.checks.bundle import verify_bytes
from stadtgespraech.ledger.archive import pack, unpack
from stadtgespraech.ledger.canonical import canonical, parse
from stadtgespraech.ledger.commitment import derived_salt
from stadtgespraech.ledger.recording import entry_of, events, hex_bytes, published, record
from stadtgespraech.publish.bundle import write_bundle
from stadtgespraech.records import Contribution, LogEntry, Part, Process, Slice, Source

from .auenstadt import KEY, change
from .forger import story

ORIGIN, SEED = "stadtgespraech/auenstadt", hex_bytes("a7" * 32, "seed")
HASH = "ab" * 32


def others() -> list[LogEntry]:
    """The starting pictures: two changes, a resolution and their edition; then a change of the measures, sealed."""
    council = Source("resolution", "Ratsbeschluss", "DS 44/2025", "2025-11-13")
    first, second = change(1, 1, (), ("insert",), 1, (Source("editors"),)), change(2, 1, (), (), 2, (council,))
    starting = Process("Die Ausgangsbilder", "2025-11-13", key="ausgangsbilder", changes=(first, second))
    measures = Process("Maßnahmen", "2026-04-01", key="massnahmen", changes=(first,))
    edition = published({"process.json": HASH}, "cd" * 32, "2025-11-13", "ausgangsbilder")
    earlier = published({"process.json": HASH}, "ef" * 32, "2026-02-01", "zielbilder")
    told = [opened(event) for event in (*events(starting), edition, earlier)]
    return [*told, replace(opened(events(measures)[0]), about="", salt=None, content="")]


def opened(event) -> LogEntry:
    entry = entry_of(event, derived_salt(SEED, event.type, event.about), SEED)
    return replace(entry, content=canonical(event.content).decode())


def case(entries: list[LogEntry] | None = None) -> Process:
    """The target statements, whose log holds the others first. Somebody spoke of a starting picture, unanswered yet."""
    case = story()
    said = Contribution("b3", "Online-Beteiligung", "Stimmt nicht mehr.", product="ausgangsbilder")
    part = Part("b3", "b3", 0, 18, 7, (Slice(9, 9, 0, 3),))
    return record(
        replace(
            case,
            key="zielbilder",
            contributions=(*(replace(item, product="zielbilder") for item in case.contributions), said),
            parts=(*case.parts, part),
            dispositions=tuple(replace(item, product="zielbilder") for item in case.dispositions),
            log=tuple(others() if entries is None else entries),
        )
    )


def codes(data: bytes, **known: bytes) -> set[str]:
    found = verify_bytes(data, **known)
    named = {item.code for item in found.findings} - {"signature-none", "edition-none", "signature-untrusted"}
    assert found.exit_code == (1 if named - {"leaf-sealed"} else 0)
    return named


def bundle(case: Process) -> bytes:
    return write_bundle(case, {}, None, ORIGIN)


SEALED = {"leaf-sealed"}


def test_a_bundle_opens_the_leaves_of_other_products_and_says_what_is_sealed():
    found = verify_bytes(bundle(case()))
    assert {item.code for item in found.findings} == {"leaf-sealed", "edition-none", "signature-none"}
    assert (found.exit_code, found.counts["others"], found.counts["leaves"]) == (0, 5, 6 + 3 + 7 + 3 + 1 + 1)
    said = found.lines()
    assert "5 leaves are of other products or of an earlier edition: opened and checked" in said
    assert (
        "Sealed leaves, of what is not published yet: 1 “change-decided”. The manifest declares them; nothing else is "
        "known." in said
    )


def test_a_log_of_one_product_needs_no_more_files_than_before():
    files = unpack(write_bundle(record(story()), {}, None)).files
    assert "log/contents.jsonl" not in files and "sealed" not in json.loads(files["manifest.json"])


Entries = list[LogEntry]


def at(about: str, entries: Entries) -> int:
    return next(n for n, entry in enumerate(entries) if entry.about == about)


def with_fields(where: str, **values: object) -> Callable[[Entries], None]:
    def forge(entries: Entries) -> None:
        n = at(where, entries)
        entries[n] = replace(entries[n], **values)

    return forge


def reworded(about: str, old: str, new: str) -> Callable[[Entries], None]:
    def forge(entries: Entries) -> None:
        n = at(about, entries)
        assert old in entries[n].content
        entries[n] = replace(entries[n], content=entries[n].content.replace(old, new))

    return forge


def exchanged(one: str, other: str) -> Callable[[Entries], None]:
    """Two leaves show the opening and content of each other."""

    def forge(entries: Entries) -> None:
        first, second = at(one, entries), at(other, entries)
        a, b = entries[first], entries[second]
        entries[first] = replace(a, about=b.about, salt=b.salt, content=b.content)
        entries[second] = replace(b, about=a.about, salt=a.salt, content=a.content)

    return forge


def claimed(own: str, about: str, key: str = "zielbilder") -> Callable[[Entries], None]:
    """The leaf of a change of this product is given to another, with its content as it is or made to fit."""

    def forge(entries: Entries) -> None:
        n = at(own, entries)
        number = int(own.rpartition("/")[2])
        content = next(event.content for event in events(case()) if event.about == f"change:zielbilder/{number}")
        entries[n] = replace(entries[n], about=about, content=canonical({**content, "product": key}).decode())

    return forge


def hidden(own: str, about: str) -> Callable[[Entries], None]:
    """The leaf of a change of this product passes for an earlier record of another's."""

    def forge(entries: Entries) -> None:
        entry = entries.pop(at(own, entries))
        entries.insert(0, replace(entry, about=about))

    return forge


A1, A2, RESOLUTION = "change:ausgangsbilder/1", "change:ausgangsbilder/2", "resolution:ausgangsbilder/DS 44/2025"
EDITION, EARLIER = f"edition:ausgangsbilder/{'cd' * 32}", f"edition:zielbilder/{'ef' * 32}"
OURS = "change:zielbilder/5"
COMMITMENT, PRODUCT, UNEXPLAINED, OBJECT, MISSING = (
    {f"log-{name}"} for name in ("commitment", "product", "leaf-unexplained", "object", "leaf-missing")
)

FORGERIES: dict[str, tuple[Callable[[Entries], None], set[str]]] = {
    "the reason of another product's change is altered": (reworded(A1, "Grund 1", "Grund 9"), COMMITMENT),
    "the number of another product's change is altered": (reworded(A1, '"number":1', '"number":9'), COMMITMENT),
    "the files of another product's edition are altered": (reworded(EDITION, HASH, "12" * 32), COMMITMENT),
    "the content says another product": (reworded(A1, "ausgangsbilder", "massnahmen"), COMMITMENT),
    "content and opening say another product": (
        lambda entries: (reworded(A1, "ausgangsbilder", "massnahmen")(entries),
                         with_fields(A1, about="change:massnahmen/1")(entries)), COMMITMENT),
    "the opening says another product": (with_fields(A1, about="change:massnahmen/1"), PRODUCT),
    "the opening says another change": (with_fields(A1, about="change:ausgangsbilder/9"), PRODUCT),
    "the opening says this product": (with_fields(A1, about="change:zielbilder/99"), PRODUCT),
    "the opening says no product": (with_fields(A1, about="change:1"), PRODUCT),
    "the opening says another resolution": (
        with_fields(RESOLUTION, about="resolution:ausgangsbilder/DS 1/2025"), PRODUCT),
    "another product's edition passes for an earlier one of this": (
        with_fields(EDITION, about=f"edition:zielbilder/{'cd' * 32}"), PRODUCT),
    "another product's edition passes for an earlier one of this, without its content": (
        with_fields(EDITION, about=f"edition:zielbilder/{'cd' * 32}", content=""), UNEXPLAINED),
    "the content of another product's change is left out": (with_fields(A1, content=""), UNEXPLAINED),
    "the content of another product's edition is left out": (with_fields(EDITION, content=""), UNEXPLAINED),
    "the content of an earlier edition is left out": (with_fields(EARLIER, content=""), UNEXPLAINED),
    "the content is another type's": (with_fields(A1, content='{"product":"ausgangsbilder","type":"received"}'),
                                      COMMITMENT),
    "the content is a list": (with_fields(A1, content="[]"), COMMITMENT),
    "the content holds a field more": (reworded(A1, '"product"', '"more":1,"product"'), COMMITMENT),
    "the content is of no product": (reworded(A1, '"ausgangsbilder"', '""'), COMMITMENT),
    "the salt is another": (with_fields(A1, salt="00" * 32), COMMITMENT),
    "two leaves of another product are exchanged": (exchanged(A1, A2), COMMITMENT),
    "another product's change passes for an earlier record of this one's": (
        with_fields(A1, about="change:zielbilder/1", content=""), OBJECT),
    "this product's change is given to another": (claimed(OURS, "change:ausgangsbilder/5"), PRODUCT | MISSING),
    "this product's change is given to another, with a content that fits": (
        claimed(OURS, "change:ausgangsbilder/5", "ausgangsbilder"), COMMITMENT | MISSING),
    "this product's change passes for an earlier record of another's": (hidden(OURS, A1), OBJECT | MISSING),
    "this product's change is sealed": (with_fields(OURS, about="", salt=None), MISSING),
    "an answer is sealed": (with_fields("disposition:b1-1", about="", salt=None), UNEXPLAINED | MISSING),
    "a change of this product shows its content again": (claimed(OURS, OURS), PRODUCT),
}  # fmt: skip


def forged(forge: Callable[[Entries], None]) -> Process:
    honest = case()
    entries = list(honest.log)
    forge(entries)
    return replace(honest, log=tuple(entries))


def unrecorded(case: Process) -> bytes:
    """The bundle of a log that lacks what it must hold: nothing is added to it."""
    with patch("stadtgespraech.publish.bundle.record", lambda case: case):
        return bundle(case)


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_log_of_several_products_is_found(forgery):
    forge, expected = FORGERIES[forgery]
    assert codes(unrecorded(forged(forge))) == expected | SEALED


def dropped(entries: Entries) -> None:
    del entries[at(A2, entries)]


def swapped(entries: Entries) -> None:
    entries[0], entries[1] = entries[1], entries[0]


@pytest.mark.parametrize("forge", [dropped, swapped])
def test_a_leaf_of_another_product_that_is_dropped_or_moved_does_not_fit_the_head_that_was_kept(forge):
    kept = unpack(bundle(case())).files["checkpoint.txt"]
    assert codes(unrecorded(forged(forge)), kept=kept) == SEALED | {"checkpoint-mismatch"}
    files = dict(unpack(bundle(case())).files)
    files |= {"log/leaves.jsonl": unpack(unrecorded(forged(forge))).files["log/leaves.jsonl"]}
    assert {"log-root", "log-commitment"} <= codes(pack(files))


def edited(name: str, edit: Callable[[list[bytes]], list[bytes]]) -> bytes:
    files = dict(unpack(bundle(case())).files)
    return pack({**files, name: b"".join(edit(files[name].splitlines(keepends=True)))})


CONTENTS = "log/contents.jsonl"
FILES: dict[str, tuple[bytes, set[str]]] = {
    "a content is left out": (edited(CONTENTS, lambda rows: rows[1:]), UNEXPLAINED),
    "all contents are left out": (edited(CONTENTS, lambda rows: []), UNEXPLAINED | {"content-form"}),
    "an opening and its content are left out": (
        pack({**unpack(edited(CONTENTS, lambda rows: rows[1:])).files, "log/openings.jsonl": unpack(
            edited("log/openings.jsonl", lambda rows: rows[1:])).files["log/openings.jsonl"]}), UNEXPLAINED),
    "a content stands twice": (edited(CONTENTS, lambda rows: [rows[0], *rows]), {"content-form"}),
    "contents stand in another order": (edited(CONTENTS, lambda rows: rows[::-1]), {"content-form"}),
    "a content is of a leaf that is none": (
        edited(CONTENTS, lambda rows: [*rows, b'{"content":{},"index":999}\n']), {"content-form"}),
    "a content holds more": (
        edited(CONTENTS, lambda rows: [*rows, b'{"content":{},"index":1,"more":1}\n']), {"content-form"}),
    "a line is no JSON": (edited(CONTENTS, lambda rows: [*rows, b"{\n"]), {"content-form"}),
    "a line is a list": (edited(CONTENTS, lambda rows: [*rows, b"[]\n"]), {"content-form"}),
    "the last line is cut": (edited(CONTENTS, lambda rows: [*rows[:-1], rows[-1][:-1]]),
                             {"content-form"} | UNEXPLAINED),
}  # fmt: skip


@pytest.mark.parametrize("forgery", FILES)
def test_contents_that_were_altered_in_the_file_are_found(forgery):
    data, expected = FILES[forgery]
    assert expected <= codes(data) <= expected | SEALED


SEALS: dict[str, tuple[object, set[str]]] = {
    "more": ({"change-decided": 2}, {"sealed-not-there"}),
    "of another type": ({"resolution": 1}, {"sealed-not-there"} | UNEXPLAINED),
    "none": (None, UNEXPLAINED),
    "zero": ({"change-decided": 0}, {"manifest-form"}),
    "true": ({"change-decided": True}, {"manifest-form"}),
    "a contribution": ({"received": 1}, {"manifest-form"}),
    "nothing": ({}, {"manifest-form"}),
}


@pytest.mark.parametrize("seal", SEALS)
def test_sealed_leaves_that_are_declared_otherwise_are_found(seal):
    declared, expected = SEALS[seal]
    files = dict(unpack(bundle(case())).files)
    manifest = parse(files["manifest.json"])
    rest = {name: value for name, value in manifest.items() if name != "sealed"}
    files["manifest.json"] = canonical(rest if declared is None else {**rest, "sealed": declared})
    assert expected <= codes(pack(files))


def test_a_log_of_one_product_has_no_sealed_leaves():
    one = record(replace(story(), log=(others()[-1],)))
    assert codes(bundle(one)) == UNEXPLAINED


def test_a_source_whose_answer_names_the_changes_of_another_product_is_found():
    honest = case()
    answers = tuple(replace(item, product="massnahmen") for item in honest.dispositions)
    assert codes(unrecorded(replace(honest, dispositions=answers))) == SEALED | COMMITMENT | {"answer-misses-change"}


def test_signed_bundles_give_every_leaf_of_other_products_its_receipt():
    files = unpack(write_bundle(case(), {}, KEY, ORIGIN)).files
    assert sum(name.startswith("log/receipts/") for name in files) == len(case().log) + 1
