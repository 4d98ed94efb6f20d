"""Entering cards by keyboard alone, in a real browser; what it costs is counted."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from .test_site import Site, checked_context, faults, site
from .working import sign_in_to_work

__all__ = ["site"]

CARDS, MOST_PRESSES = 20, 6
ORGANISER = "alice@auenstadt.example"
ROOMS = (
    "arbeit/",
    "arbeit/?zeige=offen",
    "arbeit/erfassen/",
    "arbeit/erfassen/belege/",
    "arbeit/beitraege/?sprache=tr",
    "arbeit/beitraege/stufenlos/",
    "arbeit/beteiligte/",
)


def test_twenty_cards_are_entered_by_keyboard_and_no_room_breaks_a_rule(browser: Browser, site: Site) -> None:
    context = checked_context(browser, 1280, "light")
    page = context.new_page()
    sign_in_to_work(page, site, ORGANISER)
    page.goto(site.url("arbeit/erfassen/"))
    costs = []
    for number in range(1, CARDS + 1):
        presses = 0

        def press(key: str) -> None:
            nonlocal presses
            presses += len(key.split("+"))
            page.keyboard.press(key)

        page.keyboard.type(f"Karte Nummer {number}: mehr Schatten am Platz.")  # the text itself is not counted
        press("Tab")
        for digit in str((number - 1) % 12 + 1):
            press(digit)
        with page.expect_navigation():
            press("Control+Enter")
        costs.append(presses)
        expect(page.locator("[name=words]")).to_be_focused()
        expect(page.locator("[name=words]")).to_have_value("")
    expect(page.get_by_role("heading", name=f"In dieser Sitzung erfasst: {CARDS}")).to_be_visible()
    assert max(costs) <= MOST_PRESSES
    page.goto(site.url("arbeit/erfassen/belege/"))
    codes = page.locator(".slip code").all_inner_texts()
    assert len(set(codes)) == CARDS
    broken = {}
    for width, path in [(width, path) for width in (1280, 320) for path in ROOMS]:
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(site.url(path))
        found = faults(page, width)
        broken |= {(width, path): found} if found else {}
    context.close()
    assert broken == {}


def test_a_card_is_entered_with_tab_and_enter_alone(browser: Browser, site: Site) -> None:
    """Without JavaScript: the page itself gives the words the focus, and Enter in the number saves."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 768, "height": 800})
    page = context.new_page()
    page.wait_for_timeout(30_000)  # a code of the app is good once
    sign_in_to_work(page, site, ORGANISER)
    page.goto(site.url("arbeit/erfassen/"))
    expect(page.locator("[name=words]")).to_be_focused()
    page.keyboard.type("Ohne Skript.")
    page.keyboard.press("Tab")
    page.keyboard.type("3")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_text("Gespeichert: „Ohne Skript.“")).to_be_visible()
    context.close()
