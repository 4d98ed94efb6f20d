"""Opening what others wrote: bytes within limits, ZIP members and XML that cannot hurt the reader."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MAX_FILE = 50_000_000  # bytes of a file on disk
MAX_TEXT = 20_000_000  # bytes of a plain text: a book of 150 pages has half a million
MAX_UNPACKED = 200_000_000  # bytes of all members of an archive together
MAX_ENTRIES = 5_000
MAX_RATIO = 200  # unpacked / packed size of one member; text packs 5 to 20 times, runs of zeros 1,000 times
RATIO_FREE = 1_000_000  # members up to this size may pack as well as they like

Progress = Callable[..., None]
"""progress(label, done, total): called now and then; `done` and `total` may be left out."""


class ReadError(ValueError):
    """A file cannot be read. The message is one line: what, where, what to do."""


def file_bytes(path: Path, limit: int = MAX_FILE) -> bytes:
    """The file's bytes; ReadError where it is no file, empty, or larger than `limit` bytes (seen before reading)."""
    if not path.is_file():
        raise ReadError(f"{path}: no such file")
    size = path.stat().st_size
    if size > limit:
        raise too_large(str(path), size, limit)
    data = path.read_bytes()
    if not data.strip():
        raise ReadError(f"{path}: the file is empty")
    return data


def shown_name(path: Path) -> str:
    """The file's name as text: bytes that are no UTF-8 in it become U+FFFD."""
    return os.fsencode(path.name).decode(errors="replace")


def too_large(name: str, size: int, limit: int) -> ReadError:
    """The error for more bytes than the limit, naming both."""
    return ReadError(
        f"{name}: {size / 1e6:.0f} MB are more than the limit of {limit / 1e6:.0f} MB; "
        "split the document, or take large pictures out"
    )


@dataclass(frozen=True)
class Archive:
    """A checked ZIP archive. `read` gives a member's bytes, never more than its directory promised."""

    name: str
    zip: zipfile.ZipFile
    names: frozenset[str]

    def read(self, member: str) -> bytes:
        """The member's bytes; ReadError where it is missing or damaged."""
        if member not in self.names:
            raise ReadError(f"{self.name}: {member} is missing in it; the file is incomplete")
        promised = self.zip.getinfo(member).file_size
        try:
            with self.zip.open(member) as stream:
                data = stream.read(promised + 1)
        except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
            raise ReadError(f"{self.name}: {member} in it is damaged ({error}); save the file anew") from None
        except Exception as error:  # zlib.error and lzma.LZMAError have no common base
            raise ReadError(f"{self.name}: {member} in it is damaged ({error}); save the file anew") from None
        if len(data) > promised:
            raise ReadError(f"{self.name}: {member} unpacks to more than it declares (a zip bomb?); refused")
        return data

    def xml(self, member: str) -> Element:
        """The member's XML root, see `parse_xml`."""
        return parse_xml(self.read(member), f"{self.name}: {member}")


def open_archive(data: bytes, name: str) -> Archive:
    """Check a ZIP's directory before anything is unpacked: entry count, sizes, ratios, names, encryption."""
    try:
        opened = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise ReadError(f"{name}: damaged archive ({error}); save the file anew") from None
    members = opened.infolist()
    if len(members) > MAX_ENTRIES:
        raise ReadError(f"{name}: {len(members)} entries are more than the limit of {MAX_ENTRIES}; refused")
    total = sum(member.file_size for member in members)
    if total > MAX_UNPACKED:
        raise ReadError(
            f"{name}: unpacks to {total / 1e6:.0f} MB, more than the limit of {MAX_UNPACKED / 1e6:.0f} MB "
            "(a zip bomb?); refused"
        )
    for member in members:
        _check_member(member, name)
    names = [member.filename for member in members]
    if len(set(names)) < len(names):
        raise ReadError(f"{name}: holds two members of the same name; refused, save the file anew")
    return Archive(name, opened, frozenset(names))


def _check_member(member: zipfile.ZipInfo, name: str) -> None:
    shown = member.filename[:80]
    if re.match(r"[/\\]|[A-Za-z]:", shown) or ".." in re.split(r"[/\\]", member.filename):
        raise ReadError(f"{name}: member {shown!r} points outside the archive; refused")
    if member.flag_bits & 0x1:
        raise ReadError(f"{name}: encrypted; save it without a password")
    if member.file_size > RATIO_FREE and member.file_size > MAX_RATIO * max(1, member.compress_size):
        raise ReadError(
            f"{name}: member {shown!r} unpacks to more than {MAX_RATIO} times its size (a zip bomb?); refused"
        )


def parse_xml(data: bytes, where: str) -> Element:
    """The root of an XML file. Refuses a document type: it is where entities, and with them the reading of
    other files (XXE) and exponential growth, come from; no office program writes one into its parts."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ReadError(f"{where}: damaged XML ({error.msg}); save the file anew") from None
    except ValueError as error:
        raise ReadError(f"{where}: not XML ({error}); save the file anew") from None
    docinfo = root.getroottree().docinfo
    if docinfo.internalDTD is not None or docinfo.doctype:
        raise ReadError(f"{where}: declares a document type, which may hide entities (XXE); refused")
    return root
