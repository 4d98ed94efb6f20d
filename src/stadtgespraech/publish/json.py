"""The edition as JSON: the format-free document as plain data, which `verify` reads (docs/format.md, section 9)."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from stadtgespraech.publish.document import (
    Bullets,
    Document,
    Figure,
    Heading,
    Link,
    NoteRef,
    PageBreak,
    Paragraph,
    Run,
    Table,
)

FORMAT, VERSION = "stadtgespraech-edition", 1
TYPES: dict[type, str] = {
    Heading: "heading",
    Paragraph: "paragraph",
    Bullets: "bullets",
    Table: "table",
    Figure: "figure",
    PageBreak: "page-break",
    Run: "run",
    NoteRef: "note-ref",
    Link: "link",
}


def write(document: Document) -> bytes:
    """UTF-8 JSON, fields in the order of the dataclasses, defaults left out, a final line feed. Equal documents give
    equal bytes."""
    body = {"format": FORMAT, "version": VERSION, **plain(document)}
    return (json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode()


def plain(value: Any) -> Any:
    """`value` as JSON data; blocks and inlines name their type."""
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    kind = {"type": TYPES[type(value)]} if type(value) in TYPES else {}
    fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    defaults = {field.name: field.default for field in dataclasses.fields(value)}
    return {**kind, **{name: plain(item) for name, item in fields.items() if item != defaults[name]}}
