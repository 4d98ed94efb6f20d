"""JSON as our formats have it: one meaning for every text, or an error that says where."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any


class FormatError(ValueError):
    """A file does not have the form it must have. The message names what, where (a path such as
    `changes[3].kinds`), and what to do."""


def strict_json(text: str, noun: str = "a file of this format") -> Any:
    """The value of a JSON text (RFC 8259), where no object names a field twice and every number is finite. FormatError
    otherwise; it names line and column, or the field."""
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_constant)
    except json.JSONDecodeError as error:
        raise FormatError(f"not JSON: line {error.lineno}, column {error.colno}: {error.msg}") from None
    except RecursionError:
        raise FormatError(f"not {noun}: nested too deeply") from None
    except FormatError:
        raise
    except ValueError as error:  # a number of thousands of digits
        raise FormatError(f"not {noun}: {error}") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        double = next(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
        raise FormatError(f"the field {double!r} stands twice in one object")
    return found


def _constant(name: str) -> Any:
    raise FormatError(f"{name} is no number in JSON")
