"""The house keeps its own rules: what is documented exists, what exists is documented."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted((ROOT / "src").rglob("*.py"))


def test_cli_docs_are_what_the_commands_say():
    run = subprocess.run([sys.executable, ROOT / "tools" / "cli_docs.py", "--check"], capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_source_file_has_a_docstring_no_loose_end_and_at_most_400_lines(path):
    text = path.read_text("utf-8")
    assert not re.search(r"\b(TODO|FIXME|XXX)\b|raise NotImplementedError", text)
    assert len(text.splitlines()) <= 400 or "migrations" in path.parts
    assert not text.strip() or text.startswith('"""') or "migrations" in path.parts


def test_demo_and_tests_run_in_the_environment_that_was_set_up():
    plain = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    for target in ("demo", "test"):
        call = ["make", "--dry-run", "--no-print-directory", target]
        said = subprocess.run(call, cwd=ROOT, env=plain, capture_output=True, text=True, check=True).stdout
        after = [line for line in said.splitlines() if "tools/setup.py" not in line and "lint-imports" not in line]
        own = (
            ".venv/bin/",
            "make ",
            "sh tools/on_postgresql.sh .venv/bin/",
            "STADTGESPRAECH_DATA=build/check-site .venv",
        )
        assert after and all(line.startswith(own) for line in after), said


def test_no_drawer_without_a_noun():
    drawers = {"common", "utils", "helpers", "services", "manager", "misc"}
    assert not [path for path in SOURCES if path.stem in drawers or path.parent.name in drawers]


def test_every_direct_dependency_is_explained_in_the_decisions_or_the_design():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [
        *project["dependencies"],
        *(name for extra in project["optional-dependencies"].values() for name in extra),
    ]
    names = {re.split(r"[<>=\[]", requirement)[0].lower() for requirement in wanted}
    text = (ROOT / "docs" / "decisions.md").read_text("utf-8").lower()
    assert {name for name in names if name not in text} == set()


def test_relative_links_in_the_documents_lead_somewhere():
    broken = []
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "demo").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8")):
            if "://" not in target and not (page.parent / target).exists():
                broken.append(f"{page.relative_to(ROOT)}: {target}")
    assert broken == []
