"""Files in and out: what is asked for exists, what is written is whole."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

MAX_TEXT_BYTES = 20_000_000
DOCUMENTS = (".docx", ".odt", ".pdf", ".json", ".toml")


class UsageError(ValueError):
    """What was asked cannot be done with these arguments: what, where, what to do instead."""


def existing(name: str) -> Path:
    """The path of a file that is there; UsageError otherwise."""
    path = Path(name)
    if not path.is_file():
        raise UsageError(f"{name}: {'is a folder, not a file' if path.is_dir() else 'there is no such file'}")
    return path


def plain_text(path: Path) -> str:
    """The words of a file: a text file as it stands, any other document as its blocks, one a line."""
    if path.suffix.lower() in DOCUMENTS:
        from stadtgespraech.ingest.document import read_document
        from stadtgespraech.text.weave import Weave

        return Weave.from_rows(read_document(path).weave).text().lstrip("\n")
    if path.stat().st_size > MAX_TEXT_BYTES:
        raise UsageError(f"{path}: larger than {MAX_TEXT_BYTES // 1_000_000} MB; compare it in parts")
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8 and try again") from None
    if "\0" in text:
        raise UsageError(f"{path}: holds zero bytes, so it is not a text file")
    return text


def write_whole(files: Mapping[Path, bytes]) -> None:
    """Write every file, or none. Each is made beside its place and moved there when all are on the disk; what stood
    there is put back where one cannot move, and folders that were made for it go again. Links are followed; Ctrl-C
    waits while files move. UsageError or OSError, both naming the file."""
    targets = {path: target_of(path) for path in files}
    writing = Writing()
    try:
        for path, target in targets.items():
            with named(path):
                writing.stage(target, files[path])
        with uninterrupted():
            for path, target in targets.items():
                with named(path):
                    writing.move(target)
    except BaseException:
        writing.undo()
        raise
    writing.finish()


def target_of(path: Path) -> Path:
    """Where the bytes for `path` go: the end of its links. UsageError where a folder stands there."""
    target = Path(os.path.realpath(path))
    if target.is_dir():
        raise UsageError(f"{path}: is a folder; name a file")
    return target


@dataclass
class Writing:
    """Files on their way. `staged` and `before` hold for each place the new file and a copy of the old one."""

    staged: dict[Path, Path] = field(default_factory=dict)
    before: dict[Path, Path | None] = field(default_factory=dict)
    made: list[Path] = field(default_factory=list)

    def stage(self, path: Path, content: bytes) -> None:
        """Put the bytes beside their place, safely on the disk."""
        if is_device(path):
            return self.pour(path, content)
        self.make_folder(path.parent)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".part-")
        self.staged[path] = Path(name)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(0o644)
        return None

    def pour(self, path: Path, content: bytes) -> None:
        """Write to a device or a pipe, which cannot be replaced."""
        with path.open("wb") as stream:
            stream.write(content)

    def move(self, path: Path) -> None:
        """Replace the old file, of which a second name is kept until all have moved."""
        if path not in self.staged:
            return
        kept = None
        if path.exists():
            kept = Path(tempfile.mkdtemp(dir=path.parent, prefix=".part-")) / "before"
            self.made.append(kept.parent)
            try:
                os.link(path, kept)
            except OSError:  # a file system without hard links
                shutil.copy2(path, kept)
        self.staged[path].replace(path)
        self.before[path] = kept

    def make_folder(self, folder: Path) -> None:
        """Make a folder and its parents, and remember the outermost new one."""
        self.made += [path for path in (folder, *folder.parents) if not path.exists()][-1:]
        folder.mkdir(parents=True, exist_ok=True)

    def undo(self) -> None:
        """As it was: old files back, new ones and new folders gone."""
        for path, kept in self.before.items():
            if kept is None:
                path.unlink(missing_ok=True)
            else:
                kept.replace(path)
        for temporary in self.staged.values():
            temporary.unlink(missing_ok=True)
        for folder in self.made:
            shutil.rmtree(folder, ignore_errors=True)

    def finish(self) -> None:
        for kept in filter(None, self.before.values()):
            shutil.rmtree(kept.parent, ignore_errors=True)


def is_device(path: Path) -> bool:
    return path.exists() and not path.is_file()


@contextlib.contextmanager
def named(path: Path) -> Iterator[None]:
    """An error of the disk names the file that was asked for, not one of ours beside it."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(path)) from None


@contextlib.contextmanager
def uninterrupted() -> Iterator[None]:
    """Ctrl-C is not heard meanwhile. For steps of milliseconds; signals belong to the main thread alone."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before if before is not None else signal.default_int_handler)
