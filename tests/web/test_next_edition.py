"""The edition after: contributions erased and withdrawn, answers taken anew, the text changed; its bundle verifies."""

from __future__ import annotations

import datetime

import pytest
from django.db import transaction

from stadtgespraech.checks.bundle import verify_bytes
from stadtgespraech.ledger.note import verifier_of
from stadtgespraech.records import Insert, Source
from stadtgespraech.web.actions.change import Decision, decide_change
from stadtgespraech.web.actions.contribution import erase, withdraw
from stadtgespraech.web.actions.disposition import answer_part
from stadtgespraech.web.actions.edition import folder_of, publish_edition
from stadtgespraech.web.actions.log import origin_of
from stadtgespraech.web.actions.text import flat_start, woven
from stadtgespraech.web.models import Contribution, Disposition, Edition, Process
from stadtgespraech.web.site import signing_key

DAY = datetime.date(2026, 6, 10)


def changed(site: Process, product: str = "zielbilder") -> Decision:
    weave = woven(site.products.select_related("weave").get(slug=product))
    at = flat_start(weave, weave.revisions, "statement:1", 1)
    return Decision(
        kinds=("insert",), what="Eingefügt: „Ja.“", why="Es fehlte.", day=DAY,
        sources=(Source("editors", "Redaktion"),),
        origin="Anlass: Redaktion.", edits=(Insert(at, "Ja. "),), text=site.texts.get(kind="statement", number=1),
    )  # fmt: skip


def test_the_next_edition_verifies_after_erasing_withdrawing_and_answering_anew(site, folder):
    product = site.products.select_related("weave").get(slug="zielbilder")
    answered = Contribution.objects.filter(process=site, parts__disposition__state="noted").distinct()
    again = Disposition.objects.filter(state="noted").exclude(part__contribution=answered[0]).first()
    erase(answered[0], day=DAY)
    withdraw(Contribution.objects.filter(process=site, state="public", kind="idea").first(), day=DAY)
    answer_part(again.part, state="noted", day=DAY, reason="Noch einmal gelesen, danke.")
    decide_change(product, changed(site))
    base = Edition.objects.get(process=site, slug="zweite-fassung")
    third = publish_edition(product, slug="dritte", name="Dritte Fassung", day=DAY, base=base, formats=("html",))
    key = str(verifier_of(origin_of(site), signing_key(folder)))
    found = verify_bytes((folder_of(third) / "bundle.zip").read_bytes(), key=key)
    assert found.exit_code == 0, found.lines()[:5]


def test_a_second_product_is_refused_while_the_log_can_hold_the_changes_of_one(site):
    other = site.products.get(slug="massnahmen")
    decision = changed(site)
    with pytest.raises(ValueError, match="one product"), transaction.atomic():
        decide_change(other, decision)
