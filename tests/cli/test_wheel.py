"""The wheel holds everything that a site and its demo need, and nothing whose licence forbids it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WHEEL = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]


def test_what_set_up_makes_is_shipped_except_the_dictionary():
    """Files that git ignores are left out of a wheel unless they are named."""
    ignored = {line.rstrip("/") for line in (ROOT / ".gitignore").read_text("utf-8").splitlines()}
    made = {line for line in ignored if line.startswith("src/")}
    assert made - {"src/stadtgespraech/ingest/dictionary"} == set(WHEEL["artifacts"])
    assert WHEEL["force-include"] == {"demo": "stadtgespraech/web/story"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    uv = [sys.executable, "-m", "uv", "--offline", "--quiet"]
    built = subprocess.run([*uv, "build", "--wheel", "-o", str(folder), str(ROOT)], capture_output=True, text=True)
    if built.returncode and re.search("hatchling|network|offline", built.stderr, re.I):
        pytest.skip("hatchling is not at hand: the wheel cannot be built without the internet")
    assert built.returncode == 0, built.stderr
    return next(folder.glob("*.whl"))


@pytest.mark.slow
def test_the_wheel_ships_story_assets_and_catalogues_and_no_dictionary(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    story = {f"stadtgespraech/web/story/{path.relative_to(ROOT / 'demo')}" for path in (ROOT / "demo").rglob("*.toml")}
    assert story <= names
    static = "stadtgespraech/web/static/web"
    assert {f"{static}/kern.css", f"{static}/fonts.css", f"{static}/fonts/text-400.woff2"} <= names
    assert "stadtgespraech/web/locale/ar/LC_MESSAGES/django.mo" in names
    assert not [name for name in names if "dictionary" in name]


@pytest.mark.slow
def test_the_installed_wheel_fills_the_demo(wheel, tmp_path):
    place = tmp_path / "installed"
    zipfile.ZipFile(wheel).extractall(place)
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("STADT", "DJANGO", "DATABASE"))
    }
    ask = "import stadtgespraech.web.demo as demo; print(demo.__file__, demo.story_folder())"
    command = [sys.executable, "-m", "stadtgespraech", "demo", "--data", "site", "--today", "2026-06-10"]
    run = {"cwd": tmp_path, "env": {**environment, "PYTHONPATH": str(place)}, "capture_output": True, "text": True}
    filled = subprocess.run(command, **run)
    assert filled.returncode == 0, filled.stderr
    assert re.search(r"receipt (?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}", filled.stderr), filled.stderr
    settings = {**run["env"], "DJANGO_SETTINGS_MODULE": "stadtgespraech.web.settings", "STADTGESPRAECH_DATA": "site"}
    where = subprocess.run([sys.executable, "-c", f"import django; django.setup(); {ask}"], **{**run, "env": settings})
    module, story = where.stdout.split()
    assert (Path(module).is_relative_to(place), Path(story)) == (True, place / "stadtgespraech/web/story")
