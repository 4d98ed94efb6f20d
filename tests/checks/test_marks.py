"""Marks against a plain diff, by hand and by hypothesis over random histories."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stadtgespraech.checks.marks import SIDES, check_marks, shared, unmarked
from stadtgespraech.records import Block, Delete, Insert, Move
from stadtgespraech.text.weave import Weave

WORDS = ("Aue", "Ufer", "Stadt", "Weg", "Bus")


def marked(*runs: tuple[str, str]) -> list[tuple[str, str]]:
    return [(SIDES[kind], text) for kind, text in runs]


def codes(runs, a, b):
    return [item.code for item in check_marks(runs, a, b, "here")]


@pytest.mark.parametrize(
    ("runs", "a", "b"),
    [
        (marked(("kept", "ein Weg")), "ein Weg", "ein Weg"),
        (marked(("kept", "der "), ("insert", "alte "), ("kept", "Weg")), "der Weg", "der alte Weg"),
        (marked(("kept", "der"), ("inserted", " alte"), ("kept", " Weg")), "der Weg", "der alte Weg"),
        (marked(("delete", "ja "), ("kept", "ja ja")), "ja ja ja", "ja ja"),
        (marked(("kept", "ja ja"), ("delete", " ja")), "ja ja ja", "ja ja"),
        (marked(("moved-away", "eins "), ("kept", "zwei"), ("moved-here", "eins ")), "eins zwei", "zweieins "),
    ],
)
def test_marks_that_explain_everything(runs, a, b):
    assert codes(runs, a, b) == []


def test_an_unmarked_word_shows_on_the_side_where_it_is_missing():
    runs = marked(("kept", "der alte Weg"))
    assert codes(runs, "der Weg", "der alte Weg") == ["edition-reject"]
    assert codes(runs, "der alte Weg", "der Weg") == ["edition-accept"]
    (item,) = check_marks(runs, "der Weg", "der alte Weg", "marked.json")
    assert item.message == "Rejecting all marks of marked.json gives “der alte Weg”, not “der Weg”."


def test_a_changed_stretch_without_any_mark_is_named():
    runs = marked(("kept", "der Bus fährt oft"), ("insert", "."))
    found = list(unmarked(runs, "der Bus fährt oft", "der Bus fährt nie.", "here"))
    assert found == [] or found[0].code == "word-unmarked"
    (item,) = unmarked(marked(("kept", "der Bus fährt oft")), "der Bus fährt oft", "der Bus fährt nie", "here")
    assert (item.code, item.message) == ("word-unmarked", "In here the words “nie” changed, but carry no mark.")


def test_shared_matches_are_those_on_the_same_diagonal():
    assert list(shared([(0, 0, 5), (5, 7, 3)], [(2, 2, 4), (6, 8, 9)])) == [(2, 2, 3), (6, 8, 2)]


@st.composite
def histories(draw):
    weave = Weave.start(
        [(Block("statement:1", "paragraph"), " ".join(draw(st.lists(st.sampled_from(WORDS), max_size=8))))]
    )
    for _ in range(draw(st.integers(0, 5))):
        text = weave.text()
        start, end, to = sorted(draw(st.integers(1, len(text))) for _ in range(3))
        word = draw(st.sampled_from(WORDS))
        edit = draw(st.sampled_from(["insert", "delete", "move", "replace"]))
        if edit == "insert" or start == end:
            weave = weave.apply([Insert(start, f" {word}")])
        elif edit == "delete":
            weave = weave.apply([Delete(start, end)])
        elif edit == "replace" or to == end:
            weave = weave.apply([Delete(start, end), Insert(end, word)])
        else:
            weave = weave.apply([Move(start, end, to)])
    return weave


@settings(max_examples=150)
@given(histories(), st.data())
def test_every_weave_explains_every_pair_of_its_revisions(weave, data):
    a, b = (data.draw(st.integers(0, weave.rows().revisions)) for _ in range(2))
    runs = [(SIDES[run.kind], run.text) for run in weave.marked(a, b)]
    assert list(check_marks(runs, weave.text(a), weave.text(b), "here")) == []
