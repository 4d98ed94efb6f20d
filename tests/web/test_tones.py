"""Whatever colour a city has: what its pages show can be read, and links never look like changed words."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import stadtgespraech.web
from stadtgespraech.web.colour import Oklch, contrast, distance, in_srgb, mixed, oklch
from stadtgespraech.web.tones import (
    APART,
    DARK,
    LIGHT,
    Scheme,
    fault_of_drawing,
    fault_of_text,
    for_dark,
    nearest,
    stylesheet,
    version_of,
)  # fmt: skip

STATIC = Path(stadtgespraech.web.__file__).parent / "static" / "web"
COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def assert_reads(colour: str, scheme: Scheme) -> None:
    """The promise in its own words, not by the function that keeps it."""
    page = scheme.grounds["page"]
    for ground in [*scheme.grounds.values(), mixed(0.09, colour, page)]:
        assert contrast(colour, ground) >= 4.5, (colour, ground)
    assert contrast(page, mixed(0.88, colour, page)) >= 4.5
    for mark in scheme.marks.values():
        assert distance(colour, mark) >= APART, (colour, mark)


@given(COLOURS)
@example("#000000")
@example("#ffffff")
@example("#0057b7")
@example("#a14a00")
@example("#00695c")
def test_every_hue_has_a_tone_that_reads_on_light_and_one_on_dark(colour):
    assert_reads(nearest(oklch(colour), LIGHT, is_text=True), LIGHT)
    assert_reads(for_dark(colour, is_text=True), DARK)
    for tone, scheme in (
        (nearest(oklch(colour), LIGHT, is_text=False), LIGHT),
        (for_dark(colour, is_text=False), DARK),
    ):
        assert min(contrast(tone, scheme.grounds[name]) for name in scheme.drawn_on) >= 3


@pytest.mark.parametrize("degrees", range(0, 360, 5))
def test_the_nearest_tone_keeps_the_hue(degrees):
    given_tone = Oklch(0.75, 0.12, math.radians(degrees))
    found = oklch(nearest(given_tone, LIGHT, is_text=True))
    turned = abs((math.degrees(found.hue) - degrees + 180) % 360 - 180)
    assert turned < 4 and found.chroma > 0.05


@given(COLOURS)
def test_a_colour_that_can_be_taken_is_its_own_nearest(colour):
    if fault_of_text(colour, LIGHT) is None:
        assert nearest(oklch(colour), LIGHT, is_text=True) == colour
    if fault_of_drawing(colour, LIGHT) is None:
        assert nearest(oklch(colour), LIGHT, is_text=False) == colour


def test_kerns_own_blue_can_be_taken():
    assert (fault_of_text("#2044aa", LIGHT), fault_of_text("#97afe1", DARK)) == (None, None)


@pytest.mark.parametrize("mark", [*LIGHT.marks.items()])
def test_the_colour_of_a_mark_is_taken_by_the_mark(mark):
    found = fault_of_text(mark[1], LIGHT)
    assert found is not None
    assert (found.where, found.needed) == (mark[0], 0.0)


def test_the_stylesheet_is_these_bytes():
    assert stylesheet("#a6192e", "#7a4a00") == (
        ":root{--kern-color-action-default:#a6192e;--river-deep:#7a4a00;--river:#e4d1bc}\n"
        "@media screen and (prefers-color-scheme:dark)"
        "{:root{--kern-color-action-default:#ea9796;--river-deep:#dba56a;--river:#5f482f}}\n"
    )
    assert stylesheet("", "") == ""
    assert version_of(stylesheet("#a6192e", "")) != version_of(stylesheet("#a6192f", ""))


# ---- what stands here must be what site.css says


def tokens(text: str) -> dict[str, str]:
    return {name: value.strip() for name, value in re.findall(r"(--[\w-]+):\s*([^;}]+)", text)}


def resolved(name: str, known: dict[str, str]) -> str:
    value = known[name]
    while value.startswith("var("):
        value = known[value[4:-1]]
    if value.startswith("oklch("):
        lightness, chroma, hue = (float(part.rstrip("%")) for part in value[6:-1].split())
        return in_srgb(Oklch(lightness / 100, chroma, math.radians(hue)))
    return "#" + "".join(sign * 2 for sign in value[1:]) if len(value) == 4 else value


def known_tokens(scheme: str) -> dict[str, str]:
    """The tokens of a page as a browser sees them, light or dark."""
    kern, site = ((STATIC / name).read_text("utf-8") for name in ("kern.css", "site.css"))
    found = tokens(re.sub(r"@media[^{]*\{:root\{[^}]*\}\}", "", kern))
    found |= tokens(re.search(rf"@media \(prefers-color-scheme: {scheme}\)\{{:root\{{([^}}]*)\}}", kern)[1])
    found |= tokens(re.search(r"^:root \{(.*?)^\}", site, re.DOTALL | re.MULTILINE)[1])
    if scheme == "dark":
        block = r"^@media screen and \(prefers-color-scheme: dark\) \{\n  :root \{(.*?)\n  \}"
        dark = re.search(block, site, re.DOTALL | re.MULTILINE)
        found |= tokens(dark[1])
    return found


@pytest.mark.parametrize(("name", "scheme"), [("light", LIGHT), ("dark", DARK)])
def test_grounds_and_marks_are_those_of_the_stylesheet(name, scheme):
    known = known_tokens(name)
    wanted = {**scheme.grounds, **scheme.marks}
    assert {token: resolved(f"--{token}", known) for token in wanted} == wanted


@pytest.mark.parametrize(("name", "scheme"), [("light", LIGHT), ("dark", DARK)])
def test_the_focus_ring_is_seen_on_every_ground(name, scheme):
    ring = resolved("--focus", known_tokens(name))
    assert min(contrast(ring, ground) for ground in scheme.grounds.values()) >= 3


def test_rules_hold_no_colour_that_is_no_token():
    for path in (STATIC / "site.css", STATIC / "marks.css", STATIC / "say.css"):
        text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
        rules = re.sub(r":root\s*\{[^}]*\}", "", text)
        assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?![\w-]*\s*\{)|\b(?:rgb|hsl|oklch|oklab|lab|lch)a?\(", rules) == [], (
            path.name
        )
