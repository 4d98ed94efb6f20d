"""Edits as a person writes them down ("in this paragraph, these words become those") made into counted edits.

demo/README.md lists the verbs. A quote must stand exactly once where it is looked for: not at all, or twice, is an
error that says so, so that a story never changes words its writer did not mean.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from stadtgespraech.ingest.archive import ReadError
from stadtgespraech.records import Block, Delete, Edit, Insert, Move
from stadtgespraech.text.diff import diff


class StoryError(ReadError):
    """A story cannot be read. The message is one line: file, change or contribution, and what is wrong."""


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


def edits_of(page: Page, entry: Mapping[str, Any]) -> list[Edit]:
    """One entry of a change's `edits`. StoryError where it names no verb or two, or a field its verb does not have."""
    given = [verb for verb in _VERBS if verb in entry]
    if len(given) != 1:
        raise StoryError(f"an edit needs exactly one of {', '.join(_VERBS)}; found {', '.join(given) or 'none'}")
    make, fields = _VERBS[given[0]]
    unknown = sorted(set(entry) - {given[0], *fields})
    if unknown:
        raise StoryError(f"an edit with {given[0]} has no field {unknown[0]}; it has {', '.join(fields)}")
    missing = [field for field in fields if field not in entry and field not in _OPTIONAL]
    if missing:
        raise StoryError(f"an edit with {given[0]} needs {missing[0]}")
    for field, value in entry.items():
        if type(value) is not _TYPES.get(field, str):
            raise StoryError(f"{field} = {value!r}: must be {_WORDS[_TYPES.get(field, str)]}")
    return make(page, entry)


def needed(entry: Mapping[str, Any], field: str, where: str = "") -> Any:
    """The field's value; StoryError where it is missing or empty."""
    if not entry.get(field):
        raise StoryError(f"{where}needs {field}")
    return entry[field]


def _replace(page: Page, entry: Mapping[str, Any]) -> list[Edit]:
    start, end = page.find(entry["in"], entry["old"], entry.get("paragraph"))
    return [Delete(start, end), Insert(end, entry["new"])]


def _delete(page: Page, entry: Mapping[str, Any]) -> list[Edit]:
    return [Delete(*page.find(entry["in"], entry["delete"], entry.get("paragraph")))]


def _insert_after(page: Page, entry: Mapping[str, Any]) -> list[Edit]:
    return [Insert(page.find(entry["in"], entry["insert_after"], entry.get("paragraph"))[1], entry["new"])]


def _insert_before(page: Page, entry: Mapping[str, Any]) -> list[Edit]:
    return [Insert(page.find(entry["in"], entry["insert_before"], entry.get("paragraph"))[0], entry["new"])]


def _move(page: Page, entry: Mapping[str, Any]) -> list[Edit]:
    start, end = page.find(entry["in"], entry["move"], entry.get("paragraph"))
    to = entry["to"]
    target = page.find(needed(to, "in", "to "), needed(to, "after", "to "), to.get("paragraph"))[1]
    if start < target < end:
        raise StoryError(f"the words are moved into themselves: „{entry['move']}“")
    if "reworded" not in entry:
        return [Move(start, end, target)]
    return _reworded(start, target, entry["move"], entry["reworded"])


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


def _retitle(page: Page, entry: Mapping[str, Any]) -> list[Edit]:
    """Only what differs is replaced: shared words at both ends stay, so that a mark shows what is new."""
    old, new = entry["old_title"], entry["new_title"]
    start, _ = page.find(entry["in"], old, title=True)
    edits: list[Edit] = []
    for hunk in diff(old, new):
        if hunk.a0 < hunk.a1:
            edits.append(Delete(start + hunk.a0, start + hunk.a1))
        if hunk.b0 < hunk.b1:
            edits.append(Insert(start + hunk.a1, new[hunk.b0 : hunk.b1]))
    return edits


def _new_paragraph(page: Page, entry: Mapping[str, Any]) -> list[Edit]:
    number, owner = entry["new_paragraph_after"], page.owner(entry["in"])
    end = page.ranges(owner, "title")[0][1] if number == 0 else page.paragraph(entry["in"], number)[1]
    return [Insert(end, "\n" + entry["new"], (Block(owner, "paragraph"),))]


def _delete_paragraph(page: Page, entry: Mapping[str, Any]) -> list[Edit]:
    start, end = page.paragraph(entry["in"], entry["delete_paragraph"])
    return [Delete(start - 1, end)]


