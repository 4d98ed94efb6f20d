"""The edits between two texts: exact, moves kept as moves, paragraphs as blocks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from stadtgespraech.records import Block, Insert, Move
from stadtgespraech.text.derivation import apply_edits, edits
from stadtgespraech.text.weave import Weave

BUS = "Der letzte Bus fährt erst nach dem letzten Zug am Bahnhof ab."
REWORDED = "Der letzte Bus fährt immer erst nach dem letzten Zug vom Bahnhof ab."
A = f"Erstes Bild\nWege sind sicher. {BUS} Die Ampeln warten.\nZweites Bild\nMan kommt an. Alle finden einen Platz."
B = f"Erstes Bild\nWege sind sicher. Die Ampeln warten.\nZweites Bild\nMan kommt an. {BUS} Alle finden einen Platz."


def test_edits_move_the_slices_that_stayed_and_type_only_what_is_new() -> None:
    b = B.replace(BUS, REWORDED)
    found = edits(A, b)
    assert apply_edits(A, found) == b
    assert [A[edit.start : edit.end] for edit in found if isinstance(edit, Move)] != []
    typed = "".join(getattr(edit, "text", "") for edit in found)
    assert set(typed.split()) <= {"immer", "vom"}


def test_paragraph_that_moves_takes_the_start_of_its_block_along_where_that_is_the_same() -> None:
    a = f"\nKurz gesagt.\n{BUS}\nEs bleibt ein letzter Absatz stehen, wo er steht."
    b = f"\nKurz gesagt.\nEs bleibt ein letzter Absatz stehen, wo er steht.\n{BUS}"
    one, other = [Block("statement:1", "paragraph")] * 3, [Block(f"statement:{n}", "paragraph") for n in (1, 2, 1)]
    assert edits(a, b, one, one) == (Move(75, 125, 13),)
    assert apply_edits(a, edits(a, b, other, one)) == b
    assert any(isinstance(edit, Insert) and edit.text == "\n" for edit in edits(a, b, other, one))


def test_new_and_gone_paragraphs_are_whole_blocks() -> None:
    block = Block("text", "paragraph")
    assert edits("\nEins.\nDrei.", "\nEins.\nZwei.\nDrei.", [block] * 3, [block] * 2) == (
        Insert(6, "\nZwei.", (block,)),
    )


SENTENCES = st.lists(
    st.sampled_from(
        ["Kurz.", BUS, REWORDED, "Alle Kinder gehen allein und sicher zur Schule.", "Es grünt.", "\n", "Ja"]
    ),
    max_size=10,
).map(" ".join)


@given(st.one_of(SENTENCES, st.text(max_size=30)), st.one_of(SENTENCES, st.text(max_size=30)))
def test_edits_applied_give_the_new_text(a: str, b: str) -> None:
    assert apply_edits(a, edits(a, b)) == b


PARAGRAPHS = st.lists(SENTENCES.map(lambda text: text.replace("\n", "")), min_size=1, max_size=5)


@given(PARAGRAPHS, PARAGRAPHS)
def test_woven_edits_give_both_texts_whatever_they_are(old: list[str], new: list[str]) -> None:
    first, second = (
        [(Block(f"statement:{n}", "paragraph"), text) for n, text in enumerate(texts)] for texts in (old, new)
    )
    weave = Weave.start(first)
    flat = "".join("\n" + text for _, text in second)
    after = weave.apply(edits(weave.text(), flat, [block for block, _ in second]))
    assert (after.text(0), after.text(1)) == (weave.text(), flat)
    runs = after.marked(0, 1)
    assert "".join(run.text for run in runs if run.kind not in ("inserted", "moved-here")) == weave.text()
    assert "".join(run.text for run in runs if run.kind not in ("deleted", "moved-away")) == flat
    assert "".join(run.text for run in after.blame()) == flat
