"""PDF files with a text layer: their words are read like plain text, page by page."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from typing import Any

from stadtgespraech.ingest.archive import MAX_TEXT, Progress, ReadError, too_large
from stadtgespraech.records import Process

MAX_PAGES = 3_000
MIN_CHARACTERS = 15  # a page on average; fewer is a scan with page numbers at most


def read_pdf(data: bytes, *, source: str, sha256: str, repair: bool, progress: Progress) -> Process:
    """Read the text layer; pages are parted by form feeds, as the reader of plain text expects. Lines that stand at the
    top or bottom of most pages (running heads, page numbers) are left out and reported.

    Raises ReadError where the file is damaged, encrypted or scanned without text.
    """
    from stadtgespraech.ingest.plain import read_text

    pages = pdf_pages(data, source, progress)
    pages, running = without_running_lines(pages)
    process = read_text("\f".join(pages), source=source, sha256=sha256, repair=repair, progress=progress)
    return _with_lost(process, tuple(f"running line on most pages: {line}" for line in running))


def _with_lost(process: Process, lines: tuple[str, ...]) -> Process:
    if not lines or process.report is None:
        return process
    report = dataclasses.replace(process.report, lost=(*process.report.lost, *lines))
    return dataclasses.replace(process, report=report)


def pdf_pages(data: bytes, source: str, progress: Progress) -> list[str]:
    """The text of every page, line by line."""
    import pypdfium2  # type: ignore[import-untyped]  # ships no types

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise ReadError(f"{source}: encrypted; save it without a password") from None
        raise ReadError(f"{source}: a damaged PDF; export it anew") from None
    try:
        return _pages(document, source, progress)
    finally:
        document.close()


def _pages(document: Any, source: str, progress: Progress) -> list[str]:
    count = len(document)
    if count > MAX_PAGES:
        raise ReadError(f"{source}: {count} pages are more than the limit of {MAX_PAGES}; split the document")
    pages, size = [], 0
    for number in range(count):
        progress("reading pages", number, count)
        pages.append(_page_text(document, number))
        size += len(pages[-1])
        if size > MAX_TEXT:
            raise too_large(source, size, MAX_TEXT)
    if sum(len(text.strip()) for text in pages) < MIN_CHARACTERS * max(1, count):
        raise ReadError(f"{source}: no text layer, only pictures of pages; run text recognition (OCR) over it first")
    return pages


def _page_text(document: Any, number: int) -> str:
    page = document[number]
    try:
        layer = page.get_textpage()
        try:
            text = str(layer.get_text_bounded())
        finally:
            layer.close()
    finally:
        page.close()
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x02", "-\n").replace("\ufffe", "-\n")
    return re.sub(r"[\x00-\x08\x0b-\x1f\ufffd]", "", text)


def without_running_lines(pages: list[str]) -> tuple[list[str], list[str]]:
    """The pages without first and last lines that, digits aside, stand on more than half of them (from three pages on);
    and one example of each."""
    if len(pages) < 3:
        return pages, []
    split = [page.split("\n") for page in pages]
    counts = Counter(key for lines in split for key in {_key(line) for line in _edges(lines)})
    running = {key for key, count in counts.items() if count > len(pages) / 2}
    examples: dict[str, str] = {}
    out = []
    for lines in split:
        edges = [line for line in _edges(lines) if _key(line) in running]
        for line in edges:
            examples.setdefault(_key(line), line.strip())
            lines.remove(line)
        out.append("\n".join(lines))
    return out, list(examples.values())


def _edges(lines: list[str]) -> list[str]:
    filled = [line for line in lines if line.strip()]
    return filled[:1] + (filled[-1:] if len(filled) > 1 else [])


def _key(line: str) -> str:
    return re.sub(r"\d+", "0", line.strip())
