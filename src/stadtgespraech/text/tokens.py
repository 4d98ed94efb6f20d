"""Tokens: words, spaces and punctuation, losslessly.

What people write as one word stays one token: `Bürger*innen`, `Schüler:innen`, `Stadt-Umland`, `z. B.`, `§ 12 Abs. 3`,
`1.000,50 €`, `12.03.2026`, addresses of pages and mailboxes.
"""

from __future__ import annotations

import re

_MARKS = "\u0300-\u036f\u0483-\u0487\u064b-\u065f\u0670\u00ad\u200c\u200d\ufe0f"
"""Combining marks, soft hyphen and joiners: they belong to the letter before them, what `re` does not know."""

# The first alternative is what most text is made of, and must stay cheap: letters before a space or a comma.
_TOKEN = re.compile(
    rf"""
    [^\W\d_]+(?=[ ,;\n])(?!\ ?[*])
  | \n
  | [^\S\n]+
  | (?:https?://|www\.)[^\s<>"„“”»«]*[\w/]
  | [\w.+-]{{1,64}}@\w[\w-]*(?:\.\w[\w-]*)+
  | §§?[\ \u00a0\u202f]?\d+[a-z]?\b
    (?:[\ \u00a0\u202f](?:Abs|Absatz|Satz|Nr|Nummer|S|Halbsatz)\.?[\ \u00a0\u202f]\d+[a-z]?\b)*
  | [zduiovsem]\.[\ \u00a0\u202f]?(?:[a-zäöü]\.[\ \u00a0\u202f]?){{0,2}}[BhaädRAEVOUuowmgTZ]\.
  | \d+(?:[.,:]\d+)*(?:[\ \u00a0\u202f]?(?:€|%|‰|°C?))(?!\w)
  | \d+(?:[.,:/-]\w+)*(?![\w*])
  | \w[\w{_MARKS}]*(?:/-|[*:_/.,'’‑-])\w[\w{_MARKS}]*(?:(?:/-|[*:_/.,'’‑-])\w[\w{_MARKS}]*)*
  | \w[\w{_MARKS}]*(?:\((?:innen|in|en|n|e|s)\))?
  | [^\w\s]
  | .
    """,
    re.VERBOSE | re.DOTALL,
)


def tokenize(text: str) -> list[str]:
    """The tokens of `text`, in order; joined they are `text`, for any characters. A line feed is a token of its own,
    other white space is one token a run. Linear in the length of the text."""
    return _TOKEN.findall(text)


FUNCTION_WORDS = frozenset({
    "aber", "alle", "allen", "aller", "alles", "als", "also", "am", "an", "andere", "anderen", "auch", "auf", "aus",
    "bei", "beim", "bis", "da", "dabei", "damit", "dann", "das", "dass", "dazu", "dem", "den", "denen", "der",
    "deren", "des", "die", "dies", "diese", "diesem", "diesen", "dieser", "dieses", "doch", "dort", "durch", "ein",
    "eine", "einem", "einen", "einer", "eines", "er", "es", "etwas", "für", "gegen", "hat", "haben", "hier", "hin",
    "ich", "ihr", "ihre", "ihrem", "ihren", "ihrer", "im", "immer", "in", "ins", "ist", "ja", "jede", "jeder",
    "jedes", "kann", "kein", "keine", "können", "man", "mehr", "mit", "muss", "müssen", "nach", "nicht", "noch",
    "nun", "nur", "ob", "oder", "ohne", "schon", "sehr", "sein", "seine", "seinen", "sich", "sie", "sind", "so",
    "sollen", "sollte", "sowie", "über", "um", "und", "uns", "unter", "vom", "von", "vor", "war", "was", "weil",
    "wenn", "werden", "wer", "wie", "wir", "wird", "wo", "wurde", "wurden", "zu", "zum", "zur", "zwischen",
})  # fmt: skip

_SENTENCE_END = re.compile(r"(?<![.!?…])[.!?…]+[“”\"»)\]’']*[^\S\n]+(?=(?:[-–—*•][^\S\n]+)?[\"„«»(\[]*\w)|\n")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Character ranges of the sentences of `text`, in order, without gaps; the white space after a sentence belongs
    to it. Blocks end sentences. Full stops of abbreviations (`z. B.`, `Lennéstr.`) and of days (`3. Mai`) do not."""
    spans, start = [], 0
    for match in _SENTENCE_END.finditer(text):
        if match.group() != "\n" and _abbreviated(text, match.start(), match.end()):
            continue
        end = match.start() if match.group() == "\n" else match.end()
        if end > start:
            spans.append((start, end))
        start = end
    if start < len(text):
        spans.append((start, len(text)))
    return spans


_LETTER = re.compile(r"\b[^\W\d]$")
_ABBREVIATION = re.compile(
    r"(?:\b\d{1,2}|[Ss]tr|\b(?:bzw|ca|Nr|Abs|Art|Dr|Prof|St|[Vv]gl|evtl|ggf|inkl|exkl|max|min|usw|etc|Mio|Mrd|Hbf|Pl|Tel))$"
)
_FIRST_WORD = re.compile(r"\W*(\w+)")


def _abbreviated(text: str, at: int, end: int) -> bool:
    """Whether the full stop at `at` ends no sentence: it ends an abbreviation or an ordinal, and what follows from
    `end` on is not a word that only a sentence begins with a capital („Tempo 30. In der Nordstadt …“)."""
    if text[at] != ".":
        return False
    before = max(0, at - 12)
    if _LETTER.search(text, before, at):
        return True
    if not _ABBREVIATION.search(text, before, at):
        return False
    first = _FIRST_WORD.match(text, end)
    return first is None or not first[1][0].isupper() or first[1].lower() not in FUNCTION_WORDS
