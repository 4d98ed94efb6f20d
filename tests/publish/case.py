"""A small process for the tests of `build`: every kind of change once, and two anchors without atoms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from stadtgespraech.records import (
    Block,
    Change,
    Delete,
    Edit,
    Edition,
    Insert,
    Move,
    Process,
    Product,
    Round,
    Section,
    Statement,
    Tension,
)
from stadtgespraech.text.weave import Weave

RIVER = "Der Fluss gehört allen"
HEAT = "Auenstadt kommt gut durch heiße Sommer"
AUEN = "Die Auen im Norden halten das Wasser zurück."
WAYS = "Die Wege am Wasser werden möglichst barrierearm gestaltet."
BLOCKS = [
    (Block("section:1", "title"), "Wie alles begann"),
    (Block("section:1", "paragraph"), "Am Anfang stand eine Frage."),
    (Block("tension:1", "title"), "Feld 1: Wachsen und bewahren"),
    (Block("tension:1", "paragraph"), "Beides hat gute Gründe."),
    (Block("statement:1", "title"), RIVER),
    (Block("statement:1", "paragraph"), f"{WAYS} {AUEN} Das Ufer ist ruhig."),
    (Block("statement:1", "paragraph"), "Bürger sprechen miteinander. Das bleibt so."),
    (Block("statement:2", "title"), HEAT),
    (Block("statement:2", "paragraph"), "Plätze werden entsiegelt. Bäume spenden Schatten."),
    (Block("statement:3", "title"), "Ohne Änderung"),
    (Block("statement:3", "paragraph"), "Hier bleibt alles, wie es war."),
]  # fmt: skip


def at(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


def swap(text: str, old: str, new: str) -> list[Edit]:
    start, end = at(text, old)
    return [Delete(start, end), Insert(end, new)]


def woven() -> tuple[Weave, list[Change]]:
    weave = Weave.start(BLOCKS)
    changes: list[Change] = []

    def decide(edits: Sequence[Edit], **facts: object) -> None:
        nonlocal weave
        weave = weave.apply(edits)
        changes.append(replace(Change(len(changes) + 1, revision=weave.revisions), **facts))  # type: ignore[arg-type]

    text = weave.text()
    decide([Insert(at(text, HEAT)[1], " und starken Regen")], statement=2, kinds=("retitle", "insert"), in_title=True,
           rounds=("Dezernat 6",), what="Der Titel wird ergänzt.", why="Nach dem Regen von 2025.")  # fmt: skip
    text = weave.text()
    decide(swap(text, "möglichst barrierearm gestaltet", "barrierefrei"), statement=1, kinds=("replace",),
           rounds=("Online-Beteiligung", "Jugendkonferenz"), what="Ersetzt.", why="„Möglichst“ heißt nichts.",
           date="2026-07-11")  # fmt: skip
    text = weave.text()
    start, end = at(text, " " + AUEN)
    decide([Move(start, end, len(text[: at(text, "Bäume spenden")[0] - 1]))], statement=1, kinds=("move",),
           what="Der Satz zieht um.", why="Er gehört zur Vorsorge.")  # fmt: skip
    text = weave.text()
    decide(swap(text, "Bürger sprechen", "Einwohnerinnen und Einwohner sprechen"), statement=1, kinds=("merge-term",),
           rounds=("Stadtkonferenz",), what="Begriff ersetzt.", why="Alle sind gemeint.")  # fmt: skip
    text = weave.text()
    decide([Insert(at(text, "Das Ufer ist ruhig.")[1], " Und laut.")], statement=1, kinds=("insert",), what="Ergänzt.",
           why="Gewünscht.", rounds=("Online-Beteiligung",))  # fmt: skip
    weave = weave.undo(weave.revisions)
    changes.append(Change(6, statement=1, kinds=("delete",), undoes=5, what="Zurück.", why="Doch nicht.", revision=6))
    return weave, changes


def process() -> Process:
    weave, changes = woven()
    text = weave.text()
    anchor = weave.passage(*at(text, "Das bleibt so."))
    changes.append(Change(7, statement=1, kinds=("explain-only",), rounds=("Jugendkonferenz",), anchor=anchor,
                          text="Viele unterstützen das mit Nachdruck."))  # fmt: skip
    changes.append(Change(8, statement=2, kinds=("sharpen",), rounds=("Dezernat 6",), mark_found=False,
                          text="Rückmeldung aus Dezernat 6. Der Absatz wird geschärft."))  # fmt: skip
    return Process(
        title="Auenstadt – wie wir es wollen",
        as_of="2026-09-07",
        subtitle="Drei Zielbilder",
        city="Auenstadt",
        motto="Wie wir es wollen",
        products=(Product("Ausgangsbilder", "", "beschlossen"), Product("Zielbilder"), Product("Maßnahmen")),
        sections=(Section(1, "Wie alles begann", ("Am Anfang stand eine Frage.",), "derivation"),),
        tensions=(Tension(1, "Feld 1: Wachsen und bewahren", "Beides hat gute Gründe."),),
        statements=tuple(Statement(number, "") for number in (1, 2, 3)),
        rounds=(
            Round(1, "Jugendkonferenz", "youth-conference", "21. Februar 2026", "Alte Spinnerei", 96, 238),
            Round(2, "Stadtkonferenz", "city-conference", "25. April 2026", contributions=480),
        ),
        changes=tuple(changes),
        editions=(Edition("Entwurf", 0, "2026-03-09"), Edition("Dritte Fassung", weave.revisions, "2026-09-07")),
        weave=weave.rows(),
    )
