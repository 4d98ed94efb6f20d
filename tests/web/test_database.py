"""Tables made from the models are those that the migrations give."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

MAKE = "import django; django.setup(); from stadtgespraech.web.models.database import make_tables; print(make_tables())"
MIGRATE = (
    "import django, django.core.management; django.setup(); django.core.management.call_command('migrate', verbosity=0)"
)


def made(folder: Path, code: str) -> str:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("STADT", "DJANGO", "DATABASE"))}
    own = {"STADTGESPRAECH_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "stadtgespraech.web.settings"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=clean | own, capture_output=True, text=True, check=True, cwd=folder.parent
    )
    return done.stdout.strip()


def tables(folder: Path) -> dict[tuple[str, str], list[str]]:
    """Kind and name → its columns and constraints, in no order: columns that came later stand elsewhere."""
    with sqlite3.connect(folder / "site.sqlite3") as database:
        rows = database.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return {(kind, plain(name)): sorted(pieces(sql)) for kind, name, sql in rows if name != "sqlite_sequence"}


def plain(name: str) -> str:
    """Without the hash with which Django tells indexes apart."""
    return re.sub(r"_[0-9a-f]{8}(_|$)", r"\1", name)


def pieces(sql: str) -> list[str]:
    """Of a table what stands between commas outside of brackets; anything else whole."""
    words = plain_words(sql)
    if not words.startswith("CREATE TABLE"):
        return [words]
    found, depth = [""], 0
    for sign in words[words.index("(") + 1 : words.rindex(")")]:
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth == 0:
            found.append("")
        else:
            found[-1] += sign
    return [piece.strip() for piece in found]


def plain_words(sql: str) -> str:
    return re.sub(r'"(\w+)"', lambda found: f'"{plain(found[1])}"', sql)


def migrations(folder: Path) -> set[tuple[str, str]]:
    with sqlite3.connect(folder / "site.sqlite3") as database:
        return set(database.execute("SELECT app, name FROM django_migrations"))


def test_both_ways_give_the_same_tables_indexes_and_triggers(tmp_path: Path) -> None:
    if "DATABASE_URL" in os.environ:
        pytest.skip("reads SQLite's own list of tables")
    one, two = tmp_path / "made", tmp_path / "migrated"
    answers = (made(one, MAKE), made(one, MAKE), made(two, MIGRATE), made(two, MAKE))
    assert answers == ("True", "False", "", "False")
    assert migrations(one) == migrations(two)
    left, right = tables(one), tables(two)
    assert {name: (left.get(name), right.get(name)) for name in left | right if left.get(name) != right.get(name)} == {}


def test_a_sqlite_file_that_is_named_by_address_has_the_same_safeguards(tmp_path: Path) -> None:
    code = "from django.conf import settings; found = settings.DATABASES['default']; "
    code += "print(found['ENGINE'], found['NAME'], found['OPTIONS']['init_command'])"
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("STADT", "DJANGO", "DATABASE"))}
    own = {"STADTGESPRAECH_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "stadtgespraech.web.settings"}
    seen = subprocess.run(
        [sys.executable, "-c", code], env={**clean, **own, "DATABASE_URL": f"sqlite:///{tmp_path}/elsewhere.db"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
    assert seen.stdout.strip() == f"stadtgespraech.web.sqlite {tmp_path}/elsewhere.db {pragmas}"
