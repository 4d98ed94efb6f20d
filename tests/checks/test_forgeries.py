"""Forgeries of a published bundle, one a line: what is altered, how, and every code that the verifier finds.

Manifest, leaf, proof and checkpoint are made anew, so that they fit what was forged.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from stadtgespraech.checks import bundle as bundle_module
from stadtgespraech.checks.bundle import verify
from stadtgespraech.ledger.archive import pack, unpack
from stadtgespraech.ledger.recording import record
from stadtgespraech.publish import json as edition_json
from stadtgespraech.publish.build import build
from stadtgespraech.publish.bundle import head_before, write_contributions
from stadtgespraech.publish.edition import publish
from stadtgespraech.records import Process, Source

from .forger import (
    CASE,
    Forge,
    ahead,
    between,
    block,
    both,
    call,
    codes,
    counted,
    drawn,
    dumped,
    fields,
    forged,
    inside,
    moved_call,
    note,
    paragraph,
    placed,
    published,
    redrawn,
    run,
    story,
    text,
    uncalled,
    unplaced,
    without,
)


@pytest.fixture(scope="module")
def honest() -> dict[str, bytes]:
    """The files of the bundle as the product publishes it, by name."""
    return unpack(publish(CASE, editions=("marked",), formats=()).files["bundle.zip"]).files


BUILDING = paragraph(text("Am Ufer wird gebaut."))
IMAGE = {"type": "image", "src": "ufer.png", "text": ""}
CALLING = [text("Abgelehnt"), call(2)]
LINK = {"type": "link", "text": "", "target": "https://example.org"}
UNDONE, OVERWRITTEN = "Angepasst und später wieder zurückgenommen: ", "Im Text dieser Fassung nicht mehr zu sehen: "
NOTE, COVER, COUNTS, FOREIGN, FORM, CAUSE, MARGIN = (
    {f"edition-{name}"} for name in ("note", "cover", "counts", "foreign", "form", "cause", "margin")
)
TEXT = {"edition-accept", "edition-reject"}

INSERTED, DELETED = ({"kind": kind, "change": 4, "note": 4} for kind in ("insert", "delete"))
HERE, AWAY = ({"kind": kind, "change": 3, "note": 3} for kind in ("moved-here", "moved-away"))
NOBODY = ({"kind": "delete", "change": 0}, {"kind": "insert", "change": 0})


FORGERIES: dict[str, tuple[Forge, set[str]]] = {
    "the text of a note is altered": (note(2, text="Anpassung 1. Grund 2."), NOTE),
    "a note says more than its change": (note(2, text="Anpassung 1. Grund 1. Einstimmig."), NOTE),
    "a note is said to come from others": (note(2, origin="Anlass: Dezernat 6."), NOTE),
    "what a note says was changed is altered": (note(5, what="Anpassung 5."), NOTE),
    "the reason in a note's parts is altered": (note(5, why="Grund 5."), NOTE),
    "a note does not say that its change was taken back": (
        note(5, text="Anlass: Dezernat 6. Anpassung 6. Grund 6."), NOTE),
    "the rounds of a note are altered": (note(2, rounds=["Dezernat 6"]), NOTE),
    "the rounds of a note are left out": (note(2, rounds=[]), NOTE),
    "the kinds of a note are altered": (note(2, kinds=["replace"]), NOTE),
    "two notes are exchanged": (both(note(2, change=4), note(4, change=1)), NOTE),
    "a note is about no change": (note(2, change=99), NOTE),
    "two notes have one number": (note(2, number=3), NOTE),
    "a note is left out": (lambda body: body["notes"].pop(), NOTE),
    "a note without a number": (lambda body: body["notes"][0].pop("number"), FORM),
    "a call stands in another paragraph": (moved_call(2, "Bürgerhaus"), NOTE),
    "a call stands elsewhere in its paragraph": (moved_call(2, "Am Ufer ist"), NOTE),
    "a call stands behind the words of another change": (moved_call(4, "Am Ufer ist"), NOTE),
    "a call of an anchor stands elsewhere": (moved_call(1, "Wer zusammenrückt"), NOTE),
    "a note is called twice, once in a wrong place": (inside("Bürgerhaus", call(2)), NOTE),
    "a note of words is not called": (uncalled(2), NOTE),
    "a note of an anchor is not called": (uncalled(1), NOTE),
    "a note without a place is not called": (uncalled(5), NOTE | FOREIGN),
    "a note is only called as one without a place": (
        both(uncalled(2), between("Kurze Wege", paragraph(text(UNDONE), text("Anmerkung"), call(2)))), NOTE),
    "a call leads to no note": (inside("Bürgerhaus", call(99)), NOTE),
    "a call is not a number": (inside("Bürgerhaus", call("2")), NOTE),
    "the title of the cover is altered": (fields(title="Die Ziele"), COVER),
    "the subtitle of the cover is altered": (fields(subtitle="Vom Rat beschlossen"), COVER),
    "the city of the cover is altered": (fields(city="Lohestadt"), COVER),
    "the motto of the cover is left out": (lambda body: body.pop("motto"), COVER),
    "the date of the cover is altered": (fields(date="2026-05-05"), COVER),
    "the date of the cover is no text": (fields(date=20260504), COVER),
    "the edition says that it is another one": (fields(edition="changes"), COVER),
    "the edition says that it is one of no kind": (fields(edition="final"), FORM),
    "changes are counted otherwise": (counted("Anpassungen in dieser Fassung", "6"), COUNTS),
    "changes are counted in no text": (counted("Anpassungen in dieser Fassung", 7), COUNTS),
    "unknown former wordings are counted otherwise": (
        counted("Anpassungen, deren früherer Wortlaut nicht überliefert ist", "0"), COUNTS),
    "rounds are counted otherwise": (counted("Beteiligungsrunden", "3"), COUNTS),
    "contributions are counted otherwise": (counted("Beiträge", "3"), COUNTS),
    "parts are counted otherwise": (counted("Anliegen in den Beiträgen", "2"), COUNTS),
    "answers are counted otherwise": (counted("davon beantwortet", "2"), COUNTS),
    "another root is printed": (counted("Prüfpunkt (SHA-256)", "ab" * 32), {"edition-head"}),
    "the same root is printed in capitals": (
        counted("Prüfpunkt (SHA-256)", head_before(CASE).root.hex().upper()), {"edition-head"}),
    "a paragraph stands between statements": (between("Kurze Wege", BUILDING), FOREIGN),
    "a paragraph stands between sections": (between("Bürgerhaus", BUILDING), FOREIGN),
    "a paragraph stands between tensions": (between("hört einander", BUILDING), FOREIGN),
    "a heading stands between statements": (between("Kurze Wege", {**BUILDING, "type": "heading"}), FOREIGN),
    "bullets stand between statements": (between("Kurze Wege", {"type": "bullets", "items": [[text("Bau")]]}), FOREIGN),
    "a table stands between statements": (between("Kurze Wege", {"type": "table", "caption": "Bau"}), FOREIGN),
    "a figure stands between statements": (between("Kurze Wege", {"type": "figure", "svg": "<svg/>"}), FOREIGN),
    "a block of an unknown type stands between statements": (between("Kurze Wege", {"type": "quote"}), FOREIGN),
    "a gap says more than dots": (between("Kurze Wege", paragraph(text("[…] und mehr"), role="gap")), FOREIGN),
    "a note without a place has a reason of its own": (
        between("Kurze Wege", paragraph(text("Abgelehnt: "), text("Anmerkung"), call(5))), NOTE | FOREIGN),
    "a link stands among the notes without a place": (between("Kurze Wege", paragraph(text(UNDONE), LINK)), FOREIGN),
    "statements stand before sections": (placed("statement", "Wie das Zielbild"), FORM | TEXT),
    "tensions stand before sections": (placed("tension", "Wie das Zielbild"), FORM | TEXT),
    "a tension stands among statements": (placed("tension", "Kurze Wege"), FORM | TEXT),
    "two statements are exchanged": (placed("statement:2", "Eine Stadt am Fluss"), TEXT),
    "an image stands within a woven block": (inside("Bürgerhaus", IMAGE), FORM),
    "a link stands within a woven block": (inside("Bürgerhaus", LINK), FORM),
    "an inline without a type stands within a woven block": (inside("Bürgerhaus", {"text": ""}), FORM),
    "an inline of a woven block is a text": (lambda body: block(body, "Bürger")["inlines"].append("!"), FORM),
    "a run without text stands within a woven block": (inside("Bürgerhaus", {"type": "run"}), FORM),
    "a block belongs to nobody known": (lambda body: block(body, "Bürgerhaus").update(owner="annex:1"), FORM),
    "a title is drawn as a paragraph": (lambda body: block(body, "Kurze Wege").update(type="paragraph"), FORM | MARGIN),
    "a paragraph is drawn as a title": (lambda body: block(body, "Bürgerhaus").update(type="heading"), FORM | MARGIN),
    "a paragraph is given to another statement": (
        lambda body: block(body, "Bäume").update(owner="statement:2"), {"edition-accept"}),
    "what moved is drawn as inserted where it came": (drawn("Hafen", "moved-here", kind="insert"), CAUSE),
    "what moved is drawn as deleted where it was": (drawn("Hafen", "moved-away", kind="delete"), CAUSE),
    "what was inserted is drawn as moved": (drawn("viel", "insert", kind="moved-here"), CAUSE),
    "what was inserted is drawn as deleted": (drawn("viel", "insert", kind="delete"), TEXT),
    "words are marked as another change": (drawn("viel", "insert", change=4, note=4), CAUSE | NOTE),
    "words are marked with another note": (drawn("viel", "insert", note=4), NOTE),
    "words are marked as somebody's change that is none": (drawn("viel", "insert", change=99, note=99), CAUSE | NOTE),
    "a mark is of an unknown kind": (drawn("viel", "insert", kind="praised"), FORM),
    "an inserted word is not marked": (lambda body: run(body, "viel").pop("mark"), {"edition-reject"} | CAUSE | NOTE),
    "a deleted word is left out": (lambda body: run(body, "fährt oft").update(text=""), {"edition-reject"}),
    "a word is altered": (lambda body: run(body, "hell").update(text=". Wege sind sicher."), TEXT),
    "a marked paragraph break is drawn as kept": (
        lambda body: block(body, "Bäume").pop("mark"), {"edition-reject"} | CAUSE),
    "a statement is left out": (both(without("Kurze Wege"), without("Der Bus")), TEXT | NOTE),
    "the edition compares with a later revision": (fields(base=1), {"edition-reject"} | CAUSE | COUNTS | COVER),
    "the edition is of an earlier revision": (fields(revision=5), {"edition-accept"} | COVER | COUNTS | NOTE),
    "the edition is of a revision that never was": (fields(revision=7), FORM),
    "the edition is of a revision that is no whole number": (fields(revision=6.0), FORM),
    "the edition is of another version": (fields(version=2), FORM),
    "the edition is of another format": (fields(format="stadtgespraech-process"), FORM),
    "the blocks are no list": (fields(blocks={}), FORM),
    "the printed day of the cover is altered": (fields(as_of="1. Januar 2020"), COVER),
    "the cover names another edition to compare with": (fields(compared="verglichen mit: Ratsfassung"), COVER),
    "the cover says that nothing is marked": (fields(edition_label="Lesefassung"), COVER),
    "bullets between statements say that a statement owns them": (
        between("Kurze Wege", {"type": "bullets", "items": [[text("Bau")]], "owner": "statement:1"}), FORM),
    "a block of an unknown type says that somebody owns it": (
        between("Kurze Wege", {**BUILDING, "type": "quote", "owner": "x"}), FORM),
    "kept words are drawn as changed by nobody": (redrawn("Bürgerhaus", *NOBODY), FORM),
    "kept words are drawn as moved": (redrawn("Bürgerhaus", AWAY, HERE), CAUSE),
    "kept words are drawn as part of a change elsewhere": (redrawn("Bürgerhaus", DELETED, INSERTED), CAUSE),
    "a call stands elsewhere behind a run without words": (
        both(uncalled(4), inside("Bürgerhaus", {**text(""), "mark": INSERTED}, call(4))), NOTE),
    "a change that shows words is also called as taken back": (
        between("Kurze Wege", paragraph(text(UNDONE), text("Anmerkung"), call(2))), NOTE),
    "a note without a place is called for another reason": (
        lambda body: unplaced(body)["inlines"][0].update(text=OVERWRITTEN), NOTE),
    "a note without a place is called with other words": (
        lambda body: unplaced(body)["inlines"].insert(0, text("[…]")), NOTE | FOREIGN),
    "notes without a place are called in the introduction": (
        both(lambda body: body["blocks"].remove(unplaced(body)), ahead(paragraph(text("Neu"), call(5), call(6)))),
        NOTE),
    "changes are counted in a row of three": (lambda body: body["checks"][0].append(""), FORM),
    "the version is true": (fields(version=True), FORM),
    "the version is a fraction": (fields(version=1.0), FORM),
    "a note without a place is called for two reasons": (
        between("Bäume", paragraph(text(OVERWRITTEN), text("Anmerkung"), call(5))), NOTE),
    "a note without a place is also called in the introduction": (
        ahead(paragraph(text("Abgelehnt"), call(5))), NOTE),
    "a heading among sections calls a note": (between("Bürgerhaus", {"type": "heading", "inlines": CALLING}), NOTE),
    "bullets call a note": (ahead({"type": "bullets", "items": [CALLING]}), NOTE),
    "a table calls a note": (ahead({"type": "table", "rows": [[CALLING]]}), NOTE),
    "a gap is a link": (between("Kurze Wege", paragraph({**LINK, "text": "[…]"})), FOREIGN),
    "a block has a label of nobody's": (lambda body: block(body, "Bürgerhaus").update(labels=["Abgelehnt"]), MARGIN),
    "a label is left out": (lambda body: block(body, "zusammenrückt").update(labels=["Titel"]), MARGIN),
    "the outline names another title": (
        lambda body: block(body, "Kurze Wege").update(outline="Lange Wege"), MARGIN),
    "a woven paragraph is drawn as a caption": (
        lambda body: block(body, "Bürgerhaus").update(role="caption"), MARGIN),
    "a note has another author": (note(2, author="Dezernat 1"), NOTE),
    "a note has another day": (note(2, date="2020-01-01"), NOTE),
    "a note says that its former wording is unknown": (note(2, legacy=True), NOTE),
    "the identifier is another": (fields(identifier="urn:uuid:0"), COVER),
}  # fmt: skip
CALLING = [text("Abgelehnt"), call(2)]


def test_the_untouched_bundle_verifies(honest):
    data = pack(honest)
    assert forged(honest, {"marked.json": honest["editions/marked.json"]}) == published(CASE) == data
    assert codes(data) == set()


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_edition_is_found(honest, forgery):
    forge, expected = FORGERIES[forgery]
    body = json.loads(honest["editions/marked.json"])
    forge(body)
    assert codes(forged(honest, {"marked.json": dumped(body)})) == expected


def doubled(field: bytes) -> Callable[[bytes], bytes]:
    """The first field that reads so, twice."""
    return lambda data: data.replace(field, field + b", " + field, 1)


UNREADABLE: dict[str, Callable[[bytes], bytes]] = {
    "a field of the edition stands twice": doubled(b'"city": "Auenstadt"'),
    "a field of a block stands twice": doubled(b'"owner": "statement:1"'),
    "the text of a run stands twice": doubled(b'"text": " viel"'),
    "the change of a mark stands twice": doubled(b'"change": 1'),
    "it is of another format": lambda data: data.replace(b"stadtgespraech-edition", b"stadtgespraech-report"),
    "it names no format": lambda data: data.replace(b'"format"', b'"form"'),
    "it is a list": lambda data: b"[" + data + b"]",
    "it is cut": lambda data: data[:-3],
    "it is empty": lambda data: b"",
    "it is no UTF-8": lambda data: data.decode().encode("latin-1", "replace"),
    "it begins with a byte order mark": lambda data: b"\xef\xbb\xbf" + data,
    "a number is none": lambda data: data.replace(b'"change": 1', b'"change": NaN', 1),
    "a number has thousands of digits": lambda data: data.replace(b'"change": 1', b'"change": ' + b"1" * 5000, 1),
    "it is nested too deeply": lambda data: data.replace(b'"blocks": [', b'"blocks": ' + b"[" * 99_999),
}


@pytest.mark.parametrize("reason", UNREADABLE)
def test_a_second_edition_is_found_where(honest, reason):
    edition = honest["editions/marked.json"]
    other = UNREADABLE[reason](edition)
    assert other != edition
    assert codes(forged(honest, {"marked.json": edition, "marked-2.json": other})) == FORM


def test_a_number_beyond_all_numbers_in_an_edition_is_found(honest):
    edition = honest["editions/marked.json"].replace(b'"language": "de"', b'"language": 1e999')
    assert codes(forged(honest, {"marked.json": edition})) == FORM


@pytest.mark.parametrize("name", ["changes.json", "clean.json", "unmarked.json", "final/Marked.json"])
def test_an_edition_under_another_name_is_found(honest, name):
    assert codes(forged(honest, {name: honest["editions/marked.json"]})) == COVER


@pytest.mark.parametrize("other", ["clean", "changes"])
def test_an_edition_of_another_kind_under_the_name_of_the_marked_one_is_found(honest, other):
    assert codes(forged(honest, {"marked.json": edition_json.write(build(CASE, edition=other))})) == COVER


def test_struck_words_in_a_clean_edition_are_found(honest):
    body = json.loads(edition_json.write(build(CASE, edition="clean")))
    body["notes"] = json.loads(honest["editions/marked.json"])["notes"]
    redrawn("Bürgerhaus", DELETED, INSERTED)(body)
    assert codes(forged(honest, {"clean.json": dumped(body)})) == CAUSE


def test_a_call_in_a_wrong_place_of_an_edition_of_changes_is_found(honest):
    body = json.loads(edition_json.write(build(CASE, edition="changes")))
    moved_call(2, "Kurze Wege")(body)
    assert codes(forged(honest, {"changes.json": dumped(body)})) == NOTE | MARGIN


# A forged process, published anew.


def altered(number: int, **values: Any) -> Process:
    case = story()
    return replace(case, changes=tuple(replace(c, **values) if c.number == number else c for c in case.changes))


def lost(*parts: str) -> Process:
    """Auenstadt without these parts, their answers, and without them among the sources."""
    case = altered(4, sources=(Source("editors"),)) if "b2-1" in parts else story()
    return replace(
        case,
        parts=tuple(part for part in case.parts if part.id not in parts),
        dispositions=tuple(item for item in case.dispositions if item.part not in parts),
    )


def erased(case: Process, name: str) -> Process:
    """After the erasure of a contribution: its leaf stays, text and salt are gone."""
    kept = record(case)
    gone = (replace(item, text=None, salt=None) if item.id == name else item for item in kept.contributions)
    return replace(kept, contributions=tuple(gone))


BACK, PLACE, UNCOVERED = {"change-unknown"}, {"place-differs"}, {"part-uncovered"}
PROCESSES: dict[str, tuple[Process, set[str]]] = {
    "a change takes back itself": (altered(2, undoes=2), BACK),
    "a change takes back a later one": (altered(2, undoes=3), BACK),
    "a change takes back one that does not exist": (altered(2, undoes=99), BACK),
    "two changes take back each other": (altered(6, undoes=7), BACK),
    "a change stands in another statement": (altered(2, statement=1), PLACE),
    "a change stands in no title": (altered(2, in_title=True), PLACE),
    "a change of a tension stands in a statement": (altered(5, statement=1), PLACE),
    "a moved passage stands in neither statement": (altered(3, statement=3), PLACE | {"statement-unknown"}),
    "a change stands in a statement that never was": (altered(2, statement=9), PLACE | {"statement-unknown"}),
    "a part is about a statement that never was": (
        replace(story(), parts=tuple(replace(part, statement=9) for part in story().parts)), {"statement-unknown"}),
    "a contribution lost its parts": (lost("b2-1", "b2-2"), UNCOVERED),
    "an erased contribution lost its parts": (erased(lost("b2-1", "b2-2"), "b2"), UNCOVERED),
    "a source lost its part": (
        replace(story(), parts=CASE.parts[1:], dispositions=CASE.dispositions[1:]), UNCOVERED | {"source-unknown"}),
    "a change without words takes back a later one": (altered(5, undoes=7), BACK),
    "a change takes back words that still stand": (altered(4, undoes=2), {"undo-differs"}),
}  # fmt: skip


@pytest.mark.parametrize("forgery", PROCESSES)
def test_a_forged_process_is_found(forgery):
    case, expected = PROCESSES[forgery]
    assert codes(published(case)) == expected


def test_an_erased_contribution_with_its_parts_verifies():
    case = erased(story(), "b2")
    assert codes(published(case), contributions=write_contributions(case)) == set()


def test_a_contribution_that_lost_one_of_its_parts_is_found_where_its_text_is_at_hand():
    case = record(lost("b2-2"))
    assert codes(published(case)) == set()
    assert codes(published(case), contributions=write_contributions(case)) == UNCOVERED


@pytest.mark.parametrize("given", ["checkpoint", "contributions"])
def test_a_file_beside_the_bundle_that_is_too_large_is_not_readable(honest, given, tmp_path, monkeypatch):
    data = pack(honest)
    (tmp_path / "bundle.zip").write_bytes(data)
    (tmp_path / "large").write_bytes(bytes(len(data) + 1))
    monkeypatch.setattr(bundle_module, "MAX_BYTES", len(data))
    found = verify(tmp_path / "bundle.zip", **{given: tmp_path / "large"})
    assert (found.exit_code, found.lines()) == (2, [f"not readable: large is larger than {len(data)} bytes"])
