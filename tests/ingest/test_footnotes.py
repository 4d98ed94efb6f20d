"""What a footnote says: its rounds, what was done, its parts, what it quotes and cites."""

from __future__ import annotations

import pytest

from stadtgespraech.ingest.footnotes import change_from_note
from stadtgespraech.ingest.kinds import kinds_of, parts_of
from stadtgespraech.ingest.references import references_in, wordings_in
from stadtgespraech.ingest.rounds import origin_phrase, rounds_in
from stadtgespraech.records import Reference, Source, Statement, Tension


@pytest.mark.parametrize(
    ("note", "rounds"),
    [
        ("Rückmeldung aus Dezernat 1 und der Online-Beteiligung. Anpassung: Ergänzt.", "Dezernat 1|Online-Beteiligung"),
        ("Rückmeldungen aus Dezernat 6. Anpassung: Der Titel.", "Dezernat 6"),
        ("Rückmeldung aus der 2.Stadtkonferenz und der Online-Beteiligung.", "2. Stadtkonferenz|Online-Beteiligung"),
        ("Rückmeldungen aus Dezernat 1, Dezernat 5, Online-Beteiligung 2. Stadtkonferenz. Anpassung: So.",
         "Dezernat 1|Dezernat 5|Online-Beteiligung|2. Stadtkonferenz"),
        ("Rückmeldung aus Dezernat 5 und der Online-Beteiligung: Solidarität hängt davon ab.",
         "Dezernat 5|Online-Beteiligung"),
        ("Gemeinsame Rückmeldung aus Stakeholder-Beteiligung und Jugendkonferenz. Ergänzt.",
         "Stakeholder-Beteiligung|Jugendkonferenz"),
        ("Anregung der Bürgerwerkstatt Nord sowie des Seniorenbeirats. Gestrichen.",
         "Bürgerwerkstatt Nord|Seniorenbeirat"),
        ("Hinweis aus dem Amt für Grün und Umwelt und dem Fachbereich 3. Ersetzt.",
         "Amt für Grün und Umwelt|Fachbereich 3"),
        ("Rückmeldung im Rahmen der zweiten Beteiligungsrunde. Geschärft.", "Zweite Beteiligungsrunde"),
        ("Wird auf Grundlage des Beschlusses des Stadtrats vom 3. Mai 2024 angepasst.", "Ratsbeschluss"),
        ("Zur Schärfung wurde der Satz hierher verschoben.", ""),
        ("Die Online-Beteiligung wird hier als Beispiel ergänzt.", ""),
    ],
)  # fmt: skip
def test_rounds_in_printed_order_and_nominative(note: str, rounds: str) -> None:
    assert "|".join(rounds_in(note)) == rounds


def test_full_stop_of_a_department_ends_the_origin_and_that_of_an_ordinal_does_not() -> None:
    assert origin_phrase("Rückmeldung aus Dezernat 3. Anpassung: Neu.") == "Rückmeldung aus Dezernat 3"
    assert origin_phrase("Rückmeldung aus der 3. Konferenz. Neu.") == "Rückmeldung aus der 3. Konferenz"
    assert origin_phrase("Die 3. Konferenz. Neu.") == ""


@pytest.mark.parametrize(
    ("note", "kinds"),
    [
        ("Anpassung: Die Reihenfolge der Punkte wurde verändert und der Begriff „Wasser“ ergänzt.", "reorder insert"),
        ("Der Begriff „Seele“ wird durch Identität ersetzt.", "replace"),
        ("Anpassung: „alt“ wird gestrichen. Der Zusatz „neu“ wird eingefügt.", "delete insert"),
        ("Anpassung: Beides wird durch den Begriff „Klima“ zusammengefasst.", "merge-term"),
        ("Der Satz wurde aus dem Zielbild davor hierher verschoben.", "move"),
        ("Dopplungen werden gestrichen und der Satz sprachlich präzisiert.", "deduplicate sharpen"),
        ("Wiederholungen wurden entfernt.", "deduplicate delete"),
        ("Anpassung: Der Titel wird leicht angepasst und der Aspekt ergänzt.", "retitle insert"),
        ("Die Überschrift wird nachgeschärft.", "retitle sharpen"),
        ("Auf das Beispiel wird hier verzichtet.", "delete"),
        ("Der Wert wird von drei auf vier Jahre geändert.", "replace"),
        ("Rückmeldung aus Dezernat 1. Anpassung: Der Austausch ist wertvoll.", "sharpen"),
        ("Rückmeldung aus Dezernat 1. Viele wünschen sich mehr davon.", "explain-only"),
        ("Basierend auf Ergänzungen für den Verkehr wurde der Text konkretisiert.", "sharpen"),
    ],
)
def test_kinds_by_what_the_footnote_says_was_done(note: str, kinds: str) -> None:
    assert " ".join(kinds_of(note)) == kinds


