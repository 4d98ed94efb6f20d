"""A forger: hands that alter the marked edition of a published process, and a bundle that fits the forgery."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from stadtgespraech.checks.bundle import verify_bytes
from stadtgespraech.checks.record import consistency_bytes, log_files
from stadtgespraech.ledger.archive import pack
from stadtgespraech.ledger.canonical import canonical, parse
from stadtgespraech.ledger.leaf import leaf_bytes
from stadtgespraech.ledger.merkle import Tree
from stadtgespraech.ledger.recording import record
from stadtgespraech.publish import json as edition_json
from stadtgespraech.publish.build import build
from stadtgespraech.publish.bundle import head_before, signed, with_edition, write_bundle
from stadtgespraech.publish.edition import check_lines
from stadtgespraech.records import Insert, Process, Source
from stadtgespraech.text.weave import Weave

from .auenstadt import change, process

Body = dict[str, Any]
Forge = Callable[[Body], object]


def story() -> Process:
    """Auenstadt, and a sentence that came and was taken back, so that two notes have no place in the text."""
    case = process()
    weave = Weave.from_rows(case.weave)
    weave = weave.apply([Insert(weave.text().index(" Am Ufer"), " Auch nachts.")])
    weave = weave.undo(weave.revisions)
    office = Source("round", "Dezernat 6")
    came = replace(change(6, 1, ("Dezernat 6",), ("insert",), 5, (office,)), text="")
    gone = replace(change(7, 1, ("Dezernat 6",), ("delete",), 6, (office,)), undoes=6)
    return replace(case, changes=(*case.changes, came, gone), weave=weave.rows())


CASE = record(story())


def forged(honest: dict[str, bytes], editions: dict[str, bytes]) -> bytes:
    """The bundle with other editions, and everything that can be made to fit them."""
    files = {"process.json": honest["process.json"], **{f"editions/{name}": data for name, data in editions.items()}}
    rows = {key: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()} for key, data in files.items()}
    manifest = parse(honest["manifest.json"])
    files["manifest.json"] = canonical({**manifest, "files": rows})
    log = with_edition(CASE, {key: files[key] for key in rows}, files["manifest.json"]).log
    tree = Tree(leaf_bytes(entry) for entry in log)
    head = replace(head_before(CASE), size=len(tree), root=tree.root()).body()
    files |= {**log_files(log), "log/consistency.json": consistency_bytes(tree)}
    return pack({**files, **signed(head, manifest["origin"], None, tree)})


def published(case: Process) -> bytes:
    """What the product makes of a forged process when nobody asks whether it keeps its promises."""
    case = record(case)
    body = edition_json.write(build(case, edition="marked", checks=check_lines(case, ())))
    return write_bundle(case, {"marked.json": body}, None)


def dumped(body: Body) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()


def codes(data: bytes, **known: bytes) -> set[str]:
    """The codes of all findings, without the note that nobody signed."""
    found = verify_bytes(data, **known)
    named = {item.code for item in found.findings} - {"signature-none"}
    assert found.exit_code == (1 if named else 0)
    return named


# The hands of the forger: each changes the body of the marked edition in place.


def block(body: Body, words: str) -> Body:
    """The first woven block that says `words`."""
    return next(item for item in body["blocks"] if item.get("owner") and words in said(item))


def said(item: Body) -> str:
    return "".join(inline.get("text", "") for inline in item["inlines"])


def unplaced(body: Body) -> Body:
    """The paragraph that calls the notes without a place."""
    return next(item for item in body["blocks"] if item.get("role") == "small" and said(item).startswith("Angepasst"))


def run(body: Body, words: str, kind: str | None = None) -> Body:
    """The first woven run that says `words`, drawn as `kind`."""
    runs = (inline for item in body["blocks"] if item.get("owner") for inline in item["inlines"])
    return next(
        item
        for item in runs
        if words in item.get("text", "") and (not kind or item.get("mark", {}).get("kind") == kind)
    )


def text(words: str) -> Body:
    return {"type": "run", "text": words}


def call(note: object) -> Body:
    return {"type": "note-ref", "note": note}


def paragraph(*inlines: Body, **fields: object) -> Body:
    return {"type": "paragraph", "inlines": [*inlines], **fields}


def fields(**values: object) -> Forge:
    return lambda body: body.update(values)


def note(at: int, **values: object) -> Forge:
    return lambda body: body["notes"][at - 1].update(values)


def drawn(words: str, was: str, **values: object) -> Forge:
    return lambda body: run(body, words, was)["mark"].update(values)


def inside(words: str, *inlines: Body) -> Forge:
    """More inlines at the end of a woven block."""
    return lambda body: block(body, words)["inlines"].extend(inlines)


def between(words: str, *blocks: Body) -> Forge:
    """More blocks right before a woven one."""

    def forge(body: Body) -> None:
        at = body["blocks"].index(block(body, words))
        body["blocks"][at:at] = blocks

    return forge


def ahead(*blocks: Body) -> Forge:
    """More blocks before all others."""
    return lambda body: body["blocks"].__setitem__(slice(0, 0), blocks)


def uncalled(number: int) -> Forge:
    def forge(body: Body) -> None:
        for item in body["blocks"]:
            if "inlines" in item:
                item["inlines"] = [inline for inline in item["inlines"] if inline.get("note") != number]

    return forge


def moved_call(number: int, words: str) -> Forge:
    """The call of a note at the end of another block instead of its own place."""
    return both(uncalled(number), inside(words, call(number)))


def both(*forges: Forge) -> Forge:
    def forge(body: Body) -> None:
        for one in forges:
            one(body)

    return forge


def placed(owner: str, words: str) -> Forge:
    """All woven blocks of this owner right before another block."""

    def forge(body: Body) -> None:
        ours = [item for item in body["blocks"] if item.get("owner", "").startswith(owner)]
        body["blocks"] = [item for item in body["blocks"] if item not in ours]
        between(words, *ours)(body)

    return forge


def counted(label: str, value: object) -> Forge:
    def forge(body: Body) -> None:
        row = next(row for row in body["checks"] if row[0] == label)
        row[1] = value

    return forge


def without(words: str) -> Forge:
    return lambda body: body["blocks"].remove(block(body, words))


def redrawn(words: str, *marks: Body) -> Forge:
    """Kept words once for each mark."""

    def forge(body: Body) -> None:
        inlines = block(body, words)["inlines"]
        at = next(n for n, inline in enumerate(inlines) if words in inline.get("text", ""))
        inlines[at : at + 1] = [{**inlines[at], "mark": mark} for mark in marks]

    return forge
