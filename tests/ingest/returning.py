"""Somebody who works on our download: writes recorded changes and comments into it, as Word does."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from stadtgespraech.records import Block
from stadtgespraech.text.weave import Weave

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
AUTHOR = "Dr. Erika Mustermann"
WHO = {f"{{{W}}}author": AUTHOR, f"{{{W}}}date": "2026-06-01T08:00:00Z"}
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
CHANGES = ("ins", "del", "moveFrom", "moveTo")


def w(name: str) -> str:
    return f"{{{W}}}{name}"


@dataclass(frozen=True)
class Edit:
    """Characters `start` up to `end` of a paragraph become `new`; "\\n" in it ends a paragraph."""

    start: int
    end: int
    new: str = ""


@dataclass(frozen=True)
class Comment:
    start: int
    end: int
    words: str
    replies: tuple[str, ...] = ()
    resolved: bool = False


@dataclass
class Work:
    """What is done to one paragraph. `join`: its end is taken out."""

    edits: Sequence[Edit] = ()
    comments: Sequence[Comment] = ()
    join: bool = False


@dataclass
class Worker:
    """Writes; `records` and `said` count the changes and comments written."""

    records: int = 0
    said: list[tuple[int, Comment | str, int | None]] = field(default_factory=list)

    def element(self, name: str, *content: etree._Element, **given: str) -> etree._Element:
        found = etree.Element(w(name), {w(key): value for key, value in given.items()})
        found.extend(content)
        return found

    def change(self, name: str, *content: etree._Element) -> etree._Element:
        self.records += 1
        found = etree.Element(w(name), {w("id"): str(9000 + self.records), **WHO})
        found.extend(content)
        return found

    def run(self, text: str, tag: str = "t") -> etree._Element:
        words = etree.Element(w(tag), {SPACE: "preserve"})
        words.text = text
        return self.element("r", words)

    def paragraph(self, old: etree._Element, work: Work) -> list[etree._Element]:
        """The paragraph with the work in it: several where an insertion ends it."""
        text = "".join(entry.text or "" for entry in old.iter(w("t")))
        head = [deepcopy(part) for part in old if part.tag in (w("pPr"), w("bookmarkStart"))]
        tail = [deepcopy(part) for part in old if part.tag == w("bookmarkEnd")]
        out = [self.element("p", *head)]
        cuts = sorted({0, len(text), *(e.start for e in work.edits), *(e.end for e in work.edits),
                       *(c.start for c in work.comments), *(c.end for c in work.comments)})  # fmt: skip
        starts = {comment: self.open(comment) for comment in work.comments}
        for at, until in zip(cuts, [*cuts[1:], None], strict=True):
            for comment, key in starts.items():
                if comment.end == at and comment.start < at:
                    out[-1].extend(self.close(key))
            for edit in work.edits:
                if edit.end == at and edit.new:
                    self.insert(edit.new, out)
            for comment, key in starts.items():
                if comment.start == at:
                    out[-1].extend(self.begin(key))
                    if comment.end == at:
                        out[-1].extend(self.close(key))
            if until is not None and at < until:
                gone = any(edit.start <= at and until <= edit.end for edit in work.edits)
                piece = text[at:until]
                out[-1].append(self.change("del", self.run(piece, "delText")) if gone else self.run(piece))
        out[-1].extend(tail)
        if work.join:
            self.mark(out[-1], "del")
        return out

    def insert(self, new: str, out: list[etree._Element]) -> None:
        first, *others = new.split("\n")
        if first:
            out[-1].append(self.change("ins", self.run(first)))
        for words in others:
            self.mark(out[-1], "ins")
            out.append(self.element("p"))
            if words:
                out[-1].append(self.change("ins", self.run(words)))

    def mark(self, paragraph: etree._Element, name: str) -> None:
        properties = paragraph.find(w("pPr"))
        if properties is None:
            properties = self.element("pPr")
            paragraph.insert(0, properties)
        properties.append(self.element("rPr", self.change(name)))

    def open(self, comment: Comment) -> int:
        key = len(self.said)
        self.said.append((key, comment, None))
        self.said += [(key + n, words, key) for n, words in enumerate(comment.replies, 1)]
        return key

    def group(self, key: int) -> list[int]:
        """A comment and its replies: Word sets all of them at the same words."""
        return [key, *(one for one, _said, parent in self.said if parent == key)]

    def begin(self, key: int) -> list[etree._Element]:
        return [self.element("commentRangeStart", id=str(one)) for one in self.group(key)]

    def close(self, key: int) -> list[etree._Element]:
        found = []
        for one in self.group(key):
            found.append(self.element("commentRangeEnd", id=str(one)))
            found.append(self.element("r", self.element("commentReference", id=str(one))))
        return found

    def comments(self) -> bytes:
        root = etree.Element(w("comments"), nsmap={"w": W, "w14": W14})
        for key, said, _parent in self.said:
            words = said if isinstance(said, str) else said.words
            paragraph = self.element("p", self.run(words))
            paragraph.set(f"{{{W14}}}paraId", f"{key + 1:08X}")
            entry = self.element("comment", paragraph, id=str(key))
            for name, value in WHO.items():
                entry.set(name, value)
            root.append(entry)
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8")

    def extended(self) -> bytes:
        root = etree.Element(f"{{{W15}}}commentsEx", nsmap={"w15": W15})
        for key, said, parent in self.said:
            given = {f"{{{W15}}}paraId": f"{key + 1:08X}"}
            if parent is not None:
                given[f"{{{W15}}}paraIdParent"] = f"{parent + 1:08X}"
            given[f"{{{W15}}}done"] = "1" if isinstance(said, Comment) and said.resolved else "0"
            etree.SubElement(root, f"{{{W15}}}commentEx", given)
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def worked(data: bytes, work: dict[int, Work]) -> tuple[bytes, Worker]:
    """The download with work done in its paragraphs, by their number in the file."""
    root = etree.fromstring(unpacked(data)["word/document.xml"])
    worker = Worker()
    body = root.find(w("body"))
    assert body is not None
    for number, old in enumerate(body.findall(w("p"))):
        if number in work:
            place = body.index(old)
            body[place : place + 1] = worker.paragraph(old, work[number])
    return with_comments(data, root, worker), worker


def with_comments(data: bytes, root: etree._Element, worker: Worker) -> bytes:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    files = unpacked(data)
    files["word/document.xml"] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    if worker.said:
        files["word/comments.xml"] = worker.comments()
        files["word/commentsExtended.xml"] = worker.extended()
        files["word/_rels/document.xml.rels"] = files["word/_rels/document.xml.rels"].replace(
            b"</Relationships>",
            f'<Relationship Id="rIdC" Type="{office}/comments" Target="comments.xml"/>'
            '<Relationship Id="rIdX" Type="http://schemas.microsoft.com/office/2011/relationships/commentsExtended" '
            'Target="commentsExtended.xml"/></Relationships>'.encode(),
        )
        word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
        files["[Content_Types].xml"] = files["[Content_Types].xml"].replace(
            b"</Types>",
            f'<Override PartName="/word/comments.xml" ContentType="{word}.comments+xml"/>'
            f'<Override PartName="/word/commentsExtended.xml" ContentType="{word}.commentsExtended+xml"/>'
            "</Types>".encode(),
        )
    return packed(files)


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def counted(data: bytes) -> tuple[int, int]:
    """How many recorded changes and comments a file holds, counted without the reader."""
    records = comments = 0
    for name, content in unpacked(data).items():
        if name.startswith("word/") and name.endswith(".xml"):
            root = etree.fromstring(content)
            records += sum(1 for entry in root.iter(*(w(change) for change in CHANGES)))
            comments += sum(1 for entry in root.iter(w("comment")))
    return records, comments


def statements(count: int = 12, paragraphs: int = 3) -> Weave:
    """Statements of some length, each paragraph of its own words."""
    blocks: list[tuple[Block, str]] = [(Block("section:1", "title"), "Einleitung"),
                                       (Block("section:1", "paragraph"), "So kam es zu diesem Text.")]  # fmt: skip
    for n in range(1, count + 1):
        owner = f"statement:{n}"
        blocks.append((Block(owner, "title"), f"Bild {n}: Wege am Wasser"))
        for p in range(1, paragraphs + 1):
            words = (
                f"Im Jahr {2030 + n} gehen in Absatz {p} alle gern zu Fuß. Die Bürger*innen von Ort {n} treffen sich "
                f"auf Platz {n}-{p}, § {n} Abs. {p} gilt. Es ist still, und das Wasser ist sauber."
            )
            blocks.append((Block(owner, "paragraph"), words))
    return Weave.start(blocks)
