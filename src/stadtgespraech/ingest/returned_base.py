"""Which paragraph of a returned file is which of the edition, and which character is which."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from stadtgespraech.records import Block
from stadtgespraech.records.returned import FRAME, bookmarked
from stadtgespraech.text.alignment import align
from stadtgespraech.text.diff import Hunk, diff
from stadtgespraech.text.weave import Weave

ALIKE = 0.5  # share of common words, of the shorter one, from which two paragraphs count as the same


@dataclass(frozen=True, slots=True)
class Row:
    """A block of the edition: `number` in the flat text, `start` where its line feed stands there, `place` within its
    owner (0: the title)."""

    number: int
    start: int
    block: Block
    place: int
    words: str

    @property
    def end(self) -> int:
        return self.start + 1 + len(self.words)


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of the file with all changes rejected: `start` is its line feed in that text. `row` is the block of
    the edition that it is, None where it is none; `other` are the differences that no recorded change explains."""

    start: int
    words: str
    row: Row | None = None
    frame: bool = False
    other: tuple[Hunk, ...] = ()

    @property
    def end(self) -> int:
        return self.start + 1 + len(self.words)

    def gap(self, at: int, later: bool = False) -> int | None:
        """Where gap `at` of the file's text is in the edition; None inside a difference. `later` takes the far end of
        a difference that is empty in the file."""
        if self.row is None:
            return None
        offset, shift = at - self.start - 1, 0
        for hunk in self.other:
            if offset < hunk.b0 or (offset == hunk.b0 and not (later and hunk.b0 == hunk.b1)):
                break
            if offset < hunk.b1:
                return None
            shift = hunk.a1 - hunk.b1
        return self.row.start + 1 + offset + shift

    def touches(self, start: int, end: int) -> bool:
        """Whether a range of the file's text holds or cuts a difference."""
        first, last = start - self.start - 1, end - self.start - 1
        return any(hunk.b0 < last and hunk.b1 > first for hunk in self.other)

    def nearest(self, at: int, later: bool) -> int:
        """The gap of the edition, and inside a difference its one end or the other."""
        found = self.gap(at)
        if found is not None or self.row is None:
            return found or 0
        offset = at - self.start - 1
        hunk = next(hunk for hunk in self.other if hunk.b0 <= offset <= hunk.b1)
        return self.row.start + 1 + (hunk.a1 if later else hunk.a0)


@dataclass(frozen=True, slots=True)
class Base:
    """The lines of a file beside the rows of the edition; `missing` are rows that no line is."""

    lines: tuple[Line, ...]
    missing: tuple[Row, ...] = ()
    displaced: tuple[Line, ...] = ()  # known again, but not where they stood
    starts: tuple[int, ...] = field(default=())

    def line_at(self, gap: int) -> int:
        """The number of the line in which a gap lies; one before a line feed belongs to the line that ends there."""
        return max(0, bisect_left(self.starts, gap) - 1)


def rows_of(weave: Weave, revision: int, owners: Collection[str]) -> list[Row]:
    """The blocks of these owners, in the order of the text."""
    found: list[Row] = []
    seen = Counter[str]()
    at = 0
    for number, (block, words) in enumerate(weave.blocks(revision)):
        if block.owner in owners:
            found.append(Row(number, at, block, seen[block.owner], words))
            seen[block.owner] += 1
        at += 1 + len(words)
    return found


def revision_of(bookmarks: Sequence[tuple[str, int]], revisions: Sequence[int]) -> int:
    """The revision that the file was made of: that of most of its bookmarks, as far as it is one of `revisions`; else
    the first of these."""
    named = Counter(known[0] for name, _ in bookmarks if (known := bookmarked(name)) and known[0] in revisions)
    return named.most_common(1)[0][0] if named else revisions[0]


def compare(
    flat: str, bookmarks: Sequence[tuple[str, int]], revision: int, rows: Sequence[Row], frame: Collection[str]
) -> Base:
    """Find every paragraph of the file in the edition: by its bookmark where the words agree, by equal words in the
    same order, then by alike words between what is found."""
    words = flat.split("\n")[1:]
    framed = {at for name, at in bookmarks if name.startswith(FRAME)} | {i for i, w in enumerate(words) if w in frame}
    named = {at: known[1] for name, at in bookmarks if (known := bookmarked(name)) and known[0] == revision}
    pairs = paired(words, {at: key for at, key in named.items() if at not in framed}, rows, framed)
    lines, at = [], 0
    for number, text in enumerate(words):
        row = pairs.get(number)
        other = diff(row.words, text) if row is not None and row.words != text else ()
        lines.append(Line(at, text, row, number in framed and row is None, other))
        at += 1 + len(text)
    taken = {row.number for row in pairs.values()}
    missing = tuple(row for row in rows if row.number not in taken)
    return Base(tuple(lines), missing, tuple(displaced(lines)), tuple(line.start for line in lines))


def paired(
    words: Sequence[str], named: Mapping[int, int], rows: Sequence[Row], framed: Collection[int]
) -> dict[int, Row]:
    """Line → row, one to one."""
    by_number = {row.number: row for row in rows}
    pairs: dict[int, Row] = {}
    taken: set[int] = set()

    def take(line: int, row: Row) -> None:
        if line not in pairs and row.number not in taken:
            pairs[line] = row
            taken.add(row.number)

    for line, key in named.items():
        if key in by_number and alike(words[line], by_number[key].words):
            take(line, by_number[key])
    left = [i for i in range(len(words)) if i not in pairs and i not in framed and words[i].strip()]
    open_rows = [row for row in rows if row.number not in taken]
    for a, b, length in align([words[i] for i in left], [row.words for row in open_rows]):
        for step in range(length):
            take(left[a + step], open_rows[b + step])
    for line in (i for i in left if i not in pairs):
        row = next((row for row in between(line, pairs, rows) if alike(words[line], row.words)), None)
        if row is not None:
            take(line, row)
    return pairs


def between(line: int, pairs: Mapping[int, Row], rows: Sequence[Row]) -> Iterator[Row]:
    """The rows between those of the lines found before and after."""
    first = max((pairs[i].number for i in pairs if i < line), default=-1)
    last = min((pairs[i].number for i in pairs if i > line), default=1 << 40)
    taken = {row.number for row in pairs.values()}
    return (row for row in rows if first < row.number < last and row.number not in taken)


def alike(a: str, b: str) -> bool:
    """Equal, or at least half of the words in common. Everything is alike to nothing: a bookmark alone then decides."""
    one, other = Counter(a.lower().split()), Counter(b.lower().split())
    shorter = min(one.total(), other.total())
    return a == b or (shorter > 0 and (one & other).total() >= ALIKE * shorter)


def displaced(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines that do not stand in the order of the edition: the fewest that spoil it."""
    found = [line for line in lines if line.row is not None]
    order = [line.row.number for line in found if line.row is not None]
    keep = set(longest_rise(order))
    return (line for line, number in zip(found, order, strict=True) if number not in keep)


def longest_rise(numbers: Sequence[int]) -> list[int]:
    """A longest rising subsequence of different numbers (patience sorting)."""
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        at = bisect_left(ends, number)
        before[number] = ends[at - 1] if at else None
        ends[at : at + 1] = [number]
    found: list[int] = []
    last = ends[-1] if ends else None
    while last is not None:
        found.append(last)
        last = before[last]
    return found[::-1]
