"""Which heading begins a statement, which a tension, and what is front matter: rules for German strategy documents.

The general rule: among the heading levels, the one that repeats the most below a part holds the statements. Words
help where they are clear ("Zielbild 3:", "Spannungsfelder"); front matter ("Vorwort", "Anhang") never counts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from stadtgespraech.records import Block

_TENSION = re.compile(
    r"(?:Spannungsfeld|Feld|Zielkonflikt|Spannung|Konfliktfeld|Widerspruch|Dilemma)\s+(?:\d{1,2}|[IVX]{1,5})\b", re.I
)
_TENSIONS = re.compile(
    r"\b(?:Spannungs(?:feld|verhältnis)\w*|Spannungen|Zielkonflikt\w*|Konfliktfeld\w*|Widersprüche\w*|Dilemma\w*"
    r"|Abwägungsfeld\w*)",
    re.I,
)
_STATEMENT_NOUN = (
    r"Zielbild|Ausgangsbild|Leitbild|Leitlinie|Leitsatz|Leitziel|Zielaussage|Handlungsfeld|Zukunftsbild|Leitgedanke"
    r"|Leitstern|These|Ziel|Bild|Baustein|Grundsatz|Maßnahme"
)
_STATEMENT = re.compile(rf"(?:{_STATEMENT_NOUN})\s+(?:\d{{1,2}}|[IVX]{{1,5}})\b", re.I)
_STATEMENTS = re.compile(
    r"\b(?:Zielbilder|Ausgangsbilder|Leitbilder|Leitlinien|Leitsätze|Leitziele|Zielaussagen|Handlungsfelder"
    r"|Zukunftsbilder|Leitgedanken|Leitsterne|Thesen|Ziele|Bausteine|Grundsätze|Maßnahmen)\b",
    re.I,
)
_FRONT = re.compile(
    r"(?:\d+(?:\.\d+)*\.?\s+)?(?:Vorwort|Vorbemerkung|Grußwort|Geleitwort|Einleitung|Einführung|Präambel|Anlass|Inhalt\b"
    r"|Inhaltsverzeichnis|Impressum|Anhang|Anlage|Glossar|Quellen|Literatur|Verzeichnis|Abbildungsverzeichnis|Ausblick"
    r"|Nachwort|Wie\s|Was\s+ist|Warum\s|Zum\s+Verfahren|Das\s+Verfahren|Der\s+Weg|Weg\s+zu|Verfahren|Beteiligung\b"
    r"|Beteiligungsprozess|Prozess|Methodik|Herleitung|Hintergrund|Zusammenfassung|Leseh|Hinweise?\b|Lesehinweis"
    r"|Fußnoten|Endnoten|Anmerkungen|Abkürzung|Dank\b|Von\s+de[nr]\s|Die\s+Herleitung|Ausgangslage|Rahmenbedingungen)",
    re.I,
)
_NUMBER = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*[.)]?|[IVX]{1,5}[.)])\s+(?=\S)")
_FIRST_OF_NUMBERED = re.compile(rf"(?:{_STATEMENT_NOUN})\s+(?:\d{{1,2}}|[IVX]{{1,5}})\s*[:.–—-]+\s*", re.I)
_FIRST_OF_TENSION = re.compile(
    r"(?:Spannungsfeld|Feld|Zielkonflikt|Spannung|Konfliktfeld|Widerspruch|Dilemma)\s+(?:\d{1,2}|[IVX]{1,5})\s*[:.–—-]*\s*",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Line:
    """What the outline sees of a piece. `living` is False where no edition but older ones hold it."""

    level: int
    text: str
    role: str = ""
    living: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line belongs: its block, and how many leading characters are a label ("Zielbild 3: ") to leave out."""

    block: Block
    label: int = 0


@dataclass(frozen=True, slots=True)
class Outline:
    """`places` has one entry a line, None for what the front page or nobody holds. `ruled` says which rule held."""

    places: tuple[Place | None, ...]
    title: int | None = None  # index of the line that is the document's title
    ruled: str = ""
    unsure: tuple[str, ...] = ()


def find_outline(lines: Sequence[Line]) -> Outline:
    """Assign every line to a statement, a tension, a section or the front page.

    Statements that live are numbered 1.. in order, those that do not follow them; tensions and sections likewise.
    """
    title = _title(lines)
    heads = [index for index, line in enumerate(lines) if line.level and index != title]
    kinds, ruled, unsure = _head_kinds(lines, heads)
    numbers = _numbers(lines, kinds)
    places: list[Place | None] = []
    owner: str | None = None
    for index, line in enumerate(lines):
        if index == title or line.role == "subtitle":
            places.append(None)
            continue
        if index in kinds:
            owner = f"{kinds[index]}:{numbers[index]}"
            places.append(Place(Block(owner, "title"), label_length(line.text, kinds[index])))
        else:
            places.append(Place(Block(owner, "paragraph")) if owner else None)
    return Outline(tuple(places), title, ruled, unsure)


