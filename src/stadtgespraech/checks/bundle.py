"""Verify a bundle from its bytes alone: no network, no database, no web framework, no typesetter.

docs/format.md, section 10, gives the steps; this follows them. The only module of the room that reads files.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from stadtgespraech.checks.changes import is_explain_only, is_legacy
from stadtgespraech.checks.contributions import ContributionsError, check_contributions, read_contributions, with_texts
from stadtgespraech.checks.edition import check_edition, check_printed
from stadtgespraech.checks.findings import Finding, errors, finding, gaps
from stadtgespraech.checks.others import opened_elsewhere
from stadtgespraech.checks.package import (
    EDITIONS,
    MANIFEST,
    PROCESS,
    Manifest,
    UnreadableError,
    check_files,
    check_gaps,
    edition_names,
    read_edition,
    read_manifest,
    read_process,
)
from stadtgespraech.checks.parts import check_parts
from stadtgespraech.checks.process import check_process
from stadtgespraech.checks.record import Record, check_contents, check_head, check_proofs, read_record
from stadtgespraech.checks.texts import weave_of
from stadtgespraech.checks.trust import check_trust
from stadtgespraech.ledger.archive import MAX_BYTES, ArchiveError, looks_like_zip, pack, unpack
from stadtgespraech.ledger.checkpoint import Checkpoint
from stadtgespraech.records import FormatError, Process

VERIFIED, NOT_VERIFIED, NOT_READABLE = 0, 1, 2
MAX_SHOWN = 50
OURS = b"stadtgespraech"
Progress = Callable[[str, int | None, int | None], None]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came out: findings, and counts by name (changes, leaves, others, contributions, erased, gaps, legacy,
    explain-only, editions, files). `exit_code`: 0 verified, 1 not verified, 2 not readable."""

    exit_code: int
    findings: tuple[Finding, ...]
    counts: Mapping[str, int]
    head: Checkpoint | None = None
    signed: bool = False

    def lines(self) -> list[str]:
        """The verdict for a person, the result first."""
        if self.exit_code == NOT_READABLE:
            return [f"not readable: {self.findings[0].message}"]
        wrong = errors(self.findings)
        shown = [f"{item.where}: {item.message}" for item in wrong[:MAX_SHOWN]]
        if len(wrong) > MAX_SHOWN:
            shown.append(f"… and {len(wrong) - MAX_SHOWN} more")
        if wrong:
            return [f"not verified: {plural(len(wrong), 'thing is', 'things are')} wrong", *shown]
        return [*self._good(), *(f"declared gap: {item.message}" for item in gaps(self.findings)[:MAX_SHOWN])]

    def _good(self) -> Iterator[str]:
        counts = self.counts
        declared = f", {plural(counts['gaps'], 'declared gap', 'declared gaps')}" if counts["gaps"] else ""
        yield f"verified{declared}"
        yield (
            f"{plural(counts['changes'], 'change', 'changes')}, {counts['legacy']} of them with unknown old wording "
            f"and {counts['explain-only']} that explain only; {plural(counts['leaves'], 'leaf', 'leaves')} in the log; "
            f"{plural(counts['editions'], 'edition', 'editions')} compared word by word"
        )
        if counts["others"]:
            leaves = plural(counts["others"], "leaf is of another product", "leaves are of other products")
            yield f"{leaves} or of an earlier edition: opened and checked"
        if counts["files"]:
            others = plural(counts["files"], "other file is", "other files are")
            yield f"{others} the bytes that were published (SHA-256); only editions in JSON are read"
        if "erased" in counts:
            yield f"{plural(counts['contributions'], 'contribution', 'contributions')}, {counts['erased']} erased"
        if self.head is not None:
            root = self.head.body().split("\n")[2]
            yield f"log {self.head.origin}, {self.head.size} leaves, root {root}"
        yield from (item.message for item in self.findings if item.severity == "note")


def plural(number: int, one: str, many: str) -> str:
    """ "1 change", "2 changes"."""
    return f"{number} {one if number == 1 else many}"


