"""Files in and out: what is asked for exists, what is written is whole."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

MAX_TEXT_BYTES = 20_000_000


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
    if path.suffix.lower() in (".docx", ".odt", ".pdf", ".json", ".toml"):
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
    """Write every file, or none: each is made beside its place first, and moved there when all are on the disk.
    Folders that were made for it go again where it fails."""
    staged: list[tuple[Path, Path]] = []
    made: list[Path] = []
    try:
        for path, content in files.items():
            made += make_folder(path.parent)
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
            staged.append((Path(name), path))
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            Path(name).chmod(0o644)
        for temporary, path in staged:
            temporary.replace(path)
    except BaseException:
        for temporary, _ in staged:
            temporary.unlink(missing_ok=True)
        for folder in made:
            shutil.rmtree(folder, ignore_errors=True)
        raise


def make_folder(folder: Path) -> list[Path]:
    """Make a folder and its parents; the outermost new one is returned, or nothing where it was there."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing[-1:]
