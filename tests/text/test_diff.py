"""The word diff: exact for any two texts, and readable."""

from __future__ import annotations

import json
import random
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stadtgespraech.text.alignment import MAX_DISTANCE, align
from stadtgespraech.text.diff import Operation, apply_hunks, diff, readable
from stadtgespraech.text.operations import operations
from stadtgespraech.text.tokens import tokenize

WORDS = st.sampled_from(
    ["die", "Stadt", "am", "Fluss", "wird", "grün", "und", "klug", ".", ",", "\n", "heute", "Ein Satz."]
)
TEXTS = st.one_of(st.lists(WORDS, max_size=40).map(" ".join), st.text(max_size=40))


def drawn(a: str, b: str) -> str:
    """The readable difference as one line: [-gone-], [+come+], [1>moved away>], [1<moved here<]."""
    glyphs = {"equal": "{}", "delete": "[-{}-]", "insert": "[+{}+]"}
    pieces = []
    for item in operations(a, b):
        if item.op == "move":
            pieces.append(f"[{item.number}>{item.a}>]" if item.a else f"[{item.number}<{item.b}<]")
        elif item.op == "replace":
            pieces.append(f"[-{item.a}-][+{item.b}+]")
        else:
            pieces.append(glyphs[item.op].format(item.a or item.b))
    return "".join(pieces)


@pytest.mark.parametrize(
    ("a", "b", "shown"),
    [
        ("Die Stadt ist grün.", "Die Stadt ist grün.", "Die Stadt ist grün."),
        ("Die Stadt ist grün.", "Die Stadt ist grau.", "Die Stadt ist [-grün-][+grau+]."),
        ("Die Stadt ist grün.", "Die kleine Stadt ist grün.", "Die [+kleine +]Stadt ist grün."),
        ("Die kleine Stadt.", "Die Stadt.", "Die [-kleine -]Stadt."),
        ("Für Bürger.", "Für Bürger*innen.", "Für [-Bürger-][+Bürger*innen+]."),
        ("Wir planen.", "Wir planen. Wir bauen.", "Wir planen.[+ Wir bauen.+]"),
        ("Eins. Zwei. Drei.", "Eins. Drei.", "Eins. [-Zwei. -]Drei."),
        ("Rot, grün, blau.", "Rot, grün, gelb, blau.", "Rot, grün, [+gelb, +]blau."),
        ("am 3. Mai um 9", "am 4. Juni um 9", "am [-3. Mai-][+4. Juni+] um 9"),
        ("Ein  Satz.", "Ein Satz.", "Ein[-  -][+ +]Satz."),
        ("", "Neu.", "[+Neu.+]"),
        ("Alt.", "", "[-Alt.-]"),
    ],
)
def test_drawn_in_whole_words_at_borders_that_read_well(a: str, b: str, shown: str) -> None:
    assert drawn(a, b) == shown


def test_sentence_that_is_mostly_new_is_shown_as_one() -> None:
    a = "Bleibt so. Der Park an der Lohe wird im nächsten Jahr ganz neu bepflanzt. Bleibt auch."
    b = "Bleibt so. Das Ufer an der Aue soll im kommenden Herbst für alle begehbar sein. Bleibt auch."
    assert drawn(a, b).count("[-") == 1
    assert drawn(a, b).startswith("Bleibt so. [-Der Park")


def test_sentence_of_which_one_word_is_new_keeps_the_others() -> None:
    a = "Der Park an der Lohe wird im nächsten Jahr ganz neu bepflanzt."
    assert drawn(a, a.replace("nächsten", "kommenden")) == (
        "Der Park an der Lohe wird im [-nächsten-][+kommenden+] Jahr ganz neu bepflanzt."
    )


@given(TEXTS, TEXTS)
def test_applying_the_diff_gives_the_new_text(a: str, b: str) -> None:
    hunks = diff(a, b)
    assert apply_hunks(a, b, hunks) == b
    assert apply_hunks(a, b, readable(a, b, hunks)) == b


@given(TEXTS, TEXTS)
def test_hunks_are_in_order_never_touch_and_end_at_tokens(a: str, b: str) -> None:
    hunks = diff(a, b)
    for one, two in pairwise(hunks):
        assert one.a1 <= two.a0 and one.b1 <= two.b0 and (one.a1, one.b1) != (two.a0, two.b0)
    assert all(hunk.a0 < hunk.a1 or hunk.b0 < hunk.b1 for hunk in hunks)
    assert (not hunks) == (a == b)


@given(TEXTS, TEXTS)
def test_operations_give_both_texts_and_moves_come_in_pairs(a: str, b: str) -> None:
    found = operations(a, b)
    assert ("".join(item.a for item in found), "".join(item.b for item in found)) == (a, b)
    assert all(item.a == item.b for item in found if item.op == "equal")
    numbers = [item.number for item in found if item.op == "move"]
    assert sorted(numbers, key=str) == sorted([n for n in set(numbers) for _ in range(2)], key=str)


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert diff(text, text) == ()
    assert operations(text, text) == ((Operation("equal", text, text),) if text else ())


@given(st.lists(st.sampled_from("abcd"), max_size=30), st.lists(st.sampled_from("abcd"), max_size=30))
def test_small_alignments_are_longest(a: list[str], b: list[str]) -> None:
    matches = align(a, b)
    assert all(a[x : x + n] == b[y : y + n] for x, y, n in matches)
    assert sum(n for _, _, n in matches) == longest(a, b)


def longest(a: list[str], b: list[str]) -> int:
    """The length of a longest common subsequence, by the textbook's table."""
    row = [0] * (len(b) + 1)
    for x in a:
        before, row = row, [0]
        for j, y in enumerate(b):
            row.append(before[j] + 1 if x == y else max(row[j], before[j + 1]))
    return row[-1]


def test_work_on_texts_without_rare_words_is_bounded_and_still_exact() -> None:
    source = random.Random(1)
    a, b = (" ".join(source.choice(("aa", "bb", "cc")) for _ in range(40 * MAX_DISTANCE)) for _ in range(2))
    assert apply_hunks(a, b, diff(a, b)) == b


def test_pairs_of_another_project_round_trip(shared: Path) -> None:
    rows = [
        json.loads(line) for line in (shared / "data" / "diff" / "openslides.jsonl").read_text("utf-8").splitlines()
    ]
    assert len(rows) == 57
    for row in rows:
        found = operations(row["before"], row["after"])
        assert "".join(item.a for item in found) == row["before"]
        assert "".join(item.b for item in found) == row["after"]


def test_tokens_of_unchanged_words_are_whole_in_every_hunk() -> None:
    a = "Die Maßnahmen kosten 1.000,50 € nach § 12 Abs. 3."
    b = "Die Maßnahmen kosten 2.000,50 € nach § 12 Abs. 4."
    pieces = [(a[h.a0 : h.a1], b[h.b0 : h.b1]) for h in diff(a, b)]
    assert pieces == [("1.000,50 €", "2.000,50 €"), ("§ 12 Abs. 3", "§ 12 Abs. 4")]
    assert all(old in tokenize(a) and new in tokenize(b) for old, new in pieces)
