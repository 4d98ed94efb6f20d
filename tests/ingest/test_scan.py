"""Scans: PNG, JPEG and PDF as hostile files."""

from __future__ import annotations

import struct

import pytest

from stadtgespraech.ingest.jpeg import orientation, read_jpeg
from stadtgespraech.ingest.picture import PictureError, Trouble
from stadtgespraech.ingest.png import read_png
from stadtgespraech.ingest.scan import PAGE_SIDE, read_scan
from web.scans import FRAME, PIXEL, SCAN, jpeg, pdf, segment

TURNED = b"Exif\0\0MM\0*\0\0\0\x08" + struct.pack(">HHHIHHI", 1, 0x0112, 3, 1, 6, 0, 0)
PLACE = b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<HHHIII", 1, 0x8825, 4, 1, 26, 0) + b"51.5N"
JFIF = segment(0xE0, b"JFIF\0\x01\x02\x01\0\x48\0\x48\0\0")


def test_a_jpeg_keeps_its_picture_and_nothing_else() -> None:
    found = read_jpeg(
        jpeg(JFIF, segment(0xE1, PLACE), segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x/>"), segment(0xFE, b"Erna"),
             segment(0xED, b"Photoshop 3.0"), tail=b"PK\x03\x04<script>"),
        100,
    )  # fmt: skip
    head = b"\xff\xd8" + segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0")
    assert (found.kind, found.width, found.height, found.content) == ("jpg", 2, 2, head + FRAME + SCAN + b"\xff\xd9")


def test_a_jpeg_keeps_the_direction_in_which_the_camera_was_held() -> None:
    found = read_jpeg(jpeg(segment(0xE1, TURNED)), 100)
    assert (orientation(TURNED[6:]), found.content) == (
        6,
        b"\xff\xd8" + segment(0xE1, TURNED) + FRAME + SCAN + b"\xff\xd9",
    )
    assert read_jpeg(found.content, 100).content == found.content


@pytest.mark.parametrize(
    "data",
    [
        jpeg()[:-2],
        jpeg()[:4],
        b"\xff\xd8\xff\xd9",
        b"\xff\xd8" + FRAME + b"\xff\xd9",
        b"\xff\xd8" + SCAN + b"\xff\xd9",
        jpeg(FRAME),
        jpeg(segment(0xDC, b"\0\x10")),
        jpeg(b"\xff\xe1\xff\xff"),
        jpeg(b"\xff\xe1\0\0"),
        b"\xff\xd8" + FRAME + SCAN * 65 + b"\xff\xd9",
        jpeg(segment(0xFE, b"")) + b"",
    ][:-1],
)
def test_a_damaged_jpeg_is_refused(data: bytes) -> None:
    with pytest.raises(PictureError):
        read_jpeg(data, 100)


def test_every_cut_of_a_jpeg_is_refused_and_none_fails_otherwise() -> None:
    whole = jpeg(JFIF, segment(0xE1, TURNED))
    for end in range(len(whole)):
        with pytest.raises(PictureError):
            read_scan(whole[:end])


def test_a_jpeg_of_too_many_pixels_is_refused() -> None:
    with pytest.raises(PictureError) as refused:
        read_jpeg(b"\xff\xd8\xff\xc0\0\x0b\x08\x40\0\x40\0\x01\x01\x11\0" + SCAN + b"\xff\xd9", 6_000)
    assert refused.value.trouble is Trouble.SIDES


def test_a_pdf_becomes_what_its_pages_look_like() -> None:
    pages = read_scan(pdf(2, "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"))
    assert [(page.kind, page.width, page.height) for page in pages] == [("png", PAGE_SIDE, PAGE_SIDE // 2)] * 2
    assert all(b"JavaScript" not in page.content for page in pages)
    assert read_png(pages[0].content).width == PAGE_SIDE


def test_a_png_comes_back_without_what_follows_it() -> None:
    assert read_scan(PIXEL + b"<script>")[0].content == read_scan(PIXEL)[0].content
