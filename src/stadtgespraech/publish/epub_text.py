"""A chapter of the EPUB: blocks and inlines as XHTML, its notes at its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from stadtgespraech.publish.calls import note_labels
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
    Table,
    called,
)
from stadtgespraech.publish.markup import data, directions, element

SPOKEN = {"insert": "neu: ", "delete": "gestrichen: "}
WEB = ("https://", "http://", "mailto:")


class Chapters:
    """Draws the chapters of one document. `places` names the file of each anchor: headings, notes ("n3"), moves."""

    def __init__(self, document: Document, places: Mapping[str, str]) -> None:
        self.notes = {note.number: note for note in document.notes}
        self.labels = note_labels(document)
        self.places = places
        self.file = ""
        self.drawings: list[str] = []
        self.used: set[str] = set()

    def chapter(self, file: str, blocks: Sequence[BlockItem]) -> str:
        """The content of `body`: the blocks, then the notes first called in them."""
        self.file = file
        body = "".join(map(self.block, blocks))
        numbers = [number for number in first_called(blocks) if self.places.get(f"n{number}") == file]
        notes = "".join(self.note(self.notes[number]) for number in numbers)
        return body + (element("section", {"class": "notes", "aria-label": "Anmerkungen"}, notes) if notes else "")

    def block(self, block: BlockItem) -> str:
        if isinstance(block, Heading):
            content = self.marked_break(block.mark, "Abschnitt") + self.inlines(block.inlines)
            return element(f"h{min(max(block.level, 1), 6)}", {"id": block.anchor or None}, content)
        if isinstance(block, Paragraph):
            content = self.marked_break(block.mark, "Absatz") + self.inlines(block.inlines)
            return element("p", {"class": None if block.role == "body" else block.role}, content)
        if isinstance(block, Bullets):
            items = (element("li", None, self.inlines(item)) for item in block.items)
            return element("ol" if block.ordered else "ul", None, *items)
        if isinstance(block, Table):
            return self.table(block)
        return "" if isinstance(block, PageBreak) else self.figure(block)

    def table(self, block: Table) -> str:
        caption = element("caption", None, data(block.caption)) if block.caption else ""
        head = element("tr", None, *(element("th", {"scope": "col"}, data(name)) for name in block.header))
        rows = (element("tr", None, *(cell_of(self.inlines(cell)) for cell in row)) for row in block.rows)
        return element("table", None, caption, element("thead", None, head), element("tbody", None, *rows))

    def figure(self, block: Figure) -> str:
        image = ""
        if block.svg:
            self.drawings.append(block.svg)
            image = element("img", {"src": f"image{len(self.drawings)}.png", "alt": block.description or block.caption})
        words = "".join(element("p", None, data(text)) for text in (block.caption, block.description) if text)
        return element("figure", None, image, element("figcaption", None, words) if words else "")

    def inlines(self, inlines: Sequence[Inline]) -> str:
        return "".join(map(self.inline, inlines))

    def inline(self, item: Inline) -> str:
        if isinstance(item, NoteRef):
            return self.call(item)
        if isinstance(item, Link):
            return self.link(item)
        text = element("strong", None, words(item.text)) if item.strong else words(item.text)
        return text if item.mark is None else self.marked(text, item.mark)

    def marked(self, text: str, mark: Mark) -> str:
        if mark.kind in SPOKEN:
            return element("ins" if mark.kind == "insert" else "del", None, spoken(SPOKEN[mark.kind]), text)
        here = mark.kind == "moved-here"
        way, other = ("an", "ab") if here else ("ab", "an")
        title = f"„{mark.other_title}“" if mark.other_title else "anderer Stelle"
        said = spoken(f"verschoben {'von' if here else 'nach'} {title}: ")
        arrow = f"{'←' if here else '→'}\u202f{mark.other}"
        target = self.places.get(f"v{mark.other}-{other}") if mark.change else None
        link = {"class": "end", "href": f"{target}#v{mark.other}-{other}"} if target else {"class": "end"}
        end = element("a" if target else "span", link, data(arrow))
        name = f"v{mark.other}-{way}"
        attributes = {"class": "moved", "id": name if mark.change and name not in self.used else None}
        self.used.add(name)
        drawn = element("ins" if here else "del", attributes, said, text)
        return f"{end} {drawn}" if here else f"{drawn} {end}"

    @staticmethod
    def marked_break(mark: Mark | None, noun: str) -> str:
        if mark is None or not mark.change:
            return ""
        gone = mark.kind in ("delete", "moved-away")
        moved = {"class": "moved"} if mark.kind.startswith("moved") else None
        said = spoken(f"{'gestrichen' if gone else 'neu'}: {noun}. ")
        return element("del" if gone else "ins", moved, said, element("span", {"aria-hidden": "true"}, "¶")) + " "

    def call(self, ref: NoteRef) -> str:
        file = self.places.get(f"n{ref.note}")
        if file is None:
            return ""
        name = f"t{ref.note}"
        attributes = {
            "class": "ref",
            "epub:type": "noteref",
            "role": "doc-noteref",
            "id": name if name not in self.used else None,
            "href": f"#n{ref.note}" if file == self.file else f"{file}#n{ref.note}",
        }
        self.used.add(name)
        return element("a", attributes, str(ref.note))

    def note(self, note: Note) -> str:
        number, labels = note.number, "".join(f"{label} · " for label in self.labels[note.number])
        back = element("a", {"href": f"#t{number}", "role": "doc-backlink"}, str(number))
        head = element("span", {"class": "label"}, data(labels)) if labels else ""
        origin = element("strong", None, words(note.origin)) + " " if note.origin else ""
        said = origin + words(" ".join(part for part in (note.what, note.why) if part))
        content = said if note.what or note.why else words(note.text)
        kind = {"epub:type": "footnote", "role": "doc-footnote", "id": f"n{number}"}
        return element("aside", kind, element("p", None, back, " ", head, content))

    def link(self, item: Link) -> str:
        if item.target.startswith(WEB):
            return element("a", {"href": item.target}, words(item.text))
        file = self.places.get(item.target)
        return element("a", {"href": f"{file}#{item.target}"}, words(item.text)) if file else words(item.text)


def first_called(blocks: Sequence[BlockItem]) -> list[int]:
    """The notes that are called for the first time in `blocks`."""
    inlines: list[tuple[Inline, ...]] = []
    for block in blocks:
        if isinstance(block, Heading | Paragraph):
            inlines.append(block.inlines)
        elif isinstance(block, Bullets):
            inlines += block.items
        elif isinstance(block, Table):
            inlines += [cell for row in block.rows for cell in row]
    return list(dict.fromkeys(number for item in inlines for number in called(item)))


def cell_of(content: str) -> str:
    return element("td", None, content) if content else "<td></td>"


def words(text: str) -> str:
    """Character data; what is written from the right says so."""
    return "".join(
        element("span", {"dir": "rtl"}, data(piece)) if right else data(piece).replace("\n", "<br/>")
        for piece, right in directions(text)
    )


def spoken(text: str) -> str:
    return element("span", {"class": "spoken"}, data(text))
