"""Looking around in XML without minding namespaces: office formats come in several."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def local(element: Element) -> str:
    """The element's name without its namespace; "" for comments and processing instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: Element | None, name: str) -> Element | None:
    """The first direct child of that name; None also where there is no element."""
    return next((entry for entry in element if local(entry) == name), None) if element is not None else None


def attribute(element: Element | None, name: str) -> str | None:
    """The attribute of that name in whatever namespace, None where it is missing."""
    if element is None:
        return None
    return next((str(value) for key, value in element.items() if str(key).rpartition("}")[2] == name), None)


def with_name(element: Element, *names: str) -> list[Element]:
    """All descendants of one of the names, in document order."""
    return [entry for entry in element.iter() if local(entry) in names]
