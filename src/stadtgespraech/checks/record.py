"""The log in a bundle: its leaves give the checkpoint, and everything that must be recorded is."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from stadtgespraech.checks.findings import Finding, finding
from stadtgespraech.checks.others import check_others
from stadtgespraech.checks.package import (
    CHECKPOINT,
    CONSISTENCY,
    CONTENTS,
    KEY,
    LEAVES,
    NOTE,
    OPENINGS,
    RECEIPTS,
    Manifest,
)
from stadtgespraech.ledger.canonical import CanonicalError, canonical, parse
from stadtgespraech.ledger.checkpoint import Checkpoint, CheckpointError, parse_checkpoint
from stadtgespraech.ledger.commitment import commitment
from stadtgespraech.ledger.leaf import LeafError, leaf_bytes, parse_leaf
from stadtgespraech.ledger.merkle import Tree
from stadtgespraech.ledger.note import NoteError, Verifier, open_note, parse_note, parse_verifier
from stadtgespraech.ledger.receipt import make_receipt
from stadtgespraech.ledger.recording import CONTRIBUTION_TYPES, Event, events, published
from stadtgespraech.records import LogEntry, Process

MAX_RECEIPTS = 10_000
SUBJECTS = {
    "change-decided": "change", "disposition-final": "disposition", "resolution": "resolution",
    "edition-published": "edition", **dict.fromkeys(CONTRIBUTION_TYPES, "contribution"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Record:
    """The log as far as it could be read: entries in order, with `about` and `salt` where an opening gives them."""

    entries: tuple[LogEntry, ...] = ()
    tree: Tree = field(default_factory=Tree)


def log_files(entries: Sequence[LogEntry]) -> dict[str, bytes]:
    """Leaves, openings and the contents of what is not in the process file, as the bundle holds them."""
    leaves = b"".join(leaf_bytes(entry) + b"\n" for entry in entries)
    rows = [opening(index, entry) for index, entry in enumerate(entries) if entry.about]
    told = [{"content": parse(entry.content.encode()), "index": n} for n, entry in enumerate(entries) if entry.content]
    contents = {CONTENTS: b"".join(canonical(row) + b"\n" for row in told)} if told else {}
    return {LEAVES: leaves, OPENINGS: b"".join(canonical(row) + b"\n" for row in rows), **contents}


def opening(index: int, entry: LogEntry) -> dict[str, object]:
    """What the bundle says about leaf `index`; the salt only where it is public."""
    shown = {} if entry.salt is None or entry.type in CONTRIBUTION_TYPES else {"salt": entry.salt}
    return {"about": entry.about, "index": index, **shown}


def consistency_bytes(tree: Tree) -> bytes:
    """The proof from the head before the last leaf to the whole log (at least two leaves)."""
    first, second = len(tree) - 1, len(tree)
    return canonical(
        {
            "first": first,
            "second": second,
            "root1": b64encode(tree.root(first)).decode(),
            "root2": b64encode(tree.root(second)).decode(),
            "proof": [b64encode(item).decode() for item in tree.consistency(first, second)],
        }
    )


def read_record(files: Mapping[str, bytes]) -> tuple[Record, tuple[Finding, ...]]:
    """Leaves, openings and contents, with a finding for each that cannot be read; without leaves nothing is judged."""
    entries: list[LogEntry] = []
    for number, line in enumerate(lines(files.get(LEAVES, b""))):
        try:
            entries.append(parse_leaf(line))
        except LeafError as error:
            text = f"Leaf {number} cannot be read: {error}."
            return Record(), (finding("leaf-form", f"leaf {number}", text),)
    tree = Tree(leaf_bytes(entry) for entry in entries)
    found: list[Finding] = []
    for number, line in enumerate(lines(files.get(OPENINGS, b"")), 1):
        try:
            read_opening(line, entries)
        except ValueError as error:
            found.append(finding("opening-form", f"opening {number}", f"Opening {number} is not right: {error}."))
    opened = [number for number, entry in enumerate(entries) if entry.about]
    if not found and files.get(OPENINGS, b"") != log_files(entries)[OPENINGS]:
        found.append(
            finding("opening-form", OPENINGS, f"{len(opened)} leaves are opened, but not in the order of the log.")
        )
    found += read_contents(files.get(CONTENTS), entries)
    return Record(tuple(entries), tree), tuple(found)


def read_contents(data: bytes | None, entries: list[LogEntry]) -> Iterator[Finding]:
    """Put each content into the entry of its leaf; a finding where the file is not the one that these contents give."""
    for number, line in enumerate(lines(data or b""), 1):
        try:
            row = parse(line)
            index, content = row["index"], row["content"]
            if type(index) is not int or not 0 <= index < len(entries) or len(row) != 2:
                raise ValueError(f"there is no leaf {index!r}")
            entries[index] = replace(entries[index], content=canonical(content).decode())
        except (CanonicalError, KeyError, TypeError, ValueError) as error:
            yield finding("content-form", f"content {number}", f"Content {number} cannot be read: {error}.")
            return
    if data is not None and data != log_files(entries).get(CONTENTS):
        yield finding("content-form", CONTENTS, "The contents are empty, doubled, or not in the order of the log.")


def lines(data: bytes) -> list[bytes]:
    """The lines of a file; the last one's line feed is no line, a missing one makes a broken line."""
    found = data.split(b"\n")
    return found[:-1] if found[-1] == b"" else [*found[:-1], found[-1] + b"\xff"]


