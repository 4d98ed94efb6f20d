"""The plain frozen values that rooms hand to each other, and the process file's JSON form.

`docs/format.md` specifies the file. Nothing here interprets text: the weave stands as plain rows, which
`stadtgespraech.text.weave` understands.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from dataclasses import dataclass
from typing import Any, TypeVar

FORMAT = "stadtgespraech-process"
VERSION = 1

KINDS = (
    "insert", "delete", "replace", "move", "retitle", "reorder", "split", "join", "merge-term",
    "sharpen", "deduplicate", "renumber", "format-only", "explain-only",
)  # fmt: skip
CLASSES = ("substantive", "editorial", "consequential", "correction", "legal")
STATES = (
    "adopted", "partly-adopted", "adopted-otherwise", "already-contained", "not-adopted", "noted",
    "referred", "deferred", "withdrawn", "unintelligible", "same-as", "received", "assigned", "weighed",
)  # fmt: skip
FINAL_STATES = STATES[:11]
ROUND_KINDS = (
    "workshop", "youth-conference", "city-conference", "online", "stakeholder", "department", "council", "other",
)  # fmt: skip
SOURCE_KINDS = ("part", "round", "resolution", "law", "opinion", "editors")


class FormatError(ValueError):
    """A file does not have the form it must have. The message names what, where (a path such as
    `changes[3].kinds`), and what to do."""


# ---------------------------------------------------------------------------------------------- text


@dataclass(frozen=True, slots=True)
class Block:
    """What a block atom begins: a title or a paragraph of `owner` ("statement:3", "tension:1", "section:2")."""

    owner: str
    kind: str  # "title" | "paragraph"


@dataclass(frozen=True, slots=True)
class Insert:
    """Insert `text` at character `at` of the text before the change. Each "\\n" in `text` starts a block;
    `blocks` names them in order and has as many entries as `text` has newlines."""

    at: int
    text: str
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Delete:
    """Delete characters `start` up to `end` of the text before the change."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Move:
    """Move characters `start` up to `end` to the gap at `to`, all counted in the text before the change."""

    start: int
    end: int
    to: int


Edit = Insert | Delete | Move


@dataclass(frozen=True, slots=True)
class Atom:
    """What one edit brought in. `change` is the revision that bore it (0: the first text), `ordinal` counts
    within it. `block` is set, and `text` is "\\n", where the atom is the start of a title or paragraph."""

    change: int
    ordinal: int
    text: str
    block: Block | None = None


@dataclass(frozen=True, slots=True)
class Life:
    """Alive at every revision r with opened <= r and (closed is None or r < closed)."""

    opened: int
    closed: int | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """Characters `start` up to `end` of the atom with index `atom` in `WeaveRows.atoms`, at this place in
    the list, alive during `lives` (in order, never touching or overlapping)."""

    atom: int
    start: int
    end: int
    lives: tuple[Life, ...]


@dataclass(frozen=True, slots=True)
class WeaveRows:
    """The weave as it is stored. `revisions` is the number of changes applied."""

    atoms: tuple[Atom, ...] = ()
    slots: tuple[Slot, ...] = ()
    revisions: int = 0


@dataclass(frozen=True, slots=True)
class Slice:
    """Characters `start` up to `end` of one atom, named by its id (change, ordinal)."""

    change: int
    ordinal: int
    start: int
    end: int


# ------------------------------------------------------------------------------------- process and texts


@dataclass(frozen=True, slots=True)
class Statement:
    number: int
    title: str
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tension:
    number: int
    title: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A piece of the front matter or derivation: `role` is "introduction", "derivation", "path" or "other"."""

    number: int
    title: str
    paragraphs: tuple[str, ...] = ()
    role: str = "other"


@dataclass(frozen=True, slots=True)
class Product:
    """One sub-product of the strategy (R01). `state` is free text such as "beschlossen im Herbst 2024"."""

    title: str
    motto: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    """One occasion of taking part. `dates` is as coarse as it was said; a missing count stays None (R27)."""

    number: int
    name: str
    kind: str = "other"
    dates: str = ""
    place: str = ""
    people: int | None = None
    contributions: int | None = None
    ideas: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Why a change exists. `ref` is a part's id, a paper number, a law; `name` is how it is printed."""

    kind: str
    name: str = ""
    ref: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A title cited by a footnote: `kind` is "starting-picture", "statement" or "tension"; `number` is set
    where the cited statement or tension stands in this document."""

    kind: str
    title: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One decided alteration of the text, or a footnote without one.

    `revision` is the weave's revision that the change made; None: an anchor without atoms (legacy, explain-only),
    marked after the passage `anchor`. `text` is the whole footnote; `origin`, `what`, `why` are its parts (R48).
    `statement` is the statement the mark stands in, None where it is outside all statements or was not found.
    """

    number: int
    statement: int | None = None
    rounds: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    text: str = ""
    mark_found: bool = True
    in_title: bool = False
    origin: str = ""
    what: str = ""
    why: str = ""
    klass: str = "substantive"
    sources: tuple[Source, ...] = ()
    references: tuple[Reference, ...] = ()
    date: str = ""
    revision: int | None = None
    undoes: int | None = None
    anchor: tuple[Slice, ...] = ()
    old: str = ""  # former wording or title as the footnote quotes it, where it does
    new: str = ""
    label: str = ""  # the mark as the source prints it ("S. 3, 2"), where it is not the number


