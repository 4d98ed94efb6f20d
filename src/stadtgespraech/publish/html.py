"""The document as one HTML file: no scripts, nothing loaded, notes beside the text where there is room.

Accepting all `ins` and dropping all `del` gives the text as it now is; dropping `ins` gives the base (`.sr`, `.end`,
`.pil` and `.ref` hold signs for readers, not text).
"""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from pathlib import Path

from stadtgespraech.checks.wording import margin_labels
from stadtgespraech.publish import diagram
from stadtgespraech.publish.calls import moved_ends, visible
from stadtgespraech.publish.document import (
    BlockItem,
    Bullets,
    Document,
    Figure,
    Heading,
    Inline,
    Link,
    Mark,
    Note,
    NoteRef,
    PageBreak,
    Paragraph,
    Run,
    Table,
    called,
    plain,
)
from stadtgespraech.publish.legend import note_head
from stadtgespraech.publish.signs import GONE, WEB, break_speech, end, end_anchors, leading_calls, spaced, speech

HERE = Path(__file__).parent
FACES = (("400", "page-400.woff2"), ("600", "page-600.woff2"))


def write(document: Document) -> bytes:
    """The whole file, UTF-8. Equal documents give equal bytes."""
    return Page(document).html().encode()


class Page:
    """One writing of a document: it counts the calls of notes and the ends of moves, so that every id is used once."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.notes = {note.number: note for note in document.notes}
        self.total = Counter(ref.note for ref in references(document.blocks))
        self.calls: Counter[int] = Counter()
        self.ends: set[str] = set()
        self.targets = set(moved_ends(document.blocks))

    def html(self) -> str:
        document = self.document
        body = "".join(self.part(part) for part in parts(visible(document.blocks)))
        title = f"{document.title} – {document.edition_label}"
        return (
            f'<!doctype html>\n<html lang="{escape(document.language)}">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{escape(title)}</title>\n"
            f'<meta name="description" content="{escape(describe(document))}">\n'
            '<link rel="icon" href="data:,">\n'
            f"<style>\n{faces()}{style()}</style>\n</head>\n<body>\n"
            '<a class="skip" href="#inhalt">Zum Inhalt springen</a>\n'
            f'{self.cover()}<main id="inhalt" tabindex="-1">\n<div class="wrap">\n{contents(document.blocks)}{body}'
            f"</div>\n</main>\n{self.foot()}</body>\n</html>\n"
        )

    def cover(self) -> str:
        document = self.document
        lines = [
            ("preline", " · ".join(filter(None, (document.city, document.edition_label)))),
            ("", document.title),
            ("subtitle", document.subtitle),
            ("motto", document.motto),
        ]
        drawn = "".join(
            f"<h1>{escape(text)}</h1>\n" if not name else f'<p class="{name}">{escape(text)}</p>\n'
            for name, text in lines
            if text
        )
        facts = [f"<span>Stand: <strong>{escape(document.as_of)}</strong></span>"] if document.as_of else []
        facts += [f"<span>{escape(document.compared)}</span>"] if document.compared else []
        return (
            f'<header class="cover">\n<div class="wrap">\n{drawn}<p class="facts">{" ".join(facts)}</p>\n</div>\n'
            f"{diagram.band()}\n</header>\n"
        )

    def foot(self) -> str:
        document = self.document
        lines = " · ".join(text for text in (document.title, document.city, f"Stand: {document.as_of}") if text)
        return (
            f'<footer class="foot">\n<div class="wrap">\n<p>{escape(lines)}</p>\n'
            f"<p>{escape(document.edition_label)}. Kennung: {escape(document.identifier)}</p>\n</div>\n</footer>\n"
        )

    def part(self, blocks: Sequence[BlockItem]) -> str:
        """One `section` for each heading of level 1, named by it."""
        drawn = "".join(self.block(block) for block in blocks)
        head = blocks[0]
        if isinstance(head, Heading) and head.anchor:
            return f'<section class="part" aria-labelledby="{escape(head.anchor)}">\n{drawn}</section>\n'
        return f'<section class="part">\n{drawn}</section>\n'

    def block(self, block: BlockItem) -> str:
        if isinstance(block, Heading):
            return self.heading(block)
        if isinstance(block, Paragraph):
            return self.row(self.paragraph(block), block.inlines, block.labels)
        if isinstance(block, Bullets):
            return self.bullets(block)
        if isinstance(block, Table):
            return self.table(block)
        return "" if isinstance(block, PageBreak) else figure(block)

    def heading(self, block: Heading) -> str:
        level = min(block.level, 5) + 1
        anchor = f' id="{escape(block.anchor)}"' if block.anchor else ""
        notes = self.aside(block.inlines, block.labels)
        name = {1: "head", 2: "head sub"}.get(block.level, "head minor") + (" noted" if notes else "")
        title = self.broken(block.mark, "Abschnitt", block.inlines)
        return f'<div class="{name}">\n<h{level}{anchor}>{title}</h{level}>\n{notes}</div>\n'

    def paragraph(self, block: Paragraph) -> str:
        name = "" if block.role == "body" else f" {block.role}"
        text = self.broken(block.mark, "Absatz", block.inlines)
        return f'<p class="text{name}">{text}</p>\n'

    def row(self, drawn: str, inlines: tuple[Inline, ...], labels: tuple[str, ...]) -> str:
        notes = self.aside(inlines, labels)
        return f'<div class="row{" noted" if notes else ""}">\n{drawn}{notes}</div>\n'

    def bullets(self, block: Bullets) -> str:
        tag = "ol" if block.ordered else "ul"
        items = "".join(f"<li>{self.inlines(item)}</li>\n" for item in block.items)
        every = tuple(item for inlines in block.items for item in inlines)
        return self.row(f'<{tag} class="plain">\n{items}</{tag}>\n', every, ())

    def table(self, block: Table) -> str:
        widths = "".join(f'<col style="width:{share * 100:g}%">' for share in block.widths)
        head = "".join(f'<th scope="col" role="columnheader">{escape(name)}</th>' for name in block.header)
        rows = "".join(self.table_row(block.header, row) for row in block.rows)
        name = ' class="narrow"' if len(block.header) < 3 else ""
        # The roles stay when a phone's style sheet turns rows into blocks, which would take the table's meaning away.
        return (
            f'<table role="table"{name}><caption>{escape(block.caption)}</caption>'
            f"{f'<colgroup>{widths}</colgroup>' if widths else ''}"
            f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>\n'
            f'<tbody role="rowgroup">\n{rows}</tbody></table>\n'
        )

    def table_row(self, header: tuple[str, ...], row: tuple[tuple[Inline, ...], ...]) -> str:
        cells = "".join(
            f'<td role="cell" data-label="{escape(name)}">{self.inlines(cell)}</td>'
            for name, cell in zip(header, row, strict=True)
        )
        return f'<tr role="row">{cells}</tr>\n'

    def inlines(self, inlines: tuple[Inline, ...]) -> str:
        return "".join(self.inline(item) for item in inlines)

    def inline(self, item: Inline) -> str:
        if isinstance(item, NoteRef):
            return self.reference(item)
        if isinstance(item, Link):
            return link(item)
        return strong(item.text, item.strong) if item.mark is None else self.marked(item, item.mark)

    def marked(self, item: Run, mark: Mark) -> str:
        tag = "del" if mark.kind in GONE else "ins"
        change = f' data-change="{mark.change}"' if mark.change else ""
        before, inner, after = spaced(item.text)
        if not inner:
            return f"<{tag}{change}>{before}</{tag}>"
        word = f'<span class="w">{strong(inner, item.strong)}</span>'
        said = f'<span class="sr">{escape(speech(mark))}</span>'
        if mark.other is None:
            return f"<{tag}{change}>{said}{before}{word}{after}</{tag}>"
        own, others = end_anchors(mark)
        anchor = f' id="{own}"' if mark.change and own not in self.ends else ""
        self.ends |= {own} if mark.change else set()
        label = escape(end(mark))
        known = mark.change and others in self.targets
        sign = f'<a class="end" href="#{others}">{label}</a>' if known else f'<span class="end">{label}</span>'
        blank = '<span class="end"> </span>'
        drawn = sign + blank + word if mark.kind == "moved-here" else word + blank + sign
        return f'<{tag} class="moved"{anchor}{change}>{said}{before}{drawn}{after}</{tag}>'

    def broken(self, mark: Mark | None, noun: str, inlines: tuple[Inline, ...]) -> str:
        """The sign of a block that came or went with the calls that belong to it, then the words."""
        if mark is None:
            return self.inlines(inlines)
        start = leading_calls(inlines)
        blank = '<span class="end"> </span>'
        return f"{self.break_mark(mark, noun)}{self.inlines(inlines[:start])}{blank}{self.inlines(inlines[start:])}"

    def break_mark(self, mark: Mark, noun: str) -> str:
        tag = "del" if mark.kind in GONE else "ins"
        moved = ' class="moved"' if mark.kind.startswith("moved") else ""
        spoken = f'<span class="sr">{break_speech(mark, noun)}</span>'
        return f'<{tag}{moved}>{spoken}<span class="pil" aria-hidden="true">¶</span></{tag}>'

    def reference(self, ref: NoteRef) -> str:
        self.calls[ref.note] += 1
        call = self.calls[ref.note]
        anchor = f"t{ref.note}" if call == 1 else f"t{ref.note}-{call}"
        return (
            f'<a class="ref" id="{anchor}" href="#n{ref.note}" role="doc-noteref">'
            f'\u2060<span class="sr">Anmerkung </span>{ref.note}</a>'  # no line break before the number
        )

    def aside(self, inlines: tuple[Inline, ...], labels: tuple[str, ...]) -> str:
        """The notes first called here; labels that none of them carries stand above, with a way to their note."""
        notes = [self.notes[number] for number in called(inlines) if number in self.notes]
        carried = {label for note in notes for label in margin_labels(note.kinds)}
        left = [label for label in labels if label not in carried]
        again = dict.fromkeys(item.note for item in inlines if isinstance(item, NoteRef) and not item.first)
        ways = "".join(
            f' <a href="#n{number}">siehe Anmerkung\u00a0{number}</a>'
            for number in again
            if number in self.notes and set(margin_labels(self.notes[number].kinds)) & set(left)
        )
        drawn = "".join(self.note(note) for note in notes)
        above = f'<p class="flags">{"".join(map(flag, left))}{ways}</p>\n' if left else ""
        return f'<div class="notes">\n{above}{drawn}</div>\n' if notes or left else ""

    def note(self, note: Note) -> str:
        labels, words = note_head(note.kinds)
        flags = "".join(map(flag, labels))
        head = f'<p class="note__kind">{flags}{" " if flags and words else ""}{words}</p>\n'
        parted = [("from", note.origin), ("", note.what), ("", note.why)]
        said = parted if note.what or note.why else [("", note.text)]
        body = "".join(f"<p{attribute('class', name)}>{escape(text, quote=False)}</p>\n" for name, text in said if text)
        return (
            f'<div class="note" id="n{note.number}" role="doc-footnote">\n<p class="note__n"><a href="#t{note.number}">'
            f'<span class="sr">Zur Textstelle von Anmerkung </span>{note.number}</a></p>\n'
            f"<div>\n{head}{body}{self.places(note.number)}</div>\n</div>\n"
        )

    def places(self, number: int) -> str:
        """Ways back to further places of the same note."""
        links = " · ".join(
            f'<a href="#t{number}-{call}">{call}.\u202fStelle</a>' for call in range(2, self.total[number] + 1)
        )
        return f'<p class="also">Auch hier: {links}</p>\n' if links else ""


def strong(text: str, bold: bool) -> str:
    return f"<strong>{escape(text, quote=False)}</strong>" if bold else escape(text, quote=False)


def attribute(name: str, value: str) -> str:
    return f' {name}="{escape(value)}"' if value else ""


def flag(label: str) -> str:
    return f'<span class="flag">{escape(label)}</span>'


def link(item: Link) -> str:
    """An anchor of this document or a web address; anything else stays text."""
    text = escape(item.text, quote=False)
    if item.target.startswith(WEB):
        return f'<a href="{escape(item.target)}">{text}</a>'
    return f'<a href="#{escape(item.target)}">{text}</a>' if item.target else text


def figure(block: Figure) -> str:
    caption = f"<p>{escape(block.caption)}</p>" if block.caption else ""
    words = f'<p class="words">{escape(block.description)}</p>' if block.description else ""
    return f"<figure>\n{block.svg}\n<figcaption>{caption}{words}</figcaption>\n</figure>\n"


def contents(blocks: Sequence[BlockItem]) -> str:
    """The table of contents: two levels, in the words the headings now read."""
    entries: list[tuple[Heading, list[Heading]]] = []
    for block in blocks:
        if not isinstance(block, Heading) or not block.anchor:
            continue
        if block.level == 1:
            entries.append((block, []))
        elif block.level == 2 and entries:
            entries[-1][1].append(block)
    if not entries:
        return ""
    items = "".join(f"<li>{entry(head)}{sublist(subs)}</li>\n" for head, subs in entries)
    head = '<nav class="contents" aria-labelledby="uebersicht">\n<h2 id="uebersicht">Inhalt</h2>'
    return f"{head}\n<ol>\n{items}</ol>\n</nav>\n"


def sublist(heads: Iterable[Heading]) -> str:
    items = "".join(f"<li>{entry(head)}</li>\n" for head in heads)
    return f"\n<ul>\n{items}</ul>\n" if items else ""


def entry(head: Heading) -> str:
    return f'<a href="#{escape(head.anchor)}">{escape(head.outline or plain(head.inlines), quote=False)}</a>'


def parts(blocks: Sequence[BlockItem]) -> list[list[BlockItem]]:
    """Blocks cut before each heading of level 1."""
    found: list[list[BlockItem]] = []
    for block in blocks:
        if not found or (isinstance(block, Heading) and block.level == 1):
            found.append([])
        found[-1].append(block)
    return found


def references(blocks: Sequence[BlockItem]) -> list[NoteRef]:
    found: list[Inline] = []
    for block in blocks:
        if isinstance(block, Heading | Paragraph):
            found += block.inlines
        elif isinstance(block, Bullets):
            found += [item for inlines in block.items for item in inlines]
        elif isinstance(block, Table):
            found += [item for row in block.rows for cell in row for item in cell]
    return [item for item in found if isinstance(item, NoteRef)]


def describe(document: Document) -> str:
    return " · ".join(
        text for text in (document.subtitle, document.motto, document.edition_label, f"Stand: {document.as_of}") if text
    )


@cache
def style() -> str:
    return (HERE / "style.css").read_text(encoding="utf-8")


@cache
def faces() -> str:
    """The page's own face, where tools/fonts.py has built it; else the reader's fonts serve."""
    rules = []
    for weight, name in FACES:
        path = HERE / "fonts" / name
        if path.is_file():
            data = base64.b64encode(path.read_bytes()).decode()
            rules.append(
                f'@font-face {{ font-family: "Stadtgespraech Sans"; font-weight: {weight}; font-display: swap; '
                f'src: url(data:font/woff2;base64,{data}) format("woff2"); }}\n'
            )
    return "".join(rules)
