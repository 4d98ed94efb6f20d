"""The PDF: tagged, repeatable, with notes that do not reach outline or bookmarks."""

from __future__ import annotations

import re
import shutil
import subprocess
import zlib
from dataclasses import replace
from pathlib import Path
from random import Random

import pypdfium2
import pytest

from stadtgespraech.publish import pdf
from stadtgespraech.publish.document import BlockItem, Document, Heading, Link, Note, NoteRef, Paragraph, Run, plain

from .sample import DOCUMENT

pytestmark = pytest.mark.skipif(not any(pdf.FONTS.glob("*.ttf")), reason="fonts are not built: run `make setup`")


@pytest.fixture(scope="module")
def content() -> bytes:
    return pdf.write(DOCUMENT)


def objects(content: bytes) -> bytes:
    """The file with its streams unpacked, enough to look into dictionaries and texts."""
    out = [content]
    for match in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", content, re.S):
        try:
            out.append(zlib.decompress(match.group(1)))
        except zlib.error:
            continue
    return b"\n".join(out)


def test_it_is_tagged_pdf_ua_in_german(content: bytes) -> None:
    body = objects(content)
    assert content.startswith(b"%PDF-1.7")
    assert b"pdfuaid:part>1<" in body or b'pdfuaid:part="1"' in body
    assert b"/Marked true" in body
    assert b"/Lang(de)" in body
    assert b"/S/Note" in body


def test_same_document_gives_the_same_bytes(content: bytes) -> None:
    assert pdf.write(replace(DOCUMENT)) == content


def crowded(chapters: int) -> Document:
    """Chapters of all lengths, each with a note in its title and one in the first words of its text."""
    random = Random(13)
    blocks: list[BlockItem] = [Heading(1, (Run("Bilder"),), "bilder")]
    notes: list[Note] = []
    for chapter in range(1, chapters + 1):
        calls = []
        for _ in range(2):
            notes.append(Note(len(notes) + 1, len(notes) + 1, "Weil es gewünscht wurde. " * random.randint(2, 10)))
            calls.append(NoteRef(len(notes)))
        words = "Die Stadt am Fluss braucht Schatten und Plätze. " * random.randint(3, 30)
        text = Run(f" Anfang {chapter}. {words}")
        blocks.append(Heading(2, (Run(f"Bild {chapter}"), calls[0]), f"bild-{chapter}"))
        blocks.append(Paragraph((Run("Wer hier lebt,"), calls[1], text)))
    return replace(DOCUMENT, blocks=tuple(blocks), notes=tuple(notes))


def test_no_title_is_left_behind_by_its_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def astray(content: bytes) -> list[str]:
        with pypdfium2.PdfDocument(content) as file:
            texts = [page.get_textpage().get_text_bounded() for page in file]
            found = [(item.get_title(), item.get_dest().get_index()) for item in file.get_toc()]
        return [title for title, page in found[1:] if f"Anfang {title[5:]}." not in texts[page]]

    sample = crowded(60)
    assert astray(pdf.write(sample)) == []
    monkeypatch.setattr(pdf, "PASSES", 1)
    assert astray(pdf.write(sample)) != []


def test_date_is_the_documents_own(content: bytes) -> None:
    assert b"D:20260907" in objects(content)


def test_without_a_day_no_date_is_claimed() -> None:
    content = pdf.write(replace(DOCUMENT, date="", blocks=(), notes=()))
    assert b"/CreationDate" not in objects(content)


def test_bookmarks_hold_titles_without_marks_and_notes(content: bytes) -> None:
    with pypdfium2.PdfDocument(content) as file:
        titles = [bookmark.get_title() for bookmark in file.get_toc()]
    assert titles == [block.outline or plain(block.inlines) for block in DOCUMENT.blocks if isinstance(block, Heading)]
    assert "Auenstadt kommt gut durch heiße Sommer und starken Regen" in titles


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_marks_are_carried_as_text(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(content)
    text = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True, text=True).stdout
    assert "neu:" in text and "gestrichen:" in text and "verschoben nach „Heiße Sommer“:" in text


def test_words_are_never_markup() -> None:
    words = '#panic("x") $a$ *b* _c_ `d` <label> @ref // x /* y */ \\ [z] = q'
    blocks = (
        Heading(1, (Run(words), NoteRef(1)), "a"),
        Paragraph((Run(words), Link(words, "https://example.org/#x"), Link(words, "nowhere"))),
    )
    made = replace(DOCUMENT, title=words, blocks=blocks, notes=(Note(1, 1, words),))
    assert pdf.write(made).startswith(b"%PDF")


def test_a_character_without_glyph_is_drawn_as_a_box() -> None:
    assert pdf.drawable({"x": ["a\U0001f6b2漢b→ё\x00", 1, None]}) == {"x": ["a□□b→ё□", 1, None]}
    assert pdf.write(replace(DOCUMENT, motto="Rad \U0001f6b2\x00\x1b\u2028", notes=(), blocks=())).startswith(b"%PDF")


def test_a_document_without_date_blocks_and_notes_is_still_written() -> None:
    bare = replace(
        DOCUMENT, city="", subtitle="", motto="", as_of="", date="", compared="", blocks=(), notes=(), checks=()
    )
    assert pdf.write(bare).startswith(b"%PDF")


def test_missing_fonts_are_said_with_the_remedy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pdf, "FONTS", tmp_path)
    with pytest.raises(pdf.PdfError, match="make setup"):
        pdf.write(DOCUMENT)
