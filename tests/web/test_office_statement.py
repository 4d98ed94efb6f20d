"""A department's statement: drafted on the page or in a file, signed by a second person, then contributions."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from stadtgespraech.text.proposals import rebase
from stadtgespraech.web.actions.contribution import erase
from stadtgespraech.web.actions.proposal import edits_between, edits_of_rows, named, rows_of_edits, said
from stadtgespraech.web.actions.reading import read_file, take_reading, working_file
from stadtgespraech.web.actions.refusal import Reason, Refused
from stadtgespraech.web.actions.submission import Saying, add_points, finish_submission, sign_submission, words_of
from stadtgespraech.web.actions.text import rows_at, slices_of, woven
from stadtgespraech.web.actions.unit import join_unit, make_unit
from stadtgespraech.web.models import (
    Audit,
    Contribution,
    Leaf,
    Membership,
    Part,
    Place,
    Point,
    Process,
    Proposal,
    Reading,
    Round,
    Submission,
    Text,
    Unit,
    User,
)
from stadtgespraech.web.views.office.redline import redline, signed

from ..ingest import returning
from ..ingest.returning import Comment, Edit, Work, packed, unpacked, w, worked
from .conftest import NOON
from .working import entered, worker

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def unit(site: Process) -> Unit:
    """A unit of three: two who write, one who signs; nothing written yet."""
    made = make_unit(site, name="Dezernat Soziales", kind="department", by=None)
    for name in ("anna", "bert", "cora"):
        _client, user = worker(site, "department", email=f"{name}@soziales.example.org")
        join_unit(made, user=user, by=None)
    return made


def person(name: str) -> User:
    return User.objects.get(email=f"{name}@soziales.example.org")


def at(unit: Unit, name: str = "office-statement-unit", **named: object) -> str:
    return reverse(name, kwargs={"process": unit.process.slug, "unit": unit.slug, **named})


def statement(site: Process, number: int = 1) -> Text:
    return site.texts.get(product__slug="zielbilder", kind="statement", number=number)


def written(unit: Unit, by: str = "anna", **data: str) -> Client:
    """Somebody says something to the first paragraph of the first statement, on the page."""
    client = entered(person(by))
    text = statement(unit.process)
    edition = text.product.current_edition()
    assert edition is not None
    given = {"words": "", "quote": "", "wording": rows_at(text, edition.revision)[1], **data}
    response = client.post(at(unit, "office-statement-text", text=text.slug) + "?absatz=1", given)
    assert response.status_code == 302, re.findall(r'class="error">.*?</p>', response.content.decode())
    return client


def finished(unit: Unit, by: str = "anna") -> None:
    client = entered(person(by))
    client.post(at(unit, "office-statement-state"), {"schritt": "fertig"})


def body(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return str(response.content.decode())


def test_a_remark_on_the_page_stands_in_the_draft_with_the_words_it_is_about(unit: Unit) -> None:
    client = written(unit, words="Wer bezahlt das?", quote="Die Lohe")
    point = Point.objects.get(submission__unit=unit)
    weave = woven(statement(unit.process).product)
    assert (point.words, point.edits, weave.passage_text(slices_of(point.passage), point.revision)) == (
        "Wer bezahlt das?", [], "Die Lohe",
    )  # fmt: skip
    assert "Wer bezahlt das?" in body(client, at(unit))


def test_another_wording_is_a_proposal_whose_edits_give_it(unit: Unit) -> None:
    text = statement(unit.process)
    revision = text.product.current_edition().revision
    old = rows_at(text, revision)[1]
    new = old.replace("Die Lohe", "Unser Fluss") + "\n\nDas gilt für alle."
    written(unit, wording=new, words="Klarer.")
    point = Point.objects.get(submission__unit=unit)
    weave = woven(text.product).at(revision).apply(edits_of_rows(point.edits))
    lines = [words for block, words in weave.blocks() if block.owner == text.owner]
    assert (lines[1], lines[2], point.words) == (new.split("\n")[0], "Das gilt für alle.", "Klarer.")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "Schreiben Sie eine Anmerkung, oder ändern Sie den Text."),
        ({"words": "Ja", "quote": "steht nicht da"}, "Diese Wörter stehen so nicht im Absatz."),
        ({"words": "x" * 5001}, "Ihr Text hat"),
        ({"words": "...", "quote": ""}, "kein Wort"),
    ],
)
def test_what_is_missing_or_wrong_is_said_beside_the_field_and_nothing_is_lost(
    unit: Unit, data: dict[str, str], said: str
) -> None:
    text = statement(unit.process)
    wording = rows_at(text, text.product.current_edition().revision)[1]
    given = {"words": "", "quote": "", "wording": wording, **data}
    address = at(unit, "office-statement-text", text=text.slug) + "?absatz=1"
    page = entered(person("anna")).post(address, given).content.decode()
    assert (said in page, Point.objects.filter(submission__unit=unit).count()) == (True, 0)
    assert data.get("words", "") in page


def test_a_title_cannot_be_emptied_and_a_paragraph_can(unit: Unit) -> None:
    text = statement(unit.process)
    client = entered(person("anna"))
    address = at(unit, "office-statement-text", text=text.slug)
    page = client.post(address + "?absatz=0", {"words": "Weg", "wording": ""}).content.decode()
    assert "Eine Überschrift kann nicht leer sein." in page
    written(unit, wording="")
    (row,) = Point.objects.get(submission__unit=unit).edits
    assert row[0] == "delete"


@pytest.mark.parametrize("query", ["?absatz=99", "?absatz=-1", "?absatz=²", "?absatz=x", "?absatz=9999999999", ""])
def test_a_paragraph_that_is_not_there_is_simply_not_chosen(unit: Unit, query: str) -> None:
    page = body(entered(person("anna")), at(unit, "office-statement-text", text=statement(unit.process).slug) + query)
    assert "In den Entwurf</button>" not in page


def test_nobody_signs_what_they_had_a_hand_in_and_a_second_person_makes_it_count(unit: Unit) -> None:
    written(unit, words="Wer bezahlt das?")
    written(unit, by="bert", wording="Ganz anders.")
    leaves = Leaf.objects.filter(process=unit.process).count()
    finished(unit)
    submission = Submission.objects.get(unit=unit)
    for name in ("anna", "bert"):
        with pytest.raises(Refused) as refused:
            sign_submission(submission, by=person(name))
        assert refused.value.reason is Reason.OWN
        page = entered(person(name)).post(at(unit, "office-statement-state"), {"schritt": "freigeben"}, follow=True)
        assert "Freigeben muss jemand anderes" in page.content.decode()
    assert Contribution.objects.filter(round=unit.round).count() == 0
    entered(person("cora")).post(at(unit, "office-statement-state"), {"schritt": "freigeben"})
    rows = list(Contribution.objects.filter(round=unit.round).order_by("pk"))
    assert [(row.intent, row.state, row.about) for row in rows] == [
        ("", "public", statement(unit.process)), ("change", "public", statement(unit.process)),
    ]  # fmt: skip
    assert Leaf.objects.filter(process=unit.process).count() == leaves + 2
    assert Part.objects.filter(contribution__in=rows).count() == 2
    assert Place.objects.filter(part__contribution__in=rows).count() == 2
    assert [row.part.contribution for row in Proposal.objects.filter(process=unit.process)] == [rows[1]]


def test_an_outsider_does_not_sign_even_with_the_role(unit: Unit) -> None:
    written(unit, words="Ja.")
    finished(unit)
    _client, stranger = worker(unit.process, "department", email="fremd@example.org")
    with pytest.raises(Refused):
        sign_submission(Submission.objects.get(unit=unit), by=stranger)


def test_where_the_process_needs_no_second_person_it_counts_at_once(unit: Unit) -> None:
    Process.objects.filter(pk=unit.process.pk).update(settings={"four_eyes": []})
    written(unit, words="Ja.")
    finished(unit)
    assert Submission.objects.get(unit=unit).state == "signed"
    assert Contribution.objects.filter(round=unit.round).count() == 1


def test_signing_twice_makes_nothing_twice(unit: Unit) -> None:
    written(unit, words="Ja.")
    finished(unit)
    submission = Submission.objects.get(unit=unit)
    assert sign_submission(submission, by=person("cora")) == 1
    with pytest.raises(Refused):
        sign_submission(submission, by=person("cora"))
    assert Contribution.objects.filter(round=unit.round).count() == 1


def test_what_is_finished_is_not_altered_until_it_is_taken_back(unit: Unit) -> None:
    client = written(unit, words="Ja.")
    finished(unit)
    submission = Submission.objects.get(unit=unit)
    with pytest.raises(Refused):
        add_points(submission, sayings=[Saying(None, 0, "Noch etwas")], by=person("anna"))
    point = Point.objects.get(submission=submission)
    page = client.post(at(unit, "office-statement-point", number=point.pk), {"entfernen": "1"}).content.decode()
    assert "inzwischen in einem anderen Stand" in page
    client.post(at(unit, "office-statement-state"), {"schritt": "zurueck"})
    client.post(at(unit, "office-statement-point", number=point.pk), {"words": "Nein."})
    assert Point.objects.get(pk=point.pk).words == "Nein."
    client.post(at(unit, "office-statement-point", number=point.pk), {"entfernen": "1"})
    assert Point.objects.filter(submission=submission).count() == 0


def test_a_proposal_is_amended_as_the_paragraph_it_would_be(unit: Unit) -> None:
    text = statement(unit.process)
    old = rows_at(text, text.product.current_edition().revision)[1]
    client = written(unit, wording=old.replace("Die Lohe", "Unser Fluss"))
    point = Point.objects.get(submission__unit=unit)
    address = at(unit, "office-statement-point", number=point.pk)
    assert f"{old.replace('Die Lohe', 'Unser Fluss')}</textarea>" in body(client, address)
    client.post(address, {"wording": old.replace("Die Lohe", "Der Bach"), "words": ""})
    assert words_of(Point.objects.get(pk=point.pk)) == "Statt „Die Lohe“: „Der Bach“."
    page = client.post(address, {"wording": old, "words": ""}).content.decode()
    assert "So steht es schon da." in page
    client.post(address, {"wording": old, "words": "Nur eine Anmerkung."})
    point.refresh_from_db()
    assert (point.edits, point.words) == ([], "Nur eine Anmerkung.")


def test_a_reading_is_taken_over_once(unit: Unit) -> None:
    sent(unit, returned(unit, {4: Work([Edit(0, 8, "Unser Fluss")])}))
    kept = Reading.objects.get(submission__unit=unit)
    assert take_reading(kept, also=(), by=person("anna")) == 1
    stale = Reading(pk=1, submission=kept.submission, found=kept.found)
    with pytest.raises(Refused):
        take_reading(stale, also=(), by=person("anna"))


def test_an_empty_draft_cannot_be_finished(unit: Unit) -> None:
    written(unit, words="Ja.")
    Point.objects.filter(submission__unit=unit).delete()
    with pytest.raises(Refused) as refused:
        finish_submission(Submission.objects.get(unit=unit), by=person("anna"))
    assert refused.value.reason is Reason.INCOMPLETE


def test_others_learn_nothing_until_the_organiser_opens_the_round(unit: Unit) -> None:
    written(unit, words="Nur unter uns.")
    finished(unit)
    sign_submission(Submission.objects.get(unit=unit), by=person("cora"))
    made = Contribution.objects.get(round=unit.round)
    reader = Client()
    addresses = [
        reverse("contribution", args=[unit.process.slug, made.key]),
        reverse("round", args=[unit.process.slug, unit.round.slug]),
    ]
    lists = [
        reverse("contributions", args=[unit.process.slug]),
        reverse("text", args=[unit.process.slug, "zielbilder", statement(unit.process).slug]),
        reverse("process", args=[unit.process.slug]),
    ]
    assert [reader.get(address).status_code for address in addresses] == [404, 404]
    assert not any("Nur unter uns." in body(reader, address) or unit.name in body(reader, address) for address in lists)
    organiser, _user = worker(unit.process, "organiser")
    organiser.post(reverse("office-units", args=[unit.process.slug]), {"schritt": "oeffnen", "unit": unit.slug})
    assert [reader.get(address).status_code for address in addresses] == [200, 200]
    assert "Nur unter uns." in body(reader, lists[0])


def test_another_department_finds_nothing_of_this_one(unit: Unit) -> None:
    written(unit, words="Ja.")
    point = Point.objects.get(submission__unit=unit)
    other = make_unit(unit.process, name="Dezernat Kultur", kind="department", by=None)
    client, user = worker(unit.process, "department", email="kultur@example.org")
    join_unit(other, user=user, by=None)
    text = statement(unit.process).slug
    submission = Submission.objects.get(unit=unit)
    kept = read_file(submission, data=working_file(submission.edition), name="x", by=person("anna"))
    closed = {
        "office-statement-unit": {}, "office-statement-file": {}, "office-statement-upload": {},
        "office-statement-state": {}, "office-statement-text": {"text": text},
        "office-statement-point": {"number": point.pk}, "office-statement-reading": {"number": kept.pk},
    }  # fmt: skip
    for name, more in closed.items():
        for method in (client.get, client.post):
            assert method(at(unit, name, **more)).status_code in (404, 405), name
    for name, number in (("office-statement-point", point.pk), ("office-statement-reading", kept.pk)):
        assert client.get(at(other, name, number=number)).status_code == 404
    assert client.get(reverse("office-statement", args=[unit.process.slug])).headers["Location"] == at(other)


def test_organisers_look_and_do_not_act(unit: Unit) -> None:
    written(unit, words="Wer bezahlt das?")
    client, _user = worker(unit.process, "organiser")
    page = body(client, at(unit))
    assert ("Wer bezahlt das?" in page, "Zur Freigabe geben" in page, "Hochladen" in page) == (True, False, False)
    assert client.post(at(unit, "office-statement-state"), {"schritt": "fertig"}).status_code == 403


def returned(unit: Unit, work: dict[int, Work]) -> bytes:
    """Somebody fetches the file and works on it. Paragraphs 0 to 2 are the frame, 3 is the first title."""
    client = entered(person("anna"))
    response = client.get(at(unit, "office-statement-file"))
    assert (response.status_code, response.headers["Content-Type"]) == (200, DOCX)
    assert b"trackRevisions" in unpacked(response.content)["word/settings.xml"]
    return worked(response.content, work)[0]


def sent(unit: Unit, data: bytes, by: str = "anna") -> tuple[Client, str]:
    """Upload; the page that answers."""
    client = entered(person(by))
    file = SimpleUploadedFile("Stellungnahme Dr. Mustermann.docx", data, DOCX)
    response = client.post(at(unit, "office-statement-upload"), {"file": file}, follow=True)
    return client, str(response.content.decode())


def test_a_file_is_read_shown_taken_over_signed_and_then_contributions(unit: Unit) -> None:
    data = returned(unit, {
        4: Work([Edit(0, 8, "Unser Fluss")], [Comment(4, 8, "Heißt er so?", ("Ja.",))]),
        5: Work([Edit(3, 3, " neuen")]),
        6: Work(comments=[Comment(0, 4, "Schon gut.", resolved=True)]),
        1: Work([Edit(0, 2, "Wie")]),
    })  # fmt: skip
    client, page = sent(unit, data)
    assert "4 von 6 Änderungen und 3 von 3 Kommentaren" in page
    assert all(words in page for words in ("<del", "Unser Fluss</ins>", "Heißt er so?", "Antwort: Ja.", "Schon gut."))
    assert "Änderungen und Kommentare außerhalb der Bilder" in page
    kept = Reading.objects.get(submission__unit=unit)
    assert "Mustermann" not in str(kept.found) + page
    client.post(at(unit, "office-statement-reading", number=kept.pk), {"auch": ["u0", "r1", "u77", "x"]})
    rows = list(Point.objects.filter(submission__unit=unit))
    assert [(bool(row.edits), row.words) for row in rows] == [
        (True, ""), (True, ""), (False, "Heißt er so?\n\nAntwort: Ja."), (False, "Schon gut."),
        (False, "Außerhalb der Texte: ⟦− So −⟧⟦+ Wie +⟧"),
    ]  # fmt: skip
    assert Reading.objects.filter(submission__unit=unit).count() == 0
    finished(unit)
    sign_submission(Submission.objects.get(unit=unit), by=person("cora"))
    texts = list(Contribution.objects.filter(round=unit.round).order_by("pk").values_list("text", flat=True))
    assert (texts[0], len(texts)) == ("Statt „Die Lohe“: „Unser Fluss“.", 5)


def test_a_dropped_reading_changes_nothing_and_a_new_upload_replaces_the_old(unit: Unit) -> None:
    data = returned(unit, {4: Work([Edit(0, 8, "Unser Fluss")])})
    sent(unit, data)
    client, _page = sent(unit, data)
    kept = Reading.objects.get(submission__unit=unit)
    client.post(at(unit, "office-statement-reading", number=kept.pk), {"verwerfen": "1"})
    assert (Reading.objects.count(), Point.objects.filter(submission__unit=unit).count()) == (0, 0)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda files: b"Guten Tag", "Das ist keine Word-Datei."),
        (lambda files: packed(files)[:4000], "Die Datei ist beschädigt."),
        (lambda files: packed({**files, "word/document.xml": b" " * 60_000_000}), "könnte schaden"),
        (lambda files: packed({**files, "word/document.xml": b"<!DOCTYPE x [<!ENTITY e 'f'>]><x>&e;</x>"}), "schaden"),
        (lambda files: packed({"a.txt": b"x"}), "Das ist keine Word-Datei."),
        (lambda files: b"PK\x03\x04" + b"0" * 12_000_001, "höchstens 12"),
        (lambda files: b"", "Die Datei ist leer."),
    ],
    ids=["text", "cut", "bomb", "entities", "other zip", "large", "empty"],
)
def test_a_file_that_cannot_be_read_is_refused_beside_its_field(unit: Unit, change, said: str) -> None:  # type: ignore[no-untyped-def]
    _client, page = sent(unit, change(unpacked(returned(unit, {}))))
    assert (said in page, Reading.objects.count()) == (True, 0)


def test_a_form_without_a_file_says_so(unit: Unit) -> None:
    page = entered(person("anna")).post(at(unit, "office-statement-upload")).content.decode()
    assert "Bitte wählen Sie die Datei aus." in page


def test_a_file_of_an_earlier_edition_keeps_its_places_there_and_the_page_says_so(unit: Unit) -> None:
    text = statement(unit.process)
    draft = unit.process.editions.get(slug="entwurf")
    data = working_file(draft)
    old = rows_at(text, draft.revision)[1]
    client, page = sent(unit, worked(data, {4: Work([Edit(0, 3, "Jene")])})[0])
    assert f"Ihre Datei gehört zu einer anderen Fassung: {draft.name}" in page
    kept = Reading.objects.get(submission__unit=unit)
    client.post(at(unit, "office-statement-reading", number=kept.pk))
    point = Point.objects.get(submission__unit=unit)
    assert (point.revision, words_of(point)) == (draft.revision, f"Statt „{old[:3]}“: „Jene“.")


def test_a_moved_paragraph_is_asked_about_with_its_words(unit: Unit) -> None:
    files = unpacked(returned(unit, {}))
    root = returning.etree.fromstring(files["word/document.xml"])
    place = root.find(w("body"))
    assert place is not None
    moved = place[4]
    place.insert(7, moved)
    files["word/document.xml"] = returning.etree.tostring(root)
    _client, page = sent(unit, packed(files))
    assert "Verschobene Absätze" in page


def test_what_is_erased_is_nowhere_any_more(unit: Unit) -> None:
    written(unit, wording="Vertrauliches Wort.")
    finished(unit)
    sign_submission(Submission.objects.get(unit=unit), by=person("cora"))
    erase(Contribution.objects.get(round=unit.round), day=NOON.date())
    rows = (*Point.objects.values_list("edits", "words"), *Proposal.objects.values_list("edits"),
            *Contribution.objects.filter(round=unit.round).values_list("text"))  # fmt: skip
    assert "Vertrauliches" not in str(rows)


def test_a_proposal_follows_the_text_to_a_later_revision(unit: Unit) -> None:
    text = statement(unit.process)
    old = rows_at(text, text.product.current_edition().revision)[1]
    written(unit, wording=old.replace("Die Lohe", "Unser Fluss"))
    finished(unit)
    sign_submission(Submission.objects.get(unit=unit), by=person("cora"))
    proposal = Proposal.objects.get(process=unit.process)
    found = rebase(woven(text.product), named(proposal))
    assert "Unser Fluss" in woven(text.product).apply(found.edits).text()


def test_the_database_keeps_one_open_statement_for_each_unit_and_no_empty_point(unit: Unit) -> None:
    written(unit, words="Ja.")
    row = Submission.objects.get(unit=unit)
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.create(process=unit.process, unit=unit, edition=row.edition, opened_at=row.opened_at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Point.objects.create(process=unit.process, submission=row, revision=0, key="x")


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_page_asks_as_often_for_thirty_points_as_for_one(unit: Unit, count: int, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    written(unit, words="Ja.")
    row = Submission.objects.get(unit=unit)
    first = Point.objects.get(submission=row)
    more = [Saying(first.about, first.revision, f"Punkt {n}", first.passage) for n in range(count - 1)]
    add_points(row, sayings=more, by=person("anna"))
    client = entered(person("anna"))
    client.get(at(unit))
    with django_assert_num_queries(12):
        page = body(client, at(unit))
    assert page.count('class="points__said"') == count


def test_organisers_make_units_take_people_in_and_out(site: Process) -> None:
    client, user = worker(site, "organiser")
    address = reverse("office-units", args=[site.slug])
    _other, guest = worker(site, "editor", email="kim@example.org")
    client.post(address, {"schritt": "neu", "name": "Seniorenrat", "kind": "stakeholder"})
    made = Unit.objects.get(process=site, name="Seniorenrat")
    assert (made.round.public, made.round.kind, made.round.name) == (False, "stakeholder", "Seniorenrat")
    client.post(address, {"schritt": "person", "unit": made.slug, "email": "Kim@example.org"})
    assert list(guest.roles.values_list("role", flat=True)) == ["department", "editor"]
    assert Membership.objects.filter(unit=made, user=guest).exists()
    client.post(address, {"schritt": "weg", "unit": made.slug, "person": str(guest.pk)})
    assert not Membership.objects.filter(unit=made).exists()
    acts = list(Audit.objects.filter(process=site, by=user).values_list("act", flat=True))
    assert acts == ["leave_unit", "join_unit", "give_role", "make_unit"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"schritt": "neu", "name": "", "kind": "department"}, "Bitte geben Sie einen Namen ein."),
        ({"schritt": "neu", "name": "Dezernat Soziales", "kind": "department"}, "So heißt schon eine Dienststelle"),
        ({"schritt": "neu", "name": "Neu", "kind": "x"}, "Bitte wählen Sie aus der Liste."),
        ({"schritt": "person", "unit": "dezernat-soziales", "email": "niemand@example.org"}, "kein Konto"),
        ({"schritt": "person", "unit": "dezernat-soziales", "email": "x"}, "keine E-Mail-Adresse"),
    ],
)
def test_a_wrong_entry_is_said_beside_its_field(unit: Unit, data: dict[str, str], said: str) -> None:
    client, _user = worker(unit.process, "organiser")
    rounds = Round.objects.count()
    page = client.post(reverse("office-units", args=[unit.process.slug]), data).content.decode()
    assert (said in page, Round.objects.count()) == (True, rounds)


@pytest.mark.parametrize("slug", ["nirgends", "a\0b", ""])
def test_a_unit_that_is_not_there_is_not_found(unit: Unit, slug: str) -> None:
    client, _user = worker(unit.process, "organiser")
    response = client.post(reverse("office-units", args=[unit.process.slug]), {"schritt": "oeffnen", "unit": slug})
    assert response.status_code == 404


FLAT = "\nWege am Wasser\nDie Wege am Wasser sind frei.\nAlle gehen gern dort."


@pytest.mark.parametrize(
    ("rows", "words", "shown"),
    [
        ([["delete", 28, 34], ["insert", 34, "Ufer", []]], "Statt „Wasser“: „Ufer“.",
         "Die Wege am [−Wasser][+Ufer] sind frei."),
        ([["insert", 44, " und breit", []]], "Einfügen nach „Die Wege am Wasser sind frei“: „und breit“.",
         "Die Wege am Wasser sind frei[+ und breit]."),
        ([["delete", 45, 67]], "Streichen: „Alle gehen gern dort.“.",
         "Die Wege am Wasser sind frei.[− ¶ Alle gehen gern dort.]"),
        ([["move", 46, 51, 16]], "Verschieben am Anfang: „Alle“.",
         "[+Alle ]Die Wege am Wasser sind frei. ¶ [−Alle ]gehen gern dort."),
    ],
)  # fmt: skip
def test_a_proposal_is_said_in_words_and_drawn_in_marks(rows: list[list[object]], words: str, shown: str) -> None:
    edits = edits_of_rows(rows)
    assert (rows_of_edits(edits), said(FLAT, edits)) == (rows, words)
    signs = {"delete": "−", "insert": "+"}
    assert shown == "".join(
        run.text if run.mark is None else f"[{signs[run.mark.kind]}{run.text}]" for run in redline(FLAT, edits)
    )


def test_words_with_signs_are_drawn_as_marks() -> None:
    assert [(run.text, run.mark and run.mark.kind) for run in signed("⟦− ist −⟧⟦+ war +⟧ so")] == [
        ("ist", "delete"), ("war", "insert"), (" so", None),
    ]  # fmt: skip


def test_edits_between_two_wordings_touch_only_what_differs() -> None:
    assert edits_of_rows(rows_of_edits(edits_between(16, "Die Wege", "Die Pfade", "statement:1"))) == edits_of_rows(
        [["delete", 20, 24], ["insert", 24, "Pfade", []]]
    )
