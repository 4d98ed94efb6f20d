"""The bundle as a set of files: which there are, and that each is the one the manifest names."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from stadtgespraech.checks.findings import Finding, finding, gaps
from stadtgespraech.ledger.canonical import CanonicalError, canonical, parse
from stadtgespraech.ledger.recording import PRODUCT_TYPES, public
from stadtgespraech.records import FormatError, Process, from_json, strict_json, to_json

FORMAT, VERSION = "stadtgespraech-bundle", 1
EDITION_FORMAT = "stadtgespraech-edition"
MANIFEST, PROCESS, EDITIONS = "manifest.json", "process.json", "editions/"
LEAVES, OPENINGS, CONSISTENCY = "log/leaves.jsonl", "log/openings.jsonl", "log/consistency.json"
CONTENTS = "log/contents.jsonl"
CHECKPOINT, NOTE, KEY, RECEIPTS = "checkpoint.txt", "checkpoint.note", "key.txt", "log/receipts/"
_KNOWN = {MANIFEST, PROCESS, LEAVES, OPENINGS, CONTENTS, CONSISTENCY, CHECKPOINT, NOTE, KEY}


class UnreadableError(ValueError):
    """Not a bundle of a version this release reads. The message says what it is and what to do."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the manifest says: SHA-256 (hex) and size by file, gaps as (code, where), the log's name, and how many
    leaves of which type are sealed."""

    digests: Mapping[str, str]
    sizes: Mapping[str, int]
    gaps: tuple[tuple[str, str], ...]
    origin: str
    sha256: str
    sealed: Mapping[str, int] = field(default_factory=dict)


def manifest_bytes(
    files: Mapping[str, bytes], found: Iterable[Finding], origin: str, sealed: Mapping[str, int] | None = None
) -> bytes:
    """The manifest of `process.json` and the editions in `files`, with the gaps among `found` and the sealed leaves."""
    rows = {name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in files.items()}
    declared = [{"code": code, "where": where} for code, where in gap_rows(found)]
    more = {"sealed": dict(sealed)} if sealed else {}
    return canonical({"format": FORMAT, "version": VERSION, "origin": origin, "gaps": declared, "files": rows, **more})


def gap_rows(found: Iterable[Finding]) -> tuple[tuple[str, str], ...]:
    """The gaps among `found` as the manifest lists them."""
    return tuple(sorted({(item.code, item.where) for item in gaps(found)}))


def read_manifest(data: bytes) -> Manifest:
    """Read the manifest. UnreadableError for another format or version, ValueError for a broken form."""
    try:
        body = parse(data)
    except CanonicalError as error:
        raise ValueError(f"it is {error}") from None
    if not isinstance(body, dict) or body.get("format") != FORMAT:
        raise UnreadableError(f'its manifest does not say "format": "{FORMAT}"')
    if type(body.get("version")) is not int or body["version"] != VERSION:
        raise UnreadableError(
            f"it has format version {body.get('version')!r}; this release reads version {VERSION}: "
            "use the release that wrote it"
        )
    if set(body) - {"sealed"} != {"files", "format", "gaps", "origin", "version"} or not isinstance(
        body["origin"], str
    ):
        raise ValueError("it must hold files, format, gaps, origin, version and perhaps sealed, and nothing else")
    rows, declared, sealed = body["files"], body["gaps"], body.get("sealed", {})
    if "sealed" in body and not is_sealed(sealed):
        raise ValueError("“sealed” must give a number for each type of leaf")
    if not isinstance(rows, dict) or not all(is_file_row(row) for row in rows.values()):
        raise ValueError("“files” must give bytes and sha256 for each name")
    if not isinstance(declared, list) or not all(is_gap_row(row) for row in declared):
        raise ValueError("“gaps” must be a list of code and where")
    return Manifest(
        {name: row["sha256"] for name, row in rows.items()},
        {name: row["bytes"] for name, row in rows.items()},
        tuple((row["code"], row["where"]) for row in declared),
        body["origin"],
        hashlib.sha256(data).hexdigest(),
        sealed,
    )


def is_sealed(row: Any) -> bool:
    return (
        isinstance(row, dict)
        and len(row) > 0
        and set(row) <= set(PRODUCT_TYPES)
        and all(type(number) is int and number > 0 for number in row.values())
    )


def is_file_row(row: Any) -> bool:
    return (
        isinstance(row, dict)
        and set(row) == {"bytes", "sha256"}
        and [type(row["bytes"]), type(row["sha256"])] == [int, str]
    )


def is_gap_row(row: Any) -> bool:
    return (
        isinstance(row, dict) and set(row) == {"code", "where"} and all(isinstance(item, str) for item in row.values())
    )


def check_files(files: Mapping[str, bytes], manifest: Manifest) -> Iterator[Finding]:
    """Every file that must be there is, with the size and hash of the manifest, and no other."""
    named = {name for name in files if name == PROCESS or name.startswith(EDITIONS)}
    for name in sorted(manifest.digests):
        if name not in files:
            yield finding("entry-missing", name, f"The manifest names {name}, but it is not in the bundle.")
            continue
        digest, size = hashlib.sha256(files[name]).hexdigest(), len(files[name])
        if (digest, size) != (manifest.digests[name], manifest.sizes[name]):
            wanted = manifest.digests[name]
            text = f"{name} is not the file that the manifest names: its SHA-256 is {digest}, not {wanted}."
            yield finding("entry-digest", name, text)
    for name in sorted(set(files) - named - _KNOWN):
        if not name.startswith(RECEIPTS):
            yield finding("entry-unknown", name, f"{name} has no place in a bundle.")
    for name in sorted(named - set(manifest.digests)):
        yield finding("entry-unknown", name, f"{name} is in the bundle, but the manifest does not name it.")
    for name in (PROCESS, LEAVES, OPENINGS):
        if name not in files and name not in manifest.digests:
            yield finding("entry-missing", name, f"{name} is missing.")


def read_process(data: bytes) -> Process:
    """The process file of a bundle. FormatError where it does not have the one form that a bundle holds."""
    try:
        text = data.decode()
        process = from_json(text)
    except UnicodeDecodeError as error:
        raise FormatError(f"not UTF-8 at byte {error.start}") from None
    except FormatError:
        raise
    except ValueError as error:
        raise FormatError(f"not JSON that can be read: {error}") from None
    if public(process) != process:
        raise FormatError("it holds a log, a seed, or texts and salts of contributions, which a bundle leaves out")
    if to_json(process) != text:
        raise FormatError("it is spelled in another way than this format is written")
    return process


def edition_names(files: Mapping[str, bytes]) -> list[str]:
    """The files that must be editions in JSON, sorted."""
    return sorted(name for name in files if name.startswith(EDITIONS) and name.endswith(".json"))


def read_edition(data: bytes) -> dict[str, Any]:
    """An edition in JSON. FormatError where it is none."""
    try:
        body = strict_json(data.decode(), "an edition")
    except UnicodeDecodeError as error:
        raise FormatError(f"not UTF-8 at byte {error.start}") from None
    if not isinstance(body, dict) or body.get("format") != EDITION_FORMAT:
        raise FormatError(f'"format" must be "{EDITION_FORMAT}"')
    return body


def check_gaps(found: Iterable[Finding], manifest: Manifest) -> Iterator[Finding]:
    """The gaps that are there are exactly those that the manifest declares."""
    rows, declared = {(item.code, item.where): item.message for item in gaps(found)}, set(manifest.gaps)
    for row, message in rows.items():
        if row not in declared:
            yield finding("gap-undeclared", row[1], f"{message} The manifest does not declare it.")
    for code, where in manifest.gaps:
        if (code, where) not in rows:
            yield finding(
                "gap-not-there", where, f"The manifest declares “{code}” for {where}, but nothing is missing."
            )
    if list(manifest.gaps) != sorted(declared):
        yield finding("manifest-form", MANIFEST, "The gaps of the manifest are not sorted, or one stands there twice.")
