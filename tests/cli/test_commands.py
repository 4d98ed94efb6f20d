"""Each command as its user runs it: exit codes, one clear line for an error, nothing half-written."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from stadtgespraech.cli import main
from stadtgespraech.ledger.archive import pack, unpack
from stadtgespraech.records import from_json, to_json

OLD = """# Leitlinien für Auental

Stand: 1. März 2025

## Grün

Die Stadt pflanzt jedes Jahr hundert Bäume. Der letzte Bus fährt erst nach dem letzten Zug am Bahnhof ab.

## Nah

Wege sind kurz und Läden bleiben im Viertel.
"""
NEW = """# Leitlinien für Auental

Stand: 1. Juni 2025

## Grün und kühl

Die Stadt pflanzt jedes Jahr zweihundert Bäume.

## Nah

Wege sind kurz und Läden bleiben im Viertel. Der letzte Bus fährt immer erst nach dem letzten Zug am Bahnhof ab.
"""
REASONS = """Textstelle;Runden;Warum
zweihundert;Dezernat 6;Der Schatten fehlt.
und kühl;2. Stadtkonferenz;Hitze nimmt zu.
Der letzte Bus;Online-Beteiligung;Es geht um Wege.
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with two versions and their reasons."""
    for name, text in (("old.md", OLD), ("new.md", NEW), ("reasons.csv", REASONS)):
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> int:
    return main(arguments)


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_read_writes_a_process_file_and_says_what_it_found(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("read", "old.md", "-o", "case.json") == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines()[0].startswith("read old.md: 2 statements")
    process = from_json((folder / "case.json").read_text())
    assert (process.title, process.as_of, [s.title for s in process.statements]) == (
        "Leitlinien für Auental",
        "2025-03-01",
        ["Grün", "Nah"],
    )


def test_read_prints_with_a_dash_and_is_silent_with_q(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("read", "-q", "old.md", "-o", "-") == 0
    said = capsys.readouterr()
    assert (from_json(said.out).title, said.err) == ("Leitlinien für Auental", "")


def test_compare_publishes_and_verify_confirms_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["compare", "old.md", "new.md", "--reasons", "reasons.csv", "-o", "out", "--format", "html,docx,json"]
    assert run(*command) == 0
    assert files(folder / "out") == ["bundle.zip", "case.json", "marked.docx", "marked.html", "marked.json"]
    assert "zweihundert" in (folder / "out" / "marked.html").read_text()
    capsys.readouterr()
    assert run("verify", "out/bundle.zip") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "verified"
    assert lines[1].startswith("3 changes, 0 of them with unknown old wording and 0 that explain only")


def test_publish_gives_the_same_bytes_again(folder: Path) -> None:
    assert run("compare", "-q", "old.md", "new.md", "--reasons", "reasons.csv", "-o", "one", "--format", "all") == 0
    assert run("publish", "-q", "one/case.json", "-o", "two", "--format", "all") == 0
    for name in files(folder / "two"):
        assert (folder / "one" / name).read_bytes() == (folder / "two" / name).read_bytes(), name


def test_publish_against_a_named_base_and_as_clean_text(folder: Path) -> None:
    assert run("compare", "-q", "old.md", "new.md", "-o", "one", "--format", "json") == 0
    assert run("publish", "-q", "one/case.json", "-o", "two", "--edition", "clean", "--format", "json") == 0
    assert json.loads((folder / "two" / "clean.json").read_text())["edition"] == "clean"
    base = "Fassung 2025-06-01"
    assert run("publish", "-q", "one/case.json", "-o", "three", "--base", base, "--format", "json") == 0
    body = json.loads((folder / "three" / "marked.json").read_text())
    assert body["base"] == body["revision"]


def test_signed_bundle_is_checked_with_its_key(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    (folder / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    assert run("compare", "-q", "old.md", "new.md", "-o", "out", "--format", "json", "--key", "key.pem") == 0
    public = unpack((folder / "out" / "bundle.zip").read_bytes()).files["key.txt"].decode().strip()
    assert run("verify", "out/bundle.zip", "--key", public) == 0
    other = public.replace(public.split("+")[1], "00000000")
    assert run("verify", "out/bundle.zip", "--key", other) == 1
    assert "the key you trust" in capsys.readouterr().err


def test_diff_in_plain_glyphs_in_colour_and_as_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.txt").write_text("Die Stadt ist grün.\n")
    (folder / "b.txt").write_text("Die Stadt ist grau und schön.\n")
    assert run("diff", "a.txt", "b.txt") == 0
    assert capsys.readouterr().out == "Die Stadt ist ⟦− grün −⟧⟦+ grau und schön +⟧.\n"
    assert run("diff", "a.txt", "b.txt", "--color", "always") == 0
    assert capsys.readouterr().out == "Die Stadt ist \x1b[33;9mgrün\x1b[0m\x1b[34;4mgrau und schön\x1b[0m.\n"
    assert run("diff", "a.txt", "b.txt", "--json") == 0
    assert json.loads(capsys.readouterr().out) == [
        {"op": "equal", "a": "Die Stadt ist ", "b": "Die Stadt ist "},
        {"op": "replace", "a": "grün", "b": "grau und schön"},
        {"op": "equal", "a": ".\n", "b": ".\n"},
    ]
    assert (run("diff", "a.txt", "b.txt", "--exit-code"), run("diff", "a.txt", "a.txt", "--exit-code")) == (1, 0)


def test_both_ends_of_a_move_share_a_number(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("diff", "old.md", "new.md", "--json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert ("".join(row["a"] for row in rows), "".join(row["b"] for row in rows)) == (OLD, NEW)
    moves = [row for row in rows if row["op"] == "move"]
    assert [(row["number"], bool(row["a"]), bool(row["b"])) for row in moves] == [(1, True, False), (1, False, True)]


def test_blame_names_the_change_that_wrote_each_word(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("compare", "-q", "old.md", "new.md", "--reasons", "reasons.csv", "-o", "out", "--format", "json") == 0
    assert run("blame", "out/case.json", "--statement", "1") == 0
    assert capsys.readouterr().out == (
        "     ·  Grün\n   Ä-1  und kühl  [2. Stadtkonferenz]\n\n"
        "     ·  Die Stadt pflanzt jedes Jahr\n   Ä-2  zweihundert  [Dezernat 6]\n     ·  Bäume.\n"
    )
    assert run("blame", "out/case.json", "--statement", "2", "--json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert {
        (row["text"].strip(), row["change"], row["moved_by"]) for row in rows if row["moved_by"] or row["change"]
    } == {
        ("", 3, None),
        ("Der letzte Bus fährt", None, 3),
        ("immer", 3, None),
        ("erst nach dem letzten Zug am Bahnhof ab.", None, 3),
    }


def test_verify_says_what_is_wrong_and_where(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("compare", "-q", "old.md", "new.md", "-o", "out", "--format", "json") == 0
    inside = dict(unpack((folder / "out" / "bundle.zip").read_bytes()).files)
    inside["process.json"] = inside["process.json"].replace(b"zweihundert", b"dreihundert")
    (folder / "forged.zip").write_bytes(pack(inside))
    assert run("verify", "forged.zip") == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("not verified: ") and "process.json is not the file that the manifest names" in said.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["read", "none.txt", "-o", "x.json"], "none.txt: there is no such file"),
        (["read", ".", "-o", "x.json"], ".: is a folder, not a file"),
        (["read", "empty.txt", "-o", "x.json"], "empty.txt: the file is empty"),
        (["read", "binary.txt", "-o", "x.json"], "binary.txt: not a text (a zero byte at 1)"),
        (["publish", "case.json", "-o", "x", "--format", "doc"], "unknown format 'doc'; choose from html, pdf"),
        (["publish", "case.json", "-o", "x", "--format", ","], "no format named; choose from html, pdf"),
        (["publish", "case.json", "-o", "x", "--edition", "all of it"], "unknown edition 'all of it'"),
        (["publish", "case.json", "-o", "x", "--base", "nie"], "there is no edition named “nie”; editions: "),
        (["publish", "older.json", "-o", "x"], "process file has format version 0; this release reads version 1."),
        (["publish", "nojson.json", "-o", "x"], "not JSON: line 1, column 2"),
        (["publish", "broken.json", "-o", "x"], "not published, the process breaks its own promises: weave"),
        (["blame", "broken.json"], "weave.slots[0].lives: closed at 0, not after it opened at 0"),
        (["blame", "case.json", "--statement", "9"], "there is no statement 9; statements: 1, 2"),
        (["compare", "old.md", "old.md", "-o", "x"], "hold the same text; nothing to compare"),
        (["compare", "old.md", "new.md", "--reasons", "old.md", "-o", "x"], "old.md: "),
        (["diff", "old.md", "latin.txt"], "latin.txt: not UTF-8 at byte 1; save it as UTF-8"),
        (["publish", "case.json", "-o", "x", "--key", "old.md"], "not a private key in PEM without passphrase"),
        (["publish", "case.json", "-o", "old.md/x"], "old.md/x/marked.html: Not a directory"),
    ],
)
def test_bad_input_is_one_line_and_leaves_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert run("read", "-q", "old.md", "-o", "case.json") == 0
    text = (folder / "case.json").read_text()
    (folder / "older.json").write_text(text.replace('"version": 1', '"version": 0'))
    (folder / "broken.json").write_text(text.replace("[[0,null]]", "[[0,0]]", 1))
    (folder / "nojson.json").write_text("{")
    (folder / "empty.txt").write_text("")
    (folder / "binary.txt").write_bytes(b"a\0b")
    (folder / "latin.txt").write_bytes("für".encode("latin-1"))
    before = files(folder)
    assert run(*arguments) == 2
    said = capsys.readouterr()
    assert said.err.startswith("stadtgespraech: ") and message in said.err
    assert said.err.count("\n") == 1 and said.out == ""
    assert files(folder) == before


@pytest.mark.parametrize(
    ("content", "code", "message"),
    [
        (b"", 2, "not readable: bundle.zip"),
        (b"PK\x03\x04 nothing", 2, "not readable: bundle.zip"),
        (pack({"a": b"b"}), 2, "not readable: bundle.zip: it holds no manifest.json"),
    ],
    ids=["empty", "cut", "another archive"],
)
def test_what_is_no_bundle_is_not_readable(
    folder: Path, capsys: pytest.CaptureFixture[str], content: bytes, code: int, message: str
) -> None:
    (folder / "bundle.zip").write_bytes(content)
    assert run("verify", "bundle.zip") == code
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(
    ("failure", "code", "message"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "out/marked.html"), 2, "No space left on device"),
        (KeyboardInterrupt(), 130, "stopped; nothing was written"),
        (MemoryError(), 2, "not enough memory for this input"),
    ],
    ids=["full disk", "ctrl-c", "no memory"],
)
def test_stopped_in_the_middle_leaves_nothing(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    failure: BaseException,
    code: int,
    message: str,
) -> None:
    before, calls = files(folder), []

    def fsync(handle: int) -> None:
        calls.append(handle)
        if len(calls) == 3:
            raise failure

    monkeypatch.setattr(os, "fsync", fsync)
    assert run("compare", "-q", "old.md", "new.md", "-o", "out", "--format", "html,json,docx") == code
    said = capsys.readouterr()
    assert message in said.err and said.err.count("\n") == 1
    assert files(folder) == before and not (folder / "out").exists()


def test_an_error_of_ours_is_not_dressed_as_the_users(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("ours")

    monkeypatch.setattr("stadtgespraech.ingest.document.read_document", broken)
    with pytest.raises(ValueError, match="ours"):
        run("read", "old.md", "-o", "x.json")


def test_a_wrong_option_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        run("diff", "a.txt", "b.txt", "--colour")
    assert stopped.value.code == 2
    assert capsys.readouterr().err == ("stadtgespraech: unrecognized arguments: --colour; see stadtgespraech --help\n")


def test_what_a_file_holds_cannot_write_on_the_terminal(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.txt").write_text("Ein \x1b[2JSatz.\r\nUnd \u202enoch\x9b einer.\n")
    (folder / "b.txt").write_text("Ein \x1b[2JSatz.\r\nUnd noch einer.\n")
    assert run("diff", "a.txt", "b.txt") == 0
    assert capsys.readouterr().out == "Ein \\x1b[2JSatz.\nUnd ⟦− \\u202e −⟧noch⟦− \\x9b −⟧ einer.\n"
    assert run("diff", "a\nverified", "b.txt") == 2
    assert capsys.readouterr().err == "stadtgespraech: a verified: there is no such file\n"


def test_a_file_name_that_is_no_utf8_is_read_and_shown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, text in ((b"\xff.md", OLD), (b"\xfe.md", NEW)):
        Path(os.fsdecode(name)).write_text(text)
    assert run("read", os.fsdecode(b"\xff.md"), "-o", "-") == 0
    report = from_json(capsys.readouterr().out).report
    assert report is not None and report.source == "\ufffd.md"
    assert run("compare", "-q", os.fsdecode(b"\xff.md"), os.fsdecode(b"\xfe.md"), "-o", "out") == 0


def test_versions_without_date_and_of_one_name_are_told_apart(folder: Path) -> None:
    for name, text in (("1", OLD), ("2", NEW)):
        (folder / name).mkdir()
        (folder / name / "leitlinien.md").write_text("\n".join(text.split("\n")[3:]))
    assert run("compare", "-q", "1/leitlinien.md", "2/leitlinien.md", "-o", "out", "--format", "json") == 0
    editions = from_json((folder / "out" / "case.json").read_text()).editions
    assert [item.name for item in editions] == ["leitlinien.md (vorher)", "leitlinien.md (nachher)"]


def test_json_is_utf8_on_every_terminal_and_closed_streams_are_no_error(folder: Path) -> None:
    plain = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    module = [sys.executable, "-m", "stadtgespraech"]
    done = subprocess.run([*module, "diff", "old.md", "new.md", "--json"], capture_output=True, env=plain, check=True)
    assert "Bäume" in done.stdout.decode() and json.loads(done.stdout)
    shown = subprocess.run([*module, "diff", "old.md", "new.md"], capture_output=True, env=plain, check=True)
    assert b"B\\xe4ume" in shown.stdout
    closed = subprocess.run(["sh", "-c", '"$@" >&- 2>&-', "sh", *module, "diff", "old.md", "new.md"], check=False)
    assert closed.returncode == 0


def test_a_process_without_title_is_published_and_verified(folder: Path) -> None:
    assert run("compare", "-q", "old.md", "new.md", "-o", "out", "--format", "json") == 0
    case = json.loads((folder / "out" / "case.json").read_text())
    (folder / "case.json").write_text(json.dumps({**case, "title": " "}))
    assert run("publish", "-q", "case.json", "-o", "bare", "--format", "pdf,html,json") == 0
    assert json.loads((folder / "bare" / "marked.json").read_text())["title"] == "Ohne Titel"
    assert run("verify", "-q", "bare/bundle.zip") == 0


def test_thirty_million_empty_revisions_cost_nothing(folder: Path) -> None:
    assert run("compare", "-q", "old.md", "new.md", "-o", "out", "--format", "json") == 0
    case = json.loads((folder / "out" / "case.json").read_text())
    case["weave"]["revisions"] = 30_000_000
    (folder / "case.json").write_text(json.dumps(case))
    assert run("publish", "-q", "case.json", "-o", "many", "--format", "json") == 0
    assert len(json.loads((folder / "many" / "marked.json").read_text())["notes"]) == len(case["changes"])
    assert run("verify", "-q", "many/bundle.zip") == 0


@pytest.mark.parametrize("command", ["read", "publish", "compare", "diff", "blame", "verify"])
def test_every_command_helps_with_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(command, "--help")
    said = capsys.readouterr().out
    assert stopped.value.code == 0
    assert f"example:\n  stadtgespraech {command}" in said and "--quiet" in said


def test_the_installed_command_and_the_module_are_the_same(folder: Path) -> None:
    called = [Path(sys.executable).parent / "stadtgespraech"], [sys.executable, "-m", "stadtgespraech"]
    said = [subprocess.run([*call, "--version"], capture_output=True, text=True, check=True).stdout for call in called]
    assert said[0] == said[1] and said[0].startswith("stadtgespraech ")


def test_a_reader_that_stops_early_is_no_error(folder: Path) -> None:
    (folder / "long.txt").write_text("Wort für Wort. " * 20_000)
    call = f"{sys.executable} -m stadtgespraech diff old.md long.txt | head -c 10"
    done = subprocess.run(["sh", "-c", call], capture_output=True, check=True)
    assert (len(done.stdout), done.stderr) == (10, b"")


def test_process_file_is_written_as_it_is_read(folder: Path) -> None:
    assert run("compare", "-q", "old.md", "new.md", "-o", "out", "--format", "json") == 0
    text = (folder / "out" / "case.json").read_text()
    assert to_json(from_json(text)) == text
