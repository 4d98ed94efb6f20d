"""The word diff: is it right and readable, and how fast is it?

`python bench/diff.py` prints two tables. Readability: the pairs of OpenSlides' own tests with the marks they expect,
beside `difflib` on words; changed words as F1 by position over all pairs, hunks (places a reader has to look at) beside
the expected number. Speed: 20,000 words of real German sentences with 500 edits, tokenising included, beside `difflib`
and `cydifflib` on the same words. Bars: F1 0.95, clearly fewer hunks than difflib; 10 times difflib, 2 times cydifflib.
"""

from __future__ import annotations

import difflib
import json
import random
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import cydifflib
from weave import sentences

from stadtgespraech.text.diff import apply_hunks, diff
from stadtgespraech.text.operations import operations
from stadtgespraech.text.tokens import tokenize

PAIRS = Path(__file__).resolve().parents[2] / "shared" / "data" / "diff" / "openslides.jsonl"
LEFT_OUT = {10, 11, 21, 27, 28, 33, 34, 46, 52}  # they mark formatting, or whole paragraphs
BLOCKS = {"p", "div", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table", "tr", "td", "br"}
EMPTY = {"br", "img", "hr", "input"}
WORD = re.compile(r"\w+(?:[*:_/.,'’-]\w+)*")
WORDS, EDITS, RUNS = 20_000, 500, 5
Marks = list[tuple[str, str]]  # characters with "kept", "insert" or "delete"


@dataclass
class Marked(HTMLParser):
    """The characters of marked-up text, each with its mark: block tags are line ends, line numbers are left out."""

    characters: Marks = field(default_factory=list)
    open: list[tuple[str, str, bool]] = field(default_factory=list)  # tag, mark, whether its text is left out

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        classes = (dict(attributes).get("class") or "").split()
        if tag == "br":
            if "os-line-break" not in classes:
                self.handle_data("\n")
            return
        mark = {"ins": "insert", "del": "delete"}.get(tag) or next(
            (c for c in classes if c in ("insert", "delete")), ""
        )
        inherited, left_out = self.open[-1][1:] if self.open else ("kept", False)
        if tag in BLOCKS:
            self.handle_data("\n")
        if tag not in EMPTY:
            self.open.append((tag, mark or inherited, left_out or "os-line-number" in classes))

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS and tag != "br":
            self.handle_data("\n")
        for index in range(len(self.open) - 1, -1, -1):
            if self.open[index][0] == tag:
                del self.open[index:]
                return

    def handle_data(self, data: str) -> None:
        mark, left_out = self.open[-1][1:] if self.open else ("kept", False)
        if not left_out:
            self.characters += [(char, mark) for char in data]


def characters(html: str) -> Marks:
    parser = Marked()
    parser.feed(html)
    parser.close()
    return parser.characters


def plain(html: str) -> str:
    text = "".join(char for char, _ in characters(html)).replace("\u00a0", " ")
    return "\n".join(line for raw in text.split("\n") if (line := " ".join(raw.split())))


def side(marks: Marks, own: str) -> tuple[list[str], list[bool]]:
    """The words of one side (`own` is "delete" for the text before, "insert" for the text after), and which changed."""
    kept = [(char, mark) for char, mark in marks if mark in ("kept", own)]
    text = "".join(char for char, _ in kept)
    found = list(WORD.finditer(text))
    changed = [any(mark == own for _, mark in kept[match.start() : match.end()]) for match in found]
    return [match[0] for match in found], changed


def ours(a: str, b: str) -> Marks:
    marks: Marks = []
    for item in operations(a, b):
        if item.op == "equal":
            marks += [(char, "kept") for char in item.a]
        else:
            marks += [(char, "delete") for char in item.a] + [(char, "insert") for char in item.b]
    return marks


def theirs(a: str, b: str) -> Marks:
    words_a, words_b = re.findall(r"\s+|\w+|[^\w\s]", a), re.findall(r"\s+|\w+|[^\w\s]", b)
    marks: Marks = []
    for op, i0, i1, j0, j1 in difflib.SequenceMatcher(None, words_a, words_b, autojunk=False).get_opcodes():
        if op == "equal":
            marks += [(char, "kept") for char in "".join(words_a[i0:i1])]
        else:
            marks += [(char, "delete") for char in "".join(words_a[i0:i1])]
            marks += [(char, "insert") for char in "".join(words_b[j0:j1])]
    return marks


def hunks(marks: Marks) -> int:
    """Places with marks, not counting marks of white space alone."""
    runs = "".join("k" if mark == "kept" else "w" if char.isspace() else "m" for char, mark in marks)
    return sum("m" in run for run in runs.split("k"))


@dataclass
class Tally:
    right: int = 0
    found: int = 0
    wanted: int = 0
    hunks: int = 0

    def add(self, marks: Marks, expected: Sequence[tuple[list[str], list[bool]]]) -> None:
        for (words, wanted), own in zip(expected, ("delete", "insert"), strict=True):
            mine, changed = side(marks, own)
            assert mine == words, "the words of a pair are not those of its marked text"
            self.right += sum(x and y for x, y in zip(changed, wanted, strict=True))
            self.found += sum(changed)
            self.wanted += sum(wanted)
        self.hunks += hunks(marks)

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.wanted)


