"""`make demo`: fill a site with Auenstadt's living process, and serve it until Ctrl-C."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from stadtgespraech.cli import main

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "out" / "site"


def run() -> int:
    started = time.monotonic()
    print("demo: filling Auenstadt's site (what you entered before stays)", flush=True)
    code = main(["demo", "--data", str(SITE)])
    if code:
        return code
    print(f"demo: ready after {time.monotonic() - started:.1f} s. Nobody needs an account to take part.", flush=True)
    print("demo: the published strategy, every change marked, lies in")
    for path in sorted((SITE / "editions" / "auenstadt" / "zweite-fassung").glob("marked.*")):
        print(f"  {path.as_uri()}")
    return main(["serve", "--data", str(SITE)])


if __name__ == "__main__":
    sys.exit(run())