def test_parts_are_origin_what_and_why() -> None:
    parts = parts_of(
        "Rückmeldung aus Dezernat 2. Anpassung: Es fehlte etwas. Der Begriff „Hof“ wird ergänzt. So ist es besser."
    )
    assert (parts.origin, parts.what, parts.why, parts.labelled) == (
        "Rückmeldung aus Dezernat 2.",
        "Der Begriff „Hof“ wird ergänzt.",
        "Es fehlte etwas. So ist es besser.",
        True,
    )


@pytest.mark.parametrize(
    ("note", "old", "new"),
    [
        ("Die Formulierung „des Hofs“ wird nach dem Beschluss angepasst in „der Höfe“.", "des Hofs", "der Höfe"),
        ("„A-Weg“ wird durch „B-Weg“ ersetzt.", "A-Weg", "B-Weg"),
        ("Der Begriff Sozialplan wird durch gute Planung ersetzt.", "Sozialplan", "gute Planung"),
        ("Der Text wird um „Zugewanderte“ erweitert.", "", "Zugewanderte"),
        ("„nachhaltig“ wird hier gestrichen.", "nachhaltig", ""),
        ("Der bisherige Titel des Zielbildes „Wir warten“ droht.", "Wir warten", ""),
        ("Der Titel wurde geändert: bisher hieß er „Wege“.", "Wege", ""),
        ("Nichts wird zitiert.", "", ""),
    ],
)
def test_wordings_as_quoted(note: str, old: str, new: str) -> None:
    assert wordings_in(note) == (old, new)


def test_references_name_pictures_statements_and_tensions() -> None:
    statements = (Statement(1, "Wir teilen den Platz."), Statement(2, "Wir hören zu."))
    tensions = (Tension(1, "Dichte und Ruhe"),)
    note = (
        "Vgl. die Ausgangsbilder „Stadt der Höfe“ oder „Stadt am Fluss“. Siehe das Zielbild „wir hören zu“ und das "
        "Spannungsfeld „Dichte und Ruhe“ sowie Zielkonflikt 1. Im Zielbild „Fremd“ steht mehr."
    )
    assert references_in(note, statements, tensions) == (
        Reference("starting-picture", "Stadt der Höfe"),
        Reference("starting-picture", "Stadt am Fluss"),
        Reference("statement", "wir hören zu", 2),
        Reference("tension", "Dichte und Ruhe", 1),
        Reference("tension", "Dichte und Ruhe", 1),
        Reference("statement", "Fremd"),
    )
    assert references_in("Der bisherige Titel des Zielbildes „Fremd“ droht.", statements, tensions) == ()


def test_resolution_with_paper_and_day_and_editors_where_nobody_asked() -> None:
    change = change_from_note(
        4, "Auf Grundlage des Beschlusses des Rates vom 22. Mai 2025 geändert (Drucksache Nr. 12-25/1)."
    )
    assert (change.rounds, change.klass) == (("Ratsbeschluss",), "legal")
    assert change.sources == (Source("resolution", "Ratsbeschluss", "12-25/1", "2025-05-22"),)
    assert change_from_note(5, "Der Satz wurde verschoben.").sources == (Source("editors", "Redaktion"),)
