"""Choosing words of a statement by mouse, keyboard and touch, also where others have spoken already."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import Browser, Page

from .test_site import Site, site

__all__ = ["site"]
RIVER = "zielbilder/der-fluss-gehoert-allen/"
DRAG = """selectors => selectors.map(([selector, edge]) => {
  const found = document.querySelector(selector), range = document.createRange()
  const counts = node => node.data.trim() && !node.parentElement.closest(".sr, .passage__n")
  const walker = document.createTreeWalker(found, NodeFilter.SHOW_TEXT, node => counts(node) ? 1 : 2)
  const nodes = []
  while (walker.nextNode()) nodes.push(walker.currentNode)
  const node = edge === "start" ? nodes[0] : nodes.at(-1)
  const at = edge === "start" ? node.data.search(/\\S/) : node.data.trimEnd().length - 1
  range.setStart(node, at)
  range.setEnd(node, at + 1)
  const box = range.getBoundingClientRect()
  return [edge === "start" ? box.left + 1 : box.right - 1, box.top + box.height / 2]
})"""


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 1600}, has_touch=True)
    shown = context.new_page()
    shown.goto(site.url(RIVER))
    yield shown
    context.close()


def drag(page: Page, start: tuple[str, str], end: tuple[str, str]) -> None:
    """Press the mouse on one edge of an element, move it to an edge of another, let go."""
    (x, y), (to_x, to_y) = page.evaluate(DRAG, [start, end])
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move((x + to_x) / 2, (y + to_y) / 2, steps=4)
    page.mouse.move(to_x, to_y, steps=4)
    page.mouse.up()


def asked(page: Page) -> dict[str, str]:
    """What the link that appears asks the form for."""
    page.wait_for_timeout(300)  # the link follows the selection, a moment behind
    link = page.locator("a.say-here")
    link.wait_for()
    return {name: values[0] for name, values in parse_qs(urlparse(link.get_attribute("href")).query).items()}


def words_of(page: Page, selector: str) -> str:
    """The text of a title or paragraph without what stands aside."""
    return page.eval_on_selector(
        selector,
        "e => { const c = e.cloneNode(true); c.querySelectorAll('.sr, .passage__n').forEach(n => n.remove());"
        " return c.textContent }",
    )


def chosen(page: Page, number: int) -> str:
    found = asked(page)
    assert found["paragraph"] == str(number)
    return words_of(page, f"[data-paragraph='{number}']")[int(found["start"]) : int(found["end"])]


def test_words_that_others_spoke_on_are_selected_by_mouse(page: Page) -> None:
    first = page.locator("[data-paragraph] .passage").first
    words = first.text_content()
    number = first.evaluate("e => e.closest('[data-paragraph]').dataset.paragraph")
    selector = f"[data-paragraph='{number}'] .passage"
    drag(page, (selector, "start"), (selector, "end"))
    assert chosen(page, int(number)) == words
    assert page.url.endswith(RIVER)  # nothing was followed


def test_a_selection_goes_across_passages_and_its_numbers_do_not_count(page: Page) -> None:
    paragraph = "[data-paragraph='1']"
    assert page.locator(f"{paragraph} .passage").count() >= 1
    drag(page, (paragraph, "start"), (paragraph, "end"))
    assert chosen(page, 1) == words_of(page, paragraph).strip()


def test_words_of_a_title_are_selected_by_double_click(page: Page) -> None:
    box = page.locator("h1").bounding_box()
    assert box is not None
    page.mouse.dblclick(box["x"] + 8, box["y"] + box["height"] / 2)
    assert chosen(page, 0) == "Der"


def test_a_selection_that_begins_outside_counts_in_the_paragraph_where_it_ends(page: Page) -> None:
    drag(page, (".howto", "start"), ("[data-paragraph='1']", "end"))
    assert chosen(page, 1) == words_of(page, "[data-paragraph='1']").strip()


def test_words_are_selected_by_keyboard_and_the_link_is_the_next_stop(page: Page) -> None:
    """With the caret where a reader's tool puts it, Shift and the arrows choose words, and Escape lets them go."""
    page.evaluate(
        "() => document.getSelection().collapse(document.querySelector('[data-paragraph=\"2\"]').firstChild, 0)"
    )
    for _ in range(3):
        page.evaluate("() => document.getSelection().modify('extend', 'forward', 'word')")
    assert chosen(page, 2).startswith("Die Wege am")
    page.keyboard.press("Escape")
    page.locator("a.say-here").wait_for(state="detached")


def test_a_touch_on_the_number_opens_the_conversation_and_a_touch_on_the_words_does_not(page: Page) -> None:
    page.locator("[data-paragraph] .passage").first.tap()
    assert page.url.endswith(RIVER)
    page.locator("[data-paragraph] a.passage__n").first.tap()
    page.wait_for_url("**/?stelle=*")
    page.locator("#gespraech").wait_for()


def test_what_is_chosen_in_a_translation_leads_to_the_whole_german_paragraph(browser: Browser, site: Site) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 1600})
    page.goto(site.url(RIVER, "ar"))
    page.evaluate("() => document.getSelection().selectAllChildren(document.querySelector('[data-whole=\"3\"]'))")
    found = asked(page)
    assert {name: found.get(name) for name in ("paragraph", "start", "rendered")} == {
        "paragraph": "3", "start": None, "rendered": "1"
    }  # fmt: skip
    page.locator("a.say-here").click()
    quote = page.locator(".talk__about blockquote")
    assert (quote.get_attribute("lang"), (quote.text_content() or "")[:13]) == ("de", "„Zugleich bra")
    page.close()


def test_without_javascript_a_translated_paragraph_leads_to_the_german_one_too(browser: Browser, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.url(RIVER, "tr"))
    page.locator("#absatz-3 .para__say a").first.click()
    page.locator("button[name=weiter]").click()
    assert "rendered=1" in page.url
    assert (page.locator(".talk__about blockquote").text_content() or "").startswith("„Zugleich braucht")
    context.close()
