"""JPEG, read segment by segment and written anew with what a picture needs: no camera, no place, no thumbnail, no
comment, nothing behind its end. Of Exif only the direction in which the camera was held stays. ITU-T T.81."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from stadtgespraech.ingest.picture import Picture, PictureError, Trouble, check_ratio

SIGNATURE = b"\xff\xd8\xff"
FRAMES = (0xC0, 0xC1, 0xC2)  # baseline, extended, progressive, each by Huffman's code
TABLES = (0xDB, 0xC4, 0xDD)
SCAN, END = 0xDA, 0xD9
MOST_SEGMENTS, MOST_SCANS = 2_000, 64
JFIF = b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"


@dataclass
class Found:
    """What was met on the way."""

    pieces: list[bytes] = field(default_factory=list)
    sides: tuple[int, int] | None = None
    turned: int = 1
    scans: int = 0
    has_jfif: bool = False
    adobe: bytes = b""


def read_jpeg(data: bytes, most_side: int) -> Picture:
    """The picture alone. PictureError where a segment is damaged or of a kind that no common picture has."""
    found, at = Found(), 2
    for _ in range(MOST_SEGMENTS):
        if data[at : at + 1] != b"\xff" or at + 2 > len(data):
            raise PictureError(Trouble.BROKEN, "JPEG")
        marker = data[at + 1]
        if marker == 0xFF:  # a byte that only fills
            at += 1
            continue
        if marker == END:
            return finished(found, most_side)
        at = segment(data, at, marker, found)
    raise PictureError(Trouble.BROKEN, "JPEG")


def segment(data: bytes, at: int, marker: int, found: Found) -> int:
    """Take in the segment at `at`; where the next one begins."""
    if at + 4 > len(data):
        raise PictureError(Trouble.BROKEN, "JPEG")
    end = at + 2 + int(struct.unpack_from(">H", data, at + 2)[0])
    body = data[at + 4 : end]
    if end < at + 4 or end > len(data):
        raise PictureError(Trouble.BROKEN, "JPEG")
    if marker in FRAMES:
        if found.sides is not None or len(body) < 6:
            raise PictureError(Trouble.BROKEN, "SOF")
        height, width = struct.unpack_from(">HH", body, 1)
        found.sides = (width, height)
    elif marker == 0xE0 and body[:5] == b"JFIF\0":
        found.has_jfif = True
    elif marker == 0xE1 and body[:6] == b"Exif\0\0":
        found.turned = orientation(body[6:])
    elif marker == 0xEE and body[:5] == b"Adobe" and len(body) == 12:
        found.adobe = body
    elif marker == SCAN:
        found.scans += 1
        end = end_of_scan(data, end)
    elif marker not in TABLES and not (0xE0 <= marker <= 0xEF or marker == 0xFE):
        raise PictureError(Trouble.BROKEN, f"{marker:02X}")
    if marker in FRAMES or marker in TABLES or marker == SCAN:
        found.pieces.append(data[at:end])
    return end


def end_of_scan(data: bytes, at: int) -> int:
    """Where the coded picture ends: at the next marker that is no restart and no coded 0xFF."""
    while (at := data.find(b"\xff", at)) >= 0 and at + 1 < len(data):
        if data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7:
            return at
        at += 2
    raise PictureError(Trouble.BROKEN, "SOS")


def orientation(tiff: bytes) -> int:
    """Exif's tag 0x0112, from 1 to 8; 1 where it cannot be read."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 8:
        return 1
    (start,) = struct.unpack_from(order + "I", tiff, 4)
    if start + 2 > len(tiff):
        return 1
    (count,) = struct.unpack_from(order + "H", tiff, start)
    for number in range(min(count, 200)):
        at = start + 2 + 12 * number
        if at + 12 > len(tiff):
            break
        if struct.unpack_from(order + "H", tiff, at)[0] == 0x0112:
            value = int(struct.unpack_from(order + "H", tiff, at + 8)[0])
            return value if 1 <= value <= 8 else 1
    return 1


def finished(found: Found, most_side: int) -> Picture:
    if found.sides is None or not 0 < found.scans <= MOST_SCANS:
        raise PictureError(Trouble.BROKEN, "JPEG")
    width, height = found.sides
    check_ratio(width, height)
    if max(width, height) > most_side:
        raise PictureError(Trouble.SIDES, f"{width} × {height}")
    head = [written(0xE0, JFIF)] if found.has_jfif else []
    if found.turned != 1:
        tag = struct.pack(">HHHIHHI", 1, 0x0112, 3, 1, found.turned, 0, 0)
        head.append(written(0xE1, b"Exif\0\0MM\0*" + struct.pack(">I", 8) + tag))
    if found.adobe:
        head.append(written(0xEE, found.adobe))
    content = b"\xff\xd8" + b"".join([*head, *found.pieces]) + b"\xff\xd9"
    return Picture("jpg", content, width, height)


def written(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body
