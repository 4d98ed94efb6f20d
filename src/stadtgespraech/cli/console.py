"""What the person at the terminal sees beside the result: progress, remarks, errors, all on standard error."""

from __future__ import annotations

import io
import os
import re
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

# Control characters (C0, DEL, C1) and those that turn the direction of what follows: a file could hold them to rewrite
# lines on the reader's terminal (CVE-2021-42574 shows how).
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_INSIDE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass
class Console:
    """`started` is the command's start (monotonic seconds): progress shows once it has taken longer than a second.
    `wrote` is set once files have been written."""

    quiet: bool = False
    started: float = 0.0
    shown: bool = False
    wrote: bool = False

    def progress(self, label: str, done: int | None = None, total: int | None = None) -> None:
        """Show what is being done, on a terminal only; `done` of `total` as a share where both are known."""
        if self.quiet or not sys.stderr.isatty() or time.monotonic() - self.started < 1:
            return
        share = f" {100 * done // total} %" if done is not None and total else ""
        sys.stderr.write(f"\r\x1b[K{one_line(label)}{share} …")
        sys.stderr.flush()
        self.shown = True

    def clear(self) -> None:
        """Take the progress line away."""
        if self.shown:
            sys.stderr.write("\r\x1b[K")
            self.shown = False

    def say(self, line: str) -> None:
        """A remark; --quiet leaves it out."""
        self.clear()
        if not self.quiet:
            print(one_line(line), file=sys.stderr)

    def fail(self, message: str, code: int) -> int:
        """The one line of an error, and the exit code that goes with it."""
        self.clear()
        print(f"stadtgespraech: {one_line(message)}", file=sys.stderr)
        return code


def one_line(text: str) -> str:
    """`text` with control characters made visible, line breaks among them."""
    return _CONTROLS.sub(escaped, text)


def visible(text: str) -> str:
    """`text` with control characters made visible; line breaks and tabs stay."""
    return _INSIDE.sub(escaped, text.replace("\r\n", "\n"))


def escaped(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode()


def write_utf8(text: str) -> None:
    """To standard output as UTF-8, whatever the terminal's encoding: JSON has no other (RFC 8259, 8.1)."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode())
    sys.stdout.buffer.flush()


def ready_streams() -> None:
    """Standard output and error that never fail at a character, and are there where the caller closed them."""
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  # lives as long as the process
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def shows_colours(stream: TextIO) -> bool:
    """A terminal, and nobody asked for none (no-color.org)."""
    return stream.isatty() and "NO_COLOR" not in os.environ
