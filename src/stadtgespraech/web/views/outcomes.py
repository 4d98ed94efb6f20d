"""What became of what somebody said: each part with its state, its answer, and the exact words that changed."""

from __future__ import annotations

from dataclasses import dataclass

from stadtgespraech.publish.marking import Piece
from stadtgespraech.records import FINAL_STATES
from stadtgespraech.web.actions.document import words_of
from stadtgespraech.web.models import Change, Contribution, Disposition, Edition, Part, Wording


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


def outcomes_of(contribution: Contribution) -> list[Outcome]:
    """The parts that count, in the order of the text."""
    parts = contribution.parts.filter(superseded=False).select_related("disposition")
    return [outcome_of(contribution, part) for part in parts]


def outcome_of(contribution: Contribution, part: Part) -> Outcome:
    words = contribution.text[part.start : part.end]
    answer = getattr(part, "disposition", None)
    if answer is None:
        return Outcome(part, words, "received", None)
    changes = answer.changes.select_related("product__weave", "text", "undoes").prefetch_related("undone_by")
    shown = tuple(changed(change) for change in changes)
    like = twin(contribution, answer.detail) if answer.state == "same-as" else None
    return Outcome(part, words, answer.state, answer, shown, like)


def twin(contribution: Contribution, key: str) -> Contribution | None:
    rows = Contribution.objects.filter(process=contribution.process, state="public", round__public=True)
    return rows.filter(parts__key=key).first()


def changed(change: Change) -> Changed:
    """The words of a change, once a public edition has it; before that only that it was decided."""
    editions = change.product.editions.filter(audience="public").order_by("number")
    if change.revision is None:
        return Changed(change, title_at(change, None), editions.last(), ())
    edition = editions.filter(revision__gte=change.revision).first()
    if edition is None:
        return Changed(change, title_at(change, None), None, ())
    return Changed(change, title_at(change, edition), edition, words_of(change, edition.revision))


def title_at(change: Change, edition: Edition | None) -> str:
    """The title of the text that a change alters, as it reads in `edition` or the latest public one."""
    if change.text is None:
        return ""
    last = edition or change.product.editions.filter(audience="public").order_by("-number").first()
    rows = Wording.objects.filter(text=change.text, revision__lte=last.revision if last else 0)
    return rows.order_by("-revision").values_list("title", flat=True).first() or ""
