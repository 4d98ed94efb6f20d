"""Marks of footnotes: what may be one, and which belongs to which footnote."""

from __future__ import annotations

import pytest

from stadtgespraech.ingest.lines import lines_of, pages_of
from stadtgespraech.ingest.marks import Note, aligned, candidates, likeness
from stadtgespraech.ingest.plain import read_pages


def signs(text: str) -> list[tuple[str, str]]:
    return [(found.word, found.sign) for found in candidates(0, text, in_title=False)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Wir pflanzen Bäume12 und Hecken.", [("Bäume", "12")]),
        ("Wir pflanzen Bäume’ und Hecken®, auch* dort.", [("Bäume", "’"), ("Hecken", "®"), ("auch", "*")]),
        ("Der Satz endet.3 Der nächste auch.", [("endet", "3")]),
        ("Hier steht ein Zeichen [4], dort keins.", [("Zeichen", "[4]")]),
        ("Hochgestellt¹² steht es auch.", [("Hochgestellt", "¹²")]),
        ("Auf der B56, der A40 und in Q3 fällt CO2 an.", []),
        ("Am 12. März kamen 650 Menschen.", []),
        ('Er sagte "gut" und ging.', []),
    ],
)
def test_signs_at_the_end_of_words_may_be_marks(text: str, found: list[tuple[str, str]]) -> None:
    assert signs(text) == found


def test_marks_are_told_apart_by_order_number_and_words() -> None:
    text = "Der Wandel wird gestaltet’. Ist das gut? Die Höfe? werden grün, Talente3 bleiben."
    notes = [
        Note(1, "1", "Rückmeldung. Anpassung: Der Wandel wird genannt."),
        Note(2, "2", "Die Höfe kamen hinzu."),
        Note(3, "3", "Talente sollen bleiben."),
    ]
    found = candidates(0, text, in_title=False)
    chosen = aligned(found, notes)
    assert [found[chosen[index]].word for index in range(3)] == ["gestaltet", "Höfe", "Talente"]


def test_footnote_about_a_title_goes_to_the_title() -> None:
    found = [
        *candidates(0, "Wir bleiben offen*.", in_title=True),
        *candidates(1, "Das heißt offen* für alle.", in_title=False),
    ]
    assert aligned(found, [Note(4, "4", "Die Überschrift wird ergänzt.")]) == {0: 0}
    assert aligned(found, [Note(4, "4", "Der Absatz sagt jetzt, für alle.")]) == {0: 1}


def test_footnote_that_finds_no_sign_stays_without_a_mark() -> None:
    assert aligned([], [Note(1, "1", "Text.")]) == {}
    found = candidates(0, "Ein Wort7 allein.", in_title=False)
    assert aligned(found, [Note(1, "1", "Ganz anderes.")]) == {}


def test_likeness_of_signs_and_numbers() -> None:
    assert likeness("12", "12", "12") > likeness("12", "12", "'") > likeness("12", "12", "9")
    assert likeness("2", "2", "?") > likeness("8", "8", "?")


NOTES = """Ein Titel für alle.

Die Wege werden breit1 und hell2, damit niemand im Dunkeln geht und alle sich in jeder Straße sicher
fühlen können, wenn sie nach Hause kommen.

1Ruckmeldung aus Dezernat 1. Anpassung: Breite er-
gänzt.

" Rückmeldung aus Dezernat 2. Anpassung: Licht ergänzt.
"""


def test_footnotes_with_glued_and_unreadable_numbers_are_found_by_their_sequence() -> None:
    page = pages_of(lines_of(NOTES))[0]
    assert [(note.number, note.label, [line.text for line in note.lines]) for note in page.notes] == [
        (1, "1", ["Ruckmeldung aus Dezernat 1. Anpassung: Breite er-", "gänzt."]),
        (2, '"', ["Rückmeldung aus Dezernat 2. Anpassung: Licht ergänzt."]),
    ]
    reading = read_pages([page])
    assert reading.pieces[0].text == "Ein Titel für alle."
    assert [note for piece in reading.pieces for _, note in sorted(piece.marks)] == [0, 1]


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("Die Stadtent-\nwicklung geht weiter.", ["Die Stadtentwicklung geht weiter."]),
        ("Natur-\nund Klimaschutz.", ["Natur- und Klimaschutz."]),
        ("Die Online-\nBeteiligung läuft.", ["Die Online-Beteiligung läuft."]),
        ("Ein Absatz.\n\nNoch einer.", ["Ein Absatz.", "Noch einer."]),
        ("Ein Satz, der\n\nin der nächsten Zeile weitergeht.", ["Ein Satz, der in der nächsten Zeile weitergeht."]),
        ("Ende der Seite.\n Neue Seite beginnt.", ["Ende der Seite.", "Neue Seite beginnt."]),
        ("Ende der Seite.\fNeue Seite beginnt.", ["Ende der Seite.", "Neue Seite beginnt."]),
    ],
)
def test_lines_are_put_together_to_paragraphs(text: str, paragraphs: list[str]) -> None:
    assert [piece.text for piece in read_pages(pages_of(lines_of(text))).pieces] == paragraphs
