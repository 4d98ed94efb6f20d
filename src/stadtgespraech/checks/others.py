"""Leaves that the process file does not explain: earlier editions, other products, and what is sealed. One log holds
all products of a process; the bundle of one lists every leaf, and says of each what it is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set

from stadtgespraech.checks.findings import Finding, finding
from stadtgespraech.checks.package import MANIFEST, Manifest
from stadtgespraech.ledger.canonical import parse
from stadtgespraech.ledger.commitment import commitment
from stadtgespraech.ledger.recording import CONTRIBUTION_TYPES, PRODUCT_TYPES, RecordError, is_own, told
from stadtgespraech.records import LogEntry


def sealed_types(entries: Sequence[LogEntry]) -> dict[str, int]:
    """How many leaves of products say nothing of what they record, by type."""
    return dict(Counter(entry.type for entry in entries if entry.type in PRODUCT_TYPES and not entry.about))


def check_others(entries: Sequence[LogEntry], key: str, known: Set[str], manifest: Manifest) -> Iterator[Finding]:
    """Each leaf is about something in the bundle, or its content is there, or it is one of those declared as sealed.
    `known` is what the process file and this edition explain, `key` the product's."""
    last = {entry.about: index for index, entry in enumerate(entries) if entry.about}
    for index, entry in enumerate(entries):
        if entry.content:
            yield from check_told(entry, index, key)
        elif entry.about and not is_explained(entry, index, key, known, last):
            yield unexplained(index, entry, entry.about.replace(":", " ", 1))
        elif not entry.about and entry.type == "disposition-final":
            yield unexplained(index, entry, "something that it does not name")
    yield from check_objects(entries)
    yield from check_sealed(entries, key, manifest)


def is_explained(entry: LogEntry, index: int, key: str, known: Set[str], last: Mapping[str, int]) -> bool:
    """A leaf without content is about something in the bundle, or was followed by another about the same. In a log of
    one product earlier editions are their own witnesses."""
    if entry.type not in PRODUCT_TYPES or not key:
        return entry.about in known or entry.type == "edition-published"
    return entry.about in known or (not is_own(entry.about, key) and last[entry.about] > index)


def unexplained(index: int, entry: LogEntry, about: str) -> Finding:
    text = f"Leaf {index} records “{entry.type}” about {about}, which is not in the bundle."
    return finding("log-leaf-unexplained", f"leaf {index}", text)


def check_told(entry: LogEntry, index: int, key: str) -> Iterator[Finding]:
    """The content of a leaf of another product, or of an earlier edition: it is what the leaf commits to, and speaks of
    what the opening says."""
    where = f"leaf {index}"
    try:
        content = parse(entry.content.encode())
        event = told(content)
        salt = bytes.fromhex(entry.salt or "")
        right = event.content == content and commitment(content, salt).hex() == entry.commitment
    except (RecordError, ValueError) as error:
        yield finding("log-commitment", where, f"The content of leaf {index} cannot be used: {error}.")
        return
    dated = entry.type == "edition-published" or entry.day == event.day  # a publication does not commit to its day
    if not right or not dated:
        yield finding("log-commitment", where, f"The content given for leaf {index} is not what it recorded.")
    elif (entry.type, entry.about) != (event.type, event.about):
        text = f"Leaf {index} is said to be about {entry.about}, but it records {event.about}."
        yield finding("log-product", where, text)
    elif not key or (entry.type != "edition-published" and is_own(entry.about, key)):
        text = f"Leaf {index} is about {entry.about}, which the process file must hold itself."
        yield finding("log-product", where, text)


def check_objects(entries: Sequence[LogEntry]) -> Iterator[Finding]:
    """One thing has one object id in the log, so that no leaf passes for an earlier one about something else."""
    of: dict[str, str] = {}
    about: dict[str, str] = {}
    for index, entry in enumerate(entries):
        if not entry.about:
            continue
        first = of.setdefault(entry.about, entry.object), about.setdefault(entry.object, entry.about)
        if first != (entry.object, entry.about):
            text = f"Leaf {index} is said to be about {entry.about}, but its object is that of another thing."
            yield finding("log-object", f"leaf {index}", text)


def check_sealed(entries: Sequence[LogEntry], key: str, manifest: Manifest) -> Iterator[Finding]:
    """The leaves that are not opened are as many of each type as the manifest declares; only a log of several products
    may hold any."""
    found, declared = sealed_types(entries), manifest.sealed if key else {}
    for index, entry in enumerate(entries):
        if not entry.about and entry.type in PRODUCT_TYPES and found[entry.type] > declared.get(entry.type, 0):
            yield unexplained(index, entry, "something that it does not name")
    if any(number > found.get(type, 0) for type, number in manifest.sealed.items()):
        text = "The manifest declares more sealed leaves than there are."
        yield finding("sealed-not-there", MANIFEST, text)
    if found and found == declared:
        counts = ", ".join(f"{number} “{type}”" for type, number in sorted(found.items()))
        text = (
            f"Sealed leaves, of what is not published yet: {counts}. The manifest declares them; nothing else is known."
        )
        yield finding("leaf-sealed", "log", text)


def opened_elsewhere(entries: Sequence[LogEntry]) -> int:
    """How many leaves were checked by a content of their own."""
    return sum(bool(entry.content) for entry in entries if entry.type not in CONTRIBUTION_TYPES)
