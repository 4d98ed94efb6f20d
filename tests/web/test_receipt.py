"""The receipt: whoever has the code sees what became of it, takes it back, and can prove it."""

from __future__ import annotations

import json
import re

import pytest

from stadtgespraech.ledger.leaf import leaf_bytes
from stadtgespraech.ledger.note import parse_verifier
from stadtgespraech.ledger.receipt import parse_receipt, verify_receipt
from stadtgespraech.web.actions.contribution import Said, code_of, submit_contribution
from stadtgespraech.web.actions.key import verifier_of
from stadtgespraech.web.actions.log import entry_of, sequence
from stadtgespraech.web.actions.notice import mail_token
from stadtgespraech.web.models import Change, Contribution, Leaf, Process

from .conftest import NOON
from .people import LOOKUP, Person, errors

NOTHING = "Zu diesem Code finden wir nichts. Bitte vergleichen Sie ihn mit Ihrem Beleg."
CODE = code_of("alices-form")


@pytest.fixture
def said(site: Process) -> Contribution:
    what = Said(site.rounds.get(kind="online"), "idea", "Eine Bank\nam Fluss.", "de", email="a@example.org")
    return submit_contribution(site, said=what, form_key="alices-form", day=NOON.date())


@pytest.fixture
def alice(said: Contribution) -> Person:
    return Person()


@pytest.mark.parametrize("spelled", [CODE, CODE.lower(), CODE.replace("-", " "), CODE.replace("0", "O")])
def test_a_code_is_known_however_it_is_spelled(alice: Person, spelled: str) -> None:
    page = alice.client.post(LOOKUP, {"code": spelled})
    assert (page.status_code, page.headers["Cache-Control"]) == (200, "no-store")
    assert "Eine Bank<br>am Fluss." in page.content.decode()


def test_unknown_foreign_and_garbled_codes_get_the_same_answer_for_everything(
    alice: Person, site: Process, said: Contribution
) -> None:
    other = Process.objects.create(slug="andere", title="Andere", city="Anderswo", created_on=NOON.date())
    assert other.slug != site.slug
    answers = set()
    for address in (LOOKUP, f"{LOOKUP}beleg/", f"{LOOKUP}zurueckziehen/", f"{LOOKUP}loeschen/"):
        for code in ("0000-0000-0000-0000", "x", "💧", "post:falsch"):
            page = alice.client.post(address, {"code": code, "confirm": "yes"})
            answers.add((page.status_code, *errors(page.content.decode())))
        foreign = alice.client.post(address.replace("auenstadt", "andere"), {"code": CODE, "confirm": "yes"})
        answers.add((foreign.status_code, *errors(foreign.content.decode())))
    said.refresh_from_db()
    assert (answers, said.state) == ({(404, NOTHING)}, "public")


@pytest.mark.parametrize("page", ["beleg/", "zurueckziehen/", "loeschen/"])
def test_an_address_alone_does_nothing_and_leads_to_the_form(alice: Person, said: Contribution, page: str) -> None:
    response = alice.client.get(LOOKUP + page, {"code": CODE, "confirm": "yes"})
    said.refresh_from_db()
    assert (response.status_code, response.headers["Location"], said.state) == (302, LOOKUP, "public")


def test_each_part_has_its_answer_and_the_exact_words_that_changed(alice: Person, site: Process) -> None:
    answered = Change.objects.filter(process=site, dispositions__isnull=False)
    change = next(change for change in answered if "replace" in change.kinds)
    part = change.dispositions.all()[0].part
    page = alice.client.get(f"/auenstadt/beitrag/{part.contribution.key}/")
    outcomes = page.context["voice"].outcomes
    mine = next(item for outcome in outcomes for item in outcome.changes if item.change == change)
    runs = [run for piece in mine.pieces for run in piece.inlines if getattr(run, "mark", None) is not None]
    assert {"insert", "delete"} <= {run.mark.kind for run in runs}
    assert mine.edition.slug == "zweite-fassung"
    for run in runs:
        if run.mark.kind == "insert":
            assert run.text.strip().split(" ")[0] in page.content.decode()
    assert [outcome.words for outcome in outcomes] == [
        part.contribution.text[one.start : one.end] for one in part.contribution.parts.filter(superseded=False)
    ]


