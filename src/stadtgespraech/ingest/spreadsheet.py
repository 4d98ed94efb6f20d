"""A table as offices save it, CSV or the first sheet of an XLSX file, as rows of texts. Nothing in it is evaluated."""

from __future__ import annotations

import csv
import io
import posixpath
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from stadtgespraech.ingest.archive import Archive, ReadError, open_archive
from stadtgespraech.ingest.encoding import decode

MAX_ROWS = 20_000
MAX_COLUMNS = 60
MAX_CELL = 20_000  # characters
_LAST_ROW = 1_048_576  # of any sheet; an empty row may be formatted down there
_NAMED = 20  # cells of one kind that a remark names
# What a spreadsheet writes where it could not calculate, English and German.
_ERROR = re.compile(
    r"#(?:N/A|NV|(?:REF|BEZUG|VALUE|WERT|DIV/0|NULL|NUM|ZAHL|SPILL|ÜBERLAUF|CALC|KALK|FIELD|FELD|BLOCKED|BLOCKIERT"
    r"|CONNECT|VERBINDEN|UNKNOWN|UNBEKANNT|BUSY)!|NAME\?|GETTING_DATA)"
)

Rows = list[tuple[int, list[str]]]
"""Every row that is not empty with its number in the file, from 1; line breaks stay in the cells."""


@dataclass(frozen=True, slots=True)
class Spreadsheet:
    """`merged` are the cells that go over several rows: first row, last row, column (from 0)."""

    rows: Rows
    remarks: tuple[str, ...] = ()
    merged: tuple[tuple[int, int, int], ...] = ()

    def below(self, header: int) -> Rows:
        """The rows below row `header` that are not empty; the value of a merged cell stands in each of its rows."""
        rows = {number: list(cells) for number, cells in self.rows if number > header and any(cells)}
        for first, last, column in self.merged:
            value = rows[first][column] if first in rows and column < len(rows[first]) else ""
            for number in range(first + 1, last + 1) if value else ():
                if number in rows:
                    rows[number] += [""] * (column + 1 - len(rows[number]))
                    rows[number][column] = rows[number][column] or value
        return list(rows.items())


def read_spreadsheet(data: bytes, name: str) -> Spreadsheet:
    """Formulas and error values count as empty; `remarks` name their cells. Raises ReadError for what is no table, is
    damaged or passes a limit."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise ReadError(f"{name}: an old or encrypted Excel file; save it as XLSX without a password, or as CSV")
    return _xlsx(data, name) if data.startswith(b"PK") else _csv(data, name)


def _csv(data: bytes, name: str) -> Spreadsheet:
    text, remark = decode(data, name)
    sample = "\n".join(text.split("\n")[:20])
    delimiter = max(";,\t", key=lambda sign: (_outside_quotes(sample).count(sign), sign == ";"))
    csv.field_size_limit(MAX_CELL * 4)
    try:
        rows = list(enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), 1))
    except csv.Error as error:
        raise ReadError(f"{name}: not a CSV table ({error}); save it anew as CSV or XLSX") from None
    cells = _Cells(name)
    rows = [
        (number, [cells.text(value, number, column) for column, value in enumerate(row)])
        for number, row in _limited(rows, name)
    ]
    return Spreadsheet(rows, (*([f"{name}: {remark}"] if remark else []), *cells.remarks()))


def _outside_quotes(text: str) -> str:
    return re.sub(r'"[^"]*"', "", text)


def _xlsx(data: bytes, name: str) -> Spreadsheet:
    archive = open_archive(data, name)
    if "xl/workbook.xml" not in archive.names:
        raise ReadError(f"{name}: an archive that is no XLSX table; save it as XLSX or CSV")
    for member in sorted(archive.names):
        if member.endswith((".xml", ".rels")):
            archive.xml(member)  # refuses document types before another parser sees them
    macros = any(member.lower().endswith("vbaproject.bin") for member in archive.names)
    cells = _Cells(name)
    try:
        rows, merged = _sheet(data, cells), tuple(_merged(archive))
    except ReadError:
        raise
    except Exception as error:  # openpyxl lets whatever went wrong inside through
        raise ReadError(f"{name}: damaged table ({type(error).__name__}); save it anew as XLSX or CSV") from None
    said = [f"{name}: macros (vbaProject.bin) are not read and never run"] if macros else []
    return Spreadsheet(_limited(rows, name), (*said, *cells.remarks()), merged)


def _sheet(data: bytes, cells: _Cells) -> Rows:
    import openpyxl

    with warnings.catch_warnings():  # of what it does not support, such as choices for a cell, which we do not need
        warnings.simplefilter("ignore", UserWarning)
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        rows = book.worksheets[0].iter_rows(max_row=_LAST_ROW, max_col=MAX_COLUMNS + 1)
        found = [
            (number, [cells.value(cell, number, column) for column, cell in enumerate(row)])
            for number, row in _filled(rows)
        ]
        book.close()
    return found


def _filled(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """The rows with a value, with their number, up to the first beyond the limit. openpyxl gives one and the same row
    for all that a file leaves out, which may be a million."""
    empty = None
    for number, row in enumerate(rows, 1):
        if row is empty:
            continue
        if any(cell.value is not None for cell in row):
            yield number, row
            if number > MAX_ROWS:
                return
        else:
            empty = row


def _merged(archive: Archive) -> Iterator[tuple[int, int, int]]:
    """The first column of every range of merged cells that goes over several rows. Ranges never overlap, so all
    together they have no more cells than a sheet."""
    from openpyxl.utils import column_index_from_string

    left = MAX_ROWS * MAX_COLUMNS
    for merge in archive.xml(_first_sheet(archive)).iter("{*}mergeCell"):
        found = re.fullmatch(r"([A-Z]{1,2})([0-9]{1,7}):[A-Z]{1,3}([0-9]{1,7})", merge.get("ref", ""))
        column = column_index_from_string(found[1]) - 1 if found else MAX_COLUMNS
        if found and column < MAX_COLUMNS:
            first, last = int(found[2]), min(int(found[3]), MAX_ROWS)
            left -= max(0, last - first)
            if left < 0:
                raise ReadError(f"{archive.name}: its merged cells overlap; save it anew as XLSX or CSV")
            if last > first:
                yield first, last, column


def _first_sheet(archive: Archive) -> str:
    """The archive's member that holds the first sheet with cells (others hold a chart)."""
    links = archive.xml("xl/_rels/workbook.xml.rels").iter("{*}Relationship")
    sheets = {link.get("Id"): link.get("Target", "") for link in links if link.get("Type", "").endswith("/worksheet")}
    order = (
        value
        for sheet in archive.xml("xl/workbook.xml").iter("{*}sheet")
        for name, value in sheet.attrib.items()
        if str(name).endswith("}id") and value in sheets
    )
    return posixpath.normpath(posixpath.join("/xl", sheets[next(order)])).lstrip("/")


