"""The process file: a process as JSON and back. docs/format.md specifies it."""

from __future__ import annotations

import dataclasses
import json
import math
import re
import types
import typing
from typing import Any, TypeVar

from stadtgespraech.records.process import (
    AUDIENCES,
    CLASSES,
    CONTRIBUTION_KINDS,
    INTENTS,
    KINDS,
    REFERENCE_KINDS,
    ROLES,
    ROUND_KINDS,
    SOURCE_KINDS,
    STATES,
    Change,
    Contribution,
    Disposition,
    Edition,
    Process,
    Reference,
    Round,
    Section,
    Source,
    Statement,
    Tension,
)
from stadtgespraech.records.strict import FormatError, strict_json
from stadtgespraech.records.text import Atom, Block, Life, Slice, Slot

FORMAT = "stadtgespraech-process"
VERSION = 1
MAX_WHOLE = 2**53 - 1  # RFC 8259, section 6: what every reader of JSON holds exactly
MAX_PROCESS_BYTES = 200_000_000  # of a process file


def to_json(process: Process) -> str:
    """The process file: UTF-8 JSON, fields in the order declared, one row of the weave a line, a final newline.
    Defaults are left out except in the fields every reader may rely on. Equal processes give equal bytes."""
    fields = typing.cast(dict[str, Any], _plain(process))
    weave = fields.pop("weave", None)
    body = {"format": FORMAT, "version": VERSION, **fields}
    if weave is None:
        return json.dumps(body, ensure_ascii=False, indent=1) + "\n"
    # Nothing else can look like this line: inside values a line break is written as \\n.
    place = '\n "weave": null'
    text = json.dumps({**body, "weave": None}, ensure_ascii=False, indent=1)
    return text.replace(place, f'\n "weave": {_rows(weave)}') + "\n"


def _rows(weave: dict[str, Any]) -> str:
    def row(value: object) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    parts = []
    for name, value in weave.items():
        text = "[\n   " + ",\n   ".join(map(row, value)) + "\n  ]" if isinstance(value, list) else row(value)
        parts.append(f'  "{name}": {text}')
    return "{\n" + ",\n".join(parts) + "\n }"


def from_json(text: str) -> Process:
    """Read a process file. Raises FormatError naming the place and the remedy."""
    body = strict_json(text, "a process file")
    if not isinstance(body, dict) or body.get("format") != FORMAT:
        raise FormatError(f'not a process file: "format" must be "{FORMAT}"')
    version = body.get("version")
    if type(version) is not int or version != VERSION:
        raise FormatError(
            f"process file has format version {version!r}; this release reads version {VERSION}. "
            "Make it anew with `stadtgespraech read`, or use the release that wrote it."
        )
    body = {key: value for key, value in body.items() if key not in ("format", "version")}
    return _read(Process, body, "")


def process_of_bytes(data: bytes, name: str) -> Process:
    """Read the bytes of a process file. FormatError, naming the file too."""
    try:
        return from_json(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise FormatError(f"{name}: not UTF-8 at byte {error.start}; a process file is UTF-8") from None
    except FormatError as error:
        raise FormatError(f"{name}: {error}") from None


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
        _check_choice(kind, field.name, arguments.get(field.name), where)
    return kind(**arguments)


_CHOICES: dict[tuple[type, str], tuple[str, ...]] = {
    (Section, "role"): ROLES,
    (Round, "kind"): ROUND_KINDS,
    (Change, "kinds"): KINDS,
    (Change, "klass"): CLASSES,
    (Source, "kind"): SOURCE_KINDS,
    (Reference, "kind"): REFERENCE_KINDS,
    (Edition, "audience"): AUDIENCES,
    (Contribution, "kind"): CONTRIBUTION_KINDS,
    (Contribution, "intent"): INTENTS,
    (Disposition, "state"): STATES,
    (Block, "kind"): ("title", "paragraph"),
}
_KEYS = ((Process, "key"), (Contribution, "product"), (Disposition, "product"))
_KEY = re.compile(r"[A-Za-z0-9_-]{0,60}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")


def _check_choice(kind: type, name: str, value: object, where: str) -> None:
    """The words that a field may hold are those of docs/format.md; a language is a tag of BCP 47 (RFC 5646)."""
    choices = _CHOICES.get((kind, name))
    for item in (value if isinstance(value, tuple) else (value,)) if choices and value is not None else ():
        if item not in (choices or ()):
            raise FormatError(f"{where}: {item!r} is none of {', '.join(filter(None, choices or ()))}")
    if (kind, name) in _KEYS and not _KEY.fullmatch(str(value or "")):
        raise FormatError(f"{where}: {value!r} is no key: at most 60 letters, digits, hyphens and underscores")
    if (kind, name) == (Process, "language") and not _LANGUAGE.fullmatch(str(value if value is not None else "de")):
        raise FormatError(f"{where}: {value!r} is no language tag, such as de or de-CH")


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
        return {_value(str, key, path): entry for key, entry in value.items()}
    if dataclasses.is_dataclass(hint):
        return _read(typing.cast(type, hint), value, path)
    if hint is float and type(value) in (int, float):
        return _finite(value, path)
    if type(value) is not hint:
        raise FormatError(f"{path}: expected {_NAMES.get(hint, hint)}, found {type(value).__name__}")
    if hint is int and abs(value) > MAX_WHOLE:
        raise FormatError(f"{path}: the number is too large")
    if hint is str and any("\ud800" <= char <= "\udfff" for char in value):
        raise FormatError(f"{path}: holds half a character (a lone surrogate); write it as UTF-8")
    return value


def _finite(value: float, path: str) -> float:
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise FormatError(f"{path}: the number is too large")
    return number


_NAMES = {str: "a text", int: "a whole number", bool: "true or false", float: "a number"}
