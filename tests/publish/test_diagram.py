"""The river: valid SVG, nothing made up, and the same in words."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace

from stadtgespraech.publish.diagram import grouped, head_counts, path, path_words, stops, wrapped
from stadtgespraech.records import Process, Product, Round

from .sample import PROCESS

SVG = "{http://www.w3.org/2000/svg}"


def test_stations_stand_in_order_with_the_rounds_before_the_current_product() -> None:
    assert [(stop.title, stop.state) for stop in stops(PROCESS)] == [
        ("Ausgangsbilder", "done"),
        ("Werkstätten in den Stadtteilen", ""),
        ("Jugendkonferenz", ""),
        ("Stadtkonferenz", ""),
        ("Online-Beteiligung", ""),
        ("Zielbilder", "now"),
        ("Maßnahmen", "ahead"),
    ]


def test_every_station_is_written_in_the_drawing_and_in_the_words() -> None:
    drawn = " ".join("".join(node.itertext()) for node in ET.fromstring(path(PROCESS)).iter(f"{SVG}text"))
    said = path_words(PROCESS)
    for stop in stops(PROCESS):
        assert stop.title in drawn and stop.title in said
    assert "hier stehen wir" in said


def test_a_missing_count_stays_missing() -> None:
    assert head_counts(PROCESS.rounds[2]) == "480 Rückmeldungen · 330 Ideen"
    assert head_counts(Round(1, "Forum", people=1)) == "1 Person"
    assert head_counts(Round(1, "Forum")) == ""


def test_rounds_without_dates_are_counted_and_not_drawn_in_an_order() -> None:
    undated = replace(PROCESS, rounds=tuple(replace(item, dates="") for item in PROCESS.rounds))
    assert [(stop.title, stop.lines[-1]) for stop in stops(undated)] == [
        ("Ausgangsbilder", "vom Rat beschlossen am 13. November 2025"),
        ("Zielbilder", "mit Rückmeldungen aus 4 Runden"),
        ("Maßnahmen", "ab Oktober 2026"),
    ]


def test_own_words_of_the_process_come_first() -> None:
    assert path_words(replace(PROCESS, path_text="Schema: Der Weg.")) == "Schema: Der Weg."


def test_nothing_to_draw_gives_no_drawing() -> None:
    assert path(Process(title="x", as_of="")) == "" and path_words(Process(title="x", as_of="")) == ""


def test_names_are_words_and_not_markup() -> None:
    odd = replace(PROCESS, products=(Product('<b>"A" & B</b>'),), rounds=())
    assert ET.fromstring(path(odd)).get("aria-label") == 'Der Weg: <b>"A" & B</b>'


def test_lines_break_between_words_only() -> None:
    assert wrapped("Rückmeldungen aus der Stadtverwaltung", 20) == ["Rückmeldungen aus", "der Stadtverwaltung"]
    assert wrapped("Donaudampfschifffahrtsgesellschaft", 10) == ["Donaudampfschifffahrtsgesellschaft"]


def test_thousands_are_grouped_the_german_way() -> None:
    assert [grouped(number) for number in (0, 999, 1704, 1234567)] == ["0", "999", "1.704", "1.234.567"]
