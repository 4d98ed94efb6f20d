"""Files from a scanner, small and well formed, and ages that were told."""

from __future__ import annotations

import struct

from stadtgespraech.ingest.png import write_grey_png
from stadtgespraech.web.models import Round, Told

PIXEL = write_grey_png(b"\x00\x7f\xff\x20", 2, 2).content
FRAME = b"\xff\xc0\x00\x0b\x08\x00\x02\x00\x02\x01\x01\x11\x00"
SCAN = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + b"\x12\xff\x00\x34"


def segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def jpeg(*before: bytes, tail: bytes = b"") -> bytes:
    """A picture of 2 × 2 with these segments in front, and something behind its end."""
    return b"\xff\xd8" + b"".join(before) + FRAME + SCAN + b"\xff\xd9" + tail


def pdf(pages: int = 1, extra: str = "") -> bytes:
    """A PDF of empty pages; `extra` goes into its catalogue."""
    kids = " ".join(f"{number + 3} 0 R" for number in range(pages))
    objects = [f"<< /Type /Catalog /Pages 2 0 R {extra} >>", f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>"]
    objects += ["<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] >>"] * pages
    body, places = b"%PDF-1.4\n", []
    for number, words in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{words}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    trailer = f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF"
    return body + f"xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode()


def told(round: Round) -> dict[str, int]:
    return dict(Told.objects.filter(round=round).values_list("band", "count"))
