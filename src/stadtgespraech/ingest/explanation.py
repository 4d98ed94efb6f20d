"""Why a paper's edits were made: notes and comments bound to them, the others anchored where they stand."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from stadtgespraech.ingest.authors import is_editors, kind_of_round, rounds_of
from stadtgespraech.ingest.footnotes import change_from_note
from stadtgespraech.ingest.paper import Comment, Paper
from stadtgespraech.ingest.phrases import describe, describe_term, origin_of
from stadtgespraech.ingest.strands import (
    Group,
    Spot,
    Strand,
    comment_ranges,
    edits_of_revision,
    lives,
    words_of,
)
from stadtgespraech.records import Block, Change, Move, Source, Statement, Tension
from stadtgespraech.text.weave import Weave

MAX_BACK = 60  # pieces of a sentence that are looked at for the edit a note speaks of
PlacedChange = tuple[tuple[int, int], Change]
"""A change not yet numbered, and its place in the document: piece and strand."""


@dataclass(slots=True)
class Explained:
    changes: list[PlacedChange] = field(default_factory=list)
    notes: set[str] = field(default_factory=set)
    comments: set[str] = field(default_factory=set)
    uncertain: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Citable:
    """What a footnote may cite; `change` reads one."""

    statements: tuple[Statement, ...]
    tensions: tuple[Tension, ...]

    def change(self, text: str, in_title: bool = False) -> Change:
        return change_from_note(0, text, self.statements, self.tensions, in_title=in_title)


def explain_groups(
    paper: Paper, strands: Sequence[Strand], spots: Sequence[Spot], groups: Sequence[Group], citable: Citable
) -> Explained:
    """One change a group, revision 1.. in their order. Its reason: a note whose mark stands at it or later in its
    sentence, the comments that touch it; with neither the reason stays empty and is reported."""
    found = Explained()
    _bind(paper, strands, spots, groups)
    life = lives(strands, groups)
    people = 0
    for revision, group in enumerate(groups, 1):
        moved = any(isinstance(edit, Move) for edit in edits_of_revision(strands, life, revision))
        change = _change(paper, strands, group, revision, moved, citable)
        found.changes.append(((strands[group.strands[0]].piece, group.strands[0]), change))
        found.notes.update(group.notes)
        found.comments.update(group.comments)
        people += not rounds_of(group.author) and not is_editors(group.author)
        if not (change.why or change.text):
            found.uncertain.append(f"a recorded edit has no reason in the file: {change.what}")
    if people:
        found.uncertain.append(
            f"{people} recorded edits name no department or round as their author, but a person or nobody; "
            "the name is not kept, these changes name no round"
        )
    return found


def _bind(paper: Paper, strands: Sequence[Strand], spots: Sequence[Spot], groups: Sequence[Group]) -> None:
    of_strand = {index: group for group in groups for index in group.strands}
    for name, (start, end) in comment_ranges(spots, len(strands)).items():
        if name not in paper.comments:
            continue
        inside = range(start, end) if start < end else (start - 1, start)
        touched = list({id(g): g for g in (of_strand.get(i) for i in inside) if g}.values())
        own = [group for group in touched if group.author == paper.comments[name].author]
        for group in own or touched:
            group.comments.append(name)
    for spot in spots:
        if spot.kind == "note" and spot.id in paper.notes:
            bound = _group_before(strands, spot, of_strand, paper.notes[spot.id].text)
            if bound:
                bound.notes.append(spot.id)


def _group_before(strands: Sequence[Strand], spot: Spot, of_strand: dict[int, Group], text: str) -> Group | None:
    """The edit a note's mark stands at; also one earlier in the sentence, where the note speaks of a change."""
    between = ""
    here = strands[spot.at - 1]
    for index in range(spot.at - 1, max(-1, spot.at - 1 - MAX_BACK), -1):
        if (strands[index].piece, strands[index].sentence) != (here.piece, here.sentence):
            return None
        if index in of_strand:
            near = not re.search(r"\w", between)
            return of_strand[index] if near or change_from_note(0, text).kinds not in ((), ("explain-only",)) else None
        between = strands[index].text + between
    return None


