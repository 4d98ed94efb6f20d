"""`make demo`: publish and verify Auenstadt's story, fill a site with its living process, and serve it until Ctrl-C."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from stadtgespraech.cli import main

ROOT = Path(__file__).resolve().parent.parent
SITE, STORY = ROOT / "out" / "site", ROOT / "out" / "auenstadt"
COMMAND = [sys.executable, "-m", "stadtgespraech"]


def run() -> int:
    started = time.monotonic()
    print("demo: publishing Auenstadt's strategy, and filling its site (what you entered before stays)", flush=True)
    publishing = subprocess.Popen(
        [*COMMAND, "publish", "-q", ROOT / "demo" / "auenstadt.toml", "-o", STORY, "--edition", "all"], cwd=ROOT
    )
    code = main(["demo", "--data", str(SITE)]) or publishing.wait()
    if code:
        return code
    print(f"demo: ready after {time.monotonic() - started:.1f} s. The third edition, every change marked, lies in")
    for name, words in (("html", "in a browser"), ("pdf", "on paper, PDF/UA"), ("docx", "in Word or LibreOffice")):
        print(f"  {(STORY / f'marked.{name}').as_uri()}  ({words})")
    print("and is checked, offline, by")
    print(f"  .venv/bin/stadtgespraech verify {(STORY / 'bundle.zip').relative_to(ROOT)}", flush=True)
    return main(["serve", "--data", str(SITE)])


if __name__ == "__main__":
    sys.exit(run())
