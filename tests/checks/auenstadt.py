"""A small process that keeps every promise, and its bundle; the tests break it, one promise at a time."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from stadtgespraech.checks.cover import identifier
from stadtgespraech.ledger.archive import pack, unpack
from stadtgespraech.publish.bundle import head_before, write_bundle, write_contributions
from stadtgespraech.records import (
    Block,
    Change,
    Contribution,
    Delete,
    Disposition,
    Edition,
    Insert,
    Move,
    Part,
    Process,
    Round,
    Section,
    Source,
    Statement,
    Tension,
)
from stadtgespraech.text.weave import Weave

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
DRAWN = {"inserted": "insert", "deleted": "delete", "moved-here": "moved-here", "moved-away": "moved-away"}
FIRST = (
    ("section:1", "title", "Wie das Zielbild entstand"),
    ("section:1", "paragraph", "Im Frühjahr trafen sich alle im Bürgerhaus."),
    ("tension:1", "title", "Dichte und Ruhe"),
    ("tension:1", "paragraph", "Wer zusammenrückt, hört einander."),
    ("statement:1", "title", "Eine Stadt am Fluss"),
    ("statement:1", "paragraph", "Die Aue gehört allen. Am Ufer ist Platz zum Sitzen. Der alte Hafen bleibt offen."),
    ("statement:2", "title", "Kurze Wege"),
    ("statement:2", "paragraph", "Der Bus fährt oft. Wege sind sicher und hell."),
)


def woven() -> Weave:
    """Four revisions: an insertion, a replacement, a moved sentence, a new paragraph."""
    weave = Weave.start([(Block(owner, kind), text) for owner, kind, text in FIRST])

    def at(words: str) -> int:
        return weave.text().index(words)

    place = at("ist Platz") + len("ist")
    weave = weave.apply([Insert(place, " viel")])
    start = at("fährt oft")
    weave = weave.apply([Delete(start, start + 9), Insert(start + 9, "kommt alle zehn Minuten")])
    start = at(" Der alte Hafen bleibt offen.")
    weave = weave.apply([Move(start, start + 29, len(weave.text()))])
    end = at("\nKurze Wege")
    return weave.apply([Insert(end, "\nBäume säumen das Ufer.", (Block("statement:1", "paragraph"),))])


ENTWURF = {0: "verglichen mit: Entwurf, 1. Februar 2026", 2: "verglichen mit: Beteiligung, 1. März 2026"}
COVER: dict[str, tuple[str, dict[int, str]]] = {
    "marked": ("Markierte Fassung", ENTWURF),
    "clean": ("Lesefassung", {}),
    "changes": ("Nur die Änderungen", ENTWURF),
}


def process() -> Process:
    weave = woven()
    texts: dict[str, list[str]] = {}
    for block, text in weave.blocks():
        texts.setdefault(block.owner, []).append(text)

    def part(name: str) -> Source:
        return Source("part", "Online-Beteiligung", name)

    council = Source("resolution", "Ratsbeschluss", "DS 12/2026", "2026-04-02")
    anchor = weave.passage(weave.text().index("zusammenrückt"), weave.text().index(", hört"))
    return Process(
        "Die Zielbilder",
        "2026-05-04",
        city="Auenstadt",
        motto="Stadt am Wasser",
        sections=(Section(1, texts["section:1"][0], tuple(texts["section:1"][1:]), "derivation"),),
        tensions=(Tension(1, texts["tension:1"][0], "\n".join(texts["tension:1"][1:])),),
        statements=tuple(Statement(n, texts[f"statement:{n}"][0], tuple(texts[f"statement:{n}"][1:])) for n in (1, 2)),
        rounds=(Round(1, "Online-Beteiligung", "online", people=3), Round(2, "Dezernat 6", "department")),
        changes=(
            change(1, 1, ("Online-Beteiligung",), ("insert",), 1, (part("b1-1"),)),
            change(2, 2, ("Dezernat 6",), ("replace",), 2, (Source("round", "Dezernat 6"),)),
            change(3, 2, (), ("move",), 3, (council,)),
            change(4, 1, ("Online-Beteiligung",), ("insert",), 4, (part("b2-1"),)),
            replace(change(5, None, ("Dezernat 6",), ("sharpen",), None, (Source("editors"),)), anchor=anchor),
        ),
        editions=(Edition("Entwurf", 0, "2026-02-01"), Edition("Beteiligung", 2, "2026-03-01")),
        weave=weave.rows(),
        contributions=(
            Contribution("b1", "Online-Beteiligung", "Mehr Platz am Ufer, bitte!", intent="change", day="2026-02-11"),
            Contribution("b2", "Online-Beteiligung", "Bäume am Ufer. Und keine Autos.", day="2026-02-12"),
        ),
        parts=(Part("b1-1", "b1", 0, 26, 1), Part("b2-1", "b2", 0, 14, 1), Part("b2-2", "b2", 15, 31, 2)),
        dispositions=(
            Disposition("b1-1", "adopted", "Es fehlt an Sitzplätzen.", (1,), day="2026-03-09"),
            Disposition("b2-1", "partly-adopted", "Schatten tut gut.", (4,), "nicht auf ganzer Länge", "2026-03-09"),
            Disposition("b2-2", "not-adopted", "Lieferwege bleiben.", detail="Ruhe gegen Versorgung", day="2026-03-09"),
        ),
        salt_seed="5a" * 32,
    )  # fmt: skip


def change(
    number: int, statement: int | None, rounds: tuple[str, ...], kinds: tuple[str, ...], revision: int | None,
    sources: tuple[Source, ...],
) -> Change:  # fmt: skip
    what, why = f"Anpassung {number}.", f"Grund {number}."
    return Change(number, statement, rounds, kinds, f"{what} {why}", what=what, why=why, sources=sources,
                  date="2026-03-09", revision=revision)  # fmt: skip


def edition(case: Process, kind: str = "marked", base: int = 0) -> dict[str, Any]:
    """The edition in JSON, drawn from the weave without joining anything. A change is called behind its last words, an
    anchor behind its own."""
    weave = Weave.from_rows(case.weave)
    last = case.weave.revisions
    base = last if kind == "clean" else base
    numbers = {item.revision: item.number for item in case.changes if item.revision is not None}
    runs = list(weave.marked(base, last))
    final = {numbers[run.cause]: at for at, run in enumerate(runs) if run.cause is not None}
    anchors = {weave.locate(item.anchor, last)[-1][1]: item.number for item in case.changes if item.revision is None}
    shown = [] if kind == "clean" else [*final, *anchors.values()]
    blocks: list[dict[str, Any]] = [{"type": "heading", "level": 1, "inlines": [{"type": "run", "text": "Lesehilfe"}]}]
    read = 0
    for at, run in enumerate(runs):
        number = None if run.cause is None else numbers[run.cause]
        mark = number and {"kind": DRAWN[run.kind], "change": number, "note": shown.index(number) + 1}
        marked = {"mark": mark} if mark else {}
        if run.block is not None:
            kind_of = "heading" if run.block.kind == "title" else "paragraph"
            blocks.append({"type": kind_of, "owner": run.block.owner, "inlines": []} | marked)
        length = len(run.text) if run.kind not in ("deleted", "moved-away") else 0
        inside = [place for place in anchors if shown and read < place <= read + length]
        for start, end in pairwise((read, *inside, read + length)) if inside else ():
            blocks[-1]["inlines"] += [{"type": "run", "text": run.text[start - read : end - read]} | marked]
            blocks[-1]["inlines"] += [call(shown, anchors[end])] if end in anchors else []
        if not inside and run.block is None:
            blocks[-1]["inlines"].append({"type": "run", "text": run.text} | marked)
        if number in shown and final[number] == at:
            blocks[-1]["inlines"].append(call(shown, number))
        read += length
    for block in blocks:
        if block["type"] == "heading" and block.get("owner"):
            said = (item["text"] for item in block["inlines"] if item["type"] == "run")
            block["outline"] = "".join(said)
    head = {"format": "stadtgespraech-edition", "version": 1, "edition": kind, "base": base, "revision": last}
    cover = {
        "title": case.title, "city": case.city, "motto": case.motto, "date": case.as_of, "as_of": "4. Mai 2026",
        "language": "de", "identifier": identifier(case, weave, kind, base, last),
        "edition_label": COVER[kind][0], "compared": COVER[kind][1].get(base, ""),
    }  # fmt: skip
    checks = [["Anpassungen in dieser Fassung", "5"], ["Prüfpunkt (SHA-256)", head_before(case).root.hex()]]
    notes = [note(at, case, number) for at, number in enumerate(shown, 1)]
    return {**head, **cover, "blocks": blocks, "notes": notes, "checks": checks}


def call(shown: Sequence[int], number: int) -> dict[str, Any]:
    return {"type": "note-ref", "note": shown.index(number) + 1}


def note(at: int, case: Process, number: int) -> dict[str, Any]:
    item = next(item for item in case.changes if item.number == number)
    names = [*item.rounds, *(source.name for source in item.sources if source.kind == "resolution")]
    nobody = "Redaktion" if any(source.kind == "editors" for source in item.sources) else "nicht angegeben"
    origin = f"Anlass: {', '.join(names) or nobody}."
    said = {"text": item.text, "origin": origin}
    if not item.text:
        said = {"text": f"{origin} {item.what}", "origin": origin, "what": item.what}
    more = {"author": ", ".join(item.rounds) or "Redaktion", "date": item.date, "legacy": item.revision is None}
    return {"number": at, "change": number, **said, "kinds": [*item.kinds], "rounds": [*item.rounds], **more}


def editions(case: Process) -> dict[str, bytes]:
    return {
        "marked.json": dumped(edition(case)),
        "clean.json": dumped(edition(case, "clean")),
        "marked.html": b"<!doctype html><title>Zielbilder</title>",
    }


def dumped(body: Mapping[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()


def bundle(
    case: Process | None = None, key: Ed25519PrivateKey | None = KEY, given: Mapping[str, bytes] | None = None
) -> bytes:
    case = case or process()
    return write_bundle(case, editions(case) if given is None else given, key)


def contributions(case: Process | None = None) -> bytes:
    return write_contributions(case or process())


def edited(data: bytes, name: str, edit: Callable[[bytes], bytes | None]) -> bytes:
    """The bundle with one file edited (None: removed), packed again."""
    files = dict(unpack(data).files)
    result = edit(files.pop(name))
    return pack(files if result is None else {**files, name: result})
