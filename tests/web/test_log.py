"""The log of the site: leaves with what they record, one sequencer, heads that prove what came before."""

from __future__ import annotations

import datetime
import json

import pytest
from django.db import transaction

from stadtgespraech.ledger.checkpoint import parse_checkpoint
from stadtgespraech.ledger.commitment import commitment
from stadtgespraech.ledger.leaf import leaf_bytes
from stadtgespraech.ledger.merkle import Tree, verify_consistency
from stadtgespraech.ledger.note import open_note, verifier_of
from stadtgespraech.ledger.receipt import make_receipt, verify_receipt
from stadtgespraech.web.actions.contribution import Said, erase, receipt_extra, submit_contribution, withdraw
from stadtgespraech.web.actions.log import entry_of, origin_of, sequence, sequence_all, tree_of
from stadtgespraech.web.models import Checkpoint, Contribution, Leaf, Process
from stadtgespraech.web.site import signing_key

DAY = datetime.date(2026, 6, 10)


def say(site: Process, key: str, text: str = "Mehr Bänke, bitte.") -> Contribution:
    round = site.rounds.get(kind="online")
    return submit_contribution(site, said=Said(round, "idea", text, "de"), form_key=key, day=DAY)


def head(site: Process, folder) -> tuple[int, bytes]:
    """Size and root of the newest head, whose signature holds."""
    note = Checkpoint.objects.filter(process=site).first().note
    text, _ = open_note(note.encode(), [verifier_of(origin_of(site), signing_key(folder))])
    found = parse_checkpoint(text)
    return found.size, found.root


def test_what_is_recorded_waits_for_its_number_and_the_head_then_holds_it(site, folder):
    size, root = head(site, folder)
    one, two = say(site, "a"), say(site, "b")
    assert list(Leaf.objects.filter(number=None).values_list("about", flat=True)) == [
        f"contribution:{one.key}", f"contribution:{two.key}"]  # fmt: skip
    assert sequence_all() == 2
    assert Leaf.objects.get(about=f"contribution:{two.key}").number == size + 1
    later, newer = head(site, folder)
    tree = tree_of(site)
    assert (later, newer) == (size + 2, tree.root())
    verify_consistency(size, later, root, newer, tree.consistency(size, later))


def test_a_head_is_signed_only_where_something_waited(site):
    before = Checkpoint.objects.count()
    assert (sequence(site), Checkpoint.objects.count()) == (None, before)


def test_a_receipt_proves_what_was_said_and_when(site, folder):
    said = say(site, "c", "Ein Geländer an der Treppe.")
    sequence_all()
    leaf = Leaf.objects.get(about=f"contribution:{said.key}")
    note = Checkpoint.objects.filter(process=site).first().note.encode()
    receipt = make_receipt(tree_of(site), leaf.number, note).to_bytes()
    verify_receipt(receipt, leaf_bytes(entry_of(leaf)), [verifier_of(origin_of(site), signing_key(folder))])
    extra = json.loads(receipt_extra(said))
    content = {name: extra[name] for name in ("type", "id", "day")} | extra["content"]
    assert commitment(content, bytes.fromhex(extra["salt"])).hex() == leaf.commitment
    assert content["text"] == "Ein Geländer an der Treppe."


def test_a_leaf_holds_no_words_and_no_code(site):
    said = say(site, "d", "Ganz eigene Worte")
    leaf = Leaf.objects.get(about=f"contribution:{said.key}")
    row = json.dumps([leaf.type, leaf.object, leaf.day, leaf.commitment, leaf.salt])
    assert "eigene" not in row and said.salt not in row and said.code_hash not in row


def test_nothing_is_recorded_where_the_transaction_is_taken_back(site):
    before = Leaf.objects.count()
    with pytest.raises(RuntimeError), transaction.atomic():
        say(site, "e")
        raise RuntimeError
    assert Leaf.objects.count() == before


def test_a_tree_that_knows_leaves_of_a_transaction_that_was_taken_back_is_made_anew(site):
    with pytest.raises(RuntimeError), transaction.atomic():
        say(site, "f")
        sequence_all()
        raise RuntimeError
    leaves = Leaf.objects.filter(process=site, number__isnull=False).order_by("number")
    assert tree_of(site).root() == Tree(leaf_bytes(entry_of(leaf)) for leaf in leaves).root()


def test_withdrawing_and_erasing_leave_the_receipt_and_add_leaves_about_the_same_object(site):
    said = say(site, "g")
    withdraw(said, day=DAY)
    erase(said, day=DAY)
    sequence_all()
    leaves = Leaf.objects.filter(about=f"contribution:{said.key}").order_by("number")
    assert [leaf.type for leaf in leaves] == ["received", "withdrawn", "erased"]
    assert len({leaf.object for leaf in leaves}) == 1
    said.refresh_from_db()
    assert (said.state, said.text, said.salt) == ("erased", "", "")
