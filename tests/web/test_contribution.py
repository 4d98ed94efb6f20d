"""Saying something: from the form over the preview to the receipt, and what may come in between."""

from __future__ import annotations

import datetime
import html
import re

import pytest
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext

from stadtgespraech.web import clock
from stadtgespraech.web.actions.contribution import erase, withdraw
from stadtgespraech.web.actions.passage import passage_between
from stadtgespraech.web.models import Address, Contribution, Edition, Leaf, Phase, Process, Round, Text, User, Wording

from .conftest import NOON
from .people import WRITE, Person, errors, fields
from .scans import told

SOON = datetime.timedelta(seconds=5)


@pytest.fixture
def alice(site: Process) -> Person:
    return Person()


@pytest.fixture
def river(site: Process) -> Text:
    return Text.objects.get(process=site, kind="statement", slug="der-fluss-gehoert-allen")


@pytest.fixture
def read(river: Text) -> Edition:
    return river.product.editions.filter(audience="public").order_by("-number")[0]


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime.datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)


def of_river(revision: int, start: int, end: int) -> dict[str, str]:
    return {
        "product": "zielbilder", "text": "der-fluss-gehoert-allen", "revision": str(revision),
        "paragraph": "2", "start": str(start), "end": str(end),
    }  # fmt: skip


