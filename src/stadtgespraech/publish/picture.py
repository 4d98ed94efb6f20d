"""Drawings as pixels, for formats whose readers cannot be trusted with SVG."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import typst

FONTS = Path(__file__).parent / "fonts"
_PAGES = b"""#set page(width: auto, height: auto, margin: 0pt, fill: none)
#for (index, item) in json(bytes(sys.inputs.images)).enumerate() {
  if index > 0 { pagebreak() }
  image(bytes(item.svg), format: "svg", width: item.width * 1pt, height: item.height * 1pt, fit: "stretch")
}
"""
Size = tuple[float, float]


def size(svg: str) -> Size:
    """Width and height in points: of the root's attributes, else of its viewBox, else 400 by 300."""
    head = svg[: svg.find(">") + 1]
    width, height = (re.search(rf'\s{name}="([\d.]+)(?:px|pt)?"', head) for name in ("width", "height"))
    if width and height:
        return float(width[1]), float(height[1])
    box = re.search(r'viewBox="[-\d.]+[ ,]+[-\d.]+[ ,]+([\d.]+)[ ,]+([\d.]+)"', head)
    return (float(box[1]), float(box[2])) if box else (400.0, 300.0)


def pixels(drawings: Sequence[tuple[str, Size]]) -> list[bytes]:
    """A PNG for each (SVG text, size in points), 2.5 pixels a point. Equal drawings and fonts give equal bytes."""
    return list(_pixels(tuple(drawings)))


@cache
def _pixels(drawings: tuple[tuple[str, Size], ...]) -> tuple[bytes, ...]:
    if not drawings:
        return ()
    images = [{"svg": svg, "width": width, "height": height} for svg, (width, height) in drawings]
    own = any(FONTS.glob("*.ttf"))
    drawn = typst.compile(
        _PAGES,
        format="png",
        ppi=180,
        font_paths=typst.Fonts(include_system_fonts=not own, font_paths=[FONTS]),
        sys_inputs={"images": json.dumps(images, ensure_ascii=False)},
    )
    return tuple(drawn) if isinstance(drawn, list) else (drawn or b"",)
