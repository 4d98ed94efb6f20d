"""Auenstadt in June: the story from the draft to the second edition, and the open contributions beside it."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from stadtgespraech.checks.bundle import verify
from stadtgespraech.checks.process import check_process
from stadtgespraech.cli import main
from stadtgespraech.ingest.story import read_story
from stadtgespraech.ingest.wording import Page
from stadtgespraech.records import CONTRIBUTION_KINDS, FINAL_STATES, INTENTS, KINDS, from_json, to_json
from stadtgespraech.text.weave import Weave

DEMO = Path(__file__).resolve().parents[2] / "demo"
JUNE = DEMO / "juni.toml"
LANGUAGES = {"de", "en", "tr", "ar", "uk", "pl", "ro"}
FIRST_DAY, TODAY = "2026-05-27", "2026-06-10"
OPEN_FIELDS = {
    "key", "day", "minute", "language", "kind", "intent", "about", "paragraph", "title", "quote", "text",
    "translation", "reply_to", "answers", "state", "held", "youth",
}  # fmt: skip
OPEN = tomllib.loads((DEMO / "juni" / "offen.toml").read_text("utf-8"))["open"]
CHANGES = tomllib.loads((DEMO / "juni" / "anpassungen.toml").read_text("utf-8"))["changes"]
HOLIDAY = date(2026, 5, 14)  # Christi Himmelfahrt


@pytest.fixture(scope="module")
def june():
    return read_story(JUNE)


@pytest.fixture(scope="module")
def weave(june):
    return Weave.from_rows(june.weave)


@pytest.fixture(scope="module")
def page(weave):
    """The second edition, with the statements' keys as names."""
    owners = {text: block.owner for block, text in weave.blocks(0) if block.kind == "title"}
    statements = tomllib.loads(JUNE.read_text("utf-8"))["statements"]
    return Page(weave.blocks(), {entry["key"]: owners[entry["title"]] for entry in statements})


# ----------------------------------------------------------------------------------------- the story


def test_the_last_text_in_june_is_the_first_of_september_but_for_the_front_matter(weave):
    september = Weave.from_rows(read_story(DEMO / "auenstadt.toml").weave)
    last, first = (
        [pair for pair in blocks if not pair[0].owner.startswith("section")]
        for blocks in (weave.blocks(), september.blocks(0))
    )
    assert last == first


def test_june_has_the_same_keys_in_the_same_places_as_september():
    june, september = (tomllib.loads((DEMO / name).read_text("utf-8")) for name in ("juni.toml", "auenstadt.toml"))
    assert [entry["key"] for entry in june["statements"]] == [entry["key"] for entry in september["statements"]]
    assert june["order_seed"] == september["order_seed"]


def test_june_has_its_rounds_editions_and_changes(june):
    assert june.report.read == {
        "statements": 12, "tensions": 4, "rounds": 6, "changes": 30,
        "contributions": 53, "parts": 63, "dispositions": 63,
    }  # fmt: skip
    assert [(entry.name, entry.date, entry.revision) for entry in june.editions] == [
        ("Entwurf", "2026-03-09", 0),
        ("Zweite Fassung", "2026-05-26", 29),
    ]
    assert from_json(to_json(june)) == june


def test_june_keeps_every_promise(june):
    assert check_process(june) == ()


def test_june_published_verifies_without_gaps(tmp_path, capsys):
    out = tmp_path / "out"
    assert main(["publish", "-q", str(JUNE), "-o", str(out), "--format", "html"]) == 0
    found = verify(out / "bundle.zip")
    assert (found.exit_code, [item.code for item in found.findings if item.severity != "note"]) == (0, [])
    capsys.readouterr()


def test_the_draft_was_changed_in_as_many_places_as_the_text_says(june):
    undone = {change["undoes"] for change in CHANGES if "undoes" in change}
    places = sum(
        edit.get("places", 1) for change in CHANGES if change["key"] not in undone for edit in change.get("edits", [])
    )
    assert f"An {places} Stellen wurde der Entwurf angepasst" in june.sections[1].paragraphs[1]
    assert f"an {places} Stellen angepasst" in june.editions[1].note


def test_junes_changes_use_every_verb_and_every_way_to_say_where():
    verbs = {
        "old", "delete", "insert_after", "insert_before", "move", "reworded", "old_title", "new_paragraph_after",
        "delete_paragraph", "move_paragraph", "split_before", "join", "replace_everywhere",
    }  # fmt: skip
    used = {field for change in CHANGES for edit in change.get("edits", []) for field in edit}
    assert verbs <= used
    assert {"at", "undoes"} <= {field for change in CHANGES for field in change}
    assert {kind for change in CHANGES for kind in change["kinds"]} <= set(KINDS)


def test_junes_marked_edition_shows_every_change_that_was_not_undone(june, weave):
    causes = {run.cause for run in weave.marked(0, 29) if run.cause is not None}
    undone = {change.revision for change in june.changes if change.undoes or "Zurückgenommen mit" in change.text}
    assert causes == set(range(1, 30)) - undone
    assert len(undone) == 2


