"""The table of reasons that editors keep beside their versions: CSV or XLSX, a row for each reason."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from stadtgespraech.ingest.archive import ReadError, file_bytes, shown_name
from stadtgespraech.ingest.spreadsheet import Rows, read_spreadsheet

MAX_TABLE = 10_000_000  # bytes of the file
_HEADER_WITHIN = 12  # rows in which the names of the columns must stand
_SHOWN = 200  # characters of a row that a remark shows
_AND = re.compile(r"\([^()]*\)|\b(?:und|sowie)\b")
_LISTED = re.compile(r"(?:\([^()]*\)|[^;,/|+&\n])+")  # what stands between the signs of a list
_PLACE = {"number", "quote", "old", "new"}

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
    "why": ("warum", "grund", "begründung", "reason", "why", "erläuterung", "bemerkung"),
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
    """The reasons of a CSV (delimiter , ; or tab, UTF-8 or Windows-1252) or XLSX file (its first sheet), as
    docs/format.md, section 12, describes it.

    Formulas are never evaluated: their cells count as empty and are reported. Raises ReadError where no row names at
    least a reason and a place as columns, or a limit is passed.
    """
    name = shown_name(path)
    sheet = read_spreadsheet(file_bytes(path, MAX_TABLE), name)
    header, columns, remarks = _header(sheet.rows, name)
    found = [_reason(line, cells, columns) for line, cells in sheet.below(header)]
    kept = tuple(reason for reason in found if reason.why or reason.what or reason.rounds)
    if len(kept) < len(found):
        remarks += (f"{len(found) - len(kept)} rows of {name} give no reason and no round",)
    return Table(kept, (*sheet.remarks, *remarks))


def _header(rows: Rows, name: str) -> tuple[int, dict[str, list[int]], tuple[str, ...]]:
    """The row that names the columns, the columns by meaning, and remarks on rows that may have been meant as reasons:
    those above it, and itself where it might as well be one."""
    remarks: list[str] = []
    for number, cells in rows[:_HEADER_WITHIN]:
        shown = " ".join(" | ".join(filter(None, cells)).split())[:_SHOWN]
        columns = _columns(cells)
        if columns.keys() & {"why", "what"} and columns.keys() & _PLACE:
            if not _is_sure(cells):
                remarks.append(f"{name}, row {number}: taken for the names of the columns, not for a reason: {shown}")
            return number, columns, tuple(remarks)
        if sum(map(bool, cells)) > 1:
            remarks.append(f"{name}, row {number}: stands above the names of the columns and is not read: {shown}")
    raise ReadError(
        f"{name}: no header row found; name the columns in the first row: Warum or Was, "
        "and Nr, Stelle, Alt or Neu; also Runden, Drucksache"
    )


def _columns(cells: Sequence[str]) -> dict[str, list[int]]:
    """The columns by meaning; none where a cell is a number, which is no name."""
    columns: dict[str, list[int]] = {}
    for column, cell in enumerate(cells) if not any(cell.isdecimal() for cell in cells) else ():
        meaning = _meaning(cell)
        if meaning:
            columns.setdefault(meaning, []).append(column)
    return columns


def _is_sure(cells: Sequence[str]) -> bool:
    """At least two names of one word or with a question mark: no row of reasons looks like that."""
    return sum(bool(_meaning(cell)) and (cell.endswith("?") or len(cell.split()) == 1) for cell in cells) > 1


def _meaning(cell: str) -> str:
    name = re.sub(r"[^a-zäöüß ]+", " ", cell.lower()).strip()
    if re.match(r"dezernat\s*\d", cell, re.I):
        return ""  # a round, not its column
    best = ("", 0)
    for meaning, beginnings in _COLUMNS.items():
        for beginning in beginnings:
            fits = name == beginning or (
                name.startswith(beginning) and (len(beginning) > 3 or name[len(beginning)] == " ")
            )
            if name and fits and len(beginning) > best[1]:
                best = (meaning, len(beginning))
    return best[0]


def _reason(line: int, cells: Sequence[str], columns: Mapping[str, Sequence[int]]) -> Reason:
    def lines(meaning: str) -> str:
        return "\n".join(cells[column] for column in columns.get(meaning, ()) if column < len(cells))

    def get(meaning: str) -> str:
        return " ".join(lines(meaning).split())

    number = re.search(r"\d+", get("number"))
    return Reason(
        line,
        int(number[0]) if number and len(number[0]) < 7 else None,
        unquoted(get("quote")),
        unquoted(get("old")),
        unquoted(get("new")),
        tuple(round_names(lines("rounds"))),
        get("what"),
        get("why"),
        get("paper"),
    )


def unquoted(words: str) -> str:
    """The words without quotation marks around them."""
    return words.strip(" „“”\"»«‚‘’'…").strip()


def round_names(cell: str) -> Iterator[str]:
    """The rounds a cell lists, in order, also on lines of their own: "Dezernat 6; 2.Stadtkonferenz und Jugendrat"."""
    seen = set()
    for name in _LISTED.findall(_AND.sub(lambda found: found[0] if found[0].startswith("(") else ";", cell)):
        name = name.strip().lstrip("-–—•*· ")
        name = re.sub(r"^(?:aus|von|vom)?\s*(?:der|dem|den|die|das)?\s+(?=[A-ZÄÖÜ\d])", "", " " + name).strip(" .")
        name = re.sub(r"(?<=\d)\.(?=[A-ZÄÖÜ])", ". ", name)
        if re.search(r"\w", name) and name not in seen:
            seen.add(name)
            yield name
