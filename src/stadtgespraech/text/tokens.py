"""Tokens: words, spaces and punctuation, losslessly.

What people write as one word stays one token: `Bürger*innen`, `Schüler:innen`, `Stadt-Umland`, `z. B.`, `§ 12 Abs. 3`,
`1.000,50 €`, `12.03.2026`, addresses of pages and mailboxes.
"""

from __future__ import annotations

import re

# The first alternative is what most text is made of, and must stay cheap: letters before a space or a comma.
_TOKEN = re.compile(
    r"""
    [^\W\d_]+(?=[ ,;\n])(?!\ ?[*])
  | \n
  | [^\S\n]+
  | (?:https?://|www\.)[^\s<>"„“”»«]*[\w/]
  | [\w.+-]+@\w[\w-]*(?:\.\w[\w-]*)+
  | §§?[\ \u00a0\u202f]?\d+[a-z]?\b
    (?:[\ \u00a0\u202f](?:Abs|Absatz|Satz|Nr|Nummer|S|Halbsatz)\.?[\ \u00a0\u202f]\d+[a-z]?\b)*
  | [zduiovsem]\.[\ \u00a0\u202f]?(?:[a-zäöü]\.[\ \u00a0\u202f]?)*[BhaädRAEVOUuowmgTZ]\.
  | \d+(?:[.,:]\d+)*(?:[\ \u00a0\u202f]?(?:€|%|‰|°C?))?(?![\w*])
  | \w+(?:[*:_/.,'’‑-]\w+)*(?:[*:_/](?:innen|in)\b)?
  | [^\w\s]
  | .
    """,
    re.VERBOSE | re.DOTALL,
)


def tokenize(text: str) -> list[str]:
    """The tokens of `text`, in order; joined they are `text`, for any characters. A line feed is a token of its own,
    other white space is one token a run. Linear in the length of the text."""
    return _TOKEN.findall(text)


_SENTENCE_END = re.compile(r"[.!?…]+[“”\"»)\]’']*[^\S\n]+(?=[\"„«»(\[]*\w)|\n")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Character ranges of the sentences of `text`, in order, without gaps; the white space after a sentence belongs
    to it. Blocks end sentences. Full stops of abbreviations (`z. B.`, `Lennéstr.`) and of days (`3. Mai`) do not."""
    spans, start = [], 0
    for match in _SENTENCE_END.finditer(text):
        if match.group() != "\n" and _abbreviated(text, match.start()):
            continue
        end = match.start() if match.group() == "\n" else match.end()
        if end > start:
            spans.append((start, end))
        start = end
    if start < len(text):
        spans.append((start, len(text)))
    return spans


_ABBREVIATION = re.compile(
    r"(?:\b\w|\b\d{1,2}|[Ss]tr|\b(?:bzw|ca|Nr|Abs|Art|Dr|Prof|St|[Vv]gl|evtl|ggf|inkl|exkl|max|min|usw|etc|Mio|Mrd|Hbf|Pl|Tel))$"
)


def _abbreviated(text: str, at: int) -> bool:
    return text[at] == "." and _ABBREVIATION.search(text, max(0, at - 12), at) is not None