def readability() -> bool:
    rows = [json.loads(line) for line in PAIRS.read_text("utf-8").splitlines()]
    mine, other, expected_hunks, skipped = Tally(), Tally(), 0, []
    for number, row in enumerate(rows):
        a, b = plain(row["before"]), plain(row["after"])
        found = operations(a, b)
        assert "".join(item.a for item in found) == a and "".join(item.b for item in found) == b, "does not round-trip"
        if number in LEFT_OUT:
            continue
        marks = characters(row["expected"])
        expected = (side(marks, "delete"), side(marks, "insert"))
        if WORD.findall(a) != expected[0][0] or WORD.findall(b) != expected[1][0]:
            skipped.append(number)
            continue
        mine.add(ours(a, b), expected)
        other.add(theirs(a, b), expected)
        expected_hunks += hunks(marks)
    print(f"{len(rows)} pairs round-trip; {len(rows) - len(LEFT_OUT) - len(skipped)} compared; skipped: {skipped}\n")
    print("| what | changed-word F1 | hunks / expected |\n|---|---|---|")
    print(f"| Stadtgespräch | {mine.f1:.3f} (bar 0.95) | {mine.hunks / expected_hunks:.2f} |")
    print(f"| difflib on words | {other.f1:.3f} | {other.hunks / expected_hunks:.2f} |")
    return mine.f1 >= 0.95 and mine.hunks < other.hunks


def edited(words: Sequence[str], spare: Sequence[str], source: random.Random) -> list[str]:
    """The words after EDITS edits of one to three words each, at places of their own."""
    result = list(words)
    for at in sorted(source.sample(range(0, len(words), 8), EDITS), reverse=True):
        new = source.sample(spare, source.randint(1, 3))
        kind = source.choice(("insert", "delete", "replace"))
        result[at : at + (0 if kind == "insert" else source.randint(1, 3))] = [] if kind == "delete" else new
    return result


def texts() -> tuple[str, str]:
    source = random.Random(3)
    words = [word for sentence in sentences() for word in sentence]
    return " ".join(words[:WORDS]), " ".join(edited(words[:WORDS], words[WORDS:], source))


def seconds(work: Callable[[], object]) -> float:
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def words_of(text: str) -> list[str]:
    """Words and signs without white space, which would only slow the others down."""
    return [token for token in tokenize(text) if not token.isspace()]


def opcodes(matcher: Callable[..., object], a: str, b: str) -> Iterable[object]:
    return matcher(None, words_of(a), words_of(b), autojunk=False).get_opcodes()  # type: ignore[attr-defined, no-any-return]


def speed() -> bool:
    a, b = texts()
    assert apply_hunks(a, b, diff(a, b)) == b
    mine = seconds(lambda: diff(a, b))
    drawn = seconds(lambda: operations(a, b))
    plain_difflib = seconds(lambda: opcodes(difflib.SequenceMatcher, a, b))
    cython = seconds(lambda: opcodes(cydifflib.SequenceMatcher, a, b))
    print(f"\n{WORDS:,} words, {EDITS} edits; median of {RUNS} runs\n")
    print("| what | seconds | times as slow |\n|---|---|---|")
    print(f"| Stadtgespräch, the finest edit | {mine:.3f} | 1 |")
    print(f"| Stadtgespräch, readable, with moves | {drawn:.3f} | {drawn / mine:.1f} |")
    print(f"| difflib on words | {plain_difflib:.3f} | {plain_difflib / mine:.1f} (bar 10) |")
    print(f"| cydifflib on words | {cython:.3f} | {cython / mine:.1f} (bar 2) |")
    return plain_difflib >= 10 * mine and cython >= 2 * mine


def main() -> int:
    if not PAIRS.exists():
        print("skipped: the shared development data is not beside this checkout")
        return 0
    return 0 if all([readability(), speed()]) else 1


if __name__ == "__main__":
    sys.exit(main())
