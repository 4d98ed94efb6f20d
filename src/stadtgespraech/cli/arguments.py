"""The commands' options, and `main`."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn

from stadtgespraech import __version__
from stadtgespraech.cli import commands, serving
from stadtgespraech.cli.console import Console, one_line, ready_streams
from stadtgespraech.records import FormatError

EXTRAS = {
    "serve": "web",
    "demo": "web",
    "manage": "web",
    "read": "read",
    "publish": "read,publish",
    "compare": "read,publish",
    "diff": "read",
    "blame": "read",
}


class Parser(argparse.ArgumentParser):
    """Errors in one line, as those of the commands."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {one_line(message)}; see {self.prog} --help\n")


def parser() -> Parser:
    """All commands with their options and one example each; docs/cli.md is generated from it."""
    top = Parser(
        prog="stadtgespraech",
        description="From contribution to resolution: every change explained, every contribution answered.",
        epilog="example:\n  stadtgespraech publish case.json -o out/",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"stadtgespraech {__version__}")
    known = top.add_subparsers(title="commands", metavar="COMMAND", dest="command", required=True)

    it = command(known, commands.read, "stadtgespraech read zielbilder.txt -o case.json")
    it.add_argument("document", help="text (also OCR), Markdown, DOCX, ODT, PDF with text, or a story in TOML")
    it.add_argument("-o", "--output", required=True, metavar="FILE", help="the process file to write; - prints it")
    it.add_argument("--no-repair", action="store_true", help="leave damaged words (lost umlauts and ß) as they are")

    it = command(known, commands.publish, "stadtgespraech publish case.json -o out/ --edition marked --format html,pdf")
    it.add_argument("case", help="a process file, or any document that `read` reads")
    publishing(it)

    it = command(known, commands.compare, "stadtgespraech compare old.docx new.docx --reasons reasons.xlsx -o out/")
    it.add_argument("old", help="the version before")
    it.add_argument("new", help="the version after")
    it.add_argument("--reasons", metavar="FILE", help="CSV or XLSX: which words, which rounds, what, why")
    publishing(it)

    it = command(known, commands.diff, "stadtgespraech diff old.txt new.txt --json")
    it.add_argument("a", help="the text before")
    it.add_argument("b", help="the text after")
    it.add_argument("--json", action="store_true", help="a list of {op, a, b}; the ends of a move share a number")
    it.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="colour (default: auto)")
    it.add_argument("--exit-code", action="store_true", help="exit 1 where the texts differ")

    it = command(known, commands.blame, "stadtgespraech blame case.json --statement 2")
    it.add_argument("case", help="a process file")
    it.add_argument("--statement", type=int, metavar="N", help="only this statement")
    it.add_argument("--json", action="store_true", help="a list of {text, block, change, moved_by, rounds}")

    it = command(known, commands.verify, "stadtgespraech verify out/bundle.zip")
    it.add_argument("bundle", help="the bundle.zip, or the receipt (.tlog-proof), to check")
    it.add_argument(
        "--key", metavar="KEY", help="the verifier key (name+hash+key) that must have signed the checkpoint"
    )
    it.add_argument("--checkpoint", metavar="FILE", help="a checkpoint you kept: the log must contain it unchanged")
    it.add_argument("--contributions", metavar="FILE", help="contributions.zip, where it is not beside the bundle")
    serving.add_commands(known, command)
    return top


def command(
    known: argparse._SubParsersAction[Parser],
    run: Callable[[argparse.Namespace, Console], int],
    example: str,
) -> Parser:
    """One command, named and described by its function."""
    text = (run.__doc__ or "").strip()
    it = known.add_parser(
        run.__name__,
        help=text.rstrip("."),
        description=text,
        epilog=f"example:\n  {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    it.set_defaults(run=run)
    it.add_argument("-q", "--quiet", action="store_true", help="no progress, no remarks; errors only")
    return it


def publishing(it: Parser) -> None:
    formats = ", ".join(commands.FORMATS)
    it.add_argument("-o", "--output", required=True, metavar="FOLDER", help="where the files go")
    it.add_argument("--edition", default="marked", help="marked, clean, changes, or all (default: marked)")
    it.add_argument("--format", default="html,pdf,docx", help=f"of {formats}, or all (default: html,pdf,docx)")
    it.add_argument("--base", metavar="EDITION", help="name of the edition to mark against (default: the first)")
    it.add_argument("--key", metavar="FILE", help="an Ed25519 private key (PEM) to sign the log's checkpoint with")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 not verified, 2 unusable input or output, 130 stopped."""
    ready_streams()
    options = parser().parse_args(arguments)
    console = Console(quiet=options.quiet, started=time.monotonic())
    try:
        with broken_pipe_is_no_error():
            return int(options.run(options, console))
    except KeyboardInterrupt:
        return console.fail("stopped" if console.wrote else "stopped; nothing was written", 130)
    except MemoryError:
        return console.fail("not enough memory for this input", 2)
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("stadtgespraech"):
            raise
        return console.fail(f"this needs {error.name}: pip install 'stadtgespraech[{EXTRAS[options.command]}]'", 2)
    except (ValueError, OSError) as error:
        if not is_expected(error):
            raise
        return console.fail(message_of(error), 2)


@contextmanager
def broken_pipe_is_no_error() -> Iterator[None]:
    """`stadtgespraech blame … | head` ends quietly."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def is_expected(error: Exception) -> bool:
    """Errors that say what was wrong with the input or the disk; any other ValueError is a defect of ours."""
    return isinstance(error, (OSError, FormatError)) or type(error).__module__.startswith("stadtgespraech.")


def message_of(error: Exception) -> str:
    """The message of an error without line breaks; for the disk's errors what and where."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return " ".join(str(error).split())
