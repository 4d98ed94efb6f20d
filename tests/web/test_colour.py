"""Colours as values, against the numbers that the standards print."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stadtgespraech.web.colour import Oklch, contrast, hex_of, in_srgb, is_colour, luminance, mixed, oklch

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_contrast_is_that_of_the_standard():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#767676") == pytest.approx(4.54, abs=0.005)  # the best known grey that passes
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)  # and the next, that does not
    assert luminance("#ff0000") == pytest.approx(0.2126)


def test_oklch_is_that_of_css_color_4():
    green = oklch("#008000")  # CSS Color 4, 10.2: oklch(51.975% 0.17686 142.495)
    assert (green.lightness, green.chroma) == (pytest.approx(0.51975, abs=1e-4), pytest.approx(0.17686, abs=1e-4))
    assert green.hue * 57.29578 == pytest.approx(142.495, abs=0.01)


@given(COLOURS)
def test_there_and_back_is_the_same_colour(colour):
    assert in_srgb(oklch(colour)) == colour


@given(st.floats(0.1, 1), st.floats(0, 0.4), st.floats(-4, 4))
def test_every_tone_is_a_colour_and_keeps_its_lightness(lightness, chroma, hue):
    found = in_srgb(Oklch(lightness, chroma, hue))
    assert is_colour(found)
    assert oklch(found).lightness == pytest.approx(lightness, abs=0.02)


@given(COLOURS, COLOURS)
def test_contrast_knows_no_order_and_has_bounds(a, b):
    assert contrast(a, b) == contrast(b, a)
    assert 1 <= contrast(a, b) <= 21.0001


@pytest.mark.parametrize(
    "text", ["", "red", "#fff", "#12345g", "#1234567", "#123456\n", "＃123456", "url(#a)", "#-12345"]
)
def test_what_is_no_colour_is_none(text):
    assert not is_colour(text)
    with pytest.raises(ValueError, match="no colour"):
        luminance(text)


def test_a_mix_is_that_of_color_mix():
    assert mixed(0.5, "#000000", "#ffffff") == "#808080"
    assert hex_of((2.0, -1.0, 0.5)) == "#ff0080"
