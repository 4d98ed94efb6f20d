"""In which titles and paragraphs each revision of a weave brought words or took them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from stadtgespraech.records import Block, WeaveRows


class Readers:
    """The block that a character belongs to, by revision, as one walks along the weave: `assign` where a block begins,
    `at` for the characters after it."""

    def __init__(self) -> None:
        self.starts: list[int] = [0]
        self.blocks: list[Block | None] = [None]

    def assign(self, opened: int, closed: int, block: Block) -> None:
        """From here on `block` is read at the revisions from `opened` up to `closed`."""
        self._cut(opened)
        self._cut(closed)
        first, last = bisect_left(self.starts, opened), bisect_left(self.starts, closed)
        self.starts[first:last], self.blocks[first:last] = [opened], [block]

    def at(self, revision: int) -> Block | None:
        """The block that is read here at `revision`."""
        return self.blocks[bisect_right(self.starts, revision) - 1]

    def _cut(self, revision: int) -> None:
        index = bisect_right(self.starts, revision)
        if self.starts[index - 1] != revision:
            self.starts.insert(index, revision)
            self.blocks.insert(index, self.blocks[index - 1])


@dataclass(frozen=True, slots=True)
class Home:
    """A block in which a revision brought words (`came`), or took some."""

    block: Block
    came: bool


def homes(rows: WeaveRows) -> dict[int, list[Home]]:
    """Revision → the blocks in which it brought, took or moved words, in the order of the weave."""
    found: dict[int, dict[Home, None]] = {}
    readers, end = Readers(), rows.revisions + 1
    for slot in rows.slots:
        block = rows.atoms[slot.atom].block
        for life in slot.lives:
            if block is not None:
                readers.assign(life.opened, end if life.closed is None else life.closed, block)
            for revision, read, came in (
                (life.opened, life.opened, True),
                (life.closed or 0, (life.closed or 1) - 1, False),
            ):
                here = readers.at(read)
                if revision and here is not None:
                    found.setdefault(revision, {})[Home(here, came)] = None
    return {revision: list(there) for revision, there in found.items()}
