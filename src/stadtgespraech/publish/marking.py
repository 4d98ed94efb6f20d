"""From the weave to paragraphs: which characters are marked, by which change, and where its footnote is called.

Until the whole document stands, a change's number takes the place of its note's number (`notes.number_in_order`).
Joining islands and showing a rewritten sentence as one happens only here, and only within one change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from stadtgespraech.publish.document import Inline, Mark, NoteRef, Run
from stadtgespraech.records import Block, Change
from stadtgespraech.text.weave import MarkedRun, Weave

KINDS = {"inserted": "insert", "deleted": "delete", "moved-here": "moved-here", "moved-away": "moved-away"}
GONE = ("delete", "moved-away")
REWRITTEN = 0.6  # share of the shorter side's words; above it a sentence is shown as one (design: the heart)
SHORT = 12  # characters of kept text that may be drawn as part of the islands around it
_SENTENCE_END = re.compile(r"(?<=[.!?…])[»“”\"')]*\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """One title or paragraph of `owner`, with marks and calls; `mark` where the block itself came or went."""

    owner: str
    kind: str
    inlines: tuple[Inline, ...]
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Woven:
    """The drawn text; `marked` counts the words that came, went or moved under each revision."""

    pieces: tuple[Piece, ...]
    marked: Mapping[int, int]
    moves: bool


def draw(weave: Weave, base: int, revision: int, changes: Sequence[Change], notes: bool) -> Woven:
    """All blocks of the marked text between `base` and `revision`. With `notes`, each group of marks and each
    anchor of `changes` is followed by the call of its note. `changes` hold one for every revision in between."""
    runs = united_moves(weave.marked(base, revision))
    numbers = {change.revision: change.number for change in changes if change.revision is not None}
    titles = titles_of(weave, base) | titles_of(weave, revision)
    marks = Marks(numbers, move_ends(runs, titles))
    anchors = anchor_places(weave, revision, changes) if notes else {}
    blocks = split_blocks(runs, marks, anchors)
    own = {numbers[run.cause] for run in runs if run.cause is not None}
    via = via_changes(runs, numbers, own)
    shown = {numbers[run.cause] for run in runs if run.cause is not None and (run.block or run.text.strip())}
    pieces = tuple(finish(block, via, shown, notes) for block in blocks)
    counted: dict[int, int] = {}
    for run in runs:
        if run.cause is not None:
            counted[run.cause] = counted.get(run.cause, 0) + len(run.text.split())
    return Woven(pieces, counted, any(run.move is not None for run in runs))


def united_moves(runs: Sequence[MarkedRun]) -> list[MarkedRun]:
    """A moved sentence made of several atoms is one move: pieces that arrive side by side by one change share a
    number. Numbers count from 1 in the order of the arrivals."""
    number_of: dict[int, int] = {}
    last: MarkedRun | None = None
    count = 0
    for run in runs:
        if run.kind == "moved-here" and run.move is not None:
            together = last is not None and last.kind == "moved-here" and last.cause == run.cause
            if run.move not in number_of:
                count += not together
                number_of[run.move] = count
        if run.kind != "deleted" and run.text.strip():
            last = run
    return [run if run.move is None else run._replace(move=number_of.get(run.move, run.move)) for run in runs]


def titles_of(weave: Weave, revision: int) -> dict[str, str]:
    return {block.owner: text for block, text in weave.blocks(revision) if block.kind == "title" and text}


def move_ends(runs: Iterable[MarkedRun], titles: Mapping[str, str]) -> dict[tuple[int, str], str]:
    """(move, kind of this end) → title of where the other end stands."""
    owners: dict[tuple[int, str], str] = {}
    owner = ""
    for run in runs:
        owner = run.block.owner if run.block is not None else owner
        if run.move is not None:
            owners.setdefault((run.move, run.kind), owner)
    other = {"moved-here": "moved-away", "moved-away": "moved-here"}
    return {(move, other[kind]): titles.get(owner, "") for (move, kind), owner in owners.items()}


@dataclass(frozen=True, slots=True)
class Marks:
    """How a run of the weave becomes a mark."""

    numbers: Mapping[int, int]
    ends: Mapping[tuple[int, str], str]

    def of(self, run: MarkedRun) -> Mark | None:
        if run.cause is None:
            return None
        number = self.numbers[run.cause]
        title = self.ends.get((run.move, run.kind), "") if run.move is not None else ""
        return Mark(KINDS[run.kind], number, number, run.move, title)


def anchor_places(weave: Weave, revision: int, changes: Iterable[Change]) -> dict[int, list[int]]:
    """Offset in the text at `revision` → numbers of the changes without atoms whose mark stands there."""
    found: dict[int, list[int]] = {}
    for change in changes:
        if change.revision is None and change.mark_found and change.anchor:
            places = weave.locate(change.anchor, revision)
            if places:
                found.setdefault(places[-1][1], []).append(change.number)
    return found


@dataclass(frozen=True, slots=True)
class Raw:
    block: Block
    mark: Mark | None
    items: list[Inline]


def split_blocks(runs: Iterable[MarkedRun], marks: Marks, anchors: Mapping[int, list[int]]) -> list[Raw]:
    """Runs cut at block starts, with the anchors' calls at their places."""
    blocks: list[Raw] = []
    position = 0
    waiting = sorted(anchors)
    for run in runs:
        mark = marks.of(run)
        lives = mark is None or mark.kind not in GONE
        if run.block is not None:
            blocks.append(Raw(run.block, mark, []))
            position += lives
            while waiting and lives and waiting[0] <= position:
                blocks[-1].items.extend(NoteRef(number) for number in anchors[waiting.pop(0)])
            continue
        if not blocks:
            blocks.append(Raw(Block("section:0", "paragraph"), None, []))
        start, text = 0, run.text
        while lives and waiting and waiting[0] <= position + len(text):
            cut = waiting.pop(0)
            if cut - position > start:
                blocks[-1].items.append(Run(text[start : cut - position], mark))
                start = cut - position
            blocks[-1].items.extend(NoteRef(number) for number in anchors[cut])
        if start < len(text):
            blocks[-1].items.append(Run(text[start:], mark))
        position += len(text) if lives else 0
    return blocks


