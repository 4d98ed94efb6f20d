"""Markdown: headings, footnotes, and words without their signs."""

from __future__ import annotations

from stadtgespraech.ingest.assembly import process_of
from stadtgespraech.ingest.markdown import read_markdown
from stadtgespraech.records import Process
from stadtgespraech.text.weave import Weave

TEXT = """---
author: niemand
---
Leitlinien für Auental
======================

*Stand: 1. März 2025*

Vorwort
-------

So ist es **gekommen**, siehe [die Seite](https://example.org/a_(b)).

## Leitlinie 1: Grün und kühl[^t]

Die Stadt pflanzt
Bäume[^1], auch am `Markt`.

- erstens
- zweitens

<!-- nicht zeigen -->

## Leitlinie 2: Nah

Wege sind kurz.[^x]

[^1]: Rückmeldung aus Dezernat 6. Anpassung: Die Bäume werden ergänzt.
[^t]: Rückmeldung aus der Online-Beteiligung. Anpassung: Die Überschrift wird
    um den Begriff „kühl“ ergänzt.
[^z]: Ohne Marke.
"""


def read(text: str) -> Process:
    return process_of(read_markdown(text), source="a.md", sha256="00" * 32)


def test_text_is_read_without_its_signs() -> None:
    process = read(TEXT)
    assert (process.title, process.as_of) == ("Leitlinien für Auental", "2025-03-01")
    assert [(s.title, s.paragraphs) for s in process.statements] == [
        ("Grün und kühl", ("Die Stadt pflanzt Bäume, auch am Markt.", "erstens", "zweitens")),
        ("Nah", ("Wege sind kurz.",)),
    ]
    assert [(s.title, s.paragraphs) for s in process.sections] == [
        ("Vorwort", ("So ist es gekommen, siehe die Seite.",)),
    ]


def test_notes_are_anchored_in_text_order_and_keep_their_label() -> None:
    process = read(TEXT)
    weave = Weave.from_rows(process.weave)
    found = [(c.label, c.statement, c.in_title, c.mark_found, weave.passage_text(c.anchor)) for c in process.changes]
    assert found == [
        ("t", 1, True, True, "kühl"),
        ("1", 1, False, True, "Bäume"),
        ("z", None, False, False, ""),
    ]
    assert process.changes[0].text.endswith("Die Überschrift wird um den Begriff „kühl“ ergänzt.")


def test_mark_without_footnote_and_footnote_without_mark_are_reported() -> None:
    report = read(TEXT).report
    assert report is not None
    assert [line for line in report.uncertain if "mark" in line] == [
        "a mark has no note: „Wege sind kurz.“",
        "note z has no mark in the woven text: Ohne Marke.",
    ]


def test_date_is_no_list_item() -> None:
    assert read("# A\n\nStand: 1. Mai 2025\n\n## B\n\nc\n\n## D\n\ne\n").as_of == "2025-05-01"


def test_text_without_headings_is_one_statement() -> None:
    process = read("Nur ein Absatz.\n\nUnd noch einer.")
    assert [(s.number, s.title, s.paragraphs) for s in process.statements] == [
        (1, "Nur ein Absatz.", ("Und noch einer.",))
    ]
