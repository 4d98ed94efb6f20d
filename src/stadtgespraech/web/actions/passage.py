"""From what a reader chose to the slices that stay attached to it."""

from __future__ import annotations

from stadtgespraech.web.actions.text import flat_start, rows_at, rows_of, woven
from stadtgespraech.web.models import Text

Passage = tuple[tuple[int, int, int, int], ...]


def passage_of(text: Text, paragraph: int, quote: str | None) -> Passage:
    """The slices of a quote in a paragraph (0: the title) of the edition that is read now; of the whole paragraph
    without a quote. Empty where it does not stand there."""
    edition = text.product.current_edition()
    weave = woven(text.product)
    revision = edition.revision if edition is not None else weave.revisions
    start = flat_start(weave, revision, text.owner, paragraph)
    if start is None:
        return ()
    words = rows_at(text, revision)[paragraph]
    at = words.find(quote) if quote else 0
    if at < 0:
        return ()
    return passage_between(text, revision, paragraph, at, at + len(quote or words))


def passage_between(text: Text, revision: int, paragraph: int, start: int, end: int) -> Passage:
    """The slices of characters `start` up to `end` of a paragraph at `revision`. Empty where there are none."""
    weave = woven(text.product)
    if not 0 <= revision <= weave.revisions:
        return ()
    first = flat_start(weave, revision, text.owner, paragraph)
    if first is None or not 0 <= start < end <= len(rows_at(text, revision)[paragraph]):
        return ()
    found = weave.passage(first + start, first + end, revision)
    return tuple((row[0], row[1], row[2], row[3]) for row in rows_of(found))