def _change(
    paper: Paper, strands: Sequence[Strand], group: Group, revision: int, moved: bool, citable: Citable
) -> Change:
    new, old = words_of(strands, group, "inserted"), words_of(strands, group, "deleted")
    what = ""
    if group.is_term:
        places = old.count(" … ") + 1
        new, old = new.split(" … ")[0], old.split(" … ")[0]
        what = describe_term(old, new, places)
    in_title = _in_title(strands, group.strands)
    kinds = ["move"] if moved else ["replace"] if old and new else ["insert"] if new else ["delete"]
    kinds += ["merge-term"] if group.is_term else []
    what = what or describe(kinds[0], old, new, in_title)
    day = group.date[:10]
    change = _reasoned(paper, group, what, day, citable, in_title)
    said = [kind for kind in change.kinds if kind != "explain-only"]
    return dataclasses.replace(
        change,
        kinds=tuple(dict.fromkeys([*kinds, *(["retitle"] if in_title else []), *said])),
        in_title=in_title,
        statement=_statement(strands, group.strands[0]),
        date=day,
        revision=revision,
        old=old,
        new=new,
    )


def _reasoned(paper: Paper, group: Group, what: str, day: str, citable: Citable, in_title: bool) -> Change:
    """Origin, what, why and rounds: as a note says them, or as the comments do; without either no reason."""
    comments = [paper.comments[name] for name in group.comments]
    authors = [name for by in (group.author, *(comment.author for comment in comments)) for name in rounds_of(by)]
    written = list(dict.fromkeys(paper.notes[name].text for name in group.notes))
    why = " ".join(dict.fromkeys(c.text for c in comments if not any(c.text in text for text in written)))
    if not written and _LIKE_NOTE.match(why):
        written, why = [why if why.startswith("R") else f"{origin_of(list(dict.fromkeys(authors)))} {why}"], ""
    if not written:
        return _from_words(list(dict.fromkeys(authors)), f"Anpassung: {what}", why, day)
    notes = [citable.change(text, in_title) for text in written]
    # Who asked for it counts, where a note says so; else who wrote it into the file.
    rounds = tuple(dict.fromkeys([name for note in notes for name in note.rounds] or authors))
    return dataclasses.replace(
        notes[0],
        rounds=rounds,
        kinds=tuple(dict.fromkeys(kind for note in notes for kind in note.kinds)),
        text=" ".join([*(note.text for note in notes), *filter(None, [why])]),
        why=" ".join(filter(None, [notes[0].why, *(note.text for note in notes[1:]), why])),
        sources=notes[0].sources or _sources(rounds, day),
        label=paper.notes[group.notes[0]].label if group.notes else "",
    )


_LIKE_NOTE = re.compile(r"(?:Rückmeldung|Anpassung)\b")


def _from_words(rounds: Sequence[str], what: str, why: str, day: str) -> Change:
    """The whole footnote is left empty where the reason is missing: that is how checks find the gap."""
    origin = origin_of(rounds)
    text = " ".join(filter(None, (origin, what, why))) if why else ""
    return Change(
        0, rounds=tuple(rounds), text=text, origin=origin, what=what, why=why, sources=_sources(rounds, day), date=day
    )


def _sources(rounds: Sequence[str], day: str) -> tuple[Source, ...]:
    kinds = {name: "resolution" if kind_of_round(name) == "council" else "round" for name in rounds}
    named = tuple(Source(kinds[name], name, date=day) for name in rounds)
    return named or (Source("editors", date=day),)


def _in_title(strands: Sequence[Strand], indexes: Sequence[int]) -> bool:
    return all(_block_before(strands, index).kind == "title" for index in indexes)


def _block_before(strands: Sequence[Strand], index: int) -> Block:
    return next(strand.block for strand in reversed(strands[: index + 1]) if strand.block)


def _statement(strands: Sequence[Strand], index: int) -> int | None:
    kind, _, number = _block_before(strands, index).owner.partition(":")
    return int(number) if kind == "statement" else None


