"""Run every benchmark beside this file, one after the other; each prints a table."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def run() -> int:
    failed = []
    for script in sorted(HERE.glob("*.py")):
        if script.name != "all.py":
            print(f"\n## {script.stem}\n", flush=True)
            if subprocess.run([sys.executable, script]).returncode:
                failed.append(script.stem)
    if failed:
        print(f"\nfailed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(run())
