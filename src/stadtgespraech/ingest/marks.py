"""Marks of footnotes in the text: small raised signs that reading makes into anything, found by their sequence.

Every sign at a word's end that may be a mark is a candidate. The candidates of a page are aligned with its footnotes in
order (Needleman & Wunsch, J. Mol. Biol. 48, 1970): a pair is worth more where the sign can be that number, where the
footnote speaks of the words around it, and where a footnote about a title stands in one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from stadtgespraech.text.tokens import sentence_spans

_SIGN = r"(?:[®™*°'’‘\"?¹²³⁰⁴-⁹¥%^´`]|\d)"
CANDIDATE = re.compile(
    rf"(?<=[a-zäöüßéA-ZÄÖÜ)”“»])(?P<mark>\[\d{{1,3}}\]|\^?\(?\d{{1,3}}\)?(?=[\s.,;:!?)]|$)|{_SIGN}{{1,3}}[:s]?)(?=[\s.,;:!?)”“]|$)"
    rf"|(?<=[\w.!?,;:)”“])(?P<apart>\s\[\d{{1,3}}\])(?=[\s.,;:!?)]|$)"
    rf"|(?<=[a-zäöüß)”“][.!?,;:])(?P<late>\[\d{{1,3}}\]|\d{{1,3}}|[¹²³⁰⁴-⁹]{{1,3}})(?=\s|$)"
)
_SUPERSCRIPT = str.maketrans("¹²³⁰⁴⁵⁶⁷⁸⁹", "1230456789")
_QUESTION = re.compile(
    r"(?:Wie|Was|Wer|Wo|Wann|Warum|Wieso|Weshalb|Welche[rsnm]?|Wohin|Wem|Wen|Kann|Können|Soll|Sollen|Ist|Sind|Hat|Gibt)\b"
)
_TITLE = re.compile(r"\b(?:Titel|[ÜU]berschrift)\w*")
_WORD = re.compile(r"[A-Za-zÄÖÜäöüß]{5,}")
WORD, CONTEXT = 80, 400  # characters before a sign, and around it, that are looked at
MAX_PAIRS = 1_000_000  # of footnotes and signs on one page; more are matched by their numbers alone
SKIP_NOTE, SKIP_CANDIDATE = -0.6, -0.35


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sign that may be a mark: characters start up to end of the text of piece `piece`."""

    piece: int
    start: int
    end: int
    sign: str
    in_title: bool
    context: str  # the sentence it stands in
    word: str  # the word before it


@dataclass(frozen=True, slots=True)
class Note:
    number: int
    label: str
    text: str


def candidates(piece: int, text: str, in_title: bool) -> list[Candidate]:
    """The candidates of one piece of text, in order. Straight quotation marks that close are none."""
    spans = sentence_spans(text)
    found = []
    for match in CANDIDATE.finditer(text):
        name = str(match.lastgroup)
        sign, start = match[name].strip(), match.start(name)
        if (sign.startswith('"') and text.count('"', 0, start) % 2) or is_unit(text, start, sign):
            continue
        first, last = spans[bisect_right(spans, (start - 1, len(text))) - 1]
        word = re.search(r"[\w-]+(?=\W{0,2}$)", text[max(0, start - WORD) : start])
        context = text[max(first, start - CONTEXT) : min(last, start + CONTEXT)]
        found.append(Candidate(piece, start, match.end(name), sign, in_title, context, word[0] if word else ""))
    return found


def is_unit(text: str, start: int, sign: str) -> bool:
    """Digits that belong to their word: CO2, B56, A40, Q3."""
    if not sign[:1].isdigit():
        return False
    word = re.search(r"[A-Za-zÄÖÜäöüß]+$", text[max(0, start - WORD) : start])
    return word is not None and (word[0].isupper() or len(word[0]) == 1)


def is_mark_for_sure(candidate: Candidate) -> bool:
    """Whether the sign is nothing but a mark: digits or raised signs, but not the 3 of a ß read as "B3"."""
    return candidate.sign[:1] in "®™*¹²³°0123456789[" and not (candidate.sign == "3" and candidate.word.endswith("B"))


