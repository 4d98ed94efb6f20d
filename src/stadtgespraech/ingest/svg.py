"""SVG for a logo: shapes, colours, gradients. Built anew from what is allowed; a file with more is refused by name.

Drawing programs leave notes of their own in a file: those go. Scripts, references to elsewhere, embedded pages, styles,
animations and texts (which need a font) are refused, so that nobody wonders why a part of their logo is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, SubElement, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from stadtgespraech.ingest.picture import Picture, PictureError, Trouble, check_ratio

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
MOST_ELEMENTS, DEEPEST = 2_000, 30
SHAPES = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
GRADIENTS = {"linearGradient", "radialGradient"}
GRADIENT_TAGS = {f"{{{SVG}}}{name}" for name in GRADIENTS}
ELEMENTS = {"svg", "g", "defs", "stop", "clipPath", "title", "desc", *SHAPES, *GRADIENTS}
PROGRAMS = ("{http://sodipodi.sourceforge.net/", "{http://www.inkscape.org/")  # their notes draw nothing
PRESENTED = {
    "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin",
    "stroke-miterlimit", "stroke-dasharray", "stroke-dashoffset", "stroke-opacity", "opacity", "clip-path", "clip-rule",
    "stop-color", "stop-opacity", "color", "display", "visibility", "paint-order", "vector-effect",
}  # fmt: skip
ATTRIBUTES = PRESENTED | {
    "viewBox", "width", "height", "preserveAspectRatio", "transform", "d", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy",
    "r", "rx", "ry", "fx", "fy", "fr", "points", "offset", "gradientUnits", "gradientTransform", "spreadMethod",
    "clipPathUnits", "pathLength",
}  # fmt: skip
NAME = r"[A-Za-z_][\w.-]{0,99}"
ID = re.compile(NAME, re.ASCII)
FRAGMENT = re.compile(f"#{NAME}", re.ASCII)
OWN = re.compile(rf"url\(\s*(['\"]?)#{NAME}\1\s*\)", re.ASCII)  # a reference inside the file
PLAIN = re.compile(r"[\w\s.,#%()+-]*", re.ASCII)  # no colon, slash, quote or backslash: no address, no escape
LENGTH = re.compile(r"\s*(\d{1,6}(?:\.\d{1,9})?)(?:px)?\s*")
NUMBER = re.compile(r"-?\d{1,6}(?:\.\d{1,9})?")


def read_svg(data: bytes) -> Picture:
    """The drawing, written anew. PictureError names what stands in the way."""
    try:
        root = fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        raise PictureError(Trouble.DTD) from None
    except (ParseError, ValueError, LookupError):
        raise PictureError(Trouble.BROKEN, "XML") from None
    if root.tag != f"{{{SVG}}}svg":
        raise PictureError(Trouble.KIND)
    check_depth(root)
    box = view_box(root)
    clean = Element("svg", {"xmlns": SVG})
    copy_attributes(root, clean, inside_clip=False)
    copy_children(root, clean, inside_clip=False)
    width, height = shown_sides(box)
    clean.attrib.update(
        {"viewBox": " ".join(f"{value:g}" for value in box), "width": f"{width}", "height": f"{height}"}
    )
    return Picture("svg", tostring(clean, encoding="unicode").encode() + b"\n", width, height)


def check_depth(root: Element) -> None:
    """Counted without recursion: the file may be made to break one."""
    waiting, seen = [(root, 1)], 0
    while waiting:
        element, depth = waiting.pop()
        seen += 1
        if depth > DEEPEST or seen > MOST_ELEMENTS:
            raise PictureError(Trouble.DEPTH)
        waiting += [(entry, depth + 1) for entry in element]


def copy_children(source: Element, target: Element, *, inside_clip: bool) -> None:
    for entry in source:
        if not isinstance(entry.tag, str):
            continue
        name = entry.tag.removeprefix(f"{{{SVG}}}")
        if name == "metadata" or entry.tag.startswith(PROGRAMS):
            continue
        if name not in ELEMENTS or name == entry.tag or name == "svg":
            raise PictureError(Trouble.ELEMENT, entry.tag.rpartition("}")[2])
        copied = SubElement(target, name)
        clipping = inside_clip or name == "clipPath"
        copy_attributes(entry, copied, inside_clip=clipping)
        if name in ("title", "desc"):
            copied.text = entry.text
        else:
            copy_children(entry, copied, inside_clip=clipping)


def copy_attributes(source: Element, target: Element, *, inside_clip: bool) -> None:
    """The known attributes with harmless values; `style` becomes attributes. A clip inside a clip is refused: nested,
    they cost a viewer more than anybody's logo needs."""
    for name, value in attributes(source):
        if name == "clip-path" and inside_clip:
            raise PictureError(Trouble.ATTRIBUTE, name)
        if name == "id":
            if ID.fullmatch(value):
                target.set("id", value)
        elif name == "href":
            target.set(name, value)
        elif name in ATTRIBUTES:
            target.set(name, harmless(name, value))


def attributes(element: Element) -> Iterator[tuple[str, str]]:
    """(name, value), those of `style` last, as they would win. Scripts and links are refused."""
    style = ""
    for key, value in element.attrib.items():
        if key.lower().startswith("on"):
            raise PictureError(Trouble.ATTRIBUTE, key)
        if key in ("href", f"{{{XLINK}}}href"):
            if element.tag not in GRADIENT_TAGS or not FRAGMENT.fullmatch(value):
                raise PictureError(Trouble.ATTRIBUTE, "href")
            yield "href", value
        elif key == "style":
            style = value
        else:
            yield key, value
    for line in filter(None, (line.strip() for line in style.split(";"))):
        name, _colon, value = line.partition(":")
        if name.strip() in PRESENTED:
            yield name.strip(), value.strip()
        elif not PLAIN.fullmatch(value):
            raise PictureError(Trouble.VALUE, name.strip())


def harmless(name: str, value: str) -> str:
    rest = OWN.sub("", value) if name in ("fill", "stroke", "clip-path") else value
    if not PLAIN.fullmatch(rest) or "url" in rest.lower():
        raise PictureError(Trouble.VALUE, name)
    return value


def view_box(root: Element) -> tuple[float, float, float, float]:
    """The drawing's own square of coordinates; from its sides where it names none."""
    words = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    if len(words) == 4 and all(NUMBER.fullmatch(word) for word in words):
        x, y, width, height = (float(word) for word in words)
    else:
        found = [LENGTH.fullmatch(root.get(side, "")) for side in ("width", "height")]
        if not all(found):
            raise PictureError(Trouble.SIDES, "viewBox")
        x, y, (width, height) = 0.0, 0.0, (float(one[1]) for one in found if one is not None)
    check_ratio(width, height)
    return x, y, width, height


def shown_sides(box: tuple[float, float, float, float]) -> tuple[int, int]:
    """Width and height in pixels, 100 high."""
    return max(1, round(100 * box[2] / box[3])), 100