@dataclass(frozen=True, slots=True)
class Edition:
    """A frozen state: the text at `revision`, published on `date` for `audience`."""

    name: str
    revision: int
    date: str = ""
    audience: str = "public"  # internal | council | public
    note: str = ""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What somebody said in a round. In a bundle's process file `text` and `salt` are None."""

    id: str
    round: str
    text: str | None
    kind: str = "feedback"  # feedback | idea | answer
    intent: str = ""  # approve | change | missing | question
    day: str = ""
    salt: str | None = None  # 64 hex digits


@dataclass(frozen=True, slots=True)
class Part:
    """Characters `start` up to `end` of a contribution, and the passage it is about."""

    id: str
    contribution: str
    start: int
    end: int
    statement: int | None = None
    passage: tuple[Slice, ...] = ()


@dataclass(frozen=True, slots=True)
class Disposition:
    """The answer to one part. `changes` are change numbers; what else a state needs stands in `detail`."""

    part: str
    state: str
    reason: str = ""
    changes: tuple[int, ...] = ()
    detail: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One recorded event as the log keeps it (docs/format.md, The log). `salt` is None where it is not public."""

    type: str
    object: str
    day: str
    commitment: str  # 64 hex digits
    salt: str | None = None


@dataclass(frozen=True, slots=True)
class Repair:
    """One word that reading mended. `odds` is how many times likelier the new word is."""

    old: str
    new: str
    odds: float
    line: int


@dataclass(frozen=True, slots=True)
class Report:
    """What reading a file read, repaired, was unsure of and lost."""

    source: str = ""
    sha256: str = ""
    read: dict[str, int] = dataclasses.field(default_factory=dict)
    repairs: tuple[Repair, ...] = ()
    uncertain: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Process:
    """Everything one process file holds. `statements`, `tensions` and `sections` give the text at the last
    revision of `weave`, plainly; the weave is the stored truth, and `checks` finds where they differ."""

    title: str
    as_of: str  # ISO date, or as printed where it could not be read as a date
    subtitle: str = ""
    city: str = ""
    motto: str = ""
    language: str = "de"
    product: str = "Zielbilder"
    products: tuple[Product, ...] = ()
    sections: tuple[Section, ...] = ()
    tensions: tuple[Tension, ...] = ()
    statements: tuple[Statement, ...] = ()
    rounds: tuple[Round, ...] = ()
    changes: tuple[Change, ...] = ()
    editions: tuple[Edition, ...] = ()
    weave: WeaveRows = dataclasses.field(default_factory=WeaveRows)
    contributions: tuple[Contribution, ...] = ()
    parts: tuple[Part, ...] = ()
    dispositions: tuple[Disposition, ...] = ()
    log: tuple[LogEntry, ...] = ()
    order_seed: str = ""  # "" : the order is the source's own (promise 6)
    salt_seed: str = ""  # 64 hex digits: salts of public content derive from it; "" where salts are stored in `log`
    path_text: str = ""  # the path diagram in words (R12)
    report: Report | None = None


# ------------------------------------------------------------------------------------------- JSON form


def to_json(process: Process) -> str:
    """The process file: UTF-8 JSON, two-space indent, fields in the order declared, defaults left out except
    in the fields every reader may rely on, a final newline. Equal processes give equal bytes."""
    body = {"format": FORMAT, "version": VERSION, **typing.cast(dict[str, Any], _plain(process))}
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


def from_json(text: str) -> Process:
    """Read a process file. Raises FormatError naming the place and the remedy."""
    try:
        body = json.loads(text)
    except json.JSONDecodeError as error:
        raise FormatError(f"not JSON: line {error.lineno}, column {error.colno}: {error.msg}") from None
    except RecursionError:
        raise FormatError("not a process file: nested too deeply") from None
    if not isinstance(body, dict) or body.get("format") != FORMAT:
        raise FormatError(f'not a process file: "format" must be "{FORMAT}"')
    version = body.get("version")
    if version != VERSION:
        raise FormatError(
            f"process file has format version {version!r}; this release reads version {VERSION}. "
            "Make it anew with `stadtgespraech read`, or use the release that wrote it."
        )
    body = {key: value for key, value in body.items() if key not in ("format", "version")}
    return _read(Process, body, "")


_ALWAYS = {
    Process: {"title", "as_of", "tensions", "statements", "changes"},
    Statement: {"number", "title", "paragraphs"},
    Tension: {"number", "title", "text"},
    Change: {"number", "statement", "rounds", "kinds", "text", "mark_found", "in_title"},
}
_ROWS = (Atom, Slot, Life, Slice)  # written as JSON arrays, not objects: there are many of them
_T = TypeVar("_T")


def _plain(value: object) -> object:
    if isinstance(value, _ROWS):
        row = [_plain(getattr(value, field.name)) for field in dataclasses.fields(value)]
        return row[:-1] if isinstance(value, Atom) and value.block is None else row
    if isinstance(value, Block):
        return [value.owner, value.kind]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        keep = _ALWAYS.get(type(value), set())
        return {
            field.name: _plain(getattr(value, field.name))
            for field in dataclasses.fields(value)
            if field.name in keep or getattr(value, field.name) != _default(field)
        }
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _default(field: dataclasses.Field[Any]) -> object:
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return field.default


def _read(kind: type[_T], value: object, path: str) -> _T:
    fields = dataclasses.fields(kind)  # type: ignore[arg-type]  # only called with dataclasses
    hints = _hints(kind)
    if kind in _ROWS or kind is Block:
        if not isinstance(value, list) or not len(fields) - 1 <= len(value) <= len(fields):
            raise FormatError(f"{path or 'file'}: expected a row of {len(fields)} values")
        given = dict(zip((field.name for field in fields), value, strict=False))
    elif isinstance(value, dict):
        given = value
    else:
        raise FormatError(f"{path or 'file'}: expected an object, found {type(value).__name__}")
    unknown = sorted(set(given) - {field.name for field in fields})
    if unknown:
        raise FormatError(f"{path or 'file'}: unknown field {unknown[0]!r}; see docs/format.md")
    arguments = {}
    for field in fields:
        where = f"{path}.{field.name}" if path else field.name
        if field.name in given:
            arguments[field.name] = _value(hints[field.name], given[field.name], where)
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            raise FormatError(f"{where}: missing")
    return kind(**arguments)


def _hints(kind: type) -> dict[str, Any]:
    cached = _HINTS.get(kind)
    if cached is None:
        cached = _HINTS[kind] = typing.get_type_hints(kind)
    return cached


_HINTS: dict[type, dict[str, Any]] = {}


def _value(hint: Any, value: Any, path: str) -> Any:
    origin = typing.get_origin(hint)
    if origin in (types.UnionType, typing.Union):
        options = typing.get_args(hint)
        if value is None and type(None) in options:
            return None
        return _value(next(option for option in options if option is not type(None)), value, path)
    if origin is tuple:
        if not isinstance(value, list):
            raise FormatError(f"{path}: expected a list, found {type(value).__name__}")
        item = typing.get_args(hint)[0]
        return tuple(_value(item, entry, f"{path}[{index}]") for index, entry in enumerate(value))
    if origin is dict:
        if not isinstance(value, dict) or not all(type(entry) is int for entry in value.values()):
            raise FormatError(f"{path}: expected names with whole numbers")
        return dict(value)
    if dataclasses.is_dataclass(hint):
        return _read(typing.cast(type, hint), value, path)
    if hint is float and type(value) is int:
        return float(value)
    if type(value) is not hint:
        raise FormatError(f"{path}: expected {_NAMES.get(hint, hint)}, found {type(value).__name__}")
    if hint is str and any("\ud800" <= char <= "\udfff" for char in value):
        raise FormatError(f"{path}: holds half a character (a lone surrogate); write it as UTF-8")
    return value


_NAMES = {str: "a text", int: "a whole number", bool: "true or false", float: "a number"}
