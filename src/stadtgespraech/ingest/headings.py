"""Headings in documents that style none: a paragraph that is short and bold all through, by size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from stadtgespraech.ingest.paper import Piece
from stadtgespraech.ingest.xml import attribute, child

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MAX_HEADING = 220  # characters; a bold paragraph longer than this is emphasis


@dataclass
class Look:
    """How a paragraph's characters look: how many in all, how many bold, the size (half points) of the last."""

    characters: int = 0
    bold: int = 0
    size: int = 0

    def add(self, text: str, properties: Element | None) -> None:
        """Count a DOCX run's characters under its rPr."""
        if not text.strip():
            return
        bold = child(properties, "b")
        self.characters += len(text)
        self.bold += len(text) if bold is not None and attribute(bold, "val") not in ("0", "false", "off") else 0
        size = attribute(child(properties, "sz"), "val") or ""
        self.size = int(size) if size.isdigit() else self.size

    @property
    def is_bold(self) -> bool:
        return self.characters > 0 and self.bold == self.characters


def with_bold_headings(pieces: Sequence[Piece], looks: Sequence[Look]) -> tuple[list[Piece], list[str]]:
    """The pieces, bold ones made headings (larger ones higher) where no piece is a heading; and what to tell."""
    if any(piece.level for piece in pieces):
        return list(pieces), []
    heads = [
        index
        for index, (piece, look) in enumerate(zip(pieces, looks, strict=True))
        if look.is_bold and len(piece.text()) <= MAX_HEADING and not piece.role
    ]
    if len(heads) < 2 or len(heads) > len(pieces) * 2 / 3:
        return list(pieces), []
    sizes = sorted({looks[index].size for index in heads}, reverse=True)
    out = list(pieces)
    for index in heads:
        out[index] = replace(pieces[index], level=1 + sizes.index(looks[index].size))
    return out, [f"no paragraph has a heading style; {len(heads)} bold ones were taken for headings"]
