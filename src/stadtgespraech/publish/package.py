"""A ZIP whose bytes depend on nothing but its contents, and the one moment that a document's files carry."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime

from stadtgespraech.publish.document import Document

EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)


def package(entries: Iterable[tuple[str, str | bytes]], stored: frozenset[str] = frozenset()) -> bytes:
    """A ZIP of `entries` in the order given; the names in `stored` are not compressed. No clock, no owner, no mode."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in entries:
            info = zipfile.ZipInfo(name, EARLIEST.timetuple()[:6])
            info.create_system = 0
            info.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(info, content.encode() if isinstance(content, str) else content)
    return target.getvalue()


def moment(document: Document) -> datetime:
    """When the document says it was made: its own day; else SOURCE_DATE_EPOCH; else 1 January 1980. Never the clock."""
    try:
        return datetime.fromisoformat(document.date[:10]).replace(tzinfo=UTC)
    except ValueError:
        pass
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else EARLIEST


def stamp(document: Document) -> str:
    """`moment` as W3CDTF, to the second."""
    return moment(document).strftime("%Y-%m-%dT%H:%M:%SZ")
