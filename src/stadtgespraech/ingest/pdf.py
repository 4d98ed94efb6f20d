"""PDF files with a text layer, page by page."""

from __future__ import annotations

import dataclasses
import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from stadtgespraech.ingest.archive import MAX_TEXT, Progress, ReadError, too_large
from stadtgespraech.ingest.pdf_layout import Glyph, Row, paper_of, rows_of, trusted
from stadtgespraech.records import Process

MAX_PAGES = 3_000
BOLD = 600  # weight of a font from which on it is bold
MIN_CHARACTERS = 15  # a page on average; fewer is a scan with page numbers at most


def read_pdf(data: bytes, *, source: str, sha256: str, repair: bool, progress: Progress) -> Process:
    """Read the text layer: by how the pages look where sizes can be trusted, else line by line like plain text, with
    damaged words mended. Lines that stand at the top or bottom of most pages (running heads, page numbers) are left out
    and reported.

    Raises ReadError where the file is damaged, encrypted or scanned without text.
    """
    from stadtgespraech.ingest.assembly import process_of
    from stadtgespraech.ingest.plain import read_text

    pages = pdf_pages(data, source, progress)
    texts, running = without_running_lines([[row.text for row in page] for page in pages])
    lost = tuple(f"running line on most pages: {line}" for line in running)
    if trusted(pages):
        kept = [rows_left(page, text) for page, text in zip(pages, texts, strict=True)]
        return process_of(paper_of(kept, lost), source=source, sha256=sha256)
    text = "\f".join("\n".join(page) for page in texts)
    process = read_text(text, source=source, sha256=sha256, repair=repair, progress=progress)
    return _with_lost(process, lost)


def rows_left(page: list[Row], texts: list[str]) -> list[Row]:
    """The rows of the page without those that are not in `texts` any more."""
    left, kept = list(texts), []
    for row in page:
        if left and row.text == left[0]:
            kept.append(row)
            left.pop(0)
    return kept


def _with_lost(process: Process, lines: tuple[str, ...]) -> Process:
    if not lines or process.report is None:
        return process
    report = dataclasses.replace(process.report, lost=(*process.report.lost, *lines))
    return dataclasses.replace(process, report=report)


def pdf_pages(data: bytes, source: str, progress: Progress) -> list[list[Row]]:
    """The rows of every page."""
    import pypdfium2  # type: ignore[import-untyped]  # ships no types

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise ReadError(f"{source}: encrypted; save it without a password") from None
        raise ReadError(f"{source}: a damaged PDF; export it anew") from None
    try:
        return _pages(document, source, progress)
    except pypdfium2.PdfiumError as error:
        raise ReadError(f"{source}: a damaged PDF ({error}); export it anew") from None
    finally:
        document.close()


def _pages(document: Any, source: str, progress: Progress) -> list[list[Row]]:
    count = len(document)
    if count > MAX_PAGES:
        raise ReadError(f"{source}: {count} pages are more than the limit of {MAX_PAGES}; split the document")
    pages, size = [], 0
    for number in range(count):
        progress("reading pages", number, count)
        pages.append(rows_of(_glyphs(document, number)))
        size += sum(len(row.text) for row in pages[-1])
        if size > MAX_TEXT:
            raise too_large(source, size, MAX_TEXT)
    if size < MIN_CHARACTERS * max(1, count):
        raise ReadError(f"{source}: no text layer, only pictures of pages; run text recognition (OCR) over it first")
    return pages


def _glyphs(document: Any, number: int) -> list[Glyph]:
    page = document[number]
    try:
        layer = page.get_textpage()
        try:
            return list(_characters(layer))
        finally:
            layer.close()
    finally:
        page.close()


def _characters(layer: Any) -> Iterator[Glyph]:
    """Every character of a page's text layer; hyphens at line ends end their line."""
    import ctypes

    import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

    matrix, x, y = pdfium.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    last = Glyph(" ", 0.0, False, 0.0, 0.0)
    for index in range(layer.count_chars()):
        code = pdfium.FPDFText_GetUnicode(layer, index)
        if code in (0x0D, 0x0A):
            yield Glyph("\n", 0.0, False, 0.0, 0.0)
            continue
        if code in (0x02, 0xFFFE):  # a word that the line's end cuts; the reader leaves the line end out
            yield from (Glyph("-", last.size, last.bold, last.x, last.y), Glyph("\n", 0.0, False, 0.0, 0.0))
            continue
        char = chr(code)
        if not char.isprintable() and char != "\u00ad":
            continue
        pdfium.FPDFText_GetMatrix(layer, index, matrix)
        pdfium.FPDFText_GetCharOrigin(layer, index, x, y)
        size = pdfium.FPDFText_GetFontSize(layer, index) * math.hypot(matrix.c, matrix.d)
        if not all(map(math.isfinite, (size, x.value, y.value))):
            continue  # a broken font or matrix: the character is nowhere on the page
        size = round(2 * size) / 2
        weight = pdfium.FPDFText_GetFontWeight(layer, index)
        last = Glyph(" " if char.isspace() else char, size, weight >= BOLD, x.value, y.value)
        yield last


def without_running_lines(pages: list[list[str]]) -> tuple[list[list[str]], list[str]]:
    """The pages without first and last lines that, digits aside, stand on more than half of them (from three pages on);
    and one example of each."""
    if len(pages) < 3:
        return pages, []
    counts = Counter(key for lines in pages for key in {_key(line) for line in _edges(lines)})
    running = {key for key, count in counts.items() if count > len(pages) / 2}
    examples: dict[str, str] = {}
    out = []
    for page in pages:
        lines = list(page)
        for line in [line for line in _edges(lines) if _key(line) in running]:
            examples.setdefault(_key(line), line.strip())
            lines.remove(line)
        out.append(lines)
    return out, list(examples.values())


def _edges(lines: list[str]) -> list[str]:
    filled = [line for line in lines if line.strip()]
    return filled[:1] + (filled[-1:] if len(filled) > 1 else [])


def _key(line: str) -> str:
    return re.sub(r"\d+", "0", line.strip())
