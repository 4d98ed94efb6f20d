"""Texts in other languages: what they say of themselves, and how somebody speaks on a passage that they chose there."""

from __future__ import annotations

import datetime

import pytest
from django.conf import settings

from stadtgespraech.web.actions.passage import passage_between
from stadtgespraech.web.actions.translation import translate_text
from stadtgespraech.web.models import Contribution, Text, TextTranslation

from .people import Person
from .selecting import page_of, select, words

RIVER = "/auenstadt/zielbilder/der-fluss-gehoert-allen/"
SUMMER = "/auenstadt/zielbilder/auenstadt-kommt-gut-durch-heisse-sommer/"
LANGUAGES = "/auenstadt/zielbilder/unsere-stadt-ist-weltoffen/"
DAY = datetime.date(2026, 6, 5)
OTHERS = [code for code, _ in settings.LANGUAGES if code != "de"]


@pytest.fixture
def river(site) -> Text:
    return Text.objects.get(process=site, product__slug="zielbilder", kind="statement", number=1)


def said(client, address: str) -> str:
    """What the page says about the translation."""
    return words(select(page_of(client.get(address).content), ".translated")[0])


def test_three_statements_are_there_in_every_language(site):
    rows = TextTranslation.objects.filter(text__process=site)
    of = {language: rows.filter(language=language).count() for language in OTHERS}
    assert of == dict.fromkeys(OTHERS, 3)


def test_plain_german_says_whether_readers_checked_it_and_when(client, site):
    assert said(client, f"/de-plain{RIVER}").startswith(
        "In Einfacher Sprache. Leserinnen und Leser haben den Text am 5. Juni 2026 geprüft."
    )
    for address in (SUMMER, LANGUAGES):
        told = said(client, f"/de-plain{address}")
        assert "Entwurf" in told and "2026" not in told, address
    page = client.get(f"/de-plain{RIVER}").content.decode()
    assert "Leichte Sprache" not in page and "Leichter Sprache" not in page


def test_a_translation_of_an_older_wording_says_so_and_one_of_the_current_does_not(client, site):
    older = "Ea redă o versiune mai veche."
    shown = {address: said(client, f"/ro{address}") for address in (RIVER, SUMMER, LANGUAGES)}
    rows = TextTranslation.objects.filter(language="ro").select_related("text")
    behind = {row.text.number for row in rows if row.text.wordings.latest("revision").revision > row.revision}
    assert behind == {5, 8}
    assert shown[SUMMER] == shown[LANGUAGES] != shown[RIVER] and shown[SUMMER].startswith(shown[RIVER]), older


def test_a_translation_with_other_paragraphs_is_read_apart_from_the_text(client, site):
    page = page_of(client.get(f"/en{SUMMER}").content)
    assert {p.get("lang") for p in select(page, ".para .para__text")} == {"de"}
    apart = select(page, "details.translated .para__text")
    assert [p.get("lang") for p in apart] == ["en"] * 3
    assert words(apart[1]) == "Older people are given special protection. Schools and homes have a heat plan."


def test_the_german_title_stays_on_the_page_with_its_conversations(client, site):
    page = page_of(client.get(f"/en{RIVER}").content)
    (title,) = select(page, "#absatz-0")
    assert (title.get("lang"), words(title)) == ("de", "Der Fluss gehört allen.")


def test_the_passage_page_shows_the_paragraph_in_the_language_read_and_leads_to_all_of_it(client, site, river):
    page = page_of(client.get(f"/en{RIVER}stelle/3/").content)
    assert words(select(page, "blockquote")[0]).startswith("At the same time the river needs room of its own.")
    target = client.get(f"/en{RIVER}stelle/3/?weiter=1").headers["Location"]
    revision = river.product.current_edition().revision
    place = f"product=zielbilder&text={river.slug}&revision={revision}&paragraph=3&start=0&end="
    assert target.startswith(f"/en/auenstadt/beitrag/neu/?{place}") and target.endswith("&rendered=1")
    assert "rendered" not in client.get(f"/en{RIVER}stelle/3/?satz=1").headers["Location"]
    assert "rendered" not in client.get(f"{RIVER}stelle/3/?weiter=1").headers["Location"]


def test_what_is_said_on_a_translated_paragraph_stands_beside_the_german_one(site, river):
    """The form names the German paragraph and says why; what is sent is about all of it."""
    reader = Person()
    revision = river.product.current_edition().revision
    asked = {"product": "zielbilder", "text": river.slug, "revision": str(revision), "paragraph": "2", "rendered": "1"}
    page = reader.open(**asked)
    note = "Sie haben die Stelle in einer Übersetzung gewählt."
    quote = select(page_of(page.encode()), ".talk__about blockquote")[0]
    assert note in page and quote.get("lang") == "de"
    assert words(quote).startswith("„Die Wege am Wasser werden durchgehend.")
    assert note in reader.post(page, "preview", words="Güzel.", language="tr").content.decode()
    assert note not in reader.open(**{name: value for name, value in asked.items() if name != "rendered"})


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"language": "de"}, "language of the text"),
        ({"language": "fr"}, "none of this site's"),
        ({"revision": -1}, "no wording"),
        ({"paragraphs": ["One.", "Two."]}, "has 4 paragraphs"),
        ({"paragraphs": ["One.", " ", "Three.", "Four."]}, "need words"),
        ({"title": " "}, "need words"),
        ({"maker": ""}, "need words"),
    ],
)
def test_what_is_no_rendering_of_the_text_is_refused_and_the_old_one_stays(river, given, why):
    before = list(TextTranslation.objects.filter(text=river).order_by("pk").values())
    right = {"language": "en", "revision": 29, "title": "T", "paragraphs": ["1", "2", "3", "4"], "maker": "M"}
    with pytest.raises(ValueError, match=why):
        translate_text(river, **{**right, **given})
    assert list(TextTranslation.objects.filter(text=river).order_by("pk").values()) == before


def test_a_new_rendering_takes_the_place_of_the_old_one(river):
    translate_text(
        river, language="de-plain", revision=29, title=" Fluss ", paragraphs=["1", "2", "3", "4 "], maker="M",
        checked_on=DAY,
    )  # fmt: skip
    rows = TextTranslation.objects.filter(text=river, language="de-plain")
    fields = ("title", "paragraphs", "maker", "checked_on", "revision")
    last = river.wordings.latest("revision").revision
    assert list(rows.values_list(*fields)) == [("Fluss", ["1", "2", "3", "4"], "M", DAY, last)]


def test_a_passage_of_a_whole_paragraph_is_all_of_its_characters(river):
    revision = river.product.current_edition().revision
    length = len(river.wordings.latest("revision").paragraphs[1])
    found = passage_between(river, revision, 2, 0, length)
    assert sum(end - start for *_, start, end in found) == length
    assert Contribution.objects.filter(about=river).exists()
