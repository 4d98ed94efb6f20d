"""What changed and why: an index of an edition, its marked text beside the notes, and a page for every change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property

from stadtgespraech.publish.document import Document, Heading, Note
from stadtgespraech.publish.marking import Piece
from stadtgespraech.web import access
from stadtgespraech.web.actions.document import document_of, words_of
from stadtgespraech.web.models import Change, Contribution, Edition, Process, Source, Text
from stadtgespraech.web.templatetags.marks import KINDS, Drawing
from stadtgespraech.web.views import synopsis
from stadtgespraech.web.views.outcomes import title_in
from stadtgespraech.web.views.synopsis import UNPLACED, Row, Stretch

PARAMETERS = {"statement": "bild", "tension": "feld", "section": "abschnitt", UNPLACED: "rest"}
VOICES = 100  # contributions that the page of a change names


def overview(request: HttpRequest, process: str) -> HttpResponse:
    """The newest public edition, or the one that is asked for: its index, a selection, or one text of it."""
    place = access.get_process(process)
    editions = place.public_editions()
    edition = chosen_edition(editions, request.GET.get("fassung", ""))
    context = {"process": place, "section": "changes", "editions": editions, "edition": edition}
    if edition is None or edition.base is None:
        return render(request, "web/changes.html", context)
    book = Book(place, edition, newest=edition == newest(editions))
    part = book.asked(request)
    if part is not None:
        return render(request, "web/synopsis.html", {**context, **synopsis_context(book, part)})
    return render(request, "web/changes.html", {**context, **index_context(book, request)})


def newest(editions: Iterable[Edition]) -> Edition | None:
    """The newest edition that is compared with another; else the newest."""
    known = list(editions)
    return next((item for item in known if item.base is not None), known[0] if known else None)


def chosen_edition(editions: list[Edition], slug: str) -> Edition | None:
    if not slug:
        return newest(editions)
    found = next((item for item in editions if item.slug == slug), None)
    if found is None:
        raise Http404
    return found


@dataclass
class Book:
    """A marked edition as this site shows it: where each of its texts, notes and ends of moves has its address."""

    process: Process
    edition: Edition
    newest: bool
    parts: tuple[Stretch, ...] = field(init=False)
    document: Document = field(init=False)

    def __post_init__(self) -> None:
        self.document = document_of(self.edition)
        self.parts = synopsis.stretches(self.document)

    @cached_property
    def notes(self) -> dict[int, Note]:
        return {note.number: note for note in self.document.notes}

    @cached_property
    def texts(self) -> dict[str, Text]:
        return {row.owner: row for row in self.process.texts.all() if row.product_id == self.edition.product_id}

    @cached_property
    def home(self) -> dict[int, Stretch]:
        """Note → the text that calls it first."""
        found: dict[int, Stretch] = {}
        for part in self.parts:
            for number in part.notes:
                found.setdefault(number, part)
        return found

    @cached_property
    def ends(self) -> dict[str, str]:
        """End of a move → its address."""
        return {end: f"{self.address(part)}#{end}" for part in self.parts for end in synopsis.ends_in(part)}

    def name(self, part: Stretch) -> str:
        return self.texts[part.owner].slug if part.owner in self.texts else UNPLACED

    def address(self, part: Stretch) -> str:
        return self.link(**{PARAMETERS[part.kind]: self.name(part)})

    def link(self, **query: str) -> str:
        """An address on this page, of the edition shown."""
        asked = {**({} if self.newest else {"fassung": self.edition.slug}), **query}
        return f"{reverse('changes', args=[self.process.slug])}?{urlencode(asked)}"

    def asked(self, request: HttpRequest) -> Stretch | None:
        """The text that the address names; None for the index. 404 where the edition has no such text."""
        for kind, parameter in PARAMETERS.items():
            name = request.GET.get(parameter)
            if name is not None:
                found = next((part for part in self.parts if part.kind == kind and self.name(part) == name), None)
                if found is None:
                    raise Http404
                return found
        return None


def synopsis_context(book: Book, part: Stretch) -> dict[str, Any]:
    """One text with its notes, and the ways to its neighbours."""
    at = book.parts.index(part)
    drawing = Drawing({number: f"#n{number}" for number in book.notes}, book.ends)
    rows = [drawn_row(drawing, row) for row in synopsis.rows(part, book.notes)]
    return {
        "part": part,
        "text": book.texts.get(part.owner),
        "title_row": rows[0] if rows and rows[0]["is_title"] else None,
        "rows": [row for row in rows if not row["is_title"] or row is not rows[0]],
        "index": book.link(),
        "before": linked(book, book.parts[at - 1]) if at else None,
        "after": linked(book, book.parts[at + 1]) if at + 1 < len(book.parts) else None,
    }


def linked(book: Book, part: Stretch) -> dict[str, Any]:
    return {"title": part.title, "address": book.address(part), "kind": part.kind}


def drawn_row(drawing: Drawing, row: Row) -> dict[str, Any]:
    block = row.block
    is_title = isinstance(block, Heading)
    html = drawing.block(block.inlines, block.mark, is_title)
    return {
        "html": html,
        "is_title": is_title,
        "aside": synopsis.is_call_list(block),
        "notes": [shown(note) for note in row.notes],
        "again": row.again,
    }


def shown(note: Note) -> dict[str, Any]:
    """A note for the template: in its three parts where it has them, else whole."""
    parted = bool(note.what or note.why)
    said = (note.what, note.why) if parted else (note.text,)
    return {"note": note, "names": synopsis.names_of(note) if parted else "", "said": [text for text in said if text]}


def index_context(book: Book, request: HttpRequest) -> dict[str, Any]:
    """All texts with how many notes each has; or, with a round or a kind, the notes that match."""
    rounds = [row for row in book.process.rounds.all() if row.public]
    wanted = {slug: request.GET.get(slug, "") for slug in ("runde", "art")}
    by_slug = {item.slug: item.name for item in rounds}
    if (wanted["runde"] and wanted["runde"] not in by_slug) or (wanted["art"] and wanted["art"] not in KINDS):
        raise Http404
    found = [note for note in book.document.notes if matches(note, by_slug.get(wanted["runde"], ""), wanted["art"])]
    named = {name for note in book.document.notes for name in note.rounds}
    kinds = {kind for note in book.document.notes for kind in note.kinds}
    return {
        "count": len(book.document.notes),
        "files": {file.name: file for file in book.edition.files.all()},
        "groups": groups(book),
        "wanted": any(wanted.values()),
        "found": [{**shown(note), **place_of(book, note)} for note in found] if any(wanted.values()) else [],
        "rounds": [choice(book, wanted, "runde", item.slug, item.name) for item in rounds if item.name in named],
        "kinds": [choice(book, wanted, "art", kind, word) for kind, word in KINDS.items() if kind in kinds],
        "all_rounds": choice(book, wanted, "runde", "", ""),
        "all_kinds": choice(book, wanted, "art", "", ""),
        "index": book.link(),
    }


def matches(note: Note, name: str, kind: str) -> bool:
    return (not name or name in note.rounds) and (not kind or kind in note.kinds)


def choice(book: Book, wanted: Mapping[str, str], parameter: str, value: str, words: Any) -> dict[str, Any]:
    """A filter is a link that keeps the other filter."""
    query = {name: item for name, item in {**wanted, parameter: value}.items() if item}
    return {"words": words, "address": book.link(**query), "current": wanted[parameter] == value}


def place_of(book: Book, note: Note) -> dict[str, Any]:
    part = book.home.get(note.number)
    return {"place": part.title if part else "", "address": f"{book.address(part)}#n{note.number}" if part else ""}


def groups(book: Book) -> list[dict[str, Any]]:
    """The texts by kind, in the order of the edition: which is no ranking (promise 6)."""
    found: dict[str, list[dict[str, Any]]] = {}
    for part in book.parts:
        found.setdefault(part.kind, []).append({**linked(book, part), "count": len(part.notes)})
    order = ("statement", "tension", "section", UNPLACED)
    return [{"kind": kind, "parts": found[kind]} for kind in order if kind in found]


def page(request: HttpRequest, process: str, number: int, product: str = "") -> HttpResponse:
    """The permanent page of one change."""
    place = access.get_process(process)
    change = access.get_change(place, number, product)
    edition = edition_of(change)
    book = Book(place, edition, newest=False)
    note = next((item for item in book.notes.values() if item.change == number), None)
    voices = contributions_of(change)
    return render(request, "web/change.html", {
        "process": place,
        "section": "changes",
        "change": change,
        "edition": edition,
        "note": note,
        "address": place_of(book, note)["address"] if note is not None else "",
        "text": change.text,
        "title": title_in(change, edition),
        "pieces": placed(book, words_of(change, edition.revision)),
        "sources": change.sources.exclude(kind__in=("part", "round")),
        "rounds": rounds_of(place, change),
        "contributions": voices[:VOICES],
        "more": len(voices) > VOICES,
        "references": references_of(place, change),
        "undone_by": getattr(change, "undone_by", None),
    })  # fmt: skip


def edition_of(change: Change) -> Edition:
    """The public edition that shows the change first. access.get_change has seen that there is one."""
    editions = change.product.public_editions()
    if change.revision is None:
        return next((row for row in editions if row.base_id is not None), editions[-1])
    return next(row for row in editions if row.revision >= (change.revision or 0))


def placed(book: Book, pieces: Iterable[Piece]) -> list[tuple[str, Piece]]:
    """Each piece with the title of its text, where the change touches several and another begins."""
    titles = {part.owner: part.title for part in book.parts}
    known, last, found = list(pieces), "", []
    several = len({piece.owner for piece in known}) > 1
    for piece in known:
        found.append((titles.get(piece.owner, "") if several and piece.owner != last else "", piece))
        last = piece.owner
    return found


def rounds_of(process: Process, change: Change) -> list[dict[str, Any]]:
    """The rounds that asked for it, in the order received; those that are public have a page."""
    slugs = {row.name: row.slug for row in process.rounds.all() if row.public}
    return [{"name": name, "slug": slugs.get(name, "")} for name in change.rounds]


def references_of(process: Process, change: Change) -> list[dict[str, str]]:
    """What else the change has to do with: a tension or a statement of the same text has its page."""
    kinds = {kind for kind, _, _ in change.references} & {"tension", "statement"}
    rows = [row for row in process.texts.all() if row.product_id == change.product_id and row.kind in kinds]
    address = {(text.kind, text.number): address_of(process, change, text) for text in rows}
    return [
        {"kind": kind, "name": name, "address": address.get((kind, number), "")}
        for kind, name, number in change.references
    ]


def address_of(process: Process, change: Change, text: Text) -> str:
    if text.kind == Text.Kind.TENSION:
        return reverse("tension", args=[process.slug, text.slug])
    return reverse("text", args=[process.slug, change.product.slug, text.slug])


def contributions_of(change: Change) -> list[Contribution]:
    """The public contributions that led to it: its sources, and those whose answer names it, in the order received; one
    more than are shown where there are more."""
    sources = Source.objects.filter(change=change, part__isnull=False).values("part__contribution_id")
    answered = change.dispositions.values("part__contribution_id")
    return list(
        access.readable(change.product.process)
        .filter(Q(pk__in=sources) | Q(pk__in=answered))
        .select_related("round")
        .order_by("pk")[: VOICES + 1]
    )
