"""One term for another wherever it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stadtgespraech.text.diff import diff
from stadtgespraech.text.terms import find_terms, stem


def found(a: str, b: str) -> list[tuple[str, str, list[str], list[str]]]:
    """Each term as (old, new, what stood at its places, what is left of it)."""
    return [
        (term.old, term.new, [a[i:j] for i, j in term.places], [b[i:j] for i, j in term.left])
        for term in find_terms(a, b, diff(a, b))
    ]


def test_term_replaced_in_three_places_is_one_also_where_it_is_inflected() -> None:
    a = "Der Klimaschutz hilft. Ohne Klimaschutz geht es nicht. Ziel des Klimaschutzes ist Leben."
    b = "Die Klimaresilienz hilft. Ohne Klimaresilienz geht es nicht. Ziel der Klimaresilienz ist Leben."
    assert found(a.replace("Der", "Die"), b.replace("der Kl", "des Kl")) == [
        ("Klimaschutz", "Klimaresilienz", ["Klimaschutz", "Klimaschutz", "Klimaschutzes"], [])
    ]


def test_places_where_the_term_still_stands_are_listed() -> None:
    a = "Natur eins. Natur zwei. Natur drei. Natur vier bleibt."
    b = "Umwelt eins. Umwelt zwei. Umwelt drei. Natur vier bleibt."
    assert found(a, b) == [("Natur", "Umwelt", ["Natur"] * 3, ["Natur"])]


def test_words_added_before_or_after_the_same_word_are_a_term_with_it() -> None:
    a = "Alle Bürger reden. Viele Bürger hören. Für Bürger gebaut."
    b = "Alle Bürgerinnen und Bürger reden. Viele Bürgerinnen und Bürger hören. Für Bürgerinnen und Bürger gebaut."
    assert found(a, b) == [("Bürger", "Bürgerinnen und Bürger", ["", "", ""], [])]
    b = "Alle Bürger und Gäste reden. Viele Bürger und Gäste hören. Für Bürger und Gäste gebaut."
    assert found(a, b) == [("Bürger", "Bürger und Gäste", ["", "", ""], [])]


def test_two_places_are_not_enough_and_short_words_are_chance() -> None:
    assert found("Natur eins. Natur zwei.", "Umwelt eins. Umwelt zwei.") == []
    assert found("die eins, die zwei, die drei", "der eins, der zwei, der drei") == []


def test_inflection_alone_is_no_new_term() -> None:
    assert found("Stadt eins. Stadt zwei. Stadt drei.", "Städte eins. Städte zwei. Städte drei.") == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["Bürger", "Bürgern", "Bürgers"], "burg"),
        (["Maßnahme", "Maßnahmen"], "massnahm"),
        (["schneller", "schnelles", "schnell", "schnelle"], "schnell"),
        (["Speicherbehälter", "Speicherbehältern"], "speicherbehalt"),  # the authors' own three examples
        (["Grenzpostens"], "grenzpost"),
        (["Ausgefeiltere"], "ausgefeilt"),
    ],
)
def test_forms_of_a_word_share_their_stem(words: list[str], expected: str) -> None:
    assert {stem(word) for word in words} == {expected}


@given(st.text("aeinst .,\n", max_size=60), st.text("aeinst .,\n", max_size=60))
def test_places_are_in_order_and_hold_what_the_hunks_replace(a: str, b: str) -> None:
    hunks = diff(a, b)
    ranges = {(hunk.a0, hunk.a1) for hunk in hunks}
    for term in find_terms(a, b, hunks):
        assert list(term.places) == sorted(set(term.places)) and len(term.places) >= 3
        assert set(term.places) <= ranges
        assert all(0 <= start < end <= len(b) for start, end in term.left)