def label_length(text: str, kind: str) -> int:
    """How many leading characters of a heading are its number ("Zielbild 3: ", "2.1 "), not its words."""
    pattern = {"statement": _FIRST_OF_NUMBERED, "tension": _FIRST_OF_TENSION}.get(kind)
    found = (pattern and pattern.match(text)) or _NUMBER.match(text)
    return found.end() if found and found.end() < len(text) else 0


def _title(lines: Sequence[Line]) -> int | None:
    for index, line in enumerate(lines):
        if line.role == "title":
            return index
    top = [index for index, line in enumerate(lines) if line.level == 1]
    first_head = next((index for index, line in enumerate(lines) if line.level), None)
    if len(top) == 1 and top[0] == first_head and any(line.level > 1 for line in lines):
        return top[0]
    return None


def _head_kinds(lines: Sequence[Line], heads: Sequence[int]) -> tuple[dict[int, str], str, tuple[str, ...]]:
    """Each heading's kind ("statement", "tension", "section"); headings inside a statement are left out: they are
    paragraphs of it."""
    tensions, conflict_parts = _tensions(lines, heads)
    front = _below(lines, heads, [index for index in heads if _FRONT.match(lines[index].text)])
    open_heads = [index for index in heads if index not in tensions | conflict_parts and index not in front]
    labelled = [index for index in open_heads if _STATEMENT.match(lines[index].text)]
    if len(labelled) >= 2:
        statements, ruled = _same_level(lines, labelled), "numbered names"
    else:
        statements, ruled = _most_repeated(lines, heads, open_heads)
    kinds: dict[int, str] = {}
    unsure = [] if statements else ["no heading repeats below a part: no statements were found"]
    inside: int | None = None
    for index in heads:
        level = lines[index].level
        if inside is not None and level <= inside:
            inside = None
        if index in statements or index in tensions:
            kinds[index] = "statement" if index in statements else "tension"
            inside = level
        elif inside is None:
            kinds[index] = "section"
    return kinds, ruled, tuple(unsure)


def _tensions(lines: Sequence[Line], heads: Sequence[int]) -> tuple[set[int], set[int]]:
    """Headings that are tensions, and the part headings above them."""
    named = {index for index in heads if _TENSION.match(lines[index].text)}
    if named:
        return named, {index for index in heads if index + 1 in named and lines[index].level < lines[index + 1].level}
    for index in heads:
        if not _TENSIONS.search(lines[index].text):
            continue
        children = _children(lines, heads, index)
        if len(children) >= 2:
            return set(children), {index}
    return set(), set()


def _children(lines: Sequence[Line], heads: Sequence[int], parent: int) -> list[int]:
    below = _below(lines, heads, [parent]) - {parent}
    if not below:
        return []
    level = min(lines[index].level for index in below)
    return sorted(index for index in below if lines[index].level == level)


def _below(lines: Sequence[Line], heads: Sequence[int], parents: Sequence[int]) -> set[int]:
    """The parents and every heading below one of them."""
    chosen = set(parents)
    found: set[int] = set()
    inside: int | None = None
    for index in heads:
        level = lines[index].level
        if inside is not None and level <= inside:
            inside = None
        if inside is None and index in chosen:
            inside = level
        if inside is not None:
            found.add(index)
    return found


def _same_level(lines: Sequence[Line], found: Sequence[int]) -> set[int]:
    levels = [lines[index].level for index in found]
    level = max(sorted(set(levels)), key=levels.count)
    return {index for index in found if lines[index].level == level}


def _most_repeated(lines: Sequence[Line], heads: Sequence[int], open_heads: Sequence[int]) -> tuple[set[int], str]:
    """All open headings of the level that repeats the most; a part named after statements ("Die Leitlinien") decides
    for the level below it; of equals the higher level wins."""
    known = set(open_heads)
    for index in (index for index in open_heads if _STATEMENTS.search(lines[index].text)):
        children = [child for child in _children(lines, heads, index) if child in known]
        if len(children) >= 2:
            return set(children), "headings of a part named after them"
    counts: dict[int, int] = {}
    for index in open_heads:
        if _has_text(lines, index):
            counts[lines[index].level] = counts.get(lines[index].level, 0) + 1
    if not counts or max(counts.values()) < 2:
        return set(), "none"
    level = max(sorted(counts), key=lambda key: counts[key])
    return {index for index in open_heads if lines[index].level == level}, "the level that repeats the most"


def _has_text(lines: Sequence[Line], index: int) -> bool:
    return index + 1 < len(lines) and not 0 < lines[index + 1].level <= lines[index].level


def _numbers(lines: Sequence[Line], kinds: dict[int, str]) -> dict[int, int]:
    numbers: dict[int, int] = {}
    for kind in ("statement", "tension", "section"):
        mine = [index for index in sorted(kinds) if kinds[index] == kind]
        ordered = [i for i in mine if lines[i].living] + [i for i in mine if not lines[i].living]
        numbers.update({index: number for number, index in enumerate(ordered, 1)})
    return numbers
