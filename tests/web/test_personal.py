"""Suggestions of what may be personal data: each with its evidence, and nothing where nothing is."""

from __future__ import annotations

import time

import pytest

from stadtgespraech.web.personal import personal_data


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ruft mich an unter 0000 12345, bitte.", [("0000 12345", "Telefonnummer")]),
        ("+49 (40) 123-4567", [("+49 (40) 123-4567", "Telefonnummer")]),
        ("Post an eva.b@haus.example geht.", [("eva.b@haus.example", "E-Mail-Adresse")]),
        ("DE89 3704 0044 0532 0130 00", [("DE89 3704 0044 0532 0130 00", "IBAN")]),
        ("Ich wohne Lindenstraße 12a.", [("Lindenstraße 12a", "Anschrift")]),
        ("Am Markt 4, oben", [("Am Markt 4", "Anschrift")]),
        ("Karl-Marx-Allee 3 und 0170/1234567", [("Karl-Marx-Allee 3", "Anschrift"), ("0170/1234567", "Telefonnummer")]),
    ],
)
def test_what_looks_like_it_is_suggested_at_its_place(text: str, found: list[tuple[str, str]]) -> None:
    told = personal_data(text)
    assert [(one.words, one.what) for one in told] == found
    assert [text[one.start : one.end] for one in told] == [words for words, _what in found]
    assert all(one.evidence for one in told)


@pytest.mark.parametrize(
    "text",
    [
        "Der Bus kommt um 17.40 und der nächste um 18.40.",
        "Am 12.03.2026 waren es 1.000,50 € für 24 Bänke.",
        "DE89 3704 0044 0532 0130 01",  # its sum is wrong
        "In der Straße fehlen Bäume, 14 Sekunden lang.",
        "Nur 0,5 von 1000",
        "@ du weißt schon",
    ],
)
def test_what_does_not_is_left_alone(text: str) -> None:
    assert personal_data(text) == []


@pytest.mark.parametrize("text", ["a" * 5000, "0 " * 2500, "A1" * 2500, "a.b@" * 1250, "Aa-" * 1600, "+1(" * 1600])
def test_no_text_takes_long(text: str) -> None:
    begun = time.perf_counter()
    personal_data(text)
    assert time.perf_counter() - begun < 0.5
