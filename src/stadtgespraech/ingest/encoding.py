"""Bytes to text, without guessing more than one step."""

from __future__ import annotations

import codecs
import re

from stadtgespraech.ingest.archive import ReadError

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x1c-\x1f]")  # tab, line ends and form feed are text


def decode(data: bytes, name: str) -> tuple[str, str]:
    """The text, and a remark for the report where the encoding was not a declared or self-evident one.

    UTF-8 (with or without mark), UTF-16 with mark, else Windows-1252. ReadError for bytes that are no text.
    """
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise ReadError(f"{name}: UTF-32; save it as UTF-8")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return _checked(data.decode("utf-16"), name), ""
        except UnicodeDecodeError as error:
            raise ReadError(f"{name}: damaged UTF-16 at byte {error.start}; save it as UTF-8") from None
    if b"\x00" in data:
        where = data.index(b"\x00")
        raise ReadError(
            f"{name}: not a text (a zero byte at {where}); if it is UTF-16 without a mark, save it as UTF-8"
        )
    try:
        return _checked(data.decode("utf-8-sig"), name), ""
    except UnicodeDecodeError as error:
        wrong = error.start
    try:
        text = _checked(data.decode("cp1252"), name)
    except UnicodeDecodeError as error:
        raise ReadError(
            f"{name}: neither UTF-8 (byte {wrong}) nor Windows-1252 (byte {error.start}); save it as UTF-8"
        ) from None
    return text, f"not UTF-8 (byte {wrong}): read as Windows-1252; check the umlauts"


def _checked(text: str, name: str) -> str:
    found = _CONTROL.search(text)
    if found:
        raise ReadError(f"{name}: not a text (control character {ord(found[0]):#04x} at {found.start()})")
    return text.replace("\r\n", "\n").replace("\r", "\n")
