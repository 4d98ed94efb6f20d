"""The edition as JSON-LD with PROV-O: what was made from what, by which change, after which rounds.

Editions are entities. A change is an activity that used the one and generated the other; rounds of taking part are
activities that informed it. The city answers for all; no person is named. The context stands in the file, so that
reading it needs no network.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from stadtgespraech.checks.cover import COMPARED
from stadtgespraech.publish.calls import every_inline
from stadtgespraech.publish.document import Document, Heading, Note, Paragraph, Run

CONTEXT: dict[str, Any] = {
    "prov": "http://www.w3.org/ns/prov#",
    "dcterms": "http://purl.org/dc/terms/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "sg": "urn:stadtgespraech:vocabulary:",
    "id": "@id",
    "type": "@type",
    "Entity": "prov:Entity",
    "Activity": "prov:Activity",
    "Organization": "prov:Organization",
    "Agent": "prov:Agent",
    "label": "rdfs:label",
    "title": "dcterms:title",
    "identifier": "dcterms:identifier",
    "language": "dcterms:language",
    "description": "dcterms:description",
    "issued": {"@id": "dcterms:issued", "@type": "xsd:date"},
    "date": {"@id": "dcterms:date", "@type": "xsd:date"},
    "publisher": {"@id": "dcterms:publisher", "@type": "@id"},
    "wasRevisionOf": {"@id": "prov:wasRevisionOf", "@type": "@id"},
    "used": {"@id": "prov:used", "@type": "@id"},
    "generated": {"@id": "prov:generated", "@type": "@id"},
    "wasInformedBy": {"@id": "prov:wasInformedBy", "@type": "@id"},
    "wasAssociatedWith": {"@id": "prov:wasAssociatedWith", "@type": "@id"},
    "revision": {"@id": "sg:revision", "@type": "xsd:integer"},
    "number": {"@id": "sg:number", "@type": "xsd:integer"},
    "note": {"@id": "sg:note", "@type": "xsd:integer"},
    "kind": "sg:kind",
    "origin": "sg:origin",
    "what": "sg:what",
    "reason": "sg:reason",
    "inserted": "sg:inserted",
    "deleted": "sg:deleted",
    "moved": "sg:moved",
    "legacy": {"@id": "sg:formerWordingUnknown", "@type": "xsd:boolean"},
}
WORDS = {"insert": "inserted", "delete": "deleted", "moved-here": "moved"}


def write(document: Document) -> bytes:
    """UTF-8 JSON-LD. Equal documents give equal bytes."""
    body = {"@context": CONTEXT, "@graph": graph(document)}
    return (json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode()


def graph(document: Document) -> list[dict[str, Any]]:
    """The nodes: this edition, the city, the text it is compared with, the rounds in the order they are first named,
    the changes in the order of the text."""
    edition, city = document.identifier, f"{document.identifier}#city" if document.city else ""
    names = dict.fromkeys(name for note in document.notes for name in note.rounds)
    rounds = {name: f"{edition}#round-{quote(name, safe='')}" for name in names}
    compares = bool(document.notes) or document.base != document.revision
    found: list[dict[str, Any]] = [
        {
            "id": edition,
            "type": "Entity",
            "title": document.title,
            "label": f"{document.title} – {document.edition_label}",
            "identifier": edition,
            "language": document.language,
            "issued": document.date,
            "revision": document.revision,
            "publisher": city,
            "wasRevisionOf": f"{edition}#base" if compares else "",
        }
    ]
    if city:
        found.append({"id": city, "type": ["Organization", "Agent"], "label": document.city})
    if compares:
        label = document.compared.removeprefix(COMPARED) or "Grundlage"
        found.append({"id": f"{edition}#base", "type": "Entity", "label": label, "revision": document.base})
    found += [{"id": name, "type": "Activity", "label": label} for label, name in rounds.items()]
    changed = words(document)
    found += [activity(document, note, city, rounds, changed.get(note.number, {})) for note in document.notes]
    return [
        {key: value for key, value in node.items() if value not in ("", []) and value is not False} for node in found
    ]


def activity(
    document: Document, note: Note, city: str, rounds: dict[str, str], changed: dict[str, list[str]]
) -> dict[str, Any]:
    """One change. Its reason is what its footnote says; `inserted`, `deleted`, `moved` are the words it moved."""
    edition = document.identifier
    return {
        "id": f"{edition}#change-{note.change}",
        "type": "Activity",
        "label": f"Anpassung {note.change}",
        "number": note.change,
        "note": note.number,
        "kind": list(note.kinds),
        "used": f"{edition}#base",
        "generated": edition,
        "wasInformedBy": [rounds[name] for name in note.rounds],
        "wasAssociatedWith": city,
        "date": note.date if len(note.date) == 10 else "",
        "origin": note.origin,
        "what": note.what,
        "reason": note.why or note.text,
        "description": note.text,
        "legacy": note.legacy,
        **changed,
    }


def words(document: Document) -> dict[int, dict[str, list[str]]]:
    """For each note the words that its change brought, took and moved, in the order of the text."""
    woven = [block for block in document.blocks if isinstance(block, Heading | Paragraph)]
    found: dict[int, dict[str, list[str]]] = {}
    for item in every_inline(woven):
        if isinstance(item, Run) and item.mark is not None and item.mark.change and item.mark.kind in WORDS:
            kinds = found.setdefault(item.mark.note, {})
            kinds.setdefault(WORDS[item.mark.kind], []).append(item.text)
    return found
