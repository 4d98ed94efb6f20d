"""What changed and why: the index, the marked text beside its notes, and the page of one change."""

from __future__ import annotations

import datetime
import re

import pytest
from django.test import Client
from lxml import html

from stadtgespraech.publish.document import Mark, NoteRef, Run
from stadtgespraech.records import Insert
from stadtgespraech.records import Source as SourceRecord
from stadtgespraech.web.actions.change import Decision, decide_change
from stadtgespraech.web.actions.contribution import erase, withdraw
from stadtgespraech.web.actions.document import document_of, excerpt, words_of
from stadtgespraech.web.models import Change, Contribution, Edition, Part, Source
from stadtgespraech.web.templatetags.marks import Drawing
from stadtgespraech.web.views import synopsis

from .selecting import page_of, select, words

RIVER = "/auenstadt/anpassungen/?bild=der-fluss-gehoert-allen"


@pytest.fixture
def second(site) -> Edition:
    return Edition.objects.select_related("base", "product").get(process=site, slug="zweite-fassung")


def tree(client: Client, address: str) -> html.HtmlElement:
    response = client.get(address)
    assert response.status_code == 200, address
    return page_of(response.content)


def read(paragraph: html.HtmlElement, dropped: str) -> str:
    """The paragraph without signs and without the words of one fate."""
    for gone in select(paragraph, f".sr, .ref, .moved__to, .pilcrow, {dropped}"):
        gone.drop_tree()
    return re.sub(r"\s+", " ", paragraph.text_content()).strip()


def test_the_index_lists_all_texts_in_the_order_of_the_edition_with_their_notes(client, site, second):
    page = tree(client, "/auenstadt/anpassungen/")
    rows = [(words(row[0]), words(row[1])) for row in select(page, "#g-statement ~ .index__list li")]
    wordings = [part.title for part in synopsis.stretches(document_of(second)) if part.kind == "statement"]
    assert [title for title, _ in rows] == wordings
    assert rows[0] == ("Der Fluss gehört allen.", "7 Anmerkungen")
    assert rows[8] == ("Kultur ist überall um die Ecke.", "Eine Anmerkung")
    assert words(select(page, ".title .lead")[0]).startswith("30 Anpassungen.")


def test_every_note_stands_on_a_page_of_the_index_and_is_linked_both_ways(client, site, second):
    seen = set()
    for link in select(tree(client, "/auenstadt/anpassungen/"), ".index__list a[href*='?']"):
        page = tree(client, link.get("href"))
        ids = [item.get("id") for item in select(page, "[id]")]
        assert len(ids) == len(set(ids))
        for anchor in select(page, ".ref, .note__n a, .also a"):
            assert anchor.get("href").removeprefix("#") in ids
        seen |= {int(note.get("id")[1:]) for note in select(page, ".note")}
    assert seen == {note.number for note in document_of(second).notes}


def test_accepting_the_marks_gives_the_text_as_it_reads_and_rejecting_them_the_base(client, site, second):
    texts = second.product.texts.filter(kind="statement")
    for text in texts:
        now, before = (text.wordings.filter(revision__lte=at).first() for at in (second.revision, second.base.revision))
        address = f"/auenstadt/anpassungen/?bild={text.slug}"
        assert whole(client, address, "del") == squeezed("".join(now.paragraphs)), text.slug
        assert whole(client, address, "ins") == squeezed("".join(before.paragraphs)), text.slug


def whole(client: Client, address: str, dropped: str) -> str:
    rows = [row for row in select(tree(client, address), ".synopsis__text") if "aside" not in row.get("class")]
    return squeezed("".join(read(row, dropped) for row in rows))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_a_note_says_kind_occasion_what_and_why_and_leads_to_its_change(client, site):
    note = select(tree(client, RIVER), "#n3")[0]
    assert words(select(note, "h2")[0]) == "Eingefügt"
    assert words(select(note, ".from")[0]) == "Anlass: Ämter der Stadtverwaltung"
    said = [words(item) for item in select(note, "p[lang]")]
    assert said[0] == "Eingefügt: „nach Möglichkeit“."
    assert said[1].startswith("Wie viele Ufertreppen sich umbauen lassen")
    assert select(note, ".note__more a")[0].get("href") == "/auenstadt/anpassung/zielbilder/3/"


