"""`make demo`: read Auenstadt's story, publish it, check it, and say where to look."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from stadtgespraech.cli import main

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "out" / "auenstadt"
STEPS = (
    ("reading the story", ["read", "-q", "demo/auenstadt.toml", "-o", str(OUT / "case.json")]),
    (
        "publishing the marked document",
        ["publish", "-q", str(OUT / "case.json"), "-o", str(OUT), "--edition", "all", "--format", "html,pdf,docx"],
    ),
    ("checking it, offline", ["verify", str(OUT / "bundle.zip")]),
)


def run() -> int:
    started = time.monotonic()
    for number, (label, arguments) in enumerate(STEPS, 1):
        print(f"demo {number}/{len(STEPS)}: {label}", flush=True)
        code = main(arguments)
        if code:
            return code
    print(f"\nAuenstadt's strategy, every change marked ({time.monotonic() - started:.1f} s). Open one of these:\n")
    for name, words in (
        ("marked.html", "in a browser"),
        ("marked.pdf", "for print, PDF/UA"),
        ("marked.docx", "in Word or LibreOffice, with real tracked changes"),
        ("clean.html", "the text without marks"),
    ):
        print(f"  {(OUT / name).as_uri()}  ({words})")
    print(f"\nChange a byte of {(OUT / 'bundle.zip').relative_to(ROOT)} and check again:")
    print(f"  .venv/bin/stadtgespraech verify {(OUT / 'bundle.zip').relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(run())
