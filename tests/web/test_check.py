"""The page that explains the log, its newest head, and what a receipt from this site proves."""

from __future__ import annotations

import pytest

from stadtgespraech.checks.receipt import verify_contribution_receipt
from stadtgespraech.ledger.checkpoint import parse_checkpoint
from stadtgespraech.ledger.note import open_note, parse_verifier
from stadtgespraech.ledger.receipt import Receipt, make_receipt
from stadtgespraech.web.actions.contribution import erase, receipt_extra
from stadtgespraech.web.actions.key import verifier_of
from stadtgespraech.web.actions.log import tree_of
from stadtgespraech.web.actions.refusal import Refused
from stadtgespraech.web.models import Checkpoint, Contribution, Leaf, Process

from .selecting import page_of, select

PAGE = "/auenstadt/pruefen/"


def receipt_of(contribution: Contribution) -> bytes:
    leaf = Leaf.objects.get(about=f"contribution:{contribution.key}", type="received")
    head = Checkpoint.objects.filter(process=contribution.process).first()
    proof = make_receipt(tree_of(contribution.process), leaf.number, head.note.encode())
    return Receipt(proof.index, proof.proof, proof.note, receipt_extra(contribution)).to_bytes()


def test_the_page_shows_the_newest_head_and_the_key(client, site):
    page = page_of(client.get(PAGE).content)
    facts = [item.text_content() for item in select(page, ".facts dd")]
    head = parse_checkpoint(Checkpoint.objects.filter(process=site).first().note.split("\n\n")[0] + "\n")
    assert facts == ["stadtgespraech/auenstadt", str(head.size), head.body().split("\n")[2]]
    assert verifier_of(site) in select(page, "#schluessel ~ .cmd")[0].text_content()


def test_the_checkpoint_is_the_signed_note_byte_for_byte(client, site):
    response = client.get(PAGE + "pruefpunkt.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    text, _ = open_note(response.content, [parse_verifier(verifier_of(site))])
    assert parse_checkpoint(text).size == Leaf.objects.filter(process=site, number__isnull=False).count()


def test_a_process_without_log_says_so_and_has_no_checkpoint(client, site):
    Process.objects.create(slug="neu", title="Neu", city="Neustadt", created_on=site.created_on)
    assert "Noch steht nichts im Protokoll." in client.get("/neu/pruefen/").content.decode()
    assert client.get("/neu/pruefen/pruefpunkt.txt").status_code == 404


def test_every_contribution_of_the_demo_has_a_receipt_that_verifies_with_the_key_of_the_page(client, site):
    for contribution in Contribution.objects.filter(process=site).exclude(state="erased")[:20]:
        verdict = verify_contribution_receipt(receipt_of(contribution), verifier_of(site))
        assert (verdict.exit_code, contribution.key in verdict.line) == (0, True), verdict.line


def test_a_receipt_that_somebody_has_still_holds_after_the_erasure_and_no_other_can_be_made(site):
    contribution = Contribution.objects.filter(process=site).first()
    kept = receipt_of(contribution)
    erase(contribution, day=contribution.day)
    assert verify_contribution_receipt(kept, verifier_of(site)).exit_code == 0
    with pytest.raises(Refused):
        receipt_extra(contribution)


def test_what_the_page_says_of_a_receipt_does_not_leave_it_without_script(client, site):
    page = page_of(client.get(PAGE).content)
    box = select(page, "[data-receipt]")[0]
    assert (box.get("hidden"), box.get("data-key"), len(select(page, "form"))) == ("", verifier_of(site), 0)


def test_queries(client, site, django_assert_num_queries):
    with django_assert_num_queries(2):
        client.get(PAGE)
    with django_assert_num_queries(2):
        client.get(PAGE + "pruefpunkt.txt")


def test_no_page_sets_a_cookie(client, site):
    assert not client.get(PAGE).cookies and not client.get(PAGE + "pruefpunkt.txt").cookies
