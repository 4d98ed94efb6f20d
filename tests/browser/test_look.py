"""A city with quite another look: warm red instead of blue. Everything stays readable, light and dark."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from .test_site import Site, checked_context, environment, faults, site  # noqa: F401

RED, RED_ON_DARK = "rgb(166, 25, 46)", "rgb(234, 151, 150)"
PAGES = ("", "zielbilder/der-fluss-gehoert-allen/?absatz=2", "anpassungen/", "beitrag/neu/?kind=idea")


def dress(site: Site, *options: str) -> None:  # noqa: F811
    command = [sys.executable, "-m", "stadtgespraech", "manage", "--data", site.data, "look", "auenstadt", *options]
    subprocess.run(command, check=True, capture_output=True, env=environment())


@pytest.fixture
def red(site: Site) -> Iterator[Site]:  # noqa: F811
    """Auenstadt for once in red, with other names."""
    dress(site, "--accent=#a6192e", "--second=#7a4a00", "--name=change=Bearbeitung/Bearbeitungen")
    yield site
    dress(site, "--accent=#1f4287", "--second=#00536e", "--name=change=")


@pytest.mark.parametrize(("scheme", "colour"), [("light", RED), ("dark", RED_ON_DARK)])
@pytest.mark.parametrize("width", [320, 1280])
def test_a_red_look_breaks_no_rule(browser: Browser, red: Site, scheme: str, colour: str, width: int) -> None:
    context = checked_context(browser, width, scheme)
    page, broken = context.new_page(), dict[str, list[str]]()
    for path in PAGES:
        page.goto(red.url(path))
        found = faults(page, width)
        broken |= {path: found} if found else {}
        button = page.locator(".btn--primary").first
        if button.count():
            assert button.evaluate("e => getComputedStyle(e).backgroundColor") == colour
    context.close()
    assert broken == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marks_of_changes_look_the_same_in_every_look(browser: Browser, site: Site, scheme: str) -> None:  # noqa: F811
    def marks() -> list[str]:
        page = browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]
        page.goto(site.url("anpassung/1/"))
        colours = page.locator("main ins, main del, .moved").evaluate_all(
            "all => all.map(e => `${e.tagName} ${getComputedStyle(e).color}`)"
        )
        page.close()
        return sorted(set(colours))

    before = marks()
    dress(site, "--accent=#a6192e")
    after = marks()
    dress(site, "--accent=#1f4287")
    assert before == after != []


def test_paper_takes_the_light_tones_also_where_the_screen_is_dark(browser: Browser, red: Site) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(red.url(""))
    page.emulate_media(media="print", color_scheme="dark")
    strong = page.locator(".bar--strong rect").first.evaluate("e => getComputedStyle(e).fill")
    context.close()
    assert strong == "rgb(122, 74, 0)"


def test_the_logo_is_seen_in_every_scheme(browser: Browser, site: Site) -> None:  # noqa: F811
    shown = set()
    for scheme in ("light", "dark"):
        page = browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]
        page.goto(site.url(""), wait_until="networkidle")
        logo = page.locator(".mark img")
        assert logo.evaluate("e => e.complete && e.naturalWidth") == 100
        assert 32 <= logo.bounding_box()["height"] <= 46  # type: ignore[index]
        shown.add(logo.evaluate("e => e.currentSrc"))
        page.close()
    assert len(shown) == 2
