"""Any document to a process: what it is is decided by its content, the name only breaks ties between kinds of text."""

from __future__ import annotations

import dataclasses
import hashlib
from pathlib import Path

from stadtgespraech.ingest.archive import (
    MAX_FILE,
    MAX_TEXT,
    Progress,
    ReadError,
    file_bytes,
    open_archive,
    shown_name,
    too_large,
)
from stadtgespraech.ingest.encoding import decode
from stadtgespraech.records import FORMAT, MAX_PROCESS_BYTES, Process, process_of_bytes

__all__ = ["Progress", "ReadError", "read_document"]

_BINARY = (
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"II*\x00", "a picture (TIFF)"),
    (b"MM\x00*", "a picture (TIFF)"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"7z\xbc\xaf", "a compressed file (7z)"),
    (b"Rar!", "a compressed file (RAR)"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)


def read_document(path: Path, *, repair: bool = True, progress: Progress | None = None) -> Process:
    """Read text (UTF-8, UTF-16 with BOM, Windows-1252), Markdown, DOCX, ODT, PDF with a text layer, a story (.toml) or
    a process file (.json). `repair` mends OCR damage in plain text.

    Raises ReadError (FormatError for a process file) with one line: what is wrong, where, and what to do.
    """
    tell = progress or (lambda *_: None)
    tell("reading " + shown_name(path))
    data = file_bytes(path, MAX_PROCESS_BYTES if path.suffix.lower() == ".json" else MAX_FILE)
    sha256 = hashlib.sha256(data).hexdigest()
    if path.suffix.lower() == ".toml":
        from stadtgespraech.ingest.story import read_story

        return read_story(path)
    if data.startswith(b"PK"):
        return _read_archive(data, shown_name(path), sha256)
    if data.startswith(b"%PDF-") or b"%PDF-" in data[:1024]:
        from stadtgespraech.ingest.pdf import read_pdf

        return read_pdf(data, source=shown_name(path), sha256=sha256, repair=repair, progress=tell)
    return _read_text(data, path, sha256, repair, tell)


def _read_archive(data: bytes, name: str, sha256: str) -> Process:
    from stadtgespraech.ingest.assembly import process_of

    archive = open_archive(data, name)
    mimetype = archive.read("mimetype") if "mimetype" in archive.names else b""
    if "word/document.xml" in archive.names or _is_word(archive.names):
        from stadtgespraech.ingest.docx import read_docx

        paper = read_docx(archive)
    elif mimetype.startswith(b"application/vnd.oasis.opendocument.text"):
        from stadtgespraech.ingest.odt import read_odt

        paper = read_odt(archive)
    else:
        raise ReadError(
            f"{name}: {_archive_kind(archive.names, mimetype)}; save the text as DOCX, ODT, PDF or plain text"
        )
    return process_of(paper, source=name, sha256=sha256)


def _is_word(names: frozenset[str]) -> bool:
    return any(name.startswith("word/") and name.endswith(".xml") for name in names)


def _archive_kind(names: frozenset[str], mimetype: bytes) -> str:
    if any(name.startswith("xl/") for name in names):
        return "a spreadsheet, not a document"
    if any(name.startswith("ppt/") for name in names):
        return "a presentation, not a document"
    if mimetype == b"application/epub+zip":
        return "an EPUB, which cannot be read"
    return "an archive that is no DOCX and no ODT"


def _read_text(data: bytes, path: Path, sha256: str, repair: bool, tell: Progress) -> Process:
    _refuse_binary(data, path)
    text, remark = decode(data, str(path))
    suffix = path.suffix.lower()
    if suffix == ".json" or (text.lstrip().startswith("{") and f'"{FORMAT}"' in text[:500]):
        return process_of_bytes(data, str(path))
    if len(data) > MAX_TEXT:
        raise too_large(str(path), len(data), MAX_TEXT)
    if suffix in (".md", ".markdown"):
        from stadtgespraech.ingest.assembly import process_of
        from stadtgespraech.ingest.markdown import read_markdown

        process = process_of(read_markdown(text), source=shown_name(path), sha256=sha256)
    else:
        from stadtgespraech.ingest.plain import read_text

        process = read_text(text, source=shown_name(path), sha256=sha256, repair=repair, progress=tell)
    return _with_remark(process, remark)


def _with_remark(process: Process, remark: str) -> Process:
    if not remark or process.report is None:
        return process
    report = dataclasses.replace(process.report, uncertain=(remark, *process.report.uncertain))
    return dataclasses.replace(process, report=report)


def _refuse_binary(data: bytes, path: Path) -> None:
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise ReadError(f"{path}: encrypted; save it without a password")
        raise ReadError(f"{path}: an old Word file (.doc); save it as DOCX")
    if data.startswith(b"{\\rtf"):
        raise ReadError(f"{path}: a rich text file (RTF); save it as DOCX or ODT")
    for magic, what in _BINARY:
        if data.startswith(magic):
            raise ReadError(f"{path}: {what}, not a document; give a DOCX, ODT, PDF or text file")