def explain_rest(
    paper: Paper,
    strands: Sequence[Strand],
    spots: Sequence[Spot],
    bound: Explained,
    alive: Sequence[bool],
    weave: Weave,
    citable: Citable,
) -> Explained:
    """Notes and comments that no edit took: footnotes without a change of wording, anchored where they stand."""
    found = Explained()
    starts = [0]
    for strand, lives_now in zip(strands, alive, strict=True):
        starts.append(starts[-1] + len(strand.text) * lives_now)
    flat = "".join(strand.text for strand, now in zip(strands, alive, strict=True) if now)
    ranges = comment_ranges(spots, len(strands))
    for spot in spots:
        if spot.kind == "note" and spot.id in paper.notes and spot.id not in bound.notes | found.notes:
            found.notes.add(spot.id)
            place = _word_before(flat, starts[spot.at])
            note = paper.notes[spot.id]
            in_title = _block_before(strands, max(0, spot.at - 1)).kind == "title"
            change = dataclasses.replace(citable.change(note.text, in_title), label=note.label)
            _place(found, strands, spot.at, place, change, weave)
        elif spot.kind == "note" and spot.id not in paper.notes:
            found.uncertain.append(f"a mark has no note: {_before(flat, starts[spot.at])}")
        elif spot.kind == "close" and spot.id in paper.comments and spot.id not in bound.comments | found.comments:
            found.comments.add(spot.id)
            start, end = (starts[i] for i in ranges[spot.id])
            place = (start, end) if start < end else _word_before(flat, end)
            _place(found, strands, spot.at, place, _remark(paper.comments[spot.id]), weave)
    _add_unplaced(paper, bound, found, citable)
    return found


def _remark(comment: Comment) -> Change:
    change = _from_words(rounds_of(comment.author), "", comment.text, comment.date[:10])
    return dataclasses.replace(change, kinds=("explain-only",))


def _place(
    found: Explained, strands: Sequence[Strand], at: int, place: tuple[int, int], change: Change, weave: Weave
) -> None:
    index = max(0, min(at, len(strands)) - 1)
    start, end = place
    anchor = weave.passage(start, end) if start < end else ()
    placed = dataclasses.replace(
        change,
        statement=_statement(strands, index),
        in_title=_block_before(strands, index).kind == "title",
        anchor=tuple(anchor),
        mark_found=bool(anchor),
    )
    if not anchor:
        found.uncertain.append(f"a note stands at words that are deleted: {change.text[:60]}")
    found.changes.append(((strands[index].piece, at), placed))


def _word_before(flat: str, end: int) -> tuple[int, int]:
    """The last word before `end` in its block; the block's first character where none stands before."""
    begin = flat.rfind("\n", 0, end) + 1
    while end > begin and flat[end - 1].isspace():
        end -= 1
    if end == begin:
        return (begin - 1, begin) if begin else (0, 0)
    start = end
    while start > begin and not flat[start - 1].isspace():
        start -= 1
    return start, end


def _before(flat: str, end: int) -> str:
    start = max(flat.rfind("\n", 0, end) + 1, end - 40, 0)
    return f"„{flat[start:end].strip()}“"


def _add_unplaced(paper: Paper, bound: Explained, found: Explained, citable: Citable) -> None:
    last = (len(paper.pieces), 0)
    for change, name in _unplaced(paper, bound.notes | found.notes, bound.comments | found.comments, citable):
        found.changes.append((last, dataclasses.replace(change, mark_found=False)))
        found.uncertain.append(f"{name} has no mark in the woven text: {change.text[:60]}")


def _unplaced(paper: Paper, notes: set[str], comments: set[str], citable: Citable) -> Iterator[tuple[Change, str]]:
    for name, note in paper.notes.items():
        if name not in notes:
            yield dataclasses.replace(citable.change(note.text), label=note.label), f"note {note.label}".strip()
    for name, comment in paper.comments.items():
        if name not in comments:
            yield _remark(comment), "a comment"
