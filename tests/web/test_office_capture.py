"""Entering letters and cards: many in a row, once each, with a receipt to hand over."""

from __future__ import annotations

import datetime
import html
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from stadtgespraech.ledger.receipt import parse_receipt
from stadtgespraech.web.access import get_contribution_by_code
from stadtgespraech.web.actions.contribution import code_of, erase, hash_of_code
from stadtgespraech.web.actions.log import sequence_all
from stadtgespraech.web.models import Audit, Contribution, Leaf, Origin, Process, Round, Scan

from .conftest import NOON
from .people import LOOKUP, errors, hidden
from .scans import PIXEL, jpeg, pdf, segment, told
from .working import entered, worker

CAPTURE = "/auenstadt/arbeit/erfassen/"
SLIPS = CAPTURE + "belege/"
UNDO = CAPTURE + "zuruecknehmen/"


@pytest.fixture
def fay(site: Process) -> Client:
    """A facilitator."""
    return worker(site, "facilitator")[0]


def card(client: Client, page: str | None = None, **typed: Any) -> HttpResponse:
    """Open the form, type, save."""
    shown = page if page is not None else client.get(CAPTURE).content.decode()
    said = {
        "words": "Mehr Bänke am Fluss.", "round": "stadtkonferenz", "statement": "3", "kind": "feedback",
        "intent": "missing", "channel": "card", "received_on": "2026-06-09", "language": "de", "age_band": "",
    }  # fmt: skip
    return client.post(CAPTURE, {"form_key": hidden(shown)["form_key"], **said, **typed})  # type: ignore[return-value]


def newest() -> Contribution:
    found = Contribution.objects.order_by("-pk").first()
    assert found is not None
    return found


def files() -> list[str]:
    folder = Path(settings.DATA) / "scans"
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_a_card_is_entered_with_its_channel_its_leaf_and_its_line_in_the_audit(site: Process) -> None:
    client, user = worker(site, "facilitator")
    answer = card(client)
    said = newest()
    origin = said.origin
    assert said.about is not None
    assert (answer.status_code, said.text, said.round.slug, said.kind, said.intent, said.about.number) == (
        302, "Mehr Bänke am Fluss.", "stadtkonferenz", "feedback", "missing", 3,
    )  # fmt: skip
    assert (origin.channel, origin.received_on, origin.entered_by, said.day) == (
        "card", datetime.date(2026, 6, 9), user, NOON.date(),
    )  # fmt: skip
    assert [leaf.type for leaf in Leaf.objects.filter(about=f"contribution:{said.key}")] == ["received"]
    line = Audit.objects.first()
    assert line is not None
    assert (line.by, line.act, line.about, line.note) == (
        user, "enter_contribution", f"contribution:{said.key}", "card",
    )  # fmt: skip


def test_what_stays_the_same_is_kept_for_the_next_and_the_words_are_empty(fay: Client) -> None:
    answer = card(fay, channel="letter", language="tr", received_on="2026-06-01", statement="12")
    page = fay.get(answer["Location"]).content.decode()
    assert 'name="statement" value="12"' in page
    assert '<option value="letter" selected>' in page
    assert '<option value="tr" selected>' in page
    assert '<option value="stadtkonferenz" selected>' in page
    assert 'value="2026-06-01"' in page
    assert re.search(r"<textarea[^>]*autofocus[^>]*>\s*</textarea>", page)
    assert "Gespeichert: „Mehr Bänke am Fluss.“" in html.unescape(page)


def test_a_double_submit_makes_no_second_one_and_other_words_are_refused(fay: Client) -> None:
    page = fay.get(CAPTURE).content.decode()
    before = Contribution.objects.count()
    assert [card(fay, page).status_code, card(fay, page).status_code] == [302, 302]
    changed = card(fay, page, words="Ganz anderes.")
    assert (changed.status_code, Contribution.objects.count(), Origin.objects.count()) == (409, before + 1, 1)
    again = changed.content.decode()
    assert "Ganz anderes." in again
    assert card(fay, again, words="Ganz anderes.").status_code == 302
    assert Contribution.objects.count() == before + 2


def test_a_round_that_is_read_before_holds_what_is_entered(site: Process, fay: Client) -> None:
    Round.objects.filter(process=site, slug="stadtkonferenz").update(moderation="before")
    card(fay)
    assert newest().state == "held"


