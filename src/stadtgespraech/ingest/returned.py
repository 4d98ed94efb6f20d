"""A document that we handed out for working on, read when it comes back: recorded changes and comments, each at its
place in the edition, or listed as something to look at. Nothing in the file is lost, and nobody's name is kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from stadtgespraech.ingest.archive import MAX_FILE, Archive, ReadError, open_archive, too_large
from stadtgespraech.ingest.docx import main_part
from stadtgespraech.ingest.returned_base import Base, Line, compare, revision_of, rows_of
from stadtgespraech.ingest.returned_changes import Mapping, read_changes
from stadtgespraech.ingest.returned_comments import Comment, read_comments
from stadtgespraech.ingest.returned_stream import Span, Stream, bound, changes_in, read_stream, words_in
from stadtgespraech.ingest.xml import attribute, child
from stadtgespraech.records.returned import Proposed, Remark, Returned, Unread
from stadtgespraech.text.passages import Places
from stadtgespraech.text.weave import Weave

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MARGINS = {"header": "margin", "footer": "margin", "footnotes": "note", "endnotes": "note"}


def read_returned(
    data: bytes,
    name: str,
    weave: Weave,
    *,
    revisions: Sequence[int],
    owners: Collection[str],
    frame: Collection[str] = (),
) -> Returned:
    """Read a DOCX against the text at the revision it was made of: one of `revisions`, the first where it does not say.
    `owners` are the texts that were handed out, `frame` the paragraphs printed around them. Raises ReadError for what
    is no DOCX, too large, a bomb, or declares entities."""
    archive = opened(data, name)
    main = main_part(archive)
    folder = main.rpartition("/")[0]
    written = parts(archive, folder, main)
    records = sum(len(changes_in(part)) for part in written.values())
    bound(records, "recorded changes")
    comments = read_comments(archive, folder)
    bound(len(comments), "comments")
    stream = read_stream(child(written[main], "body"))
    revision = revision_of(stream.bookmarks, revisions)
    places = weave.places(revision)
    base = compare(stream.rejected, stream.bookmarks, revision, rows_of(weave, revision, owners), frame)
    found = list(read_changes(stream, Mapping(base, stream.rejected, places)))
    remarks = list(read_remarks(comments, stream, base, places))
    unread = (*found, *remarks, *elsewhere(written, stream), *untracked(base))
    return Returned(
        revision=revision,
        proposals=tuple(item for item in found if isinstance(item, Proposed)),
        remarks=tuple(item for item in remarks if isinstance(item, Remark)),
        unread=tuple(item for item in unread if isinstance(item, Unread)),
        set_aside=aside(archive, stream, [item for item in found if isinstance(item, tuple)]),
        records=records,
        comments=len(comments),
    )


def aside(archive: Archive, stream: Stream, more: Sequence[tuple[str, int]]) -> dict[str, int]:
    """What is not read on purpose, and how often."""
    counts = Counter({"formatting": stream.formatting.total()})
    for name, count in (*more, *beside(archive)):
        counts[name] += count
    return {name: count for name, count in sorted(counts.items()) if count}


def opened(data: bytes, name: str) -> Archive:
    """The archive of a DOCX. Raises ReadError."""
    if len(data) > MAX_FILE:
        raise too_large(name, len(data), MAX_FILE)
    if not data.startswith(b"PK\x03\x04"):
        raise ReadError(f"{name}: no DOCX; save it as a Word document (.docx)")
    archive = open_archive(data, name)
    if main_part(archive) not in archive.names:
        raise ReadError(f"{name}: no DOCX; save it as a Word document (.docx)")
    return archive


def parts(archive: Archive, folder: str, main: str) -> dict[str, Element]:
    """The file's parts that hold text, by name."""
    found = {main: archive.xml(main)}
    for name in sorted(archive.names):
        if re.fullmatch(rf"{re.escape(folder)}/(?:header|footer|footnotes|endnotes|comments|glossary)\w*\.xml", name):
            found[name] = archive.xml(name)
    return found


