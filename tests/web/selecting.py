"""Find elements of a page by the few CSS selectors that the tests need, written as XPath."""

from __future__ import annotations

import re

from lxml import html

SIMPLE = re.compile(r"""\.(?P<class>[\w-]+)|\#(?P<id>[\w-]+)|\[(?P<name>[\w-]+)(?:\*='(?P<part>[^']*)')?\]""")
COMBINED = {"": "//", ">": "/", "~": "/following-sibling::"}


def page_of(content: bytes) -> html.HtmlElement:
    return html.fromstring(content.decode())


def select(element: html.HtmlElement, selector: str) -> list[html.HtmlElement]:
    """Elements inside `element` in the order of the page: tag, .class, #id, [name], [name*='part'], blank, >, ~."""
    return element.xpath(" | ".join(path_of(part.strip()) for part in selector.split(",")))


def path_of(selector: str) -> str:
    path, combinator = ".", ""
    for word in selector.split():
        if word in COMBINED:
            combinator = word
            continue
        path += COMBINED[combinator] + step(word)
        combinator = ""
    return path


def step(word: str) -> str:
    tag = re.match(r"[\w-]*", word)[0] or "*"
    found = "".join(condition(match) for match in SIMPLE.finditer(word))
    return tag + found


def condition(match: re.Match[str]) -> str:
    if match["class"]:
        return f"[contains(concat(' ', normalize-space(@class), ' '), ' {match['class']} ')]"
    if match["id"]:
        return f"[@id='{match['id']}']"
    return f"[contains(@{match['name']}, '{match['part']}')]" if match["part"] else f"[@{match['name']}]"


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())
