"""Publish a process: the editions in the formats asked for, what the checks found, and the bundle that proves it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from stadtgespraech.checks.findings import Finding, errors, gaps
from stadtgespraech.checks.process import check_process
from stadtgespraech.checks.wording import COUNTED
from stadtgespraech.ledger.leaf import leaf_bytes
from stadtgespraech.ledger.merkle import Tree
from stadtgespraech.ledger.note import read_private_key
from stadtgespraech.ledger.recording import record
from stadtgespraech.publish.build import EditionKind, build
from stadtgespraech.publish.bundle import origin_of, write_bundle, write_contributions
from stadtgespraech.publish.document import Document
from stadtgespraech.publish.formats import WRITERS
from stadtgespraech.records import Process

Progress = Callable[..., None]
BUNDLED = "json"  # the edition that `verify` reads; it is in every bundle
SHOWN_FINDINGS = 10


class EditionError(ValueError):
    """The process cannot be published so: what is wrong with it, where, and what to do."""


@dataclass(frozen=True, slots=True)
class Published:
    """`files`: name → bytes. `remarks`: what the person who publishes should know, a line each."""

    files: Mapping[str, bytes]
    remarks: tuple[str, ...]


def publish(
    process: Process,
    *,
    editions: Sequence[EditionKind],
    formats: Sequence[str],
    base: str | None = None,
    key: bytes | None = None,
    origin: str | None = None,
    progress: Progress | None = None,
) -> Published:
    """Publish `process` at its last revision, marked against the edition named `base` (None: the first text).

    `key` is an Ed25519 private key (PEM) that signs the checkpoint, `origin` the name that a site gave its log. Raises
    EditionError where the process breaks a promise in a way that cannot be declared as a gap; gaps are declared in the
    bundle and said in the remarks.
    """
    say = progress or (lambda *_: None)
    start = base_revision(process, base)
    say("checking the promises")
    findings = check_process(process)
    refuse(findings)
    process = record(process)
    checks = check_lines(process, findings, origin)
    files: dict[str, bytes] = {}
    bundled: dict[str, bytes] = {}
    for edition in editions:
        document = build(process, edition=edition, base=start, checks=checks)
        for name in dict.fromkeys([*formats, BUNDLED]):
            say(f"writing {edition}.{name}")
            content = written(document, name)
            bundled[f"{edition}.{name}"] = content
            if name in formats:
                files[f"{edition}.{name}"] = content
    say("packing the bundle")
    files["bundle.zip"] = write_bundle(process, bundled, None if key is None else read_private_key(key), origin)
    if any(contribution.text is not None for contribution in process.contributions):
        files["contributions.zip"] = write_contributions(process, origin)
    return Published(files, remarks(findings))


def written(document: Document, name: str) -> bytes:
    return WRITERS[name](document)


def base_revision(process: Process, name: str | None) -> int:
    """The revision of the edition with that name; 0 for None."""
    if name is None:
        return 0
    for edition in process.editions:
        if edition.name == name:
            return edition.revision
    known = ", ".join(f"“{edition.name}”" for edition in process.editions) or "none"
    raise EditionError(f"there is no edition named “{name}”; editions: {known}")


def refuse(findings: Sequence[Finding]) -> None:
    """EditionError with the first errors, where there are any."""
    found = errors(findings)
    if found:
        shown = "; ".join(f"{item.where}: {item.message}" for item in found[:SHOWN_FINDINGS])
        more = f" (and {len(found) - SHOWN_FINDINGS} more)" if len(found) > SHOWN_FINDINGS else ""
        raise EditionError(f"not published, the process breaks its own promises: {shown}{more}")


def check_lines(
    process: Process, findings: Sequence[Finding], origin: str | None = None
) -> tuple[tuple[str, str], ...]:
    """Rows for the page "Wie geprüft wurde": gaps, answers, and the log's head before this publication."""
    log = Tree(leaf_bytes(entry) for entry in process.log)
    rows = [("Lücken, etwa eine fehlende Stelle oder Begründung", str(len(gaps(findings))))]
    if process.parts:
        answered = {item.part for item in process.dispositions}
        rows += [
            (COUNTED["contributions"], str(len(process.contributions))),
            (COUNTED["parts"], str(len(process.parts))),
            (COUNTED["answered"], str(sum(part.id in answered for part in process.parts))),
        ]
    return (
        *rows,
        ("Name des Protokolls", origin or origin_of(process)),
        ("Einträge im Protokoll vor dieser Veröffentlichung", str(len(log))),
        ("Prüfpunkt (SHA-256)", log.root().hex()),
    )


def remarks(findings: Sequence[Finding]) -> tuple[str, ...]:
    """The gaps, a line each; the first of a kind stand for all."""
    found = gaps(findings)
    shown = [f"gap: {item.where}: {item.message}" for item in found[:SHOWN_FINDINGS]]
    more = len(found) - len(shown)
    return (*shown, *([f"… and {more} more gaps; each stands in the bundle's manifest"] if more > 0 else []))
