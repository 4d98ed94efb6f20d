"""The council's resolution on an edition."""

from __future__ import annotations

import datetime

import pytest

from stadtgespraech.web.actions.resolution import resolve_edition
from stadtgespraech.web.models import Edition, Product, Resolution

DAY = datetime.date(2026, 10, 8)


def test_a_resolution_keeps_paper_and_day_and_resolves_the_product(client, site):
    edition = Edition.objects.get(process=site, slug="zweite-fassung")
    resolve_edition(edition, paper=" 98/2026 ", date=DAY, words="Einstimmig beschlossen.")
    assert list(edition.resolutions.values_list("paper", "date", "words")) == [
        ("98/2026", DAY, "Einstimmig beschlossen.")
    ]
    assert Product.objects.get(pk=edition.product_id).state == Product.State.RESOLVED
    assert "Einstimmig beschlossen." in client.get("/auenstadt/fassung/zweite-fassung/").content.decode()


def test_a_resolution_without_the_number_of_its_paper_is_refused_and_nothing_is_kept(site):
    edition = Edition.objects.get(process=site, slug="zweite-fassung")
    before = Resolution.objects.count()
    with pytest.raises(ValueError, match="number of its paper"):
        resolve_edition(edition, paper="  ", date=DAY)
    assert (Resolution.objects.count(), Product.objects.get(pk=edition.product_id).state) == (before, "running")
