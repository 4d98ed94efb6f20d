"""A logo from somebody's computer: PNG or SVG, told by its content, read as hostile and written anew."""

from __future__ import annotations

from stadtgespraech.ingest.picture import Picture, PictureError, Trouble
from stadtgespraech.ingest.png import SIGNATURE, read_png
from stadtgespraech.ingest.svg import read_svg

MOST_BYTES = 200_000


def read_logo(data: bytes) -> Picture:
    """The logo in `data`. PictureError where it is none, or one that could do harm."""
    if not data:
        raise PictureError(Trouble.EMPTY)
    if len(data) > MOST_BYTES:
        raise PictureError(Trouble.SIZE, str(MOST_BYTES // 1000))
    if data.startswith(SIGNATURE):
        return read_png(data)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return read_svg(data)
    raise PictureError(Trouble.KIND)
