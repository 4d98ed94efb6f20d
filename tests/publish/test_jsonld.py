"""The edition as PROV-O: changes used the base and generated the edition, rounds informed them, nobody is named."""

from __future__ import annotations

import json
from dataclasses import replace

from stadtgespraech.publish import jsonld
from stadtgespraech.publish.build import build
from stadtgespraech.publish.document import Document, Mark, Note, Paragraph, Run

from .case import AUEN, process
from .woven import document

ID = "urn:uuid:6f3c1a5e-8f5b-5c1d-9a55-2c8d6a1f0b11"
OLD, NEW = Mark("delete", 7, 1), Mark("insert", 7, 1)
NOTES = (
    Note(1, 7, "Anlass: Jugendkonferenz. Ersetzt. Klarer.", "Anlass: Jugendkonferenz.", "Ersetzt.", "Klarer.",
         ("replace",), "Jugendkonferenz, Verbände, Vereine und Träger", "2026-07-11",
         rounds=("Jugendkonferenz", "Verbände, Vereine und Träger")),
    Note(2, 9, "Rückmeldung aus Dezernat 6.", kinds=("sharpen",), author="Redaktion", legacy=True),
)  # fmt: skip
BLOCKS = (Paragraph((Run("Wege werden "), Run("möglichst", OLD), Run("immer", NEW), Run(" barrierefrei."))),)
SAMPLE = replace(document(BLOCKS, NOTES), compared="verglichen mit: Entwurf, 9. März 2026", revision=5)


def graph(sample: Document) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(jsonld.write(sample))["@graph"]
    return found


def test_the_whole_graph_of_an_edition_with_two_changes() -> None:
    youth, clubs = f"{ID}#round-Jugendkonferenz", f"{ID}#round-Verb%C3%A4nde%2C%20Vereine%20und%20Tr%C3%A4ger"
    assert graph(SAMPLE) == [
        {"id": ID, "type": "Entity", "title": "Auenstadt 2040", "label": "Auenstadt 2040 – Markierte Fassung",
         "identifier": ID, "language": "de", "issued": "2026-09-07", "revision": 5, "publisher": f"{ID}#city",
         "wasRevisionOf": f"{ID}#base"},
        {"id": f"{ID}#city", "type": ["Organization", "Agent"], "label": "Auenstadt"},
        {"id": f"{ID}#base", "type": "Entity", "label": "Entwurf, 9. März 2026", "revision": 0},
        {"id": youth, "type": "Activity", "label": "Jugendkonferenz"},
        {"id": clubs, "type": "Activity", "label": "Verbände, Vereine und Träger"},
        {"id": f"{ID}#change-7", "type": "Activity", "label": "Anpassung 7", "number": 7, "note": 1,
         "kind": ["replace"], "used": f"{ID}#base", "generated": ID, "wasInformedBy": [youth, clubs],
         "wasAssociatedWith": f"{ID}#city", "date": "2026-07-11", "origin": "Anlass: Jugendkonferenz.",
         "what": "Ersetzt.", "reason": "Klarer.", "description": "Anlass: Jugendkonferenz. Ersetzt. Klarer.",
         "deleted": ["möglichst"], "inserted": ["immer"]},
        {"id": f"{ID}#change-9", "type": "Activity", "label": "Anpassung 9", "number": 9, "note": 2,
         "kind": ["sharpen"], "used": f"{ID}#base", "generated": ID, "wasAssociatedWith": f"{ID}#city",
         "reason": "Rückmeldung aus Dezernat 6.", "description": "Rückmeldung aus Dezernat 6.", "legacy": True},
    ]  # fmt: skip


def test_every_name_of_the_graph_is_explained_in_the_file() -> None:
    content = json.loads(jsonld.write(SAMPLE))
    names = {name for node in content["@graph"] for name in node}
    types = {
        kind
        for node in content["@graph"]
        for kind in ([node["type"]] if isinstance(node["type"], str) else node["type"])
    }
    assert names | types <= set(content["@context"])
    prefixes = {value.partition(":")[0] for value in content["@context"].values() if isinstance(value, str)}
    assert prefixes <= {"http", "urn", "@id", "@type", "prov", "dcterms", "rdfs", "sg"}


def test_every_reference_names_a_node_of_the_graph() -> None:
    nodes = graph(build(process(), edition="marked"))
    known = {node["id"] for node in nodes}
    keys = ("publisher", "wasRevisionOf", "used", "generated", "wasAssociatedWith", "wasInformedBy")
    named = [node[key] for node in nodes for key in keys if key in node]
    assert {name for item in named for name in (item if isinstance(item, list) else [item])} <= known
    assert len(known) == len(nodes)


def test_the_words_that_changes_moved_are_those_of_the_marks() -> None:
    nodes = {node["id"]: node for node in graph(build(process(), edition="marked")) if "number" in node}
    changed = {
        node["number"]: (node.get("inserted"), node.get("deleted"), node.get("moved")) for node in nodes.values()
    }
    assert changed[1] == ([" und starken Regen"], None, None)
    assert changed[2] == (["barrierefrei"], ["möglichst barrierearm gestaltet"], None)
    assert changed[3] == (None, None, [f" {AUEN}"])
    assert changed[8] == (None, None, None)


def test_a_clean_edition_is_an_entity_and_its_city() -> None:
    nodes = graph(build(process(), edition="clean"))
    assert [node["type"] for node in nodes] == ["Entity", ["Organization", "Agent"]]
    assert "wasRevisionOf" not in nodes[0]


def test_what_is_unknown_is_left_out() -> None:
    bare = graph(replace(SAMPLE, city="", date="", compared="", notes=()))
    assert [sorted(node) for node in bare] == [
        ["id", "identifier", "label", "language", "revision", "title", "type", "wasRevisionOf"],
        ["id", "label", "revision", "type"],
    ]
    assert bare[1]["label"] == "Grundlage"


def test_same_document_same_bytes() -> None:
    assert jsonld.write(replace(SAMPLE)) == jsonld.write(SAMPLE)
    assert jsonld.write(SAMPLE).endswith(b"}\n")
