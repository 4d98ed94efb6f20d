"""The rooms of the moderators: what waits, what is decided, what authors hear of it and say to it."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from stadtgespraech.checks.bundle import verify_bytes
from stadtgespraech.checks.contributions import read_contributions
from stadtgespraech.ledger.note import verifier_of
from stadtgespraech.web.actions.address import leave_address
from stadtgespraech.web.actions.appeal import appeal_decision, decide_appeal
from stadtgespraech.web.actions.blackout import BLACK, black_out, delete_original, lift_blackout
from stadtgespraech.web.actions.contribution import Said, code_of, erase, submit_contribution, withdraw
from stadtgespraech.web.actions.edition import folder_of, publish_edition
from stadtgespraech.web.actions.holding import hold
from stadtgespraech.web.actions.inquiry import ask_author
from stadtgespraech.web.actions.log import origin_of
from stadtgespraech.web.actions.moderation import (
    hide_contribution,
    keep_contribution,
    publish_contribution,
    restore_contribution,
)
from stadtgespraech.web.actions.refusal import Reason, Refused
from stadtgespraech.web.actions.report import report_contribution, ticket_key
from stadtgespraech.web.actions.texts import forget_texts
from stadtgespraech.web.models import (
    Appeal,
    Audit,
    Contribution,
    Decision,
    Edition,
    EditionFile,
    Inquiry,
    Leaf,
    Message,
    Original,
    Process,
    Report,
    Ticket,
    User,
)
from stadtgespraech.web.site import signing_key
from stadtgespraech.web.views.office.year import Figure, table

from .conftest import NOON
from .people import LOOKUP
from .signing import account
from .working import worker

DAY = NOON.date()
ROOM = "/auenstadt/arbeit/moderation/"
WORDS = "Am Steg wohnt Frau Muster, 0000 123456, die weiß Bescheid."
NUMBER = (WORDS.index("0000"), WORDS.index("0000") + len("0000 123456"))
KEY = "moderiert"
CODE = code_of("moderiert")


@pytest.fixture
def carla(site: Process) -> tuple[Client, User]:
    return worker(site, "moderator")


@pytest.fixture
def olga(site: Process) -> tuple[Client, User]:
    """A second person."""
    return worker(site, "organiser")


@pytest.fixture
def said(site: Process) -> Contribution:
    return say(site)


def say(site: Process, key: str = KEY, held: bool = False, words: str = WORDS) -> Contribution:
    round = site.rounds.get(kind="online")
    told = Said(round=round, kind="feedback", intent="change", text=words, language="de")
    return submit_contribution(site, said=told, form_key=key, day=DAY, held=held, key=key)


def address(key: str = KEY, rest: str = "") -> str:
    return f"{ROOM}beitrag/{key}/{rest}"


def text_of(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def by_code(client: Client, path: str = LOOKUP, **typed: str) -> tuple[int, str]:
    response = client.post(path, {"code": CODE, **typed})
    return response.status_code, html.unescape(response.content.decode())


def listed(client: Client, query: str = "") -> list[str]:
    """The keys of the queue, in its order."""
    return re.findall(r'<th scope="row"><a href="[^"]*/beitrag/([^/"]+)/', text_of(client, ROOM + query))


def leaves(said: Contribution) -> list[str]:
    return list(Leaf.objects.filter(about=f"contribution:{said.key}").order_by("pk").values_list("type", flat=True))


def report(said: Contribution, key: str = "report") -> Report:
    return report_contribution(said, reason="privacy", words="Da steht eine Nummer.", form_key=key, device="d", day=DAY)


# ---- the queue


def test_what_is_held_comes_before_what_is_reported_and_the_young_first(carla, site):
    assert listed(carla[0]) == ["haltestelle", "schlafmuetzen", "gelaender", "durchwahl"]
    assert listed(carla[0], "?was=gemeldet") == ["durchwahl"]
    assert listed(carla[0], "?was=jugend") == ["haltestelle"]
    assert listed(carla[0], "?was=gehalten&runde=jugendrunde-im-netz") == ["haltestelle"]
    assert listed(carla[0], "?was=rueckfrage") == ["zaehlen"]
    assert listed(carla[0], "?was=ausgeblendet") == []
    assert listed(carla[0], "?was=unsinn&runde=nirgends&seite=x") == listed(carla[0])


def test_a_telephone_number_is_marked_as_a_suggestion_with_its_evidence_and_changes_nothing(carla, site):
    page = text_of(carla[0], ROOM)
    assert "Vorschlag" in page and "<q>0000 12345</q>" in page and "Vorwahl und 9 Ziffern" in page
    choose = text_of(carla[0], address("gelaender", "schwaerzen/"))
    assert "<q>0000 12345</q>" in choose and " checked" not in choose


def test_the_queue_asks_as_often_for_one_as_for_many(carla, site):
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            carla[0].get(ROOM)
        return len(seen)

    carla[0].get(ROOM)
    few = queries()
    for number in range(5):
        say(site, f"mehr-{number}", held=True)
    assert (few, queries()) == (10, 10)


# ---- decisions


def test_publishing_shows_it_records_it_tells_the_author_and_goes_on_to_the_next(carla, site):
    said = say(site, held=True)
    leave_address(said, email="eva@example.org")
    response = carla[0].post(address(), {"act": "publish"})
    assert response.headers["Location"] == address("durchwahl")  # reported ones follow
    decision = Decision.objects.get(contribution=said)
    assert (decision.kind, decision.by, decision.since, decision.day) == ("published", carla[1], DAY, DAY)
    assert leaves(said) == ["received", "moderated"] and decision.leaf.type == "moderated"
    assert Client().get(f"/auenstadt/beitrag/{KEY}/").status_code == 200
    line = Audit.objects.latest("pk")
    assert (line.act, line.about, line.by) == ("publish_contribution", f"contribution:{KEY}", carla[1])
    letter = Message.objects.get(to="eva@example.org")
    assert "ist jetzt für alle zu sehen" in letter.body and "/mein-beitrag/post/" in letter.body


def test_the_next_keeps_the_filter_and_the_last_leads_back_to_the_queue(carla, site):
    first = carla[0].post(address("haltestelle") + "?was=gehalten", {"act": "publish"})
    assert first.headers["Location"] == address("schlafmuetzen") + "?was=gehalten"
    alone = carla[0].post(address("durchwahl") + "?was=gemeldet", {"act": "keep"})
    assert alone.headers["Location"] == ROOM + "?was=gemeldet"
    assert Report.objects.get(contribution__key="durchwahl").outcome == "kept"


def test_hiding_tells_what_why_on_which_basis_and_how_to_appeal(carla, said):
    leave_address(said, email="eva@example.org")
    report(said)
    carla[0].post(address(), {"act": "hide", "reason": "insult", "words": "Frau M. wird beschimpft."})
    assert Client().get(f"/auenstadt/beitrag/{KEY}/").status_code == 404
    status, page = by_code(Client())
    for words in (
        "Ihr Beitrag wird nicht öffentlich gezeigt.",
        "Grund: Beleidigung oder Drohung",
        "Grundlage: §§ 185, 241 StGB",
        "Frau M. wird beschimpft.",
        "Bis zu sechs Monate lang",
    ):
        assert words in page and words in Message.objects.get(to="eva@example.org").body
    assert status == 200 and Report.objects.get(contribution=said).outcome == "followed"


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"act": "hide", "words": "Ach."}, "Bitte wählen Sie einen Grund."),
        ({"act": "hide", "reason": "weil", "words": "Ach."}, "Bitte wählen Sie einen Grund aus der Liste."),
        ({"act": "hide", "reason": "off-topic", "words": " "}, "Bei diesem Grund schreiben Sie bitte dazu, weshalb."),
        ({"act": "hide", "reason": "hate", "words": "x" * 2001}, "Ihr Text hat 2.001 Zeichen"),
        ({"act": "ask", "question": ""}, "Bitte schreiben Sie etwas."),
        ({"act": "löschen"}, "Inzwischen hat sich hier etwas geändert."),
        ({}, "Inzwischen hat sich hier etwas geändert."),
    ],
)
def test_a_decision_that_lacks_something_says_what_and_keeps_what_was_typed(carla, said, typed, wrong):
    response = carla[0].post(address(), typed)
    page = html.unescape(response.content.decode())
    assert (response.status_code, wrong in page) == (422, True)
    assert typed.get("words", "").strip() in page
    assert not Decision.objects.filter(contribution=said).exists() and leaves(said) == ["received"]


def test_two_who_decide_at_once_decide_once(carla, olga, site):
    said = say(site, held=True)
    assert carla[0].post(address(), {"act": "publish"}).status_code == 302
    second = olga[0].post(address(), {"act": "publish"})
    assert (second.status_code, "Inzwischen hat sich" in second.content.decode()) == (409, True)
    assert Decision.objects.filter(contribution=said).count() == 1


def test_nobody_decides_on_what_they_said_themselves(carla, site):
    said = say(site, held=True)
    hold(carla[1], contribution=said)
    page = text_of(carla[0], address())
    assert "Das ist Ihr eigener Beitrag" in page and 'name="act"' not in page
    tried: list[Callable[[], object]] = [
        lambda: publish_contribution(said, by=carla[1], day=DAY),
        lambda: hide_contribution(said, by=carla[1], reason="hate", words="", day=DAY),
        lambda: black_out(said, by=carla[1], ranges=[NUMBER], words="", day=DAY),
        lambda: ask_author(said, by=carla[1], question="Wie?", day=DAY),
    ]
    for attempt in tried:
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.reason is Reason.OWN
    assert carla[0].post(address(), {"act": "publish"}).status_code == 409


def test_a_reason_that_is_in_no_catalogue_is_refused_by_the_action_too(carla, said):
    with pytest.raises(Refused) as refused:
        hide_contribution(said, by=carla[1], reason="weil", words="", day=DAY)
    assert refused.value.reason is Reason.RULE


def test_what_was_hidden_can_be_shown_again_but_not_past_an_open_appeal(carla, said):
    hide_contribution(said, by=carla[1], reason="empty", words="", day=DAY)
    assert carla[0].post(address(), {"act": "restore"}).status_code == 302
    assert Client().get(f"/auenstadt/beitrag/{KEY}/").status_code == 200
    hide_contribution(said, by=carla[1], reason="empty", words="", day=DAY)
    appeal_decision(said, words="Nein.", day=DAY)
    refused = carla[0].post(address(), {"act": "restore"})
    assert (refused.status_code, "zweite Person" in refused.content.decode()) == (409, True)


def test_what_is_looked_at_and_kept_is_no_news_for_those_who_follow(carla, said):
    keep_contribution(said, by=carla[1], day=DAY)
    leaf = Leaf.objects.filter(about=f"contribution:{KEY}", type="moderated")
    assert leaf.exclude(decision__kind__in=("kept", "blacked")).count() == 0
    assert leaf.count() == 1


# ---- questions


def test_a_question_is_read_with_the_code_and_answered_once(carla, said):
    leave_address(said, email="eva@example.org")
    report(said)
    carla[0].post(address(), {"act": "ask", "question": "Welcher Steg?"})
    assert KEY not in listed(carla[0]) and KEY in listed(carla[0], "?was=rueckfrage")
    assert "Welcher Steg?" in Message.objects.get(to="eva@example.org").body
    reader = Client()
    assert "Welcher Steg?" in by_code(reader)[1]
    empty = by_code(reader, "/auenstadt/mein-beitrag/rueckfrage/", reply=" ")
    assert (empty[0], "Bitte schreiben Sie etwas." in empty[1]) == (422, True)
    done = by_code(reader, "/auenstadt/mein-beitrag/rueckfrage/", reply="Der am <Wehr>.")
    assert (done[0], "Ihre Antwort ist angekommen." in done[1]) == (200, True)
    again = by_code(reader, "/auenstadt/mein-beitrag/rueckfrage/", reply="Doch nicht.")
    assert (again[0], Inquiry.objects.get(contribution=said).answer) == (409, "Der am <Wehr>.")
    assert KEY in listed(carla[0]) and "Der am &lt;Wehr&gt;." in text_of(carla[0], address())


def test_only_one_question_waits_at_a_time(carla, said):
    ask_author(said, by=carla[1], question="Wo?", day=DAY)
    assert carla[0].post(address(), {"act": "ask", "question": "Wann?"}).status_code == 409


# ---- blacking out


def blackened(carla: tuple[Client, User], *ranges: tuple[int, int]) -> int:
    chosen = [f"{start}-{end}" for start, end in ranges]
    return int(carla[0].post(address(rest="schwaerzen/"), {"ranges": chosen, "words": ""}).status_code)


def test_what_is_blacked_out_is_read_nowhere_and_the_rest_word_for_word(carla, said):
    said.translation = "0000 123456"
    said.save(update_fields=["translation"])
    assert blackened(carla, NUMBER) == 302
    said.refresh_from_db()
    assert said.text == WORDS.replace("0000 123456", BLACK * 11) and len(said.text) == len(WORDS)
    assert (said.salt, said.content_hash, said.translation, said.is_blacked) == ("", "", "", True)
    kept = Original.objects.get(contribution=said)
    assert (kept.text, kept.translation, len(kept.salt)) == (WORDS, "0000 123456", 64)
    for path in (f"/auenstadt/beitrag/{KEY}/", "/auenstadt/beitraege/", "/auenstadt/suche/?q=Steg"):
        page = text_of(Client(), path)
        assert "0000 123456" not in page and (BLACK * 11 in page or "suche" in path)
    assert "0000 123456" not in by_code(Client())[1]
    assert WORDS in html.unescape(text_of(carla[0], address()))
    assert leaves(said) == ["received", "moderated"]


def test_ranges_that_the_text_does_not_have_are_refused(carla, said):
    responses = [
        carla[0].post(address(rest="schwaerzen/"), {"ranges": ranges})
        for ranges in ([], ["0-9999"], ["x"], ["5-2"], ["-1-4"], ["1-3"])
    ]
    assert [response.status_code for response in responses] == [422] * 6
    assert "Bitte wählen Sie mindestens ein Wort." in responses[0].content.decode()
    said.refresh_from_db()
    assert said.text == WORDS
    for ranges in ([(0, len(WORDS) + 1)], [(3, 3)], [(-2, 4)], []):
        with pytest.raises(Refused):
            black_out(said, by=carla[1], ranges=ranges, words="", day=DAY)


def test_more_can_be_blacked_out_later_and_the_first_original_stays(carla, said):
    black_out(said, by=carla[1], ranges=[NUMBER], words="", day=DAY)
    name = WORDS.index("Frau")
    black_out(said, by=carla[1], ranges=[(name, name + len("Frau Muster"))], words="", day=DAY)
    assert Original.objects.get(contribution=said).text == WORDS
    with pytest.raises(Refused):
        black_out(said, by=carla[1], ranges=[NUMBER], words="", day=DAY)
    lift_blackout(said, by=carla[1], day=DAY)
    said.refresh_from_db()
    assert (said.text, len(said.salt), Original.objects.count()) == (WORDS, 64, 0)


def test_once_the_original_is_deleted_only_the_black_text_is_left(carla, said):
    blackened(carla, NUMBER)
    unsure = carla[0].post(address(rest="original/"))
    assert (unsure.status_code, "Bitte bestätigen Sie" in unsure.content.decode()) == (422, True)
    assert carla[0].post(address(rest="original/"), {"confirm": "yes"}).status_code == 302
    assert not Original.objects.exists()
    assert "Das Original ist gelöscht." in text_of(carla[0], address())
    assert carla[0].post(address(rest="original/"), {"confirm": "yes"}).status_code == 409
    assert carla[0].post(address(), {"act": "lift"}).status_code == 409
    assert Audit.objects.filter(act="delete_original", about=f"contribution:{KEY}").count() == 1


def test_no_receipt_is_made_of_words_that_the_leaf_does_not_hold(carla, said):
    blackened(carla, NUMBER)
    status, page = by_code(Client(), "/auenstadt/mein-beitrag/beleg/")
    assert (status, "Er gilt noch" in page) == (410, True)


def test_a_text_of_a_thousand_words_can_be_blacked_out_whole(carla, site):
    words = "ab\ncd " * 800
    say(site, words=words.strip())
    page = text_of(carla[0], address(rest="schwaerzen/"))
    values = re.findall(r'name="ranges" value="([^"]+)"', page)
    assert 300 < len(values) <= 400
    assert carla[0].post(address(rest="schwaerzen/"), {"ranges": values, "words": ""}).status_code == 302
    assert set(Contribution.objects.get(key=KEY).text) == {BLACK, " ", "\n"}


def test_an_edition_with_moderated_and_black_contributions_verifies(carla, site, folder):
    said = say(site)
    hidden = say(site, "verborgen")
    base = Edition.objects.get(process=site, slug="zweite-fassung")
    product = site.products.select_related("weave").get(slug="zielbilder")
    key = str(verifier_of(origin_of(site), signing_key(folder)))

    def verdict(slug: str) -> object:
        edition = publish_edition(product, slug=slug, name=slug, day=DAY, base=base, formats=("html",))
        found = verify_bytes(
            (folder_of(edition) / "bundle.zip").read_bytes(),
            key=key,
            contributions=(folder_of(edition) / "contributions.zip").read_bytes(),
        )
        assert found.exit_code == 0, found.lines()[:6]
        texts, _origin = read_contributions((folder_of(edition) / "contributions.zip").read_bytes())
        return {item.id: item.text for item in texts if item.id in (KEY, "verborgen")}

    assert verdict("vorher") == {KEY: WORDS, "verborgen": WORDS}
    black_out(said, by=carla[1], ranges=[NUMBER], words="", day=DAY)
    hide_contribution(hidden, by=carla[1], reason="hate", words="", day=DAY)
    assert verdict("schwarz") == {}
    assert EditionFile.objects.filter(edition__slug="vorher", name="contributions.zip", stale=True).count() == 1
    forget_texts()
    data = (folder_of(Edition.objects.get(slug="vorher")) / "contributions.zip").read_bytes()
    assert not {item.id for item in read_contributions(data)[0]} & {KEY, "verborgen"}
    delete_original(said, by=carla[1])
    restore_contribution(hidden, by=carla[1], day=DAY)
    assert verdict("danach") == {"verborgen": WORDS}


def test_erasing_takes_the_original_and_every_word_about_it(carla, said):
    report(said)
    ask_author(said, by=carla[1], question="Wer ist Frau Muster?", day=DAY)
    black_out(said, by=carla[1], ranges=[NUMBER], words="Die Nummer von Frau Muster", day=DAY)
    appeal_decision(said, words="Sie heißt Muster.", day=DAY)
    erase(said, day=DAY)
    kept = [
        *Original.objects.values_list("text"), *Inquiry.objects.filter(contribution=said).values_list("question"),
        *Decision.objects.filter(contribution=said).values_list("words"),
        *Appeal.objects.filter(decision__contribution=said).values_list("words"),
        *Report.objects.filter(contribution=said).values_list("words"),
    ]  # fmt: skip
    assert {words for (words,) in kept} == {""}
    assert carla[0].get(address()).status_code == 404


def test_what_its_author_takes_back_waits_no_more(carla, said):
    report(said)
    withdraw(said, day=DAY)
    found = Report.objects.get(contribution=said)
    assert (found.outcome, found.settled_on, KEY in listed(carla[0])) == ("gone", DAY, False)
    assert "zurückgezogen" in text_of(carla[0], address())


# ---- appeals


def test_an_appeal_is_decided_by_somebody_else_and_its_outcome_told(carla, olga, said):
    leave_address(said, email="eva@example.org")
    hide_contribution(said, by=carla[1], reason="off-topic", words="Kein Bezug.", day=DAY)
    reader = Client()
    done = by_code(reader, "/auenstadt/mein-beitrag/widerspruch/", appeal="Doch, der Steg!")
    assert (done[0], "Ihr Widerspruch ist angekommen." in done[1]) == (200, True)
    assert by_code(reader, "/auenstadt/mein-beitrag/widerspruch/", appeal="Noch einmal!")[0] == 409
    appeal = Appeal.objects.get(decision__contribution=said)
    path = f"{ROOM}widersprueche/{appeal.pk}/"
    first = carla[0].post(path, {"outcome": "rejected", "answer": "Nein."})
    assert (first.status_code, "nicht, wer zuerst entschieden hat" in first.content.decode()) == (409, True)
    assert 'name="outcome"' not in text_of(carla[0], path)
    assert olga[0].post(path, {"outcome": "upheld", "answer": "Ja, der Steg."}).status_code == 302
    appeal.refresh_from_db()
    assert (appeal.outcome, appeal.by, appeal.decided_on) == ("upheld", olga[1], DAY)
    assert Client().get(f"/auenstadt/beitrag/{KEY}/").status_code == 200
    page = by_code(reader)[1]
    assert "Sie haben recht bekommen." in page and "Ja, der Steg." in page and "Widerspruch absenden" not in page
    assert "Ja, der Steg." in Message.objects.filter(to="eva@example.org").latest("pk").body
    assert olga[0].post(path, {"outcome": "rejected", "answer": "Doch nicht."}).status_code == 409


def test_a_rejected_appeal_leaves_it_hidden_and_cannot_be_repeated(carla, olga, said):
    hide_contribution(said, by=carla[1], reason="hate", words="", day=DAY)
    appeal = appeal_decision(said, words="Nein!", day=DAY)
    decide_appeal(appeal, by=olga[1], outcome="rejected", answer="Es bleibt dabei.", day=DAY)
    assert leaves(said) == ["received", "moderated", "moderated"]
    assert Client().get(f"/auenstadt/beitrag/{KEY}/").status_code == 404
    with pytest.raises(Refused):
        appeal_decision(said, words="Nein!", day=DAY)


def test_an_upheld_appeal_brings_back_what_was_blacked_out(carla, olga, said):
    black_out(said, by=carla[1], ranges=[NUMBER], words="", day=DAY)
    appeal = appeal_decision(said, words="Das ist die Nummer der Stadt.", day=DAY)
    with pytest.raises(Refused):  # it may be needed
        delete_original(said, by=carla[1])
    decide_appeal(appeal, by=olga[1], outcome="upheld", answer="Stimmt.", day=DAY)
    said.refresh_from_db()
    assert (said.text, said.is_blacked) == (WORDS, False)


@pytest.mark.parametrize("typed", [{}, {"outcome": "vielleicht", "answer": "Hm."}, {"outcome": "upheld", "answer": ""}])
def test_an_appeal_without_an_outcome_or_a_reason_is_not_decided(carla, olga, said, typed):
    hide_contribution(said, by=carla[1], reason="hate", words="", day=DAY)
    appeal = appeal_decision(said, words="Nein!", day=DAY)
    response = olga[0].post(f"{ROOM}widersprueche/{appeal.pk}/", typed)
    appeal.refresh_from_db()
    assert (response.status_code, appeal.outcome) == (422, "")


def test_a_moderator_who_appeals_does_not_decide_on_it(carla, olga, said):
    hide_contribution(said, by=carla[1], reason="hate", words="", day=DAY)
    assert by_code(olga[0], "/auenstadt/mein-beitrag/widerspruch/", appeal="Das ist meiner.")[0] == 200
    appeal = Appeal.objects.get(decision__contribution=said)
    response = olga[0].post(f"{ROOM}widersprueche/{appeal.pk}/", {"outcome": "upheld", "answer": "Ja."})
    assert (response.status_code, "eigener Beitrag" in response.content.decode()) == (409, True)
    assert appeal.appellant == olga[1]


def test_of_a_citizen_who_appeals_nothing_is_kept(carla, said):
    hide_contribution(said, by=carla[1], reason="hate", words="", day=DAY)
    client = Client()
    client.force_login(account("bertha@example.org"))
    by_code(client, "/auenstadt/mein-beitrag/widerspruch/", appeal="Nein!")
    assert Appeal.objects.get(decision__contribution=said).appellant is None


def test_half_a_year_later_it_is_too_late(carla, said):
    hide_contribution(said, by=carla[1], reason="hate", words="", day=DAY)
    Decision.objects.filter(contribution=said).update(day=DAY.replace(year=2025), since=DAY.replace(year=2025))
    status, _page = by_code(Client(), "/auenstadt/mein-beitrag/widerspruch/", appeal="Nein!")
    assert (status, Appeal.objects.filter(decision__contribution=said).count()) == (409, 0)


def test_from_an_account_it_is_the_same(carla, said):
    hide_contribution(said, by=carla[1], reason="hate", words="", day=DAY)
    bertha = account("bertha@example.org")
    hold(bertha, contribution=said)
    client = Client()
    client.force_login(bertha)
    page = client.post(f"/konto/beitrag/auenstadt/{KEY}/widerspruch/", {"appeal": "Nein!"})
    assert (page.status_code, "Ihr Widerspruch ist angekommen." in page.content.decode()) == (200, True)
    assert client.post(f"/konto/beitrag/auenstadt/{KEY}/rueckfrage/", {"reply": "Ja."}).status_code == 409
    assert Client().post(f"/konto/beitrag/auenstadt/{KEY}/widerspruch/", {"appeal": "x"}).status_code == 302


# ---- reports and barriers


def test_reports_and_barriers_are_listed_with_age_and_deadline_and_settled_with_a_note(carla, site):
    page = html.unescape(text_of(carla[0], ROOM + "meldungen/"))
    assert "seit gestern" in page and "16. Juni" in page.replace("\xa0", " ") and "Knopf „Weiter“" in page
    key = ticket_key("demo-durchwahl")
    empty = carla[0].post(f"{ROOM}meldungen/{key}/", {"note": ""})
    assert empty.status_code == 422
    assert carla[0].post(f"{ROOM}meldungen/{key}/", {"note": "Keine Werbung."}).status_code == 302
    settled = Report.objects.get(key=key)
    assert (settled.outcome, settled.note, settled.settled_on) == ("kept", "Keine Werbung.", DAY)
    assert carla[0].post(f"{ROOM}meldungen/{key}/", {"note": "Noch einmal."}).status_code == 409


def test_who_met_a_barrier_and_left_an_address_gets_an_answer_and_the_address_goes(carla, site):
    ticket = Ticket.objects.get()
    Ticket.objects.update(email="eva@example.org")
    assert carla[0].post(f"{ROOM}barrieren/{ticket.key}/", {"note": "Ist behoben."}).status_code == 302
    ticket.refresh_from_db()
    assert (ticket.email, ticket.note, ticket.settled_on) == ("", "Ist behoben.", DAY)
    assert "Ist behoben." in Message.objects.get(to="eva@example.org").body
    assert carla[0].post(f"{ROOM}barrieren/{ticket.key}/", {"note": "Noch einmal."}).status_code == 409


def test_a_deadline_that_is_over_is_said(carla, said):
    Report.objects.update(day=DAY.replace(month=5))
    Ticket.objects.update(due_on=DAY.replace(month=5))
    assert text_of(carla[0], ROOM + "meldungen/").count("überfällig") == 3


# ---- what all see, and the year


def test_the_public_log_says_day_reason_and_basis_and_nothing_of_the_contribution(carla, said):
    hide_contribution(said, by=carla[1], reason="insult", words="Frau M.", day=DAY)
    page = html.unescape(text_of(Client(), "/auenstadt/moderation/"))
    assert "10.\xa0Juni 2026" in page and "Beleidigung oder Drohung" in page and "§§ 185, 241 StGB" in page
    for secret in (KEY, "Muster", "Frau M.", carla[1].email):
        assert secret not in page
    english = text_of(Client(), "/en/auenstadt/moderation/")
    assert "Insult or threat" in english and "§§ 185, 241 StGB" in english


def test_the_public_log_asks_as_often_for_one_as_for_many(carla, site):
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            Client().get("/auenstadt/moderation/")
        return len(seen)

    few = queries()
    for number in range(4):
        hide_contribution(say(site, f"weg-{number}"), by=carla[1], reason="empty", words="", day=DAY)
    assert (few, queries()) == (3, 3)


def test_the_year_is_counted_from_what_was_decided(carla, olga, said):
    report(said)
    hide_contribution(said, by=carla[1], reason="privacy", words="", day=DAY)
    decide_appeal(appeal_decision(said, words="Nein", day=DAY), by=olga[1], outcome="rejected", answer="x", day=DAY)
    response = carla[0].get(ROOM + "jahresbericht.csv?jahr=2026")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    known = {(row[0], row[1]): row[2] for row in rows}
    assert rows[0] == ["Abschnitt", "Was", "Wert"] and response.headers["Content-Type"].startswith("text/csv")
    assert {
        name: known[name]
        for name in (
            ("Entscheidungen", "ausgeblendet"), ("Gründe", "Persönliche Daten (Artikel 6 DSGVO)"),
            ("Entscheidungen", "Zeit bis zur Entscheidung, Median"), ("Meldungen", "eingegangen"),
            ("Widersprüche", "stattgegeben"), ("Widersprüche", "zurückgewiesen"),
            ("Automatische Mittel", "Entscheidungen durch Programme"),
        )
    } == {
        ("Entscheidungen", "ausgeblendet"): "2", ("Gründe", "Persönliche Daten (Artikel 6 DSGVO)"): "1",
        ("Entscheidungen", "Zeit bis zur Entscheidung, Median"): "1 Tag", ("Meldungen", "eingegangen"): "4",
        ("Widersprüche", "stattgegeben"): "1", ("Widersprüche", "zurückgewiesen"): "1",
        ("Automatische Mittel", "Entscheidungen durch Programme"): "0",
    }  # fmt: skip
    assert "Moderation im Jahr 2026" in text_of(carla[0], ROOM + "jahresbericht/?jahr=1999")


def test_no_cell_of_the_year_is_a_formula() -> None:
    written = table([Figure("=1+1", "@SUM(A1)", "-2"), Figure("\tx", "+x", "gut")])
    assert written == "\ufeffAbschnitt;Was;Wert\r\n'=1+1;'@SUM(A1);'-2\r\n'\tx;'+x;gut\r\n"


def test_what_belongs_to_another_process_is_not_there(carla, site):
    other = Process.objects.create(slug="andere", title="Andere", city="Anderswo", created_on=DAY)
    client, _user = worker(other, "moderator", email="m@andere.example.org")
    appeal = Appeal.objects.get()
    for path in (
        "beitrag/haltestelle/", "beitrag/haltestelle/schwaerzen/", "beitrag/haltestelle/original/",
        f"widersprueche/{appeal.pk}/", f"meldungen/{ticket_key('demo-durchwahl')}/",
        f"barrieren/{ticket_key('demo-barrier')}/",
    ):  # fmt: skip
        assert {client.get(f"/andere/arbeit/moderation/{path}").status_code,
                client.post(f"/andere/arbeit/moderation/{path}", {"act": "publish"}).status_code} == {404}  # fmt: skip
    for path in ("", "widersprueche/", "meldungen/"):
        page = text_of(client, f"/andere/arbeit/moderation/{path}")
        assert "/beitrag/" not in page and "/meldungen/D" not in page
    assert client.get("/andere/arbeit/moderation/jahresbericht/").status_code == 200
