"""What became of what somebody said: each part with its state, its answer, and the exact words that changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from stadtgespraech.records import FINAL_STATES
from stadtgespraech.text.marking import MarkedRun
from stadtgespraech.web.actions.text import woven
from stadtgespraech.web.models import Change, Contribution, Disposition, Edition, Part, Wording

AROUND = 90  # characters of unchanged text that are shown beside a change


@dataclass(frozen=True, slots=True)
class Run:
    """Words with one fate: kept, inserted, deleted, moved-here, moved-away; "cut": unchanged words left out."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A change that an answer names. `edition` is the first public one with it, None while it is to come; `runs` are
    one row for each title or paragraph that it touches, none where it left the words as they were."""

    change: Change
    title: str
    edition: Edition | None
    runs: tuple[tuple[Run, ...], ...]


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
    runs = woven(change.product).marked(change.revision - 1, change.revision)
    return Changed(change, title_at(change, edition), edition, tuple(paragraphs_of(runs)))


def title_at(change: Change, edition: Edition | None) -> str:
    """The title of the text that a change alters, as it reads in `edition` or the latest public one."""
    if change.text is None:
        return ""
    last = edition or change.product.editions.filter(audience="public").order_by("-number").first()
    rows = Wording.objects.filter(text=change.text, revision__lte=last.revision if last else 0)
    return rows.order_by("-revision").values_list("title", flat=True).first() or ""


def paragraphs_of(runs: Sequence[MarkedRun]) -> Iterator[tuple[Run, ...]]:
    """The titles and paragraphs in which something changed, each as few runs."""
    block: list[Run] = []
    for run in runs:
        if run.block is not None:
            yield from shown(block)
            block = []
        else:
            block.append(Run(run.kind, run.text))
    yield from shown(block)


def shown(block: list[Run]) -> Iterator[tuple[Run, ...]]:
    if any(run.kind != "kept" for run in block):
        joined = [Run(kind, "".join(run.text for run in same)) for kind, same in groupby(block, lambda run: run.kind)]
        yield tuple(piece for at, run in enumerate(joined) for piece in trimmed(run, at == 0, at == len(joined) - 1))


def trimmed(run: Run, first: bool, last: bool) -> Iterator[Run]:
    """A run, with the unchanged words that are far from any change left out."""
    text = run.text
    if run.kind != "kept" or len(text) <= (AROUND if first or last else 2 * AROUND) + 20:
        yield run
        return
    if not first:
        yield Run("kept", text[:AROUND].rsplit(" ", 1)[0] + " ")
    yield Run("cut", "…")
    if not last:
        yield Run("kept", " " + text[-AROUND:].split(" ", 1)[-1])
