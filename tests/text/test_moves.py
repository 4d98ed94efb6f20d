"""Moved sentences, and the edits between two texts."""

from __future__ import annotations

import random
from pathlib import Path

from stadtgespraech.text.diff import diff
from stadtgespraech.text.moves import find_moves

BUS = "Der letzte Bus fährt erst nach dem letzten Zug am Bahnhof ab."
REWORDED = "Der letzte Bus fährt immer erst nach dem letzten Zug vom Bahnhof ab."
A = f"Erstes Bild\nWege sind sicher. {BUS} Die Ampeln warten.\nZweites Bild\nMan kommt an. Alle finden einen Platz."
B = f"Erstes Bild\nWege sind sicher. Die Ampeln warten.\nZweites Bild\nMan kommt an. {BUS} Alle finden einen Platz."


def moves(a: str, b: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """What moved and what is ambiguous, as words before and after."""
    found = find_moves(a, b, diff(a, b))
    return tuple([(a[m.a0 : m.a1], b[m.b0 : m.b1]) for m in group] for group in (found.found, found.ambiguous))  # type: ignore[return-value]


def test_sentence_moved_to_another_statement_is_found() -> None:
    assert moves(A, B) == ([(BUS, BUS)], [])


def test_reworded_sentence_is_found_too() -> None:
    assert moves(A, B.replace(BUS, REWORDED)) == ([(BUS, REWORDED)], [])


def test_paragraph_moved_as_a_whole_is_found_sentence_by_sentence() -> None:
    a = f"Eins\n{BUS} Die Haltestellen bekommen alle ein Dach und Licht.\nZwei\nEtwas bleibt hier stehen.\nDrei"
    b = f"Eins\nZwei\nEtwas bleibt hier stehen.\nDrei\n{BUS} Die Haltestellen bekommen alle ein Dach und Licht."
    assert moves(a, b)[0] in (
        [(BUS, BUS), ("Die Haltestellen bekommen alle ein Dach und Licht.",) * 2],
        [("Etwas bleibt hier stehen.",) * 2],
    )


def test_rewording_in_place_is_no_move() -> None:
    assert moves(A, A.replace(BUS, REWORDED)) == ([], [])


def test_short_sentences_are_never_moves() -> None:
    assert moves("Wir gehen. Viel mehr Text steht hier vorn.", "Viel mehr Text steht hier vorn. Wir gehen.")[0] in (
        [],
        [("Viel mehr Text steht hier vorn.", "Viel mehr Text steht hier vorn.")],
    )


def test_exact_twins_are_ambiguous() -> None:
    twin = f"{A}\nDrittes Bild\n{BUS}"
    found, ambiguous = moves(twin, f"{B}\nDrittes Bild\n{BUS}")
    assert (found, ambiguous) == ([], [(BUS, BUS)])


def test_near_duplicate_that_comes_too_makes_it_ambiguous() -> None:
    near = BUS.replace("Zug", "Schiff")
    found, ambiguous = moves(A, f"{B}\nDrittes Bild\n{near}".replace(BUS, BUS.replace("Bus", "Wagen")))
    assert found == []
    assert {old for old, _ in ambiguous} == {BUS}


def test_near_duplicate_that_stays_does_not_take_the_move() -> None:
    near = "Der letzte Zug fährt erst nach dem letzten Bus am Marktplatz ab."
    assert moves(f"{A}\n{near}", f"{B}\n{near}") == ([(BUS, BUS)], [])


def test_what_a_doubtful_full_stop_added_on_one_side_is_cut_off() -> None:
    body = "Die Höfe werden grün und offen für alle.\nDie Schulen bleiben am Nachmittag länger auf."
    sentence = "Busse fahren erst nach dem letzten Zug am Bahnhof ab."
    a = f"Es fehlt Licht in der langen Hofstr. {sentence}\n{body}\nEnde des Textes"
    b = f"Es fehlt Licht in der langen Hofstr.\n{body}\n{sentence}\nEnde des Textes"
    assert moves(a, b) == ([(sentence, sentence)], [])


def test_sentences_that_change_places_within_one_rewritten_stretch_are_one_move() -> None:
    one = "Der Markt bekommt viel Schatten durch hohe alte Bäume."
    two = "Am Ufer entstehen neue Wege aus hellem festem Sand."
    a, b = f"Hier. {one} {two} Dort.", f"Hier. {two.replace('neue', 'schmale')} {one.replace('alte', 'junge')} Dort."
    assert len(moves(a, b)[0]) == 1


def test_moves_among_many_alike_sentences_are_bounded_and_right() -> None:
    source = random.Random(2)
    texts = [" ".join(f"wort{source.randrange(3000)}" for _ in range(9)) + " und so." for n in range(1500)]
    order = texts[:]
    source.shuffle(order)
    a, b = "\n".join(texts), "\n".join(order)
    found, _ = moves(a, b)
    assert len(found) > 1000
    assert all(old == new for old, new in found)


def test_real_sentences_move_without_being_taken_for_another(shared: Path) -> None:
    rows = (shared / "data" / "arguments" / "dataset_CDB.tsv").read_text("utf-8").splitlines()[1:]
    texts = list(dict.fromkeys(row.split("\t")[3] for row in rows if 8 <= len(row.split("\t")[3].split()) <= 30))[:400]
    texts = [text for text in texts if text.endswith(".") and text.count(".") == 1][:200]
    a = "\n".join(" ".join(texts[start : start + 5]) for start in range(0, 200, 5))
    moved = texts[2]
    b = a.replace(f"{moved} ", "", 1) + f" {moved}"
    assert moves(a, b) == ([(moved, moved)], [])
