"""DOCX files built piece by piece, as a word processor writes them, for tests that need one exactly so."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
STYLES = {  # id → (name, based on): as a German Word writes them
    "Standard": ("Normal", ""),
    "Titel": ("Title", "Standard"),
    "Untertitel": ("Subtitle", "Standard"),
    "berschrift1": ("heading 1", "Standard"),
    "berschrift2": ("heading 2", "Standard"),
    "Leitsatz": ("Leitsatz der Stadt", "berschrift2"),
    "Verzeichnis1": ("toc 1", "Standard"),
}


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def inserted(author: str, date: str, text: str, tag: str = "ins") -> str:
    return f'<w:{tag} w:id="1" w:author={quoteattr(author)} w:date="{date}">{run(text)}</w:{tag}>'


def deleted(author: str, date: str, text: str, tag: str = "del") -> str:
    inner = run(text).replace("w:t ", "w:delText ").replace("w:t>", "w:delText>") if tag == "del" else run(text)
    return f'<w:{tag} w:id="1" w:author={quoteattr(author)} w:date="{date}">{inner}</w:{tag}>'


def moved_from(author: str, date: str, text: str, name: str) -> str:
    return (
        f'<w:moveFromRangeStart w:id="90" w:name="{name}" w:author={quoteattr(author)}/>'
        + deleted(author, date, text, "moveFrom")
        + '<w:moveFromRangeEnd w:id="90"/>'
    )


def moved_to(author: str, date: str, text: str, name: str) -> str:
    return (
        f'<w:moveToRangeStart w:id="91" w:name="{name}" w:author={quoteattr(author)}/>'
        + inserted(author, date, text, "moveTo")
        + '<w:moveToRangeEnd w:id="91"/>'
    )


def commented(number: int, *parts: str) -> str:
    return (
        f'<w:commentRangeStart w:id="{number}"/>{_joined(parts)}<w:commentRangeEnd w:id="{number}"/>'
        f'<w:r><w:commentReference w:id="{number}"/></w:r>'
    )


def footnote(number: int) -> str:
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'


def endnote(number: int) -> str:
    return f'<w:r><w:endnoteReference w:id="{number}"/></w:r>'


def paragraph(*parts: str, style: str = "", mark: str = "") -> str:
    """`mark` stands in the paragraph mark's properties, such as `<w:ins …/>`."""
    shown = f'<w:pStyle w:val="{style}"/>' if style else ""
    shown += f"<w:rPr>{mark}</w:rPr>" if mark else ""
    body = _joined(parts)
    return f"<w:p><w:pPr>{shown}</w:pPr>{body}</w:p>"


def mark_inserted(author: str, date: str) -> str:
    return f'<w:ins w:id="1" w:author={quoteattr(author)} w:date="{date}"/>'


def mark_deleted(author: str, date: str) -> str:
    return f'<w:del w:id="1" w:author={quoteattr(author)} w:date="{date}"/>'


def word(
    *paragraphs: str,
    footnotes: Mapping[int, str] | None = None,
    endnotes: Mapping[int, str] | None = None,
    comments: Mapping[int, tuple[str, str, str]] | None = None,
    extra: Mapping[str, str | bytes] | None = None,
    prologue: str = "",
) -> bytes:
    """The file's bytes. `comments`: id → (author, date, text); `extra`: further or other members by name;
    `prologue` stands before the root of document.xml."""
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELS,
        "word/document.xml": f"{prologue}<w:document {W} {W14}><w:body>{''.join(paragraphs)}</w:body></w:document>",
        "word/styles.xml": _styles(),
    }
    for name, notes in (("footnote", footnotes), ("endnote", endnotes)):
        if notes:
            body = "".join(f'<w:{name} w:id="{key}">{paragraph(text)}</w:{name}>' for key, text in notes.items())
            separator = f'<w:{name} w:type="separator" w:id="-1">{paragraph("")}</w:{name}>'
            members[f"word/{name}s.xml"] = f"<w:{name}s {W}>{separator}{body}</w:{name}s>"
    if comments:
        body = "".join(
            f'<w:comment w:id="{key}" w:author={quoteattr(author)} w:date="{date}">{paragraph(text)}</w:comment>'
            for key, (author, date, text) in comments.items()
        )
        members["word/comments.xml"] = f"<w:comments {W} {W14}>{body}</w:comments>"
    return pack(members | dict(extra or {}))


def pack(members: Mapping[str, str | bytes]) -> bytes:
    """A ZIP of the members, with a fixed time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, (2025, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return out.getvalue()


def _styles() -> str:
    body = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/>'
        + (f'<w:basedOn w:val="{base}"/>' if base else "")
        + "</w:style>"
        for key, (name, base) in STYLES.items()
    )
    return f"<w:styles {W}>{body}</w:styles>"


def _joined(parts: tuple[str, ...]) -> str:
    return "".join(part if part.startswith("<") else run(part) for part in parts)
