"""What a picture is once it has been read, and why a file cannot be one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MOST_SIDE = 2_000  # pixels
LEANEST = 8  # a picture is at most so many times as wide as high, or as high as wide


class Trouble(StrEnum):
    """Why a file cannot be taken."""

    EMPTY = "empty"
    SIZE = "size"
    KIND = "kind"
    BROKEN = "broken"
    SIDES = "sides"
    INTERLACED = "interlaced"
    DEPTH = "depth"
    DTD = "dtd"
    ELEMENT = "element"
    ATTRIBUTE = "attribute"
    VALUE = "value"


class PictureError(ValueError):
    """`about` names the element, attribute or number that is meant."""

    def __init__(self, trouble: Trouble, about: str = "") -> None:
        super().__init__(f"{trouble}: {about}" if about else str(trouble))
        self.trouble, self.about = trouble, about


@dataclass(frozen=True, slots=True)
class Picture:
    """The file as it may be served, and its sides in pixels."""

    kind: str  # svg, png, jpg
    content: bytes
    width: int
    height: int


def check_sides(width: int, height: int, most: int = MOST_SIDE) -> None:
    check_ratio(width, height)
    if max(width, height) > most:
        raise PictureError(Trouble.SIDES, f"{width} × {height}")


def check_ratio(width: float, height: float) -> None:
    if min(width, height) <= 0 or max(width, height) > LEANEST * min(width, height):
        raise PictureError(Trouble.SIDES, f"{width:g} × {height:g}")
