"""A paper's text as one line of strands, each with the recorded edits that brought it in and took it out, and the
grouping of these edits into changes.

One change holds the edits of one author that stand side by side, in one sentence, in one move, or under one comment.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from stadtgespraech.ingest.paper import Mark, Paper, Piece, Run, Track
from stadtgespraech.records import Block, Delete, Edit, Insert, Move
from stadtgespraech.text.tokens import sentence_spans

TERM_PLACES = 3
MOVED_WORDS = 4  # fewer words inserted again elsewhere are chance


@dataclass(frozen=True, slots=True)
class Strand:
    """Text that shares its fate; `block` is set, and `text` is "\\n", at the start of a title or paragraph.
    `piece` is the paper's piece it stands in, `sentence` counts within it."""

    text: str
    piece: int
    sentence: int = 0
    block: Block | None = None
    inserted: Track | None = None
    deleted: Track | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a mark stands: before strand `at`."""

    kind: str
    id: str
    at: int


Key = tuple[int, str]
"""A strand's index and "inserted" or "deleted": one recorded edit of it."""


@dataclass(slots=True)
class Group:
    """The recorded edits that make one change, and the comments and notes that give its reason."""

    author: str
    date: str
    keys: list[Key] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    is_term: bool = False  # the same words replaced in several places

    @property
    def strands(self) -> list[int]:
        return sorted({index for index, _ in self.keys})


def strands_of(paper: Paper, blocks: Sequence[Block | None], skip: Sequence[int]) -> tuple[list[Strand], list[Spot]]:
    """The pieces that have a block, in weave order (sections, tensions, statements); `skip` leading characters of
    a piece are left out."""
    strands: list[Strand] = []
    spots: list[Spot] = []
    for index in sorted((i for i, block in enumerate(blocks) if block), key=lambda i: _order(blocks[i], i)):
        piece = paper.pieces[index]
        previous = paper.pieces[index - 1] if index else None
        inserted, deleted = _start_tracks(piece, previous)
        strands.append(Strand("\n", index, 0, blocks[index], inserted, deleted))
        joins = previous is not None and bool(previous.inserted or previous.deleted)
        runs = _trimmed(piece.runs, left=not joins, right=not (piece.inserted or piece.deleted))
        _add_runs(runs, index, skip[index], strands, spots)
    return strands, spots


_PARTS = {"section": 0, "tension": 1, "statement": 2}


def _order(block: Block | None, index: int) -> tuple[int, int]:
    return (_PARTS[block.owner.partition(":")[0]] if block else 3, index)


def _start_tracks(piece: Piece, previous: Piece | None) -> tuple[Track | None, Track | None]:
    """What brought in, and what took out, the start of a piece. Word processors record the break at a paragraph's
    end; a paragraph that is new, or gone, as a whole owns its break, else the break is the one before it."""
    return _start_track(piece, previous, "inserted", "deleted"), _start_track(piece, previous, "deleted", "inserted")


def _start_track(piece: Piece, previous: Piece | None, side: str, other: str) -> Track | None:
    track = None if _is_half(piece, side, other) else _all_by(piece, side)
    if track is not None or previous is None:
        return track
    if _is_half(previous, side, other):
        return _all_by(previous, side)
    return None if _all_by(previous, side) else _break_of(previous, side)


def _is_half(piece: Piece, side: str, other: str) -> bool:
    """Whether the piece came or went whole, but is half of a paragraph that another edit split or joined there: then
    its start was there before (or stays), and the start after it shares its fate."""
    return bool(_all_by(piece, side) and _break_of(piece, other)) and _all_by(piece, other) is None


def _break_of(piece: Piece, side: str) -> Track | None:
    track: Track | None = getattr(piece, side)
    return track


def _all_by(piece: Piece, side: str) -> Track | None:
    """The edit under which the whole piece came or went, None where some of it did not."""
    tracks = [getattr(run, side) for run in piece.runs if isinstance(run, Run) and run.text.strip()]
    if not tracks or not all(tracks) or len({(track.author, track.move) for track in tracks}) > 1:
        return None
    return Track(tracks[0].author, tracks[0].date, tracks[0].move)


def _add_runs(runs: Sequence[Run | Mark], index: int, skip: int, strands: list[Strand], spots: list[Spot]) -> None:
    ends = [end for _, end in sentence_spans("".join(run.text for run in runs if isinstance(run, Run)))]
    at = 0
    for run in runs:
        if isinstance(run, Mark):
            spots.append(Spot(run.kind, run.id, len(strands)))
            continue
        text = run.text
        while text:
            sentence = bisect_right(ends, at)
            part = text[: ends[sentence] - at]
            text, at = text[len(part) :], at + len(part)
            cut = min(skip, len(part)) if run.deleted is None else 0
            skip -= cut
            if part[cut:]:
                strands.append(Strand(part[cut:], index, sentence, None, run.inserted, run.deleted))


