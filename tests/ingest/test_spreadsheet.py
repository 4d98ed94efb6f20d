"""Spreadsheets: what merged cells, error values, formulas, line breaks and unknown extensions become."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Sequence

import openpyxl
import pytest

from stadtgespraech.ingest.archive import ReadError
from stadtgespraech.ingest.spreadsheet import Spreadsheet, read_spreadsheet


def xlsx(*rows: Sequence[object], merged: Sequence[str] = ()) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for cells in merged:
        sheet.merge_cells(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_member(data: bytes, name: str, old: str, new: str) -> bytes:
    """The archive with `old` replaced in one member."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.namelist():
            text = source.read(member)
            if member == name:
                assert old.encode() in text
                text = text.replace(old.encode(), new.encode())
            target.writestr(member, text)
    return out.getvalue()


def read(data: bytes) -> Spreadsheet:
    return read_spreadsheet(data, "t.xlsx")


SHEET = "xl/worksheets/sheet1.xml"


def test_value_of_a_merged_cell_stands_in_each_of_its_rows():
    data = xlsx(
        ("Nr", "Runde", "Warum"),
        (1, "Dezernat 6", "a"),
        (2, None, "b"),
        (3, None, "c"),
        (4, None, "d"),
        merged=["B2:B4"],
    )
    assert read(data).below(1) == [
        (2, ["1", "Dezernat 6", "a"]),
        (3, ["2", "Dezernat 6", "b"]),
        (4, ["3", "Dezernat 6", "c"]),
        (5, ["4", "", "d"]),
    ]


def test_merged_cell_gives_its_value_to_its_first_column_alone_and_to_no_empty_row():
    data = xlsx(("Nr", "Stelle", "Runde", "Warum"), (1, "x", None, "a"), (), (3,), merged=["B2:C4"])
    assert read(data).below(1) == [(2, ["1", "x", "", "a"]), (4, ["3", "x"])]


def test_names_of_columns_that_go_over_two_rows_are_no_values():
    data = xlsx(("Nr", "Wortlaut", None, "Warum"), (None, "Alt", "Neu"), (1, "a", "b", "c"), merged=["A1:A2", "D1:D2"])
    assert read(data).below(1) == [(2, ["", "Alt", "Neu"]), (3, ["1", "a", "b", "c"])]


def test_merged_cells_without_limit_or_end_are_bounded():
    data = xlsx(("Nr", "Warum"), (1, "a"), (2, None), merged=["B2:B3"])
    one = '<mergeCell ref="B2:B3"/>'
    assert read(with_member(data, SHEET, one, '<mergeCell ref="B2:XFD1048576"/>')).below(1) == [
        (2, ["1", "a"]),
        (3, ["2", "a"]),
    ]
    for odd in ("B2", "ZZZ2:ZZZ9", "AAA2:AAA3"):
        assert read(with_member(data, SHEET, one, f'<mergeCell ref="{odd}"/>')).below(1) == [
            (2, ["1", "a"]),
            (3, ["2"]),
        ]
    for odd in ("B3:B2", "", "2:3", "B0:B9"):
        with pytest.raises(ReadError, match=r"t\.xlsx: damaged table"):
            read(with_member(data, SHEET, one, f'<mergeCell ref="{odd}"/>'))
    with pytest.raises(ReadError, match=r"t\.xlsx: its merged cells overlap; save it anew as XLSX or CSV"):
        read(with_member(data, SHEET, one, '<mergeCell ref="A1:B1048576"/>' * 100))


def test_first_sheet_is_that_of_the_workbook_whatever_its_file_is_called():
    data = xlsx(("Nr", "Warum"), (1, "a"), (2, None), merged=["B2:B3"])
    moved = with_member(data, "xl/_rels/workbook.xml.rels", "/xl/worksheets/sheet1.xml", "worksheets/sheet1.xml")
    assert read(moved).merged == ((2, 3, 1),)


def test_error_values_and_formulas_count_as_empty_and_their_cells_are_named():
    data = xlsx(("a", "#N/A", "#REF!"), ("#N/A", "=1+1", "#hashtag!"), ("#NAME?",))
    found = read(data)
    assert found.rows == [(1, ["a"]), (2, ["", "", "#hashtag!"])]
    assert found.remarks == (
        "t.xlsx: #N/A counts as empty: cell B1, A2",
        "t.xlsx: #REF! counts as empty: cell C1",
        "t.xlsx: a formula counts as empty: cell B2",
        "t.xlsx: #NAME? counts as empty: cell A3",
    )


def test_error_values_of_a_csv_are_known_in_german_too():
    found = read_spreadsheet(b"#NV;#BEZUG!;#WERT!;#DIV/0!;#1;# NV\n", "t.csv")
    assert found.rows == [(1, ["", "", "", "", "#1", "# NV"])]
    assert [remark.split()[1] for remark in found.remarks] == ["#NV", "#BEZUG!", "#WERT!", "#DIV/0!"]


def test_many_cells_of_one_kind_are_one_remark():
    found = read_spreadsheet(b"=1\n" * 22, "t.csv")
    assert found.remarks[0].startswith("t.csv: a formula counts as empty: cell A1, A2, ")
    assert found.remarks[0].endswith(", A20 and 2 more") and len(found.remarks) == 1


def test_line_breaks_stay_and_needless_blanks_go():
    rows = [(1, ["a b\nc"])]
    assert read(xlsx(("  a   b_x000D_\n\n c ",))).rows == rows
    assert read_spreadsheet(b'"  a   b\r\n\r\n c "\r\n', "t.csv").rows == rows


def test_what_openpyxl_does_not_support_is_no_warning_and_other_warnings_stay():
    validation = '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"/></extLst></worksheet>'
    data = with_member(xlsx(("a", "b")), SHEET, "</worksheet>", validation)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        list(openpyxl.load_workbook(io.BytesIO(data), read_only=True).worksheets[0].iter_rows())
        assert len(caught) == 1
        assert read(data).rows == [(1, ["a", "b"])]
        assert len(caught) == 1
        warnings.warn("ours", stacklevel=1)
        assert len(caught) == 2


def test_empty_row_at_the_end_of_the_sheet_is_no_row():
    data = with_member(xlsx(("a",)), SHEET, "</sheetData>", '<row r="1048576"><c r="A1048576"/></row></sheetData>')
    assert read(data).rows == [(1, ["a"])]
    full = with_member(
        xlsx(("a",)), SHEET, "</sheetData>", '<row r="30000"><c r="A30000"><v>1</v></c></row></sheetData>'
    )
    with pytest.raises(ReadError, match="more than 20000 rows"):
        read(full)
