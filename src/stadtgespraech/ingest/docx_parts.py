"""The other parts of a Word file: styles, notes, comments."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from stadtgespraech.ingest.archive import Archive
from stadtgespraech.ingest.paper import Comment, Note
from stadtgespraech.ingest.xml import attribute, child, local, with_name

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_HEADING = re.compile(r"(?:heading|(?:ü|u|ue)?berschrift|titre|kop|rubrik)\s*(\d)\b", re.I)
_CONTENTS = re.compile(
    r"(?:toc|verzeichnis|inhaltsverzeichnis)\s*\d|(?:toc heading|inhaltsverzeichnisüberschrift)$", re.I
)
_DEPTH = 20  # styles based on styles: a longer chain is a circle


@dataclass(frozen=True)
class Style:
    name: str = ""
    based_on: str = ""
    level: int | None = None  # 1..9 from the outline level, 0 for body text


@dataclass(frozen=True)
class Styles:
    """The paragraph styles by id. Localised ids ("berschrift1") and names ("Überschrift 1") are understood."""

    by_id: dict[str, Style]

    @classmethod
    def read(cls, archive: Archive, folder: str) -> Styles:
        member = f"{folder}/styles.xml"
        if member not in archive.names:
            return cls({})
        found = {}
        for entry in with_name(archive.xml(member), "style"):
            outline = attribute(child(child(entry, "pPr"), "outlineLvl"), "val") or ""
            found[attribute(entry, "styleId") or ""] = Style(
                attribute(child(entry, "name"), "val") or "",
                attribute(child(entry, "basedOn"), "val") or "",
                (int(outline) + 1) % 10 if outline.isdigit() else None,
            )
        return cls(found)

    def _chain(self, style: str) -> list[tuple[str, Style]]:
        chain: list[tuple[str, Style]] = []
        while style and len(chain) < _DEPTH:
            entry = self.by_id.get(style, Style())
            chain.append((style, entry))
            style = entry.based_on
        return chain

    def level(self, style: str) -> int:
        """1..9 for a heading, 0 for text: the nearest style in the chain that says so by outline level or name."""
        for name, entry in self._chain(style):
            if entry.level is not None:
                return entry.level
            found = _HEADING.match(entry.name) or _HEADING.match(name)
            if found:
                return int(found[1])
        return 0

    def role(self, style: str) -> str:
        """The role a style gives a paragraph: "title", "subtitle" or ""."""
        for name, entry in self._chain(style)[:2]:
            for word in (entry.name.lower(), name.lower()):
                if word in ("title", "titel"):
                    return "title"
                if word in ("subtitle", "untertitel"):
                    return "subtitle"
        return ""

    def is_contents(self, style: str) -> bool:
        """A line of the table of contents."""
        return any(_CONTENTS.match(word) for name, entry in self._chain(style)[:1] for word in (name, entry.name))


def read_notes(archive: Archive, folder: str, order: Sequence[str]) -> tuple[dict[str, Note], int]:
    """Notes by key ("f2", "e1") in the order of their marks, those without a mark last, and how many recorded edits
    they hold. Footnotes are printed 1, 2, …; endnotes beside footnotes i, ii, …, as Word does by itself."""
    texts: dict[str, str] = {}
    edits = 0
    for member, name in (("footnotes", "footnote"), ("endnotes", "endnote")):
        path = f"{folder}/{member}.xml"
        if path not in archive.names:
            continue
        for entry in with_name(archive.xml(path), name):
            if attribute(entry, "type") in (None, "normal"):
                texts[name[0] + (attribute(entry, "id") or "")] = text_of(entry)
                edits += len(with_name(entry, "ins", "del", "moveTo", "moveFrom"))
    marked = [key for key in dict.fromkeys(order) if key in texts]
    notes = {}
    both = len({key[0] for key in texts}) == 2
    for kind in "fe":
        mine = [key for key in marked if key[0] == kind]
        for number, key in enumerate(mine, 1):
            notes[key] = Note(_roman(number) if both and kind == "e" else str(number), texts[key])
    unmarked = {key: Note("", text) for key, text in texts.items() if key not in notes}
    return {key: notes[key] for key in marked} | unmarked, edits


def read_comments(archive: Archive, folder: str) -> dict[str, Comment]:
    """Comments by id; replies are added to the comment they answer, without their author's name."""
    path = f"{folder}/comments.xml"
    if path not in archive.names:
        return {}
    comments: dict[str, Comment] = {}
    by_paragraph: dict[str, str] = {}
    for entry in with_name(archive.xml(path), "comment"):
        key = attribute(entry, "id") or ""
        comments[key] = Comment(
            (attribute(entry, "author") or "").strip(), attribute(entry, "date") or "", text_of(entry)
        )
        for paragraph in with_name(entry, "p"):
            by_paragraph[attribute(paragraph, "paraId") or ""] = key
    for reply, parent in _replies(archive, folder, by_paragraph):
        if reply in comments and parent in comments and reply != parent:
            answer = comments.pop(reply)
            comments[parent] = replace(comments[parent], text=f"{comments[parent].text} – {answer.text}")
    return {key: comment for key, comment in comments.items() if comment.text}


def _replies(archive: Archive, folder: str, by_paragraph: dict[str, str]) -> list[tuple[str, str]]:
    path = f"{folder}/commentsExtended.xml"
    if path not in archive.names:
        return []
    pairs = [
        (attribute(entry, "paraId") or "", attribute(entry, "paraIdParent") or "")
        for entry in with_name(archive.xml(path), "commentEx")
    ]
    return [
        (by_paragraph[one], by_paragraph[other])
        for one, other in pairs
        if one in by_paragraph and other in by_paragraph
    ]


def text_of(element: Element) -> str:
    """The words of a note or comment, paragraphs joined by a blank, recorded edits accepted."""
    words = []
    for paragraph in with_name(element, "p"):
        gone = {id(run) for deletion in with_name(paragraph, "del", "moveFrom") for run in deletion.iter()}
        parts = [
            (entry.text or "") if local(entry) == "t" else " "
            for entry in with_name(paragraph, "t", "tab", "br")
            if id(entry) not in gone
        ]
        words.append("".join(parts))
    return " ".join(" ".join(words).replace("\u00ad", "").split())


def _roman(number: int) -> str:
    out = ""
    for value, sign in (
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ):
        out += sign * (number // value)
        number %= value
    return out
