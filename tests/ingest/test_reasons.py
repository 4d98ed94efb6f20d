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
        assert found.remarks == (f"{name}, row 2: a formula; the cell counts as empty",)


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
