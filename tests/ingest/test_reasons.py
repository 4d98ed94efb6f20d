"""The table of reasons: CSV and XLSX as offices write them."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from stadtgespraech.ingest.archive import ReadError
from stadtgespraech.ingest.reasons import Reason, Table, read_reasons

from .samples.word import pack

HEADER = ("Nr.", "Textstelle", "Runden", "Was wurde geändert?", "Warum?", "Drucksache")
ROW = ("7", "„Bäume“", "Dezernat 6, 2.Stadtkonferenz und Online-Beteiligung", "Zahl erhöht", "Schatten fehlt", "12-25")
WANTED = Reason(
    2,
    7,
    "Bäume",
    rounds=("Dezernat 6", "2. Stadtkonferenz", "Online-Beteiligung"),
    what="Zahl erhöht",
    why="Schatten fehlt",
    paper="12-25",
)


def table(tmp_path: Path, data: bytes, name: str = "gründe.csv") -> Table:
    path = tmp_path / name
    path.write_bytes(data)
    return read_reasons(path)


def sheet(*rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def lines(delimiter: str) -> str:
    return "\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in (HEADER, ROW))


@pytest.mark.parametrize(
    "data",
    [
        lines(";").encode(),
        lines(",").encode("utf-8-sig"),
        lines("\t").encode("cp1252"),
        sheet(HEADER, ROW),
        sheet(HEADER, (7, *ROW[1:])),
    ],
    ids=["semicolon", "comma with mark", "tab, Windows-1252", "xlsx", "xlsx with numbers"],
)
def test_same_row_from_every_form(tmp_path: Path, data: bytes) -> None:
    assert table(tmp_path, data).reasons == (WANTED,)


def test_english_headers_old_and_new_columns_and_a_title_above(tmp_path: Path) -> None:
    data = "Reasons 2025,,,\n,,,\nOld wording,New wording,Source,Reason\nalt,neu,Council,why not\n"
    assert table(tmp_path, data.encode()).reasons == (
        Reason(4, old="alt", new="neu", rounds=("Council",), why="why not"),
    )


def test_formulas_count_as_empty_and_are_reported(tmp_path: Path) -> None:
    for data, name in (
        (sheet(("Stelle", "Warum", "Was"), ("x", '=HYPERLINK("http://192.0.2.1")', "y")), "a.xlsx"),
        (b"Stelle;Warum;Was\nx;\"=cmd|' /C calc'!A0\";y\n", "a.csv"),
    ):
        found = table(tmp_path, data, name)
        assert found.reasons == (Reason(2, quote="x", what="y"),)
        assert found.remarks == (f"{name}: a formula counts as empty: cell B2",)


def test_rounds_stand_on_lines_of_their_own_and_in_several_columns(tmp_path: Path) -> None:
    cell = "- Dezernat 6\n• 2.Stadtkonferenz\n–\nJugendrat (Sitzung 3, 4) und Online-Beteiligung"
    wanted = ("Dezernat 6", "2. Stadtkonferenz", "Jugendrat (Sitzung 3, 4)", "Online-Beteiligung", "Markt")
    rows = (("Stelle", "Warum", "Runden", "Beteiligung"), ("a\nb", "c\nd", cell, "Markt"))
    text = "\n".join(";".join(f'"{value}"' for value in row) for row in rows)
    for data in (sheet(*rows), text.encode(), text.replace("\n", "\r\n").encode()):
        assert table(tmp_path, data).reasons == (Reason(2, quote="a b", rounds=wanted, why="c d"),)


def test_merged_round_counts_for_each_of_its_rows(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in (
        ("Gründe",),
        ("Stelle", "Runden", "Warum"),
        ("a", "Redaktion", "x"),
        ("b", None, "y"),
        ("c", None, "z"),
    ):
        page.append(row)
    page.merge_cells("A1:C1")
    page.merge_cells("B3:B4")
    out = io.BytesIO()
    book.save(out)
    found = table(tmp_path, out.getvalue())
    assert [(row.line, row.quote, row.rounds) for row in found.reasons] == [
        (3, "a", ("Redaktion",)),
        (4, "b", ("Redaktion",)),
        (5, "c", ()),
    ]
    assert found.remarks == ()


def test_error_value_counts_as_empty_and_its_cell_is_named(tmp_path: Path) -> None:
    for data, name in (
        (sheet(("Stelle", "Runden", "Warum"), ("a", "#N/A", "x"), ("b", "#REF!", "#NAME?")), "a.xlsx"),
        (b"Stelle;Runden;Warum\na;#N/A;x\nb;#REF!;#NAME?\n", "a.csv"),
    ):
        found = table(tmp_path, data, name)
        assert found.reasons == (Reason(2, quote="a", why="x"),)
        assert found.remarks == (
            f"{name}: #N/A counts as empty: cell B2",
            f"{name}: #REF! counts as empty: cell B3",
            f"{name}: #NAME? counts as empty: cell C3",
            f"1 rows of {name} give no reason and no round",
        )


@pytest.mark.parametrize(
    "data",
    [
        "zweihundert Bäume;Dezernat 6;Zahl erhöht;Der Schatten fehlt.\n",
        "7;Text gekürzt;Redaktion;Änderung nötig;Grund: Platz\n8;Stelle x;Redaktion;Was;Warum\n",
        "Dezernat 6;Weil es warm wird;Neue Leitlinie\n",
        "Runden;Warum\nDezernat 6;Darum\n",
        "Stelle;Runden\na;Dezernat 6\n",
    ],
    ids=["no name at all", "numbered", "words like names", "no place", "no reason"],
)
def test_table_that_names_no_columns_says_which_it_needs(tmp_path: Path, data: str) -> None:
    with pytest.raises(ReadError) as caught:
        table(tmp_path, data.encode())
    assert str(caught.value) == (
        "gründe.csv: no header row found; name the columns in the first row: Warum or Was, and Nr, Stelle, Alt or Neu; "
        "also Runden, Drucksache"
    )


def test_row_taken_for_names_or_above_them_is_reported_where_it_may_be_a_reason(tmp_path: Path) -> None:
    found = table(tmp_path, "Text gekürzt;Änderung nötig;Grund: Platz\na;b;c\n".encode())
    assert found.reasons == (Reason(2, quote="a", what="b", why="c"),)
    assert found.remarks == (
        "gründe.csv, row 1: taken for the names of the columns, not for a reason: "
        "Text gekürzt | Änderung nötig | Grund: Platz",
    )
    found = table(tmp_path, b"Gruende;;\n\nx;y;z\nStelle;Was;Warum\na;b;c\n")
    assert found.reasons == (Reason(5, quote="a", what="b", why="c"),)
    assert found.remarks == ("gründe.csv, row 3: stands above the names of the columns and is not read: x | y | z",)


def test_rows_without_reason_are_counted(tmp_path: Path) -> None:
    found = table(tmp_path, b"Stelle;Warum\nx;\ny;z\n;\n")
    assert found.reasons == (Reason(3, quote="y", why="z"),)
    assert found.remarks == ("1 rows of gründe.csv give no reason and no round",)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"a;b\n1;2\n", "no header row"),
        (b"Stelle;Warum\n" + b"x;" + b"y" * 30_000 + b"\n", "cell of more than"),
        (b"Stelle;Warum\n" + b"x;" * 100 + b"\n", "columns"),
        (b"Stelle;Warum\n" + b"x;y\n" * 20_001, "rows"),
        (b"\xd0\xcf\x11\xe0", "old or encrypted Excel"),
        (pack({"a.txt": "x"}), "no XLSX"),
        (pack({"xl/workbook.xml": "<x"}), "damaged XML"),
        (pack({"xl/workbook.xml": "<x/>"}), "damaged table"),
        (pack({"xl/workbook.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}), "XXE"),
    ],
)
def test_bad_tables_are_refused_with_a_reason(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(ReadError) as caught:
        table(tmp_path, data)
    assert said in str(caught.value) and "gründe.csv" in str(caught.value)
