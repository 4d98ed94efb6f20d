"""The chapters of the EPUB as a reading program draws them: without sideways scrolling, by the rules of WCAG."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from stadtgespraech.publish import epub

from ..publish.sample import DOCUMENT
from .test_publication import AXE

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="module")
def chapters(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("book")
    with zipfile.ZipFile(io.BytesIO(epub.write(DOCUMENT))) as archive:
        archive.extractall(folder)
    return sorted(folder.glob("EPUB/*.xhtml"))


@pytest.mark.parametrize("width", [320, 390, 1024])
def test_chapters_break_no_rule_and_need_no_sideways_scrolling(
    browser: Browser, chapters: list[Path], width: int
) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: run `make setup`")
    page = browser.new_page(viewport={"width": width, "height": 800})
    found: dict[str, object] = {}
    for path in chapters:
        page.goto(path.as_uri())
        page.evaluate(AXE.read_text(encoding="utf-8"))
        broken = page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", TAGS)["violations"]
        wide = page.evaluate("document.documentElement.scrollWidth") > width
        found |= {path.name: [item["id"] for item in broken] + ["wide"] * wide} if broken or wide else {}
    page.close()
    assert found == {} and len(chapters) > 5


def test_kinds_differ_without_colour_and_blanks_have_no_line(browser: Browser, chapters: list[Path]) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto(next(path for path in chapters if "im Schatten" in path.read_text("utf-8")).as_uri())
    style = "e => { const s = getComputedStyle(e); return s.textDecorationLine + ' ' + s.textDecorationStyle }"
    drawn = {
        name: page.locator(selector).first.evaluate(style)
        for name, selector in {
            "new": "ins:not(.moved) .w",
            "gone": "del:not(.moved) .w",
            "moved": ".moved .w",
            "around": "ins:not(.moved)",
        }.items()
    }
    page.close()
    assert drawn == {
        "new": "underline double", "gone": "line-through solid", "moved": "underline dotted", "around": "none solid",
    }  # fmt: skip
