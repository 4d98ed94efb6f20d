"""Two versions of a document side by side: the same statement has the same owner in both."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from stadtgespraech.ingest.archive import Progress
from stadtgespraech.ingest.document import read_document
from stadtgespraech.ingest.encoding import decode
from stadtgespraech.records import Block, Process
from stadtgespraech.text.weave import Weave

ALIKE = 0.3  # share of common words from which two statements count as the same one
Blocks = tuple[tuple[Block, str], ...]


@dataclass(frozen=True, slots=True)
class Version:
    """A document as read, and its blocks; `flat` is their text."""

    process: Process
    blocks: Blocks

    @property
    def flat(self) -> str:
        return "".join("\n" + text for _, text in self.blocks)

    def block_at(self, place: int) -> Block:
        """The block that holds character `place` of `flat`, or ends there."""
        at = 0
        for block, text in self.blocks:
            at += 1 + len(text)
            if place < at:
                return block
        return self.blocks[-1][0]


def read_versions(old: Path, new: Path, progress: Progress) -> tuple[Version, Version]:
    """Both documents, their blocks under common owners: the new document's numbers, what only the old one has after
    them. Where not both have statements, both are read as one text in paragraphs."""
    first, second = (_version(path, progress) for path in (old, new))
    if not (first.process.statements and second.process.statements):
        return _as_one_text(first, old), _as_one_text(second, new)
    names = aligned(first.blocks, second.blocks)
    blocks = tuple((replace(block, owner=names[block.owner]), text) for block, text in first.blocks)
    return replace(first, blocks=blocks), second


def _version(path: Path, progress: Progress) -> Version:
    process = read_document(path, repair=False, progress=progress)
    return Version(process, Weave.from_rows(process.weave).blocks())


def _as_one_text(version: Version, path: Path) -> Version:
    texts = _plain_paragraphs(path) or [text for _, text in version.blocks if text]
    blocks = tuple((Block("statement:1", "paragraph" if index else "title"), text) for index, text in enumerate(texts))
    return replace(version, blocks=blocks)


def _plain_paragraphs(path: Path) -> list[str]:
    """The blank-line paragraphs of a plain text; none for other files."""
    if path.suffix.lower() not in (".txt", ".text", ""):
        return []
    text = re.sub(r"\f", "\n\n", decode(path.read_bytes(), path.name)[0])
    return [" ".join(part.split()) for part in re.split(r"\n[^\S\n]*\n", text) if part.strip()]


def aligned(old: Blocks, new: Blocks) -> dict[str, str]:
    """For every owner of `old` its name in the comparison. Pairs of one kind by equal titles, then by common words (at
    least ALIKE of the smaller one's), best first; the others get numbers that `new` does not use."""
    a, b = _bags(old), _bags(new)
    titles = {(owner.partition(":")[0], text): owner for (block, text) in new for owner in [block.owner]
              if block.kind == "title"}  # fmt: skip
    names: dict[str, str] = {}
    for block, text in old:
        same = titles.get((block.owner.partition(":")[0], text))
        if block.kind == "title" and same and same not in names.values():
            names.setdefault(block.owner, same)
    pairs = [
        (-_likeness(a[x], b[y]), i, j, x, y)
        for i, x in enumerate(a)
        for j, y in enumerate(b)
        if x.partition(":")[0] == y.partition(":")[0]
    ]
    taken = set(names.values())
    for score, _, _, x, y in sorted(pairs):
        if -score >= ALIKE and x not in names and y not in taken:
            names[x] = y
            taken.add(y)
    return names | _left_over([owner for owner in a if owner not in names], list(b))


def _left_over(owners: Sequence[str], used: Sequence[str]) -> dict[str, str]:
    highest = Counter[str]()
    for owner in used:
        kind, _, number = owner.partition(":")
        highest[kind] = max(highest[kind], int(number))
    names = {}
    for owner in owners:
        kind = owner.partition(":")[0]
        highest[kind] += 1
        names[owner] = f"{kind}:{highest[kind]}"
    return names


def _bags(blocks: Blocks) -> dict[str, Counter[str]]:
    bags: dict[str, Counter[str]] = {}
    for block, text in blocks:
        words = (word.lower() for word in re.findall(r"\w{4,}", text))
        bags.setdefault(block.owner, Counter()).update(words)
    return bags


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    return (one & other).total() / max(1, min(one.total(), other.total()))
