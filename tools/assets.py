"""Make what the site's pages load from npm packages: KERN's tokens as one small stylesheet, and fonts in small pieces.

Of KERN's stylesheet (340 kB) the site takes the design tokens that site.css names, with what they stand for; light and
dark come along. Fonts are cut by alphabet, so that a browser fetches only the alphabets a page shows.
"""

from __future__ import annotations

import argparse
import io
import logging
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

sys.path.insert(0, str(Path(__file__).resolve().parent))
from fonts import FAMILY, load, rename

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "src" / "stadtgespraech" / "web" / "static" / "web"


@dataclass(frozen=True)
class Alphabet:
    """A piece of a face: the npm file it is cut from, and the characters it keeps."""

    name: str
    package: str
    subset: str
    characters: tuple[tuple[int, int], ...]


FIRA, NOTO = "fira-sans", "noto-sans-arabic"
ALPHABETS = (
    Alphabet("text", FIRA, "latin", ((0x20, 0x7E), (0xA0, 0xFF), (0x152, 0x153), (0x2010, 0x2027), (0x202F, 0x203A),
                                     (0x20AC, 0x20AC), (0x2122, 0x2122), (0x2212, 0x2212))),
    Alphabet("ext", FIRA, "latin-ext", ((0x100, 0x151), (0x154, 0x17F), (0x218, 0x21B), (0x1E9E, 0x1E9E),
                                        (0x20A0, 0x20AB), (0x20AD, 0x20BF))),
    Alphabet("cyrillic", FIRA, "cyrillic", ((0x400, 0x45F), (0x490, 0x491), (0x2116, 0x2116))),
    # Arabic, with the letters that Persian, Kurdish and Urdu add
    Alphabet("arabic", NOTO, "arabic", ((0x60C, 0x60C), (0x61B, 0x61B), (0x61F, 0x61F), (0x621, 0x63A), (0x640, 0x655),
                                        (0x660, 0x66C), (0x670, 0x671), (0x679, 0x679), (0x67E, 0x67E), (0x686, 0x686),
                                        (0x688, 0x688), (0x691, 0x691), (0x695, 0x695), (0x698, 0x698), (0x6A4, 0x6A4),
                                        (0x6A9, 0x6A9), (0x6AF, 0x6AF), (0x6B5, 0x6B5), (0x6BA, 0x6BA), (0x6BE, 0x6BE),
                                        (0x6C0, 0x6C6), (0x6CC, 0x6CC), (0x6CE, 0x6CE), (0x6D2, 0x6D5), (0x6F0, 0x6F9),
                                        (0x200C, 0x200E))),
)  # fmt: skip
WEIGHTS = {"400": "400", "600": "500 700"}
LICENSES = (FIRA, NOTO)


def tokens(kern: str, used: set[str]) -> str:
    """The custom properties of KERN that `used` needs, with all they refer to, in their own blocks and media."""
    blocks = list(root_blocks(kern))
    needed, size = set(used), -1
    while len(needed) != size:
        size = len(needed)
        for _, rows in blocks:
            for name, value in rows:
                if name in needed:
                    needed.update(re.findall(r"var\((--kern-[\w-]+)", value))
    out = []
    for media, rows in blocks:
        kept = "".join(f"{name}:{value};" for name, value in rows if name in needed)
        if kept:
            out.append(f"{media}{{:root{{{kept}}}}}" if media else f":root{{{kept}}}")
    return "\n".join(out) + "\n"


def root_blocks(css: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """(media, declarations) of every `:root` block, in order."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    for match in re.finditer(r"(?:(@media[^{]+)\{\s*)?:root\s*\{([^{}]*)\}", css):
        rows = re.findall(r"(--kern-[\w-]+)\s*:\s*([^;]+);", match[2])
        yield (match[1] or "").strip(), [(name, " ".join(value.split())) for name, value in rows]


def cut(path: Path, alphabet: Alphabet, weight: str) -> bytes:
    """The characters of an alphabet as WOFF2, without hints."""
    font = load(path)
    rename(font, FAMILY if alphabet.package == FIRA else "Stadtgespraech Arabic", "Regular")
    features = ["kern", "liga", "calt", "ccmp", "locl", "mark", "mkmk", "init", "medi", "fina", "rlig", "isol"]
    options = Options(flavor="woff2", layout_features=features, desubroutinize=True, hinting=False)
    options.recalc_timestamp = False
    options.name_IDs = [1, 2, 4, 6, 13, 14]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters(alphabet))
    subsetter.subset(font)
    return saved(font)


def saved(font: TTFont) -> bytes:
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def characters(alphabet: Alphabet) -> list[int]:
    return [code for first, last in alphabet.characters for code in range(first, last + 1)]


def face(alphabet: Alphabet, weight: str) -> str:
    """The @font-face rule of a piece."""
    ranges = ",".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in alphabet.characters)
    return (
        f'@font-face{{font-family:"{FAMILY}";font-style:normal;font-weight:{WEIGHTS[weight]};font-display:swap;'
        f'src:url("fonts/{alphabet.name}-{weight}.woff2") format("woff2");unicode-range:{ranges}}}'
    )


def build(modules: Path, target: Path) -> int:
    """Write kern.css, fonts.css and fonts/; how many files. FileNotFoundError names the package that is missing."""
    kern = (modules / "@kern-ux" / "native" / "dist" / "kern.css").read_text("utf-8")
    used = set(re.findall(r"var\((--kern-[\w-]+)", (target / "site.css").read_text("utf-8")))
    (target / "fonts").mkdir(parents=True, exist_ok=True)
    rules = []
    for alphabet in ALPHABETS:
        for weight in WEIGHTS:
            files = modules / "@fontsource" / alphabet.package / "files"
            content = cut(files / f"{alphabet.package}-{alphabet.subset}-{weight}-normal.woff2", alphabet, weight)
            (target / "fonts" / f"{alphabet.name}-{weight}.woff2").write_bytes(content)
            rules.append(face(alphabet, weight))
    for package in LICENSES:
        shutil.copyfile(modules / "@fontsource" / package / "LICENSE", target / "fonts" / f"LICENSE-{package}.txt")
    (target / "fonts.css").write_text("\n".join(rules) + "\n", "utf-8")
    license_text = "/* Design tokens of KERN UX (https://www.kern-ux.de), EUPL-1.2 */\n"
    (target / "kern.css").write_text(license_text + tokens(kern, used), "utf-8")
    return len(rules) + 2


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--modules", type=Path, default=ROOT / "node_modules", help="the folder npm installed into")
    parser.add_argument("--target", type=Path, default=TARGET)
    options = parser.parse_args()
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    try:
        written = build(options.modules, options.target)
    except FileNotFoundError as error:
        print(f"assets: {error.filename} is missing; run `npm ci` first", file=sys.stderr)
        return 1
    print(f"assets: {written} files in {options.target}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
