"""What the person at the terminal sees beside the result: progress, remarks, errors, all on standard error."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass
from typing import TextIO


@dataclass
class Console:
    """`started` is the command's start (monotonic seconds): progress shows once it has taken longer than a second."""

    quiet: bool = False
    started: float = 0.0
    shown: bool = False

    def progress(self, label: str, done: int | None = None, total: int | None = None) -> None:
        """Show what is being done, on a terminal only; `done` of `total` as a share where both are known."""
        if self.quiet or not sys.stderr.isatty() or time.monotonic() - self.started < 1:
            return
        share = f" {100 * done // total} %" if done is not None and total else ""
        sys.stderr.write(f"\r\x1b[K{label}{share} …")
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
            print(line, file=sys.stderr)

    def fail(self, message: str, code: int) -> int:
        """The one line of an error, and the exit code that goes with it."""
        self.clear()
        print(f"stadtgespraech: {message}", file=sys.stderr)
        return code


def shows_colours(stream: TextIO) -> bool:
    """A terminal, and nobody asked for none (no-color.org)."""
    return stream.isatty() and "NO_COLOR" not in os.environ
