"""One function a command; each returns its exit code. Rooms are imported where they are used, so that `verify`, `diff`
and `blame` run on the base install."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from stadtgespraech.cli import drawing
from stadtgespraech.cli.console import Console, one_line, shows_colours, write_utf8
from stadtgespraech.cli.files import UsageError, existing, plain_text, write_whole
from stadtgespraech.records import MAX_PROCESS_BYTES, Change, Process, process_of_bytes, to_json

if TYPE_CHECKING:
    from stadtgespraech.publish.build import EditionKind

Name = TypeVar("Name", bound=str)

FORMATS = ("html", "pdf", "docx", "odt", "epub", "json", "jsonld")
EDITIONS: tuple[EditionKind, ...] = ("marked", "clean", "changes")


def read(options: argparse.Namespace, console: Console) -> int:
    """Read a document into a process file."""
    from stadtgespraech.ingest.document import read_document

    process = read_document(existing(options.document), repair=not options.no_repair, progress=console.progress)
    console.clear()
    if options.output == "-":
        write_utf8(to_json(process))
    else:
        write({Path(options.output): to_json(process).encode()}, console)
    for line in drawing.report_lines(process):
        console.say(line)
    return 0


def publish(options: argparse.Namespace, console: Console) -> int:
    """Publish a process file in several formats, with the bundle that proves it."""
    return publish_process(process_of(options.case, console), options, console, {})


def compare(options: argparse.Namespace, console: Console) -> int:
    """Compare two versions of a document and publish what changed and why."""
    from stadtgespraech.ingest.compare import compare as compare_documents

    reasons = existing(options.reasons) if options.reasons else None
    process = compare_documents(existing(options.old), existing(options.new), reasons, console.progress)
    console.clear()
    for line in drawing.report_lines(process):
        console.say(line)
    return publish_process(process, options, console, {"case.json": to_json(process).encode()})


def diff(options: argparse.Namespace, console: Console) -> int:
    """Show which words differ between two texts."""
    from stadtgespraech.text.operations import operations

    a, b = (plain_text(existing(name)) for name in (options.a, options.b))
    found = operations(a, b)
    if options.json:
        write_utf8(json_text([drawing.operation_row(item) for item in found]))
    else:
        coloured = options.color == "always" or (options.color == "auto" and shows_colours(sys.stdout))
        sys.stdout.write(drawing.diff_text(found, coloured))
    return 1 if options.exit_code and a != b else 0


def blame(options: argparse.Namespace, console: Console) -> int:
    """Say for every word which change brought it in."""
    from stadtgespraech.text.weave import Weave

    process = process_of(options.case, console)
    by_revision: dict[int | None, Change] = {
        change.revision: change for change in process.changes if change.revision is not None
    }
    runs = list(drawing.runs_of(Weave.from_rows(process.weave).blame(), options.statement))
    if not runs:
        numbers = ", ".join(str(statement.number) for statement in process.statements) or "none"
        raise UsageError(f"{options.case}: there is no statement {options.statement}; statements: {numbers}")
    if options.json:
        rows = [drawing.blame_row(owner, run, by_revision) for owner, run in runs]
        write_utf8(json_text(rows))
        return 0
    sys.stdout.write("".join(drawing.blame_lines(runs, by_revision)))
    legacy = sum(1 for change in process.changes if change.revision is None and "explain-only" not in change.kinds)
    if legacy:
        console.say(f"{legacy} changes have no recorded former wording: their words count as first text (·)")
    return 0


def verify(options: argparse.Namespace, console: Console) -> int:
    """Check a bundle or a receipt offline: exit 0 verified, 1 not verified, 2 not readable."""
    from stadtgespraech.checks.bundle import verify as verify_bundle

    if is_receipt(existing(options.bundle)):
        return verify_receipt(options, console)
    verdict = verify_bundle(
        existing(options.bundle),
        key=options.key,
        checkpoint=existing(options.checkpoint) if options.checkpoint else None,
        contributions=existing(options.contributions) if options.contributions else None,
        progress=console.progress,
    )
    console.clear()
    for line in verdict.lines():
        if verdict.exit_code:
            print(one_line(line), file=sys.stderr)
        elif not console.quiet:
            print(one_line(line))
    return verdict.exit_code


def is_receipt(path: Path) -> bool:
    """By its first line, whatever the file is called."""
    from stadtgespraech.checks.receipt import looks_like_receipt

    with path.open("rb") as stream:
        return looks_like_receipt(stream.read(64))


def verify_receipt(options: argparse.Namespace, console: Console) -> int:
    """Check a receipt: one line, on standard error unless it is verified."""
    from stadtgespraech.checks.receipt import MAX_BYTES, verify_contribution_receipt

    if options.contributions:
        raise UsageError("--contributions belongs to a bundle; a receipt holds its own text")
    with existing(options.bundle).open("rb") as stream:
        data = stream.read(MAX_BYTES + 1)
    kept = existing(options.checkpoint).read_bytes() if options.checkpoint else None
    verdict = verify_contribution_receipt(data, key=options.key, kept=kept)
    if verdict.exit_code:
        print(one_line(verdict.line), file=sys.stderr)
    elif not console.quiet:
        print(one_line(verdict.line))
    return verdict.exit_code


def process_of(name: str, console: Console) -> Process:
    """A process file, read with the base install alone; any other document through `ingest`."""
    path = existing(name)
    if path.suffix.lower() == ".json":
        if path.stat().st_size > MAX_PROCESS_BYTES:
            raise UsageError(f"{path}: larger than {MAX_PROCESS_BYTES // 1_000_000} MB, the limit of a process file")
        return process_of_bytes(path.read_bytes(), str(path))
    from stadtgespraech.ingest.document import read_document

    process = read_document(path, progress=console.progress)
    console.clear()
    return process


def publish_process(process: Process, options: argparse.Namespace, console: Console, extra: Mapping[str, bytes]) -> int:
    """Write the editions asked for, the bundle, and `extra` files, whole or not at all."""
    from stadtgespraech.publish.edition import publish as publish_editions

    published = publish_editions(
        process,
        editions=chosen(options.edition, EDITIONS, "edition"),
        formats=chosen(options.format, FORMATS, "format"),
        base=options.base,
        key=existing(options.key).read_bytes() if options.key else None,
        progress=console.progress,
    )
    folder = Path(options.output)
    files = {**published.files, **extra}
    write({folder / name: content for name, content in files.items()}, console)
    for line in published.remarks:
        console.say(line)
    console.say(f"wrote {', '.join(sorted(files))} to {folder}/")
    return 0


def write(files: Mapping[Path, bytes], console: Console) -> None:
    write_whole(files)
    console.wrote = True


def json_text(rows: Sequence[object]) -> str:
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def chosen(text: str, known: Sequence[Name], noun: str) -> tuple[Name, ...]:
    """The comma-separated names in `text`, each once, in the order given; "all" is all of them."""
    names = tuple(dict.fromkeys(name.strip().lower() for name in text.split(",") if name.strip()))
    for name in names:
        if name not in (*known, "all"):
            raise UsageError(f"unknown {noun} {name!r}; choose from {', '.join(known)}")
    if not names:
        raise UsageError(f"no {noun} named; choose from {', '.join(known)}")
    return tuple(known) if "all" in names else tuple(item for name in names for item in known if item == name)
