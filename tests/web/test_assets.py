"""What pages load: small, mirrored by itself, from this site alone."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

import stadtgespraech.web

STATIC = Path(stadtgespraech.web.__file__).parent / "static" / "web"
TEMPLATES = Path(stadtgespraech.web.__file__).parent / "templates" / "web"
PHYSICAL = re.compile(r"(?<![\w-])(?:(?:margin|padding|border|scroll-margin)-)?(?:left|right)\b(?!-)", re.IGNORECASE)


def packed(*names: str) -> int:
    return sum(len(gzip.compress((STATIC / name).read_bytes(), 9)) for name in names)


@pytest.mark.parametrize("path", sorted(STATIC.glob("*.css")), ids=lambda path: path.name)
def test_stylesheets_know_start_and_end_not_left_and_right(path):
    rules = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
    assert PHYSICAL.findall(rules) == []
    assert re.findall(r"https?://[^\s)\"]+", rules) == []


def test_stylesheets_stay_small():
    assert packed("kern.css", "fonts.css", "site.css") < 12_000


def test_the_first_page_fits_in_a_hundred_kilobytes_with_its_fonts():
    fonts = [f"fonts/{name}.woff2" for name in ("text-400", "text-600", "ext-400", "ext-600")]
    page = packed("kern.css", "fonts.css", "site.css", "icons.svg", "mark.svg")
    assert page + sum((STATIC / name).stat().st_size for name in fonts) < 60_000
    arabic = [*fonts, "fonts/arabic-400.woff2", "fonts/arabic-600.woff2"]
    assert page + sum((STATIC / name).stat().st_size for name in arabic) < 95_000


def test_every_token_that_is_used_is_there():
    used = set(re.findall(r"var\((--kern-[\w-]+)", (STATIC / "site.css").read_text("utf-8")))
    assert used - set(re.findall(r"(--kern-[\w-]+):", (STATIC / "kern.css").read_text("utf-8"))) == set()


def test_every_icon_that_a_page_names_is_in_the_sprite():
    known = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text("utf-8")))
    named = {
        name for path in TEMPLATES.glob("*.html") for name in re.findall(r'{% icon "([\w-]+)"', path.read_text("utf-8"))
    }
    assert named - known == set()


def test_templates_hold_no_inline_style_or_script():
    for path in TEMPLATES.glob("*.html"):
        text = path.read_text("utf-8")
        assert re.findall(r"<style|\sstyle=|\son\w+=\"|<script(?![^>]*\ssrc=)", text) == [], path.name