class _Cells:
    """Cells to texts; keeps which were empty for another reason than being empty."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.empty: dict[str, list[str]] = {}

    def value(self, cell: object, row: int, column: int) -> str:
        """The text of an XLSX cell."""
        value = getattr(cell, "value", None)
        kind = getattr(cell, "data_type", "")
        if kind == "f":
            return self._nothing("a formula", row, column)
        if kind == "e":
            return self._nothing(str(value)[:20], row, column)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return self.text("" if value is None else str(value), row, column)

    def text(self, value: str, row: int, column: int) -> str:
        """The text of a cell without needless blanks; lines that hold nothing go."""
        lines = (" ".join(line.split()) for line in value.replace("_x000D_", "").splitlines())
        value = "\n".join(line for line in lines if line)
        if len(value) > MAX_CELL:
            raise ReadError(
                f"{self.name}, row {row}: a cell of more than {MAX_CELL} characters; is this a table of reasons?"
            )
        if value.startswith("="):
            return self._nothing("a formula", row, column)
        if _ERROR.fullmatch(value):
            return self._nothing(value, row, column)
        return value.removeprefix("'") if re.match(r"'[=+@-]", value) else value

    def remarks(self) -> Iterator[str]:
        """One remark a kind of cell that counts as empty, with the cells."""
        for what, cells in self.empty.items():
            more = f" and {len(cells) - _NAMED} more" if len(cells) > _NAMED else ""
            yield f"{self.name}: {what} counts as empty: cell {', '.join(cells[:_NAMED])}{more}"

    def _nothing(self, what: str, row: int, column: int) -> str:
        self.empty.setdefault(what, []).append(f"{_letters(column)}{row}")
        return ""


def _letters(column: int) -> str:
    """What a spreadsheet calls the column, from 0: A, …, Z, AA."""
    return (_letters(column // 26 - 1) if column >= 26 else "") + chr(ord("A") + column % 26)


def _limited(rows: Sequence[tuple[int, list[str]]], name: str) -> Rows:
    """The rows that hold something, without the empty cells at their end."""
    cut = [(line, row[: max(n for n, cell in enumerate(row, 1) if cell)]) for line, row in rows if any(row)]
    if any(line > MAX_ROWS for line, _ in cut):
        raise ReadError(f"{name}: more than {MAX_ROWS} rows; split the table")
    if any(len(row) > MAX_COLUMNS for _, row in cut):
        raise ReadError(f"{name}: more than {MAX_COLUMNS} columns; is this a table of reasons?")
    return cut
