"""XML as text: elements and escaped character data, for the writers of office formats and EPUB."""

from __future__ import annotations

import re
from collections.abc import Mapping

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# What XML 1.0 cannot hold, not even escaped; a text that carries one would make the whole file unreadable.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\t": "&#9;", "\r": "&#13;"}
_DATA, _VALUE = re.compile("[&<>\r]"), re.compile('[&<>"\n\t\r]')


def data(text: str) -> str:
    """`text` as character data; a character that XML cannot hold becomes U+FFFD."""
    return _DATA.sub(lambda match: _ESCAPES[match[0]], _FORBIDDEN.sub("\ufffd", text))


def element(name: str, attributes: Mapping[str, object] | None = None, *content: str) -> str:
    """One element with its attributes in the order given, None left out. `content` is markup already."""
    given = "".join(
        f' {key}="{_VALUE.sub(lambda match: _ESCAPES[match[0]], _FORBIDDEN.sub(chr(0xFFFD), str(value)))}"'
        for key, value in (attributes or {}).items()
        if value is not None
    )
    inner = "".join(content)
    return f"<{name}{given}>{inner}</{name}>" if inner else f"<{name}{given}/>"


_RIGHT_TO_LEFT = re.compile(
    "([\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+(?:[^\\w\n]+[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+)*)"
)


def directions(text: str) -> list[tuple[str, bool]]:
    """`text` cut into pieces that are written from the right (True) or from the left, none empty."""
    pieces = _RIGHT_TO_LEFT.split(text)
    return [(piece, index % 2 == 1) for index, piece in enumerate(pieces) if piece]
