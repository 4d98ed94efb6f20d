"""A logo from somebody's computer: what draws stays, what could do harm is refused by name."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given, settings
from hypothesis import strategies as st

from stadtgespraech.ingest.logo import MOST_BYTES, read_logo
from stadtgespraech.ingest.picture import PictureError, Trouble
from stadtgespraech.ingest.png import SIGNATURE, chunk
from stadtgespraech.ingest.svg import ATTRIBUTES, ELEMENTS

DEMO = Path(__file__).resolve().parents[2] / "demo"


def svg(inside: str, attributes: str = 'viewBox="0 0 10 10"', before: str = "") -> bytes:
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f"{before}<svg {spaces} {attributes}>{inside}</svg>".encode()


def trouble(data: bytes) -> tuple[str, str]:
    with pytest.raises(PictureError) as caught:
        read_logo(data)
    return str(caught.value.trouble), caught.value.about


HOSTILE = [
    ("<script>alert(1)</script>", ("element", "script")),
    ("<SCRIPT>alert(1)</SCRIPT>", ("element", "SCRIPT")),
    ('<g xmlns:x="http://www.w3.org/1999/xhtml"><x:script>1</x:script></g>', ("element", "script")),
    ('<script xmlns="http://www.w3.org/1999/xhtml">1</script>', ("element", "script")),
    ("<foreignObject><p>x</p></foreignObject>", ("element", "foreignObject")),
    ('<image xlink:href="https://evil.example/a.png"/>', ("element", "image")),
    ('<use href="#a"/>', ("element", "use")),
    ('<a href="javascript:alert(1)"><path d="M0 0"/></a>', ("element", "a")),
    ("<style>@import url(//evil.example/a.css);</style>", ("element", "style")),
    ('<animate attributeName="href" to="javascript:1"/>', ("element", "animate")),
    ('<set attributeName="onload" to="1"/>', ("element", "set")),
    ("<filter><feGaussianBlur stdDeviation='9'/></filter>", ("element", "filter")),
    ("<text>Stadt</text>", ("element", "text")),
    ("<svg><path d='M0 0'/></svg>", ("element", "svg")),
    ('<path onclick="alert(1)" d="M0 0"/>', ("attribute", "onclick")),
    ('<path OnLoad="alert(1)" d="M0 0"/>', ("attribute", "OnLoad")),
    ('<path href="#a" d="M0 0"/>', ("attribute", "href")),
    ('<linearGradient xlink:href="https://evil.example/#a"/>', ("attribute", "href")),
    ('<linearGradient href="other.svg#a"/>', ("attribute", "href")),
    ('<path fill="url(https://evil.example/#a)" d="M0 0"/>', ("value", "fill")),
    ('<path fill="url(#a) url(//evil.example)" d="M0 0"/>', ("value", "fill")),
    ("<path style=\"fill:url('https://evil.example')\" d='M0 0'/>", ("value", "fill")),
    ('<path style="background:url(//evil.example)" d="M0 0"/>', ("value", "background")),
    ('<path fill="u\\72l(//evil.example)" d="M0 0"/>', ("value", "fill")),
    ('<path fill="javascript:alert(1)" d="M0 0"/>', ("value", "fill")),
    ('<path d="url(#a)"/>', ("value", "d")),
    ('<path d="M0 0&#x202e;"/>', ("value", "d")),
    ('<clipPath id="a"><path clip-path="url(#b)" d="M0 0"/></clipPath>', ("attribute", "clip-path")),
    ("<g>" * 40 + "</g>" * 40, ("depth", "")),
    ("<g/>" * 3000, ("depth", "")),
]


@pytest.mark.parametrize(("inside", "why"), HOSTILE, ids=[f"{why[1]}-{n}" for n, (_, why) in enumerate(HOSTILE)])
def test_a_hostile_drawing_is_refused_by_name(inside, why):
    assert trouble(svg(inside)) == why


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", ("empty", "")),
        (b"<" + b" " * MOST_BYTES, ("size", "200")),
        (b"GIF89a", ("kind", "")),
        (b"\x1f\x8b\x08", ("kind", "")),
        (b"<html><svg/></html>", ("kind", "")),
        (b"<svg viewBox='0 0 1 1'/>", ("kind", "")),
        (b"<svg", ("broken", "XML")),
        (b"<?xml version='1.0' encoding='nonsense'?><svg/>", ("broken", "XML")),
        (svg("", before='<!DOCTYPE svg SYSTEM "https://evil.example/a.dtd">'), ("dtd", "")),
        (svg("&a;", before='<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>'), ("dtd", "")),
        (svg("", 'viewBox="0 0 0 10"'), ("sides", "0 × 10")),
        (svg("", 'viewBox="0 0 -5 10"'), ("sides", "-5 × 10")),
        (svg("", 'viewBox="0 0 100 10"'), ("sides", "100 × 10")),
        (svg("", 'viewBox="0 0 1e999 10"'), ("sides", "viewBox")),
        (svg("", 'viewBox="0 0 nan 10"'), ("sides", "viewBox")),
        (svg("", 'width="100%" height="100%"'), ("sides", "viewBox")),
    ],
)
def test_what_is_no_logo_is_refused(data, why):
    assert trouble(data) == why


def test_drawing_programs_leave_their_notes_behind():
    inkscape = svg(
        "<!-- made by hand --><?php x ?><metadata><who xmlns='urn:x'>Name</who></metadata>"
        '<s:namedview xmlns:s="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" s:x="1"/>'
        '<linearGradient id="a" xlink:href="#b"><stop offset="0" style="stop-color:#FFF;-x:1"/></linearGradient>'
        '<path id="p" class="x" data-x="1" style="fill:url(#a);stroke:#000" d="M0 0h9"/>',
        'width="20px" height="10" version="1.1"',
    )
    found = read_logo(inkscape)
    assert (found.kind, found.width, found.height) == ("svg", 200, 100)
    assert found.content.decode() == (
        '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100" viewBox="0 0 20 10">'
        '<linearGradient id="a" href="#b"><stop offset="0" stop-color="#FFF" /></linearGradient>'
        '<path id="p" d="M0 0h9" fill="url(#a)" stroke="#000" /></svg>\n'
    )


@pytest.mark.parametrize("name", ["wappen.svg", "wappen-dunkel.svg"])
def test_auenstadts_logo_is_read_and_read_again_the_same(name):
    once = read_logo((DEMO / name).read_bytes())
    assert read_logo(once.content).content == once.content
    assert (once.width, once.height) == (100, 100)


@given(st.text(alphabet="<>/&;\"'= \t#:()urlgpathscriptonxmnshefd0123", max_size=200))
@settings(max_examples=300)
def test_whatever_comes_in_only_what_is_allowed_comes_out(noise):
    try:
        content = read_logo(svg(f"{noise}<path d='M0 0'/>")).content
    except PictureError:
        return
    for element in fromstring(content).iter():
        assert element.tag.rpartition("}")[2] in ELEMENTS
        assert set(element.attrib) <= {*ATTRIBUTES, "id", "href"}


# ---- PNG


def png(
    *extra: bytes, sides: tuple[int, int] = (2, 2), bits: bytes = b"\x08\x02\0\0\0", raw: bytes | None = None
) -> bytes:
    head = chunk(b"IHDR", struct.pack(">II", *sides) + bits)
    rows = raw if raw is not None else (b"\0" + b"\x12\x34\x56" * sides[0]) * sides[1]
    return SIGNATURE + head + b"".join(extra) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def test_a_png_keeps_its_picture_and_nothing_else():
    noisy = png(
        chunk(b"tEXt", b"Author\0Somebody"),
        chunk(b"eXIf", b"here"),
        chunk(b"iCCP", b"x\0\0"),
        chunk(b"acTL", b"\0" * 8),
    )
    plain = read_logo(png())
    assert (plain.kind, plain.width, plain.height) == ("png", 2, 2)
    assert read_logo(noisy + b"<script>alert(1)</script>") == plain
    assert read_logo(plain.content) == plain


def damaged() -> bytes:
    data = bytearray(png())
    data[-20] ^= 1
    return bytes(data)


BOMB = zlib.compress(b"\0" * 20_000_000)
PNGS = {
    "cut": (png()[:-6], "broken"),
    "no end": (png()[:-12], "broken"),
    "a flipped bit": (damaged(), "broken"),
    "signature alone": (SIGNATURE, "broken"),
    "no header": (SIGNATURE + chunk(b"IDAT", b"") + chunk(b"IEND", b""), "broken"),
    "two headers": (png(chunk(b"IHDR", b"\0" * 13)), "broken"),
    "an unknown chunk that matters": (png(chunk(b"EVIL", b"")), "broken"),
    "no pixels": (png(sides=(0, 2)), "sides"),
    "too wide": (png(sides=(2001, 2001), raw=b""), "sides"),
    "a thread": (png(sides=(90, 10)), "sides"),
    "a colour type that is none": (png(bits=b"\x08\x05\0\0\0"), "broken"),
    "a depth that is none": (png(bits=b"\x03\x02\0\0\0"), "broken"),
    "interlaced": (png(bits=b"\x08\x02\0\0\x01"), "interlaced"),
    "palette missing": (png(bits=b"\x08\x03\0\0\0"), "broken"),
    "palette broken": (png(chunk(b"PLTE", b"1234"), bits=b"\x08\x03\0\0\0"), "broken"),
    "palette too long": (png(chunk(b"PLTE", b"123" * 3), bits=b"\x01\x03\0\0\0"), "broken"),
    "too few rows": (png(raw=b"\0" * 7), "broken"),
    "too many rows": (png(raw=b"\0" * 21), "broken"),
    "a filter that is none": (png(raw=b"\x05" + b"\0" * 6 + b"\0" * 7), "broken"),
    "a bomb": (
        SIGNATURE + chunk(b"IHDR", struct.pack(">II", 2, 2) + b"\x08\x02\0\0\0") + chunk(b"IDAT", BOMB)
        + chunk(b"IEND", b""),
        "broken",
    ),
    "no zlib": (
        SIGNATURE + chunk(b"IHDR", struct.pack(">II", 2, 2) + b"\x08\x02\0\0\0") + chunk(b"IDAT", b"x")
        + chunk(b"IEND", b""),
        "broken",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PNGS)
def test_a_damaged_or_hostile_png_is_refused(name):
    data, why = PNGS[name]
    assert trouble(data)[0] == why


@given(st.integers(0, len(png()) - 1), st.integers(1, 255))
def test_no_changed_byte_passes_unless_the_picture_is_the_same(at, change):
    data = bytearray(png())
    data[at] ^= change
    try:
        found = read_logo(bytes(data))
    except PictureError as error:
        assert error.trouble in Trouble
        return
    assert found == read_logo(png())
