"""The edition after: contributions erased and withdrawn, answers taken anew, the text changed; its bundle verifies."""

from __future__ import annotations

import datetime
import html
import re
from dataclasses import replace

import pytest

from stadtgespraech.checks.bundle import Verdict, verify_bytes
from stadtgespraech.checks.contributions import read_contributions
from stadtgespraech.ledger.note import verifier_of
from stadtgespraech.records import Insert, Source
from stadtgespraech.web.actions.change import Decision, decide_change
from stadtgespraech.web.actions.contribution import erase, withdraw
from stadtgespraech.web.actions.disposition import answer_part
from stadtgespraech.web.actions.edition import folder_of, publish_edition
from stadtgespraech.web.actions.log import origin_of
from stadtgespraech.web.actions.record import shown
from stadtgespraech.web.actions.refusal import Refused
from stadtgespraech.web.actions.text import flat_start, woven
from stadtgespraech.web.actions.texts import contributions_now
from stadtgespraech.web.models import Contribution, Disposition, Edition, Leaf, Part, Process, Round
from stadtgespraech.web.site import signing_key

DAY = datetime.date(2026, 6, 10)


def changed(site: Process, product: str = "zielbilder") -> Decision:
    one = site.texts.get(product__slug=product, kind="statement", number=1)
    weave = woven(site.products.select_related("weave").get(slug=product))
    at = flat_start(weave, weave.revisions, "statement:1", 1)
    return Decision(
        kinds=("insert",), what="Eingefügt: „Ja.“", why="Es fehlte.", day=DAY,
        sources=(Source("editors", "Redaktion"),),
        origin="Anlass: Redaktion.", edits=(Insert(at, "Ja. "),), text=one,
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


def verified(edition: Edition, folder) -> Verdict:
    key = str(verifier_of(origin_of(edition.process), signing_key(folder)))
    return verify_bytes((folder_of(edition) / "bundle.zip").read_bytes(), key=key)


def test_two_products_change_in_turn_and_the_bundle_of_each_explains_the_whole_log(site, folder):
    """Both have a change with the same number; what one has not published yet is sealed in the other's bundle, and
    opened in the next."""
    targets, starting = (
        site.products.select_related("weave").get(slug=slug) for slug in ("zielbilder", "ausgangsbilder")
    )
    decide_change(starting, changed(site, "ausgangsbilder"))
    decide_change(targets, changed(site))
    base = Edition.objects.get(process=site, slug="zweite-fassung")
    third = publish_edition(targets, slug="dritte", name="Dritte Fassung", day=DAY, base=base, formats=("html",))
    found = verified(third, folder)
    assert (found.exit_code, found.counts["others"]) == (0, 3), found.lines()[:5]  # its two editions, and the other's
    assert [item.message for item in found.findings if item.code == "leaf-sealed"] == [
        "Sealed leaves, of what is not published yet: 1 “change-decided”. The manifest declares them; nothing else is "
        "known."
    ]
    first = Edition.objects.get(process=site, slug="ausgangsbilder")
    again = publish_edition(starting, slug="neu", name="Neu", day=DAY, base=first, formats=("html",))
    found = verified(again, folder)
    changes = targets.changes.count()
    resolutions = Leaf.objects.filter(process=site, type="resolution", product=targets).count()
    assert (found.exit_code, found.counts["others"]) == (0, changes + resolutions + 4), found.lines()[:5]
    assert not [item for item in found.findings if item.code == "leaf-sealed"]
    decide_change(targets, changed(site))
    fourth = publish_edition(targets, slug="vierte", name="Vierte", day=DAY, base=third, formats=("html",))
    found = verified(fourth, folder)
    assert (found.exit_code, found.counts["others"]) == (0, 6), found.lines()[:5]  # five editions, one change
    assert not [item for item in found.findings if item.code == "leaf-sealed"]


def test_an_edition_that_is_not_public_is_sealed_in_the_bundles_of_others(site, folder):
    starting = site.products.select_related("weave").get(slug="ausgangsbilder")
    decide_change(starting, changed(site, "ausgangsbilder"))
    first = Edition.objects.get(process=site, slug="ausgangsbilder")
    inner = publish_edition(
        starting, slug="intern", name="Intern", day=DAY, base=first, audience="internal", formats=("html",)
    )
    assert verified(inner, folder).exit_code == 0
    targets = site.products.select_related("weave").get(slug="zielbilder")
    base = Edition.objects.get(process=site, slug="zweite-fassung")
    found = verified(publish_edition(targets, slug="d", name="D", day=DAY, base=base, formats=("html",)), folder)
    assert found.exit_code == 0
    assert [
        item.message.partition(":")[2].partition(".")[0] for item in found.findings if item.code == "leaf-sealed"
    ] == [" 1 “change-decided”, 1 “edition-published”"]


def test_an_answer_names_the_changes_of_one_product(site):
    products = [site.products.select_related("weave").get(slug=slug) for slug in ("zielbilder", "ausgangsbilder")]
    changes = [decide_change(product, changed(site, product.slug)) for product in products]
    part = Part.objects.filter(contribution__process=site, disposition__isnull=True, superseded=False).first()
    with pytest.raises(Refused, match="one product"):
        answer_part(part, state="adopted", day=DAY, reason="Ja.", changes=changes)


def test_every_link_to_a_change_or_to_changes_reaches_its_own_product(client, site):
    """Both products have a change 1; the newest edition is that of the starting pictures."""
    starting = site.products.select_related("weave").get(slug="ausgangsbilder")
    said = Contribution.objects.filter(process=site, state="public", parts__disposition__isnull=True).first()
    part = said.parts.get()
    because = {"sources": (Source("part", ref=part.key),), "parts": {part.key: part}}
    own = decide_change(starting, replace(changed(site, "ausgangsbilder"), **because))
    answer_part(part, state="adopted", day=DAY, reason="Ja.", changes=[own])
    first = Edition.objects.get(process=site, slug="ausgangsbilder")
    publish_edition(starting, slug="neu", name="Neu", day=DAY, base=first, formats=("html",))
    other = Contribution.objects.filter(parts__disposition__changes__number=1).exclude(pk=said.pk).first()
    links = {
        page: set(re.findall(r'href="([^"]*/anpassung/[^"]*)"', client.get(page).content.decode()))
        for page in (
            "/auenstadt/anpassungen/?bild=" + own.text.slug,
            "/auenstadt/anpassungen/?art=insert",
            "/auenstadt/suche/?q=Ja.+fehlte",
            f"/auenstadt/beitrag/{said.key}/",
        )
    }
    assert links == {page: {"/auenstadt/anpassung/ausgangsbilder/1/"} for page in links}
    page = client.get(f"/auenstadt/beitrag/{other.key}/").content.decode()
    assert "/auenstadt/anpassung/zielbilder/1/" in page and "/anpassung/ausgangsbilder/" not in page
    for product, text in (("ausgangsbilder", own.text.slug), ("zielbilder", "der-fluss-gehoert-allen")):
        page = client.get(f"/auenstadt/{product}/{text}/").content.decode()
        address = html.unescape(re.search(r'href="([^"]*/anpassungen/\?fassung=[^"]*)"', page)[1])
        assert client.get(address).context["edition"].product.slug == product


def test_the_address_of_a_change_never_comes_to_mean_that_of_another_product(client, site):
    starting = site.products.select_related("weave").get(slug="ausgangsbilder")
    change = decide_change(starting, changed(site, "ausgangsbilder"))
    assert change.number == 1
    own = "/auenstadt/anpassung/ausgangsbilder/1/"
    assert client.get(own).status_code == 404  # no public edition shows it yet
    first = Edition.objects.get(process=site, slug="ausgangsbilder")
    publish_edition(starting, slug="neu", name="Neu", day=DAY, base=first, formats=("html",))
    products = {address: client.get(address).context["change"].product.slug for address in (
        "/auenstadt/anpassung/1/", "/auenstadt/anpassung/zielbilder/1/", own)}  # fmt: skip
    assert list(products.values()) == ["zielbilder", "zielbilder", "ausgangsbilder"]
    assert client.get("/auenstadt/anpassung/massnahmen/1/").status_code == 404


def test_words_of_a_round_that_is_not_public_are_in_no_bundle(site):
    told = site.contributions.filter(state="public").select_related("round", "about__product").first()
    assert shown(told, site).text == told.text
    Round.objects.filter(pk=told.round_id).update(public=False)
    told.round.refresh_from_db()
    assert (shown(told, site).text, shown(told, site).salt) == (None, None)
    edition = site.editions.get(slug="zweite-fassung")
    given, _origin = read_contributions(contributions_now(edition))
    assert told.key not in {item.id for item in given}
