"""Colours as values: sRGB hex in and out, contrast as WCAG 2.2 counts it, hue kept in OKLCH. Pure functions.

Relative luminance and contrast ratio: WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-relative-luminance and
#dfn-contrast-ratio. OKLab: Björn Ottosson, https://bottosson.github.io/posts/oklab/; its matrices as in CSS Color 4,
section 10.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

HEX = re.compile(r"#[0-9a-fA-F]{6}")
HALVINGS = 20  # of the chroma, until it fits into sRGB
Triple = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Oklch:
    """Lightness 0–1, chroma 0–0.4, hue in radians. Greys have no hue that means anything."""

    lightness: float
    chroma: float
    hue: float


def is_colour(text: str) -> bool:
    return HEX.fullmatch(text) is not None


def channels(colour: str) -> Triple:
    """Red, green and blue from 0 to 1. ValueError where `colour` is no #rrggbb."""
    if not is_colour(colour):
        raise ValueError(f"{colour!r} is no colour; write #rrggbb")
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def hex_of(rgb: Triple) -> str:
    return "#" + "".join(f"{round(255 * min(1.0, max(0.0, value))):02x}" for value in rgb)


def linear(value: float) -> float:
    """An sRGB channel without its gamma; the threshold is WCAG's."""
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def gamma(value: float) -> float:
    return 12.92 * value if value <= 0.0031308 else float(1.055 * value ** (1 / 2.4) - 0.055)


def luminance(colour: str) -> float:
    """Relative luminance, 0 (black) to 1 (white)."""
    red, green, blue = (linear(value) for value in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: str, b: str) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    darker, lighter = sorted((luminance(a), luminance(b)))
    return (lighter + 0.05) / (darker + 0.05)


def mixed(share: float, colour: str, ground: str) -> str:
    """`share` of a colour in a ground, channel by channel, as `color-mix(in srgb, …)` does."""
    over, under = channels(colour), channels(ground)
    red, green, blue = (share * a + (1 - share) * b for a, b in zip(over, under, strict=True))
    return hex_of((red, green, blue))


def oklab(colour: str) -> Triple:
    red, green, blue = (linear(value) for value in channels(colour))
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def oklch(colour: str) -> Oklch:
    lightness, a, b = oklab(colour)
    return Oklch(lightness, math.hypot(a, b), math.atan2(b, a))


def distance(a: str, b: str) -> float:
    """How far apart two colours look: the straight way in OKLab. 0.02 is just seen side by side."""
    return math.dist(oklab(a), oklab(b))


def in_srgb(colour: Oklch) -> str:
    """The colour of that hue and lightness, with as much of the chroma as sRGB holds."""
    full = linear_srgb(colour)
    if fits(full):
        return hex_of(with_gamma(full))
    low, high = 0.0, colour.chroma
    for _ in range(HALVINGS):
        half = (low + high) / 2
        inside = fits(linear_srgb(Oklch(colour.lightness, half, colour.hue)))
        low, high = (half, high) if inside else (low, half)
    return hex_of(with_gamma(linear_srgb(Oklch(colour.lightness, low, colour.hue))))


def fits(rgb: Triple) -> bool:
    return all(-0.0001 <= value <= 1.0001 for value in rgb)


def with_gamma(rgb: Triple) -> Triple:
    red, green, blue = (gamma(max(0.0, value)) for value in rgb)
    return red, green, blue


def linear_srgb(colour: Oklch) -> Triple:
    a, b = colour.chroma * math.cos(colour.hue), colour.chroma * math.sin(colour.hue)
    long = (colour.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (colour.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (colour.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
