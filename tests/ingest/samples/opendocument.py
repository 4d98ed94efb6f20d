"""ODT files built piece by piece, as LibreOffice writes them."""

from __future__ import annotations

from collections.abc import Mapping

from .word import pack

_SPACES = (
    " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (
            ("office", "office"),
            ("text", "text"),
            ("style", "style"),
            ("table", "table"),
            ("draw", "drawing"),
        )
    )
    + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def insertion(key: str, author: str, date: str) -> str:
    return _region(key, f"<text:insertion>{_info(author, date)}</text:insertion>")


def deletion(key: str, author: str, date: str, *paragraphs: str) -> str:
    return _region(key, f"<text:deletion>{_info(author, date)}{''.join(paragraphs)}</text:deletion>")


def _region(key: str, inner: str) -> str:
    return f'<text:changed-region text:id="{key}">{inner}</text:changed-region>'


def _info(author: str, date: str) -> str:
    return f"<office:change-info><dc:creator>{author}</dc:creator><dc:date>{date}</dc:date></office:change-info>"


def start(key: str) -> str:
    return f'<text:change-start text:change-id="{key}"/>'


def end(key: str) -> str:
    return f'<text:change-end text:change-id="{key}"/>'


def gone(key: str) -> str:
    return f'<text:change text:change-id="{key}"/>'


def note(key: str, label: str, text: str, kind: str = "footnote") -> str:
    return (
        f'<text:note text:id="{key}" text:note-class="{kind}"><text:note-citation>{label}</text:note-citation>'
        f"<text:note-body><text:p>{text}</text:p></text:note-body></text:note>"
    )


def comment(key: str, author: str, date: str, text: str) -> str:
    return (
        f'<office:annotation office:name="{key}"><dc:creator>{author}</dc:creator><dc:date>{date}</dc:date>'
        f"<text:p>{text}</text:p></office:annotation>"
    )


def comment_end(key: str) -> str:
    return f'<office:annotation-end office:name="{key}"/>'


def p(*parts: str, style: str = "Standard") -> str:
    return f'<text:p text:style-name="{style}">{"".join(parts)}</text:p>'


def h(level: int, *parts: str) -> str:
    return f'<text:h text:outline-level="{level}">{"".join(parts)}</text:h>'


def opendocument(
    *body: str, regions: str = "", prologue: str = "", extra: Mapping[str, str | bytes] | None = None
) -> bytes:
    tracked = f"<text:tracked-changes>{regions}</text:tracked-changes>" if regions else ""
    content = (
        f"{prologue}<office:document-content {_SPACES}><office:automatic-styles>"
        '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>'
        f"</office:automatic-styles><office:body><office:text>{tracked}{''.join(body)}</office:text></office:body>"
        "</office:document-content>"
    )
    members: dict[str, str | bytes] = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content}
    return pack(members | dict(extra or {}))