def _trimmed(runs: Sequence[Run | Mark], *, left: bool, right: bool) -> list[Run | Mark]:
    """Without the blanks a paragraph begins and ends with. A blank that only stands between the text and what an edit
    brought to (or took from) its edge came (or went) with that edit."""
    texts = [run for run in runs if isinstance(run, Run) and run.text]
    if left:
        texts = _edge_trimmed(texts, "lstrip")
    if right:
        texts = _edge_trimmed(texts[::-1], "rstrip")[::-1]
    return _with_marks(runs, texts)


def _edge_trimmed(texts: Sequence[Run], strip: str) -> list[Run]:
    """`texts` from the edge inwards."""
    out = list(texts)
    while out and not out[0].text.strip():
        out.pop(0)
    if out:
        out[0] = replace(out[0], text=getattr(out[0].text, strip)())
    count = next((n for n, run in enumerate(out) if not (run.inserted or run.deleted)), len(out))
    sides = {(bool(run.inserted), bool(run.deleted)) for run in out[:count]}
    if 0 < count < len(out) and len(sides) == 1 and (True, True) not in sides:
        kept = getattr(out[count].text, strip)()
        blank = out[count].text.replace(kept, "") if kept else ""
        if blank:
            out[count : count + 1] = [replace(out[count - 1], text=blank), replace(out[count], text=kept)]
    return out


def _with_marks(runs: Sequence[Run | Mark], texts: Sequence[Run]) -> list[Run | Mark]:
    """The marks of `runs` at their places among `texts`, counted by characters that are not blank."""
    out: list[Run | Mark] = []
    left = list(texts)
    passed = 0
    for run in runs:
        if isinstance(run, Run):
            passed += _solid(run.text)
            while left and passed >= _solid(left[0].text):
                passed -= _solid(left[0].text)
                out.append(left.pop(0))
        else:
            out.append(run)
    return out + list(left)


def _solid(text: str) -> int:
    return len("".join(text.split()))


def group_edits(strands: Sequence[Strand], spots: Sequence[Spot]) -> list[Group]:
    """The changes, oldest first (by the date recorded; equal dates in text order)."""
    tracked = [index for index, strand in enumerate(strands) if strand.inserted or strand.deleted]
    keys = [(index, side) for index in tracked for side in ("inserted", "deleted") if getattr(strands[index], side)]
    above = {key: key for key in keys}

    def root(key: Key) -> Key:
        while above[key] != key:
            key = above[key]
        return key

    for one, other in _bonds(strands, spots, keys):
        first, second = sorted((root(one), root(other)))
        above[second] = first
    groups: dict[Key, Group] = {}
    for key in keys:
        track = _track(strands, key)
        group = groups.setdefault(root(key), Group(track.author, track.date))
        group.date = min(filter(None, (group.date, track.date)), default="")
        group.keys.append(key)
    return _in_order(_terms_joined(strands, list(groups.values())))


def _terms_joined(strands: Sequence[Strand], groups: Sequence[Group]) -> list[Group]:
    """The same words replaced by the same words, by one author in at least TERM_PLACES places: one change."""
    places: dict[tuple[str, str, str], list[Group]] = {}
    for group in groups:
        old, new = words_of(strands, group, "deleted"), words_of(strands, group, "inserted")
        if old and new and old != new:
            places.setdefault((group.author, old, new), []).append(group)
    out = list(groups)
    for same in places.values():
        if len(same) >= TERM_PLACES:
            first, *others = same
            first.keys = sorted(key for group in same for key in group.keys)
            first.date = min((group.date for group in same if group.date), default="")
            first.is_term = True
            out = [group for group in out if all(group is not other for other in others)]
    return out


def words_of(strands: Sequence[Strand], group: Group, side: str) -> str:
    """What the group inserted or deleted, with single blanks; " … " where words stand between that it left alone."""
    indexes = [index for index, which in group.keys if which == side]
    out = ""
    for before, index in zip([None, *indexes], indexes, strict=False):
        gap = before is not None and any(
            strand.inserted is None and strand.deleted is None and strand.text.strip()
            for strand in strands[before + 1 : index]
        )
        out += (" … " if gap else "") + strands[index].text.replace("\n", " ")
    return " ".join(out.split())


def _track(strands: Sequence[Strand], key: Key) -> Track:
    track: Track = getattr(strands[key[0]], key[1])
    return track


def _bonds(strands: Sequence[Strand], spots: Sequence[Spot], keys: Sequence[Key]) -> Iterator[tuple[Key, Key]]:
    """Pairs of recorded edits, always of one author, that belong to one change."""
    last: dict[str, Key] = {}
    ends: dict[tuple[str, str], Key] = {}
    for key in keys:
        track = _track(strands, key)
        before = last.get(track.author)
        if before and _track(strands, before).move == track.move and _near(strands, before[0], key[0]):
            yield before, key
        last[track.author] = key
        text = strands[key[0]].text
        same = track.move or (text if len(text.split()) >= MOVED_WORDS else "")
        if same:
            yield ends.setdefault((track.author, same), key), key
    for start, end in comment_ranges(spots, len(strands)).values():
        first: dict[str, Key] = {}
        for key in (key for key in keys if start <= key[0] < end):
            yield first.setdefault(_track(strands, key).author, key), key


