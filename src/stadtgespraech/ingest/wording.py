"""Edits as a person writes them down ("in this paragraph, these words become those") made into counted edits.

demo/README.md lists the verbs. A quote must stand exactly once where it is looked for: not at all, or twice, is an
error that says so, so that a story never changes words its writer did not mean.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from stadtgespraech.ingest.fields import Fields, StoryError
from stadtgespraech.records import Block, Delete, Edit, Insert, Move
from stadtgespraech.text.diff import diff


@dataclass(frozen=True, slots=True)
class Page:
    """The text as it stands before a change. `names` leads from every key and every title, former ones too, to
    the owner it stands for."""

    blocks: tuple[tuple[Block, str], ...]
    names: Mapping[str, str]

    @property
    def flat(self) -> str:
        return "".join("\n" + text for _, text in self.blocks)

    def owner(self, name: str) -> str:
        """The owner that `name` stands for; StoryError where nothing is called that."""
        if name not in self.names:
            raise StoryError(f"nothing is called „{name}“; known are {', '.join(sorted(self.names))}")
        return self.names[name]

    def ranges(self, owner: str, kind: str) -> list[tuple[int, int]]:
        """Character ranges, block atom not included, of the owner's blocks of that kind, in order."""
        found, at = [], 0
        for block, text in self.blocks:
            if (block.owner, block.kind) == (owner, kind):
                found.append((at + 1, at + 1 + len(text)))
            at += 1 + len(text)
        return found

    def paragraph(self, name: str, number: int) -> tuple[int, int]:
        """The range of paragraph `number`, counted from 1, as the text stands before the change."""
        found = self.ranges(self.owner(name), "paragraph")
        if not 1 <= number <= len(found):
            raise StoryError(f"„{name}“ has {len(found)} paragraphs, there is no paragraph {number}")
        return found[number - 1]

    def find(self, name: str, quote: str, paragraph: int | None = None, title: bool = False) -> tuple[int, int]:
        """The range of `quote` in one paragraph, or in all paragraphs (or the title) of what `name` stands for."""
        if not quote:
            raise StoryError("an empty quote stands nowhere; quote at least one word")
        if paragraph is None:
            places = self.ranges(self.owner(name), "title" if title else "paragraph")
        else:
            places = [self.paragraph(name, paragraph)]
        flat = self.flat
        hits = [start + at for start, end in places for at in _occurrences(flat[start:end], quote)]
        where = f"„{name}“" + (f", paragraph {paragraph}" if paragraph else "")
        if not hits:
            raise StoryError(f"quote not found in {where}: „{quote}“")
        if len(hits) > 1:
            raise StoryError(f"quote found {len(hits)} times in {where}, quote more of it: „{quote}“")
        return hits[0], hits[0] + len(quote)


def edits_of(page: Page, entry: Fields) -> list[Edit]:
    """One entry of a change's `edits`. StoryError where it names no verb or two, or a field its verb does not have."""
    given = [verb for verb in _VERBS if verb in entry]
    if len(given) != 1:
        raise entry.error(f"needs exactly one of {', '.join(_VERBS)}; found {', '.join(given) or 'none'}")
    make, fields = _VERBS[given[0]]
    unknown = sorted(set(entry.given) - {given[0], *fields})
    if unknown:
        raise entry.error(f"with {given[0]} has no field {unknown[0]}; it has {', '.join(fields)}")
    missing = [field for field in fields if field not in entry and field not in _OPTIONAL]
    if missing:
        raise entry.error(f"with {given[0]} needs {missing[0]}")
    for field, value in entry.given.items():
        if isinstance(value, str) and "\n" in value:
            raise entry.error(f"has a line break in {field}; new_paragraph_after or split_before begin a paragraph")
    return make(page, entry)


def quote_in(page: Page, entry: Fields, name: str) -> tuple[int, int]:
    """The range of the words that field `name` quotes, looked for where `in` and `paragraph` say."""
    return page.find(entry.text("in"), entry.text(name, ""), entry.number("paragraph"))


