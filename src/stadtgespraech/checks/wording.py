"""The words that every edition says in its own name, so that a verifier knows them apart from a city's: what stands in
for a missing reason, why a note has no place, what the last page counts, and how a footnote is put together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from stadtgespraech.checks.changes import is_legacy
from stadtgespraech.records import Change

EDITORS, UNSAID = "Redaktion", "nicht angegeben"
UNKNOWN = "Der frühere Wortlaut ist nicht festgehalten."
UNEXPLAINED = "Für diese Anpassung ist kein Anlass und kein Grund festgehalten."
UNPLACED = NOT_FOUND, UNDONE, FORMAT, OVERWRITTEN = (
    "In der Vorlage ist nicht zu erkennen, an welcher Stelle diese Anmerkung steht:",
    "Angepasst und später wieder zurückgenommen:",
    "Betrifft nur Gestaltung oder Nummern, nicht den Wortlaut:",
    "Im Text dieser Fassung nicht mehr zu sehen:",
)
GAP, NOTE, COMMA = "[…]", "Anmerkung", ", "
COUNTED = {
    "changes": "Anpassungen in dieser Fassung",
    "legacy": "Anpassungen, deren früherer Wortlaut nicht überliefert ist",
    "lost": "Anmerkungen, deren Stelle in der Vorlage nicht zu erkennen ist",
    "rounds": "Beteiligungsrunden",
    "contributions": "Beiträge",
    "parts": "Anliegen in den Beiträgen",
    "answered": "davon beantwortet",
}
LABELS = {
    "retitle": "Titel",
    "reorder": "Reihenfolge",
    "merge-term": "Begriff",
    "renumber": "Nummer",
    "format-only": "Gestaltung",
    "explain-only": "Anmerkung",
}


@dataclass(frozen=True, slots=True)
class NoteWords:
    """A footnote: whole, and in its three parts where it can be parted (else `what` and `why` are empty)."""

    text: str
    origin: str
    what: str = ""
    why: str = ""


def note_words(change: Change, number: int, changes: Mapping[int, Change], unknown: bool) -> NoteWords:
    """What footnote `number` says of `change`. `changes` by number: those that undo one another name each other.
    `unknown`: a change whose former wording is unknown says so."""
    parts = [change.origin or origin_phrase(change), change.what, change.why]
    said = change.text or " ".join(part for part in parts if part)
    whole = " ".join(part for part in parts if part)
    parted = bool(change.what or change.why) and (not change.text or squeezed(whole) == squeezed(change.text))
    openly = f"{UNKNOWN} " if unknown and is_legacy(change) else ""
    extra = undo_words(change, changes) + openly + label_words(change, number)
    text = f"{said} {extra}".strip()
    if not parted:
        return NoteWords(text, parts[0])
    origin, what, why = parts
    return NoteWords(text, origin, what, f"{why} {extra}".strip() if extra else why)


def squeezed(text: str) -> str:
    """`text` without white space."""
    return "".join(text.split())


def origin_phrase(change: Change) -> str:
    """Rounds in the order received, in one fixed phrase that needs no inflection."""
    return f"Anlass: {origin_names(change)}."


def origin_names(change: Change) -> str:
    """The rounds in the order received, then resolutions, laws, opinions; the editors where they alone are the source.
    A semicolon parts names that hold a comma themselves."""
    if change.origin.startswith("Anlass: "):
        return change.origin.removeprefix("Anlass: ").rstrip(".")
    other = (source.name for source in change.sources if source.name and source.kind not in ("editors", "part"))
    names = tuple(dict.fromkeys((*change.rounds, *other)))
    nobody = EDITORS if any(source.kind == "editors" for source in change.sources) else UNSAID
    return ("; " if any("," in name for name in names) else ", ").join(names) or nobody


def author_of(change: Change) -> str:
    """Who a word processor shows beside the change: its rounds, else the editors, who made it."""
    return ", ".join(change.rounds) or EDITORS


def undo_words(change: Change, changes: Mapping[int, Change]) -> str:
    """Which change took this one back, and which one it takes back."""
    by = next((other.number for other in changes.values() if other.undoes == change.number), None)
    words = f"Zurückgenommen mit Ä-{by}. " if by is not None and "urückgenommen mit" not in change.text else ""
    if change.undoes is not None and f"Ä-{change.undoes}" not in change.text:
        words += f"Nimmt Ä-{change.undoes} zurück. "
    return words


def label_words(change: Change, number: int) -> str:
    """The mark of the source, where it was not this number."""
    if change.label and change.label != str(number):
        return f"(In der Vorlage: Anmerkung {change.label}.)"
    return ""


def unplaced_reason(change: Change, changes: Mapping[int, Change]) -> str:
    """Why no place in the text calls this change's note."""
    if change.undoes is not None or any(other.undoes == change.number for other in changes.values()):
        return UNDONE
    if {"format-only", "renumber"} & set(change.kinds):
        return FORMAT
    return NOT_FOUND if change.revision is None else OVERWRITTEN


def margin_labels(kinds: tuple[str, ...], in_title: bool = False) -> tuple[str, ...]:
    """The words for the margin that a change of `kinds` asks for."""
    found = [LABELS[kind] for kind in kinds if kind in LABELS]
    if in_title and "Titel" not in found:
        found.insert(0, "Titel")
    return tuple(dict.fromkeys(found))
