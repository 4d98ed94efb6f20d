"""Writing is whole or not at all; reading says what is wrong."""

from __future__ import annotations

import errno
import os
import signal
from pathlib import Path

import pytest

from stadtgespraech.cli.files import UsageError, existing, plain_text, uninterrupted, write_whole


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


def test_write_whole_puts_old_files_back_and_takes_new_ones_away_when_a_later_one_cannot_move(tmp_path, monkeypatch):
    (tmp_path / "a").write_bytes(b"old a")
    (tmp_path / "c").write_bytes(b"old c")
    replace = Path.replace

    def fails_at_c(self, target):
        if Path(target).name == "c" and self.name.startswith(".part-"):
            raise OSError(errno.EACCES, "Permission denied", str(self))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", fails_at_c)
    with pytest.raises(OSError) as failed:
        write_whole({tmp_path / "a": b"new", tmp_path / "new" / "b": b"new", tmp_path / "c": b"new"})
    assert (failed.value.filename, failed.value.strerror) == (str(tmp_path / "c"), "Permission denied")
    assert names(tmp_path) == ["a", "c"]
    assert [(tmp_path / name).read_bytes() for name in "ac"] == [b"old a", b"old c"]


def test_write_whole_refuses_a_folder_before_anything_is_written(tmp_path):
    (tmp_path / "two").mkdir()
    with pytest.raises(UsageError, match=r"two: is a folder; name a file"):
        write_whole({tmp_path / "one": b"new", tmp_path / "two": b"new"})
    assert names(tmp_path) == ["two"]


def test_write_whole_follows_links_and_keeps_them(tmp_path):
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "dangling").symlink_to("later")
    write_whole({tmp_path / "link": b"1", tmp_path / "dangling": b"2"})
    assert names(tmp_path) == ["dangling", "later", "link", "real"]
    assert [(tmp_path / name).read_bytes() for name in ("real", "later")] == [b"1", b"2"]
    assert (tmp_path / "link").is_symlink()


def test_write_whole_leaves_devices_where_they_are(tmp_path):
    write_whole({Path(os.devnull): b"1"})
    assert Path(os.devnull).is_char_device()


def test_write_whole_takes_the_longest_name_there_is(tmp_path):
    write_whole({tmp_path / ("x" * 255): b"1"})
    assert names(tmp_path) == ["x" * 255]


@pytest.fixture
def _ctrl_c_is_heard():
    """Whoever starts the tests may have turned it off."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("_ctrl_c_is_heard")
def test_ctrl_c_waits_while_files_move_and_is_heard_again_afterwards():
    with uninterrupted():
        signal.raise_signal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


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
