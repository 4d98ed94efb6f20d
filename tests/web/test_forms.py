"""What people type is made safe to keep and to show, and nothing they typed is lost."""

from __future__ import annotations

import unicodedata

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from stadtgespraech.web.forms import AddressForm, ContributionForm
from stadtgespraech.web.forms.key import read_key, sign_key
from stadtgespraech.web.forms.signin import RequestCodeForm, SignupForm
from stadtgespraech.web.forms.words import TURNING, clean_words, says_something

from .conftest import NOON

ANY = st.text(st.characters() | st.sampled_from("\r\n\0\u202e\u2066\u0301\u200f\ufeff\u2028 "))


def form(words: str, **other: str) -> ContributionForm:
    data = QueryDict(mutable=True)
    data.update({"words": words, "language": "de", "intent": "change", "form_key": sign_key("d", NOON), **other})
    return ContributionForm(data, kind="feedback", device="d", now=NOON, sending=False)


@given(ANY)
def test_cleaned_words_are_nfc_without_controls_and_clean_again_to_themselves(raw: str) -> None:
    words = clean_words(raw)
    kinds = {unicodedata.category(sign) for sign in words if sign != "\n"}
    assert (clean_words(words), unicodedata.is_normalized("NFC", words)) == (words, True)
    assert not kinds & {"Cc", "Cs"} and not TURNING & set(words)


@given(ANY)
def test_a_form_takes_cleaned_words_or_says_why_and_keeps_what_was_typed(raw: str) -> None:
    filled = form(raw)
    if says_something(clean_words(raw)):
        assert (filled.is_valid(), filled.cleaned_data["words"]) == (True, clean_words(raw))
    else:
        assert (list(filled.errors), filled["words"].value()) == (["words"], raw)


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("eins\r\nzwei\rdrei\u2028vier", "eins\nzwei\ndrei\nvier"),
        ("Bu\u0308rger", "Bürger"),
        ("nie\0mals", "niemals"),
        ("\u202eretsuM\u202c", "retsuM"),
        ("سلام\u200f!", "سلام\u200f!"),
        ("<b>fett</b> & [x](y)", "<b>fett</b> & [x](y)"),
        ("👍🏽", "👍🏽"),
    ],
)
def test_words_are_cleaned_and_markup_and_marks_of_direction_stay(raw: str, kept: str) -> None:
    assert form(raw).full_clean() is None
    assert clean_words(raw) == kept


@pytest.mark.parametrize("raw", ["", "   \n\t", "\u0301\u0302\u0303", "\0\x01\x02", "\u202e\u2066", "…?!—"])
def test_marks_blanks_controls_and_dots_alone_are_no_contribution(raw: str) -> None:
    assert list(form(raw).errors) == ["words"]


@pytest.mark.parametrize(("raw", "noticed"), [("a\0b", True), ("a\u202eb", True), ("a\tb\r\nc", False), ("ab", False)])
def test_the_form_says_when_it_took_invisible_signs_out(raw: str, noticed: bool) -> None:
    filled = form(raw)
    assert (filled.is_valid(), filled.took_out_signs) == (True, noticed)


def test_a_million_characters_are_counted_for_the_person_and_kept() -> None:
    filled = form("a" * 1_000_000)
    assert filled.errors["words"] == [
        "Ihr Text hat 1.000.000 Zeichen, Platz ist für 5.000. Er steht unverändert hier: "
        "Kürzen Sie ihn, oder teilen Sie ihn auf mehrere Beiträge auf."
    ]
    assert filled["words"].value() == "a" * 1_000_000


@pytest.mark.parametrize(("length", "fits"), [(5_000, True), (5_001, False)])
def test_five_thousand_characters_fit_and_one_more_does_not(length: int, fits: bool) -> None:
    assert form("ü" * length).is_valid() is fits


def test_fields_that_the_form_does_not_have_never_come_in() -> None:
    filled = form("Bänke", state="public", key="mine", code_hash="0" * 64, day="1999-01-01", held="0")
    assert filled.is_valid()
    assert set(filled.cleaned_data) == {"intent", "words", "language", "age_band", "email", "form_key", "website"}


def test_a_youth_round_has_no_address_and_asks_for_young_ages() -> None:
    data = QueryDict(mutable=True)
    data.update({"words": "Mehr Platz", "language": "de", "email": "a@b.de", "form_key": sign_key("d", NOON)})
    filled = ContributionForm(data, kind="idea", youth=True, device="d", now=NOON, sending=False)
    ages = [value for value, _ in filled.fields["age_band"].choices]  # type: ignore[attr-defined]
    assert (filled.is_valid(), "email" in filled.cleaned_data, ages) == (
        True, False, ["", "-11", "12-14", "15-17", "18-21", "22-"],
    )  # fmt: skip


@given(st.text())
def test_a_key_that_this_site_did_not_sign_is_old(signed: str) -> None:
    assert read_key(signed, "d", NOON).state == "old"


def test_a_trap_that_was_filled_is_named_beside_its_field() -> None:
    assert list(form("Bänke", website="http://spam").errors) == ["website"]


@pytest.mark.parametrize(
    "address", ["a@" + "ä" * 63 + ".de", '"\x01"@a.de', '""@a.de', '"a,b@c.de"@a.de', '"\\\t"@a.de']
)
def test_an_address_to_which_no_mail_can_be_written_is_none(address: str) -> None:
    words = ["Das ist keine vollständige Adresse. Sie sieht so aus: name@beispiel.de"]
    for form in (AddressForm, RequestCodeForm, SignupForm):
        assert form({"email": address}).errors["email"] == words


@pytest.mark.parametrize("sign", ["\u3164", "\u115f\u1160", "\uffa0", "\u2800", "\U0001d159", "\u200b", "\u00ad"])
def test_signs_that_nobody_sees_are_no_words(sign: str) -> None:
    filled = form(f" {sign}{sign} ")
    assert (filled.is_valid(), filled.data["words"]) == (False, f" {sign}{sign} ")


def test_paragraphs_stay_and_a_page_of_empty_lines_does_not() -> None:
    assert clean_words("eins\r\n\r\nzwei\ndrei" + "\n \u00a0\t\r\n" * 2_000 + "vier") == "eins\n\nzwei\ndrei\n\nvier"