def elsewhere(written: dict[str, Element], stream: Stream) -> Iterator[Unread]:
    """The recorded changes that do not stand in the running text."""
    known = {id(element) for element in stream.found.values()}
    for name, part in written.items():
        kind = re.sub(r"[\d_].*", "", name.rpartition("/")[2].removesuffix(".xml"))
        for element in changes_in(part):
            if id(element) not in known:
                yield Unread(MARGINS.get(kind, "box"), words_in([element]), records=1)


def untracked(base: Base) -> Iterator[Unread]:
    """Where the file says something else than the edition without a recorded change."""
    for line in base.lines:
        if line.row is None:
            if line.words.strip() and not line.frame:
                yield Unread("base", f"⟦+ {line.words.strip()} +⟧")
            continue
        owner, place = line.row.block.owner, line.row.place
        for hunk in line.other:
            gone, new = line.row.words[hunk.a0 : hunk.a1].strip(), line.words[hunk.b0 : hunk.b1].strip()
            if gone or new:
                words = (f"⟦− {gone} −⟧" if gone else "") + (f"⟦+ {new} +⟧" if new else "")
                yield Unread("base", words, owner, place)
    for row in base.missing:
        yield Unread("base", f"⟦− {row.words} −⟧", row.block.owner, row.place)
    for line in base.displaced:
        if line.row is not None:
            yield Unread("moved", line.words, line.row.block.owner, line.row.place)


def read_remarks(comments: Sequence[Comment], stream: Stream, base: Base, places: Places) -> Iterator[Remark | Unread]:
    """Every comment once: at its place with its replies, or listed."""
    keys = {comment.key for comment in comments}
    replies: dict[str, list[Comment]] = {}
    for comment in comments:
        if comment.parent in keys:
            replies.setdefault(comment.parent, []).append(comment)
    for comment in comments:
        if comment.parent in keys:
            continue
        answers = replies.get(comment.key, [])
        yield placed(comment, answers, stream.comments.get(comment.key), base, places)


def placed(
    comment: Comment, answers: Sequence[Comment], span: Span | None, base: Base, places: Places
) -> Remark | Unread:
    words = [item.words for item in (comment, *answers) if item.words]
    count = 1 + len(answers)
    if not words:
        return Unread("empty", span.quote.strip() if span is not None else "", comments=count)
    ranges, line = spanned(span, base) if span is not None else ([], None)
    if span is None or line is None or line.row is None:
        return Unread("unanchored" if span is None else "outside", " – ".join(words), comments=count)
    whole = not ranges
    ranges = ranges or [(line.row.start + 1, line.row.end)]
    passage = tuple(part for start, end in ranges for part in places.passage(start, end))
    if not passage:
        return Unread("outside", " – ".join(words), line.row.block.owner, line.row.place, comments=count)
    said = [item.words for item in answers]
    return Remark(
        comment.words, line.row.block.owner, passage, span.quote.strip(), tuple(said), comment.resolved, whole
    )


def spanned(span: Span, base: Base) -> tuple[list[tuple[int, int]], Line | None]:
    """The edition's ranges that a comment is set at, and the first line of it that is of the edition."""
    first, last = base.line_at(span.start), base.line_at(span.end)
    lines = [line for line in base.lines[first : last + 1] if line.row is not None]
    ranges = []
    for line in lines:
        start, end = max(span.start, line.start + 1), min(span.end, line.end)
        if start < end:
            one, other = line.nearest(start, False), line.nearest(end, True)
            ranges += [(one, other)] if one < other else []
    return ranges, lines[0] if lines else None


def beside(archive: Archive) -> Iterator[tuple[str, int]]:
    """What lies in the file, is never opened, and is said: macros, embedded objects, what lies elsewhere."""
    names = [name.lower() for name in archive.names]
    yield "macros", sum(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in names)
    yield "objects", sum("/embeddings/" in name or "/activex/" in name or name.endswith(".ole") for name in names)
    outside = 0
    for name in sorted(archive.names):
        if name.endswith(".rels"):
            for entry in archive.xml(name):
                kind = attribute(entry, "Type") or ""
                outside += attribute(entry, "TargetMode") == "External" and not kind.endswith("/hyperlink")
    yield "outside", outside
    yield "pictures", sum("/media/" in name for name in names)