def test_both_ends_of_a_move_point_at_one_another_across_pages(client, site):
    here = tree(client, "/auenstadt/anpassungen/?bild=wohnen-bleibt-in-jedem-viertel-bezahlbar")
    arrow = select(here, "a.moved__to")[0]
    assert arrow.get("id") == "v1-an" and arrow.get("href").endswith(
        "bild=gesund-leben-ist-keine-frage-der-adresse#v1-ab"
    )
    back = select(tree(client, arrow.get("href")), "#v1-ab")[0]
    assert back.get("href").endswith("bild=wohnen-bleibt-in-jedem-viertel-bezahlbar#v1-an")


def test_marks_are_heard_in_the_language_of_the_page_and_the_text_keeps_its_own(client, site):
    page = tree(client, "/en" + RIVER)
    paragraph = select(page, ".synopsis__text")[0]
    assert (paragraph.get("lang"), select(paragraph, "ins .sr")[0].get("lang")) == ("de", "en")


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("?runde=jugendkonferenz", [8, 13, 15, 16, 18, 23, 26, 29]),
        ("?art=move", [12]),
        ("?art=retitle&runde=jugendkonferenz", [13]),
        ("?art=split&runde=aemter-der-stadtverwaltung", []),
    ],
)
def test_a_selection_is_a_link_and_lists_the_notes_that_match(client, site, query, numbers):
    page = tree(client, f"/auenstadt/anpassungen/{query}")
    assert [int(words(item)) for item in select(page, ".found .note__n")] == numbers
    assert len(select(page, ".filters [aria-current]")) == 2


@pytest.mark.parametrize(
    "query",
    [
        "?bild=nichts",
        "?feld=x",
        "?fassung=keine",
        "?runde=keine",
        "?art=keine",
        "?bild=",
        "?abschnitt=der-fluss-gehoert-allen",
    ],
)
def test_a_selection_that_does_not_exist_is_not_found(client, site, query):
    assert client.get(f"/auenstadt/anpassungen/{query}").status_code == 404


def test_a_first_edition_says_that_there_is_nothing_to_compare(client, site):
    page = tree(client, "/auenstadt/anpassungen/?fassung=entwurf")
    assert (len(select(page, "ins")), words(select(page, ".lead")[0])[:27]) == (0, "Dies ist eine erste Fassung")


def test_a_process_without_public_edition_says_so(client, site):
    Edition.objects.filter(process=site).update(audience="internal")
    assert words(select(tree(client, "/auenstadt/anpassungen/"), ".lead")[0]).startswith("Noch ist keine Fassung")
    assert client.get("/auenstadt/anpassung/3/").status_code == 404


def test_the_page_of_a_change_shows_words_occasion_reason_and_contributions(client, site):
    page = tree(client, "/auenstadt/anpassung/3/")
    assert words(select(page, "h1")[0]) == "Anpassung Ä-3"
    text = select(page, ".outcome__text p")[0]
    assert read(text, "del") == "[…] Die Zugänge zum Fluss werden nach Möglichkeit barrierearm gestaltet. […]"
    rounds = [(words(item), item.get("href")) for item in select(page, "#anlass ~ ul a")]
    assert rounds == [("Ämter der Stadtverwaltung", "/auenstadt/runde/aemter-der-stadtverwaltung/")]
    voices = [item.get("href") for item in select(page, "#beitraege ~ ul a")]
    keys = Source.objects.filter(change__number=3, part__isnull=False).values_list("part__contribution__key", flat=True)
    assert set(keys) <= {address.split("/")[-2] for address in voices}
    assert select(page, ".meta a")[0].get("href").endswith("bild=der-fluss-gehoert-allen#n3")


