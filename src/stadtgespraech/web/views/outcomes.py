"""What became of what somebody said: each part with its state, its answer, and the exact words that changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from stadtgespraech.publish.marking import Piece
from stadtgespraech.records import FINAL_STATES
from stadtgespraech.web.access import readable
from stadtgespraech.web.actions.document import words_of
from stadtgespraech.web.actions.text import title_of
from stadtgespraech.web.models import Change, Contribution, Disposition, Edition, Part, Process, Product


@dataclass(frozen=True, slots=True)
class Changed:
    """A change that an answer names. `edition` is the first public one with it, None while it is to come; `pieces`
    are the sentences that it altered, marked, none where it left the words as they were."""

    change: Change
    title: str
    edition: Edition | None
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """`like` is the contribution whose answer holds for this part too, where that can be read."""

    part: Part
    words: str
    state: str
    answer: Disposition | None
    changes: tuple[Changed, ...] = ()
    like: Contribution | None = None

    @property
    def is_final(self) -> bool:
        return self.state in FINAL_STATES


def outcomes_of(process: Process, contribution: Contribution) -> list[Outcome]:
    """The parts that count, in the order of the text."""
    products = {product.pk: product for product in process.products.all()}
    parts = contribution.parts.filter(superseded=False).select_related("disposition")
    parts = parts.prefetch_related("disposition__changes__text")
    return [outcome_of(contribution, part, products) for part in parts]


def outcome_of(contribution: Contribution, part: Part, products: Mapping[int, Product]) -> Outcome:
    words = contribution.text[part.start : part.end]
    answer = getattr(part, "disposition", None)
    if answer is None:
        return Outcome(part, words, "received", None)
    shown = tuple(changed(change, products[change.product_id]) for change in answer.changes.all())
    like = twin(contribution, answer.detail) if answer.state == "same-as" else None
    return Outcome(part, words, answer.state, answer, shown, like)


def twin(contribution: Contribution, key: str) -> Contribution | None:
    return readable(contribution.process).filter(parts__key=key).first()


def changed(change: Change, product: Product) -> Changed:
    """The words of a change, once a public edition has it; before that only that it was decided."""
    change.product = product
    current = product.current_edition()
    if change.revision is None:
        return Changed(change, title_in(change, current), current, ())
    with_it = (row for row in product.public_editions() if row.revision >= (change.revision or 0))
    edition = next(with_it, None)
    pieces = words_of(change, edition.revision) if edition is not None else ()
    return Changed(change, title_in(change, edition or current), edition, pieces)


def title_in(change: Change, edition: Edition | None) -> str:
    """The title of the text that a change alters, "" where it alters none."""
    if change.text is None:
        return ""
    change.text.product = change.product
    return title_of(change.text, edition)
