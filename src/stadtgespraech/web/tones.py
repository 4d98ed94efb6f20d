"""What a process's colours become: the tones of its stylesheet, light and dark, and why a colour cannot be taken.

A tone is text and link on every ground of the site (4.5:1, WCAG 2.2, 1.4.3), or a drawing on page and paper (3:1,
1.4.11). Links must not look like changed words, whose colours no process may change. Hue stays; lightness moves until
all holds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from stadtgespraech.web.colour import Oklch, contrast, distance, in_srgb, mixed, oklch

TEXT, DRAWING = 4.5, 3.0
APART = 0.038  # in OKLab; KERN's own blue stands 0.050 (light) and 0.0384 (dark) from inserted words
TINT, HOVER = 0.09, 0.88  # as in site.css: the ground under a pointer, a button under a pointer
STEPS = 256  # of lightness


@dataclass(frozen=True, slots=True)
class Scheme:
    """The grounds of site.css by role, and its marks of changes. `page` is also the text on a button."""

    grounds: Mapping[str, str]
    marks: Mapping[str, str]
    drawn_on: tuple[str, ...] = ("page", "surface", "raised", "paper")


LIGHT = Scheme(
    {
        "page": "#ffffff",
        "surface": "#f3f4f7",
        "raised": "#ffffff",
        "paper": "#fbf8f2",
        "neutral-ground": "#e8e9ef",
        "info-ground": "#ddf8ff",
        "success-ground": "#e5f8f0",
        "warning-ground": "#fff3dc",
        "danger-ground": "#fef0ee",
        "chosen": "#ffefb0",
    },
    {"inserted": "#0057b7", "deleted": "#a14a00", "moved": "#00695c"},
)
DARK = Scheme(
    {
        "page": "#131525",
        "surface": "#1d2034",
        "raised": "#20233a",
        "paper": "#1a1b29",
        "neutral-ground": "#30344f",
        "info-ground": "#0c2a38",
        "success-ground": "#0d2c27",
        "warning-ground": "#33240f",
        "danger-ground": "#3b1a1e",
        "chosen": "#4a3d0c",
    },
    {"inserted": "#8ebbf7", "deleted": "#ffb17a", "moved": "#62d2bb"},
)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a colour cannot be taken: too little contrast with `where` (a ground, `tint`, `hover`), or too close to the
    mark `where` (then `ratio` is 0)."""

    where: str
    ratio: float
    needed: float
    ground: str


def fault_of_text(colour: str, scheme: Scheme) -> Fault | None:
    """What keeps a colour from being link and button; white and black grounds are told before tinted ones."""
    page = scheme.grounds["page"]
    pairs = {**{where: (colour, ground) for where, ground in scheme.grounds.items()}}
    pairs["tint"] = (colour, mixed(TINT, colour, page))
    pairs["hover"] = (mixed(HOVER, colour, page), page)
    for where, (front, ground) in pairs.items():
        ratio = contrast(front, ground)
        if ratio < TEXT:
            return Fault(where, ratio, TEXT, ground)
    near = [(where, mark) for where, mark in scheme.marks.items() if distance(colour, mark) < APART]
    return Fault(near[0][0], 0.0, 0.0, near[0][1]) if near else None


def fault_of_drawing(colour: str, scheme: Scheme) -> Fault | None:
    """What keeps a colour from being river, bars and dots."""
    for where in scheme.drawn_on:
        ground = scheme.grounds[where]
        ratio = contrast(colour, ground)
        if ratio < DRAWING:
            return Fault(where, ratio, DRAWING, ground)
    return None


def nearest(colour: Oklch, scheme: Scheme, *, is_text: bool) -> str:
    """The colour of that hue, nearest in lightness, that can be taken. One exists: black on light, white on dark."""
    fault = fault_of_text if is_text else fault_of_drawing
    return next(tone for tone in by_lightness(colour) if fault(tone, scheme) is None)


def by_lightness(colour: Oklch) -> Iterator[str]:
    """The tones of a hue, from its own lightness outwards, the darker of two first."""
    yield in_srgb(colour)
    for step in range(1, STEPS + 1):
        for way in (-step, step):
            lightness = colour.lightness + way / STEPS
            if 0 <= lightness <= 1:
                yield in_srgb(Oklch(lightness, colour.chroma, colour.hue))
    yield from ("#000000", "#ffffff")


def for_dark(colour: str, *, is_text: bool) -> str:
    """The tone of a colour on dark pages: as light as KERN's own there, and calmer."""
    own = oklch(colour)
    return nearest(Oklch(0.76, min(own.chroma, 0.1), own.hue), DARK, is_text=is_text)


def pale(colour: str, *, dark: bool) -> str:
    """The quiet tone beside a drawing's strong one: the way ahead, a bar beside another."""
    own = oklch(colour)
    return in_srgb(Oklch(0.42 if dark else 0.87, min(own.chroma, 0.05 if dark else 0.035), own.hue))


@lru_cache(maxsize=256)
def stylesheet(accent: str, second: str) -> str:
    """The tokens that a process changes, as CSS; "" where it changes none. Paper takes the light tones."""
    drawing = second or accent
    light, dark = list[str](), list[str]()
    if accent:
        light.append(f"--kern-color-action-default:{accent}")
        dark.append(f"--kern-color-action-default:{for_dark(accent, is_text=True)}")
    if drawing:
        light += [f"--river-deep:{drawing}", f"--river:{pale(drawing, dark=False)}"]
        dark += [f"--river-deep:{for_dark(drawing, is_text=False)}", f"--river:{pale(drawing, dark=True)}"]
    if not light:
        return ""
    screen = f"@media screen and (prefers-color-scheme:dark){{:root{{{';'.join(dark)}}}}}"
    return f":root{{{';'.join(light)}}}\n{screen}\n"


def version_of(rules: str) -> str:
    """What tells this stylesheet from another, for its address."""
    return hashlib.sha256(rules.encode()).hexdigest()[:16]
