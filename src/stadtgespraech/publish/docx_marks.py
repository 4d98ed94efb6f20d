"""Which paragraph marks of a word processor are tracked.

The woven text has the start of a block as an atom; a word processor has the end of a paragraph. So the atom that begins
block i + 1 is the mark that ends paragraph i. Where a block comes or goes whole, its atom slides to its own end: the
text is the same either way, and the paragraphs around it keep their styles.
"""

from __future__ import annotations

from collections.abc import Sequence

from stadtgespraech.publish.document import BlockItem, Heading, Inline, Mark, PageBreak, Paragraph, Run

COMES, GOES = ("insert", "moved-here"), ("delete", "moved-away")


def tracked(mark: Mark | None) -> bool:
    """Whether a word processor tracks it: a specimen is only drawn."""
    return mark is not None and mark.change != 0


def side(mark: Mark | None) -> str:
    """ "ins", "del", or "" where nothing is tracked."""
    if mark is None or not mark.change:
        return ""
    return "ins" if mark.kind in COMES else "del"


def whole(inlines: Sequence[Inline], way: str) -> bool:
    """Whether every run comes (`way` "ins") or goes ("del")."""
    return bool(way) and all(side(item.mark) == way for item in inlines if isinstance(item, Run) and item.text)


def paragraph_marks(blocks: Sequence[BlockItem]) -> dict[int, Mark]:
    """The tracked paragraph marks: index of the block whose end it is → the mark."""
    found: dict[int, Mark] = {}
    for chain in chains(blocks):
        atoms = [blocks[index].mark for index in chain]  # type: ignore[union-attr]  # chains hold headings and paragraphs
        ends = [*atoms[1:], None]
        for place in range(len(chain) - 1, -1, -1):
            slide(ends, atoms[0], place, blocks[chain[place]])
        found |= {index: end for index, end in zip(chain, ends, strict=True) if end is not None and end.change}
    return found


def slide(ends: list[Mark | None], first: Mark | None, place: int, block: BlockItem) -> None:
    """Move the atom before the block at `place` behind it, where the block is whole and nothing else changes."""
    before = ends[place - 1] if place else first
    way = side(before)
    if (
        not isinstance(block, Heading | Paragraph)
        or not whole(block.inlines, way)
        or side(ends[place]) not in ("", way)
    ):
        return
    after, ends[place] = ends[place], before
    if place:
        ends[place - 1] = after


def chains(blocks: Sequence[BlockItem]) -> list[list[int]]:
    """Indices of headings and paragraphs that follow each other directly; page breaks do not part them."""
    found: list[list[int]] = [[]]
    for index, block in enumerate(blocks):
        if isinstance(block, Heading | Paragraph):
            found[-1].append(index)
        elif not isinstance(block, PageBreak):
            found.append([])
    return [chain for chain in found if chain]