def read_opening(line: bytes, entries: list[LogEntry]) -> None:
    """Put about and salt of one opening into the entry of its leaf; ValueError says what is wrong."""
    try:
        row = parse(line)
    except CanonicalError as error:
        raise ValueError(str(error)) from None
    if not isinstance(row, dict) or not {"about", "index"} <= set(row) <= {"about", "index", "salt"}:
        raise ValueError("it holds about, index and salt, and nothing else")
    about, index, salt = row["about"], row["index"], row.get("salt")
    if type(index) is not int or not 0 <= index < len(entries) or entries[index].about:
        raise ValueError(f"there is no leaf {index!r}, or it is opened twice")
    entry = entries[index]
    if not isinstance(about, str) or about.partition(":")[0] != SUBJECTS[entry.type] or not about.partition(":")[2]:
        raise ValueError(f"leaf {index} is of type {entry.type}, which cannot be about {about!r}")
    if (salt is None) != (entry.type in CONTRIBUTION_TYPES):
        raise ValueError(f"leaf {index} {'has no' if salt is None else 'shows a'} salt")
    entries[index] = LogEntry(entry.type, entry.object, entry.day, entry.commitment, salt, about)


def check_contents(record: Record, process: Process, manifest: Manifest) -> Iterator[Finding]:
    """Everything that must be recorded is, and the last leaf about it commits to what the bundle shows."""
    edition = published(manifest.digests, manifest.sha256, process.as_of, process.key)
    wanted = [*events(process), edition]
    last = {(entry.type, entry.about): index for index, entry in enumerate(record.entries) if entry.about}
    for item in wanted:
        index = last.get((item.type, item.about))
        if index is None:
            subject = "this edition" if item is edition else item.about.replace(":", " ", 1)
            text = f"The log has no leaf “{item.type}” for {subject}."
            yield finding("log-leaf-missing", item.about.replace(":", " ", 1), text)
        elif item.content is not None:
            yield from check_commitment(record.entries[index], index, item)
    yield from check_others(record.entries, process.key, {item.about for item in wanted}, manifest)


def check_commitment(entry: LogEntry, index: int, item: Event) -> Iterator[Finding]:
    """One leaf against its content."""
    where = item.about.replace(":", " ", 1)
    try:
        salt = bytes.fromhex(entry.salt or "")
        right = salt.hex() == entry.salt and commitment(item.content, salt).hex() == entry.commitment
    except (ValueError, TypeError):
        right = False
    if not right or entry.day != item.day:
        text = f"What the bundle says about {where} is not what leaf {index} recorded: it was changed afterwards."
        yield finding("log-commitment", where, text)


def check_head(
    files: Mapping[str, bytes], record: Record, manifest: Manifest
) -> tuple[Checkpoint | None, tuple[Finding, ...]]:
    """The checkpoint, and whether it is that of the leaves and, where it is signed, of the key beside it."""
    signed = NOTE in files
    name = NOTE if signed else CHECKPOINT
    if signed == (CHECKPOINT in files) or signed != (KEY in files):
        text = "A bundle holds checkpoint.txt, or checkpoint.note with key.txt."
        return None, (finding("entry-missing", name, text),)
    try:
        body = opened_note(files)[0] if signed else files[CHECKPOINT].decode()
        head = parse_checkpoint(body)
    except (NoteError, CheckpointError, UnicodeDecodeError) as error:
        return None, (finding("signature" if signed else "log-root", name, f"{name}: {error}."),)
    found = []
    if head.origin != manifest.origin:
        text = f"The checkpoint is of the log {head.origin}, the manifest of {manifest.origin}."
        found.append(finding("log-origin", name, text))
    if (head.size, head.root) != (len(record.tree), record.tree.root()):
        text = (
            f"The {len(record.tree)} leaves have root {b64encode(record.tree.root()).decode()}; the checkpoint is of "
            f"{head.size} leaves with {b64encode(head.root).decode()}: a leaf is missing, added, moved or changed."
        )
        found.append(finding("log-root", name, text))
    return head, tuple(found)


def opened_note(files: Mapping[str, bytes]) -> tuple[str, Verifier]:
    """Text and key of the signed checkpoint, by the key in the bundle; NoteError where it does not verify, or holds
    anything but that one signature."""
    line = files[KEY].decode("ascii", "replace")
    if not line.endswith("\n"):
        raise NoteError("key.txt is one line, ended by a line feed")
    key = parse_verifier(line[:-1])
    if len(parse_note(files[NOTE]).signatures) != 1:
        raise NoteError("the checkpoint of a bundle has one signature")
    return open_note(files[NOTE], [key])[0], key


def check_proofs(files: Mapping[str, bytes], tree: Tree) -> Iterator[Finding]:
    """Consistency proof and receipts are exactly what the leaves give."""
    wanted = consistency_bytes(tree) if len(tree) > 1 else None
    if files.get(CONSISTENCY) != wanted:
        text = "The consistency proof is not the one that the leaves give."
        yield finding("log-consistency", CONSISTENCY, text)
    expected = receipts(tree, files[NOTE]) if NOTE in files else {}
    got = {name: data for name, data in files.items() if name.startswith(RECEIPTS)}
    for name in sorted(set(expected) | set(got)):
        if name not in got:
            yield finding("log-receipt", name, f"The receipt {name} is missing.")
        elif got[name] != expected.get(name):
            yield finding("log-receipt", name, f"{name} is not the receipt of a leaf of this log.")


def receipts(tree: Tree, note: bytes) -> dict[str, bytes]:
    """The receipt of every leaf by file name, none where there are too many to ship."""
    if len(tree) > MAX_RECEIPTS:
        return {}
    return {f"{RECEIPTS}{n}.tlog-proof": make_receipt(tree, n, note).to_bytes() for n in range(len(tree))}
