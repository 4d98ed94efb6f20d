"""Hostile and damaged archives: each is refused with one clear line."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from stadtgespraech.ingest.archive import MAX_FILE, ReadError, file_bytes, open_archive, parse_xml
from stadtgespraech.ingest.document import read_document

from .samples.word import pack, paragraph, word


def refused(tmp_path: Path, data: bytes, name: str = "entwurf.docx") -> str:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(ReadError) as caught:
        read_document(path)
    message = str(caught.value)
    assert "\n" not in message and name in message
    return message


def test_zip_bomb_is_refused_by_its_ratio(tmp_path: Path) -> None:
    bomb = word(paragraph("x"), extra={"word/media/a.bin": b"\0" * 20_000_000})
    assert len(bomb) < 100_000
    assert "zip bomb" in refused(tmp_path, bomb)


def test_zip_bomb_is_refused_by_its_total(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("stadtgespraech.ingest.archive.MAX_UNPACKED", 1_000)
    assert "unpacks to" in refused(tmp_path, word(paragraph("x" * 2_000)))


def test_member_that_unpacks_to_more_than_it_declares_is_refused(tmp_path: Path) -> None:
    data = bytearray(word(paragraph("Ein langer Satz. " * 500)))
    name = b"word/document.xml"
    central = data.rindex(name) - 46
    assert data[central : central + 4] == b"PK\x01\x02"
    data[central + 24 : central + 28] = (10).to_bytes(4, "little")
    assert "word/document.xml" in refused(tmp_path, bytes(data))


def test_too_many_entries_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("stadtgespraech.ingest.archive.MAX_ENTRIES", 3)
    assert "entries" in refused(tmp_path, word(paragraph("x")))


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "C:\\x", "word/../../x"])
def test_path_traversal_names_are_refused(tmp_path: Path, name: str) -> None:
    assert "outside the archive" in refused(tmp_path, word(paragraph("x"), extra={name: b"x"}))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "twice.docx"
    path.write_bytes(word(paragraph("x")))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/document.xml", "<other/>")
    assert "same name" in refused(tmp_path, path.read_bytes())


def test_xxe_in_docx_reads_no_other_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("geheim")
    prologue = f'<!DOCTYPE w [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    message = refused(tmp_path, word("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", prologue=prologue))
    assert "XXE" in message and "geheim" not in message


def test_entities_that_grow_without_end_are_refused() -> None:
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    with pytest.raises(ReadError, match=r"document type|damaged XML"):
        parse_xml(f'<!DOCTYPE r [<!ENTITY a0 "ha">{laughs}]><r>&a11;</r>'.encode(), "x")


def test_xxe_in_utf16_is_refused_too() -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE r [<!ENTITY x "y">]><r>&x;</r>'
    with pytest.raises(ReadError, match="document type"):
        parse_xml(text.encode("utf-16"), "x")


def test_external_relationships_are_not_followed_and_reported(tmp_path: Path) -> None:
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        'Type="http://x/attachedTemplate" Target="http://192.0.2.1/evil.dotm" TargetMode="External"/></Relationships>'
    )
    path = tmp_path / "a.docx"
    path.write_bytes(word(paragraph("Text"), extra={"word/_rels/document.xml.rels": rels}))
    report = read_document(path).report
    assert report is not None
    assert report.lost == ("1 links to files elsewhere (pictures, templates) are not followed",)


def test_macros_are_ignored_and_reported(tmp_path: Path) -> None:
    path = tmp_path / "a.docm"
    path.write_bytes(word(paragraph("Text"), extra={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"}))
    report = read_document(path).report
    assert report is not None
    assert report.lost == ("macros (vbaProject.bin) are not read and never run",)


def test_damaged_archive_and_damaged_xml(tmp_path: Path) -> None:
    whole = word(paragraph("Ein Satz. " * 200))
    assert "damaged" in refused(tmp_path, whole[: len(whole) // 2])
    assert "damaged XML" in refused(tmp_path, word("<w:p>"))
    broken = bytearray(whole)
    start = whole.index(b"word/document.xml") + 40
    broken[start : start + 30] = b"\xff" * 30
    assert "damaged" in refused(tmp_path, bytes(broken))


def test_docx_without_its_main_part(tmp_path: Path) -> None:
    assert "missing" in refused(tmp_path, pack({"word/styles.xml": "<x/>"}))


def test_encrypted_member_is_refused(tmp_path: Path) -> None:
    data = bytearray(word(paragraph("x")))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(signature)
        data[at + offset] |= 1
    assert "encrypted" in refused(tmp_path, bytes(data))


@pytest.mark.parametrize(
    ("member", "said"),
    [("xl/workbook.xml", "spreadsheet"), ("ppt/presentation.xml", "presentation"), ("a.txt", "archive")],
)
def test_other_archives_are_named(tmp_path: Path, member: str, said: str) -> None:
    assert said in refused(tmp_path, pack({member: "x"}), "a.zip")


def test_size_is_refused_before_reading(tmp_path: Path) -> None:
    path = tmp_path / "huge.docx"
    with path.open("wb") as stream:
        stream.truncate(MAX_FILE + 1)
    with pytest.raises(ReadError, match="limit of 50 MB"):
        file_bytes(path)


def test_archive_reads_only_what_it_holds() -> None:
    archive = open_archive(pack({"a": "1"}), "x.zip")
    assert archive.read("a") == b"1"
    with pytest.raises(ReadError, match="missing"):
        archive.read("b")
