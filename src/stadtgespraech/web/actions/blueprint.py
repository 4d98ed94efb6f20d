"""What a new process can start from: built-in plans, or an earlier process of one's own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from stadtgespraech.web.models import Process


@dataclass(frozen=True, slots=True)
class ProductPlan:
    title: str
    singular: str
    slug: str
    motto: str = ""
    document: str = ""
    subtitle: str = ""


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """`moderation` is "" where the process's own default holds."""

    name: str
    kind: str
    slug: str
    youth: bool = False
    public: bool = True
    moderation: str = ""
    entry: str = "open"


@dataclass(frozen=True, slots=True)
class Blueprint:
    """`settings` are those of the new process."""

    title: str
    words: str
    products: tuple[ProductPlan, ...] = ()
    rounds: tuple[RoundPlan, ...] = ()
    settings: dict[str, Any] = field(default_factory=dict)


EMPTY = Blueprint("Leer", "Nichts ist vorbereitet.")
STRATEGY = Blueprint(
    "Stadtstrategie in drei Schritten",
    "Ausgangsbilder, Zielbilder, Maßnahmen; dazu die Runden, die eine Stadt dafür meist braucht.",
    products=(
        ProductPlan("Ausgangsbilder", "Ausgangsbild", "ausgangsbilder", "Wo stehen wir?"),
        ProductPlan("Zielbilder", "Zielbild", "zielbilder", "Wo wollen wir hin?"),
        ProductPlan("Maßnahmen", "Maßnahme", "massnahmen", "Wie kommen wir hin?"),
    ),
    rounds=(
        RoundPlan("Werkstätten", "workshop", "werkstaetten"),
        RoundPlan("Jugendkonferenz", "youth-conference", "jugendkonferenz", youth=True, moderation="before"),
        RoundPlan("Stadtkonferenz", "city-conference", "stadtkonferenz"),
        RoundPlan("Beteiligung im Netz", "online", "netz"),
        RoundPlan("Verbände und Träger", "stakeholder", "verbaende", public=False),
        RoundPlan("Dezernate", "department", "dezernate", public=False),
        RoundPlan("Rat und Ausschüsse", "council", "rat", public=False),
    ),
)
DRAFT = Blueprint(
    "Eine Runde zu einem Entwurf",
    "Ein Entwurf liegt vor; alle können im Netz dazu etwas sagen.",
    products=(ProductPlan("Entwurf", "Abschnitt", "entwurf"),),
    rounds=(RoundPlan("Beteiligung im Netz", "online", "netz"),),
)
BLUEPRINTS = {"leer": EMPTY, "strategie": STRATEGY, "entwurf": DRAFT}


def blueprint_of(process: Process) -> Blueprint:
    """Products, kinds of rounds and settings of an earlier process; no texts, contributions, days, counts or people."""
    return Blueprint(
        process.title,
        "",
        products=tuple(
            ProductPlan(row.title, row.singular, row.slug, row.motto, row.document, row.subtitle)
            for row in process.products.all()
        ),
        rounds=tuple(
            RoundPlan(row.name, row.kind, row.slug, row.youth, row.public, row.moderation, row.entry)
            for row in process.rounds.all()
        ),
        settings=dict(process.settings),
    )