def via_changes(runs: Iterable[MarkedRun], numbers: Mapping[int, int], own: set[int]) -> dict[int, tuple[int, ...]]:
    """Change → the changes whose only trace is under its marks; their notes are called beside its own."""
    found: dict[int, dict[int, None]] = {}
    for run in runs:
        if run.cause is not None:
            passed = found.setdefault(numbers[run.cause], {})
            passed.update({numbers[other]: None for other in run.via if other in numbers and numbers[other] not in own})
    return {number: tuple(passed) for number, passed in found.items() if passed}


def finish(raw: Raw, via: Mapping[int, tuple[int, ...]], shown: set[int], notes: bool) -> Piece:
    items = join_islands(rewritten_sentences(coalesce(raw.items)))
    if notes:
        items = call_notes(items, via, shown)
        inside = {item.note for item in items if isinstance(item, NoteRef)}
        if raw.mark is not None and raw.mark.change not in inside:
            items = [NoteRef(raw.mark.change), *items]
    return Piece(raw.block.owner, raw.block.kind, tuple(items), raw.mark)


def coalesce(items: Iterable[Inline]) -> list[Inline]:
    """Neighbours with equal marks as one run."""
    out: list[Inline] = []
    for item in items:
        last = out[-1] if out else None
        if isinstance(item, Run) and isinstance(last, Run) and last.mark == item.mark:
            out[-1] = replace(last, text=last.text + item.text)
        else:
            out.append(item)
    return out


def rewritten_sentences(items: list[Inline]) -> list[Inline]:
    """A sentence of which one change rewrote more than REWRITTEN becomes one deletion and one insertion."""
    out: list[Inline] = []
    for sentence in sentences(items):
        runs = [item for item in sentence if isinstance(item, Run)]
        whole = len(runs) == len(sentence) and one_change(runs) is not None and share_rewritten(runs) > REWRITTEN
        out += merged(runs) if whole and len(runs) > 2 else sentence
    return coalesce(out)


def sentences(items: Iterable[Inline]) -> list[list[Inline]]:
    """Items cut where a kept sentence ends."""
    found: list[list[Inline]] = [[]]
    for item in items:
        if not isinstance(item, Run) or item.mark is not None:
            found[-1].append(item)
            continue
        start = 0
        for match in _SENTENCE_END.finditer(item.text):
            found[-1].append(replace(item, text=item.text[start : match.end()]))
            found.append([])
            start = match.end()
        if start < len(item.text):
            found[-1].append(replace(item, text=item.text[start:]))
    return found


