"""The table of reasons that editors keep beside their versions: CSV or XLSX, a row for each reason."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from stadtgespraech.ingest.archive import ReadError, file_bytes, open_archive
from stadtgespraech.ingest.encoding import decode

MAX_TABLE = 10_000_000  # bytes of the file
MAX_ROWS = 20_000
MAX_COLUMNS = 60
MAX_CELL = 20_000  # characters
_HEADER_WITHIN = 12  # rows in which the header must stand

# Column names by meaning, German and English, as beginnings of the name in lower case without signs.
_COLUMNS = {
    "number": ("nr", "nummer", "lfd", "number", "no", "id", "änderung nr", "change number"),
    "quote": ("stelle", "zitat", "textstelle", "wortlaut", "passage", "quote", "text", "begriff", "place"),
    "old": ("alt", "bisher", "vorher", "old", "before", "ursprünglich", "ausgangs"),
    "new": ("neu", "nachher", "new", "after", "künftig"),
    "rounds": ("runde", "herkunft", "beteiligung", "anlass", "quelle", "von", "round", "source", "origin", "urheber",
               "dezernat", "rückmeldung aus", "einreich"),
    "paper": ("drucksache", "beschluss", "paper", "vorlage", "ds"),
    "what": ("was", "anpassung", "änderung", "what", "change", "maßnahme"),
    "why": ("warum", "grund", "begründung", "reason", "why", "erläuterung", "weil", "bemerkung"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reason:
    """One row. `line` is its row in the table; `number` the change it names, None where it names none; `old`, `new`
    and `quote` are words of the text before, after, or either."""

    line: int
    number: int | None = None
    quote: str = ""
    old: str = ""
    new: str = ""
    rounds: tuple[str, ...] = ()
    what: str = ""
    why: str = ""
    paper: str = ""

    @property
    def words(self) -> str:
        """What of it is quoted, for messages."""
        return self.quote or self.new or self.old


@dataclass(frozen=True, slots=True)
class Table:
    reasons: tuple[Reason, ...]
    remarks: tuple[str, ...] = ()


def read_reasons(path: Path) -> Table:
    """The reasons of a CSV (delimiter , ; or tab, UTF-8 or Windows-1252) or XLSX file (its first sheet).

    Formulas are never evaluated: their cells count as empty and are reported. Raises ReadError where there is no
    header that names at least a reason and a place, or a limit is passed.
    """
    data = file_bytes(path, MAX_TABLE)
    remarks: list[str] = []
    if data.startswith(b"PK"):
        rows = _sheet(data, path.name, remarks)
    elif data.startswith(b"\xd0\xcf\x11\xe0"):
        raise ReadError(f"{path.name}: an old or encrypted Excel file; save it as XLSX without a password, or as CSV")
    else:
        rows = _csv(data, path.name, remarks)
    start, columns = _header(rows, path.name)
    found = [_reason(line, cells, columns) for line, cells in rows[start:] if any(cells)]
    kept = tuple(reason for reason in found if reason.why or reason.what or reason.rounds)
    if len(kept) < len(found):
        remarks.append(f"{len(found) - len(kept)} rows of {path.name} give no reason and no round")
    return Table(kept, tuple(remarks))


Rows = list[tuple[int, list[str]]]


def _csv(data: bytes, name: str, remarks: list[str]) -> Rows:
    text, remark = decode(data, name)
    remarks += [f"{name}: {remark}"] if remark else []
    lines = text.split("\n")
    sample = "\n".join(lines[:20])
    delimiter = max(";,\t", key=lambda sign: (_outside_quotes(sample).count(sign), sign == ";"))
    csv.field_size_limit(MAX_CELL * 4)
    try:
        rows = [(number, row) for number, row in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), 1)]
    except csv.Error as error:
        raise ReadError(f"{name}: not a CSV table ({error}); save it anew as CSV or XLSX") from None
    rows = _limited(rows, name)
    return [(number, [_cell(value, number, name, remarks) for value in row]) for number, row in rows]


def _outside_quotes(text: str) -> str:
    return re.sub(r'"[^"]*"', "", text)


def _sheet(data: bytes, name: str, remarks: list[str]) -> Rows:
    import openpyxl

    archive = open_archive(data, name)
    if "xl/workbook.xml" not in archive.names:
        raise ReadError(f"{name}: an archive that is no XLSX table; save it as XLSX or CSV")
    for member in sorted(archive.names):
        if member.endswith((".xml", ".rels")):
            archive.xml(member)  # refuses document types before another parser sees them
    if any(member.lower().endswith("vbaproject.bin") for member in archive.names):
        remarks.append(f"{name}: macros (vbaProject.bin) are not read and never run")
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        sheet = book.worksheets[0]
        cells = sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS + 1)
        rows = [(number, [_value(cell, number, name, remarks) for cell in row]) for number, row in enumerate(cells, 1)]
        book.close()
    except ReadError:
        raise
    except Exception as error:  # openpyxl lets whatever went wrong inside through
        raise ReadError(f"{name}: damaged table ({type(error).__name__}); save it anew as XLSX or CSV") from None
    return _limited(rows, name)


def _value(cell: object, line: int, name: str, remarks: list[str]) -> str:
    value = getattr(cell, "value", None)
    if getattr(cell, "data_type", "") == "f":
        remarks.append(f"{name}, row {line}: a formula; the cell counts as empty")
        return ""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return _cell(str(value), line, name, remarks)


def _cell(value: str, line: int, name: str, remarks: list[str]) -> str:
    value = " ".join(value.split())
    if len(value) > MAX_CELL:
        raise ReadError(f"{name}, row {line}: a cell of more than {MAX_CELL} characters; is this a table of reasons?")
    if value.startswith("="):
        remarks.append(f"{name}, row {line}: a formula; the cell counts as empty")
        return ""
    return value.removeprefix("'") if re.match(r"'[=+@-]", value) else value


def _limited(rows: Rows, name: str) -> Rows:
    rows = [(line, row[: max((n for n, cell in enumerate(row, 1) if cell), default=0)]) for line, row in rows]
    if len(rows) > MAX_ROWS:
        raise ReadError(f"{name}: more than {MAX_ROWS} rows; split the table")
    if any(len(row) > MAX_COLUMNS for _, row in rows):
        raise ReadError(f"{name}: more than {MAX_COLUMNS} columns; is this a table of reasons?")
    return rows


def _header(rows: Rows, name: str) -> tuple[int, dict[str, list[int]]]:
    """The index of the first row after the header, and the columns by meaning."""
    for index, (_, cells) in enumerate(rows[:_HEADER_WITHIN]):
        columns: dict[str, list[int]] = {}
        for column, cell in enumerate(cells):
            meaning = _meaning(cell)
            if meaning:
                columns.setdefault(meaning, []).append(column)
        if ("why" in columns or "what" in columns) and len(columns) >= 2:
            return index + 1, columns
    raise ReadError(
        f"{name}: no header row found; name the columns Nr, Stelle (or Alt and Neu), Runden, Was, Warum, Drucksache"
    )


def _meaning(cell: str) -> str:
    name = re.sub(r"[^a-zäöüß ]+", " ", cell.lower()).strip()
    best = ("", 0)
    for meaning, beginnings in _COLUMNS.items():
        for beginning in beginnings:
            fits = name == beginning or (
                name.startswith(beginning) and (len(beginning) > 3 or name[len(beginning)] == " ")
            )
            if name and fits and len(beginning) > best[1]:
                best = (meaning, len(beginning))
    return best[0]


def _reason(line: int, cells: Sequence[str], columns: dict[str, list[int]]) -> Reason:
    def get(meaning: str) -> str:
        values = (cells[column] for column in columns.get(meaning, ()) if column < len(cells))
        return " ".join(value for value in values if value)

    number = re.search(r"\d+", get("number"))
    return Reason(
        line,
        int(number[0]) if number and len(number[0]) < 7 else None,
        unquoted(get("quote")),
        unquoted(get("old")),
        unquoted(get("new")),
        tuple(round_names(get("rounds"))),
        get("what"),
        get("why"),
        get("paper"),
    )


def unquoted(words: str) -> str:
    """The words without quotation marks around them."""
    return words.strip(" „“”\"»«‚‘’'…").strip()


def round_names(cell: str) -> Iterator[str]:
    """The rounds a cell lists, in order: "Dezernat 6; 2.Stadtkonferenz und Online-Beteiligung"."""
    seen = set()
    for name in re.split(r"\s*(?:[;,/|+&\n]|\bund\b|\bsowie\b)\s*(?![^()]*\))", cell):
        name = re.sub(r"^(?:aus|von|vom)?\s*(?:der|dem|den|die|das)?\s+(?=[A-ZÄÖÜ\d])", "", " " + name).strip(" .")
        name = re.sub(r"(?<=\d)\.(?=[A-ZÄÖÜ])", ". ", name)
        if name and name not in seen:
            seen.add(name)
            yield name
