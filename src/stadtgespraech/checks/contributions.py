"""contributions.zip: each text and salt against the leaf that recorded it, and what was erased."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from stadtgespraech.checks.findings import Finding, finding
from stadtgespraech.ledger.archive import ArchiveError, pack, unpack
from stadtgespraech.ledger.canonical import CanonicalError, canonical, parse
from stadtgespraech.ledger.commitment import commitment
from stadtgespraech.ledger.recording import RecordError, hex_bytes, received
from stadtgespraech.records import Contribution, LogEntry, Process

FORMAT, VERSION, NAME = "stadtgespraech-contributions", 1, "contributions.json"


class ContributionsError(ValueError):
    """contributions.zip does not have its form. The message says what is wrong."""


def contributions_bytes(process: Process, salts: Mapping[str, bytes], origin: str) -> bytes:
    """contributions.zip: texts and salts of all contributions that are not erased."""
    rows = [
        {"id": item.id, "salt": salts[item.id].hex(), "text": item.text}
        for item in process.contributions
        if item.text is not None
    ]
    return pack({NAME: canonical({"format": FORMAT, "version": VERSION, "origin": origin, "contributions": rows})})


def read_contributions(data: bytes) -> tuple[tuple[Contribution, ...], str]:
    """Ids, texts and salts, with the origin of their log; every other field is empty. ContributionsError otherwise."""
    try:
        unpacked = unpack(data)
        body = parse(unpacked.files.get(NAME, b""))
    except (ArchiveError, CanonicalError) as error:
        raise ContributionsError(str(error)) from None
    head = (body.get("format"), type(body.get("version")), body.get("version")) if isinstance(body, dict) else ()
    if head != (FORMAT, int, VERSION):
        raise ContributionsError(f"not {FORMAT} in version {VERSION}")
    if set(body) != {"contributions", "format", "origin", "version"} or not isinstance(body["origin"], str):
        raise ContributionsError("it must hold contributions, format, origin and version, and nothing else")
    if pack(unpacked.files) != data or set(unpacked.files) != {NAME}:
        raise ContributionsError("its bytes are not the canonical ZIP of its one file")
    rows = body["contributions"]
    if not isinstance(rows, list) or not all(is_row(row) for row in rows):
        raise ContributionsError("each contribution has an id, a salt and a text")
    return tuple(Contribution(row["id"], "", row["text"], salt=row["salt"]) for row in rows), body["origin"]


def is_row(row: Any) -> bool:
    """An id, a salt and a text."""
    return (
        isinstance(row, dict)
        and set(row) == {"id", "salt", "text"}
        and all(isinstance(item, str) for item in row.values())
    )


def with_texts(process: Process, given: Sequence[Contribution]) -> Process:
    """`process` with the texts and salts that are given."""
    found = {item.id: item for item in given}
    filled = tuple(
        dataclasses.replace(item, text=found[item.id].text, salt=found[item.id].salt) if item.id in found else item
        for item in process.contributions
    )
    return dataclasses.replace(process, contributions=filled)


def check_contributions(
    process: Process, entries: Sequence[LogEntry], given: Sequence[Contribution]
) -> Iterator[Finding]:
    """Each given text and salt belongs to the leaf of its contribution; each contribution stands there once."""
    leaves = {entry.about: entry for entry in entries if entry.type == "received"}
    known = {item.id for item in process.contributions}
    order = [item.id for item in given]
    listed = set(order)
    for item in with_texts(process, given).contributions:
        entry = leaves.get(f"contribution:{item.id}")
        if item.text is not None and entry is not None and not belongs(item, entry):
            text = f"Text or salt of contribution {item.id} are not what its leaf recorded."
            yield finding("contribution-commitment", f"contribution {item.id}", text)
    for name in sorted(listed - known):
        text = f"contributions.zip holds contribution {name}, which the bundle does not name."
        yield finding("contribution-unknown", f"contribution {name}", text)
    if order != [item.id for item in process.contributions if item.id in listed] and listed <= known:
        text = "The contributions in contributions.zip are doubled, or in another order than the bundle's."
        yield finding("contributions-form", "contributions.zip", text)


def belongs(item: Contribution, entry: LogEntry) -> bool:
    """The leaf commits to this text with this salt."""
    content = received(item).content
    try:
        return content is not None and commitment(content, hex_bytes(item.salt or "", "salt")).hex() == entry.commitment
    except RecordError:
        return False
