"""Which contributions an address asks for: filters that are links, days, words."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet

from stadtgespraech.records import FINAL_STATES
from stadtgespraech.web.models import Contribution, Part, Process, Report
from stadtgespraech.web.templatetags.office import CHANNELS, STATE_WORDS, language_words
from stadtgespraech.web.templatetags.words import INTENTS, KINDS
from stadtgespraech.web.views.finding import LONGEST, MOST_WORDS, holding
from stadtgespraech.web.views.office.statements import Numbered, statements_of

GONE = (Contribution.State.WITHDRAWN, Contribution.State.ERASED)
Condition = Callable[[str, Mapping[int, Numbered]], Q]
HERE = "selbst"
NONE = "ohne"


@dataclass(frozen=True, slots=True)
class Filter:
    """One question that a list can be asked, and the answers that it knows."""

    name: str
    title: str
    choices: Mapping[str, str]
    chosen: str = ""
    others: Mapping[str, str] = field(default_factory=dict)  # what else the address says

    @property
    def everything(self) -> str:
        return f"?{urlencode(self.others)}"

    @property
    def links(self) -> list[tuple[str, str, bool]]:
        """(words, address, whether it is chosen): the other filters stay, the page number starts anew."""
        return [
            (words, f"?{urlencode({**self.others, self.name: value})}", value == self.chosen)
            for value, words in self.choices.items()
        ]

    @property
    def words(self) -> str:
        return self.choices.get(self.chosen, "")


@dataclass(frozen=True, slots=True)
class Asked:
    """The contributions that an address asks for. "" lets everything through; what is unknown is none."""

    rows: QuerySet[Contribution]
    filters: list[Filter]
    search: str = ""
    since: datetime.date | None = None
    until: datetime.date | None = None
    titles: dict[int, Numbered] = field(default_factory=dict)

    @property
    def pairs(self) -> dict[str, str]:
        """What the address says, in the order in which it is always said."""
        days = {
            "seit": self.since.isoformat() if self.since else "",
            "bis": self.until.isoformat() if self.until else "",
        }
        said = {"suche": self.search, **{one.name: one.chosen for one in self.filters}, **days}
        return {name: value for name, value in said.items() if value}

    @property
    def query(self) -> str:
        return urlencode(self.pairs)


def asked_of(process: Process, query: Mapping[str, str]) -> Asked:
    """What an address asks for, the newest first."""
    titles = {one.text.pk: one for rows in statements_of(process).values() for one in rows}
    filters = [chosen(one, query) for one in filters_of(process, titles)]
    since, until = day_of(query.get("seit", "")), day_of(query.get("bis", ""))
    search = " ".join(query.get("suche", "").replace("\0", " ")[:LONGEST].split())
    rows = Contribution.objects.filter(process=process)
    for one in filters:
        if one.chosen:
            rows = rows.filter(CONDITIONS[one.name](one.chosen, titles))
    if since:
        rows = rows.filter(day__gte=since)
    if until:
        rows = rows.filter(day__lte=until)
    for word in search.split()[:MOST_WORDS]:
        rows = rows.filter(Q(key=word.lower()) | holding(word, "text", "translation"))
    return Asked(rows.order_by("-pk"), filters, search, since, until, titles)


def filters_of(process: Process, titles: Mapping[int, Numbered]) -> list[Filter]:
    languages = Contribution.objects.filter(process=process).order_by("language").values_list("language", flat=True)
    return [
        Filter("runde", "Runde", {row.slug: row.name for row in process.rounds.all()}),
        Filter("bild", "Bild", {**{one.text.slug: f"{one.number} {one.title}" for one in titles.values()},
                                NONE: "keinem Bild zugeordnet"}),
        Filter("stand", "Stand", {"da": "alle, die da sind", **STATE_WORDS}),
        Filter("antwort", "Antwort", {"offen": "noch ohne Antwort", "spaet": "überfällig", "fertig": "beantwortet"}),
        Filter("art", "Art", {key: str(words) for key, words in KINDS.items()}),
        Filter("anliegen", "Anliegen", {**{key: str(words) for key, words in INTENTS.items()}, NONE: "nicht gesagt"}),
        Filter("sprache", "Sprache", {code: language_words(code) for code in languages.distinct()}),
        Filter("weg", "Weg", {HERE: "selbst gesendet", **CHANNELS}),
        Filter("gemeldet", "Meldungen", {"ja": "gemeldet, noch offen"}),
    ]  # fmt: skip


def chosen(one: Filter, query: Mapping[str, str]) -> Filter:
    value = query.get(one.name, "")
    others = {name: said for name, said in query.items() if name not in ("seite", one.name) and "\0" not in said}
    return Filter(one.name, one.title, one.choices, value if value in one.choices else "", others)


def day_of(words: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(words)
    except ValueError:
        return None


def about(slug: str, titles: Mapping[int, Numbered]) -> Q:
    if slug == NONE:
        return Q(about__isnull=True) | ~Q(about__in=list(titles))
    return Q(about__in=[key for key, one in titles.items() if one.text.slug == slug])


def waiting(answer: str, titles: Mapping[int, Numbered]) -> Q:
    """With a part that waits for its final answer, or with one that waits too long, or with none. What is gone waits
    for nothing."""
    parts = Part.objects.filter(contribution=OuterRef("pk"), superseded=False)
    opened = Exists(parts.exclude(disposition__state__in=FINAL_STATES))
    if answer == "fertig":
        return Q(~opened)
    return Q(opened) & ~Q(state__in=GONE) & (late(titles) if answer == "spaet" else Q())


def late(titles: Mapping[int, Numbered]) -> Q:
    """Said before the edition of its product that everybody reads: that one should have answered it (promise 2)."""
    found = Q(pk__in=[])
    for product in {one.text.product for one in titles.values()}:
        edition = product.current_edition()
        if edition is not None:
            found |= Q(about__product=product, day__lt=edition.date)
    return found


CONDITIONS: dict[str, Condition] = {
    "runde": lambda value, _titles: Q(round__slug=value),
    "bild": about,
    "stand": lambda value, _titles: ~Q(state__in=GONE) if value == "da" else Q(state=value),
    "antwort": waiting,
    "art": lambda value, _titles: Q(kind=value),
    "anliegen": lambda value, _titles: Q(intent="" if value == NONE else value, kind="feedback"),
    "sprache": lambda value, _titles: Q(language=value),
    "weg": lambda value, _titles: Q(origin__isnull=True) if value == HERE else Q(origin__channel=value),
    "gemeldet": lambda _value, _titles: Q(Exists(open_reports())),
}


def open_reports() -> QuerySet[Report]:
    return Report.objects.filter(contribution=OuterRef("pk"), settled_on=None)
