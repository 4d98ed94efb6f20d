"""Each promise, broken one at a time: exactly that finding, and it says where."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from stadtgespraech.checks.findings import GAP_CODES, NOTE_CODES
from stadtgespraech.checks.process import check_process
from stadtgespraech.records import Disposition, Edition, Life, Part, Process, Slice, Source, Statement

from .auenstadt import process

ROOT = Path(__file__).resolve().parent.parent.parent
GOOD = process()
ONE, TWO = GOOD.statements
LAST = GOOD.dispositions[2]


def found(case: Process) -> list[tuple[str, str]]:
    return [(item.code, item.where) for item in check_process(case)]


def with_change(which: int, **fields: object) -> Process:
    changes = [replace(item, **fields) if item.number == which else item for item in GOOD.changes]  # type: ignore[arg-type]
    return replace(GOOD, changes=tuple(changes))


def with_answer(which: str, **fields: object) -> Process:
    answers = [replace(item, **fields) if item.part == which else item for item in GOOD.dispositions]  # type: ignore[arg-type]
    return replace(GOOD, dispositions=tuple(answers))


def without_answer(part: str) -> Process:
    return replace(GOOD, dispositions=tuple(item for item in GOOD.dispositions if item.part != part))


def with_statements(*statements: Statement) -> Process:
    return replace(GOOD, statements=statements)


def with_parts(*parts: Part) -> Process:
    case = replace(GOOD, parts=parts, dispositions=())
    return replace(case, changes=tuple(replace(item, sources=(Source("editors"),)) for item in case.changes))


def test_auenstadt_keeps_every_promise():
    assert found(GOOD) == []


def test_an_empty_process_has_nothing_to_find():
    assert found(Process("Leer", "2026-01-01")) == []


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (
            with_change(1, sources=(), rounds=()),
            [("source-missing", "change 1"), ("change-misses-source", "part b1-1")],
        ),
        (with_change(2, why="", text=""), [("reason-missing", "change 2")]),
        (with_change(2, why="", text="", what=""), [("footnote-missing", "change 2"), ("reason-missing", "change 2")]),
        (with_change(5, anchor=()), [("mark-missing", "change 5")]),
        (with_change(2, mark_found=False), [("mark-missing", "change 2")]),
        (with_change(5, anchor=(Slice(9, 0, 0, 1),)), [("anchor-unknown", "change 5")]),
        (with_change(5, anchor=(Slice(1, 0, 0, 99),)), [("anchor-unknown", "change 5")]),
        (with_change(2, revision=9), [("revision-unknown", "change 2"), ("words-unexplained", "revision 2")]),
        (
                with_change(2, revision=None, anchor=GOOD.changes[4].anchor),
                [("words-unexplained", "revision 2"), ("place-differs", "change 2")],
            ),
        (
                with_change(2, revision=1),
                [("revision-double", "change 2"), ("words-unexplained", "revision 2"), ("place-differs", "change 2")],
            ),
        (with_change(2, statement=1), [("place-differs", "change 2")]),
        (with_change(2, in_title=True), [("place-differs", "change 2")]),
        (with_change(2, statement=9), [("statement-unknown", "change 2"), ("place-differs", "change 2")]),
        (with_change(5, statement=1), [("place-differs", "change 5")]),
        (with_change(2, undoes=2), [("change-unknown", "change 2")]),
        (with_change(2, undoes=3), [("change-unknown", "change 2")]),
        (replace(GOOD, rounds=(*GOOD.rounds, GOOD.rounds[0])), [("number-double", "round Online-Beteiligung")]),
        (replace(GOOD, editions=(*GOOD.editions, GOOD.editions[0])), [("number-double", "edition Entwurf")]),

        (with_change(5, number=7), [("number-gap", "change 5")]),
        (with_change(5, number=2), [("number-double", "change 2")]),
        (with_change(5, undoes=8), [("change-unknown", "change 5")]),
        (with_change(3, sources=(Source("part", ref="b9-1"),)), [("source-unknown", "change 3")]),
        (with_change(3, sources=(Source("part", ref="b2-2"),)), [("source-not-adopted", "change 3")]),
        (with_change(3, sources=(Source("part", ref="b2-1"),)), [("answer-misses-change", "change 3")]),
        (with_change(4, sources=(Source("editors"),), rounds=("Dezernat 6",)), [("change-misses-source", "part b2-1")]),
    ],
)  # fmt: skip
def test_promise_1_and_3_changes(case, expected):
    assert found(case) == expected


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (without_answer("b2-2"), [("part-unanswered", "part b2-2")]),
        (with_answer("b2-2", state="weighed"), [("part-unanswered", "part b2-2")]),
        (
            with_answer("b2-2", state="shrugged"),
            [("part-unanswered", "part b2-2"), ("disposition-incomplete", "part b2-2")],
        ),
        (with_answer("b1-1", reason=" "), [("disposition-incomplete", "part b1-1")]),
        (with_answer("b1-1", changes=()), [("disposition-change", "part b1-1"), ("answer-misses-change", "change 1")]),
        (with_answer("b1-1", changes=(1, 9)), [("disposition-change", "part b1-1")]),
        (with_answer("b2-1", detail=""), [("disposition-incomplete", "part b2-1")]),
        (with_answer("b2-2", detail=""), [("disposition-incomplete", "part b2-2")]),
        (with_answer("b2-2", changes=(2,)), [("disposition-change", "part b2-2")]),
        (with_answer("b2-2", state="referred", detail=""), [("disposition-incomplete", "part b2-2")]),
        (with_answer("b2-2", state="deferred", detail=""), [("disposition-incomplete", "part b2-2")]),
        (with_answer("b2-2", state="already-contained", detail=""), [("disposition-incomplete", "part b2-2")]),
        (with_answer("b2-2", state="noted", reason=""), [("disposition-incomplete", "part b2-2")]),
        (with_answer("b2-2", state="withdrawn", reason=""), [("disposition-incomplete", "part b2-2")]),
        (with_answer("b2-2", state="same-as", detail="b1-1"), []),
        (with_answer("b2-2", state="same-as", detail="b2-2"), [("disposition-incomplete", "part b2-2")]),
        (with_answer("b2-2", state="same-as", detail="b9-9"), [("disposition-incomplete", "part b2-2")]),
        (replace(GOOD, dispositions=(*GOOD.dispositions, LAST)), [("disposition-double", "part b2-2")]),
        (
            replace(GOOD, dispositions=(*GOOD.dispositions, Disposition("b7-7", "noted", "Danke"))),
            [("disposition-part", "part b7-7")],
        ),
    ],
)  # fmt: skip
def test_promise_2_and_3_answers(case, expected):
    assert found(case) == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((Part("p", "b1", 0, 25), Part("q", "b2", 0, 31)), [("part-uncovered", "contribution b1")]),
        ((Part("p", "b1", 4, 26), Part("q", "b2", 0, 31)), [("part-uncovered", "contribution b1")]),
        ((Part("p", "b1", 0, 26), Part("q", "b2", 0, 20), Part("r", "b2", 19, 31)), [("part-overlap", "part r")]),
        ((Part("p", "b1", 0, 27), Part("q", "b2", 0, 31)), [("part-range", "part p")]),
        ((Part("p", "b1", 0, 26), Part("o", "b1", 26, 26), Part("q", "b2", 0, 31)), [("part-range", "part o")]),
        ((Part("p", "b1", 0, 26), Part("q", "b2", 0, 31), Part("r", "b3", 0, 1)), [("part-contribution", "part r")]),
        ((Part("q", "b2", 0, 31),), [("part-uncovered", "contribution b1")]),
    ],
)
def test_parts_cover_their_contribution(parts, expected):
    assert [row for row in found(with_parts(*parts)) if row[0] != "part-unanswered"] == expected


@pytest.mark.parametrize(
    ("case", "where"),
    [
        (with_statements(replace(ONE, title="Eine Stadt am See"), TWO), "statement 1, title"),
        (with_statements(ONE, replace(TWO, paragraphs=("Der Bus fährt nie.",))), "statement 2, paragraph 1"),
        (with_statements(ONE), "statement 2"),
        (with_statements(ONE, TWO, replace(ONE, number=3)), "statement 3"),
        (with_statements(TWO, ONE), "order"),
        (replace(GOOD, tensions=(replace(GOOD.tensions[0], text="Ruhe ist Pflicht."),)), "tension 1, paragraph 1"),
        (replace(GOOD, sections=(replace(GOOD.sections[0], paragraphs=()),)), "section 1"),
    ],
)  # fmt: skip
def test_the_plain_text_is_the_weaves_text(case, where):
    assert found(case) == [("text-differs", where)]


def test_a_word_nobody_changed_is_named_with_both_readings():
    words = tuple(text.replace("gehört allen", "gehört niemandem") for text in ONE.paragraphs)
    case = with_statements(replace(ONE, paragraphs=words), TWO)
    (item,) = check_process(case)
    assert "gehört niemandem" in item.message and "gehört allen" in item.message


def test_a_broken_weave_is_one_finding_and_the_rest_is_still_checked():
    slots = (replace(GOOD.weave.slots[0], lives=(Life(3, 1),)), *GOOD.weave.slots[1:])
    case = replace(with_change(2, why="", text=""), weave=replace(GOOD.weave, slots=slots))
    assert found(case) == [("weave-broken", "weave"), ("reason-missing", "change 2")]


def test_an_edition_of_a_revision_that_never_was():
    case = replace(GOOD, editions=(Edition("Beschluss", 12),))
    assert found(case) == [("revision-unknown", "edition Beschluss")]


def test_every_code_is_documented_with_its_severity():
    table = (ROOT / "docs" / "format.md").read_text("utf-8").partition("### Codes")[2].partition("## 11")[0]
    documented = dict(re.findall(r"^\| `([a-z-]+)` \| (error|gap|note) \|", table, re.MULTILINE))
    source = "".join(path.read_text("utf-8") for path in (ROOT / "src/stadtgespraech/checks").glob("*.py"))
    used = set(re.findall(r'finding\(\s*"([a-z-]+)"', source)) | set(re.findall(r'\("(edition-[a-z]+)", "', source))
    used |= {"signature", "log-root"}
    assert used == set(documented)
    assert {code for code, severity in documented.items() if severity == "gap"} == GAP_CODES
    assert {code for code, severity in documented.items() if severity == "note"} == NOTE_CODES
