"""What a file is, is decided by its content; what cannot be read is refused with one clear line."""

from __future__ import annotations

import codecs
import dataclasses
from pathlib import Path

import pytest

from stadtgespraech.ingest.archive import MAX_FILE, MAX_TEXT
from stadtgespraech.ingest.document import ReadError, read_document
from stadtgespraech.records import FormatError, Process, to_json
from stadtgespraech.text.weave import Weave

from .samples.erlenbach import erlenbach
from .samples.mittelbrunn import mittelbrunn

MARKDOWN = "# Für Bürgerinnen\n\n## Grün\n\nÄpfel blühen.\n\n## Blau\n\nFlüsse fließen.\n"


def read(tmp_path: Path, data: bytes, name: str) -> Process:
    path = tmp_path / name
    path.write_bytes(data)
    return read_document(path)


def refused(tmp_path: Path, data: bytes, name: str = "datei.txt") -> str:
    with pytest.raises(ReadError) as caught:
        read(tmp_path, data, name)
    assert name in str(caught.value) and "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    "data",
    [
        MARKDOWN.encode(),
        codecs.BOM_UTF8 + MARKDOWN.encode(),
        MARKDOWN.encode("utf-16"),
        codecs.BOM_UTF16_BE + MARKDOWN.encode("utf-16-be"),
        MARKDOWN.replace("\n", "\r\n").encode(),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16 little", "utf-16 big", "windows line ends"],
)
def test_encodings_with_mark_or_utf8_are_read_silently(tmp_path: Path, data: bytes) -> None:
    process = read(tmp_path, data, "a.md")
    assert [s.paragraphs for s in process.statements] == [("Äpfel blühen.",), ("Flüsse fließen.",)]
    assert process.report is not None
    assert not any("Windows" in line for line in process.report.uncertain)


def test_wrong_encoding_is_read_as_windows_1252_and_reported(tmp_path: Path) -> None:
    process = read(tmp_path, MARKDOWN.encode("cp1252"), "a.md")
    assert process.title == "Für Bürgerinnen"
    assert process.report is not None
    assert process.report.uncertain[0] == "not UTF-8 (byte 3): read as Windows-1252; check the umlauts"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b" \n\n ", "empty"),
        (b"Text\x00mit Null", "zero byte"),
        (b"Text \x81 \xff", "neither UTF-8"),
        (b"Text \x07", "control character"),
        ("Text".encode("utf-16-le"), "UTF-16 without a mark"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8\x00", "damaged UTF-16"),
        ("Text".encode("utf-32"), "UTF-32"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\x7fELF\x02", "program"),
        (b"{\\rtf1 x}", "RTF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Word file"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    ],
)
def test_what_is_no_text_is_refused_with_a_reason(tmp_path: Path, data: bytes, said: str) -> None:
    assert said in refused(tmp_path, data)


def test_200_mb_of_text_are_refused_before_reading(tmp_path: Path) -> None:
    path = tmp_path / "lang.txt"
    with path.open("wb") as stream:
        stream.truncate(200_000_000)
    with pytest.raises(ReadError, match="200 MB are more than the limit of 50 MB"):
        read_document(path)
    assert MAX_TEXT < MAX_FILE


def test_text_over_its_own_limit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("stadtgespraech.ingest.document.MAX_TEXT", 10)
    assert "limit" in refused(tmp_path, b"Mehr als zehn Zeichen.", "a.md")


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no such file"):
        read_document(tmp_path / "fehlt.docx")


def test_docx_is_known_by_content_not_by_name(tmp_path: Path) -> None:
    assert read(tmp_path, erlenbach(), "ohne-endung").title == "Erlenbach 2040"


def test_process_file_comes_back_as_it_was(tmp_path: Path) -> None:
    process = read(tmp_path, MARKDOWN.encode(), "a.md")
    assert read(tmp_path, to_json(process).encode(), "a.json") == process
    assert read(tmp_path, to_json(process).encode(), "case") == process


def test_process_file_of_another_version_or_form_is_refused(tmp_path: Path) -> None:
    process = read(tmp_path, MARKDOWN.encode(), "a.md")
    with pytest.raises(FormatError, match="version"):
        read(tmp_path, to_json(process).replace('"version": 1', '"version": 0').encode(), "a.json")
    with pytest.raises(FormatError, match="not JSON"):
        read(tmp_path, b"{", "a.json")


def test_reading_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = (to_json(read(tmp_path, erlenbach(), "a.docx")) for _ in range(2))
    assert first == second


def test_process_texts_repeat_the_last_revision(tmp_path: Path) -> None:
    process = read(tmp_path, erlenbach(), "a.docx")
    blocks = Weave.from_rows(process.weave).blocks()
    assert [text for block, text in blocks if block.owner == "statement:2"] == [
        process.statements[1].title,
        *process.statements[1].paragraphs,
    ]
    assert dataclasses.replace(process, report=None).salt_seed


def test_plain_text_whose_footnotes_restart_on_every_page(tmp_path: Path) -> None:
    process = read(tmp_path, mittelbrunn().encode(), "mittelbrunn.txt")
    assert (process.title, process.as_of) == ("Mittelbrunn 2035", "2024-10-14")
    assert [s.title for s in process.statements] == [
        "Mittelbrunn bleibt ein Ort, an dem man sich kennt.",
        "Mittelbrunn erzeugt seine Wärme selbst und schont den Wald.",
        "Mittelbrunn lässt niemanden auf der Strecke.",
    ]
    weave = Weave.from_rows(process.weave)
    assert [(c.number, c.statement, c.rounds, c.in_title, weave.passage_text(c.anchor)) for c in process.changes] == [
        (1, 1, ("Dezernat 2", "Online-Beteiligung"), False, "kosten"),
        (2, 1, ("1. Stadtkonferenz",), False, "Bänke"),
        (3, 2, ("Online-Beteiligung",), True, "Wald"),
        (4, 2, ("Dezernat 4",), False, "Bauabschnitt"),
        (5, 2, ("Stakeholder-Beteiligung",), False, "Sprachen"),
        (6, 3, ("Dezernat 4", "1. Stadtkonferenz", "Online-Beteiligung"), False, "Rollator"),
    ]
    assert process.report is not None
    assert not process.report.repairs
