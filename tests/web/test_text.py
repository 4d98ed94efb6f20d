"""A product's overview, a statement with its commented passages and voices, choosing a passage, and tensions."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from lxml import html

from stadtgespraech.web import clock
from stadtgespraech.web.actions.contribution import Said, erase, submit_contribution, withdraw
from stadtgespraech.web.actions.passage import passage_of
from stadtgespraech.web.actions.text import refer_to
from stadtgespraech.web.actions.translation import translate_text
from stadtgespraech.web.models import Contribution, Edition, Phase, Process, Product, Reference, Text
from stadtgespraech.web.templatetags.web import direction_of
from stadtgespraech.web.views.conversation import Range, Stretch, ranges, stretches

from .selecting import page_of, select, words

RIVER = "/auenstadt/zielbilder/der-fluss-gehoert-allen/"
TENSION = "/auenstadt/spannungsfelder/leben-am-wasser-ruhe-am-wasser/"
DAY = datetime.date(2026, 6, 10)
SECOND = "Die Zugänge zum Fluss werden nach Möglichkeit barrierearm gestaltet."


def tree(client: Client, address: str) -> html.HtmlElement:
    response = client.get(address)
    assert response.status_code == 200, address
    return page_of(response.content)


def river(site: Process) -> Text:
    return Text.objects.get(process=site, product__slug="zielbilder", kind="statement", number=1)


def say(site: Process, paragraph: int, quote: str | None, text: str = "Das stimmt.", key: str = "") -> Contribution:
    """Somebody says something on a quote of the first statement."""
    about = river(site)
    said = Said(
        round=site.rounds.get(slug="online-beteiligung"), kind="feedback", intent="change", text=text, language="de",
        about=about, passage=passage_of(about, paragraph, quote),
    )  # fmt: skip
    return submit_contribution(site, said=said, form_key=f"test-{text}-{key}", day=DAY, key=key)


def quiet(site: Process) -> None:
    """Nobody has said anything yet."""
    Contribution.objects.filter(process=site).update(state="hidden")


def passages(page: html.HtmlElement) -> list[tuple[str, str, str]]:
    """(words, count, address) of every underlined passage."""
    found = []
    for stretch in select(page, "span.passage"):
        link = stretch.getnext()
        for hidden in select(link, ".sr"):
            hidden.drop_tree()
        found.append((words(stretch), words(link), link.get("href")))
    return found


def test_the_overview_shows_statements_tensions_and_what_introduces_them(client, site):
    page = tree(client, "/auenstadt/zielbilder/")
    assert [words(h) for h in select(page, "h1, h2")] == [
        "Zielbilder",
        "12 Zielbilder",
        "Spannungsfelder",
        "Worum es geht",
        "Vom Ausgangsbild zur zweiten Fassung",
    ]
    assert len(select(page, ".statements h3")) == 12
    assert len(select(page, ".rules a")) == 4
    assert words(select(page, ".title__line")[0]) == "offen bis Sonntag, 28. Juni 2026 Zweite Fassung · 26. Mai 2026"


def test_a_product_without_a_public_edition_says_so(client, site):
    page = tree(client, "/auenstadt/massnahmen/")
    assert words(select(page, ".notice")[0]) == (
        "Hier gibt es noch keinen Text. Sobald eine Fassung öffentlich ist, steht sie hier."
    )
    assert select(page, ".statements") == []


def test_a_statement_reads_as_the_public_edition_has_it(client, site):
    quiet(site)
    page = tree(client, RIVER)
    assert words(select(page, "h1")[0]) == "Der Fluss gehört allen."
    shown = [words(p) for p in select(page, ".para__text")]
    assert shown == river(site).wordings.filter(revision__lte=29).order_by("-revision")[0].paragraphs
    assert [words(a) for a in select(page, ".para__say a, .after a")] == [
        "Zu Absatz 1 etwas sagen",
        "Zu Absatz 2 etwas sagen",
        "Zu Absatz 3 etwas sagen",
        "Zu Absatz 4 etwas sagen",
        "Zum ganzen Text etwas sagen",
        "Diesem Text folgen",
        "Druckansicht",
    ]
    Edition.objects.filter(slug="zweite-fassung").update(audience="internal")
    old = [words(p) for p in select(tree(client, RIVER), ".para__text")]
    assert old == river(site).wordings.get(revision=0).paragraphs
    Edition.objects.all().update(audience="council")
    assert client.get(RIVER).status_code == 404


def test_commented_passages_are_underlined_with_their_count(client, site):
    quiet(site)
    say(site, 2, SECOND, "Das reicht nicht.", "eins")
    say(site, 2, SECOND, "Doch, das reicht.", "zwei")
    say(site, 3, "Raum für sich", "Wie viel Raum?", "drei")
    say(site, 0, "allen", "Auch den Fischen?", "vier")
    page = tree(client, RIVER)
    assert passages(page) == [
        ("allen", "1", "?stelle=vier#gespraech"),
        (SECOND, "2", "?stelle=eins#gespraech"),
        ("Raum für sich", "1", "?stelle=drei#gespraech"),
    ]


def test_what_is_about_a_whole_paragraph_underlines_nothing_and_has_its_link(client, site):
    quiet(site)
    say(site, 3, None, "Der ganze Absatz ist gut.")
    page = tree(client, RIVER)
    assert passages(page) == []
    assert [(words(a), a.get("href")) for a in select(page, "#absatz-3 .para__say a")] == [
        ("Zu Absatz 3 etwas sagen", f"{RIVER}stelle/3/"),
        ("Ein Beitrag zum ganzen Absatz 3", "?absatz=3#gespraech"),
    ]


def test_a_passage_opens_its_conversation_right_after_its_paragraph(client, site):
    quiet(site)
    say(site, 2, SECOND, "Das reicht nicht.", "eins")
    say(site, 2, SECOND, "Doch, das reicht.", "zwei")
    say(site, 3, "Raum für sich", "Wie viel Raum?", "drei")
    page = tree(client, f"{RIVER}?stelle=zwei")
    talk = select(page, "#gespraech")[0]
    assert talk.getprevious().get("id") == "absatz-2"
    assert words(select(talk, "h2")[0]) == "Ausgewählte Stelle in Absatz 2"
    assert words(select(talk, "blockquote")[0]) == f"„{SECOND}“"
    assert [words(q) for q in select(talk, ".says")] == ["Doch, das reicht.", "Das reicht nicht."]
    marked = select(page, "mark")[0]
    for hidden in select(marked, ".sr"):
        hidden.drop_tree()
    assert words(marked) == SECOND
    assert select(talk, ".btn--primary")[0].get("href") == (
        "/auenstadt/beitrag/neu/?product=zielbilder&text=der-fluss-gehoert-allen&revision=29&paragraph=2&start=39&end=107"
    )


def test_a_paragraph_opens_the_conversation_about_all_of_it(client, site):
    quiet(site)
    say(site, 2, SECOND, "Das reicht nicht.")
    say(site, 2, None, "Alles gut.")
    talk = select(tree(client, f"{RIVER}?absatz=2"), "#gespraech")[0]
    assert [words(q) for q in select(talk, ".says")] == ["Alles gut.", "Das reicht nicht."]
    assert select(talk, ".btn--primary")[0].get("href") == f"{RIVER}stelle/2/"
    empty = select(tree(client, f"{RIVER}?absatz=4"), "#gespraech")[0]
    assert "Dazu hat noch niemand etwas gesagt." in words(empty)


def test_unknown_passages_and_paragraphs_open_nothing(client, site):
    quiet(site)
    held = say(site, 2, SECOND, "Noch nicht gelesen.", "held")
    Contribution.objects.filter(pk=held.pk).update(state="held")
    for asked in ("stelle=held", "stelle=nichts", "stelle=%00", "absatz=99", "absatz=-1", "absatz=x", "absatz=²"):
        page = tree(client, f"{RIVER}?{asked}")
        assert select(page, "#gespraech") == [], asked
        assert bool(select(page, ".notice")) == asked.startswith("stelle"), asked


def test_what_is_withdrawn_erased_held_or_hidden_is_not_shown(client, site):
    quiet(site)
    gone = [say(site, 2, SECOND, f"Beitrag {n}", f"k{n}") for n in range(4)]
    withdraw(gone[0], day=DAY)
    erase(gone[1], day=DAY)
    Contribution.objects.filter(pk=gone[2].pk).update(state="held")
    Contribution.objects.filter(pk=gone[3].pk).update(state="hidden")
    page = tree(client, RIVER)
    assert passages(page) == []
    assert select(page, ".contribution") == []
    assert words(select(page, ".voices > p")[-1]) == "Noch hat niemand etwas gesagt."


def test_a_passage_keeps_its_comments_when_its_edition_is_followed_by_another(client, site):
    places = [words for words, _, _ in passages(tree(client, RIVER))]
    assert "der gemeinsame Garten der Stadt" in places  # said on the draft's "Schaufenster", now reworded around it


def test_voices_stand_newest_first_and_are_filtered_by_links(client, site):
    page = tree(client, RIVER)
    rows = Contribution.objects.filter(about=river(site), state="public").order_by("-day", "-pk")
    shown = [a.get("href").split("/")[-2] for a in select(page, ".voices .contribution .meta a")][::2]
    assert shown == list(rows.values_list("key", flat=True))[:20]
    wishes = tree(client, f"{RIVER}?art=change")
    assert {words(h) for h in select(wishes, ".voices .contribution__kind")} == {"Das würde ich ändern"}
    answered = {words(b) for b in select(tree(client, f"{RIVER}?stand=answered"), ".voices .badge")}
    waiting = {words(b) for b in select(tree(client, f"{RIVER}?stand=open"), ".voices .badge")}
    assert answered and not answered & {"eingegangen", "in Arbeit"}
    assert waiting <= {"eingegangen", "in Arbeit", "wird abgewogen"}


def test_a_voice_keeps_language_and_direction_with_its_translation_below(client, site):
    page = tree(client, RIVER)
    turkish = next(q for q in select(page, "blockquote") if q.get("lang") == "tr")
    assert turkish.get("dir") == "ltr"
    assert words(turkish.getnext()) == "Aus dem Türkischen, übersetzt von: Sprachenbüro der Stadt"
    assert turkish.getnext().getnext().get("lang") == "de"
    arabic = next(q for q in select(page, "blockquote") if q.get("lang") == "ar")
    assert arabic.get("dir") == "rtl"


def test_markup_in_a_contribution_is_shown_as_text(client, site):
    quiet(site)
    say(site, 2, SECOND, "<script>alert(1)</script> **fett** \u202eumgedreht", "bad")
    response = client.get(f"{RIVER}?stelle=bad")
    assert b"<script>alert" not in response.content
    assert "&lt;script&gt;alert(1)&lt;/script&gt; **fett**" in response.content.decode()


def test_after_the_last_day_everything_can_be_read_and_nothing_said(client, site, monkeypatch):
    end = Phase.objects.get(number=1).closes_at
    assert end is not None
    monkeypatch.setattr(clock, "now", lambda: end)
    page = tree(client, RIVER)
    assert words(select(page, ".title__line .badge")[0]) == "Rückmeldung war bis 28. Juni 2026 möglich"
    assert [a.get("href") for a in select(page, ".para__say a") if "absatz" not in a.get("href")] == []
    assert select(page, "script") == []
    form = tree(client, f"{RIVER}stelle/1/")
    assert select(form, "form") == []
    assert "Zu diesem Text kann gerade nichts gesagt werden." in words(select(form, ".notice")[0])


def test_a_statement_leads_to_its_neighbours_in_the_drawn_order(client, site):
    def neighbours(address: str) -> list[str]:
        return [words(a) for a in select(tree(client, address), ".neighbours a")]

    assert neighbours(RIVER) == ["Wohnen bleibt in jedem Viertel bezahlbar."]
    assert neighbours("/auenstadt/zielbilder/kultur-ist-ueberall-um-die-ecke/") == [
        "Unsere Stadt spricht viele Sprachen.",
        "Gesund leben ist keine Frage der Adresse.",
    ]


def test_a_statement_names_the_starting_pictures_that_it_answers_and_they_name_it(client, site):
    page = tree(client, RIVER)
    (section,) = [one for one in select(page, ".around section") if select(one, "#verweise-ausgangsbilder")]
    assert words(select(section, "h2")[0]) == "Worauf dieser Text antwortet"
    (link,) = select(section, "a")
    assert words(link) == "Die Lohe fließt mitten durch die Stadt, aber man kommt kaum heran."
    back = tree(client, link.get("href"))
    (section,) = [one for one in select(back, ".around section") if select(one, "#verweise-zielbilder")]
    assert words(select(section, "h2")[0]) == "Zielbilder, die auf diesen Text antworten"
    assert [words(one) for one in select(section, "a")] == [
        "Der Fluss gehört allen.", "Auenstadt kommt gut durch heiße Sommer."
    ]  # fmt: skip


def test_every_statement_answers_a_starting_picture_and_every_starting_picture_is_answered(client, site):
    pairs = Reference.objects.filter(to__product__slug="ausgangsbilder").values_list("text", "to")
    for product, at in (("zielbilder", 0), ("ausgangsbilder", 1)):
        texts = set(Text.objects.filter(product__slug=product, kind="statement").values_list("pk", flat=True))
        assert {pair[at] for pair in pairs} == texts


def test_the_starting_pictures_can_be_read_and_say_that_the_council_resolved_them(client, site):
    page = tree(client, "/auenstadt/ausgangsbilder/")
    assert (len(select(page, ".statements h3")), words(select(page, "h1")[0])) == (8, "Ausgangsbilder")
    assert words(select(page, ".title__line")[0]) == "Beschlossene Fassung · 13. November 2025"
    assert "Drucksache 112/2025 vom 13. November 2025" in words(tree(client, "/auenstadt/fassung/ausgangsbilder/"))
    home = tree(client, "/auenstadt/")
    assert "/auenstadt/ausgangsbilder/" in [one.get("href") for one in select(home, ".path a")]


def test_what_a_product_not_public_yet_holds_is_no_reference(client, site):
    Edition.objects.filter(product__slug="ausgangsbilder").update(audience="internal")
    assert not select(tree(client, RIVER), "#verweise-ausgangsbilder")


def test_a_text_refers_only_to_others_of_its_process(site):
    other = Process.objects.create(slug="o", title="O", city="O", created_on="2026-01-01")
    product = Product.objects.create(process=other, number=1, slug="z", title="Z", singular="Z")
    foreign = Text.objects.create(process=other, product=product, kind="statement", number=1, slug="t")
    for text in (foreign, river(site)):
        with pytest.raises(ValueError, match="other texts of its own process"):
            refer_to(river(site), [text])


def test_references_are_shown_at_both_ends(client, site):
    tension = Text.objects.get(process=site, kind="tension", number=1)
    Reference.objects.all().delete()
    Reference.objects.create(
        text=river(site), to=Text.objects.get(product__slug="zielbilder", kind="statement", number=5)
    )
    Reference.objects.create(text=tension, to=river(site))
    page = tree(client, RIVER)
    assert [words(a) for a in select(page, ".around a")] == [
        "Auenstadt kommt gut durch heiße Sommer.",
        "Leben am Wasser – Ruhe am Wasser",
    ]
    other = tree(client, "/auenstadt/zielbilder/auenstadt-kommt-gut-durch-heisse-sommer/")
    assert [words(a) for a in select(other, ".around a")] == ["Der Fluss gehört allen."]
    assert [words(a) for a in select(tree(client, TENSION), ".around a")] == ["Der Fluss gehört allen."]


def test_the_print_view_is_the_text_alone(client, site):
    page = tree(client, f"{RIVER}?druck=1")
    assert select(page, ".contribution, .para__say, .passage, .neighbours") == []
    assert len(select(page, ".para__text")) == 4


def test_a_missing_translation_says_so_and_shows_german(client, site):
    page = tree(client, "/tr/auenstadt/zielbilder/kultur-ist-ueberall-um-die-ecke/")
    assert len(select(page, ".translated")) == 1
    assert {p.get("lang") for p in select(page, ".para__text")} == {"de"}


def test_a_translation_names_its_maker_and_that_it_is_behind(client, site):
    translate_text(
        river(site), language="tr", revision=0, title="Nehir herkesindir.",
        paragraphs=["Bir", "İki", "Üç", "Dört"], maker="Sprachenbüro",
    )  # fmt: skip
    page = tree(client, f"/tr{RIVER}")
    assert (words(select(page, "h1")[0]), select(page, "h1")[0].get("lang")) == ("Nehir herkesindir.", "tr")
    assert [words(p) for p in select(page, ".para > p") if p.get("lang") == "tr"] == ["Bir", "İki", "Üç", "Dört"]
    assert len(select(page, "details [data-paragraph]")) == 4
    assert "Sprachenbüro" in words(select(page, ".translated")[0])


def test_sentences_of_a_paragraph_are_check_boxes_and_lead_to_the_form(client, site):
    page = tree(client, f"{RIVER}stelle/2/")
    assert [words(label) for label in select(page, ".choice")] == [
        "Die Wege am Wasser werden durchgehend.",
        SECOND,
        "In der Innenstadt teilen sich Fuß- und Radverkehr den Raum; wo es eng wird, hat Vorrang, wer zu Fuß "
        "unterwegs ist.",
    ]
    write = "/auenstadt/beitrag/neu/?product=zielbilder&text=der-fluss-gehoert-allen&revision=29"
    cases = {
        "satz=1": f"{write}&paragraph=2&start=39&end=107",
        "satz=0&satz=1": f"{write}&paragraph=2&start=0&end=107",
        "satz=2&satz=0": f"{write}&paragraph=2&start=0&end=222",
        "weiter=1": f"{write}&paragraph=2&start=0&end=222",
        "satz=9&satz=x&weiter=1": f"{write}&paragraph=2&start=0&end=222",
    }
    assert {asked: client.get(f"{RIVER}stelle/2/?{asked}").headers["Location"] for asked in cases} == cases


def test_the_title_is_paragraph_nought_and_what_is_not_there_is_404(client, site):
    page = tree(client, f"{RIVER}stelle/0/")
    assert [words(label) for label in select(page, ".choice")] == ["Der Fluss gehört allen."]
    for address in (f"{RIVER}stelle/5/", f"{RIVER}stelle/99999999999/", "/auenstadt/zielbilder/nichts/stelle/1/"):
        assert client.get(address).status_code == 404, address
    for address in ("/auenstadt/nichts/", "/auenstadt/massnahmen/der-fluss-gehoert-allen/", "/nichts/zielbilder/"):
        assert client.get(address).status_code == 404, address


def test_tensions_show_both_sides(client, site):
    overview = tree(client, "/auenstadt/spannungsfelder/")
    assert [words(a) for a in select(overview, ".statements a")] == [
        "Leben am Wasser – Ruhe am Wasser",
        "Neue Wohnungen – freie Flächen",
        "Mit dem Auto erreichbar – frei vom Auto",
        "Schnell entscheiden – alle hören",
    ]
    page = tree(client, TENSION)
    assert [": ".join(words(part) for part in side) for side in select(page, ".sides > section")] == [
        "Auf der einen Seite: Leben am Wasser",
        "Auf der anderen Seite: Ruhe am Wasser",
    ]
    assert words(select(page, ".para__text")[0]).startswith("Die einen wollen an der Lohe baden")
    assert client.get("/auenstadt/spannungsfelder/der-fluss-gehoert-allen/").status_code == 404


def test_passages_that_overlap_are_one_and_neighbours_stay_two():
    class Part:
        def __init__(self, key: str, contribution_id: int) -> None:
            self.key, self.contribution_id, self.pk = key, contribution_id, contribution_id

    class Place:
        def __init__(self, start: int, end: int, key: str, said: int) -> None:
            self.start, self.end, self.part, self.part_id = start, end, Part(key, said), said

    places = [Place(0, 4, "a", 1), Place(2, 6, "b", 2), Place(6, 8, "c", 2), Place(0, 10, "d", 3), Place(9, 9, "e", 4)]
    found = ranges(places, 10)
    assert found == [Range(0, 6, ("a", "b"), frozenset({1, 2})), Range(6, 8, ("c",), frozenset({2}))]
    assert stretches("abcdefghij", found, "b") == (
        Stretch("abcdef", 0, "a", 2, True),
        Stretch("gh", 6, "c", 1, False),
        Stretch("ij", 8),
    )
    assert stretches("", [], "") == ()


def test_a_statement_asks_as_often_for_one_voice_as_for_many(client, site, django_assert_num_queries):
    client.get(RIVER)
    with django_assert_num_queries(11):
        client.get(RIVER)
    some = say(site, 2, SECOND, "Noch eins.", "noch")
    for n in range(3):
        say(site, 2, SECOND, f"Noch {n}.", f"noch{n}")
    with django_assert_num_queries(11):
        client.get(RIVER)
    with django_assert_num_queries(14):
        client.get(f"{RIVER}?stelle=noch")
    Contribution.objects.filter(about=river(site)).exclude(pk=some.pk).update(state="hidden")
    with django_assert_num_queries(11):
        client.get(RIVER)
    with django_assert_num_queries(14):
        client.get(f"{RIVER}?stelle=noch")


def test_overviews_ask_as_often_for_many_texts_as_for_few(client, site, django_assert_num_queries):
    for address, count in {
        "/auenstadt/zielbilder/": 2,
        "/auenstadt/spannungsfelder/": 3,
        TENSION: 4,
        f"{RIVER}stelle/1/": 2,
    }.items():
        client.get(address)
        with django_assert_num_queries(count):
            client.get(address)


def test_the_menu_marks_a_product_on_its_own_pages_only(client, site):
    def marked(address: str) -> list[str]:
        return [words(a) for a in select(tree(client, address), ".menu a") if a.get("aria-current")]

    assert (marked(RIVER), marked("/auenstadt/ausgangsbilder/")) == (["Zielbilder"], ["Überblick"])


@pytest.mark.parametrize(
    ("language", "said", "direction"),
    [
        ("ar", "النهر للجميع", "rtl"),
        ("ar", "Da sind nur Treppen.", "auto"),
        ("de", "Da sind nur Treppen.", "ltr"),
        ("de", "النهر للجميع", "auto"),
        ("ar", "", "rtl"),
        ("und", "Ufer", "auto"),
    ],
)
def test_words_run_as_their_language_does_unless_none_of_their_letters_do(language, said, direction):
    assert direction_of(language, said) == direction


def test_a_text_nobody_spoke_about_offers_no_filters(client, site):
    page = tree(client, "/auenstadt/ausgangsbilder/wer-eine-wohnung-sucht-sucht-lange/")
    assert (select(page, ".filters"), select(page, ".howto")) == ([], [])
    assert words(select(page, ".voices > .muted")[0]) == "Noch hat niemand etwas gesagt."