def test_the_age_is_counted_apart_from_the_contribution(site: Process, fay: Client) -> None:
    round = site.rounds.get(slug="werkstaetten-in-den-stadtteilen")
    card(fay, round=round.slug, age_band="65-")
    assert told(round) == {"65-": 1}
    assert not hasattr(newest(), "age_band")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"words": " "}, "Hier steht noch nichts."),
        ({"words": ""}, "Hier steht noch nichts."),
        ({"statement": "99"}, "Die Nummer 99 gibt es nicht. Die Nummern stehen daneben."),
        ({"statement": "1.0"}, "Die Nummer 1.0 gibt es nicht. Die Nummern stehen daneben."),
        ({"round": "gibtsnicht"}, "Bitte aus der Liste wählen."),
        ({"received_on": "2026-06-11"}, "Dieser Tag liegt in der Zukunft."),
        ({"received_on": "1026-06-11"}, "Dieser Tag liegt mehr als drei Jahre zurück."),
        ({"received_on": "gestern"}, "Bitte einen Tag angeben, zum Beispiel 10.06.2026."),
        ({"channel": "pigeon"}, "Bitte aus der Liste wählen."),
        ({"age_band": "12-14"}, "Diese Altersgruppe gehört zu einer anderen Art von Runde."),
        ({"kind": "answer:fluss-ungern"}, "Diese Frage gehört zu einer anderen Runde."),
    ],
)
def test_bad_input_is_said_beside_its_field_and_nothing_is_lost(fay: Client, typed: dict[str, str], said: str) -> None:
    before = Contribution.objects.count()
    answer = card(fay, **typed)
    page = answer.content.decode()
    assert (answer.status_code, said in errors(page), Contribution.objects.count()) == (422, True, before)
    assert "words" in typed or "Mehr Bänke am Fluss." in page


def test_an_answer_to_a_question_is_entered_for_its_round(fay: Client) -> None:
    card(fay, round="online-beteiligung", kind="answer:fluss-ungern", statement="", intent="missing")
    said = newest()
    assert (said.kind, said.intent, said.about, said.question and said.question.slug) == (
        "answer", "", None, "fluss-ungern",
    )  # fmt: skip


def test_a_statement_of_an_earlier_product_has_its_product_before_its_number(site: Process, fay: Client) -> None:
    card(fay, statement="1.2")
    about = newest().about
    assert about is not None
    assert (about.product.number, about.number) == (1, 2)


def test_the_slip_has_the_code_that_opens_the_contribution(site: Process, fay: Client) -> None:
    card(fay)
    card(fay, words="Zweite Karte.", language="tr")
    page = fay.get(SLIPS).content.decode()
    codes = re.findall(r"<code>([0-9A-Z-]{19})</code>", page)
    found = [get_contribution_by_code(site, hash_of_code(code)) for code in codes]
    assert [row and row.text for row in found] == ["Mehr Bänke am Fluss.", "Zweite Karte."]
    assert page.count("<svg xmlns") == 2
    assert "http://testserver/tr/auenstadt/mein-beitrag/" in page
    assert len(re.findall("<code>", fay.get(SLIPS + "?letzte=1").content.decode())) == 1
    only = fay.get(SLIPS, {"beitrag": found[0].key if found[0] else ""}).content.decode()
    assert re.findall(r"<code>([0-9A-Z-]{19})</code>", only) == codes[:1]
    opened = Client().post(LOOKUP, {"code": codes[0]}).content.decode()
    assert "Mehr Bänke am Fluss." in opened


@pytest.mark.parametrize("asked", ["?letzte=x", "?letzte=-1", "?letzte=99999999999999999", "?beitrag=%00"])
def test_odd_wishes_for_slips_do_no_harm(fay: Client, asked: str) -> None:
    card(fay)
    assert fay.get(SLIPS + asked).status_code == 200


def test_a_slip_is_there_only_for_who_entered_it_and_only_in_that_sitting(site: Process) -> None:
    client, user = worker(site, "facilitator")
    card(client)
    other, _user = worker(site, "organiser")
    assert "<code>" in client.get(SLIPS).content.decode()
    assert "<code>" not in other.get(SLIPS).content.decode()
    assert "<code>" not in entered(user).get(SLIPS).content.decode()


def test_who_entered_it_takes_it_back_within_the_sitting(site: Process) -> None:
    client, user = worker(site, "editor")
    other, _user = worker(site, "organiser")
    card(client)
    said = newest()
    assert other.post(UNDO, {"beitrag": said.key}).status_code == 404
    assert entered(user).post(UNDO, {"beitrag": said.key}).status_code == 404
    assert client.post(UNDO, {"beitrag": said.key}).status_code == 302
    said.refresh_from_db()
    assert (said.state, [row.act for row in Audit.objects.all()[:2]]) == (
        "withdrawn", ["take_back_entered", "enter_contribution"],
    )  # fmt: skip
    assert client.post(UNDO, {"beitrag": said.key}).status_code == 404
    assert "<code>" not in client.get(SLIPS).content.decode()


