"""Run every benchmark beside this file, one after the other, and print its tables; `--write` puts them into
docs/benchmarks.md too."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "docs" / "benchmarks.md"
TITLES = {
    "contributions": "Contributions on the site",
    "diff": "The word diff",
    "log": "The log",
    "moves": "Moved sentences",
    "publish": "Publishing",
    "repair": "Repair of damaged words",
    "weave": "The weave",
}
HEAD = """# Benchmarks

Printed by `make bench` on a machine with two cores, each row beside what one would use instead, in one run. Other
machines give other seconds; the ratios are what counts. Bars are the project's own: below them it is not good enough.
The scripts are in `bench/`; those that need real German text read it from development data that is not part of the
project, and skip where it is absent.
"""


def run(write: bool) -> int:
    failed, sections = [], [HEAD]
    for script in sorted(HERE.glob("*.py")):
        if script.name == "all.py":
            continue
        print(f"\n## {TITLES[script.stem]}\n", flush=True)
        done = subprocess.run([sys.executable, script], stdout=subprocess.PIPE, text=True, check=False)
        print(done.stdout, end="", flush=True)
        sections.append(f"## {TITLES[script.stem]}\n\n{done.stdout.strip()}\n")
        if done.returncode:
            failed.append(script.stem)
    if write:
        TARGET.write_text("\n".join(sections), "utf-8")
    if failed:
        print(f"\nbelow its bar: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(run("--write" in sys.argv))
