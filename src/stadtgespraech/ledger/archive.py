"""The canonical ZIP: for any files exactly one sequence of bytes. And a reader that trusts nothing.

`pack` is the specification in docs/format.md, section 8. `unpack` also opens what another tool packed, within limits,
so that a verifier can still say what is inside; whether the bytes are canonical, `pack(unpack(data)) == data` tells.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

MAX_ENTRIES = 20_000
MAX_BYTES = 1 << 30
_NAME = re.compile(r"(?!.*\.\.)[A-Za-z0-9][A-Za-z0-9._-]{0,99}(?:/[A-Za-z0-9][A-Za-z0-9._-]{0,99}){0,3}")
_VERSION, _STORED, _TIME, _DATE = 10, 0, 0, 33  # 1980-01-01 00:00
_LOCAL, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"


class ArchiveError(ValueError):
    """The files cannot be packed, or the bytes cannot be read safely. The message names the entry and the reason."""


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What could be read, by name, and one line for each entry that could not."""

    files: dict[str, bytes]
    damaged: tuple[str, ...]


def pack(files: Mapping[str, bytes]) -> bytes:
    """The canonical ZIP of `files`: entries sorted by name, stored, dated 1980-01-01, nothing extra."""
    _check_limits(files)
    out, central = bytearray(), bytearray()
    for name in sorted(files):
        data, raw = files[name], name.encode("ascii")
        shared = struct.pack(
            "<HHHHHIIIHH", _VERSION, 0, _STORED, _TIME, _DATE, zlib.crc32(data), len(data), len(data), len(raw), 0
        )
        central += _CENTRAL + struct.pack("<H", _VERSION) + shared + struct.pack("<HHHII", 0, 0, 0, 0, len(out)) + raw
        out += _LOCAL + shared + raw + data
    end = struct.pack("<HHHHIIH", 0, 0, len(files), len(files), len(central), len(out), 0)
    return bytes(out + central + _END + end)


def unpack(data: bytes) -> Unpacked:
    """The files of any ZIP that stays within the limits. ArchiveError where nothing can be read, or where an entry is
    encrypted, doubled, badly named or too large: such a file is made to harm, or not by us."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, struct.error, NotImplementedError, OverflowError) as error:
        raise ArchiveError(f"not a ZIP file that can be read: {error}") from None
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise ArchiveError(f"{len(entries)} entries; {MAX_ENTRIES} are allowed")
    files: dict[str, bytes] = {}
    damaged: list[str] = []
    room = MAX_BYTES
    seen: set[str] = set()
    for entry in entries:
        _check_entry(entry, seen)
        seen.add(entry.filename)
        content = _content(archive, entry, room)
        if content is None:
            damaged.append(f"{entry.filename} cannot be read: its bytes do not fit its checksum or length")
        else:
            files[entry.filename] = content
            room -= len(content)
    return Unpacked(files, tuple(damaged))


def looks_like_zip(data: bytes) -> bool:
    """The bytes begin or end as a ZIP does."""
    return data[:4] in (_LOCAL, _END) or _END in data[-65_557:]


def _check_limits(files: Mapping[str, bytes]) -> None:
    for name in files:
        if not _NAME.fullmatch(name):
            raise ArchiveError(
                f"{name!r} cannot name a file in a bundle: letters, digits, . _ - and at most three folders"
            )
    if len(files) > MAX_ENTRIES:
        raise ArchiveError(f"{len(files)} files; {MAX_ENTRIES} are allowed")
    if sum(len(data) for data in files.values()) > MAX_BYTES:
        raise ArchiveError(f"more than {MAX_BYTES} bytes")


def _check_entry(entry: zipfile.ZipInfo, seen: set[str]) -> None:
    name = entry.filename
    if not _NAME.fullmatch(name) or entry.orig_filename != name:
        raise ArchiveError(f"an entry is named {name[:80]!r}, which no bundle holds")
    if name in seen:
        raise ArchiveError(f"the entry {name} stands there twice")
    if entry.flag_bits & 0x41:
        raise ArchiveError(f"the entry {name} is encrypted")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ArchiveError(f"the entry {name} is compressed by an unknown method")


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int) -> bytes | None:
    """The bytes of an entry, or None where they are damaged; read piece by piece, so that a lie about the size or a
    bomb costs no more than `room` bytes."""
    pieces: list[bytes] = []
    try:
        with archive.open(entry) as stream:
            while piece := stream.read(1 << 20):
                room -= len(piece)
                if room < 0:
                    raise ArchiveError(f"the entry {entry.filename} makes it larger than {MAX_BYTES} bytes")
                pieces.append(piece)
    except ArchiveError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, struct.error):
        return None
    return b"".join(pieces)
