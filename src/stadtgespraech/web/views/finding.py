"""Search: what holds all the words that were typed, in any case; no ranking but the order things have anyway."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.lookups import Contains

from stadtgespraech.web.access import readable
from stadtgespraech.web.models import Change, Contribution, Fold, Process, Text, fold
from stadtgespraech.web.views.reading import read_texts

LONGEST, MOST_WORDS, SHOWN, AROUND = 100, 8, 30, 80


@dataclass(frozen=True, slots=True)
class Hit:
    """`excerpt`: (words, whether they were searched for) around the first word found."""

    row: Any
    title: str
    excerpt: tuple[tuple[str, bool], ...]


def find(process: Process, asked: str) -> dict[str, Any]:
    """All kinds of hits, each with its whole number. Nothing is searched where no word was typed."""
    asked = " ".join(asked.replace("\0", " ")[:LONGEST].split())
    words = asked.split()[:MOST_WORDS]
    if not words:
        return {"asked": asked, "groups": None}
    statements, tensions, titles = find_texts(process, words)
    said, said_count = find_contributions(process, words)
    changes, change_count = find_changes(process, words, titles)
    groups = {
        "statements": (statements, len(statements)),
        "tensions": (tensions, len(tensions)),
        "said": (said, said_count),
        "changes": (changes, change_count),
    }
    return {"asked": asked, "groups": groups, "total": sum(count for _, count in groups.values())}


def find_texts(process: Process, words: Sequence[str]) -> tuple[list[Hit], list[Hit], dict[int, str]]:
    """Statements and tensions of all products, as the edition that is read has them; and the titles of all of them."""
    found: dict[str, list[Hit]] = {Text.Kind.STATEMENT: [], Text.Kind.TENSION: []}
    titles: dict[int, str] = {}
    for product in process.products.all():
        for reading in read_texts(product, product.current_edition(), found):
            titles[reading.text.pk] = reading.title
            body = "\n".join((reading.title, *reading.paragraphs))
            if all(fold(word) in fold(body) for word in words):
                excerpt = excerpt_of("\n".join(reading.paragraphs) or body, words)
                found[reading.text.kind].append(Hit(reading.text, reading.title, excerpt))
    return found[Text.Kind.STATEMENT], found[Text.Kind.TENSION], titles


def find_contributions(process: Process, words: Sequence[str]) -> tuple[list[Hit], int]:
    """Public contributions, newest first."""
    rows = readable(process)
    for word in words:
        rows = rows.filter(holding(word, "text", "translation"))
    shown = rows.select_related("round").order_by("-day", "-pk")[:SHOWN]
    return [Hit(row, row.round.name, excerpt_of(both(row, words), words)) for row in shown], rows.count()


def both(row: Contribution, words: Sequence[str]) -> str:
    """The original where it holds the first word, else the translation."""
    return row.text if fold(words[0]) in fold(row.text) else row.translation or row.text


def find_changes(process: Process, words: Sequence[str], titles: Mapping[int, str]) -> tuple[list[Hit], int]:
    """Changes that a public edition shows, each with the title of its text."""
    public = Q(pk__in=[])
    for product in process.products.all():
        edition = product.current_edition()
        if edition is not None:
            public |= Q(product=product) & (Q(revision__isnull=True) | Q(revision__lte=edition.revision))
    rows: QuerySet[Change] = process.changes.filter(public)
    for word in words:
        rows = rows.filter(holding(word, "what", "why", "origin"))
    shown = rows.select_related("product").order_by("product", "number")[:SHOWN]
    hits = [
        Hit(row, titles.get(row.text_id or 0, ""), excerpt_of(f"{row.what} {row.why} {row.origin}", words))
        for row in shown
    ]
    return hits, rows.count()


def holding(word: str, *fields: str) -> Q:
    """Any of the fields holds the word, in any case."""
    found = Q()
    for field in fields:
        found |= Q(Contains(Fold(field), fold(word)))
    return found


def excerpt_of(text: str, words: Sequence[str]) -> tuple[tuple[str, bool], ...]:
    """The first word found with what stands around it, cut at blanks."""
    pattern = re.compile("|".join(re.escape(word) for word in words), re.IGNORECASE)
    first = pattern.search(text)
    at = first.start() if first is not None else 0
    start = max(0, at - AROUND)
    start = text.find(" ", start, at) + 1 if start and text.find(" ", start, at) >= 0 else start
    end = min(len(text), at + 2 * AROUND)
    end = text.rfind(" ", at, end) if end < len(text) and text.rfind(" ", at, end) > at else end
    parts = [("… ", False)] if start else []
    done = start
    for match in pattern.finditer(text, start, end):
        parts += [(text[done : match.start()], False), (match.group(), True)]
        done = match.end()
    parts.append((text[done:end] + (" …" if end < len(text) else ""), False))
    return tuple(part for part in parts if part[0])
