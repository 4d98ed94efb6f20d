"""JSON as our formats have it: one meaning for every text, or an error that says where."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


class FormatError(ValueError):
    """A file does not have the form it must have. The message names what, where (a path such as
    `changes[3].kinds`), and what to do."""


def strict_json(text: str, noun: str = "a file of this format") -> Any:
    """The value of a JSON text (RFC 8259), where no object names a field twice and every number is finite. FormatError
    otherwise; it names line and column, or the field."""
    reader = Reader()
    try:
        value = reader.loads(text)
    except json.JSONDecodeError as error:
        raise FormatError(f"not JSON: line {error.lineno}, column {error.colno}: {error.msg}") from None
    except RecursionError:
        raise FormatError(f"not {noun}: nested too deeply") from None
    except ValueError:  # a whole number of thousands of digits: read again, looking at each
        value = reader.loads(text, reader.integer)
    if reader.broken:
        raise FormatError(place_of(value))
    return value


@dataclass(frozen=True, slots=True)
class Broken:
    """Stands where a value has no meaning."""

    reason: str


@dataclass
class Reader:
    """Reads JSON to the end; `broken` says whether something without a meaning stands in it."""

    broken: bool = field(default=False)

    def loads(self, text: str, integer: Callable[[str], Any] | None = None) -> Any:
        return json.loads(
            text,
            object_pairs_hook=self.object,
            parse_constant=lambda name: self.broke(f"{name} is no number in JSON"),
            parse_float=self.number,
            parse_int=integer,
        )

    def broke(self, reason: str) -> Broken:
        self.broken = True
        return Broken(reason)

    def object(self, pairs: list[tuple[str, Any]]) -> Any:
        found = dict(pairs)
        if len(found) == len(pairs):
            return found
        double = next(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
        return self.broke(f"the field {double!r} stands twice in one object")

    def number(self, digits: str) -> Any:
        value = float(digits)
        return value if math.isfinite(value) else self.broke("the number is too large")

    def integer(self, digits: str) -> Any:
        try:
            return int(digits)
        except ValueError:
            return self.broke("the number is too large")


def place_of(value: Any, path: str = "") -> str:
    """What is broken first in `value`, and where; "" where nothing is."""
    if isinstance(value, Broken):
        return f"{path}: {value.reason}" if path else value.reason
    if isinstance(value, dict):
        inner = ((item, f"{path}.{name}" if path else name) for name, item in value.items())
    elif isinstance(value, list):
        inner = ((item, f"{path}[{index}]") for index, item in enumerate(value))
    else:
        return ""
    return next(filter(None, (place_of(item, at) for item, at in inner)), "")
