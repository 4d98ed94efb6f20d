"""What the first page of a process shows, each part of it as values."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from stadtgespraech.publish.marking import Piece
from stadtgespraech.web.actions.document import words_of
from stadtgespraech.web.clock import last_moment, local
from stadtgespraech.web.models import Change, Contribution, Edition, EditionFile, Phase, Process, Product, Round
from stadtgespraech.web.views.reading import Reading
from stadtgespraech.web.views.river import WIDE, river

FILES = {
    "clean.pdf": (_("Lesefassung"), _("PDF, barrierefrei")),
    "marked.pdf": (_("Fassung mit markierten Änderungen"), _("PDF, barrierefrei")),
    "changes.pdf": (_("Liste der Änderungen mit Gründen"), _("PDF, barrierefrei")),
    "bundle.zip": (_("Prüfpaket"), _("alles zum Nachrechnen, ohne unsere Hilfe; ZIP")),
}
SAMPLES = 3


@dataclass(frozen=True, slots=True)
class Open:
    """Something that is open: what, where it leads, the last day and how many days are left."""

    words: str
    address: str
    kind: str
    until: datetime.datetime | None
    days: int


def whats_open(process: Process, phases: Iterable[Phase], now: datetime.datetime, today: datetime.date) -> list[Open]:
    """What anybody can take part in now, in the order of the phases. Rounds apart are reached by their own page."""
    write = reverse("write", args=[process.slug])
    found = []
    for phase in phases:
        if not phase.is_open(now) or phase.round.is_apart or not phase.round.public:
            continue
        until = last_moment(process, phase)
        days = (until.date() - today).days if until is not None else 0
        if phase.kind == "answer":
            asked = [(item.text, f"{write}?question={item.slug}") for item in phase.questions.all()]
        elif phase.kind == "idea":
            asked = [(phase.title, f"{write}?kind=idea")]
        else:
            asked = [(phase.title, reverse("product", args=[process.slug, phase.product.slug]))]
        found += [Open(words, address, phase.kind, until, days) for words, address in asked]
    return found


@dataclass(frozen=True, slots=True)
class Step:
    """Something on the way. `day` is its day, the last of what is open, the first of what will open; `dates` says it
    where no day is known."""

    words: str
    day: datetime.date | None
    state: str  # done, now, ahead
    dates: str = ""
    opens: bool = False  # from `day` on
    this_year: bool = True


@dataclass(frozen=True, slots=True)
class Station:
    """A product on the path."""

    product: Product
    state: str  # done, now, ahead
    edition: Edition | None
    steps: tuple[Step, ...]
    idea: bool


@dataclass(frozen=True, slots=True)
class Path:
    stations: tuple[Station, ...]
    behind: str
    ahead: str
    text: str


STATES = {Product.State.RESOLVED: "done", Product.State.RUNNING: "now", Product.State.PLANNED: "ahead"}


def path_of(process: Process, products: Sequence[Product], phases: Sequence[Phase], now: datetime.datetime) -> Path:
    """The products in order, with what happened on the way to the one that is being worked on."""
    found = []
    for product in products:
        editions = product.public_editions()
        own = [phase for phase in phases if phase.product_id == product.pk]
        state = STATES[Product.State(product.state)]
        steps = steps_of(process, product, editions, own, now) if state != "done" else ()
        idea = any(phase.kind == "idea" and phase.is_open(now) and not phase.round.is_apart for phase in own)
        found.append(Station(product, state, editions[-1] if editions else None, steps, idea))
    here = max((n for n, item in enumerate(found) if item.state != "ahead"), default=0)
    behind, ahead = river(here, [WIDE if item.state == "now" else 1.0 for item in found])
    text = next((item.product.path_text for item in found if item.product.path_text), "")
    return Path(tuple(found), behind, ahead, text)


def steps_of(
    process: Process, product: Product, editions: Iterable[Edition], phases: Iterable[Phase], now: datetime.datetime
) -> tuple[Step, ...]:
    """The editions so far, the phases in which people are asked, and what is planned, by their days. What has no day
    stands at the end, as it was planned."""
    today = local(process, now).date()
    steps = [Step(edition.name, edition.date, "done") for edition in editions]
    steps += [step_of(process, phase, now) for phase in phases if phase.kind == "feedback" and phase.round.public]
    steps += [
        Step(item.title, item.day, "ahead", item.dates)
        for item in product.milestones.all()
        if item.day is None or item.day >= today
    ]
    dated = [replace(step, this_year=step.day is None or step.day.year == today.year) for step in steps]
    return tuple(sorted(dated, key=lambda step: step.day or datetime.date.max))


def step_of(process: Process, phase: Phase, now: datetime.datetime) -> Step:
    if phase.opens_at > now:
        return Step(phase.title, local(process, phase.opens_at).date(), "ahead", opens=True)
    until = last_moment(process, phase)
    return Step(phase.title, until.date() if until is not None else None, "now" if phase.is_open(now) else "done")


@dataclass(frozen=True, slots=True)
class Bar:
    count: int
    percent: str


@dataclass(frozen=True, slots=True)
class Turnout:
    """A round with how many people and contributions; what nobody counted stays empty."""

    round: Round
    people: Bar | None
    said: Bar | None
    is_open: bool


def turnouts(process: Process, phases: Sequence[Phase], now: datetime.datetime) -> list[Turnout]:
    """The public rounds in the order held."""
    shown = Q(contributions__state=Contribution.State.PUBLIC) & ~Q(contributions__kind="idea")
    rounds = list(
        process.rounds.filter(public=True).annotate(here=Count("contributions", filter=shown)).order_by("number")
    )
    running = {phase.round_id for phase in phases if phase.is_open(now)}
    said = {row.pk: row.counted if row.counted is not None else row.here for row in rounds}
    most = max([*said.values(), *(row.people or 0 for row in rounds), 1])

    def bar(count: int | None) -> Bar | None:
        return Bar(count, f"{100 * count / most:.2f}%") if count else None

    return [Turnout(row, bar(row.people), bar(said[row.pk]), row.pk in running) for row in rounds]


def files_of(edition: Edition) -> list[tuple[EditionFile, Any, Any]]:
    """The files that are offered first, of those that exist, with their words."""
    known = {item.name: item for item in edition.files.all()}
    return [(known[name], *words) for name, words in FILES.items() if name in known]


@dataclass(frozen=True, slots=True)
class Sample:
    change: Change
    title: str
    piece: Piece


def changes_between(edition: Edition) -> list[Change]:
    """The changes that an edition shows against its base, with the notes that changed no word."""
    base = edition.base.revision if edition.base is not None else edition.revision
    shown = Q(revision__isnull=True) | Q(revision__gt=base, revision__lte=edition.revision)
    rows = Change.objects.filter(shown, product=edition.product_id)
    return list(rows.select_related("text", "undoes").prefetch_related("sources"))


def samples(changes: Iterable[Change], edition: Edition, readings: Iterable[Reading]) -> list[Sample]:
    """The first change of each of the first statements that have one, in the drawn order."""
    titles = {reading.text.pk: reading.title for reading in readings}
    first: dict[int, Change] = {}
    for change in changes:
        if change.text_id in titles and change.text_id is not None:
            first.setdefault(change.text_id, change)
    chosen = [first[key] for key in titles if key in first][:SAMPLES]
    drawn = [(change, words_of(change, edition.revision)) for change in chosen]
    return [Sample(change, titles[change.text_id or 0], pieces[0]) for change, pieces in drawn if pieces]
