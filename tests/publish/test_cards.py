"""Cards with entry codes: ten on a page, each with its code, and no word of who handed it out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from stadtgespraech.publish import cards
from stadtgespraech.publish.cards import Card, Sheet

QR = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><path d="M0 0h1v1h-1z"/></svg>'
MARGIN = 13.5 / 297  # what is cut off at the head of a page


def sheet(*labels: str, young: bool = True) -> Sheet:
    made = tuple(Card(label, f"7K4M-{number:04}", QR) for number, label in enumerate(labels))
    return Sheet(
        process="Stadtstrategie Auenstadt 2040", round="Jugendrunde im Netz", until="offen bis Mittwoch, 24. Juni 2026",
        address="beteiligung.example/auenstadt/runde/jugend/", author="Auenstadt", language="de", young=young,
        cards=made,
    )  # fmt: skip


def words(content: bytes, tmp_path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(content)
    return [document[number].get_textpage().get_text_bounded() for number in range(len(document))]


def test_ten_cards_stand_on_a_page_and_another_label_begins_a_new_one(tmp_path: Path) -> None:
    pages = words(cards.write(sheet(*["Klasse 7b"] * 12, "Tisch 4")), tmp_path)
    codes = [[code for code in (f"7K4M-{number:04}" for number in range(13)) if code in page] for page in pages]
    heads = [[line.strip() for line in page.splitlines() if "Blatt" in line] for page in pages]
    assert [len(found) for found in codes] == [10, 2, 1]
    assert heads == [["Klasse 7b – Blatt 1 von 2"], ["Klasse 7b – Blatt 2 von 2"], ["Tisch 4 – Blatt 1 von 1"]]


def test_a_card_says_what_it_is_for_until_when_where_and_leaves_room_for_the_receipt(tmp_path: Path) -> None:
    (page,) = words(cards.write(sheet("Klasse 7b")), tmp_path)
    said = " ".join(page.split())
    for told in (
        "Stadtstrategie Auenstadt 2040", "Jugendrunde im Netz", "offen bis Mittwoch, 24. Juni 2026", "Dein Zugangscode",
        "7K4M-0000", "beteiligung.example/auenstadt/runde/jugend/", "Dein Beleg: zum Nachsehen, was daraus wurde",
    ):  # fmt: skip
        assert told in said
    (other,) = words(cards.write(sheet("Tisch 4", young=False)), tmp_path)
    assert "Ihr Zugangscode" in other and "Ihr Beleg:" in other and "Dein" not in other


def test_the_label_stands_where_it_is_cut_off(tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument(cards.write(sheet(*["Klasse 7b"] * 10)))
    page, height = document[0], document[0].get_height()
    inside = page.get_textpage().get_text_bounded(top=height * (1 - MARGIN))
    assert ("Klasse" in inside, inside.count("7K4M-")) == (False, 10)


def test_equal_cards_give_equal_bytes_tagged_and_titled() -> None:
    first, second = (cards.write(sheet("a", "b")) for _ in range(2))
    assert (first == second, b"/Marked true" in first, b"pdfuaid" in first) == (True, True, True)


@pytest.mark.parametrize("name", ['#import "x"', "$x$ *fett* _schief_ `roh`", "日本 🦆", "ا ب", "x" * 200, "</svg>"])
def test_whatever_a_round_is_called_is_set_as_words(name: str) -> None:
    assert cards.write(replace(sheet("a"), round=name, process=name))[:5] == b"%PDF-"
