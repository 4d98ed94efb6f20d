"""Which reason belongs to which change: by the words it quotes, by the change's number, by a footnote's place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from stadtgespraech.ingest.reasons import Reason
from stadtgespraech.ingest.steps import Step
from stadtgespraech.records import Change, Process
from stadtgespraech.text.tokens import sentence_spans
from stadtgespraech.text.weave import Weave

NUMBERED, EQUAL, CHANGED, AROUND = 4, 3, 2, 1  # how well a reason fits, best first
MIN_AROUND = 12  # characters a quotation needs to name a place by words that did not change


@dataclass(slots=True)
class Matched:
    """By step (its index) its reasons, in table order; `unused` reasons fit nowhere, `unclear` ones fit several places
    that have nothing in common but their surroundings."""

    reasons: dict[int, list[Reason]] = field(default_factory=dict)
    unused: list[Reason] = field(default_factory=list)
    unclear: list[Reason] = field(default_factory=list)


def match_reasons(a: str, b: str, steps: Sequence[Step], reasons: Sequence[Reason]) -> Matched:
    """A reason goes to every change whose altered words it quotes best; one that quotes only the surroundings, to the
    one change that stands there. A row without any quotation goes by its number."""
    found = Matched()
    folded = [
        _Folded(fold(step.old), fold(step.new), fold(_around(a, step.a)), fold(_around(b, step.b))) for step in steps
    ]
    for reason in reasons:
        scores = {index: _fit(reason, index + 1, words) for index, words in enumerate(folded)}
        best = max(scores.values(), default=0)
        fitting = [index for index, score in scores.items() if score == best > 0]
        if not fitting:
            found.unused.append(reason)
        elif best == AROUND and len(fitting) > 1:
            found.unclear.append(reason)
        else:
            for index in fitting:
                found.reasons.setdefault(index, []).append(reason)
    return found


@dataclass(frozen=True, slots=True)
class _Folded:
    old: str
    new: str
    around_old: str
    around_new: str


def fold(text: str) -> str:
    """Without case, kinds of quotation marks and dashes, and double blanks."""
    text = re.sub(r"[„“”\"»«‚‘’']", "", text.casefold())
    return " ".join(re.sub(r"[‐-―−]", "-", text).split()).strip(" .,;:")


def _around(text: str, span: tuple[int, int]) -> str:
    """The sentences that hold the span."""
    start = text.rfind("\n", 0, span[0] + 1) + 1
    end = text.find("\n", max(span[1], start))
    part = text[start : len(text) if end < 0 else end]
    low, high = span[0] - start, span[1] - start
    return "".join(part[one:two] for one, two in sentence_spans(part) if one <= high and two > low)


def _fit(reason: Reason, number: int, words: _Folded) -> int:
    quotes: list[tuple[str, Sequence[str], Sequence[str]]] = [
        (fold(reason.old), [words.old], [words.around_old]),
        (fold(reason.new), [words.new], [words.around_new]),
        (fold(reason.quote), [words.new, words.old], [words.around_new, words.around_old]),
    ]
    fits = [_fit_quote(*quote) for quote in quotes if quote[0]]
    if not fits:
        return NUMBERED if reason.number == number else 0
    return max(fits) if min(fits) > 0 or reason.quote else 0


def _fit_quote(quote: str, changed: Sequence[str], around: Sequence[str]) -> int:
    if quote in changed:
        return EQUAL
    if any(part and (_holds(part, quote) or (_holds(quote, part) and len(part) > 3)) for part in changed):
        return CHANGED
    return AROUND if len(quote) >= MIN_AROUND and any(_holds(part, quote) for part in around) else 0


def _holds(text: str, words: str) -> bool:
    """Whether the words stand in the text as whole words."""
    return bool(words) and re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) is not None


def match_notes(
    b: str, steps: Sequence[Step], matched: Matched, process: Process
) -> tuple[dict[int, list[Change]], list[tuple[int, Change]]]:
    """The new document's own footnotes: those whose mark stands right after or later in the sentence of a change that
    the table does not explain, by step; and the others, with the end of the word they stand at."""
    weave = Weave.from_rows(process.weave)
    if weave.text() != b:
        return {}, []
    bound: dict[int, list[Change]] = {}
    rest: list[tuple[int, Change]] = []
    for change in process.changes:
        if change.revision is None:
            places = weave.locate(change.anchor)
            at = max((end for _, end in places), default=0)
            index = next(_steps_before(b, steps, at), None) if at else None
            if index is not None and index not in matched.reasons and "explain-only" not in change.kinds:
                bound.setdefault(index, []).append(change)
            else:
                rest.append((at, change))
    return bound, rest


def _steps_before(b: str, steps: Sequence[Step], at: int) -> Iterator[int]:
    """The changes in the sentence that ends in or holds character `at`, the nearest first."""
    line = b.rfind("\n", 0, at) + 1
    start = max((line + one for one, _ in sentence_spans(b[line : at + 1]) if line + one < at), default=line)
    near = [(step.b[1], index) for index, step in enumerate(steps) if start <= step.b[1] and step.b[0] <= at]
    return (index for _, index in sorted(near, reverse=True))
