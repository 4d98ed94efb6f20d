"""Tokens lose nothing and keep German forms whole; sentences end where people end them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stadtgespraech.text.tokens import sentence_spans, tokenize


@pytest.mark.parametrize(
    "whole",
    [
        *("Bürger*innen", "Schüler:innen", "Mitarbeiter_innen", "Mitarbeiter/-innen", "Bürger(innen)", "BürgerInnen"),
        *("Bürger*innen-Rat", "Stadt-Umland", "Stadt-Umland-Beziehung", "E-Mail", "geht’s", "sie/er"),
        *("z. B.", "z.B.", "u. a.", "d. h.", "i. d. R.", "z.\u202fB."),
        *("§ 12 Abs. 3", "§ 12 Abs. 3 Satz 2", "§§ 3", "§ 4a"),
        *(
            "1.000,50 €",
            "3,5 %",
            "20 °C",
            "12.03.2026",
            "14:30",
            "2024-2026",
            "38472-25/1",
            "24/7",
            "10-jährige",
            "CO2",
        ),
        *("https://example.org/a?b=c#d", "www.stadt.example/x", "info@stadt-am-fluss.example"),
        *(unicodedata.normalize("NFD", "Übergänge"), "Ki\u00ad\u00adta".replace("\u00ad\u00ad", "\u00ad")),
    ],
)
def test_what_people_write_as_one_word_is_one_token(whole: str) -> None:
    assert tokenize(f"so {whole} so, ({whole}).") == [
        *["so", " ", whole, " ", "so", ",", " ", "(", whole, ")", "."],
    ]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Natur- und Klimaschutz", ["Natur", "-", " ", "und", " ", "Klimaschutz"]),
        ("Ja! Nein?\n\nDoch…", ["Ja", "!", " ", "Nein", "?", "\n", "\n", "Doch", "…"]),
        ("„Gut“ \t so", ["„", "Gut", "“", " \t ", "so"]),
        ("am 3. Mai", ["am", " ", "3", ".", " ", "Mai"]),
        ("https://example.org.", ["https://example.org", "."]),
        ("", []),
    ],
)
def test_words_signs_white_space_and_line_feeds(text: str, tokens: list[str]) -> None:
    assert tokenize(text) == tokens


@given(st.text())
def test_tokens_joined_are_the_text(text: str) -> None:
    assert "".join(tokenize(text)) == text


@given(st.text(alphabet="aB1z.:*-/ §@_\n(€’)\u0308\ud800"))
def test_tokens_joined_are_the_text_where_forms_meet(text: str) -> None:
    tokens = tokenize(text)
    assert "".join(tokens) == text
    assert all(token == "\n" or "\n" not in token for token in tokens)


@pytest.mark.parametrize("piece", [".", "z. ", "a..", "a@a.", "a-", ". - ", '." ', "§ 1 Abs. ", "http://", "( "])
def test_many_half_forms_cost_no_more_than_their_length(piece: str) -> None:
    text = piece * 60_000  # quadratic work would take minutes here
    assert sum(map(len, tokenize(text))) == len(text)
    assert sentence_spans(text)[-1][1] == len(text)


@pytest.mark.parametrize(
    "sentences",
    [
        ["Wir planen. ", "Wir bauen! ", "Und dann?"],
        ["Das gilt z. B. für Höfe. ", "Es gilt auch ca. 20 Prozent mehr."],
        ["Am 3. Mai kamen viele. ", "Die 2. Stadtkonferenz folgte."],
        ["In der Hofstr. Nord ist Platz. ", "Dort gilt Tempo 30. ", "In der Aue auch."],
        ["Er sagte: „Ja.“ ", "Sie sagte nein."],
        ["Erstens. ", "- Zweitens. ", "(Drittens.)"],
        ["Titel", "\nAbsatz eins. ", "Satz zwei.", "\nAbsatz zwei"],
        ["Nach § 3 Abs. 2 ist das so."],
    ],
)
def test_sentences(sentences: list[str]) -> None:
    text = "".join(sentences)
    assert [text[start:end] for start, end in sentence_spans(text)] == sentences


@given(st.text(alphabet="aB1.!? \n„“-()"))
def test_sentences_joined_are_the_text(text: str) -> None:
    spans = sentence_spans(text)
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(start < end for start, end in spans)
