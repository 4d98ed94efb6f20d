"""The values themselves: what a writer may rely on."""

from __future__ import annotations

import pytest

from stadtgespraech.publish.calls import note_labels
from stadtgespraech.publish.document import Heading, Link, Mark, Note, NoteRef, Paragraph, Run, Table, called, plain
from stadtgespraech.publish.formats import MEDIA, WRITERS
from stadtgespraech.publish.legend import KIND_WORDS, how_to_read, kind_words, margin_labels, note_head, specimen
from stadtgespraech.publish.notes import inlines_of
from stadtgespraech.records import KINDS

from .woven import document


def test_plain_is_the_text_as_it_now_reads() -> None:
    inlines = (Run("a"), Run("b", Mark("insert", 1, 1)), NoteRef(1), Run("c", Mark("delete", 1, 1)), Link("d", "x"))
    assert plain(inlines) == "abd"
    assert plain((Run("e", Mark("moved-away", 1, 1, 1)), Run("f", Mark("moved-here", 1, 1, 1)))) == "f"


def test_called_are_the_notes_that_stand_here_first() -> None:
    assert called((NoteRef(2), Run("x"), NoteRef(1, first=False), NoteRef(3))) == (2, 3)


def test_every_kind_of_change_has_a_german_word() -> None:
    assert set(KIND_WORDS) == set(KINDS)
    assert kind_words(("delete", "insert")) == "Gestrichen, eingefügt"
    assert kind_words(()) == "Angepasst"


def test_a_note_takes_the_label_of_its_title_but_not_of_a_note_called_again() -> None:
    notes = (Note(1, 1, "Begriff ersetzt.", kinds=("merge-term",)), Note(2, 2, "Ergänzt.", kinds=("insert",)))
    blocks = (
        Paragraph((Run("Menschen"), NoteRef(1)), labels=("Begriff",)),
        Heading(
            2, (Run("Menschen"), NoteRef(1, first=False), Run(" und mehr"), NoteRef(2)), labels=("Titel", "Begriff")
        ),
    )
    assert note_labels(document(blocks, notes)) == {1: ("Begriff",), 2: ("Titel",)}


def test_the_head_of_a_note_says_nothing_twice() -> None:
    assert note_head(("retitle", "insert")) == (("Titel",), "Eingefügt")
    assert note_head(("merge-term",)) == (("Begriff",), "Überall ersetzt")
    assert note_head(("explain-only",)) == (("Anmerkung",), "")
    assert note_head(()) == ((), "Angepasst")


def test_margin_names_title_order_and_term() -> None:
    assert margin_labels(("retitle", "insert")) == ("Titel",)
    assert margin_labels(("merge-term", "reorder"), in_title=True) == ("Titel", "Begriff", "Reihenfolge")
    assert margin_labels(("insert",)) == ()


@pytest.mark.parametrize("edition", ["marked", "clean", "changes"])
def test_every_edition_says_that_order_is_no_ranking(edition: str) -> None:
    words = " ".join(plain(inlines_of(block)) for block in how_to_read(edition, "Zielbilder", True, 3, "4711"))
    assert "keine Rangfolge" in words and "gleichberechtigt" in words and "Startwert „4711“" in words
    assert ("früherer" in words or "frühere Wortlaut" in words) == (edition != "clean")


def test_nothing_is_said_about_colours_where_nothing_is_coloured() -> None:
    blocks = how_to_read("marked", "Zielbilder", False, 42, "", coloured=False)
    assert "farbig markiert" not in plain(inlines_of(blocks[1])) and not any(isinstance(b, Table) for b in blocks)


def test_specimens_of_the_legend_are_no_changes() -> None:
    assert specimen("x", "insert").mark == Mark("insert", change=0, note=0)


def test_every_format_has_a_writer_and_a_media_type() -> None:
    assert list(WRITERS) == list(MEDIA) == ["html", "pdf", "docx", "odt", "epub", "json", "jsonld"]
