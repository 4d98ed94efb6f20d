"""The edition as JSON-LD with PROV-O: what was made from what, by which change, at whose suggestion.

Editions are entities, changes activities that used the one and generated the other, rounds agents: organisations, never
persons. The context stands in the file, so that reading it needs no network.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

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
    "publisher": {"@id": "dcterms:publisher", "@type": "@id"},
    "wasRevisionOf": {"@id": "prov:wasRevisionOf", "@type": "@id"},
    "used": {"@id": "prov:used", "@type": "@id"},
    "generated": {"@id": "prov:generated", "@type": "@id"},
    "wasAssociatedWith": {"@id": "prov:wasAssociatedWith", "@type": "@id"},
    "endedAt": {"@id": "prov:endedAtTime", "@type": "xsd:dateTime"},
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
    edition, base = document.identifier, f"{document.identifier}:base"
    agents = {name: f"{edition}:round:{quote(name, safe='')}" for note in document.notes for name in rounds(note)}
    made: dict[str, Any] = {
        "id": edition,
        "type": "Entity",
        "title": document.title,
        "label": f"{document.title} – {document.edition_label}",
        "identifier": edition,
        "language": document.language,
        "issued": document.date,
        "revision": document.revision,
        "publisher": f"{edition}:city" if document.city else "",
        "wasRevisionOf": base if document.notes else "",
    }
    found = [made]
    if document.city:
        found.append({"id": f"{edition}:city", "type": ["Organization", "Agent"], "label": document.city})
    if document.notes:
        found.append(
            {"id": base, "type": "Entity", "label": document.compared or "Grundlage", "revision": document.base}
        )
    found += [{"id": name, "type": ["Organization", "Agent"], "label": label} for label, name in agents.items()]
    changed = words(document)
    found += [activity(document, note, agents, changed.get(note.number, {})) for note in document.notes]
    return [{key: value for key, value in node.items() if value not in ("", [], None, False)} for node in found]


def activity(document: Document, note: Note, agents: dict[str, str], changed: dict[str, list[str]]) -> dict[str, Any]:
    """One change. Its reason is what its footnote says; `inserted`, `deleted`, `moved` are the words it moved."""
    return {
        "id": f"{document.identifier}:change:{note.change}",
        "type": "Activity",
        "label": f"Anpassung {note.change}",
        "number": note.change,
        "note": note.number,
        "kind": list(note.kinds),
        "used": f"{document.identifier}:base",
        "generated": document.identifier,
        "wasAssociatedWith": [agents[name] for name in rounds(note)],
        "endedAt": f"{note.date}T12:00:00Z" if len(note.date) == 10 else "",
        "origin": note.origin,
        "what": note.what,
        "reason": note.why or note.text,
        "description": note.text,
        "legacy": note.legacy,
        **changed,
    }


def rounds(note: Note) -> list[str]:
    """The rounds that `author` joins: "Jugendkonferenz, Dezernat 6"."""
    return [name for name in note.author.split(", ") if name]


def words(document: Document) -> dict[int, dict[str, list[str]]]:
    """For each note the words that its change brought, took and moved, in the order of the text."""
    woven = [block for block in document.blocks if isinstance(block, Heading | Paragraph)]
    found: dict[int, dict[str, list[str]]] = {}
    for item in every_inline(woven):
        if isinstance(item, Run) and item.mark is not None and item.mark.change and item.mark.kind in WORDS:
            kinds = found.setdefault(item.mark.note, {})
            kinds.setdefault(WORDS[item.mark.kind], []).append(item.text)
    return found