def aligned(found: Sequence[Candidate], notes: Sequence[Note]) -> dict[int, int]:
    """Index of note → index of candidate; a note that is not in it has no mark."""
    rows, columns = len(notes), len(found)
    if rows * columns > MAX_PAIRS:
        return by_number(found, notes)
    score = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    worth = [[pair_worth(note, candidate) for candidate in found] for note in notes]
    for i in range(rows, -1, -1):
        for j in range(columns, -1, -1):
            options = []
            if i < rows and j < columns:
                options.append(score[i + 1][j + 1] + worth[i][j])
            if i < rows:
                options.append(score[i + 1][j] + SKIP_NOTE)
            if j < columns:
                options.append(score[i][j + 1] + SKIP_CANDIDATE * doubt(found[j]))
            score[i][j] = max(options, default=0.0)
    chosen, i, j = {}, 0, 0
    while i < rows and j < columns:
        if score[i][j] == score[i + 1][j + 1] + worth[i][j]:
            chosen[i] = j
            i, j = i + 1, j + 1
        elif score[i][j] == score[i + 1][j] + SKIP_NOTE:
            i += 1
        else:
            j += 1
    return chosen


def by_number(found: Sequence[Candidate], notes: Sequence[Note]) -> dict[int, int]:
    """Each footnote with the next sign that is exactly its number."""
    chosen: dict[int, int] = {}
    at = 0
    places: dict[str, list[int]] = {}
    for index, candidate in enumerate(found):
        places.setdefault(re.sub(r"\D", "", candidate.sign.translate(_SUPERSCRIPT)), []).append(index)
    for index, note in enumerate(notes):
        same = places.get(str(note.number), [])
        place = bisect_left(same, at)
        if place < len(same):
            chosen[index] = same[place]
            at = same[place] + 1
    return chosen


def doubt(candidate: Candidate) -> float:
    """How odd it is that this sign is no mark, 0 to 2: nothing for a question mark that ends a question."""
    if candidate.sign == "?" and _QUESTION.search(candidate.context):
        return 0.0
    return 2.0 if candidate.sign[:1] in "®™*¹²³⁰⁴⁵⁶⁷⁸⁹[" else 1.0


def pair_worth(note: Note, candidate: Candidate) -> float:
    """How well the sign can be the mark of the note; below SKIP_NOTE + SKIP_CANDIDATE it is better left alone."""
    return likeness(str(note.number), note.label, candidate.sign) + meaning(note.text, candidate)


def likeness(number: str, label: str, sign: str) -> float:
    """How like the sign is to the number: digits count, noise is a little for anything."""
    if len(sign) == 2 and sign[1] == "s" and number[-1] in "56":
        return 1.4
    digits = re.sub(r"\D", "", sign.translate(_SUPERSCRIPT))
    if digits:
        if digits in (number, re.sub(r"\D", "", label)):
            return 3.0
        return 0.4 if digits in number else -3.0
    if sign[0] == "?":
        return 1.0 if "2" in number else -0.4
    if sign[0] in "'’‘\"´`":
        return 0.9 if "1" in number or "7" in number else 0.2
    if sign[0] == "*":
        return 0.9 if number[0] in "34" or "4" in number else 0.2
    return 0.6


def meaning(text: str, candidate: Candidate) -> float:
    """How much the footnote speaks of the words around the sign."""
    about_title = bool(_TITLE.search(text))
    worth = 0.9 if candidate.in_title and about_title else -0.9 if about_title else -0.1 if candidate.in_title else 0.0
    stems = {word[:7].lower() for word in _WORD.findall(text)}
    around = {word[:7].lower() for word in _WORD.findall(candidate.context)}
    shared = min(1.2, 2.5 * len(around & stems) / max(4, len(around)))
    named = {word[:7].lower() for word in _WORD.findall(candidate.word)} & stems
    return worth + shared + (0.8 if named else 0.0) + (0.8 if named_by_word(text, candidate.word) else 0.0)


def named_by_word(text: str, word: str) -> bool:
    """Whether the footnote speaks of this very word: "der Begriff des Wachstums", „Wachstum“."""
    stem = re.escape(word[: max(5, len(word) - 2)])
    return len(word) >= 5 and bool(re.search(rf"(?:\bBegriff\w*\s+(?:\w+\s+)?|„){stem}", text))
