"""The lists at the end of a publication: all changes, all rounds, and how it was checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from stadtgespraech.checks.changes import is_legacy
from stadtgespraech.checks.wording import COUNTED, origin_names
from stadtgespraech.publish.diagram import counted
from stadtgespraech.publish.document import BlockItem, Heading, Inline, Link, Paragraph, Run, Table
from stadtgespraech.publish.legend import kind_words
from stadtgespraech.publish.signs import short
from stadtgespraech.records import Change, Process, Round

CHECKED = (
    "Diese Angaben hat ein Programm aus denselben Daten berechnet, aus denen der Text stammt. Mit dem Prüfpaket "
    "(bundle.zip) lassen sie sich nachrechnen, ohne Internet und ohne uns zu vertrauen. Der Befehl dafür heißt:"
)
COMMAND = "stadtgespraech verify bundle.zip"
LEGACY = (
    "„Markierte Wörter ohne Erklärung: 0“ gilt für das, was markiert ist. Für Anpassungen, deren früherer Wortlaut "
    "nicht überliefert ist, lässt sich nur prüfen, dass jede ihre Anmerkung und ihre Stelle hat."
)
NOBODY_COUNTED = "Wo keine Zahl steht, liegt keine vor. Wir schätzen nichts nach."


def change_list(changes: Sequence[Change], numbers: Mapping[int, int], places: Mapping[int, Link]) -> list[BlockItem]:
    """All changes in text order. `numbers`: change → note; `places`: change → where its note is called first."""
    ordered = sorted((change for change in changes if change.number in numbers), key=lambda item: numbers[item.number])
    if not ordered:
        return []
    own = any(change.number != numbers[change.number] for change in ordered)
    header = ("Nr.", *(("Anpassung",) if own else ()), "Stelle", "Art", "Anlass")
    rows = tuple(change_row(change, numbers[change.number], places.get(change.number), own) for change in ordered)
    widths = (0.07, 0.14, 0.33, 0.2, 0.26) if own else (0.07, 0.4, 0.24, 0.29)
    lead = f"{len(ordered)} Anpassungen" if len(ordered) != 1 else "Eine Anpassung"
    return [
        Heading(1, (Run("Alle Anpassungen"),), "anpassungen"),
        Paragraph((Run(f"{lead} in der Reihenfolge des Textes. Die Zahl führt zur Anmerkung."),)),
        Table("Anpassungen mit Stelle, Art und Anlass", header, rows, widths),
    ]


def change_row(change: Change, note: int, place: Link | None, own: bool) -> tuple[tuple[Inline, ...], ...]:
    where: tuple[Inline, ...] = (Run("ganzes Dokument"),)
    if not change.mark_found and change.statement is None:
        where = (Run("nicht erkennbar"),)
    elif place is not None:
        where = (Link(short(place.text, 60), place.target),)
        where += () if change.mark_found else (Run(" (Stelle nicht erkennbar)"),)
    number: tuple[tuple[Inline, ...], ...] = ((Link(str(note), f"n{note}"),),)
    if own:
        number += ((Run(f"Ä-{change.number}"),),)
    return (*number, where, (Run(kind_words(change.kinds)),), (Run(origin_names(change)),))


def round_list(rounds: Sequence[Round]) -> list[BlockItem]:
    if not rounds:
        return []
    dated = any(item.dates for item in rounds)
    order = "in der sie stattfanden" if dated else "in der das Dokument sie nennt"
    columns = (("Runde", 0.32), ("Wann und wo", 0.3), ("Menschen", 0.15), ("Beiträge", 0.23))
    rows = [round_row(item) for item in rounds]
    filled = [index for index in range(len(columns)) if any(row[index] for row in rows)]
    total = sum(columns[index][1] for index in filled)
    return [
        Heading(1, (Run("Die Beteiligungsrunden"),), "runden"),
        Paragraph((Run(f"In der Reihenfolge, {order}. {NOBODY_COUNTED}"),)),
        Table(
            "Wer wann mitgeredet hat" if dated else "Wer mitgeredet hat",
            tuple(columns[index][0] for index in filled),
            tuple(tuple(row[index] for index in filled) for row in rows),
            tuple(round(columns[index][1] / total, 2) for index in filled),
        ),
    ]


def round_row(item: Round) -> tuple[tuple[Inline, ...], ...]:
    name: tuple[Inline, ...] = (Run(item.name, strong=True),)
    if item.note:
        name += (Run(f" – {item.note}"),)
    when = ", ".join(text for text in (item.dates, item.place) if text)
    said = [counted(item.contributions, "Rückmeldung", "Rückmeldungen"), counted(item.ideas, "Idee", "Ideen")]
    people = counted(item.people, "Person", "Personen")
    return (name, *((Run(text),) if text else () for text in (when, people, ", ".join(filter(None, said)))))


def check_rows(
    process: Process, changes: Iterable[Change], words: int, unexplained: int, checks: Sequence[tuple[str, str]]
) -> tuple[tuple[str, str], ...]:
    """What can be counted here, then what the caller found; a label given by the caller replaces ours."""
    listed_changes = list(changes)
    legacy = sum(map(is_legacy, listed_changes))
    lost = sum(not change.mark_found for change in listed_changes)
    own = [(COUNTED["changes"], str(len(listed_changes)))]
    if words or not legacy:
        own.append(("Wörter, die neu, gestrichen oder verschoben sind", str(words)))
    own.append(("Markierte Wörter ohne Erklärung", str(unexplained)))
    if legacy:
        own.append((COUNTED["legacy"], str(legacy)))
    if lost:
        own.append((COUNTED["lost"], str(lost)))
    if process.rounds:
        own.append((COUNTED["rounds"], str(len(process.rounds))))
    given = dict(checks)
    return (*((label, value) for label, value in own if label not in given), *checks)


def check_page(rows: Sequence[tuple[str, str]], legacy: bool) -> list[BlockItem]:
    blocks: list[BlockItem] = [
        Heading(1, (Run("Wie geprüft wurde"),), "pruefung"),
        Paragraph((Run(CHECKED),)),
        Paragraph((Run(COMMAND, strong=True),)),
        Table(
            "Ergebnis der Prüfung", ("Was", "Ergebnis"), tuple(((Run(a),), (Run(b),)) for a, b in rows), (0.62, 0.38)
        ),
    ]
    if legacy:
        blocks.append(Paragraph((Run(LEGACY),)))
    return blocks