def test_every_answered_contribution_of_the_demo_has_its_page(alice: Person, site: Process) -> None:
    rows = Contribution.objects.filter(process=site, state="public")
    statuses = {alice.client.get(f"/auenstadt/beitrag/{row.key}/").status_code for row in rows}
    assert (statuses, rows.count() > 90) == ({200}, True)


def test_the_file_proves_the_text_against_the_signed_head(alice: Person, site: Process, said: Contribution) -> None:
    waiting = alice.client.post(f"{LOOKUP}beleg/", {"code": CODE})
    assert (waiting.status_code, "Der Nachweis folgt gleich" in waiting.content.decode()) == (202, True)
    sequence(site)
    response = alice.client.post(f"{LOOKUP}beleg/", {"code": CODE})
    assert response.headers["Content-Disposition"] == 'attachment; filename="beleg.tlog-proof"'
    leaf = Leaf.objects.get(about=f"contribution:{said.key}")
    extra = parse_receipt(response.content).extra
    body = json.loads(extra or b"")
    verify_receipt(response.content, leaf_bytes(entry_of(leaf)), [parse_verifier(verifier_of(site))])
    assert (body["content"]["text"], body["salt"], body["type"]) == (said.text, said.salt, "received")
    assert CODE not in response.content.decode() and CODE not in str(body)


def test_withdrawing_asks_first_and_then_takes_it_off_the_site(alice: Person, said: Contribution) -> None:
    asked = alice.client.post(f"{LOOKUP}zurueckziehen/", {"code": CODE})
    said.refresh_from_db()
    assert ("Beitrag zurückziehen?" in asked.content.decode(), said.state) == (True, "public")
    done = alice.client.post(f"{LOOKUP}zurueckziehen/", {"code": CODE, "confirm": "yes"})
    again = alice.client.post(f"{LOOKUP}zurueckziehen/", {"code": CODE, "confirm": "yes"})
    said.refresh_from_db()
    assert (done.status_code, again.status_code, said.state) == (200, 409, "withdrawn")
    assert "Das war schon geschehen." in again.content.decode()
    page = done.content.decode()
    assert (page.count("zurückgezogen"), "Noch keine. Wir antworten" in page, "vor der nächsten Fassung" in page) == (
        4, False, False,
    )  # fmt: skip
    assert '<span class="when">10.\xa0Juni 2026</span>Zurückgezogen' in page


def test_erasing_deletes_text_salt_and_address_and_the_page_says_so(alice: Person, said: Contribution) -> None:
    done = alice.client.post(f"{LOOKUP}loeschen/", {"code": CODE, "confirm": "yes"}).content.decode()
    later = alice.client.post(LOOKUP, {"code": CODE}).content.decode()
    file = alice.client.post(f"{LOOKUP}beleg/", {"code": CODE})
    said.refresh_from_db()
    assert (said.state, said.text, said.salt, hasattr(said, "address")) == ("erased", "", "", False)
    assert "Ihr Beitrag ist gelöscht" in done and "Der Text ist gelöscht." in later and "Eine Bank" not in done + later
    assert (file.status_code, file.headers.get("Content-Disposition")) == (410, None)


def test_the_link_of_a_message_opens_what_the_code_opens_and_may_erase(
    alice: Person, site: Process, said: Contribution
) -> None:
    token = mail_token(said)
    page = alice.client.get(f"{LOOKUP}post/{token}/").content.decode()
    assert ("Eine Bank<br>am Fluss." in page, "Beitrag mit dem Code" in page) == (True, False)
    value = re.search(r'name="code" value="(post:[^"]+)"', page)
    assert value is not None
    alice.client.post(f"{LOOKUP}loeschen/", {"code": value[1], "confirm": "yes"})
    said.refresh_from_db()
    assert said.state == "erased"
    assert alice.client.get(f"{LOOKUP}post/{token[:-1]}x/").status_code == 404