@dataclass
class Bench:
    """What is known of the bundle so far, and what was found."""

    files: Mapping[str, bytes]
    found: list[Finding]
    progress: Progress
    process: Process | None = None
    editions: int = 0


def verify(
    path: str | os.PathLike[str],
    key: str | None = None,
    checkpoint: str | os.PathLike[str] | None = None,
    contributions: str | os.PathLike[str] | None = None,
    progress: Progress | None = None,
) -> Verdict:
    """Check the bundle at `path`. `key` is a verifier key that must have signed, `checkpoint` a file with a head you
    kept; contributions.zip is the file given, else the one beside the bundle, else not checked. OSError where a file
    cannot be opened."""
    place = Path(path)
    beside = Path(contributions) if contributions is not None else place.parent / "contributions.zip"
    try:
        texts = read_bounded(beside) if contributions is not None or beside.is_file() else None
        kept = read_bounded(Path(checkpoint)) if checkpoint is not None else None
        data = read_bounded(place)
    except UnreadableError as error:
        return unreadable(str(error))
    return verify_bytes(data, place.name, key=key, kept=kept, contributions=texts, progress=progress)


def read_bounded(path: Path) -> bytes:
    """The bytes of a file. UnreadableError where it is larger than any bundle."""
    with path.open("rb") as stream:
        data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise UnreadableError(f"{path.name} is larger than {MAX_BYTES} bytes")
    return data


def unreadable(message: str) -> Verdict:
    """The verdict on what is no bundle."""
    return Verdict(NOT_READABLE, (finding("manifest-form", "bundle", message),), {})


def verify_bytes(
    data: bytes,
    name: str = "bundle.zip",
    *,
    key: str | None = None,
    kept: bytes | None = None,
    contributions: bytes | None = None,
    progress: Progress | None = None,
) -> Verdict:
    """Check a bundle in memory; `kept` and `contributions` are the bytes of a checkpoint and of contributions.zip."""
    progress = progress or (lambda label, done, total: None)
    progress("reading", None, None)
    try:
        unpacked = unpack(data)
    except ArchiveError as error:
        return broken_zip(data, name, str(error))
    bench = Bench(
        unpacked.files,
        [finding("entry-damaged", line.split(" ")[0], f"{line}.") for line in unpacked.damaged],
        progress,
    )
    if pack(unpacked.files) != data:
        text = f"{name} is not the one ZIP that these files have: it was packed again, added to or damaged."
        bench.found.append(finding("zip-not-canonical", name, text))
    try:
        manifest = manifest_of(bench)
    except UnreadableError as error:
        return unreadable(f"{name}: {error}")
    head, record = (None, Record()) if manifest is None else check_all(bench, manifest, key, kept)
    if manifest is not None and contributions is not None and bench.process is not None:
        check_texts_given(bench, bench.process, record, manifest, contributions)
    return verdict(bench, head, record, contributions)


def broken_zip(data: bytes, name: str, reason: str) -> Verdict:
    """A bundle that was damaged is not verified; what never was one, or is made to harm, is not readable. Nothing in
    a bundle is compressed, so the names of our formats stand in its bytes."""
    if not looks_like_zip(data) or OURS not in data:
        return unreadable(f"{name}: {reason}")
    return Verdict(NOT_VERIFIED, (finding("zip-not-canonical", name, f"{name} is damaged: {reason}."),), {})


def manifest_of(bench: Bench) -> Manifest | None:
    """The manifest, or None with the finding that says why not. UnreadableError where this is no bundle at all."""
    if MANIFEST not in bench.files:
        if not bench.found:
            raise UnreadableError("it holds no manifest.json, so it is no bundle")
        if not any(item.where == MANIFEST for item in bench.found):
            bench.found.append(finding("entry-missing", MANIFEST, f"{MANIFEST} is missing."))
        return None
    try:
        return read_manifest(bench.files[MANIFEST])
    except UnreadableError:
        raise
    except ValueError as error:
        bench.found.append(finding("manifest-form", MANIFEST, f"The manifest is not right: {error}."))
        return None