def _replace(page: Page, entry: Fields) -> list[Edit]:
    start, end = quote_in(page, entry, "old")
    return [Delete(start, end), Insert(end, entry.text("new", ""))]


def _delete(page: Page, entry: Fields) -> list[Edit]:
    return [Delete(*quote_in(page, entry, "delete"))]


def _insert_after(page: Page, entry: Fields) -> list[Edit]:
    return [Insert(quote_in(page, entry, "insert_after")[1], entry.text("new", ""))]


def _insert_before(page: Page, entry: Fields) -> list[Edit]:
    return [Insert(quote_in(page, entry, "insert_before")[0], entry.text("new", ""))]


def _move(page: Page, entry: Fields) -> list[Edit]:
    start, end = quote_in(page, entry, "move")
    to = entry.table("to")
    to.only("in", "paragraph", "after")
    target = page.find(to.text("in"), to.text("after"), to.number("paragraph"))[1]
    old = entry.text("move", "")
    if start < target < end:
        raise StoryError(f"the words are moved into themselves: „{old}“")
    if "reworded" not in entry:
        return [Move(start, end, target)]
    return _reworded(start, target, old, entry.text("reworded"))


def _reworded(start: int, target: int, old: str, new: str) -> list[Edit]:
    """What both wordings share moves, the rest is deleted at the source, new words are inserted at the target."""
    edits: list[Edit] = []
    kept = 0
    for a0, a1, b0, b1 in _islands_joined(old, new):
        if kept < a0:
            edits.append(Move(start + kept, start + a0, target))
        if a0 < a1:
            edits.append(Delete(start + a0, start + a1))
        if b0 < b1:
            edits.append(Insert(target, new[b0:b1]))
        kept = a1
    if kept < len(old):
        edits.append(Move(start + kept, start + len(old), target))
    if not any(isinstance(edit, Move) for edit in edits):
        raise StoryError(f"nothing of „{old}“ is kept in „{new}“; write a deletion and an insertion")
    return edits


def _islands_joined(old: str, new: str) -> list[tuple[int, int, int, int]]:
    """The hunks of a rewording, those joined between which less than two words stay: one word that happens to stand
    in both sentences was not moved, it was written again."""
    found: list[tuple[int, int, int, int]] = []
    hunks = [(0, 0, 0, 0), *((hunk.a0, hunk.a1, hunk.b0, hunk.b1) for hunk in diff(old, new))]
    for a0, a1, b0, b1 in [*hunks, (len(old), len(old), len(new), len(new))]:
        if found and len(re.findall(r"\w+", old[found[-1][1] : a0])) < 2:
            found[-1] = (found[-1][0], a1, found[-1][2], b1)
        else:
            found.append((a0, a1, b0, b1))
    return found


def _retitle(page: Page, entry: Fields) -> list[Edit]:
    """Only what differs is replaced: shared words at both ends stay, so that a mark shows what is new."""
    old, new = entry.text("old_title"), entry.text("new_title")
    start, _ = page.find(entry.text("in"), old, title=True)
    edits: list[Edit] = []
    for hunk in diff(old, new):
        if hunk.a0 < hunk.a1:
            edits.append(Delete(start + hunk.a0, start + hunk.a1))
        if hunk.b0 < hunk.b1:
            edits.append(Insert(start + hunk.a1, new[hunk.b0 : hunk.b1]))
    return edits


def _end_of(page: Page, name: str, number: int) -> int:
    """The end of that paragraph; of the title for 0."""
    return page.ranges(page.owner(name), "title")[0][1] if number == 0 else page.paragraph(name, number)[1]


def _new_paragraph(page: Page, entry: Fields) -> list[Edit]:
    name = entry.text("in")
    end = _end_of(page, name, entry.count("new_paragraph_after"))
    return [Insert(end, "\n" + entry.text("new", ""), (Block(page.owner(name), "paragraph"),))]


