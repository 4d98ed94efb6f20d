"""PNG, read chunk by chunk and written anew with what a picture needs: no text, no profile, no animation, nothing
behind its end. W3C PNG (Third Edition)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from stadtgespraech.ingest.picture import MOST_SIDE, Picture, PictureError, Trouble, check_sides

SIGNATURE = b"\x89PNG\r\n\x1a\n"
SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # colour type → samples a pixel
DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
MOST_CHUNKS = 1_000


def read_png(data: bytes, *, most_side: int = MOST_SIDE, most_raw: int = 80_000_000, level: int = 9) -> Picture:
    """The picture alone, its data packed again. PictureError where a chunk is damaged or the data is not its size."""
    kept: dict[bytes, bytes] = {}
    packed = b""
    for number, (name, body) in enumerate(chunks(data)):
        if (number == 0) != (name == b"IHDR") or number > MOST_CHUNKS:
            raise PictureError(Trouble.BROKEN, name.decode("latin-1"))
        if name == b"IDAT":
            packed += body
        elif name in (b"IHDR", b"PLTE", b"tRNS"):
            if name in kept or packed:
                raise PictureError(Trouble.BROKEN, name.decode("latin-1"))
            kept[name] = body
        elif name[:1].isupper() and name != b"IEND":
            raise PictureError(Trouble.BROKEN, name.decode("latin-1"))
    width, height, depth, colour = header(kept.get(b"IHDR", b""), most_side)
    check_colours(kept, depth, colour)
    if width * height * depth * SAMPLES[colour] // 8 > most_raw:
        raise PictureError(Trouble.SIDES, f"{width} × {height}")
    raw = unpacked(packed, width, height, depth * SAMPLES[colour])
    rows = [chunk(name, kept[name]) for name in (b"IHDR", b"PLTE", b"tRNS") if name in kept]
    content = SIGNATURE + b"".join([*rows, chunk(b"IDAT", zlib.compress(raw, level)), chunk(b"IEND", b"")])
    return Picture("png", content, width, height)


def write_grey_png(samples: bytes, width: int, height: int) -> Picture:
    """A picture of one byte a pixel, row by row."""
    raw = b"".join(b"\0" + samples[at : at + width] for at in range(0, width * height, width))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = [chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(raw, 6)), chunk(b"IEND", b"")]
    return Picture("png", SIGNATURE + b"".join(body), width, height)


def chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(name, body) up to IEND, each with the right sum. What follows IEND is nobody's."""
    at = len(SIGNATURE)
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        name, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        end = at + 8 + length
        if end + 4 > len(data) or struct.unpack_from(">I", data, end)[0] != zlib.crc32(name + body):
            raise PictureError(Trouble.BROKEN, name.decode("latin-1"))
        yield name, body
        if name == b"IEND":
            return
        at = end + 4
    raise PictureError(Trouble.BROKEN, "IEND")


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def header(body: bytes, most_side: int) -> tuple[int, int, int, int]:
    """Width, height, bits a sample, colour type."""
    if len(body) != 13:
        raise PictureError(Trouble.BROKEN, "IHDR")
    width, height, depth, colour, packing, filtering, interlace = struct.unpack(">IIBBBBB", body)
    check_sides(width, height, most_side)
    if depth not in DEPTHS.get(colour, ()) or packing or filtering or interlace > 1:
        raise PictureError(Trouble.BROKEN, "IHDR")
    if interlace:
        raise PictureError(Trouble.INTERLACED)
    return width, height, depth, colour


def check_colours(kept: dict[bytes, bytes], depth: int, colour: int) -> None:
    palette, clear = kept.get(b"PLTE"), kept.get(b"tRNS")
    entries = len(palette) // 3 if palette is not None else 0
    most = 2**depth if colour == 3 else 256
    wrong = palette is not None and (len(palette) % 3 != 0 or not 0 < entries <= most or colour in (0, 4))
    if wrong or (colour == 3 and palette is None):
        raise PictureError(Trouble.BROKEN, "PLTE")
    fitting = {0: (2,), 2: (6,), 3: range(1, entries + 1)}
    if clear is not None and len(clear) not in fitting.get(colour, ()):
        raise PictureError(Trouble.BROKEN, "tRNS")


def unpacked(packed: bytes, width: int, height: int, bits: int) -> bytes:
    """The rows, each with its filter in front; never more than the header says."""
    row = 1 + (width * bits + 7) // 8
    reader = zlib.decompressobj()
    try:
        raw = reader.decompress(packed, row * height + 1)
    except zlib.error:
        raise PictureError(Trouble.BROKEN, "IDAT") from None
    if len(raw) != row * height or not reader.eof or max(raw[::row]) > 4:
        raise PictureError(Trouble.BROKEN, "IDAT")
    return raw
