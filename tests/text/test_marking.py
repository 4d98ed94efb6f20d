"""Marks and blame, case by case, in one line of glyphs: [+…] [-…] [>1…] [1>…] with the cause behind a slash."""

from __future__ import annotations

import pytest

from stadtgespraech.records import Block, Delete, Insert, Move
from stadtgespraech.text.weave import Weave

TITLE = Block("statement:1", "title")
FIRST = Block("statement:1", "paragraph")
SECOND = Block("statement:2", "paragraph")


def weave(*words: str) -> Weave:
    return Weave.start([(FIRST, text) for text in words])


def drawn(woven: Weave, a: int, b: int) -> str:
    glyphs = {"inserted": "+", "deleted": "-"}
    pieces = []
    for run in woven.marked(a, b):
        text = run.text.replace("\n", "¶")
        if run.kind == "kept":
            pieces.append(text)
            continue
        sign = glyphs.get(run.kind) or (f"{run.move}>" if run.kind == "moved-away" else f">{run.move}")
        via = "".join(f",{number}" for number in run.via)
        pieces.append(f"[{sign}{text}/{run.cause}{via}]")
    return "".join(pieces)


def test_a_replacement_shows_the_old_words_before_the_new() -> None:
    woven = weave("Alle gehen.").apply([Insert(6, "Viele"), Delete(1, 5), Insert(1, "Fast ")])
    assert drawn(woven, 0, 1) == "¶[+Fast /1][-Alle/1] [+Viele/1]gehen."


def test_what_is_inserted_where_a_deletion_ends_stands_behind_it() -> None:
    woven = weave("Alle gehen.").apply([Insert(5, "Viele"), Delete(1, 5)])
    assert drawn(woven, 0, 1) == "¶[-Alle/1][+Viele/1] gehen."
    assert drawn(woven, 1, 0) == "¶[+Alle/1][-Viele/1] gehen."


def test_a_word_replaced_twice_shows_first_and_last_with_the_last_cause() -> None:
    woven = weave("a b c").apply([Delete(3, 4), Insert(4, "x")]).apply([Delete(3, 4), Insert(4, "y")])
    assert drawn(woven, 0, 2) == "¶a [-b/1][+y/2] c"
    assert drawn(woven, 0, 1) == "¶a [-b/1][+x/1] c"
    assert drawn(woven, 1, 2) == "¶a [-x/2][+y/2] c"


def test_words_moved_twice_are_one_move_caused_by_the_last() -> None:
    woven = weave("ab", "cd", "ef").apply([Move(1, 3, 6)]).apply([Move(4, 6, 9)])
    assert woven.text() == "\n\ncd\nefab"
    assert drawn(woven, 0, 2) == "¶[1>ab/2,1]¶cd¶ef[>1ab/2,1]"


def test_words_moved_and_then_deleted_are_deleted_where_they_stood() -> None:
    woven = weave("ab", "cd").apply([Move(1, 3, 6)]).apply([Delete(4, 6)])
    assert drawn(woven, 0, 2) == "¶[-ab/2,1]¶cd"
    assert drawn(woven, 1, 2) == "¶¶cd[-ab/2]"


def test_words_born_and_moved_in_between_are_inserted_via_their_birth() -> None:
    woven = weave("ab", "cd").apply([Insert(3, "xy")]).apply([Move(3, 5, 8)])
    assert drawn(woven, 0, 2) == "¶ab¶cd[+xy/2,1]"


def test_what_stood_only_in_between_is_not_shown() -> None:
    woven = weave("ab").apply([Insert(2, "x")]).apply([Delete(2, 3)])
    assert drawn(woven, 0, 2) == "¶ab"


def test_a_reworded_sentence_moves_under_one_number() -> None:
    woven = weave("Wir gehen gern.", "Rad").apply(
        [Move(1, 5, 20), Delete(5, 10), Insert(20, "laufen"), Move(10, 16, 20)]
    )
    assert drawn(woven, 0, 1) == "¶[1>Wir /1][-gehen/1][1> gern./1]¶Rad[>1Wir /1][+laufen/1][>1 gern./1]"


def test_two_sentences_moved_to_different_places_have_two_numbers() -> None:
    woven = weave("ab", "c", "d").apply([Move(1, 2, 7), Move(2, 3, 5)])
    assert drawn(woven, 0, 1) == "¶[1>a/1][2>b/1]¶c[>2b/1]¶d[>1a/1]"


def test_a_moved_paragraph_moves_with_its_block() -> None:
    woven = Weave.start([(TITLE, "T"), (FIRST, "ab"), (SECOND, "cd")]).apply([Move(2, 5, 8)])
    assert drawn(woven, 0, 1) == "¶T[1>¶/1][1>ab/1]¶cd[>1¶/1][>1ab/1]"
    assert woven.blocks() == ((TITLE, "T"), (SECOND, "cd"), (FIRST, "ab"))
    assert [run.block for run in woven.marked(0, 1) if run.text == "\n"] == [TITLE, FIRST, SECOND, FIRST]


def test_words_added_to_a_paragraph_stand_before_a_deleted_paragraph_that_followed() -> None:
    woven = weave("ab", "cd", "ef").apply([Delete(3, 6)]).apply([Insert(3, "!")])
    assert drawn(woven, 0, 2) == "¶ab[+!/2][-¶/1][-cd/1]¶ef"


def test_a_new_paragraph_stands_behind_the_deleted_one_it_replaces() -> None:
    woven = weave("ab", "cd", "ef").apply([Delete(3, 6)]).apply([Insert(3, "\nxy", (FIRST,))])
    assert drawn(woven, 0, 2) == "¶ab[-¶/1][-cd/1][+¶/2][+xy/2]¶ef"


def test_neighbours_split_by_words_not_shown_are_one_run() -> None:
    woven = weave("abcd").apply([Insert(3, "xx")]).apply([Delete(3, 5)])
    assert [run.text for run in woven.marked(0, 2)] == ["\n", "abcd"]
    assert [run.text for run in woven.blame()] == ["\n", "abcd"]


def test_blame_names_birth_and_mover_apart() -> None:
    woven = weave("ab", "cd").apply([Insert(3, "xy")]).apply([Move(2, 5, 8)])
    assert [(run.text, run.born, run.moved_by) for run in woven.blame()] == [
        ("\n", 0, None),
        ("a", 0, None),
        ("\n", 0, None),
        ("cd", 0, None),
        ("b", 0, 2),
        ("xy", 1, 2),
    ]


def test_a_slice_names_the_characters_of_its_run() -> None:
    woven = weave("abc").apply([Insert(2, "x")])
    for run in woven.marked(0, 1):
        assert woven.passage_text((run.slice,)) == run.text


def test_marks_of_a_revision_against_itself_are_all_kept() -> None:
    woven = weave("ab", "cd").apply([Move(1, 3, 6)])
    assert {run.kind for run in woven.marked(1, 1)} == {"kept"}


@pytest.mark.parametrize("revision", [-1, 2])
def test_a_revision_that_is_not_there_is_refused(revision: int) -> None:
    with pytest.raises(ValueError, match="the weave has revisions 0 to 1"):
        weave("ab").apply([]).marked(0, revision)