def test_a_scan_is_kept_apart_shown_to_the_team_and_deleted_with_an_erasure(
    site: Process, django_capture_on_commit_callbacks: Any
) -> None:
    client, _user = worker(site, "organiser")
    before = files()
    card(client, scan=SimpleUploadedFile("brief.pdf", pdf(2)))
    said = newest()
    assert [(row.number, row.kind) for row in said.scans.all()] == [(1, "png"), (2, "png")]
    assert len(files()) == len(before) + 2
    address = f"/auenstadt/arbeit/beitraege/{said.key}/scan/1/"
    shown = client.get(address)
    assert (shown["Content-Type"], shown["Content-Security-Policy"], shown["Cache-Control"]) == (
        "image/png", "default-src 'none'; sandbox", "no-store",
    )  # fmt: skip
    assert Client().get(address).status_code == 404
    assert worker(site, "facilitator")[0].get(address).status_code == 403
    assert client.get(f"/auenstadt/arbeit/beitraege/{said.key}/scan/3/").status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        erase(said, day=NOON.date())
    assert (files(), Scan.objects.filter(contribution=said).count()) == (before, 0)


def test_staff_delete_a_scan_and_the_words_stay(site: Process, django_capture_on_commit_callbacks: Any) -> None:
    client, _user = worker(site, "organiser")
    card(client, scan=SimpleUploadedFile("karte.png", PIXEL))
    said = newest()
    address = f"/auenstadt/arbeit/beitraege/{said.key}/"
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{address}scan/loeschen/")
        assert said.scans.count() == 1
        client.post(f"{address}scan/loeschen/", {"confirm": "yes"})
    said.refresh_from_db()
    assert (said.scans.count(), said.text) == (0, "Mehr Bänke am Fluss.")
    assert worker(site, "releaser")[0].post(f"{address}scan/loeschen/", {"confirm": "yes"}).status_code == 403


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Die Datei ist leer."),
        (b"MZ\x90\x00", "Das ist kein PNG, kein JPEG und kein PDF."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Das ist kein PNG, kein JPEG und kein PDF."),
        (PIXEL[:-8], "Die Datei ist beschädigt oder verschlüsselt. Scannen Sie das Blatt noch einmal."),
        (jpeg()[:-6], "Die Datei ist beschädigt oder verschlüsselt. Scannen Sie das Blatt noch einmal."),
        (b"%PDF-1.4 nothing", "Die Datei ist beschädigt oder verschlüsselt. Scannen Sie das Blatt noch einmal."),
        (pdf(13), "Die Datei ist zu groß: höchstens 10 MB und 12 Seiten."),
        (PIXEL + b"0" * 10_000_000, "Die Datei ist zu groß: höchstens 10 MB und 12 Seiten."),
    ],
)
def test_a_file_that_is_no_scan_is_refused_and_leaves_nothing(fay: Client, data: bytes, said: str) -> None:
    before = (Contribution.objects.count(), files())
    answer = card(fay, scan=SimpleUploadedFile("x.png", data))
    assert (answer.status_code, errors(answer.content.decode())) == (422, [said])
    assert (Contribution.objects.count(), files()) == before


def test_where_the_entry_fails_no_file_stays_behind(fay: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_named: object) -> None:
        raise OSError

    before = (Contribution.objects.count(), files())
    monkeypatch.setattr(Scan.objects, "create", fail)
    with pytest.raises(OSError):
        card(fay, scan=SimpleUploadedFile("x.jpg", jpeg(segment(0xE1, b"Exif\0\0MM"))))
    assert (Contribution.objects.count(), files()) == before


def test_the_receipt_of_what_was_entered_can_be_proved(site: Process, fay: Client) -> None:
    card(fay)
    sequence_all()
    code = re.findall(r"<code>([0-9A-Z-]{19})</code>", fay.get(SLIPS).content.decode())[0]
    file = Client().post(f"{LOOKUP}beleg/", {"code": code})
    assert parse_receipt(file.content).index == Leaf.objects.get(about=f"contribution:{newest().key}").number


def test_the_form_asks_as_much_for_twenty_as_for_one(fay: Client) -> None:
    card(fay)
    with CaptureQueriesContext(
        connection,
    ) as one:
        fay.get(CAPTURE)
    for number in range(19):
        card(fay, words=f"Karte {number}")
    with CaptureQueriesContext(connection) as twenty:
        page = fay.get(CAPTURE).content.decode()
    assert "In dieser Sitzung erfasst: 20" in page
    assert len(twenty) == len(one)


def test_codes_stand_in_no_table(fay: Client) -> None:
    page = fay.get(CAPTURE).content.decode()
    card(fay, page)
    code = re.findall(r"<code>([0-9A-Z-]{19})</code>", fay.get(SLIPS).content.decode())[0]
    said = newest()
    assert code not in str(Contribution.objects.filter(pk=said.pk).values().get())
    assert code == code_of(next(key for name, key in fay.session[f"entered:{said.process_id}"] if name == said.key))
