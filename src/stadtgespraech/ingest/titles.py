"""Titles in plain text: short, one sentence or less, not as wide as the text, and before longer text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from stadtgespraech.ingest.lines import Line, ended, joined
from stadtgespraech.text.tokens import sentence_spans

MAX_LINES, MAX_CHARACTERS = 3, 240
NARROW = 0.92  # share of the text's width that a title's line stays below
LONG = 120  # characters of text that must follow a title
TENSION = re.compile(r"(?:Spannungsfeld|Feld|Zielkonflikt|Konfliktfeld|Dilemma)\s+(?:\d{1,2}|[IVX]{1,5})\s*[:.–—-]")
_LABELLED = re.compile(
    r"(?:Zielbild|Leitbild|Ausgangsbild|Leitlinie|Leitsatz|Handlungsfeld|Ziel|These)\s+(?:\d{1,2}|[IVX]{1,5})\b"
)
_CAPTION = re.compile(r"(?:Schema|Abbildung|Abb\.|Grafik|Tabelle|Quelle|Foto)\b[^.]{0,20}:", re.I)
_COVER = re.compile(r"\bStand\b\s*:|\bFassung vom\b|^\d{1,2}\.\s?\w+\s?\d{4}$|^[-–—*_=~\s\d]+$")
_MARK_END = re.compile(r"[^\w\s.!?:]{0,3}\d{0,3}[^\w\s.!?:]{0,3}([.!?:])[^\w\s]{0,3}$")


def title_lines(block: Sequence[Line], follower: Sequence[Line], width: int) -> tuple[int, int]:
    """How many lines of the block are a title, and its level; (0, 0) where it has none. `follower` is the next block,
    `width` how wide the text of the page is set, in characters."""
    text = block[0].text
    if TENSION.match(text):
        count = next((n for n, line in enumerate(block, 1) if ended(line.text)), len(block))
        return (count, 2) if count <= MAX_LINES else (1, 2)
    if _CAPTION.match(text) or any(_COVER.search(line.text) for line in block[: MAX_LINES + 1]):
        return 0, 0
    if not (text[:1].isupper() or text[:1].isdigit() or text[:1] in '„»"'):
        return 0, 0
    if whole_title(block, follower, width):
        return len(block), 1
    return (1, 1) if glued_title(block, width) else (0, 0)


def text_width(page: Sequence[Line]) -> int:
    """How wide the page's text is set: what nine of ten lines that are followed by another stay below."""
    wrapped = sorted(len(line.text) for line, after in pairwise(page) if not after.gap and after.page == line.page)
    return wrapped[int(len(wrapped) * 0.9)] if wrapped else 0


def whole_title(block: Sequence[Line], follower: Sequence[Line], width: int) -> bool:
    """A block of one to three short lines, no more than one sentence, before longer text or before another title."""
    if len(block) > MAX_LINES:
        return False
    text = joined(block)
    if len(text) > MAX_CHARACTERS or text.endswith(("-", ",", ";")):
        return False
    if len(block) > 1 and max(len(line.text) for line in block[:-1]) > NARROW * width:
        return False
    if len(block) == 1 and width and len(text) > NARROW * width and not _LABELLED.match(text):
        return False
    if len(sentence_spans(text)) > 1 and not _LABELLED.match(text):
        return False
    below = joined(follower[:MAX_LINES])
    return len(below) >= LONG or bool(_LABELLED.match(text) and below) or bool(TENSION.match(below))


def glued_title(block: Sequence[Line], width: int) -> bool:
    """A first line that is a whole sentence and ends early, though more lines follow in the block: running text would
    have filled it."""
    if len(block) < 3:
        return False
    text, after = block[0].text, block[1].text
    short = len(text) <= 0.88 * width or bool(_LABELLED.match(text))
    return short and bool(_MARK_END.search(text)) and after[:1].isupper() and len(sentence_spans(text)) == 1