def test_a_walk_from_a_passage_over_the_preview_to_the_receipt(
    alice: Person, river: Text, read: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = alice.open(**of_river(read.revision, 0, 35))
    quote = Wording.objects.filter(text=river, revision__lte=read.revision)[0].paragraphs[1][:35].strip()
    preview = alice.post(page, "preview", words="Am Ostufer\r\nsind nur Treppen.", email="a@b.de")
    assert (preview.status_code, "Bitte prüfen" in preview.content.decode()) == (200, True)
    assert (f"„{quote}“" in page, Contribution.objects.filter(text__contains="Ostufer\nsind").count()) == (True, 0)
    at(monkeypatch, NOON + SOON)
    receipt = alice.client.post(WRITE, {**fields(preview.content.decode()), "send": "1"})
    said = Contribution.objects.get(text="Am Ostufer\nsind nur Treppen.")
    assert (receipt.status_code, receipt.headers["Cache-Control"]) == (200, "no-store")
    assert (said.kind, said.intent, said.language, said.about) == ("feedback", "change", "de", river)
    assert said.passage == [list(part) for part in passage_between(river, read.revision, 2, 0, 35)]
    assert (Address.objects.get(contribution=said).email, said.day) == ("a@b.de", NOON.date())
    assert Leaf.objects.get(about=f"contribution:{said.key}").type == "received"
    assert re.fullmatch(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}", alice.code(receipt))  # type: ignore[arg-type]


def test_the_same_form_again_gives_the_same_receipt_and_no_second_contribution(
    alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = alice.open()
    before = Contribution.objects.count()
    at(monkeypatch, NOON + SOON)
    codes = [alice.code(alice.post(page, "send")) for _ in range(2)]
    assert (codes[0], Contribution.objects.count() - before) == (codes[1], 1)


def test_the_same_form_with_other_words_is_refused_and_then_goes_out_under_a_fresh_key(
    alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = alice.open()
    at(monkeypatch, NOON + SOON)
    first = alice.code(alice.post(page, "send", words="Das eine."))
    refused = alice.post(page, "send", words="Das andere.")
    text = refused.content.decode()
    assert (refused.status_code, "Das andere." in text) == (409, True)
    assert "Dieses Formular haben Sie schon einmal abgeschickt" in text
    at(monkeypatch, NOON + 2 * SOON)
    assert alice.code(alice.post(text, "send", words="Das andere.")) != first


@pytest.mark.parametrize(("seconds", "status"), [(2, 422), (3, 200), (86_400, 200), (86_401, 422)])
def test_a_form_is_good_from_three_seconds_to_a_day(
    alice: Person, monkeypatch: pytest.MonkeyPatch, seconds: int, status: int
) -> None:
    page = alice.open()
    Phase.objects.update(closes_at=None)
    at(monkeypatch, NOON + datetime.timedelta(seconds=seconds))
    response = alice.post(page, "send", words="Rechtzeitig?")
    assert (response.status_code, "Rechtzeitig?" in response.content.decode()) == (status, True)


def test_errors_stand_beside_their_fields_and_nothing_typed_is_lost(alice: Person) -> None:
    page = alice.open(product="zielbilder", text="der-fluss-gehoert-allen")
    response = alice.post(page, "preview", words="Schatten", email="kein-at", intent="", language="xx")
    text = response.content.decode()
    assert errors(text) == [
        "Bitte wählen Sie, was zutrifft.",
        "Bitte wählen Sie eine Sprache aus der Liste.",
        "Das ist keine vollständige Adresse. Sie sieht so aus: name@beispiel.de",
    ]
    assert re.findall(r'<li><a href="#(\w+)">', text) == ["id_intent_0", "id_language", "id_email"]
    assert 'id="id_intent_0"' in text
    assert (">\nSchatten</textarea>" in text, 'value="kein-at"' in text) == (True, True)


def test_going_back_from_the_preview_keeps_everything(alice: Person) -> None:
    page = alice.open()
    preview = alice.post(page, "preview", words="Eine Idee.", email="a@b.de", age_band="30-44", language="tr")
    back = alice.client.post(WRITE, {**fields(preview.content.decode()), "change": "1"}).content.decode()
    assert fields(back)["form_key"] == fields(page)["form_key"]
    assert all(piece in back for piece in (">\nEine Idee.</textarea>", 'value="a@b.de"'))
    assert all(f'<option value="{value}" selected>' in back for value in ("30-44", "tr"))


@pytest.mark.parametrize(("late", "status"), [(-1, 200), (0, 403)])
def test_a_phase_is_open_until_its_last_second_by_the_server_and_then_the_text_is_handed_back(
    alice: Person, monkeypatch: pytest.MonkeyPatch, late: int, status: int
) -> None:
    closes = datetime.datetime(2026, 6, 29, 0, 0, tzinfo=datetime.timezone(datetime.timedelta(hours=2)))
    at(monkeypatch, closes - 2 * SOON)
    page = alice.open(product="zielbilder", text="der-fluss-gehoert-allen")
    at(monkeypatch, closes + datetime.timedelta(seconds=late))
    response = alice.post(page, "send", words="Gerade noch.")
    text = response.content.decode()
    assert (response.status_code, "Gerade noch." in text) == (status, True)
    assert ("Hierzu konnten Sie bis Sonntag, 28.\xa0Juni 2026, 23:59 Uhr etwas sagen." in text) == (status == 403)


@pytest.mark.parametrize(("words", "status"), [("Gerade noch.", 200), ("Etwas anderes.", 403)])
def test_who_sent_in_time_and_saw_no_answer_gets_the_receipt_afterwards_and_nothing_else(
    alice: Person, monkeypatch: pytest.MonkeyPatch, words: str, status: int
) -> None:
    closes = datetime.datetime(2026, 6, 29, 0, 0, tzinfo=datetime.timezone(datetime.timedelta(hours=2)))
    at(monkeypatch, closes - 2 * SOON)
    page = alice.open(product="zielbilder", text="der-fluss-gehoert-allen")
    at(monkeypatch, closes - SOON)
    code = alice.code(alice.post(page, "send", words="Gerade noch."))
    at(monkeypatch, closes + SOON)
    response = alice.post(page, "send", words=words)
    text = response.content.decode()
    assert (response.status_code, words in text, code in text) == (status, True, status == 200)
    kept = Contribution.objects.filter(text__in=["Gerade noch.", "Etwas anderes."])
    assert list(kept.values_list("text", flat=True)) == ["Gerade noch."]


def test_before_a_phase_opens_the_page_says_when(alice: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, datetime.datetime(2026, 5, 26, 21, 59, 59, tzinfo=datetime.UTC))
    page = alice.open(question="fluss-ungern")
    assert "Hierzu können Sie ab Mittwoch, 27.\xa0Mai 2026, 00:00 Uhr etwas sagen." in page


def test_a_passage_of_the_older_edition_is_still_found_and_says_what_became_of_it(alice: Person, site: Process) -> None:
    draft = Edition.objects.get(process=site, slug="entwurf")
    first = Wording.objects.filter(text__process=site, text__kind="statement", revision=draft.revision)
    now = {text.pk: text.wordings.order_by("-revision")[0] for text in Text.objects.filter(process=site)}
    before = next(one for one in first if one.paragraphs[0] != now[one.text_id].paragraphs[0])
    page = alice.open(
        product="zielbilder", text=before.text.slug, revision=str(draft.revision), paragraph="1", start="0",
        end=str(len(before.paragraphs[0])),
    )  # fmt: skip
    assert f"„{before.paragraphs[0]}“" in html.unescape(page)
    assert "Heute liest sich die Stelle so:" in page


@pytest.mark.parametrize("revision", [1, 7, 999])
def test_a_revision_that_was_never_published_shows_no_words(alice: Person, revision: int) -> None:
    page = alice.open(**of_river(revision, 0, 20))
    assert ("Ihre Stelle" in page, "Die Stelle, die Sie gewählt hatten, finden wir nicht." in page) == (False, True)


@pytest.mark.parametrize(
    "asked",
    [
        {"product": "zielbilder", "text": "gibt-es-nicht"},
        {"product": "massnahmen", "text": "der-fluss-gehoert-allen"},
        {"question": "gibt-es-nicht"},
        {"reply": "0000000000"},
    ],
)
def test_what_is_not_there_is_not_found(alice: Person, asked: dict[str, str]) -> None:
    assert alice.client.get(WRITE, asked).status_code == 404


@pytest.mark.parametrize(("start", "end"), [("-1", "5"), ("5", "5"), ("0", "99999"), ("x", "5"), ("0", "1" * 400)])
def test_a_passage_outside_the_paragraph_becomes_the_whole_statement(
    alice: Person, read: Edition, start: str, end: str
) -> None:
    asked = {**of_river(read.revision, 0, 1), "start": start, "end": end}
    assert "Ihr Beitrag gilt dem ganzen Text" in alice.open(**asked)


def test_every_contribution_can_be_replied_to_where_something_is_open_and_else_does_not_say_so(
    alice: Person, site: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    idea = Contribution.objects.filter(process=site, kind="idea", about__isnull=False, state="public")[0]
    page = alice.open(reply=idea.key)
    at(monkeypatch, NOON + SOON)
    sent = alice.post(page, "send", words="Gute Idee, das machen wir mit.")
    assert (sent.status_code, Contribution.objects.get(text="Gute Idee, das machen wir mit.").reply_to) == (200, idea)
    shown = alice.client.get(f"/auenstadt/beitrag/{idea.key}/").content.decode()
    Phase.objects.update(closes_at=NOON)
    closed = alice.client.get(f"/auenstadt/beitrag/{idea.key}/").content.decode()
    assert ["Darauf antworten" in text for text in (shown, closed)] == [True, False]


def test_a_form_without_its_cookie_hands_the_text_back(site: Process) -> None:
    client = Client(enforce_csrf_checks=True)
    back = client.post(WRITE, {"words": "Drei Seiten <Text>.", "send": "1"})
    assert (back.status_code, "Drei Seiten &lt;Text&gt;.</textarea>" in back.content.decode()) == (403, True)


def test_a_reply_answers_the_first_voice_even_when_it_was_made_to_a_reply(
    alice: Person, site: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    reply = Contribution.objects.filter(process=site, reply_to__isnull=False, state="public")[0]
    page = alice.open(reply=reply.key)
    at(monkeypatch, NOON + SOON)
    assert alice.post(page, "send", words="Das sehe ich auch so.").status_code == 200
    assert Contribution.objects.get(text="Das sehe ich auch so.").reply_to == reply.reply_to


def test_a_youth_round_holds_back_and_never_keeps_an_address(
    alice: Person, site: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    young = Round.objects.create(process=site, number=90, slug="jugend", name="Jugendrunde", youth=True)
    Phase.objects.create(
        process=site, product=site.products.get(number=3), round=young, number=90, kind="idea", title="Jugend",
        opens_at=NOON - datetime.timedelta(days=1),
    )  # fmt: skip
    page = alice.open(kind="idea", round="jugend")
    at(monkeypatch, NOON + SOON)
    alice.post(page, "send", words="Ein Skatepark.", email="kind@example.org", age_band="12-14")
    said = Contribution.objects.get(text="Ein Skatepark.")
    assert ('name="email"' in page, said.round, said.state, told(young)) == (False, young, "held", {"12-14": 1})
    assert Address.objects.filter(contribution=said).count() == 0


def test_what_a_form_does_not_hold_cannot_be_set(alice: Person, site: Process, monkeypatch: pytest.MonkeyPatch) -> None:
    page = alice.open()
    at(monkeypatch, NOON + SOON)
    alice.post(page, "send", words="Nur das.", state="hidden", key="mein-schluessel", day="1999-01-01", translation="x")
    said = Contribution.objects.get(text="Nur das.")
    assert (said.state, said.day, said.translation, said.key == "mein-schluessel") == ("public", NOON.date(), "", False)


def test_html_and_markdown_are_shown_as_text(alice: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    page = alice.open()
    at(monkeypatch, NOON + SOON)
    response = alice.post(page, "send", words="<script>alert(1)</script> **fett**")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; **fett**" in response.content.decode()


def test_the_pages_of_one_and_of_many_contributions_take_as_many_queries(alice: Person) -> None:
    counts = []
    for address in ("/auenstadt/beitraege/?art=answer", "/auenstadt/beitraege/", "/auenstadt/beitraege/?seite=2"):
        alice.client.get(address)
        with CaptureQueriesContext(connection) as seen:
            assert alice.client.get(address).status_code == 200
        counts.append(len(seen))
    assert max(counts[1:]) == min(counts[1:]) == 5


@pytest.mark.parametrize(
    ("asked", "kinds"),
    [("?art=idea", {("idea", "")}), ("?art=question", {("feedback", "question")}), ("?art=quatsch", None)],
)
def test_filters_let_through_what_they_name(alice: Person, asked: str, kinds: set[tuple[str, str]] | None) -> None:
    voices = alice.client.get("/auenstadt/beitraege/" + asked).context["voices"]
    found = {(voice.contribution.kind, voice.contribution.intent) for voice in voices}
    assert found == kinds if kinds is not None else len(found) > 1


@pytest.mark.parametrize(("act", "words"), [(withdraw, "zurückgezogen"), (erase, "gelöscht")])
def test_what_was_taken_back_keeps_an_empty_place(alice: Person, site: Process, act: object, words: str) -> None:
    said = Contribution.objects.filter(process=site, state="public", kind="idea")[0]
    text = said.text
    act(said, day=NOON.date())  # type: ignore[operator]
    response = alice.client.get(f"/auenstadt/beitrag/{said.key}/")
    page = response.content.decode()
    assert (response.status_code, f"Dieser Beitrag wurde {words}" in page, text in page) == (410, True, False)


@pytest.mark.parametrize("state", ["held", "hidden"])
def test_what_is_not_public_is_not_there(alice: Person, site: Process, state: str) -> None:
    said = Contribution.objects.filter(process=site, state="public")[0]
    Contribution.objects.filter(pk=said.pk).update(state=state)
    addresses = [
        f"/auenstadt/beitrag/{said.key}/",
        f"/auenstadt/beitrag/{said.key}/melden/",
        f"{WRITE}?reply={said.key}",
    ]
    assert [alice.client.get(address).status_code for address in addresses] == [404, 404, 404]


def test_what_was_said_on_a_tension_names_it_and_leads_to_it(client, site):
    said = Contribution.objects.get(process=site, key="K-208")
    assert (said.about.kind, said.about.number) == ("tension", 2)
    page = client.get("/auenstadt/beitrag/K-208/").content.decode()
    assert f'Spannungsfeld <a href="/auenstadt/spannungsfelder/{said.about.slug}/"' in page


def test_a_contribution_asks_as_often_for_one_change_as_for_three(client, site, django_assert_num_queries):
    found = Contribution.objects.filter(parts__disposition__changes__text__isnull=False, parts__superseded=False)
    contribution = found.annotate(n=Count("parts__disposition__changes")).filter(n=1).order_by("pk")[0]
    address = f"/auenstadt/beitrag/{contribution.key}/"
    answer = contribution.parts.get(superseded=False).disposition
    client.get(address)
    with django_assert_num_queries(8):
        one = client.get(address)
    answer.changes.add(*answer.changes.get().product.changes.filter(text__isnull=False, revision__isnull=False)[:3])
    count = answer.changes.count()
    client.get(address)
    with django_assert_num_queries(8):
        more = client.get(address)
    changes = [len(outcome.changes) for page in (one, more) for outcome in page.context["voice"].outcomes]
    assert changes == [1, count] and count >= 3


def test_what_was_never_published_is_not_there_to_speak_on_or_to_follow(site: Process) -> None:
    product = site.products.get(slug="zielbilder")
    Text.objects.create(process=site, product=product, kind="statement", number=99, slug="noch-geheim")
    bob = Client()
    bob.force_login(User.objects.get(email="bob@auenstadt.example"))
    asked = {"product": "zielbilder", "text": "noch-geheim"}
    assert bob.get(WRITE, asked).status_code == 404
    for answer in (bob.get, bob.post):
        assert answer("/konto/folgen/auenstadt/zielbilder/noch-geheim/").status_code == 404


def test_a_question_of_a_round_that_is_not_public_is_not_there(site: Process, alice: Person) -> None:
    question = site.questions.select_related("phase__round").first()
    assert question is not None
    Round.objects.filter(pk=question.phase.round_id).update(public=False)
    response = alice.client.get(WRITE, {"question": question.slug})
    assert (response.status_code, question.text in response.content.decode()) == (404, False)


def test_signs_that_no_database_takes_name_nothing(alice: Person) -> None:
    assert [alice.client.get(WRITE, {"reply": key}).status_code for key in ("\0", "a\0b")] == [404, 404]


def test_an_answer_to_a_voice_that_is_not_shown_leads_nowhere(alice: Person, site: Process) -> None:
    reply = Contribution.objects.filter(process=site, reply_to__isnull=False, state="public")[0]
    assert reply.reply_to is not None
    address, links = f"/auenstadt/beitrag/{reply.reply_to.key}/", []
    for state in ("public", "hidden"):
        Contribution.objects.filter(pk=reply.reply_to_id).update(state=state)
        lists = (alice.client.get("/auenstadt/beitraege/", {"seite": n}).content.decode() for n in (1, 2, 3, 4))
        shown = [page for page in lists if f"/auenstadt/beitrag/{reply.key}/" in page]
        links.append(any(f'contribution__about"><a href="{address}"' in page for page in shown))
    assert links == [True, False]
