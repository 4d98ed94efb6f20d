"""One value, one spelling: RFC 8785 restricted to objects, lists, texts, whole numbers, true, false and null."""

from __future__ import annotations

import json
from typing import Any

MAX_NUMBER = 2**53 - 1
MAX_DEPTH = 64


class CanonicalError(ValueError):
    """The value has no canonical form, or the bytes are not one. The message says what and where."""


def canonical(value: object) -> bytes:
    """The canonical form (docs/format.md, section 2). Dicts, lists or tuples, str, int, bool and None only;
    CanonicalError names the place of anything else."""
    text = json.dumps(_checked(value, "value", 0), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode()


def parse(data: bytes) -> Any:
    """The value whose canonical form is `data`; CanonicalError where `data` is not exactly a canonical form."""
    try:
        value = json.loads(data.decode())
        written = canonical(value)
    except CanonicalError:
        raise
    except (ValueError, RecursionError) as error:
        raise CanonicalError(f"not canonical JSON: {error}") from None
    if written != data:
        raise CanonicalError("not in canonical form: another spelling of the same value")
    return value


def _checked(value: object, place: str, depth: int) -> object:
    if depth > MAX_DEPTH:
        raise CanonicalError(f"{place}: nested more than {MAX_DEPTH} deep")
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        if abs(value) > MAX_NUMBER:
            raise CanonicalError(f"{place}: the number {value} is beyond 2^53 - 1")
        return value
    if isinstance(value, str):
        return _text(value, place)
    if isinstance(value, (list, tuple)):
        return [_checked(item, f"{place}[{index}]", depth + 1) for index, item in enumerate(value)]
    if isinstance(value, dict):
        return _object(value, place, depth)
    raise CanonicalError(f"{place}: {type(value).__name__} has no canonical form")


def _object(value: dict[Any, Any], place: str, depth: int) -> dict[str, object]:
    for key in value:
        if not isinstance(key, str):
            raise CanonicalError(f"{place}: the key {key!r} is not a text")
        _text(key, place)
    ordered = sorted(value, key=lambda key: key.encode("utf-16-be"))
    return {key: _checked(value[key], f"{place}.{key}", depth + 1) for key in ordered}


def _text(value: str, place: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise CanonicalError(f"{place}: holds half a character (a lone surrogate)") from None
    return value
