"""Words mended at clear odds; all others, names and numbers are left alone."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stadtgespraech.ingest.confusions import plain, rare
from stadtgespraech.ingest.lexicon import frequency, is_known
from stadtgespraech.ingest.repair import MIN_ODDS, Repairer
from stadtgespraech.records import Repair

DAMAGED = (
    "Die Burgerinnen und Burger konnen fur ihre Stadte uber groBe MaBnahmen entscheiden, und die Offentlichkeit "
    "hort zu."
)
MEANT = (
    "Die Bürgerinnen und Bürger können für ihre Städte über große Maßnahmen entscheiden, und die Öffentlichkeit "
    "hört zu."
)


def mended(text: str, document: str = "") -> str:
    return Repairer(document or text).mend(text, 1).text


def test_lost_umlauts_and_sz_come_back() -> None:
    assert mended(DAMAGED) == MEANT


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Verénderung", "Veränderung"),
        ("zwélf", "zwölf"),
        ("6kologische", "ökologische"),
        ("l6sen", "lösen"),
        ("ge16scht", "gelöscht"),
        ("fiir", "für"),
        ("verknUpft", "verknüpft"),
        ("unterstiitzen", "unterstützen"),
        ("Riickschliisse", "Rückschlüsse"),
        ("erganzt", "ergänzt"),
        ("FuBBnoten", "Fußnoten"),
        ("gro3e", "große"),
        ("gefdhrden", "gefährden"),
        ("Daflr", "Dafür"),
        ("zukunftsfiahig", "zukunftsfähig"),
        ("schwerpunktméaBig", "schwerpunktmäßig"),
        ("OPNV", "ÖPNV"),
        ("HausdorffstraBe", "Hausdorffstraße"),
    ],
)
def test_every_way_of_reading_a_letter_wrongly(read: str, meant: str) -> None:
    assert mended(f"Hier steht {read} im Text.") == f"Hier steht {meant} im Text."


@pytest.mark.parametrize(
    "words",
    [
        "schon seit Jahren wurde das konsequent gefordert",
        "Anna Kowalski aus Aplerbeck fuhr mit der B56 und der U47 nach Phoenix",
        "am 12.03.2026 um 16:30 Uhr, § 12 Abs. 3, 1.000,50 €, CO2, Q3/2025",
        "Stakeholder, Start-ups, Smart City, Urban Health, Best Practice",
        "SchülerInnen und Bürger*innen im Café",
        "Nahversorgung und Starkwetterereignisse in vulnerablen Quartieren",
    ],
)
def test_words_names_and_numbers_that_are_right_stay(words: str) -> None:
    assert mended(words, f"{words}. {DAMAGED}") == words


def test_word_that_follows_decides_between_two_real_words() -> None:
    document = DAMAGED * 3
    assert mended("Wir wollen die Vereine starken.", document) == "Wir wollen die Vereine stärken."
    assert mended("Das soll die Quartiere starken, damit alle bleiben.", document).count("stärken") == 1
    assert mended("Das nutzt einer starken Stadt.", document) == "Das nutzt einer starken Stadt."
    assert mended("Es geht um die starken, lauten Stimmen.", document) == "Es geht um die starken, lauten Stimmen."


def test_capital_that_begins_no_noun_becomes_small_inside_a_sentence() -> None:
    assert mended("Ein Ubergeordnetes Ziel. Uber alles die Uberschrift.", DAMAGED) == (
        "Ein übergeordnetes Ziel. Über alles die Überschrift."
    )


def test_sz_at_the_start_of_a_line_takes_the_hyphen_away() -> None:
    assert mended("die gro-Ben Aufgaben", DAMAGED + " die gro-Ben Aufgaben") == "die großen Aufgaben"


def test_document_that_kept_its_umlauts_is_hardly_damaged() -> None:
    kept = MEANT * 40
    assert mended("Frau Muller sagt Gruetzi fur alle.", kept) == "Frau Muller sagt Gruetzi fur alle."
    assert mended("Hier steht fur.", DAMAGED * 3) == "Hier steht für."


def test_every_repair_is_listed_with_its_odds_and_line() -> None:
    repairs = Repairer(DAMAGED).mend("Stadte fur alle", 7).repairs
    assert [(repair.old, repair.new, repair.line) for repair in repairs] == [("Stadte", "Städte", 7), ("fur", "für", 7)]
    assert all(isinstance(repair, Repair) and repair.odds >= MIN_ODDS for repair in repairs)


TEXTS = st.lists(st.sampled_from([*DAMAGED.split(), "\n", "3.", "B56", "–", "é", "aBc", "GROSS"]), max_size=30)


@given(TEXTS.map(" ".join))
def test_mending_keeps_white_space_and_everything_outside_words(text: str) -> None:
    result = mended(text)
    assert re.findall(r"\s+", result) == re.findall(r"\s+", text)
    assert re.sub(r"\w+", "w", result) == re.sub(r"\w+", "w", text)
    assert mended(result, text) == result


def test_candidates_and_their_chances() -> None:
    assert set(plain("fur", 1)) == {"für"}
    assert plain("groBe", 2).keys() == {"größe"}
    assert "gefährden" in rare("gefdhrden")
    assert not plain("Rad", 2) and "Räd" in plain("Rad", 1)


def test_frequency_counts_sz_and_case_together() -> None:
    assert frequency("große") == frequency("Grosse") > 4
    assert [word for word in ("Maßnahmen", "maßnahmen", "Verkehrslösungen", "Xqwjz") if is_known(word)] == [
        "Maßnahmen",
        "Verkehrslösungen",
    ]
