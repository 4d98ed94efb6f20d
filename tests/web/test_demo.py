"""The demo is built by the product's own actions, and what it publishes verifies."""

from __future__ import annotations

import datetime

from stadtgespraech.checks.bundle import verify_bytes
from stadtgespraech.ingest.story import read_story
from stadtgespraech.ledger.note import verifier_of
from stadtgespraech.text.weave import Weave as Woven
from stadtgespraech.web import demo
from stadtgespraech.web.access import has_second_factor
from stadtgespraech.web.actions.edition import folder_of
from stadtgespraech.web.actions.log import origin_of
from stadtgespraech.web.actions.text import woven
from stadtgespraech.web.models import Change, Contribution, Disposition, Leaf, Process, Role, User
from stadtgespraech.web.site import signing_key

from .conftest import DEMO


def test_the_site_holds_the_story_word_for_word(site):
    story = read_story(DEMO / "juni.toml")
    product = site.products.get(slug="zielbilder")
    assert woven(product).rows() == Woven.from_rows(story.weave).rows()
    assert Change.objects.count() == len(story.changes)
    assert Disposition.objects.filter(part__key__in=[part.id for part in story.parts]).count() == len(
        story.dispositions
    )


def test_every_published_bundle_verifies_with_the_sites_key(site, folder):
    key = str(verifier_of(origin_of(site), signing_key(folder)))
    for edition in site.editions.all():
        found = verify_bytes((folder_of(edition) / "bundle.zip").read_bytes(), key=key)
        assert (edition.slug, found.exit_code, found.lines()[0]) == (edition.slug, 0, "verified")


def test_everything_received_and_decided_has_a_number_in_the_log(site):
    assert not Leaf.objects.filter(number__isnull=True).exists()
    kinds = {"received": Contribution.objects.count(), "change-decided": Change.objects.count()}
    assert {kind: Leaf.objects.filter(type=kind).count() for kind in kinds} == kinds


def test_filling_again_keeps_what_is_there(site):
    before = Contribution.objects.count()
    assert demo.fill(DEMO, datetime.date(2026, 7, 1)) == site
    assert (Contribution.objects.count(), Process.objects.count()) == (before, 1)


def test_bob_has_an_account_and_the_staff_a_second_step(site):
    bob = User.objects.get(email="bob@auenstadt.example")
    assert (bob.holdings.count(), bob.followings.count(), bob.roles.count()) == (4, 2, 0)
    staff = Role.objects.filter(process=site).values_list("user__email", "role")
    assert sorted(staff) == [
        ("alice@auenstadt.example", "organiser"),
        ("carla@auenstadt.example", "moderator"),
        ("david@auenstadt.example", "department"),
        ("doris@auenstadt.example", "department"),
        ("eda@auenstadt.example", "editor"),
    ]
    assert all(has_second_factor(role.user) and role.user.check_password(demo.PASSWORD) for role in site.roles.all())
    assert [row[:2] for row in demo.accounts()] == [(person.email, demo.PASSWORD) for person in demo.PEOPLE]
