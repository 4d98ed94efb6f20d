"""Proposals as the site draws marks: the words around, what goes struck, what comes underlined."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from stadtgespraech.publish.document import Mark, Run
from stadtgespraech.records import Delete, Edit, Insert, Move

AROUND = 120  # characters shown before and after
SIGNED = re.compile(r"⟦([−+]) (.*?) [−+]⟧", re.S)  # ingest/returned_changes.py
LONGEST = 600  # characters of words that were not understood
GONE, NEW = Mark("delete", 0, 0), Mark("insert", 0, 0)


def redline(text: str, edits: Sequence[Edit]) -> tuple[Run, ...]:
    """The stretch of a flat text in which all the edits lie, marked. Paragraphs that begin in it show as ¶."""
    at, end = begin, finish = stretch(text, edits)
    runs = [Run("… ")] if begin and text[begin - 1] != "\n" else []
    for start, stop, run in sorted(pieces(text, edits), key=lambda item: (item[1], item[0])):
        if at < start:
            runs.append(Run(flat(text[at:start])))
        runs.append(run)
        at = max(at, stop)
    if at < end:
        runs.append(Run(flat(text[at:end])))
    if finish < len(text) and text[finish] != "\n":
        runs.append(Run(" …"))
    return tuple(runs)


def pieces(text: str, edits: Sequence[Edit]) -> Iterator[tuple[int, int, Run]]:
    """(start, end, run): what replaces these characters of the text on the page."""
    for edit in edits:
        match edit:
            case Insert(at, words, _):
                yield at, at, Run(flat(words), NEW)
            case Delete(start, stop):
                yield start, stop, Run(flat(text[start:stop]), GONE)
            case Move(start, stop, to):
                yield start, stop, Run(flat(text[start:stop]), GONE)
                yield to, to, Run(flat(text[start:stop]), NEW)


def stretch(text: str, edits: Sequence[Edit]) -> tuple[int, int]:
    """From the word some way before the first edit to the one some way after the last, within their paragraphs."""
    places = [place for start, stop, _ in pieces(text, edits) for place in (start, stop)]
    first, last = min(places), max(places)
    start = max(text.rfind("\n", 0, first) + 1, first - AROUND)
    start = min(first, text.find(" ", start) + 1 or first) if start and text[start - 1] not in " \n" else start
    feed = text.find("\n", last)
    stop = min(len(text) if feed < 0 else feed, last + AROUND)
    stop = max(last, text.rfind(" ", last, stop)) if stop < len(text) and text[stop] not in " \n" else stop
    return start, stop


def flat(words: str) -> str:
    return words.replace("\n", " ¶ ")


def signed(words: str) -> tuple[Run, ...]:
    """Words with the signs of changes in plain text, as marks."""
    runs: list[Run] = []
    at = 0
    for found in SIGNED.finditer(words):
        runs += [Run(words[at : found.start()])] if at < found.start() else []
        runs.append(Run(short(found[2]), GONE if found[1] == "−" else NEW))
        at = found.end()
    return tuple([*runs, Run(short(words[at:]))] if at < len(words) else runs)


def short(words: str) -> str:
    return words if len(words) <= LONGEST else words[:LONGEST].rpartition(" ")[0] + " …"
