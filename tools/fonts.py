"""Make the publications' fonts from npm packages: TTF for Typst, which reads no WOFF2, and small WOFF2 for HTML.

The npm packages cut a face into alphabets; Typst wants whole faces, so they are joined again. A joined face is a
changed face, and the Open Font License keeps the original's name for the original: the family is "Stadtgespraech Sans".
Run after `npm ci`. Equal packages give equal files.
"""

from __future__ import annotations

import argparse
import io
import logging
import shutil
import sys
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "src" / "stadtgespraech" / "publish" / "fonts"
FAMILY = "Stadtgespraech Sans"
ALPHABETS = ("latin", "latin-ext", "cyrillic", "greek")
FACES = {"Regular": ("400", "normal"), "SemiBold": ("600", "normal"), "Italic": ("400", "italic")}
# What a German page needs; anything else falls back to the reader's own fonts.
PAGE = [*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2028), 0x202F, 0x2030, 0x2032, 0x2033, 0x2039, 0x203A]
PAGE += [0x20AC, 0x2122, 0x2190, 0x2192, 0x2212, 0x27E6, 0x27E7]


def load(path: Path) -> TTFont:
    """The face at `path`, WOFF2 or TTF, its dates left alone."""
    font = TTFont(path, recalcTimestamp=False)
    font.flavor = None
    return font


def join(paths: list[Path]) -> TTFont:
    """One face out of its alphabets. Hinting goes: it belongs to single files, and print has no use for it."""
    with tempfile.TemporaryDirectory() as folder:
        parts = []
        for number, path in enumerate(paths):
            font = load(path)
            for table in ("fpgm", "prep", "cvt ", "gasp"):
                if table in font:
                    del font[table]
            if number:
                # Marks and ligatures across alphabets do not occur; layout rules come from the first file alone.
                for table in ("GSUB", "GPOS", "GDEF"):
                    if table in font:
                        del font[table]
            part = Path(folder) / f"{number}.ttf"
            font.save(part)
            parts.append(str(part))
        joined = Merger().merge(parts)
    created = load(paths[0])["head"]
    joined["head"].created, joined["head"].modified = created.created, created.modified
    joined.recalcTimestamp = False
    return joined


def rename(font: TTFont, family: str, style: str) -> None:
    full = f"{family} {style}"
    names = {1: full if style == "SemiBold" else family, 2: "Italic" if style == "Italic" else "Regular", 3: full}
    names |= {4: full, 6: full.replace(" ", "") if style == "Regular" else f"{family.replace(' ', '')}-{style}"}
    names |= {16: family, 17: style}
    for record in list(font["name"].names):
        if record.nameID in (1, 2, 3, 4, 6, 16, 17, 21, 22, 25):
            font["name"].removeNames(nameID=record.nameID)
    for number, text in names.items():
        font["name"].setName(text, number, 3, 1, 0x409)


def add_arrows(font: TTFont, thickness: int) -> None:
    """→ and ←, which the packages' alphabets leave out and every moved sentence needs."""
    width, middle, half = 860, 265, thickness / 2
    head, wing = 250, 190
    right = [
        (60, middle - half), (width - 60 - 1.35 * thickness, middle - half), (width - 60 - head - half, middle - wing),
        (width - 60 - head + half, middle - wing - half), (width - 60, middle),
        (width - 60 - head + half, middle + wing + half), (width - 60 - head - half, middle + wing),
        (width - 60 - 1.35 * thickness, middle + half), (60, middle + half),
    ]  # fmt: skip
    left = [(width - x, y) for x, y in reversed(right)]
    order = font.getGlyphOrder()
    for code, name, points in ((0x2192, "arrowright", right), (0x2190, "arrowleft", left)):
        pen = TTGlyphPen(None)
        # TrueType fills outlines that run clockwise.
        corners = [(round(x), round(y)) for x, y in reversed(points)]
        pen.moveTo(corners[0])
        for corner in corners[1:]:
            pen.lineTo(corner)
        pen.closePath()
        font["glyf"][name] = pen.glyph()
        font["glyf"][name].recalcBounds(font["glyf"])
        font["hmtx"][name] = (width, font["glyf"][name].xMin)
        for table in font["cmap"].tables:
            table.cmap[code] = name
        order = [*order, name]
    font.setGlyphOrder(list(dict.fromkeys(order)))


def for_pages(font: TTFont) -> bytes:
    """The characters of PAGE as WOFF2."""
    options = Options(flavor="woff2", layout_features=["kern", "liga", "tnum", "lnum"], desubroutinize=True)
    options.recalc_timestamp = False
    options.hinting = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=PAGE)
    subsetter.subset(font)
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def build(modules: Path, target: Path) -> list[Path]:
    """Write all faces to `target`; raises FileNotFoundError naming the package that is missing."""
    fira, arabic = (modules / "@fontsource" / name for name in ("fira-sans", "noto-sans-arabic"))
    written = []
    target.mkdir(parents=True, exist_ok=True)
    for style, (weight, slant) in FACES.items():
        font = join([fira / "files" / f"fira-sans-{name}-{weight}-{slant}.woff2" for name in ALPHABETS])
        add_arrows(font, 105 if style == "SemiBold" else 70)
        rename(font, FAMILY, style)
        path = target / f"StadtgespraechSans-{style}.ttf"
        font.save(path)
        written.append(path)
        if style != "Italic":
            page = target / f"page-{weight}.woff2"
            page.write_bytes(for_pages(load(path)))
            written.append(page)
    for weight in ("400", "600"):
        path = target / f"NotoSansArabic-{weight}.ttf"
        load(arabic / "files" / f"noto-sans-arabic-arabic-{weight}-normal.woff2").save(path)
        written.append(path)
    shutil.copyfile(fira / "LICENSE", target / "LICENSE-fira-sans.txt")
    shutil.copyfile(arabic / "LICENSE", target / "LICENSE-noto-sans-arabic.txt")
    return written


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--modules", type=Path, default=ROOT / "node_modules", help="the folder npm installed into")
    parser.add_argument("--target", type=Path, default=TARGET)
    options = parser.parse_args()
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    try:
        written = build(options.modules, options.target)
    except FileNotFoundError as error:
        print(f"fonts: {error.filename} is missing; run `npm ci` first", file=sys.stderr)
        return 1
    print(f"fonts: {len(written)} files in {options.target}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