def check_all(
    bench: Bench, manifest: Manifest, key: str | None, kept: bytes | None
) -> tuple[Checkpoint | None, Record]:
    """Files, log, contents, texts, reasons, answers, gaps."""
    bench.found += check_files(bench.files, manifest)
    bench.progress("log", None, None)
    record, found = read_record(bench.files)
    bench.found += found
    head, found = check_head(bench.files, record, manifest)
    bench.found += found
    if head is not None:
        bench.found += check_proofs(bench.files, record.tree)
    bench.found += check_trust(bench.files, record.tree, head, key, kept)
    bench.progress("text", None, None)
    bench.process = process_of(bench)
    if bench.process is not None:
        bench.found += check_contents(record, bench.process, manifest)
        promises = check_process(bench.process)
        bench.found += [*promises, *check_gaps(promises, manifest)]
        check_editions(bench, bench.process, record)
    return head, record


def process_of(bench: Bench) -> Process | None:
    """The process file, or None with the finding that says why not. UnreadableError for another version."""
    if PROCESS not in bench.files:
        return None
    try:
        return read_process(bench.files[PROCESS])
    except FormatError as error:
        bench.found.append(finding("process-form", PROCESS, f"The process file cannot be used: {error}."))
        return None


def check_editions(bench: Bench, process: Process, record: Record) -> None:
    """Every edition in JSON against the weave, and the head that it prints against the log."""
    weave, _ = weave_of(process)
    names = edition_names(bench.files)
    if not names:
        text = "No edition in JSON: accepting and rejecting was checked on the recorded text alone."
        bench.found.append(finding("edition-none", "editions", text))
    for number, name in enumerate(names, 1):
        bench.progress("editions", number, len(names))
        try:
            body = read_edition(bench.files[name])
        except FormatError as error:
            bench.found.append(finding("edition-form", name, f"{name} is no edition: {error}."))
            continue
        bench.editions += 1
        if weave is not None:
            bench.found += check_edition(name, body, process, weave)
        if record.entries:
            bench.found += check_printed(name, body, record.tree.root(len(record.entries) - 1).hex())


def check_texts_given(bench: Bench, process: Process, record: Record, manifest: Manifest, data: bytes) -> None:
    """contributions.zip beside the bundle; texts that are there are also checked against their parts."""
    try:
        given, origin = read_contributions(data)
    except ContributionsError as error:
        bench.found.append(finding("contributions-form", "contributions.zip", f"contributions.zip: {error}."))
        return
    if origin != manifest.origin:
        text = f"contributions.zip belongs to the log {origin}, the bundle to {manifest.origin}."
        bench.found.append(finding("log-origin", "contributions.zip", text))
    bench.found += check_contributions(process, record.entries, given)
    bench.process = with_texts(process, given)
    known = set(bench.found)
    bench.found += [item for item in check_parts(bench.process) if item not in known]


def verdict(bench: Bench, head: Checkpoint | None, record: Record, contributions: bytes | None) -> Verdict:
    """Counts and result."""
    changes = bench.process.changes if bench.process else ()
    counts = {
        "changes": len(changes),
        "legacy": sum(map(is_legacy, changes)),
        "explain-only": sum(map(is_explain_only, changes)),
        "leaves": len(record.entries),
        "others": opened_elsewhere(record.entries),
        "editions": bench.editions,
        "files": sum(name.startswith(EDITIONS) for name in bench.files) - bench.editions,
        "gaps": len({(item.code, item.where) for item in gaps(bench.found)}),
    }
    if bench.process is not None and contributions is not None:
        said = bench.process.contributions
        counts |= {"contributions": len(said), "erased": sum(item.text is None for item in said)}
    code = NOT_VERIFIED if errors(bench.found) else VERIFIED
    return Verdict(code, tuple(bench.found), counts, head, any(name == "checkpoint.note" for name in bench.files))
