"""Writing is whole or not at all; reading says what is wrong."""

from __future__ import annotations

import errno
import os

import pytest

from stadtgespraech.cli.files import UsageError, existing, plain_text, write_whole


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_write_whole_writes_every_file_and_makes_folders(tmp_path):
    write_whole({tmp_path / "a" / "b" / "one": b"1", tmp_path / "a" / "two": b"2"})
    assert (tmp_path / "a" / "b" / "one").read_bytes() == b"1"
    assert (tmp_path / "a" / "two").read_bytes() == b"2"
    assert names(tmp_path / "a") == ["b", "two"]


@pytest.mark.parametrize("failure", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
def test_write_whole_leaves_nothing_when_the_disk_is_full_or_somebody_stops_it(tmp_path, monkeypatch, failure):
    calls = []

    def fsync(handle):
        calls.append(handle)
        if len(calls) == 2:
            raise failure

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(type(failure)):
        write_whole({tmp_path / "new" / "one": b"1", tmp_path / "new" / "two": b"2"})
    assert names(tmp_path) == []


def test_write_whole_keeps_the_old_file_when_a_later_one_fails(tmp_path, monkeypatch):
    (tmp_path / "one").write_bytes(b"old")
    (tmp_path / "two").mkdir()
    with pytest.raises(OSError):
        write_whole({tmp_path / "two" / "x" / "..": b"", tmp_path / "one": b"new"})
    assert (tmp_path / "one").read_bytes() == b"old"


def test_existing_names_a_missing_file_and_a_folder(tmp_path):
    with pytest.raises(UsageError, match=r"nowhere: there is no such file"):
        existing(str(tmp_path / "nowhere"))
    with pytest.raises(UsageError, match="is a folder, not a file"):
        existing(str(tmp_path))


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"gr\xfc\xdfe", "not UTF-8 at byte 2"), (b"a\0b", "holds zero bytes")],
    ids=["latin-1", "binary"],
)
def test_plain_text_refuses_what_is_not_text(tmp_path, content, message):
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=message):
        plain_text(path)
