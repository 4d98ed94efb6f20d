"""Leaves: what the log keeps of one event. The record is `records.LogEntry`; these are its bytes."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping

from stadtgespraech.ledger.canonical import CanonicalError, canonical, parse
from stadtgespraech.records import LogEntry

TYPES = (
    "received", "moderated", "withdrawn", "erased", "change-decided", "disposition-final", "resolution",
    "edition-published",
)  # fmt: skip
_HEX = {"commitment": 64, "object": 32}


class LeafError(ValueError):
    """The bytes are not a leaf. The message says which field and why."""


def leaf_bytes(entry: LogEntry) -> bytes:
    """The leaf that is hashed into the log. LeafError where a field does not have its form."""
    fields = {"commitment": entry.commitment, "day": entry.day, "object": entry.object, "type": entry.type}
    _check(fields)
    return canonical(fields)


def parse_leaf(data: bytes) -> LogEntry:
    """The entry whose leaf is `data`; `salt` and `about` are not in a leaf and stay empty."""
    try:
        fields = parse(data)
    except CanonicalError as error:
        raise LeafError(str(error)) from None
    if not isinstance(fields, dict) or set(fields) != {"commitment", "day", "object", "type"}:
        raise LeafError('a leaf has the fields "commitment", "day", "object" and "type", no other')
    _check(fields)
    return LogEntry(**fields)


def is_day(text: str) -> bool:
    """A day that exists, as YYYY-MM-DD."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return False
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _check(fields: Mapping[str, object]) -> None:
    for name, digits in _HEX.items():
        value = fields[name]
        if not isinstance(value, str) or not re.fullmatch(f"[0-9a-f]{{{digits}}}", value):
            raise LeafError(f"{name}: {digits} lower-case hex digits are needed")
    if fields["type"] not in TYPES:
        raise LeafError(f"type: {fields['type']!r} is none of {', '.join(TYPES)}")
    day = fields["day"]
    if not isinstance(day, str) or not (day == "" or is_day(day)):
        raise LeafError(f"day: {day!r} is neither YYYY-MM-DD nor empty")
