"""Anchors: what is left of a passage, and where, after everything that happened since."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stadtgespraech.records import Block, Delete, Edit, Insert, Move, Slice
from stadtgespraech.text.weave import PassageError, Weave

FIRST = Block("statement:1", "paragraph")
SECOND = Block("statement:2", "paragraph")
WEAVE = Weave.start([(FIRST, "Wir gehen gern zu Fuß."), (SECOND, "Bäume kühlen.")])
TEXT = WEAVE.text()


def range_of(words: str, woven: Weave = WEAVE) -> tuple[int, int]:
    start = woven.text().index(words)
    return start, start + len(words)


def test_a_passage_is_found_where_it_was_made() -> None:
    passage = WEAVE.passage(*range_of("gern zu Fuß.\nBäume"))
    assert WEAVE.locate(passage) == (range_of("gern zu Fuß.\nBäume"),)
    assert passage == (Slice(0, 1, 10, 22), Slice(0, 2, 0, 1), Slice(0, 3, 0, 5))


def test_a_passage_follows_a_move_and_keeps_its_own_order() -> None:
    passage = WEAVE.passage(*range_of("gehen gern"))
    woven = WEAVE.apply([Move(*range_of(" gern"), range_of("Wir")[0])])
    assert woven.text() == "\n gernWir gehen zu Fuß.\nBäume kühlen."
    assert woven.passage_text(passage) == "gehen gern"
    assert woven.locate(passage) == (range_of("gehen", woven), range_of(" gern", woven))


def test_words_inserted_between_are_shown_but_not_its_own() -> None:
    passage = WEAVE.passage(*range_of("gehen gern"))
    woven = WEAVE.apply([Insert(range_of("gern")[0], "sehr ")])
    assert woven.passage_text(passage) == "gehen gern"
    assert woven.passage_shown(passage) == (("gehen ", True), ("sehr ", False), ("gern", True))


def test_older_words_that_came_between_by_a_move_are_not_shown() -> None:
    passage = WEAVE.passage(*range_of("gehen gern"))
    woven = WEAVE.apply([Move(*range_of(" kühlen"), range_of(" gern")[0])])
    assert woven.passage_shown(passage) == (("gehen", True), (" gern", True))


def test_a_dead_passage_names_the_change_that_killed_it_and_what_it_last_said() -> None:
    passage = WEAVE.passage(*range_of("gehen gern"))
    woven = WEAVE.apply([Delete(*range_of("gehen "))])
    assert (woven.passage_text(passage), woven.tombstone(passage)) == ("gern", None)
    woven = woven.apply([Insert(1, "x")]).apply([Delete(*range_of("gern", woven.apply([Insert(1, "x")])))])
    assert (woven.locate(passage), woven.tombstone(passage)) == ((), 3)
    assert woven.passage_text(passage, 2) == "gern"
    assert (woven.tombstone(passage, 2), woven.tombstone(passage, 0)) == (None, None)
    assert woven.undo(3).passage_text(passage) == "gern"


def test_a_passage_does_not_live_before_its_words_were_born() -> None:
    woven = WEAVE.apply([Insert(5, "xyz")])
    passage = woven.passage(5, 8)
    assert (woven.locate(passage, 0), woven.tombstone(passage, 0)) == ((), None)


def test_an_empty_range_is_an_empty_passage() -> None:
    assert WEAVE.passage(3, 3) == () == WEAVE.locate(())


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 2), (0, len(TEXT) + 1)])
def test_a_range_outside_the_text_is_refused(start: int, end: int) -> None:
    with pytest.raises(PassageError, match=f"the text has {len(TEXT)}"):
        WEAVE.passage(start, end)


@pytest.mark.parametrize("part", [Slice(1, 0, 0, 1), Slice(0, 9, 0, 1), Slice(0, 1, 0, 99), Slice(0, 1, 2, 2)])
def test_a_slice_of_another_weave_is_refused(part: Slice) -> None:
    with pytest.raises(PassageError, match="no such characters"):
        WEAVE.locate((part,))


POINT_CASES = [
    ("stays where it is", [], " gern"),
    ("stays at its left neighbour", [Insert(range_of(" gern")[0], " alle")], " alle gern"),
    ("stays where its left neighbour died", [Delete(*range_of("gehen"))], " gern"),
    ("stays when the words before it move", [Move(*range_of("gehen"), len(TEXT))], " gern"),
    ("stays when the words behind it move", [Move(*range_of(" gern"), len(TEXT))], " zu"),
    ("follows the words around it", [Move(*range_of("gehen gern"), len(TEXT))], " gern"),
    ("stays in a text without words around it", [Delete(*range_of("gehen gern"))], " zu"),
]


@pytest.mark.parametrize(("edits", "behind"), [case[1:] for case in POINT_CASES], ids=[case[0] for case in POINT_CASES])
def test_a_point(edits: list[Edit], behind: str) -> None:
    point = WEAVE.point(range_of(" gern")[0])
    woven = WEAVE.apply(edits)
    assert woven.text()[woven.locate_point(point) :].startswith(behind)


def test_points_at_the_ends_stay_at_the_ends() -> None:
    first, last = WEAVE.point(0), WEAVE.point(len(TEXT))
    woven = WEAVE.apply([Insert(5, "x")])
    assert (woven.locate_point(first), woven.locate_point(last)) == (0, len(TEXT) + 1)


@st.composite
def changes(draw: st.DrawFn, length: int) -> list[Edit]:
    cuts = sorted(draw(st.sets(st.integers(1, length), max_size=6)) | {1}) if length else [0]
    edits: list[Edit] = []
    for start, end in pairwise(cuts):
        what = draw(st.sampled_from(["keep", "delete", "move"]))
        if what == "delete":
            edits.append(Delete(start, end))
        elif what == "move":
            edits.append(Move(start, end, draw(st.sampled_from(cuts))))
    at = draw(st.sampled_from(cuts))
    return [*edits, Insert(at, "ab" if length else "\nab", () if length else (FIRST,))]


@given(st.data())
@settings(max_examples=150)
def test_an_anchors_own_words_are_a_subsequence_of_what_they_were(data: st.DataObject) -> None:
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT)))))
    woven, passage = WEAVE, WEAVE.passage(start, end)
    point = WEAVE.point(start)
    for _ in range(data.draw(st.integers(0, 4))):
        woven = woven.apply(data.draw(changes(len(woven.text()))))
    rest = iter(TEXT[start:end])
    words = woven.passage_text(passage)
    assert all(char in rest for char in words)
    assert "".join(text for text, own in woven.passage_shown(passage) if own) == words
    killed = woven.tombstone(passage)
    assert (killed is not None) == (start < end and not words)
    if killed is not None:
        assert woven.passage_text(passage, killed - 1) and not woven.passage_text(passage, killed)
    assert 0 <= woven.locate_point(point) <= len(woven.text())