def test_junes_footnotes_quote_words_that_stand_in_the_text(june, weave):
    missing = []
    for note in june.changes:
        if note.revision is None or note.undoes:
            continue
        both = weave.text(note.revision - 1) + weave.text(note.revision) + weave.text()
        missing += [(note.number, quote) for quote in re.findall("„(.*?)“", note.what) if quote not in both]
    assert missing == []


def test_junes_days_are_in_order_working_days_of_may(june):
    decided = [date.fromisoformat(change.date) for change in june.changes]
    assert decided == sorted(decided)
    assert all(date(2026, 5, 4) <= day <= date(2026, 5, 22) and day.weekday() < 5 and day != HOLIDAY for day in decided)
    days = {said.id: said.day for said in june.contributions}
    assert all(days[part.contribution] < "2026-05-04" for part in june.parts)


def test_junes_answers_cover_every_final_state_and_the_five_rounds_that_are_over(june):
    assert {answer.state for answer in june.dispositions} == set(FINAL_STATES)
    assert {said.round for said in june.contributions} == {entry.name for entry in june.rounds[:5]}
    ids = Counter(said.id[0] + said.round[0] for said in june.contributions)
    assert set(ids) == {"WW", "JJ", "AÄ", "VV", "KS"}


def test_the_front_matter_in_june_does_not_know_the_summer_yet(june):
    assert [(entry.role, len(entry.paragraphs)) for entry in june.sections] == [("introduction", 3), ("derivation", 4)]
    assert not any("August" in text for entry in june.sections for text in entry.paragraphs)


# --------------------------------------------------------------------------------- open contributions


def test_open_contributions_have_known_fields_and_values():
    assert all(set(entry) <= OPEN_FIELDS for entry in OPEN)
    assert len({entry["key"] for entry in OPEN}) == len(OPEN)
    assert {entry["kind"] for entry in OPEN} == set(CONTRIBUTION_KINDS)
    assert all(("intent" in entry) == (entry["kind"] == "feedback") for entry in OPEN)
    assert {entry["intent"] for entry in OPEN if "intent" in entry} == set(INTENTS) - {""}
    assert {entry.get("state") for entry in OPEN} == {None, "assigned", "weighing"}
    assert all(FIRST_DAY <= date.fromisoformat(entry["day"]).isoformat() <= TODAY for entry in OPEN)
    assert all(0 <= entry.get("minute", 0) < 24 * 60 for entry in OPEN)


def test_open_contributions_come_in_seven_languages_and_foreign_ones_have_a_translation():
    languages = Counter(entry["language"] for entry in OPEN)
    assert set(languages) == LANGUAGES
    assert min(languages.values()) >= 3
    assert all(("translation" in entry) == (entry["language"] != "de") for entry in OPEN)


@pytest.mark.parametrize("entry", OPEN, ids=[entry["key"] for entry in OPEN])
def test_what_an_open_contribution_quotes_stands_once_in_the_second_edition(entry, page):
    assert page.ranges(page.owner(entry["about"]), "title")
    if "quote" in entry:
        assert ("paragraph" in entry) != entry.get("title", False)
        start, end = page.find(entry["about"], entry["quote"], entry.get("paragraph"), entry.get("title", False))
        assert page.flat[start:end] == entry["quote"]
    else:
        assert "paragraph" not in entry


def test_replies_answer_something_said_before_about_the_same_statement():
    by_key = {entry["key"]: entry for entry in OPEN}
    replies = [entry for entry in OPEN if "reply_to" in entry]
    assert len(replies) == 5
    for entry in replies:
        first = by_key[entry["reply_to"]]
        assert "reply_to" not in first
        assert first["about"] == entry["about"]
        assert (first["day"], first["minute"]) < (entry["day"], entry["minute"])


def test_answers_held_ones_and_those_of_the_schools_are_there():
    answers = [entry for entry in OPEN if entry["kind"] == "answer"]
    assert {entry.get("answers") for entry in answers} == {"fluss-ungern"}
    assert len(answers) == sum("answers" in entry for entry in OPEN) == 8
    assert [entry["key"] for entry in OPEN if entry.get("held")] == ["geländer", "schlafmützen"]
    youth = [entry for entry in OPEN if entry.get("youth")]
    assert len(youth) == 6
    assert {entry["kind"] for entry in youth} == {"answer", "idea"}


def test_junes_german_has_typographic_quotes_and_no_stray_spaces():
    texts = [text for file in (JUNE, *(DEMO / "juni").glob("*.toml")) for text in _strings(file)]
    slip = re.compile(r'"|\s{2}|\s[.,;:!?](?!\.)|“\w|„\s|……|[^\S \n]')
    assert [text for text in texts if slip.search(text.replace("\n", " ").strip())] == []
    assert [text for text in texts if text.count("„") != text.count("“")] == []


def _strings(path: Path) -> list[str]:
    def walk(value):
        if isinstance(value, str):
            yield value
        elif isinstance(value, list | dict):
            for item in value.values() if isinstance(value, dict) else value:
                yield from walk(item)

    return list(walk(tomllib.loads(path.read_text("utf-8"))))