def _move_paragraph(page: Page, entry: Mapping[str, Any]) -> list[Edit]:
    start, end = page.paragraph(entry["in"], entry["move_paragraph"])
    number = entry["after_paragraph"]
    owner = page.owner(entry["in"])
    target = page.ranges(owner, "title")[0][1] if number == 0 else page.paragraph(entry["in"], number)[1]
    if target in (start - 1, end):
        raise StoryError(f"paragraph {entry['move_paragraph']} of „{entry['in']}“ stands there already")
    return [Move(start - 1, end, target)]


def _join(page: Page, entry: Mapping[str, Any]) -> list[Edit]:
    """The break after the paragraph goes; what `join` says stands in its place."""
    page.paragraph(entry["in"], entry["paragraph"] + 1)
    end = page.paragraph(entry["in"], entry["paragraph"])[1]
    return [Delete(end, end + 1), Insert(end + 1, entry["join"])]


def _split_before(page: Page, entry: Mapping[str, Any]) -> list[Edit]:
    """The space before the quote becomes a paragraph break."""
    start, _ = page.find(entry["in"], entry["split_before"], entry.get("paragraph"))
    if page.flat[start - 1] != " ":
        raise StoryError(f"a paragraph is split at a space; there is none before „{entry['split_before']}“")
    return [Delete(start - 1, start), Insert(start, "\n", (Block(page.owner(entry["in"]), "paragraph"),))]


def _replace_everywhere(page: Page, entry: Mapping[str, Any]) -> list[Edit]:
    """Whole words in all of the text. Every other word that holds one of the terms must stand under `except`."""
    terms: Mapping[str, str] = entry["replace_everywhere"]
    pattern = "|".join(re.escape(term) for term in sorted(terms, key=len, reverse=True))
    hits = [hit for hit in re.finditer(rf"\b(?:{pattern})\b", page.flat) if hit[0] not in entry["except"]]
    if len(hits) != entry["places"]:
        raise StoryError(f"{', '.join(terms)}: found in {len(hits)} places, the story says {entry['places']}")
    replaced = {at for hit in hits for at in range(*hit.span())}
    others = {hit[0] for hit in re.finditer(rf"\w*(?:{pattern})\w*", page.flat) if hit.start() not in replaced}
    if others != set(entry["except"]):
        named = ", ".join(sorted(others)) or "none"
        raise StoryError(f"words that hold the term and are not replaced: {named}; `except` must list exactly these")
    return [edit for hit in hits for edit in (Delete(*hit.span()), Insert(hit.end(), terms[hit[0]]))]


_OPTIONAL = {"paragraph", "reworded"}
_TYPES: dict[str, type] = {
    **dict.fromkeys(("paragraph", "new_paragraph_after", "delete_paragraph", "move_paragraph"), int),
    "after_paragraph": int,
    "places": int,
    "to": dict,
    "replace_everywhere": dict,
    "except": list,
}
_WORDS = {str: "a text", int: "a whole number", dict: "a table", list: "a list"}
_VERBS: dict[str, tuple[Callable[[Page, Mapping[str, Any]], list[Edit]], Sequence[str]]] = {
    "old": (_replace, ("in", "paragraph", "new")),
    "delete": (
        _delete,
        (
            "in",
            "paragraph",
        ),
    ),
    "insert_after": (_insert_after, ("in", "paragraph", "new")),
    "insert_before": (_insert_before, ("in", "paragraph", "new")),
    "move": (_move, ("in", "paragraph", "to", "reworded")),
    "old_title": (
        _retitle,
        (
            "in",
            "new_title",
        ),
    ),
    "new_paragraph_after": (
        _new_paragraph,
        (
            "in",
            "new",
        ),
    ),
    "delete_paragraph": (_delete_paragraph, ("in",)),
    "move_paragraph": (
        _move_paragraph,
        (
            "in",
            "after_paragraph",
        ),
    ),
    "join": (
        _join,
        (
            "in",
            "paragraph",
        ),
    ),
    "split_before": (
        _split_before,
        (
            "in",
            "paragraph",
        ),
    ),
    "replace_everywhere": (_replace_everywhere, ("except", "places")),
}


def _occurrences(text: str, quote: str) -> list[int]:
    found, at = [], text.find(quote)
    while at >= 0:
        found.append(at)
        at = text.find(quote, at + 1)
    return found