@pytest.mark.parametrize("take_away", [withdraw, erase])
def test_a_contribution_that_is_gone_is_not_quoted_as_the_reason(client, site, take_away):
    part = Source.objects.filter(change__number=3, part__isnull=False).first().part
    take_away(part.contribution, day=datetime.date(2026, 6, 10))
    addresses = [item.get("href") for item in select(tree(client, "/auenstadt/anpassung/3/"), "#beitraege ~ ul a")]
    assert f"/auenstadt/beitrag/{part.contribution.key}/" not in addresses


def test_contributions_of_a_round_that_is_not_public_are_not_named(client, site):
    site.rounds.filter(name="Ämter der Stadtverwaltung").update(public=False)
    page = tree(client, "/auenstadt/anpassung/3/")
    assert not select(page, "#beitraege") and not select(page, "#anlass ~ ul a")


def test_a_change_that_was_taken_back_and_the_one_that_did_it_name_each_other(client, site):
    pairs = [(20, "/auenstadt/anpassung/zielbilder/29/"), (29, "/auenstadt/anpassung/zielbilder/20/")]
    for number, address in pairs:
        page = tree(client, f"/auenstadt/anpassung/{number}/")
        assert [item.get("href") for item in select(page, ".notice a")] == [address]


def test_a_note_without_words_shows_the_sentence_behind_which_it_stands(client, site):
    page = tree(client, "/auenstadt/anpassung/6/")
    assert words(select(page, ".outcome__text")[0]) == "Das Ufer ist ein Ort für Feste und für Stille. […]"
    assert words(select(page, "#woerter")[0]) == "An dieser Stelle steht die Anmerkung"


def test_a_change_decided_after_the_last_public_edition_is_not_there_yet(client, site, second):
    product = second.product
    start = product.weave.revisions
    decision = Decision(
        kinds=("insert",), what="Eingefügt: ein Wort.", why="Weil es fehlte.", day=datetime.date(2026, 6, 10),
        sources=(SourceRecord("editors"),), edits=(Insert(40, "x"),),
    )  # fmt: skip
    change = decide_change(product, decision)
    assert (change.revision, client.get(f"/auenstadt/anpassung/{change.number}/").status_code) == (start + 1, 404)
    assert b"30 Anpassungen. Daneben" in client.get("/auenstadt/anpassungen/").content


def test_every_change_has_its_page(client, site):
    for number in Change.objects.filter(process=site).values_list("number", flat=True):
        page = tree(client, f"/auenstadt/anpassung/{number}/")
        assert len(select(page, ".outcome__text p")) > 0, number


def test_queries_of_the_pages_do_not_grow_with_rows(client, site, django_assert_num_queries):
    pages = [
        ("/auenstadt/anpassungen/", 2),
        (RIVER, 1),
        ("/auenstadt/anpassungen/?art=move", 2),
        ("/auenstadt/anpassung/13/", 5),
    ]
    for address, _ in pages:
        client.get(address)
    for address, count in pages:
        with django_assert_num_queries(count):
            client.get(address)
    double_voices(13)
    with django_assert_num_queries(5):
        client.get("/auenstadt/anpassung/13/")


def double_voices(number: int) -> None:
    """Three more sources for a change."""
    change = Change.objects.get(number=number)
    for contribution in Contribution.objects.filter(state="public")[:3]:
        Source.objects.create(change=change, kind="part", part=contribution.parts.first())


def test_no_page_sets_a_cookie(client, site):
    for address in ("/auenstadt/anpassungen/", RIVER, "/auenstadt/anpassung/3/"):
        assert not client.get(address).cookies


