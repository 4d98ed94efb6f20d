"""The pages of a PDF by how they look: titles are larger or bold, footnotes smaller and at the foot of the page, marks
small and raised. Only for files that a word processor or typesetter made; recognised scans have no sizes to trust.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from stadtgespraech.ingest.lines import Line, ended, joined
from stadtgespraech.ingest.paper import Mark, Note, Paper, Piece, Run
from stadtgespraech.text.tokens import sentence_spans

UNSEEN = 3.0  # points; smaller characters are there for screen readers only
SMALL, LARGE, RAISED = 0.93, 1.12, 0.82  # of the size of the text: footnotes, titles, marks
WIDE_GAP = 1.3  # of the usual distance between lines: a new paragraph
MAX_TITLE = 240
TRUSTED = 0.4  # share of the characters that have the commonest size, below which sizes tell nothing
_NOTE = re.compile(r"\[?(\d{1,3})[\])]?(?:[\s.]+(?=\S)|(?=[A-ZÄÖÜ„])|$)")


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character, its size in points, whether it is bold, and where it stands (from the left, from the bottom)."""

    char: str
    size: float
    bold: bool
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a page. `marks` are numbers of raised digits with the characters before them."""

    text: str
    size: float
    bold: bool
    left: float
    right: float
    y: float
    marks: tuple[tuple[int, str], ...] = ()
    leads: str = ""  # raised digits that begin the line


@dataclass
class Layout:
    """Pages as rows, with the sizes and distances of running text."""

    pages: list[list[Row]]
    size: float
    pitch: float = 0.0
    right: float = 0.0
    notes: dict[str, Note] = field(default_factory=dict)
    last: int = 0  # number of the last footnote
    pieces: list[Piece] = field(default_factory=list)


def rows_of(glyphs: Sequence[Glyph]) -> list[Row]:
    """The lines of one page in the order of the file. Characters nobody sees are left out, and what goes on at the same
    height is one line, although the file has it in several pieces."""
    rows, line = [], list[Glyph]()
    ended_line = False
    for glyph in [*glyphs, END]:
        if glyph.char == "\n":
            ended_line = True
        elif glyph.char == " ":
            line += [glyph] if line else []
        elif glyph.size < UNSEEN:
            continue
        elif not ended_line or not line or goes_on(line, glyph):
            line += [Glyph(" ", 0.0, False, 0.0, 0.0)] if ended_line and line and stands_apart(line, glyph) else []
            line.append(glyph)
            ended_line = False
        else:
            rows.append(row_of(line))
            line, ended_line = [glyph], False
    rows.append(row_of(line))
    return [row for row in rows if row is not None]


END = Glyph("\n", 0.0, False, 0.0, 0.0)


def goes_on(line: Sequence[Glyph], glyph: Glyph) -> bool:
    """Whether a character follows the line at the same height, not further away than a few letters."""
    last = next((one for one in reversed(line) if one.char.strip()), line[-1])
    size = max(last.size, glyph.size)
    return abs(last.y - glyph.y) < 0.55 * size and 0 <= glyph.x - last.x < 2.5 * size


def stands_apart(line: Sequence[Glyph], glyph: Glyph) -> bool:
    """Whether a blank belongs between the line and a character that goes on with it: not before marks and signs."""
    return glyph.char.isalpha() and glyph.x - line[-1].x > 0.9 * glyph.size


def row_of(line: Sequence[Glyph]) -> Row | None:
    seen = [glyph for glyph in line if glyph.char.strip()]
    if not seen:
        return None
    size = Counter(glyph.size for glyph in seen).most_common(1)[0][0]
    baseline = statistics.median(glyph.y for glyph in seen if glyph.size == size)
    text, leads = "", ""
    marks: list[tuple[int, str]] = []
    for glyph in line:
        if glyph.char.isdigit() and glyph.size <= RAISED * size and glyph.y > baseline:
            if not text.strip():
                leads += glyph.char
            elif marks and marks[-1][0] == len(text):
                marks[-1] = (len(text), marks[-1][1] + glyph.char)
            else:
                marks.append((len(text), glyph.char))
        elif glyph.char != " " or (text and not text.endswith(" ")):
            text += glyph.char
    bold = sum(glyph.bold for glyph in seen) > 0.9 * len(seen)
    xs = [glyph.x for glyph in seen]
    return Row(text.rstrip(), size, bold, min(xs), max(xs), baseline, tuple(marks), leads) if text.strip() else None


def trusted(pages: Sequence[Sequence[Row]]) -> bool:
    """Whether the sizes say what is text, what a title and what a footnote."""
    sizes = characters_by_size(pages)
    return bool(sizes) and sizes.most_common(1)[0][1] >= TRUSTED * sizes.total()


def characters_by_size(pages: Sequence[Sequence[Row]]) -> Counter[float]:
    sizes = Counter[float]()
    for row in (row for page in pages for row in page):
        sizes[row.size] += len(row.text)
    return sizes


def text_size(pages: Sequence[Sequence[Row]]) -> float:
    """The size of running text: the largest that is at least half as common as the commonest, which may be that of the
    footnotes."""
    sizes = characters_by_size(pages)
    return max(size for size, count in sizes.items() if 2 * count >= sizes.most_common(1)[0][1])


def paper_of(pages: Sequence[list[Row]], lost: tuple[str, ...] = ()) -> Paper:
    """Titles, paragraphs and footnotes of pages whose running lines are gone."""
    layout = Layout(list(pages), text_size(pages))
    text = [row for page in pages for row in page if row.size == layout.size]
    layout.right = sorted(row.right for row in text)[int(len(text) * 0.9)]
    pairs = [pair for page in pages for pair in pairwise(page) if pair[0].size == pair[1].size == layout.size]
    steps = [one.y - two.y for one, two in pairs if one.y > two.y]
    layout.pitch = Counter(round(step) for step in steps).most_common(1)[0][0] if steps else layout.size * 1.3
    bodies = [split_notes(page, number, layout) for number, page in enumerate(layout.pages, 1)]
    add_cover(bodies, layout)
    levels = title_levels(bodies, layout)
    for body in bodies:
        add_pieces(body, levels, layout)
    marks = {mark.id for piece in layout.pieces for mark in piece.runs if isinstance(mark, Mark)}
    read = {"pages": len(layout.pages), "notes": len(layout.notes)}
    unmarked = tuple(f"footnote {n.label} has no mark in the text" for k, n in layout.notes.items() if k not in marks)
    return Paper(tuple(layout.pieces), layout.notes, read=read, uncertain=unmarked, lost=lost)


# ------------------------------------------------------------------------------------------- notes


def split_notes(page: Sequence[Row], number: int, layout: Layout) -> list[Row]:
    """The body of page `number`; its footnotes go to `layout.notes` under "page:number"."""
    at = next((i for i in range(len(page)) if is_notes(page[:i], page[i:], layout)), len(page))
    label, lines = "", list[str]()

    def keep() -> None:
        if label and lines:
            layout.notes[f"{number}:{label}"] = Note(label, joined([Line(0, line, 1, 0) for line in lines]))

    for row in page[at:]:
        begins, text = begun(row)
        if begins and int(begins) in (1, layout.last + 1):
            keep()
            label, lines, layout.last = begins, [text] if text else [], int(begins)
        else:
            lines.append(row.text)
    keep()
    known = {name.partition(":")[2] for name in layout.notes if name.startswith(f"{number}:")}
    return [in_page(row, f"{number}", known) for row in page[:at]]


def is_notes(body: Sequence[Row], rows: Sequence[Row], layout: Layout) -> bool:
    """Whether all rows below the body are small and the first begins with the number that comes next, or with 1 where
    the body has a mark 1: else it is a table or a list."""
    begins, _ = begun(rows[0])
    again = any(sign == "1" for row in body for _, sign in row.marks)
    numbered = bool(begins) and ((again and int(begins) == 1) or (layout.last and int(begins) == layout.last + 1))
    return bool(numbered) and all(row.size <= SMALL * layout.size for row in rows)


def begun(row: Row) -> tuple[str, str]:
    """The number that a row begins with and the words after it; "" where it begins with none."""
    if row.leads:
        return row.leads, row.text
    found = _NOTE.match(row.text)
    return (found[1], row.text[found.end() :]) if found else ("", row.text)


def in_page(row: Row, key: str, known: set[str]) -> Row:
    """The row with the marks that have a note on this page; other raised digits are text (m², 10³) or lost notes."""
    marks = tuple((at, f"{key}:{sign}") for at, sign in row.marks if sign in known)
    return Row(row.text, row.size, row.bold, row.left, row.right, row.y, marks, row.leads)


# ------------------------------------------------------------------------------------------- pieces


def add_cover(bodies: list[list[Row]], layout: Layout) -> None:
    """The title, the largest rows of the first page; and the rest of that page where it is no more than a cover."""
    first = bodies[0]
    largest = max((row.size for row in first), default=0.0)
    at = next((index for index, row in enumerate(first) if row.size == largest), 0)
    end = next((index for index in range(at, len(first)) if first[index].size != largest), len(first))
    if largest < LARGE * layout.size or any(row.size >= largest for body in bodies[1:] for row in body):
        return
    title = joined([Line(0, row.text, 1, 0) for row in first[at:end]])
    layout.pieces.append(Piece(1, (Run(title),), role="title"))
    rest = [*first[:at], *first[end:]]
    if any(is_running_text(one, two, layout) for one, two in pairwise(rest)):
        bodies[0] = rest
    else:
        layout.pieces += [Piece(0, runs_of([row])) for row in rest]
        bodies[0] = []


def is_running_text(one: Row, two: Row, layout: Layout) -> bool:
    return one.size == two.size == layout.size and 0 < one.y - two.y <= WIDE_GAP * layout.pitch


def title_levels(bodies: Sequence[Sequence[Row]], layout: Layout) -> dict[tuple[float, bool], int]:
    """The level of each look that titles have: the larger the higher, bold ones of the text's size last."""
    looks = Counter[tuple[float, bool]]()
    for row in (row for body in bodies for row in body):
        if row.size >= LARGE * layout.size or (row.bold and row.size >= layout.size):
            looks[row.size, row.bold] += 1
    ordered = sorted(looks, key=lambda look: (-look[0], not look[1]))
    return {look: level for level, look in enumerate(ordered, 2)}


