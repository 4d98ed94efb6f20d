"""From nothing to "open for contributions", following only the screens: every click and every filled field counts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from .test_site import Site, checked_context, faults, site  # noqa: F401
from .working import sign_in_to_work

WHO = "alice@auenstadt.example"
SEED = Path(__file__).resolve().parents[3] / "shared" / "seed" / "zielbilder-ocr.txt"
OWN = """Unsere Stadt am Meer

## Der Hafen gehört allen
Am Kai liegen Boote, und wer kein Boot hat, sitzt auf den Stufen.

## Niemand friert allein
Im Winter ist in jedem Viertel eine Tür offen und eine Kanne warm.
"""
MOST = 30


@dataclass
class Counting:
    """A page on which every interaction is counted."""

    page: Page
    count: int = 0

    def click(self, role: str, name: str | re.Pattern[str]) -> None:
        self.count += 1
        self.page.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]
        self.page.wait_for_load_state()

    def fill(self, label: str, value: str) -> None:
        self.count += 1
        self.page.get_by_label(label).first.fill(value)

    def choose(self, label: str, value: str) -> None:
        self.count += 1
        self.page.get_by_label(label).first.select_option(label=value)

    def give(self, label: str, path: str) -> None:
        self.count += 1
        self.page.get_by_label(label).set_input_files(path)


ROOMS = (
    "", "beitraege/", "beteiligte/", "ablauf/", "ablauf/phase/", "ablauf/runde/", "ablauf/teilprodukt/",
    "ablauf/runde/online-beteiligung/", "ablauf/runde/jugendrunde-im-netz/codes/", "texte/", "texte/uebersetzungen/",
    "texte/massnahmen/", "texte/massnahmen/datei/", "menschen/", "einstellungen/", "dienststellen/", "stellungnahme/",
    "protokoll/",
)  # fmt: skip


@pytest.fixture(scope="module")
def desk(browser: Browser, site: Site) -> Page:  # noqa: F811
    page = checked_context(browser, 1280, "light").new_page()
    sign_in_to_work(page, site, WHO)
    return page


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (768, "dark"), (320, "light")])
def test_every_room_passes_axe_and_does_not_scroll_sideways(desk: Page, site: Site, width: int, scheme: str) -> None:  # noqa: F811
    desk.set_viewport_size({"width": width, "height": 800})
    desk.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    broken, missing = dict[str, list[str]](), list[str]()
    for room in (*(f"/auenstadt/arbeit/{room}" for room in ROOMS), "/arbeit/neu/"):
        answer = desk.goto(site.address + room)
        missing += [] if answer is not None and answer.status == 200 else [room]
        broken |= {room: found} if (found := faults(desk, width)) else {}
    assert (broken, missing) == ({}, [])


def test_a_new_process_is_open_for_contributions_within_thirty_interactions(
    browser: Browser,
    desk: Page,
    site: Site,  # noqa: F811
    tmp_path: Path,
) -> None:
    """With the real document where it lies beside the project, else with one of our own."""
    page = desk
    page.set_viewport_size({"width": 1280, "height": 800})
    document = SEED if SEED.is_file() else tmp_path / "stadt.md"
    if document != SEED:
        document.write_text(OWN, "utf-8")
    way, broken = Counting(page), dict[str, list[str]]()
    page.goto(f"{site.address}/arbeit/neu/")
    way.fill("Titel", "Stadt am Meer 2040")
    way.click("button", re.compile("Prozess"))
    way.click("link", "Texte")
    way.click("link", re.compile("Aus einer Datei lesen.*Zielbilder"))
    broken["upload"] = faults(page, 1280)
    way.give("Datei", str(document))
    way.click("button", "Datei lesen")
    broken["understood"] = faults(page, 1280)
    way.click("button", "Angekreuzte Texte übernehmen")
    way.click("link", "Erste Fassung veröffentlichen")
    broken["first"] = faults(page, 1280)
    way.click("button", re.compile("veröffentlichen"))
    broken["job"] = faults(page, 1280)
    expect(page.get_by_text("Fertig.")).to_be_visible(timeout=60_000)
    way.click("link", "Ablauf")
    way.click("link", "Neue Phase")
    broken["phase"] = faults(page, 1280)
    way.choose("Was wird gefragt?", "Rückmeldung zu den Texten")
    way.choose("Teilprodukt", "Zielbilder")
    way.choose("Runde", "Beteiligung im Netz")
    way.fill("Öffnet am", "2026-06-01")
    way.click("button", re.compile("Phase"))
    citizen = checked_context(browser, 320, "light").new_page()
    citizen.goto(f"{site.address}/stadt-am-meer-2040/zielbilder/")
    titles = citizen.locator(".statements h3")
    assert titles.count() == (12 if document == SEED else 2)
    titles.first.locator("a").first.click()
    expect(citizen.get_by_role("link", name=re.compile("etwas sagen")).first).to_be_visible()
    assert (broken, way.count <= MOST) == ({name: [] for name in broken}, True), way.count
    print(f"{way.count} interactions")
