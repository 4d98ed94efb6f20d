"""Stories: a process written by hand in TOML. All of Auenstadt, a small square, and everything that may go wrong."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from stadtgespraech.checks.process import check_process
from stadtgespraech.ingest.fields import StoryError
from stadtgespraech.ingest.story import draw, read_story
from stadtgespraech.records import Slice, Source, from_json, to_json
from stadtgespraech.text.weave import Weave

ROOT = Path(__file__).resolve().parents[2]
AUENSTADT = ROOT / "demo" / "auenstadt.toml"

SQUARE = """
title = "Ein Platz für Klein-Auen"
as_of = "2026-09-01"

[[rounds]]
name = "Dorfgespräch"

[[rounds]]
name = "Gemeinderat"

[[tensions]]
title = "Feste – Ruhe"
text = "Beides am selben Ort."

[[statements]]
key = "platz"
title = "Der Platz ist für alle da."
paragraphs = [
  "Auf dem Platz steht ein Brunnen. Abends ist es dunkel. Bürger sitzen dort gern.",
  "Am Bürgerhaus halten Busse. Die Bürger warten.",
  "Im Winter liegt Schnee.",
]

[[statements]]
key = "bach"
title = "Der Bach bleibt offen."
paragraphs = ["Wasser gehört dazu."]

[[editions]]
name = "Entwurf"
after = ""

[[editions]]
name = "Beschluss"
"""


def story(tmp_path: Path, *more: str) -> Path:
    path = tmp_path / "platz.toml"
    path.write_text(SQUARE + "\n".join(more), "utf-8")
    return path


def change(body: str, key: str = "eins") -> str:
    return f"""
[[changes]]
key = "{key}"
date = "2026-08-01"
kinds = ["replace"]
rounds = ["Dorfgespräch"]
what = "Was."
why = "Warum."
{body}
"""


def edit(body: str, key: str = "eins") -> str:
    return change(f"edits = [{body}]", key)


def contribution(body: str, name: str = "D-1") -> str:
    return f"""
