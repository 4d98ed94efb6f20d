"""The moderators' rooms in a real browser: by keyboard, in both schemes, on a small screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from .test_site import Site, checked_context, faults, site  # noqa: F401
from .working import sign_in_to_work

WHO = "carla@auenstadt.example"
ROOM = "arbeit/moderation/"
PATHS = (
    ROOM,
    ROOM + "beitrag/gelaender/",
    ROOM + "beitrag/gelaender/schwaerzen/",
    ROOM + "beitrag/kohle/",
    ROOM + "widersprueche/?was=entschieden",
    ROOM + "meldungen/",
    ROOM + "jahresbericht/",
)


@pytest.fixture(scope="module")
def desk(browser: Browser, site: Site) -> Iterator[Page]:  # noqa: F811
    """Carla, signed in with both steps."""
    context = checked_context(browser, 1280, "light")
    page = context.new_page()
    sign_in_to_work(page, site, WHO)
    yield page
    context.close()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (768, "dark"), (320, "light")])
def test_every_page_passes_axe_and_does_not_scroll_sideways(desk: Page, site: Site, width: int, scheme: str) -> None:  # noqa: F811
    desk.set_viewport_size({"width": width, "height": 800})
    desk.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    broken = {}
    for path in PATHS:
        desk.goto(site.url(path))
        broken |= {path: found} if (found := faults(desk, width)) else {}
    assert broken == {}


def test_letters_decide_only_while_the_contribution_has_the_focus(desk: Page, site: Site) -> None:  # noqa: F811
    address = site.url(ROOM + "beitrag/gelaender/")
    desk.goto(address)
    expect(desk.locator("[data-keys]")).to_be_focused()
    desk.keyboard.press("f")
    expect(desk.locator("[name=question]")).to_be_focused()
    desk.keyboard.type("vas")
    assert (desk.input_value("[name=question]"), desk.url) == ("vas", address)
    desk.locator("[data-keys]").focus()
    desk.keyboard.press("a")
    assert desk.evaluate("document.activeElement.name") == "reason"
    desk.locator("[data-keys]").focus()
    desk.keyboard.press("s")
    desk.wait_for_url("**/schwaerzen/")


def test_words_are_chosen_by_keyboard_and_show_it(desk: Page, site: Site) -> None:  # noqa: F811
    desk.goto(site.url(ROOM + "beitrag/gelaender/schwaerzen/"))
    first = desk.locator(".words-to-black input").first
    first.focus()
    desk.keyboard.press("Space")
    assert first.is_checked()
    shown = desk.locator(".words-to-black span").first
    assert shown.evaluate("one => getComputedStyle(one).textDecorationLine") == "line-through"