def one_change(runs: Iterable[Run]) -> int | None:
    """The change that alone deleted and inserted here; None where there are others, moves, or only one of the two."""
    marks = [run.mark for run in runs if run.mark is not None]
    kinds = {mark.kind for mark in marks}
    numbers = {mark.change for mark in marks}
    return numbers.pop() if len(numbers) == 1 and kinds == {"delete", "insert"} else None


def share_rewritten(runs: Sequence[Run]) -> float:
    kept = words(run for run in runs if run.mark is None)
    old = kept + words(run for run in runs if run.mark is not None and run.mark.kind == "delete")
    new = kept + words(run for run in runs if run.mark is not None and run.mark.kind == "insert")
    return 1 - kept / max(1, min(old, new))


def words(runs: Iterable[Run]) -> int:
    return sum(len(run.text.split()) for run in runs)


def merged(runs: Sequence[Run]) -> list[Inline]:
    """All runs as the old words struck out, then the new ones; a kept blank at the end stays kept."""
    last = runs[-1]
    if last.mark is None and last.text != last.text.rstrip():
        body = last.text.rstrip()
        head = [*runs[:-1], replace(last, text=body)] if body else runs[:-1]
        return [*merged(head), replace(last, text=last.text[len(body) :])]
    marks = {run.mark.kind: run.mark for run in runs if run.mark is not None}
    old = "".join(run.text for run in runs if run.mark is None or run.mark.kind == "delete")
    new = "".join(run.text for run in runs if run.mark is None or run.mark.kind == "insert")
    return [Run(old, marks["delete"]), Run(new, marks["insert"])]


def join_islands(items: list[Inline]) -> list[Inline]:
    """Islands of one change that only a word or two keep apart are drawn as one deletion and one insertion."""
    out: list[Inline] = []
    index = 0
    while index < len(items):
        group = island_group(items, index)
        if len(group) > 2 and one_change(group) is not None:
            out += merged(group)
        else:
            out += items[index : index + max(1, len(group))]
        index += max(1, len(group))
    return coalesce(out)


def island_group(items: Sequence[Inline], index: int) -> list[Run]:
    """The longest stretch from `index` of runs of one change with short kept ones between; [] at a kept run."""
    first = items[index]
    if not isinstance(first, Run) or first.mark is None or first.mark.other is not None:
        return []
    group: list[Run] = []
    end = 0
    for item in items[index:]:
        if not isinstance(item, Run) or not belongs(item, first.mark):
            break
        group.append(item)
        end = len(group) if item.mark is not None else end
    return group[:end]


def belongs(run: Run, mark: Mark) -> bool:
    if run.mark is not None:
        return run.mark.change == mark.change and run.mark.other is None
    return len(run.text) <= SHORT and len(run.text.split()) <= 1 and not _SENTENCE_END.search(run.text)


def call_notes(items: Sequence[Inline], via: Mapping[int, tuple[int, ...]], shown: set[int]) -> list[Inline]:
    """A call after the last mark of each group of one change, before the blanks at its end. A lone blank is not
    called for a change in `shown`, which has words or a block to call from."""
    out: list[Inline] = []
    for index, item in enumerate(items):
        if not isinstance(item, Run) or item.mark is None or continues(items, index):
            out.append(item)
            continue
        body = item.text.rstrip()
        if not body and item.mark.change in shown and not follows(items, index):
            out.append(item)
            continue
        calls = [NoteRef(number) for number in (item.mark.change, *via.get(item.mark.change, ()))]
        out += [replace(item, text=body)] if body else []
        out += calls
        out += [replace(item, text=item.text[len(body) :])] if len(body) < len(item.text) else []
    return out


def follows(items: Sequence[Inline], index: int) -> bool:
    """Whether the marked run at `index` ends a group that began before it."""
    before = next((i for i in range(index - 1, -1, -1) if not is_blank(items[i])), None)
    return before is not None and continues(items, before)


def is_blank(item: Inline) -> bool:
    return isinstance(item, Run) and not item.text.strip()


def continues(items: Sequence[Inline], index: int) -> bool:
    """Whether the next marked run belongs to the same group: same change, only a blank between."""
    here = items[index]
    for item in items[index + 1 :]:
        if not isinstance(item, Run):
            return False
        if item.mark is not None:
            return isinstance(here, Run) and here.mark is not None and item.mark.change == here.mark.change
        if item.text.strip():
            return False
    return False
