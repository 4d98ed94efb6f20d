"""OpenDocument texts: recorded edits, comments and notes, as in Word files."""

from __future__ import annotations

from pathlib import Path

import pytest

from stadtgespraech.ingest.archive import ReadError
from stadtgespraech.ingest.document import read_document
from stadtgespraech.records import Process
from stadtgespraech.text.weave import Weave

from .samples.opendocument import (
    comment,
    comment_end,
    deletion,
    end,
    gone,
    h,
    insertion,
    note,
    opendocument,
    p,
    start,
)

A = ("Dezernat 1", "2025-01-01T10:00:00")
B = ("Amt 61", "2025-01-02T10:00:00")


def read(tmp_path: Path, data: bytes) -> Process:
    path = tmp_path / "entwurf.odt"
    path.write_bytes(data)
    return read_document(path)


def own() -> bytes:
    return opendocument(
        p("Auental 2040", style="P1"),
        p("Stand: 3. Februar 2025"),
        h(1, "Unsere Leitlinien"),
        h(2, "Grün ", start("i1"), "und kühl", end("i1")),
        p(
            "Wir pflanzen ",
            comment("k1", *B, "Zu ungenau."),
            gone("d1"),
            start("i2"),
            "zweihundert",
            end("i2"),
            comment_end("k1"),
            " Bäume",
            note("n1", "1", "Rückmeldung aus der Online-Beteiligung. Viele wünschen sich Schatten."),
            ".",
        ),
        h(2, "Nah"),
        p("Wege sind kurz.", start("i3")),
        p("Busse fahren oft.", end("i3")),
        p(gone("d2"), "Züge", "<text:s/>", "auch."),
        regions=insertion("i1", *A)
        + deletion("d1", *B, p("viele"))
        + insertion("i2", *B)
        + insertion("i3", *A)
        + deletion("d2", *B, p("Niemand fährt mehr."), p("")),
    )


def test_recorded_edits_become_changes_with_the_comment_as_reason(tmp_path: Path) -> None:
    process = read(tmp_path, own())
    assert (process.title, process.as_of) == ("Auental 2040", "2025-02-03")
    assert [(c.statement, c.rounds, c.kinds[0], c.old, c.new, c.why) for c in process.changes] == [
        (1, ("Dezernat 1",), "insert", "", "und kühl", ""),
        (1, ("Amt 61",), "replace", "viele", "zweihundert", "Zu ungenau."),
        (1, ("Online-Beteiligung",), process.changes[2].kinds[0], "", "", process.changes[2].why),
        (2, ("Dezernat 1",), "insert", "", "Busse fahren oft.", ""),
        (2, ("Amt 61",), "delete", "Niemand fährt mehr.", "", ""),
    ]


def test_rejecting_all_gives_the_base_and_accepting_all_the_new_text(tmp_path: Path) -> None:
    process = read(tmp_path, own())
    weave = Weave.from_rows(process.weave)
    base = ["Grün", "Wir pflanzen viele Bäume.", "Nah", "Wege sind kurz.", "Niemand fährt mehr.", "Züge auch."]
    now = [
        "Grün und kühl",
        "Wir pflanzen zweihundert Bäume.",
        "Nah",
        "Wege sind kurz.",
        "Busse fahren oft.",
        "Züge auch.",
    ]
    assert weave.text(0).split("\n")[2:] == base
    assert weave.text().split("\n")[2:] == now


def test_xxe_in_odt_is_refused(tmp_path: Path) -> None:
    prologue = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    with pytest.raises(ReadError, match="XXE"):
        read(tmp_path, opendocument(p("&a;"), prologue=prologue))


def test_zip_bomb_in_odt_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="zip bomb"):
        read(tmp_path, opendocument(p("x"), extra={"Pictures/a.png": b"\0" * 9_000_000}))


def test_encrypted_odt_is_refused(tmp_path: Path) -> None:
    manifest = "<manifest><file-entry><encryption-data/></file-entry></manifest>"
    with pytest.raises(ReadError, match="encrypted"):
        read(tmp_path, opendocument(p("x"), extra={"META-INF/manifest.xml": manifest}))


def test_macros_in_odt_are_ignored_and_reported(tmp_path: Path) -> None:
    report = read(tmp_path, opendocument(p("x"), extra={"Basic/Standard/Modul.xml": "<x/>"})).report
    assert report is not None
    assert report.lost == ("macros (Basic) are not read and never run",)