def test_words_of_a_contribution_or_text_are_escaped():
    mark = Mark("insert", 1, 1)
    html_text = Drawing({1: "#n1"}, {}).block((Run("<b>&", mark), NoteRef(1), Run("<i>")))
    assert "<b>" not in html_text and "&lt;b&gt;&amp;" in html_text and "&lt;i&gt;" in html_text


def test_struck_and_new_words_that_touch_are_drawn_apart():
    parts = (Run("alt", Mark("delete", 1, 1)), Run("neu", Mark("insert", 1, 1)), Run(".", None))
    assert re.sub(r"<[^>]*>", "", Drawing({}, {}).block(parts)) == "gestrichen: alt eingefügt: neu."


def test_a_blank_stands_behind_struck_words_whose_own_blank_comes_after_the_number():
    gone = Mark("delete", 4, 4)
    parts = (Run("gleichberechtigt", gone), NoteRef(4), Run(" ", gone), Run("den Raum", None))
    drawn = Drawing({4: "#n4"}, {}).block(parts)
    assert re.sub(r"<[^>]*>", "", drawn) == "gestrichen: gleichberechtigt\u2060Anmerkung 4 den Raum"


def test_a_move_in_pieces_has_one_arrow_before_its_first_words_or_behind_its_last():
    here, away, new = Mark("moved-here", 1, 1, 4, "X"), Mark("moved-away", 1, 1, 4, "Y"), Mark("insert", 1, 1)
    drawing = Drawing({}, {"v4-an": "#v4-an", "v4-ab": "#v4-ab"})
    arrived = re.sub(r"<[^>]*>", "", drawing.block((Run("eins ", here), Run("neu ", new), Run("zwei", here))))
    left = re.sub(r"<[^>]*>", "", drawing.block((Run("eins ", away), Run("zwei", away))))
    assert (arrived.count("←"), left.count("→")) == (1, 1)
    assert arrived.index("←") < arrived.index("eins") and left.index("→") > left.index("zwei")


def test_an_excerpt_keeps_whole_sentences_with_marks_and_says_what_it_leaves_out():
    mark = Mark("insert", 1, 1)
    whole = (Run("Erster Satz. Zweiter "), Run("neuer", mark), Run(" Satz. Dritter. Vierter."))
    assert "".join(item.text for item in excerpt(whole)) == " […] Zweiter neuer Satz.  […] "


def test_words_of_a_change_are_those_of_its_own_step(site, second):
    change = Change.objects.get(process=site, number=3)
    piece = words_of(change, second.revision)[0]
    assert [item.text for item in piece.inlines if isinstance(item, Run) and item.mark] == [" nach Möglichkeit"]


def test_a_change_with_very_many_contributions_names_a_hundred_and_says_that_there_are_more(client, site):
    change, pattern = Change.objects.get(process=site, number=3), Contribution.objects.filter(state="public").first()
    fresh = Contribution.objects.bulk_create(
        Contribution(
            process=site,
            key=f"viele{n}",
            round=pattern.round,
            kind="idea",
            text="Mehr.",
            language="de",
            day=pattern.day,
        )
        for n in range(101)
    )
    parts = Part.objects.bulk_create(Part(contribution=item, key=item.key, start=0, end=5) for item in fresh)
    Source.objects.bulk_create(Source(change=change, kind="part", part=part) for part in parts)
    page = tree(client, "/auenstadt/anpassung/3/")
    assert len(select(page, "#beitraege ~ ul li")) == 100
    assert words(select(page, "#beitraege")[0]) == "Unter anderem diese Beiträge führten dazu"


def test_the_order_is_called_drawn_only_where_it_was(client, site, second):
    drawn = words(select(tree(client, "/auenstadt/anpassungen/"), "#g-statement ~ p")[0])
    second.product.order_seed = ""
    second.product.save(update_fields=["order_seed"])
    given = words(select(tree(client, "/auenstadt/anpassungen/"), "#g-statement ~ p")[0])
    assert ("ausgelost" in drawn, "ausgelost" in given, "keine Rangfolge" in given) == (True, False, True)