def _delete_paragraph(page: Page, entry: Fields) -> list[Edit]:
    start, end = page.paragraph(entry.text("in"), entry.count("delete_paragraph"))
    return [Delete(start - 1, end)]


def _move_paragraph(page: Page, entry: Fields) -> list[Edit]:
    name, number = entry.text("in"), entry.count("move_paragraph")
    start, end = page.paragraph(name, number)
    target = _end_of(page, name, entry.count("after_paragraph"))
    if target in (start - 1, end):
        raise StoryError(f"paragraph {number} of „{name}“ stands there already")
    return [Move(start - 1, end, target)]


def _join(page: Page, entry: Fields) -> list[Edit]:
    """The break after the paragraph goes; what `join` says stands in its place."""
    name, number = entry.text("in"), entry.count("paragraph")
    page.paragraph(name, number + 1)
    end = page.paragraph(name, number)[1]
    return [Delete(end, end + 1), Insert(end + 1, entry.text("join", ""))]


def _split_before(page: Page, entry: Fields) -> list[Edit]:
    """The space before the quote becomes a paragraph break."""
    start, _ = quote_in(page, entry, "split_before")
    if page.flat[start - 1] != " ":
        raise StoryError(f"a paragraph is split at a space; there is none before „{entry.text('split_before')}“")
    return [Delete(start - 1, start), Insert(start, "\n", (Block(page.owner(entry.text("in")), "paragraph"),))]


def _replace_everywhere(page: Page, entry: Fields) -> list[Edit]:
    """Whole words in all of the text. Every other word that holds one of the terms must stand under `except`."""
    terms = _terms(entry.table("replace_everywhere"))
    kept, places = set(entry.texts("except")), entry.count("places")
    pattern = "|".join(re.escape(term) for term in sorted(terms, key=len, reverse=True))
    hits = [hit for hit in re.finditer(rf"\b(?:{pattern})\b", page.flat) if hit[0] not in kept]
    if len(hits) != places:
        raise StoryError(f"{', '.join(terms)}: found in {len(hits)} places, the story says {places}")
    replaced = {at for hit in hits for at in range(*hit.span())}
    others = {hit[0] for hit in re.finditer(rf"\w*(?:{pattern})\w*", page.flat) if hit.start() not in replaced}
    if others != kept:
        named = ", ".join(sorted(others)) or "none"
        raise StoryError(f"words that hold the term and are not replaced: {named}; `except` must list exactly these")
    return [edit for hit in hits for edit in (Delete(*hit.span()), Insert(hit.end(), terms[hit[0]]))]


def _terms(entry: Fields) -> dict[str, str]:
    terms = {term: entry.line(term) for term in entry.given}
    if not terms or any(not term.strip() or "\n" in term for term in terms):
        raise entry.error('needs words to replace, each with its new wording: { "old" = "new" }')
    return terms


_OPTIONAL = {"paragraph", "reworded"}
_VERBS: dict[str, tuple[Callable[[Page, Fields], list[Edit]], Sequence[str]]] = {
    "old": (_replace, ("in", "paragraph", "new")),
    "delete": (_delete, ("in", "paragraph")),
    "insert_after": (_insert_after, ("in", "paragraph", "new")),
    "insert_before": (_insert_before, ("in", "paragraph", "new")),
    "move": (_move, ("in", "paragraph", "to", "reworded")),
    "old_title": (_retitle, ("in", "new_title")),
    "new_paragraph_after": (_new_paragraph, ("in", "new")),
    "delete_paragraph": (_delete_paragraph, ("in",)),
    "move_paragraph": (_move_paragraph, ("in", "after_paragraph")),
    "join": (_join, ("in", "paragraph")),
    "split_before": (_split_before, ("in", "paragraph")),
    "replace_everywhere": (_replace_everywhere, ("except", "places")),
}


def _occurrences(text: str, quote: str) -> list[int]:
    found, at = [], text.find(quote)
    while at >= 0:
        found.append(at)
        at = text.find(quote, at + 1)
    return found
