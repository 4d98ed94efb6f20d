"""Proposals: which collide and how, both as one, and what becomes of them on a later text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stadtgespraech.records import Block, Delete, Edit, Insert, Move
from stadtgespraech.text import collisions
from stadtgespraech.text.proposals import Proposal, collide, combine, propose, rebase
from stadtgespraech.text.weave import EditError, Weave

TITLE = Block("statement:1", "title")
FIRST = Block("statement:1", "paragraph")
SECOND = Block("statement:2", "paragraph")
START = ((TITLE, "Grün"), (FIRST, "Wir gehen gern zu Fuß. Alle fahren Rad."), (SECOND, "Bäume kühlen."))
WEAVE = Weave.start(START)
TEXT = WEAVE.text()


def edits_on(weave: Weave, *lines: tuple[str, str]) -> list[Edit]:
    """A small language: ("gern", "") deletes, ("gern", "oft") replaces, ("gern", "> Rad") moves behind "Rad",
    ("gern", "+ sehr") adds behind."""
    edits: list[Edit] = []
    text = weave.text()
    for words, what in lines:
        start = text.index(words)
        end = start + len(words)
        if what.startswith("> "):
            edits.append(Move(start, end, text.index(what[2:]) + len(what[2:])))
        elif what.startswith("+"):
            edits.append(Insert(end, what[1:]))
        else:
            edits.append(Delete(start, end))
            edits += [Insert(end, what)] if what else []
    return edits


def proposal(*lines: tuple[str, str]) -> Proposal:
    return propose(WEAVE, edits_on(WEAVE, *lines))


A_SENTENCE = " Alle fahren Rad."
CASES = [
    ("identical", [("gern", "oft")], [("gern", "oft")], ""),
    ("disjoint", [("gern", "oft")], [("Alle", "Viele")], ""),
    ("disjoint", [("gern", "")], [("gern", ""), ("Alle", "Viele")], ""),
    ("soft", [("gern", "+ und oft")], [("gern", "+ und weit")], collisions.SAME_GAP),
    ("soft", [("gern", "oft")], [("gern", "viel")], collisions.SAME_GAP),
    ("hard", [("Alle fa", "+?")], [("Alle fahren", "")], collisions.INSIDE_DELETION),
    ("hard", [("Alle fahren", "")], [("fahren Rad", "")], collisions.DELETIONS),
    ("hard", [(A_SENTENCE, "> kühlen.")], [(A_SENTENCE, "> Grün")], collisions.MOVES),
    ("hard", [(A_SENTENCE, "> kühlen.")], [("fahren Rad.", "> Grün")], collisions.MOVES),
    ("hard", [(A_SENTENCE, "> kühlen.")], [(A_SENTENCE, "")], collisions.MOVE_DELETE),
    ("hard", [(A_SENTENCE, "> kühlen.")], [("Fuß. Alle", "")], collisions.MOVE_DELETE),
    ("hard", [("gehen", "> Al")], [("Alle", "> ge")], collisions.CIRCLE),
    ("hard", [("Grün", "Weiß")], [("Grün", "+er")], collisions.TITLES),
    ("hard", [("Gr", "")], [("n", "")], collisions.TITLES),
    ("disjoint", [(A_SENTENCE, "> kühlen.")], [("fahren", "schieben")], ""),
    ("disjoint", [("\nGrün", "> kühlen.")], [("rü", "oß")], ""),
]


@pytest.mark.parametrize(("kind", "one", "two", "why"), CASES)
def test_two_proposals_collide_as_the_rules_say(
    kind: str, one: list[tuple[str, str]], two: list[tuple[str, str]], why: str
) -> None:
    p, q = proposal(*one), proposal(*two)
    for first, second in ((p, q), (q, p)):
        found = collide(WEAVE, first, second)
        assert (found.kind, why in [clash.why for clash in found.clashes] or not why) == (kind, True)


def test_an_edit_inside_a_move_follows() -> None:
    p, q = proposal((A_SENTENCE, "> kühlen.")), proposal(("fahren", "schieben das"))
    assert collide(WEAVE, p, q).follows
    combined = rebase(WEAVE, combine(WEAVE, p, q)).edits
    assert WEAVE.apply(combined).text() == "\nGrün\nWir gehen gern zu Fuß.\nBäume kühlen. Alle schieben das Rad."


def test_words_at_the_edge_of_a_moves_rewording_are_for_a_person() -> None:
    start = TEXT.index(A_SENTENCE)
    word, end = TEXT.index("fahren"), TEXT.index(A_SENTENCE) + len(A_SENTENCE)
    to = len(TEXT)
    p = propose(WEAVE, [Move(start, word, to), Delete(word, word + 6), Insert(to, "nutzen"), Move(word + 6, end, to)])
    q = propose(WEAVE, [Insert(word, "gern ")])
    assert [clash.why for clash in collide(WEAVE, p, q).clashes] == [collisions.REWORDED]


def test_proposals_that_leave_words_without_a_block_are_hard() -> None:
    start = TEXT.index("\nWir")
    p, q = propose(WEAVE, [Delete(0, start)]), propose(WEAVE, [Delete(start, start + 1)])
    assert collide(WEAVE, p, q).kind == "hard"
    with pytest.raises(EditError, match="a person decides"):
        combine(WEAVE, p, q)


def test_a_proposal_names_the_titles_it_changes() -> None:
    assert proposal(("Grün", "Weiß")).titles == ("statement:1",)
    assert proposal(("gern", "oft")).titles == ()
    assert proposal(("\nGrün", "> kühlen.")).titles == ()


def test_a_proposal_that_was_done_in_the_meantime_asks_for_nothing_more() -> None:
    p = proposal(("gern", "oft"), (A_SENTENCE, "> kühlen."))
    later = WEAVE.apply(edits_on(WEAVE, ("gern", "oft"), (A_SENTENCE, "> kühlen.")))
    found = rebase(later, p)
    assert (found.edits, found.clashes) == ((), ())


def test_words_stay_when_their_surroundings_were_deleted() -> None:
    p = proposal(("fahren", "+ oft"))
    later = WEAVE.apply(edits_on(WEAVE, (A_SENTENCE, "")))
    found = rebase(later, p)
    assert [clash.why for clash in found.clashes] == [collisions.INSIDE_DELETION]
    assert later.apply(found.edits).text() == "\nGrün\nWir gehen gern zu Fuß. oft\nBäume kühlen."


def test_words_stay_when_the_whole_text_was_deleted() -> None:
    later = WEAVE.apply([Delete(0, len(TEXT))])
    found = rebase(later, proposal(("fahren", "+ oft")))
    assert later.apply(found.edits).blocks() == ((FIRST, " oft"),)


def test_a_proposal_on_an_older_base_collides_where_its_words_are_now() -> None:
    p = proposal(("fahren", "schieben"))
    later = WEAVE.apply(edits_on(WEAVE, (A_SENTENCE, "> kühlen.")))
    q = propose(later, edits_on(later, ("fahren", "tragen")))
    assert collide(later, p, q).kind == "soft"


def test_a_proposal_is_not_rebased_backwards() -> None:
    later = WEAVE.apply([Insert(3, "x")])
    with pytest.raises(ValueError, match="before the proposal's base"):
        rebase(later, propose(later, [Insert(3, "y")]), 0)


@st.composite
def changes(draw: st.DrawFn, length: int, words: str) -> list[Edit]:
    cuts = sorted(draw(st.sets(st.integers(1, length), min_size=1, max_size=7)) | {1}) if length else [0]
    edits: list[Edit] = []
    for start, end in pairwise(cuts):
        what = draw(st.sampled_from(["keep", "keep", "delete", "move"]))
        if what == "delete":
            edits.append(Delete(start, end))
        elif what == "move":
            edits.append(Move(start, end, draw(st.sampled_from(cuts))))
    for at in draw(st.lists(st.sampled_from(cuts), max_size=2)):
        text = draw(st.text(words, min_size=1, max_size=4))
        text = text if length else "\n" + text
        edits.append(Insert(at, text, (FIRST,) * text.count("\n")))
    return edits


@given(st.data())
@settings(max_examples=250)
def test_disjoint_proposals_give_the_same_text_in_either_order(data: st.DataObject) -> None:
    p = propose(WEAVE, data.draw(changes(len(TEXT), "ab\n")))
    q = propose(WEAVE, data.draw(changes(len(TEXT), "yz\n")))
    kind = collide(WEAVE, p, q).kind
    assert kind == collide(WEAVE, q, p).kind
    if kind == "hard":
        return
    both = WEAVE.apply(rebase(WEAVE, combine(WEAVE, p, q)).edits).text()
    if kind != "soft":
        assert WEAVE.apply(rebase(WEAVE, combine(WEAVE, q, p)).edits).text() == both
        for first, second in ((p, q), (q, p)):
            once = WEAVE.apply(rebase(WEAVE, first).edits)
            assert once.apply(rebase(once, second).edits).text() == both


@given(st.data())
@settings(max_examples=200)
def test_a_rebase_drops_no_text(data: st.DataObject) -> None:
    weave = WEAVE
    asked = propose(weave, data.draw(changes(len(TEXT), "XYZ")))
    added = [edit.text for edit in asked.edits if hasattr(edit, "text")]
    for _ in range(data.draw(st.integers(0, 3))):
        weave = weave.apply(data.draw(changes(len(weave.text()), "ab\n")))
    found = rebase(weave, asked)
    result = weave.apply(found.edits)
    assert all(text in result.text() for text in added)
    gone = {
        (part.change, part.ordinal, place)
        for edit in asked.edits
        if type(edit).__name__ == "Removing"
        for part in edit.passage
        for place in range(part.start, part.end)
    }
    assert living(weave) - gone <= living(result)
    assert (
        rebase(weave, found.proposal).edits == found.edits
        or found.clashes
        or weave.apply(rebase(weave, found.proposal).edits).text() == result.text()
    )


def living(weave: Weave) -> set[tuple[int, int, int]]:
    return {
        (run.slice.change, run.slice.ordinal, place)
        for run in weave.blame()
        for place in range(run.slice.start, run.slice.end)
    }