def add_pieces(body: Sequence[Row], levels: dict[tuple[float, bool], int], layout: Layout) -> None:
    """The page's titles and paragraphs; a paragraph that the page before left open goes on."""
    for index, group in enumerate(groups(body, levels, layout)):
        level = levels.get((group[0].size, group[0].bold), 0)
        runs = runs_of(group)
        text = "".join(run.text for run in runs if isinstance(run, Run))
        last = layout.pieces[-1] if layout.pieces else None
        if not index and last and not last.level and not level and not ended(last.text()):
            layout.pieces[-1] = Piece(0, (*last.runs, Run(" "), *runs))
        else:
            is_title = len(text) <= MAX_TITLE and len(sentence_spans(text)) == 1
            layout.pieces.append(Piece(level if is_title else 0, runs))


def groups(body: Sequence[Row], levels: dict[tuple[float, bool], int], layout: Layout) -> Iterator[list[Row]]:
    """Rows that make one title or paragraph."""
    group: list[Row] = []
    for row in body:
        if group and is_new(group, row, levels, layout):
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def is_new(group: Sequence[Row], row: Row, levels: dict[tuple[float, bool], int], layout: Layout) -> bool:
    last = group[-1]
    if (last.size, last.bold) != (row.size, row.bold) and (
        (last.size, last.bold) in levels or (row.size, row.bold) in levels
    ):
        return True
    step = last.y - row.y
    if step <= 0 or step > WIDE_GAP * layout.pitch * max(1.0, row.size / layout.size):
        return True
    ends_early = last.right < layout.right - 4 * layout.size and ended(last.text)
    indented = row.left > last.left + 0.8 * layout.size and len(group) > 1 and ended(last.text)
    return (row.size, row.bold) not in levels and (ends_early or indented)


def runs_of(group: Sequence[Row]) -> tuple[Run | Mark, ...]:
    """The group's words with the marks at their places; words that line ends cut are put together."""
    runs: list[Run | Mark] = []
    for index, row in enumerate(group):
        at = 0
        for place, name in row.marks:
            runs += [Run(row.text[at:place]), Mark("note", name)]
            at = place
        rest = row.text[at:]
        follower = group[index + 1].text if index + 1 < len(group) else ""
        if follower:
            both = joined([Line(0, rest, 1, 0), Line(0, follower, 1, 0)]) if rest else " " + follower
            rest = both[: len(both) - len(follower)]
        runs.append(Run(rest))
    return tuple(run for run in runs if isinstance(run, Mark) or run.text)
