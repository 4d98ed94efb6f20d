"""Contributions as everybody may read them: the words, what they are about, and how far their answer is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stadtgespraech.records import FINAL_STATES, Slice
from stadtgespraech.text.weave import Weave
from stadtgespraech.web.actions.place import read_edition, title_of
from stadtgespraech.web.actions.text import slices_of, woven
from stadtgespraech.web.models import Change, Contribution, Part, Process, Product, Round
from stadtgespraech.web.templatetags.words import INTENTS
from stadtgespraech.web.views.outcomes import Outcome, outcomes_of

FILTERS = {"round": "runde", "kind": "art", "state": "stand"}
KINDS: dict[str, str | Promise] = {**INTENTS, "idea": _("Ideen"), "answer": _("Antworten auf Fragen")}
STATES: dict[str, str | Promise] = {"open": _("noch offen"), "answered": _("beantwortet")}


@dataclass(frozen=True, slots=True)
class Voice:
    """`quote` are the words it is about, as they read in the current edition, or as they last stood where `gone` names
    the revision that took them out. `state` is that of its one part, or "answered", or "" where parts differ."""

    contribution: Contribution
    title: str = ""
    quote: str = ""
    gone: int | None = None
    state: str = "received"
    states: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()


@dataclass(frozen=True, slots=True)
class FilterLink:
    address: str
    label: str | Promise
    current: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """The contributions that are asked for, newest first, and the filters; "" lets everything through."""

    rows: QuerySet[Contribution]
    rounds: tuple[Round, ...]
    round: str = ""
    kind: str = ""
    state: str = ""

    def address(self, page: int = 1, **other: str) -> str:
        """The address with these filters, one of them changed."""
        asked = {"round": self.round, "kind": self.kind, "state": self.state, **other}
        pairs = [(FILTERS[name], value) for name, value in asked.items() if value]
        return "?" + urlencode([*pairs, ("seite", str(page))] if page > 1 else pairs)

    def groups(self) -> list[tuple[str | Promise, list[FilterLink]]]:
        """The three rows of links, each with its name."""
        kinds = [("", _("alle Arten")), *KINDS.items()]
        states = [("", _("jeder Stand")), *STATES.items()]
        rounds: list[tuple[str, str | Promise]] = [
            ("", _("alle Runden")),
            *((one.slug, one.name) for one in self.rounds),
        ]
        return [
            (_("Nach Art filtern"), self.links("kind", kinds)),
            (_("Nach Stand filtern"), self.links("state", states)),
            (_("Nach Runde filtern"), self.links("round", rounds)),
        ]

    def links(self, name: str, values: Iterable[tuple[str, str | Promise]]) -> list[FilterLink]:
        now = getattr(self, name)
        return [FilterLink(self.address(1, **{name: value}), label, value == now) for value, label in values]


def filtered(process: Process, asked: Mapping[str, str]) -> Chosen:
    """Public contributions that pass the filters of an address; an unknown filter is none."""
    rounds = tuple(row for row in process.rounds.all() if row.public)
    round = known(asked.get("runde", ""), [one.slug for one in rounds])
    kind, state = known(asked.get("art", ""), KINDS), known(asked.get("stand", ""), STATES)
    rows = Contribution.objects.filter(process=process, state=Contribution.State.PUBLIC, round__public=True)
    if round:
        rows = rows.filter(round__slug=round)
    if kind:
        rows = rows.filter(kind=kind) if kind in ("idea", "answer") else rows.filter(intent=kind)
    if state:
        waiting = Exists(unanswered())
        rows = rows.filter(waiting if state == "open" else ~waiting)
    return Chosen(with_all(rows).order_by("-day", "-pk"), rounds, round, kind, state)


def known(value: str, values: Iterable[str]) -> str:
    return value if value in set(values) else ""


def unanswered() -> QuerySet[Part]:
    """The parts of a contribution that wait for their final answer."""
    parts = Part.objects.filter(contribution=OuterRef("pk"), superseded=False)
    return parts.exclude(disposition__state__in=FINAL_STATES)


def with_all(rows: QuerySet[Contribution]) -> QuerySet[Contribution]:
    """The rows with what a list of voices shows, in as many queries for one as for a hundred."""
    return rows.select_related("round", "about", "question", "reply_to").prefetch_related("parts__disposition")


def voices_of(process: Process, rows: Iterable[Contribution]) -> list[Voice]:
    """The voices of a list."""
    products = {product.pk: product for product in process.products.all()}
    return [short_voice(row, products) for row in rows]


def voice_of(process: Process, contribution: Contribution) -> Voice:
    """One voice, with all that came of it."""
    short = voices_of(process, [contribution])[0]
    outcomes = tuple(outcomes_of(contribution))
    return Voice(contribution, short.title, short.quote, short.gone, short.state, short.states, outcomes)


def short_voice(row: Contribution, products: Mapping[int, Product]) -> Voice:
    states = tuple(state_of(part) for part in row.parts.all() if not part.superseded)
    title, quote, gone = about_of(row, products) if row.about is not None else ("", "", None)
    return Voice(row, title, quote, gone, whole_state(states), states)


def about_of(row: Contribution, products: Mapping[int, Product]) -> tuple[str, str, int | None]:
    """The title of the text that a contribution is about, and the words of its passage, in the edition that is read."""
    assert row.about is not None
    product = row.about.product = products[row.about.product_id]
    edition = read_edition(product)
    if edition is None:
        return "", "", None
    found = words_of(woven(product), slices_of(row.passage), edition.revision) if row.passage else ("", None)
    return title_of(row.about, edition), *found


def state_of(part: Part) -> str:
    answer = getattr(part, "disposition", None)
    return str(answer.state) if answer is not None else "received"


def whole_state(states: tuple[str, ...]) -> str:
    """One word for a contribution: there is no overall score, so parts that differ have none."""
    if len(set(states)) == 1:
        return states[0]
    return "answered" if states and all(state in FINAL_STATES for state in states) else "weighed"


def words_of(weave: Weave, passage: tuple[Slice, ...], revision: int) -> tuple[str, int | None]:
    """How a passage reads at `revision`. Where no more than blanks live: how it last read, and the revision after."""
    words = weave.passage_text(passage, revision).strip()
    if words:
        return words.replace("\n", " "), None
    for earlier in reversed(range(revision)):
        words = weave.passage_text(passage, earlier).strip()
        if words:
            return words.replace("\n", " "), earlier + 1
    return "", None


def gone_change(voice: Voice) -> Change | None:
    """The change that took the words out that a voice is about."""
    about = voice.contribution.about
    if about is None or voice.gone is None:
        return None
    return Change.objects.filter(product_id=about.product_id, revision=voice.gone).first()


def gone_page(request: HttpRequest, process: Process, contribution: Contribution) -> HttpResponse:
    """The empty place of what was withdrawn or erased."""
    context = {"process": process, "section": "contributions", "contribution": contribution}
    return render(request, "web/contribution_gone.html", context, status=410)
