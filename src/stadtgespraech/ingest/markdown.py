"""Markdown as a paper: headings, paragraphs, footnotes [^1]. Emphasis and links keep their words, not their signs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stadtgespraech.ingest.paper import Mark, Note, Paper, Piece, Run

_HEADING = re.compile(r" {0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_NOTE = re.compile(r" {0,3}\[\^([^\]\s]+)\]:\s*(.*)$")
_MARK = re.compile(r"\[\^([^\]\s]+)\]")
_FENCE = re.compile(r" {0,3}(```|~~~)")
_RULE = re.compile(r" {0,3}([-*_])(?:\s*\1){2,}\s*$")
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,3}[.)])\s+")


def read_markdown(text: str) -> Paper:
    """The paper a Markdown text tells of. Tables and code are kept as they stand, HTML comments are left out."""
    text = re.sub(r"<!--(?:(?!<!--).)*?-->", "", text, flags=re.S)
    body, notes = _without_notes(_without_front_matter(text).split("\n"))
    pieces = tuple(Piece(level, tuple(_runs(words))) for level, words in _blocks(body) if words)
    marks = [run.id for piece in pieces for run in piece.runs if isinstance(run, Mark)]
    ordered = [*dict.fromkeys(name for name in marks if name in notes), *(name for name in notes if name not in marks)]
    labelled = {name: Note(name, notes[name]) for name in ordered}
    return Paper(pieces, labelled, read={"paragraphs": len(pieces), "notes": len(notes)})


def _without_front_matter(text: str) -> str:
    found = re.match(r"---\n.*?\n(?:---|\.\.\.)\n", text, re.S)
    return text[found.end() :] if found else text


def _without_notes(lines: list[str]) -> tuple[list[str], dict[str, str]]:
    """The lines that are no note, and the notes; a note goes on over indented and unbroken lines."""
    body: list[str] = []
    notes: dict[str, str] = {}
    name = None
    blank = False
    for line in lines:
        found = _NOTE.match(line)
        if found:
            name = found[1]
            notes[name] = f"{notes[name]} {found[2]}" if name in notes else found[2]
        elif name and line.strip() and (line.startswith(("    ", "\t")) or not blank):
            notes[name] += " " + line.strip()
        else:
            if line.strip():
                name = None
            body.append(line)
        blank = not line.strip()
    return body, {name: _plain(" ".join(words.split())) for name, words in notes.items()}


def _blocks(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Level and words of each heading (1..6) and paragraph (0); every list item is a paragraph."""
    words: list[str] = []
    fenced = False
    for line in [*lines, ""]:
        if _FENCE.match(line):
            fenced = not fenced
            line = ""
        heading = None if fenced else _HEADING.match(line)
        underline = re.fullmatch(r" {0,3}(=+|-+)\s*", line) if words and not fenced else None
        if underline:
            yield 1 if underline[1][0] == "=" else 2, " ".join(words)
            words = []
            continue
        item = _ITEM.match(line)
        starts = heading or not line.strip() or _RULE.match(line) or item
        if starts and words:
            yield 0, " ".join(words)
            words = []
        if heading:
            yield len(heading[1]), heading[2]
        elif line.strip() and not _RULE.match(line):
            words.append(re.sub(r"^\s*(?:>\s?)+", "", line[item.end() :] if item else line).strip())


def _runs(words: str) -> Iterator[Run | Mark]:
    at = 0
    for found in _MARK.finditer(words):
        if words[at : found.start()]:
            yield Run(_plain(words[at : found.start()]))
        yield Mark("note", found[1])
        at = found.end()
    if words[at:]:
        yield Run(_plain(words[at:]))


def _plain(words: str) -> str:
    # Every repetition is bounded, or stops at the sign that begins it: unclosed signs must not cost their square.
    words = re.sub(r"!\[([^\[\]]*)\]\([^()]{0,2000}\)", r"\1", words)
    words = re.sub(r"\[([^\[\]]+)\]\((?:[^()]|\([^()]*\)){0,2000}\)", r"\1", words)
    words = re.sub(r"(\*\*|__)(?=\S)(.{1,2000}?)(?<=\S)\1", r"\2", words)
    words = re.sub(r"(?<![\w*])([*_])(?=\S)([^*_]{1,2000}?)(?<=\S)\1(?!\w)", r"\2", words)
    words = re.sub(r"`([^`]+)`", r"\1", words)
    return re.sub(r"\\([\\`*_{}\[\]()#+.!-])", r"\1", words)
