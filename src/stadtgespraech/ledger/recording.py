"""What of a process is recorded, in which order, and with which salts: docs/format.md, sections 3 and 4."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from stadtgespraech.ledger.commitment import SALT_BYTES, commitment, derived_object, derived_salt
from stadtgespraech.ledger.leaf import is_day
from stadtgespraech.records import FINAL_STATES, Contribution, LogEntry, Process, to_json

CONTRIBUTION_TYPES = ("received", "moderated", "withdrawn", "erased")
PRODUCT_TYPES = ("change-decided", "resolution", "edition-published")  # the others are of the whole process


class RecordError(ValueError):
    """The process cannot be recorded. The message says which contribution or entry and what to do."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something to record. `content` is what its leaf commits to, None where it is not at hand any more."""

    type: str
    about: str
    day: str
    content: Mapping[str, Any] | None


def events(process: Process) -> tuple[Event, ...]:
    """Everything of `process` that must have a leaf, in the order of recording; the edition itself apart."""
    body = json.loads(to_json(Process("", "", changes=process.changes, dispositions=process.dispositions)))
    found = [received(item) for item in process.contributions]
    found += [decided(row, process.key) for row in body["changes"]]
    for disposition, row in zip(process.dispositions, body.get("dispositions", ()), strict=True):
        if disposition.state in FINAL_STATES:
            content = {"type": "disposition-final", "disposition": row}
            found.append(Event("disposition-final", f"disposition:{disposition.part}", day(disposition.day), content))
    return (*found, *resolutions(process))


def decided(row: Mapping[str, Any], key: str) -> Event:
    """The decision on a change, which `row` gives as the process file does."""
    content = {"type": "change-decided", "change": row, **of_product(key)}
    return Event("change-decided", named("change", str(row["number"]), key), day(row.get("date", "")), content)


def of_product(key: str) -> dict[str, str]:
    """What a content says of its product, where the log holds several."""
    return {"product": key} if key else {}


def named(kind: str, name: str, key: str) -> str:
    """What a leaf is about: numbers and papers are those of one product, so its key stands before them."""
    return f"{kind}:{key}/{name}" if key else f"{kind}:{name}"


def is_own(about: str, key: str) -> bool:
    """Whether a leaf of one of PRODUCT_TYPES is about the product with this key."""
    return not key or about.partition(":")[2].startswith(f"{key}/")


def told(content: Any) -> Event:
    """The event of a product that this content alone tells of. RecordError where it is none. The day of an edition is
    not in it."""
    try:
        key, type = content["product"], content["type"]
        if not isinstance(key, str) or not key:
            raise KeyError
        if type == "change-decided":
            return decided(content["change"], key)
        if type == "resolution":
            return resolved(content["name"], content["ref"], content["date"], key)
        return published(content["files"], content["manifest"], "", key)
    except (AttributeError, KeyError, TypeError):
        raise RecordError("it does not hold what a leaf of a product commits to") from None


def received(item: Contribution) -> Event:
    """The receipt of a contribution; without its text it has no content."""
    content = {
        "type": "received",
        "id": item.id,
        "round": item.round,
        "kind": item.kind,
        "intent": item.intent,
        "day": item.day,
        "language": item.language,
        "passage": [[part.change, part.ordinal, part.start, part.end] for part in item.passage],
        "text": item.text,
        **of_product(item.product),
    }
    return Event("received", f"contribution:{item.id}", day(item.day), None if item.text is None else content)


def resolutions(process: Process) -> tuple[Event, ...]:
    """Each resolution that a change cites, once, in the order of first citation."""
    found: dict[str, Event] = {}
    for change in process.changes:
        for source in change.sources:
            if source.kind == "resolution":
                event = resolved(source.name, source.ref, source.date, process.key)
                found.setdefault(event.about, event)
    return tuple(found.values())


def resolved(name: str, ref: str, date: str, key: str) -> Event:
    """A resolution that a change cites."""
    content = {"type": "resolution", "name": name, "ref": ref, "date": date, **of_product(key)}
    return Event("resolution", named("resolution", ref or name, key), day(date), content)


def published(files: Mapping[str, str], manifest: str, as_of: str, key: str = "") -> Event:
    """The publication of the files with these SHA-256 (hex), named by their manifest's."""
    content = {"type": "edition-published", "files": dict(files), "manifest": manifest, **of_product(key)}
    return Event("edition-published", named("edition", manifest, key), day(as_of), content)


def record(process: Process) -> Process:
    """`process` with a complete `log`: what it holds stands first, what it lacks follows. RecordError where a
    contribution was erased before it had a leaf, or has no salt and the process no seed."""
    known = {(entry.type, entry.about) for entry in process.log}
    seed, salts = seed_of(process), contribution_salts(process)
    fresh = [
        entry_of(item, salt_of(item, salts, seed), seed)
        for item in events(process)
        if (item.type, item.about) not in known
    ]
    return dataclasses.replace(process, log=(*process.log, *fresh))


def entry_of(item: Event, salt: bytes, seed: bytes) -> LogEntry:
    """The entry that records `item`; the salt of a contribution does not stand in it."""
    if item.content is None:
        raise RecordError(f"{item.about} was erased before it had a leaf: the log that holds it must be in the file")
    digest = commitment(item.content, salt).hex()
    shown = None if item.type in CONTRIBUTION_TYPES else salt.hex()
    return LogEntry(item.type, derived_object(seed, item.about), item.day, digest, shown, item.about)


def salt_of(item: Event, salts: Mapping[str, bytes], seed: bytes) -> bytes:
    """The salt of a contribution from `salts` (by id), the derived one of anything else."""
    if item.type != "received":
        return derived_salt(seed, item.type, item.about)
    stored = salts.get(item.about.removeprefix("contribution:"))
    if stored is None and item.content is not None:
        raise RecordError(f"{item.about} has no salt, and the process no salt_seed: draw 32 bytes and store them")
    return stored or b""


def contribution_salts(process: Process) -> dict[str, bytes]:
    """Id → salt of every contribution whose text is there. A salt is never derived from public content: whoever
    could derive it could try out texts."""
    found: dict[str, bytes] = {}
    for item in process.contributions:
        if item.salt is not None:
            found[item.id] = hex_bytes(item.salt, f"the salt of contribution {item.id}")
        elif process.salt_seed and item.text is not None:
            found[item.id] = derived_salt(seed_of(process), "received", f"contribution:{item.id}")
    return found


def seed_of(process: Process) -> bytes:
    """The process's own seed, or one of its public content: good enough for what is public anyway."""
    if process.salt_seed:
        return hex_bytes(process.salt_seed, "salt_seed")
    return hashlib.sha256(b"stadtgespraech:seed:v1\0" + to_json(public(process)).encode()).digest()


def public(process: Process) -> Process:
    """What a bundle shows of a process: no log, no seed, no text and salt of contributions."""
    shown = tuple(dataclasses.replace(item, text=None, salt=None) for item in process.contributions)
    return dataclasses.replace(process, contributions=shown, log=(), salt_seed="")


def hex_bytes(text: str, what: str) -> bytes:
    """32 bytes in lower-case hex; RecordError names `what` otherwise."""
    try:
        data = bytes.fromhex(text)
    except ValueError:
        data = b""
    if len(data) != SALT_BYTES or data.hex() != text:
        raise RecordError(f"{what} must be {2 * SALT_BYTES} lower-case hex digits")
    return data


def day(text: str) -> str:
    """`text` where it is a day, else the empty text."""
    return text if is_day(text) else ""
