"""QR codes read as what they were drawn from: read back from the drawing, module by module."""

from __future__ import annotations

import re

import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from stadtgespraech.web.qr import qr_of

SCALE = 4


def read_back(drawing: str) -> list[str]:
    """What a reader finds in the picture. The path is made of rectangles: M x y, then h and v."""
    side = int(re.search(r'viewBox="0 0 (\d+) \1"', drawing)[1])
    rows = [bytearray(b"\xff" * side) for _ in range(side)]
    for x, y, width, height in re.findall(r"M(\d+) (\d+)h(\d+)v(\d+)", drawing):
        for row in rows[int(y) : int(y) + int(height)]:
            row[int(x) : int(x) + int(width)] = bytes(int(width))
    large = b"".join(bytes(value for value in row for _ in range(SCALE)) * SCALE for row in rows)
    view = memoryview(large).cast("B", (side * SCALE, side * SCALE))
    return [found.text for found in zxingcpp.read_barcodes(view)]


def test_a_receipt_s_code_reads_as_the_address_with_the_code_behind_it():
    words = "https://mitreden.auenstadt.example/auenstadt/mein-beitrag/#7K2M-XQ4T-9P0R-B3WZ"
    assert read_back(qr_of(words)) == [words]


@given(st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ-#:/.abcäöü", min_size=1, max_size=120))
def test_any_address_reads_as_itself(words):
    assert read_back(qr_of(words)) == [words]


def test_the_drawing_holds_nothing_but_a_path():
    assert re.fullmatch(
        r'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 (\d+) \1"><path d="[MhvZ0-9 -]+"/></svg>',
        qr_of("<script>&\"'"),
    )
