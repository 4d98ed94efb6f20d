"""PDF with a text layer: by how the pages look, else line by line; what holds no text is refused."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest

from stadtgespraech.ingest.document import ReadError, read_document
from stadtgespraech.ingest.pdf_layout import Glyph, Row, paper_of, row_of, rows_of, trusted
from stadtgespraech.publish.edition import publish
from stadtgespraech.records import Process

STORY = Path(__file__).resolve().parents[2] / "demo" / "auenstadt.toml"


@pytest.fixture(scope="module")
def auenstadt() -> Process:
    return read_document(STORY)


@pytest.fixture(scope="module")
def printed(auenstadt: Process, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Process]:
    """Auenstadt's clean and marked edition as PDF, read again."""
    folder = tmp_path_factory.mktemp("pdf")
    files = publish(auenstadt, editions=("clean", "marked"), formats=("pdf",)).files
    found = {}
    for name in ("clean", "marked"):
        path = folder / f"{name}.pdf"
        path.write_bytes(files[path.name])
        found[name] = read_document(path)
    return found


def test_clean_pdf_gives_every_title_and_paragraph_back(auenstadt: Process, printed: dict[str, Process]) -> None:
    read = printed["clean"]
    assert (read.title, read.as_of) == (auenstadt.title, auenstadt.as_of)
    assert [(s.title, s.paragraphs) for s in read.statements] == [(s.title, s.paragraphs) for s in auenstadt.statements]
    assert [tension.title for tension in read.tensions] == [tension.title for tension in auenstadt.tensions]
    assert read.changes == ()


def test_marked_pdf_gives_every_footnote_with_its_place(auenstadt: Process, printed: dict[str, Process]) -> None:
    read = printed["marked"]
    assert len(read.statements) == 12
    assert [change.number for change in read.changes] == list(range(1, 42))
    assert all(change.mark_found and change.anchor for change in read.changes)


def test_running_lines_are_left_out_and_reported(printed: dict[str, Process]) -> None:
    report = printed["clean"].report
    assert report is not None
    assert [line.split(":")[0] for line in report.lost] == ["running line on most pages"]


def blank() -> bytes:
    document = pypdfium2.PdfDocument.new()
    document.new_page(200, 200)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [(blank(), "no text layer"), (b"%PDF-1.7\nnothing more", "a damaged PDF")],
    ids=["blank", "damaged"],
)
def test_pdf_without_words_or_damaged_is_refused(tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "a.pdf").write_bytes(data)
    with pytest.raises(ReadError, match=said):
        read_document(tmp_path / "a.pdf")


def test_pages_that_cannot_be_loaded_and_characters_that_stand_nowhere(
    auenstadt: Process, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(publish(auenstadt, editions=("clean",), formats=("pdf",)).files["clean.pdf"])
    with monkeypatch.context() as patched:
        patched.setattr("pypdfium2.raw.FPDFText_GetFontSize", lambda *_: float("nan"))
        with pytest.raises(ReadError, match="no text layer"):
            read_document(path)

    def broken(*_: object) -> None:
        raise pypdfium2.PdfiumError("Failed to load page.")

    monkeypatch.setattr(pypdfium2.PdfDocument, "__getitem__", broken)
    with pytest.raises(ReadError, match=r"a\.pdf: a damaged PDF \(Failed to load page\.\); export it anew"):
        read_document(path)


def line(text: str, y: float, size: float = 10.0, x: float = 50.0, bold: bool = False) -> list[Glyph]:
    return [Glyph(char, size, bold, x + 5 * n, y) for n, char in enumerate(text)] + [Glyph("\n", 0, False, 0, 0)]


def test_raised_digits_are_marks_and_large_ones_are_text() -> None:
    glyphs = [*line("Wir bauen", 100)[:-1], Glyph("1", 6, False, 95, 104), Glyph("2", 6, False, 98, 104)]
    assert row_of(glyphs) == Row("Wir bauen", 10, False, 50, 98, 100, ((9, "12"),))
    assert row_of(line("Anno 2040", 100)) == Row("Anno 2040", 10, False, 50, 90, 100)


def test_pieces_at_one_height_are_one_line_and_unseen_characters_none() -> None:
    glyphs = [*line("Der Fluss", 100), *line("neu: ", 100, 1.0, 95), *line("gehört", 100, 10, 101), *line("allen.", 85)]
    assert [row.text for row in rows_of(glyphs)] == ["Der Fluss gehört", "allen."]


def rows(*texts: tuple[str, float, float]) -> list[Row]:
    return [Row(text, size, False, 50, 50 + 5 * len(text), y) for text, size, y in texts]


def test_footnotes_stand_small_below_the_text_and_go_on_over_pages() -> None:
    first = [
        Row("Der Fluss gehört allen.", 14, True, 50, 160, 700),
        Row("Wege am Wasser werden breit und hell", 10, False, 50, 400, 680, ((14, "1"),)),
        Row("und sind für alle da.", 10, False, 50, 150, 667),
        *rows(("1 Rückmeldung aus Dezernat 3. Anpassung: Er-", 8, 100), ("gänzt.", 8, 91)),
    ]
    second = [
        Row("Der nächste Absatz steht auf einer neuen Seite.", 10, False, 50, 400, 700, ((3, "2"),)),
        *rows(("2 Rückmeldung aus Dezernat 4. Anpassung: Gestrichen.", 8, 100)),
    ]
    paper = paper_of([first, second])
    assert {name: note.text for name, note in paper.notes.items()} == {
        "1:1": "Rückmeldung aus Dezernat 3. Anpassung: Ergänzt.",
        "2:2": "Rückmeldung aus Dezernat 4. Anpassung: Gestrichen.",
    }
    assert [piece.text() for piece in paper.pieces] == [
        "Der Fluss gehört allen.",
        "Wege am Wasser werden breit und hell und sind für alle da.",
        "Der nächste Absatz steht auf einer neuen Seite.",
    ]


def test_small_table_at_the_foot_of_a_page_is_no_footnote() -> None:
    page = rows(("Ein Absatz, der lang genug ist, um Text zu sein.", 10, 700), ("1 Runde", 8, 100), ("2 Runden", 8, 90))
    assert paper_of([page]).notes == {}


def test_sizes_of_a_recognised_scan_are_not_trusted() -> None:
    assert not trusted([rows(*((f"Zeile {n} mit Worten", 9 + n * 0.5, 700 - 12 * n) for n in range(20)))])
    assert trusted([rows(*((f"Zeile {n} mit Worten", 10, 700 - 12 * n) for n in range(20)))])
