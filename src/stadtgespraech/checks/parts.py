"""The parts of a contribution cover it: nothing that was said falls between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stadtgespraech.checks.findings import Finding, finding
from stadtgespraech.checks.texts import cut
from stadtgespraech.records import Contribution, Part, Process


def check_parts(process: Process) -> Iterator[Finding]:
    """Every part belongs to a contribution; each has one, and they cover it, where its text is at hand."""
    of: dict[str, list[Part]] = {item.id: [] for item in process.contributions}
    for part in process.parts:
        if part.contribution in of:
            of[part.contribution].append(part)
        else:
            text = f"Part {part.id} belongs to contribution {part.contribution}, which does not exist."
            yield finding("part-contribution", f"part {part.id}", text)
    for item in process.contributions:
        if not of[item.id]:
            text = f"Contribution {item.id} has no part, so nobody answers it."
            yield finding("part-uncovered", f"contribution {item.id}", text)
            continue
        yield from check_cover(item, sorted(of[item.id], key=lambda part: (part.start, part.end)))


def check_cover(item: Contribution, parts: Sequence[Part]) -> Iterator[Finding]:
    """`parts`, sorted by their start, lie in the text, do not overlap and leave no word out."""
    at, where = 0, f"contribution {item.id}"
    length = None if item.text is None else len(item.text)
    for part in parts:
        if not 0 <= part.start < part.end or (length is not None and part.end > length):
            text = f"Part {part.id} is characters {part.start} to {part.end} of a contribution of {length}."
            yield finding("part-range", f"part {part.id}", text if length is not None else text.partition(" of a")[0])
        elif part.start < at:
            yield finding("part-overlap", f"part {part.id}", f"Part {part.id} overlaps the part before it.")
        elif item.text is not None:
            yield from uncovered(where, item.text[at : part.start])
        at = max(at, part.end)
    if item.text is not None:
        yield from uncovered(where, item.text[at:])


def uncovered(where: str, text: str) -> Iterator[Finding]:
    """A finding where `text`, which lies in no part, is more than white space."""
    if text.strip():
        yield finding("part-uncovered", where, f"In {where} the words {cut(text.strip())} lie in no part.")