def _near(strands: Sequence[Strand], one: int, other: int) -> bool:
    if all(strands[index].inserted or strands[index].deleted for index in range(one, other)):
        return True
    return strands[one].piece == strands[other].piece and strands[one].sentence == strands[other].sentence


def comment_ranges(spots: Sequence[Spot], length: int) -> dict[str, tuple[int, int]]:
    """By comment the strands it touches, from `start` up to `end`; a comment at a point has start = end."""
    found: dict[str, tuple[int, int]] = {}
    for spot in spots:
        if spot.kind == "open":
            found[spot.id] = (spot.at, length)
        elif spot.kind == "close":
            found[spot.id] = (found.get(spot.id, (spot.at, 0))[0], spot.at)
    return found


def _in_order(groups: list[Group]) -> list[Group]:
    """By date; but what deletes another's insertion comes after it, whatever the clocks said."""
    ordered = sorted(groups, key=lambda group: (group.date[:16], group.keys[0]))
    for _ in range(len(ordered)):
        born = {index: n for n, group in enumerate(ordered) for index, side in group.keys if side == "inserted"}
        deaths = ((n, index) for n, group in enumerate(ordered) for index, side in group.keys if side == "deleted")
        late = next(((n, born[index]) for n, index in deaths if born.get(index, -1) > n), None)
        if late is None:
            break
        ordered.insert(late[1], ordered.pop(late[0]))
    return ordered


def lives(strands: Sequence[Strand], groups: Sequence[Group]) -> list[tuple[int, int | None]]:
    """Each strand's life [opened, closed) in revisions, change 1 being the first group; a strand whose ends fell
    into one change, or that the dates forbid, has closed <= opened and lives at no revision."""
    opened = [0] * len(strands)
    closed: list[int | None] = [None] * len(strands)
    for revision, group in enumerate(groups, 1):
        for index, side in group.keys:
            if side == "inserted":
                opened[index] = revision
            else:
                closed[index] = revision
    return list(zip(opened, closed, strict=True))


def edits_of_revision(
    strands: Sequence[Strand], life: Sequence[tuple[int, int | None]], revision: int
) -> tuple[Edit, ...]:
    """What change `revision` does to the text before it: deletions, insertions, and moves where it inserts again,
    word for word, at least MOVED_WORDS words that it deletes elsewhere."""
    edits: list[Edit] = []
    owners: dict[int, Block | None] = {}
    at = 0
    before: list[str] = []
    for strand, (opened, closed) in zip(strands, life, strict=True):
        was = opened < revision and (closed is None or closed >= revision)
        now = opened <= revision and (closed is None or closed > revision)
        end = at + len(strand.text) if was else at
        if was and not now:
            owners.setdefault(at, strand.block)
            _add_delete(edits, at, end)
        elif now and not was:
            _add_insert(edits, at, strand)
        if was:
            before.append(strand.text)
        at = end
    return _with_moves(edits, "".join(before), owners)


def _add_delete(edits: list[Edit], start: int, end: int) -> None:
    last = edits[-1] if edits else None
    if isinstance(last, Delete) and last.end == start:
        edits[-1] = Delete(last.start, end)
    else:
        edits.append(Delete(start, end))


def _add_insert(edits: list[Edit], at: int, strand: Strand) -> None:
    blocks = (strand.block,) if strand.block else ()
    last = edits[-1] if edits else None
    if isinstance(last, Insert) and last.at == at:
        edits[-1] = Insert(at, last.text + strand.text, last.blocks + blocks)
    else:
        edits.append(Insert(at, strand.text, blocks))


def _with_moves(edits: Sequence[Edit], before: str, owners: dict[int, Block | None]) -> tuple[Edit, ...]:
    gone = {before[edit.start : edit.end]: edit for edit in edits if isinstance(edit, Delete)}
    out: list[Edit] = []
    taken: list[Edit] = []
    for edit in edits:
        source = gone.get(edit.text) if isinstance(edit, Insert) else None
        if isinstance(edit, Insert) and source and _is_moved(edit, source) and source not in taken:
            taken.append(source)
            if edit.blocks and edit.blocks[0] != owners[source.start]:
                # Another statement's paragraph from here on: the words move, the block is new.
                out += [Insert(edit.at, "\n", edit.blocks), Move(source.start + 1, source.end, edit.at)]
                out.append(Delete(source.start, source.start + 1))
            else:
                out.append(Move(source.start, source.end, edit.at))
        else:
            out.append(edit)
    return tuple(edit for edit in out if edit not in taken)


def _is_moved(edit: Insert, source: Delete) -> bool:
    one_block = edit.text.count("\n") == len(edit.blocks) <= 1 and "\n" not in edit.text[1:]
    return one_block and len(edit.text.split()) >= MOVED_WORDS and not source.start <= edit.at <= source.end
