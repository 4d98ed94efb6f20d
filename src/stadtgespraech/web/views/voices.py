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
from stadtgespraech.web.actions.text import slices_of, title_of, woven
from stadtgespraech.web.models import Change, Contribution, Part, Process, Product, Round
from stadtgespraech.web.templatetags.words import INTENTS
from stadtgespraech.web.views.outcomes import Outcome, outcomes_of

FILTERS = {"round": "runde", "kind": "art", "state": "stand"}
KINDS: dict[str, str | Promise] = {**INTENTS, "idea": _("Ideen"), "answer": _("Antworten auf Fragen")}
STATES: dict[str, str | Promise] = {"open": _("noch offen"), "answered": _("beantwortet")}
FEW: tuple[tuple[str, str, str | Promise], ...] = (
    ("", "", _("alle")),
    ("change", "", _("Änderungswünsche")),
    ("question", "", _("Fragen")),
    ("", "open", STATES["open"]),
    ("", "answered", STATES["answered"]),
)


@dataclass(frozen=True, slots=True)
class Voice:
    """`quote` are the words it is about, as they read in the current edition, or, where some of them are gone
    (`altered`), as they last stood; `gone` names the revision that took the last of them out. `state` is that of its
    one part, or "answered", or "" where parts differ."""

    contribution: Contribution
    title: str = ""
    quote: str = ""
    gone: int | None = None
    state: str = "received"
    states: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    altered: bool = False


@dataclass(frozen=True, slots=True)
class FilterLink:
    address: str
    label: str | Promise
    current: bool


Row = tuple[str | Promise, list[FilterLink]]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The contributions that are asked for, newest first, and the filters; "" lets everything through. `others` is what
    else the address says, which filters keep."""

    rows: QuerySet[Contribution]
    rounds: tuple[Round, ...] = ()
    round: str = ""
    kind: str = ""
    state: str = ""
    others: tuple[tuple[str, str], ...] = ()

    @property
    def narrows(self) -> bool:
        return bool(self.round or self.kind or self.state)

    @property
    def everything(self) -> str:
        return self.address(round="", kind="", state="")

    def address(self, **changed: str) -> str:
        """The address with these filters, some of them changed. The page number starts anew."""
        asked = {"round": self.round, "kind": self.kind, "state": self.state, **changed}
        pairs = [(FILTERS[name], value) for name, value in asked.items() if value]
        return f"?{urlencode([*self.others, *pairs])}#stimmen"

    def rows_of_links(self) -> list[Row]:
        """A row of links for each filter, which keep the other filters."""
        kinds = [("", _("alle Arten")), *KINDS.items()]
        states = [("", _("jeder Stand")), *STATES.items()]
        rounds: list[tuple[str, str | Promise]] = [
            ("", _("von überall")),
            *((one.slug, one.name) for one in self.rounds),
        ]
        return [
            (_("Nach Art filtern"), self.links("kind", kinds)),
            (_("Nach Stand filtern"), self.links("state", states)),
            (_("Woher die Beiträge kommen"), self.links("round", rounds)),
        ]

    def links(self, name: str, values: Iterable[tuple[str, str | Promise]]) -> list[FilterLink]:
        now = getattr(self, name)
        return [FilterLink(self.address(**{name: value}), label, value == now) for value, label in values]

    def one_row(self) -> list[Row]:
        """The filters that are asked for most, in one row: each shuts the others out."""
        now = (self.kind, self.state)
        links = [
            FilterLink(self.address(kind=kind, state=state), label, (kind, state) == now) for kind, state, label in FEW
        ]
        return [(_("Beiträge filtern"), links)]


def filtered(process: Process, asked: Mapping[str, str], within: Round | None = None) -> Chosen:
    """Public contributions that pass the filters of an address; an unknown filter is none. `within` a round, that is no
    filter."""
    rounds = tuple(row for row in process.rounds.all() if row.public) if within is None else ()
    round = known(asked.get("runde", ""), [one.slug for one in rounds])
    kind, state = known(asked.get("art", ""), KINDS), known(asked.get("stand", ""), STATES)
    rows = Contribution.objects.filter(process=process, state=Contribution.State.PUBLIC, round__public=True)
    if within is not None or round:
        rows = rows.filter(round=within) if within is not None else rows.filter(round__slug=round)
    if kind:
        rows = rows.filter(kind=kind) if kind in ("idea", "answer") else rows.filter(intent=kind)
    if state:
        waiting = Exists(unanswered())
        rows = rows.filter(waiting if state == "open" else ~waiting)
    others = tuple((name, value) for name, value in asked.items() if name not in ("seite", *FILTERS.values()))
    return Chosen(with_all(rows).order_by("-day", "-pk"), rounds, round, kind, state, others)


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
    outcomes = tuple(outcomes_of(process, contribution))
    return Voice(contribution, short.title, short.quote, short.gone, short.state, short.states, outcomes)


def short_voice(row: Contribution, products: Mapping[int, Product]) -> Voice:
    states = tuple(state_of(part) for part in row.parts.all() if not part.superseded)
    title, quote, gone, altered = about_of(row, products) if row.about is not None else ("", "", None, False)
    return Voice(row, title, quote, gone, whole_state(states), states, altered=altered)


def about_of(row: Contribution, products: Mapping[int, Product]) -> tuple[str, str, int | None, bool]:
    """The title of the text that a contribution is about in the edition that is read, and its words (words_of)."""
    assert row.about is not None
    product = row.about.product = products[row.about.product_id]
    edition = product.current_edition()
    if edition is None:
        return "", "", None, False
    found = words_of(woven(product), slices_of(row.passage), edition.revision) if row.passage else ("", None, False)
    return title_of(row.about, edition), *found


def state_of(part: Part) -> str:
    answer = getattr(part, "disposition", None)
    return str(answer.state) if answer is not None else "received"


def whole_state(states: tuple[str, ...]) -> str:
    """One word for a contribution: there is no overall score, so parts that differ have none."""
    if len(set(states)) == 1:
        return states[0]
    return "answered" if states and all(state in FINAL_STATES for state in states) else "weighed"


def words_of(weave: Weave, passage: tuple[Slice, ...], revision: int) -> tuple[str, int | None, bool]:
    """The words of a passage, where they are gone the revision that took the last of them out, and whether some of
    them are: what is left of a sentence is not quoted for it, but the whole as it last stood."""
    words, whole = weave.passage_text(passage, revision), sum(piece.end - piece.start for piece in passage)
    if len(words) == whole:
        return plain(words), None, False
    former = (weave.passage_text(passage, earlier) for earlier in reversed(range(revision)))
    if words.strip():
        return plain(next((said for said in former if len(said) == whole), words)), None, True
    for before, said in enumerate(former):
        if said.strip():
            return plain(said), revision - before, True
    return "", None, False


def plain(words: str) -> str:
    return words.strip().replace("\n", " ")


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