[[contributions]]
id = "{name}"
round = "Dorfgespräch"
{body}
"""


def paragraphs(path: Path) -> list[tuple[str, ...]]:
    return [statement.paragraphs for statement in read_story(path).statements]


FIRST = "Auf dem Platz steht ein Brunnen. Abends ist es dunkel. Bürger sitzen dort gern."
SECOND = "Am Bürgerhaus halten Busse. Die Bürger warten."
THIRD = "Im Winter liegt Schnee."
WATER = "Wasser gehört dazu."
DUSK = " Abends ist es dunkel."
SUNNY = FIRST.replace(DUSK, "")
TO_BACH = 'to = { in = "bach", after = "dazu." }'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            '{ in = "platz", old = "dunkel", new = "hell" }',
            [(FIRST.replace("dunkel", "hell"), SECOND, THIRD), (WATER,)],
        ),
        ('{ in = "platz", delete = " Abends ist es dunkel." }', [(SUNNY, SECOND, THIRD), (WATER,)]),
        (
            '{ in = "platz", insert_after = "Abends ist es", new = " nie" }',
            [(FIRST.replace("es dunkel", "es nie dunkel"), SECOND, THIRD), (WATER,)],
        ),
        (
            '{ in = "Der Bach bleibt offen.", insert_before = "Wasser", new = "Viel " }',
            [(FIRST, SECOND, THIRD), ("Viel " + WATER,)],
        ),
        (f'{{ in = "platz", move = "{DUSK}", {TO_BACH} }}', [(SUNNY, SECOND, THIRD), (WATER + DUSK,)]),
        (
            f'{{ in = "platz", move = "{DUSK}", reworded = " Nachts ist es dunkel.", {TO_BACH} }}',
            [(SUNNY, SECOND, THIRD), (WATER + " Nachts ist es dunkel.",)],
        ),
        (
            '{ in = "bach", new_paragraph_after = 1, new = "Und Steine." }',
            [(FIRST, SECOND, THIRD), (WATER, "Und Steine.")],
        ),
        (
            '{ in = "bach", new_paragraph_after = 0, new = "Und Steine." }',
            [(FIRST, SECOND, THIRD), ("Und Steine.", WATER)],
        ),
        ('{ in = "platz", delete_paragraph = 2 }', [(FIRST, THIRD), (WATER,)]),
        ('{ in = "platz", move_paragraph = 3, after_paragraph = 0 }', [(THIRD, FIRST, SECOND), (WATER,)]),
        ('{ in = "platz", move_paragraph = 1, after_paragraph = 3 }', [(SECOND, THIRD, FIRST), (WATER,)]),
        (
            '{ in = "platz", split_before = "Die Bürger warten." }',
            [(FIRST, "Am Bürgerhaus halten Busse.", "Die Bürger warten.", THIRD), (WATER,)],
        ),
        ('{ in = "platz", paragraph = 2, join = " Und: " }', [(FIRST, SECOND + " Und: " + THIRD), (WATER,)]),
        (
            '{ replace_everywhere = { "Bürger" = "Leute" }, except = ["Bürgerhaus"], places = 2 }',
            [(FIRST.replace("Bürger", "Leute"), SECOND.replace("Bürger w", "Leute w"), THIRD), (WATER,)],
        ),
    ],
    ids=[
        "replace",
        "delete",
        "insert-after",
        "insert-before",
        "move",
        "move-reworded",
        "new-paragraph",
        "new-first-paragraph",
        "delete-paragraph",
        "paragraph-to-front",
        "paragraph-to-end",
        "split",
        "join",
        "everywhere",
    ],
)
def test_every_verb_does_what_its_name_says(tmp_path, body, expected):
    assert paragraphs(story(tmp_path, edit(body))) == expected


def test_a_new_title_is_known_as_well_as_the_old_one(tmp_path):
    process = read_story(
        story(
            tmp_path,
            edit('{ in = "bach", old_title = "Der Bach bleibt offen.", new_title = "Der Bach bleibt lange offen." }'),
            edit('{ in = "Der Bach bleibt lange offen.", old = "Wasser", new = "Wasser und Licht" }', "zwei"),
            edit('{ in = "Der Bach bleibt offen.", old = "gehört", new = "gehören" }', "drei"),
        )
    )
    assert (process.statements[1].title, process.statements[1].paragraphs) == (
        "Der Bach bleibt lange offen.",
        ("Wasser und Licht gehören dazu.",),
    )
    marked = Weave.from_rows(process.weave).marked(0, 1)
    assert [(run.kind, run.text.strip()) for run in marked if run.kind != "kept"] == [("inserted", "lange")]
    assert (process.changes[0].in_title, process.changes[1].in_title) == (True, False)


def test_a_reworded_move_keeps_what_both_wordings_share(tmp_path):
    body = f'{{ in = "platz", move = "{DUSK}", reworded = " Nachts ist es dunkel.", {TO_BACH} }}'
    marked = Weave.from_rows(read_story(story(tmp_path, edit(body))).weave).marked(0, 1)
    by_kind = {
        kind: "".join(run.text for run in marked if run.kind == kind)
        for kind in ("moved-here", "moved-away", "inserted")
    }
    assert by_kind == {"moved-here": " ist es dunkel.", "moved-away": " ist es dunkel.", "inserted": " Nachts"}


def test_an_undone_change_keeps_its_number_and_says_by_what_it_was_taken_back(tmp_path):
    process = read_story(
        story(
            tmp_path,
            edit('{ in = "platz", old = "dunkel", new = "hell" }'),
            edit('{ in = "bach", old = "dazu", new = "immer dazu" }', "zwei"),
            change('undoes = "eins"', "drei"),
        )
    )
    assert process.statements[0].paragraphs == (FIRST, SECOND, THIRD)
    assert [(item.number, item.revision, item.undoes) for item in process.changes] == [
        (1, 1, None),
        (2, 2, None),
        (3, 3, 1),
    ]
    assert process.changes[0].text == "Anlass: Dorfgespräch. Was. Warum. Zurückgenommen mit Ä-3."


def test_a_footnote_without_a_change_of_text_is_anchored_after_its_words(tmp_path):
    at = 'at = { in = "platz", quote = "Abends ist es dunkel." }'
    process = read_story(story(tmp_path, edit('{ in = "platz", old = "Auf", new = "Mitten auf" }'), change(at, "zwei")))
    weave = Weave.from_rows(process.weave)
    assert (process.changes[1].revision, process.changes[1].statement) == (None, 1)
    assert weave.passage_text(process.changes[1].anchor) == "Abends ist es dunkel."
    assert [edition.revision for edition in process.editions] == [0, 1]


def test_parts_become_sources_and_rounds_of_their_change_and_same_as_takes_over_its_changes(tmp_path):
    process = read_story(
        story(
            tmp_path,
            edit('{ in = "platz", old = "dunkel", new = "hell" }').replace('["Dorfgespräch"]', '["Gemeinderat"]'),
            contribution(
                "parts = [{ text = 'Zu dunkel.', about = 'platz', quote = 'dunkel', state = 'adopted', "
                "changes = ['eins'], reason = 'Ja.' }, { text = 'Und kalt.', state = 'noted', reason = 'Danke.' }]"
            ),
            contribution("text = 'Finster!'\nstate = 'same-as'\nsame_as = 'D-1a'", "D-2"),
        )
    )
    assert process.changes[0].rounds == ("Dorfgespräch", "Gemeinderat")
    assert process.changes[0].sources == (
        Source("part", "Dorfgespräch", "D-1a"),
        Source("part", "Dorfgespräch", "D-2"),
        Source("round", "Gemeinderat"),
    )
    assert process.contributions[0].text == "Zu dunkel. Und kalt."
    assert [(part.id, part.start, part.end, part.statement) for part in process.parts] == [
        ("D-1a", 0, 10, 1),
        ("D-1b", 11, 20, None),
        ("D-2", 0, 8, None),
    ]
    assert [(answer.part, answer.state, answer.changes, answer.day) for answer in process.dispositions] == [
        ("D-1a", "adopted", (1,), "2026-09-01"),
        ("D-1b", "noted", (), "2026-09-01"),
        ("D-2", "same-as", (1,), "2026-09-01"),
    ]


def test_salts_repeat_for_equal_files_and_differ_between_contributions_and_files(tmp_path):
    two = [contribution("text = 'A'\nstate = 'noted'\nreason = 'B'", name) for name in ("D-1", "D-2")]
    salts = [said.salt for said in read_story(story(tmp_path, *two)).contributions]
    assert [said.salt for said in read_story(story(tmp_path, *two)).contributions] == salts
    others = [said.salt for said in read_story(story(tmp_path, *two, "# ein Zeichen mehr")).contributions]
    assert len({*salts, *others}) == 4
    assert all(re.fullmatch("[0-9a-f]{64}", salt or "") for salt in salts)


def test_the_order_is_drawn_by_the_seed_alone():
    assert draw("abcdefgh", "") == list("abcdefgh")
    assert draw("abcdefgh", "x") == draw("abcdefgh", "x")
    assert sorted(draw("abcdefgh", "x")) == list("abcdefgh")
    assert len({tuple(draw("abcdefgh", str(seed))) for seed in range(50)}) == 50


CHANGE = "change 1 (eins): "
VOICE = "contribution D-1: "
DRY = edit('{ in = "bach", delete = "Wasser" }')
NOTED = contribution("text = 'A'\nstate = 'noted'\nreason = 'B'")


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (edit('{ in = "platz", old = "laut", new = "leise" }'), CHANGE + "quote not found in „platz“: „laut“"),
        (
            edit('{ in = "platz", paragraph = 1, old = "st", new = "x" }'),
            CHANGE + "quote found 2 times in „platz“, paragraph 1, quote more of it: „st“",
        ),
        (
            edit('{ in = "platz", paragraph = 9, old = "Auf", new = "x" }'),
            CHANGE + "„platz“ has 3 paragraphs, there is no paragraph 9",
        ),
        (edit('{ in = "dorf", old = "Auf", new = "x" }'), CHANGE + "nothing is called „dorf“"),
        (edit('{ in = "platz", old = "Auf", neu = "x" }'), CHANGE + "edits[1] with old has no field neu"),
        (edit('{ in = "platz", old = "Auf" }'), CHANGE + "edits[1] with old needs new"),
        (edit('{ in = "platz", old = "", new = "x" }'), CHANGE + "an empty quote stands nowhere"),
        (edit('{ in = "platz", new = "x" }'), CHANGE + "edits[1] needs exactly one of"),
        (edit('{ in = "platz", split_before = "rgerhaus" }'), CHANGE + "a paragraph is split at a space"),
        (
            edit('{ in = "platz", move_paragraph = 2, after_paragraph = 1 }'),
            CHANGE + "paragraph 2 of „platz“ stands there already",
        ),
        (
            edit('{ in = "platz", move = "steht ein", to = { in = "platz", after = "teht" } }'),
            CHANGE + "the words are moved into themselves",
        ),
        (
            edit('{ replace_everywhere = { "Bürger" = "Leute" }, except = ["Bürgerhaus"], places = 3 }'),
            CHANGE + "Bürger: found in 2 places, the story says 3",
        ),
        (
            edit('{ replace_everywhere = { "Bürger" = "Leute" }, except = [], places = 2 }'),
            CHANGE + "words that hold the term and are not replaced: Bürgerhaus",
        ),
        (edit('{ in = "platz", old = "Auf", new = "x" }, { in = "platz", old = "Auf dem", new = "y" }'), CHANGE),
        (
            DRY + edit('{ in = "bach", delete = "gehört" }'),
            "change 2 (eins): its key is given to an earlier change already",
        ),
        (change('undoes = "null"'), CHANGE + "it undoes „null“, which is no change of text"),
        (change(""), CHANGE + "needs exactly one of edits, at"),
        (DRY.replace("Dorfgespräch", "Stammtisch"), CHANGE + "there is no round „Stammtisch“"),
        (DRY.replace('["Dorfgespräch"]', "[]"), CHANGE + "has no source"),
        (DRY.replace('["replace"]', '["swap"]'), CHANGE + "kinds must be one of insert, delete"),
        (DRY.replace('why = "Warum."', ""), CHANGE + "needs why"),
        (DRY.replace("why =", "warum ="), CHANGE + "has an unknown field „warum“"),
        (
            edit('{ in = "platz", paragraph = "1", old = "Auf", new = "x" }'),
            CHANGE + "edits[1].paragraph must be a whole number",
        ),
        (edit('{ in = "platz", move = "Auf", to = { in = "bach" } }'), CHANGE + "edits[1].to needs after"),
        (
            edit(f'{{ in = "platz", move = "{DUSK}", reworded = " Es gibt Licht.", {TO_BACH} }}'),
            CHANGE + "nothing of „ Abends ist es dunkel.“ is kept in „ Es gibt Licht.“",
        ),
        (change('at = { in = "platz" }'), CHANGE + "at needs quote"),
        (
            contribution("parts = [" + '{ text = "A" }, ' * 27 + "]"),
            VOICE + "has 27 parts; there are letters for 26",
        ),
        (contribution("state = 'noted'\nreason = 'B'"), VOICE + "needs text"),
        (
            contribution("text = 'A'\nstate = 'adopted'\nreason = 'B'\nchanges = ['x']"),
            VOICE + "D-1: there is no change „x“",
        ),
        (contribution("text = 'A'\nstate = 'adopted'\nreason = 'B'"), VOICE + "D-1: „adopted“ needs changes"),
        (contribution("text = 'A'\nstate = 'not-adopted'\nreason = 'B'"), VOICE + "D-1: „not-adopted“ needs detail"),
        (contribution("text = 'A'\nstate = 'open'"), VOICE + "state must be one of adopted"),
        (
            contribution("text = 'A'\nstate = 'same-as'\nsame_as = 'D-1'"),
            VOICE + "same_as „D-1“ is no part with an answer of its own",
        ),
        (NOTED * 2, VOICE + "the id is given twice"),
        (NOTED + "who = 'C'", VOICE + "has an unknown field „who“"),
        (NOTED.replace("Dorfgespräch", "Stammtisch"), VOICE + "there is no round „Stammtisch“"),
        (NOTED + "about = 'platz'\nquote = 'Meer'", VOICE + "quote not found in „platz“: „Meer“"),
        ("[[rounds]]\nname = 'Markt'\npeople = 'viele'", "rounds[3]: people must be a whole number"),
        ("[[rounds]]\nname = 'Markt'\nplacee = 'hier'", "rounds[3]: has an unknown field „placee“; known are name"),
        ("[[editions]]\nname = 'Drittes'\nafter = 'x'", "editions[3]: there is no change „x“"),
        ("[[meetings]]\nname = 'Markt'", "has an unknown field „meetings“; known are title"),
    ],
)
def test_what_is_wrong_with_a_story_is_said_with_its_place(tmp_path, more, message):
    path = story(tmp_path, more)
    with pytest.raises(StoryError) as raised:
        read_story(path)
    assert str(raised.value).startswith(f"{path}: {message}")
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"title = ", "not TOML: "),
        ("title = 'Köln'".encode("latin-1"), "not UTF-8 at byte 10"),
        (b"\n", "the file is empty"),
    ],
)
def test_a_file_that_is_no_story_is_refused(tmp_path, data, message):
    path = tmp_path / "platz.toml"
    path.write_bytes(data)
    with pytest.raises(ValueError, match=rf"^{re.escape(str(path))}: {message}"):
        read_story(path)


def test_an_included_file_is_read_after_the_first_and_a_missing_one_named(tmp_path):
    path = story(tmp_path)
    path.write_text('include = ["mehr.toml"]\n' + SQUARE, "utf-8")
    (tmp_path / "mehr.toml").write_text(edit('{ in = "bach", old = "dazu", new = "immer dazu" }'), "utf-8")
    assert read_story(path).statements[1].paragraphs == ("Wasser gehört immer dazu.",)
    (tmp_path / "mehr.toml").unlink()
    with pytest.raises(ValueError, match=r"mehr\.toml: no such file"):
        read_story(path)


def test_an_included_file_outside_the_storys_folder_is_not_read(tmp_path):
    path = tmp_path / "stadt" / "platz.toml"
    path.parent.mkdir()
    path.write_text('include = ["../mehr.toml"]\n' + SQUARE, "utf-8")
    (tmp_path / "mehr.toml").write_text("", "utf-8")
    with pytest.raises(StoryError, match=r"include „\.\./mehr\.toml“ lies outside the story's folder"):
        read_story(path)


def test_the_story_in_the_readme_is_read(tmp_path):
    text = (ROOT / "demo" / "README.md").read_text("utf-8")
    (found,) = re.findall(r"```toml\n(.*?)```", text, re.S)
    (tmp_path / "platz.toml").write_text(found, "utf-8")
    process = read_story(tmp_path / "platz.toml")
    assert process.statements[0].paragraphs == ("Auf dem Platz steht ein Brunnen. Abends ist es hell genug.",)
    assert process.changes[0].sources == (Source("part", "Dorfgespräch", "D-1"),)


# ------------------------------------------------------------------------------------------ Auenstadt


@pytest.fixture(scope="module")
def auenstadt():
    return read_story(AUENSTADT)


def test_auenstadt_has_what_the_issue_asks_for(auenstadt):
    assert auenstadt.report.read == {
        "statements": 12, "tensions": 4, "rounds": 8, "changes": 41,
        "contributions": 72, "parts": 81, "dispositions": 81,
    }  # fmt: skip
    assert [edition.revision for edition in auenstadt.editions] == [0, 35, 40]
    assert Counter(change.revision is None for change in auenstadt.changes) == {False: 40, True: 1}
    assert from_json(to_json(auenstadt)) == auenstadt


def test_auenstadt_keeps_every_promise(auenstadt):
    assert check_process(auenstadt) == ()


def test_auenstadts_statements_stand_in_the_order_drawn(auenstadt):
    assert [statement.title for statement in auenstadt.statements] == [
        "Der Fluss gehört allen.",
        "Wohnen bleibt in jedem Viertel bezahlbar.",
        "Alle kommen sicher ans Ziel.",
        "Lernen hört nach der Schule nicht auf.",
        "Auenstadt kommt gut durch heiße Sommer und starken Regen.",
        "Handwerk, Handel und Forschung haben hier Zukunft.",
        "In Auenstadt muss niemand einsam sein.",
        "Unsere Stadt spricht viele Sprachen.",
        "Kultur ist überall um die Ecke.",
        "Gesund leben ist keine Frage der Adresse.",
        "Entscheidungen sind offen und nachvollziehbar.",
        "Stadt und Umland ziehen an einem Strang.",
    ]


def test_auenstadts_changes_are_of_every_kind_that_touches_text_or_explains(auenstadt):
    kinds = {kind for change in auenstadt.changes for kind in change.kinds}
    assert kinds == {
        "insert", "delete", "replace", "move", "retitle", "reorder", "split", "join", "merge-term", "sharpen",
        "deduplicate", "explain-only",
    }  # fmt: skip
    sources = {source.kind for change in auenstadt.changes for source in change.sources}
    assert sources >= {"part", "resolution", "law", "opinion", "editors"}
    assert {change.klass for change in auenstadt.changes} == {"substantive", "editorial", "correction", "legal"}


def test_auenstadts_marked_edition_shows_every_kind_and_every_change_that_was_not_undone(auenstadt):
    weave = Weave.from_rows(auenstadt.weave)
    runs = weave.marked(0, 40)
    assert {run.kind for run in runs} == {"kept", "inserted", "deleted", "moved-here", "moved-away"}
    assert {run.block.kind for run in runs if run.block and run.kind != "kept"} == {"paragraph"}
    causes = {run.cause for run in runs if run.cause is not None}
    undone = {change.revision for change in auenstadt.changes if change.undoes}
    undone |= {change.revision for change in auenstadt.changes if "Zurückgenommen mit" in change.text}
    assert causes == set(range(1, 41)) - undone
    assert {(run.text, run.cause, run.via) for run in runs if run.via} == {("in den Kernzeiten ", 38, (16,))}


def test_auenstadts_passages_and_anchors_hold_words(auenstadt):
    weave = Weave.from_rows(auenstadt.weave)
    assert all(weave.passage_text(part.passage, 0) for part in auenstadt.parts if part.passage)
    (grillen,) = (change for change in auenstadt.changes if change.anchor)
    assert weave.passage_text(grillen.anchor) == "sprechen jedes Frühjahr gemeinsam ab, was wo stattfindet."
    assert all(isinstance(piece, Slice) for piece in grillen.anchor)


def test_auenstadts_footnotes_quote_words_that_stand_in_the_text(auenstadt):
    """What a note says was inserted or replaced can be found before or after it, a title that came later at the end."""
    weave = Weave.from_rows(auenstadt.weave)
    missing = []
    for note in auenstadt.changes:
        if note.revision is None or note.undoes:
            continue
        both = weave.text(note.revision - 1) + weave.text(note.revision) + weave.text()
        quotes = [quote for quote in re.findall("„(.*?)“", note.what) if "…" not in quote]
        missing += [(note.number, quote) for quote in quotes if quote not in both]
    assert missing == []


def test_auenstadts_answers_cover_every_final_state(auenstadt):
    assert Counter(answer.state for answer in auenstadt.dispositions).keys() == {
        "adopted", "partly-adopted", "adopted-otherwise", "already-contained", "not-adopted", "noted", "referred",
        "deferred", "withdrawn", "unintelligible", "same-as",
    }  # fmt: skip
    used = {said.round for said in auenstadt.contributions}
    assert used == {entry.name for entry in auenstadt.rounds}


def test_auenstadts_days_are_in_order_and_weekdays_where_people_work(auenstadt):
    decided = [date.fromisoformat(change.date) for change in auenstadt.changes]
    assert decided == sorted(decided)
    assert all(day.weekday() < 5 for day in decided)
    days = {said.id: said.day for said in auenstadt.contributions}
    answered = {answer.part: answer.day for answer in auenstadt.dispositions}
    assert all(days[part.contribution] <= answered[part.id] for part in auenstadt.parts)


def test_auenstadts_german_has_typographic_quotes_and_no_stray_spaces(auenstadt):
    texts = [text for file in (AUENSTADT, *AUENSTADT.with_suffix("").glob("*.toml")) for text in _strings(file)]
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
