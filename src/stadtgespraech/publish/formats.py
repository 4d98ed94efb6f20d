"""The formats a document can be written in. A new one is a module with `write(document) -> bytes` and a line here."""

from __future__ import annotations

import importlib
from collections.abc import Callable

from stadtgespraech.publish.document import Document

Writer = Callable[[Document], bytes]

MEDIA = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "epub": "application/epub+zip",
    "json": "application/json",
    "jsonld": "application/ld+json",
}


def writer(name: str) -> Writer:
    """The writer of the format `name`, a key of MEDIA; its module, and what it needs, is imported when it writes."""

    def write(document: Document) -> bytes:
        module = importlib.import_module(f"stadtgespraech.publish.{name}")
        content: bytes = module.write(document)
        return content

    return write


WRITERS: dict[str, Writer] = {name: writer(name) for name in MEDIA}
