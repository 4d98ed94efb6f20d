"""The published page in a real browser: no rule of WCAG 2.2 AA broken, nothing cut off, good by keyboard and print."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from stadtgespraech.publish import html

from ..publish.sample import DOCUMENT

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("page") / "page.html"
    path.write_bytes(html.write(DOCUMENT))
    return path.as_uri()


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    opened: list[Page] = []

    def open_it(width: int = 1280, fragment: str = "", **options: str) -> Page:
        page = browser.new_page(viewport={"width": width, "height": 900}, **options)  # type: ignore[arg-type]
        page.goto(address + fragment)
        opened.append(page)
        return page

    yield open_it
    for page in opened:
        page.close()


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_page: Callable[..., Page], width: int, scheme: str) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: run `make setup`")
    page = open_page(width, color_scheme=scheme)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result = page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", TAGS)
    found = {item["id"]: [node["html"][:160] for node in item["nodes"][:3]] for item in result["violations"]}
    assert found == {}


@pytest.mark.parametrize("width", [320, 375, 768, 1280])
def test_no_width_needs_sideways_scrolling(open_page: Callable[..., Page], width: int) -> None:
    page = open_page(width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_notes_stand_beside_the_text_on_a_desk_and_below_it_on_a_phone(open_page: Callable[..., Page]) -> None:
    def places(page: Page) -> tuple[float, float, float, float]:
        call, note = page.locator("#t1").bounding_box(), page.locator("#n1").bounding_box()
        assert call is not None and note is not None
        return call["x"], call["y"], note["x"], note["y"]

    call_x, call_y, note_x, note_y = places(open_page(1280))
    assert note_x > call_x and abs(note_y - call_y) < 60
    call_x, call_y, note_x, note_y = places(open_page(375))
    assert note_y > call_y


def test_a_note_that_was_called_is_lit(open_page: Callable[..., Page]) -> None:
    ground = "getComputedStyle(document.querySelector('#n2')).backgroundColor"
    assert open_page(1280).evaluate(ground) != open_page(1280, fragment="#n2").evaluate(ground)


def test_keyboard_reaches_the_text_first(open_page: Callable[..., Page]) -> None:
    page = open_page(1280)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Zum Inhalt springen"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#inhalt"


def test_a_note_is_reached_and_left_by_keyboard(open_page: Callable[..., Page]) -> None:
    page = open_page(1280)
    page.focus("#t2")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#n2"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#t2"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#t2"


def test_whatever_has_the_focus_shows_it(open_page: Callable[..., Page]) -> None:
    page = open_page(1280)
    seen = []
    focus = "() => { const e = document.activeElement; return e === document.body ? '' : getComputedStyle(e).outline }"
    for _ in range(100):
        page.keyboard.press("Tab")
        outline = page.evaluate(focus)
        if not outline:
            break
        seen.append(outline)
    assert 20 < len(seen) < 100 and all("solid 4px" in outline for outline in seen)


def test_kinds_differ_without_colour(open_page: Callable[..., Page]) -> None:
    page = open_page(1280)
    style = "e => { const s = getComputedStyle(e); return s.textDecorationLine + ' ' + s.textDecorationStyle }"
    drawn = {
        name: page.locator(selector).first.evaluate(style)
        for name, selector in {"new": "ins:not(.moved) .w", "gone": "del:not(.moved) .w", "moved": ".moved .w"}.items()
    }
    assert drawn == {"new": "underline double", "gone": "line-through solid", "moved": "underline dotted"}


def test_marks_keep_their_lines_in_forced_colours_and_in_print(open_page: Callable[..., Page]) -> None:
    page = open_page(1280)
    line = "getComputedStyle(document.querySelector('ins:not(.moved) .w')).textDecorationStyle"
    page.emulate_media(forced_colors="active")
    assert page.evaluate(line) == "double"
    page.emulate_media(forced_colors="none", media="print")
    assert page.evaluate(line) == "double"
    assert page.evaluate("getComputedStyle(document.querySelector('.skip')).display") == "none"


def test_page_asks_nobody_for_anything(browser: Browser, address: str) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    page.close()
    assert [url for url in asked if not url.startswith(("data:", address))] == []
