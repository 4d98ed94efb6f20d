"""Hostile stories: in every field every value of another form, files that are no story, what includes reach."""

from __future__ import annotations

import copy
import datetime
import functools
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from stadtgespraech.ingest.archive import ReadError
from stadtgespraech.ingest.fields import MAX_MESSAGE, Fields, StoryError, each
from stadtgespraech.ingest.story import read_story

DEMO = Path(__file__).resolve().parents[2] / "demo"
HEAD = 'title = "Ein Platz"\nas_of = "2026-09-01"\n'
DAY = datetime.date(2026, 9, 1)
# Every field that a story can have, and every verb of an edit.
EVERYTHING = """
title = "Ein Platz"
subtitle = "Wie er wird"
city = "Klein-Auen"
motto = "Für alle"
language = "de"
product = "Zielbilder"
as_of = "2026-09-01"
order_seed = ""
path_text = "Erst reden, dann bauen."
answered = "2026-09-01"

[[products]]
title = "Zielbilder"
motto = "Wie wir es wollen"
state = "in Arbeit"

[[rounds]]
name = "Markt"
kind = "workshop"
dates = "2026-07-01"
place = "Bürgerhaus"
people = 20
contributions = 3
ideas = 2
note = "gerundet"

[[sections]]
title = "Vorwort"
role = "introduction"
paragraphs = ["Guten Tag."]

[[tensions]]
title = "Feste – Ruhe"
text = "Beides am selben Ort."

[[statements]]
key = "platz"
title = "Der Platz ist für alle da."
paragraphs = ["Abends ist es dunkel. Bürger sitzen hier.", "Am Bürgerhaus halten Busse. Dort warten viele.", "Ende."]

[[statements]]
key = "bach"
title = "Der Bach bleibt offen."
paragraphs = ["Wasser gehört dazu.", "Steine auch.", "Und Sand, und Kies."]

[[editions]]
name = "Entwurf"
date = "2026-07-01"
audience = "public"
note = "zur Beratung"
after = ""

[[changes]]
key = "eins"
date = "2026-08-01"
kinds = ["replace"]
klass = "editorial"
rounds = ["Markt"]
sources = [{ kind = "resolution", name = "Ratsbeschluss", ref = "12/26", date = "2026-07-30" }]
see = ["Feste – Ruhe"]
what = "Was."
why = "Warum."
edits = [
  { in = "platz", paragraph = 1, old = "dunkel", new = "hell" },
  { in = "platz", paragraph = 1, delete = " sitzen" },
  { in = "platz", paragraph = 2, insert_after = "halten", new = " viele" },
  { in = "platz", paragraph = 2, split_before = "Dort" },
  { replace_everywhere = { "Bürger" = "Leute" }, except = ["Bürgerhaus"], places = 1 },
  { in = "platz", move = "Abends ist es", reworded = "Abends ist", to = { in = "bach", paragraph = 1, after = "zu" } },
  { in = "bach", paragraph = 3, insert_before = "Kies", new = "viel " },
  { in = "bach", old_title = "Der Bach bleibt offen.", new_title = "Der Bach bleibt." },
]

[[changes]]
key = "zwei"
date = "2026-08-01"
kinds = ["join"]
rounds = ["Markt"]
what = "Was."
why = "Warum."
edits = [
  { in = "platz", paragraph = 1, join = " " },
  { in = "platz", delete_paragraph = 4 },
  { in = "bach", move_paragraph = 2, after_paragraph = 3 },
  { in = "bach", new_paragraph_after = 1, new = "Und Licht." },
]

[[changes]]
key = "drei"
date = "2026-08-01"
kinds = ["explain-only"]
rounds = ["Markt"]
what = "Was."
why = "Warum."
at = { in = "bach", paragraph = 1, quote = "Wasser" }

[[changes]]
key = "vier"
date = "2026-08-01"
kinds = ["replace"]
rounds = ["Markt"]
what = "Was."
why = "Warum."
undoes = "zwei"

[[contributions]]
id = "D-1"
round = "Markt"
day = "2026-07-01"
kind = "idea"
intent = "change"
parts = [
  { text = "Zu dunkel.", about = "platz", quote = "dunkel", paragraph = 1, state = "adopted", changes = ["eins"], \
reason = "Ja.", detail = "ganz", answered = "2026-09-01" },
  { text = "Und kalt.", state = "same-as", same_as = "D-2" },
]

[[contributions]]
id = "D-2"
round = "Markt"
text = "Kalt."
about = "platz"
quote = "Abends"
paragraph = 1
state = "not-adopted"
reason = "Nein."
detail = "abgewogen"
answered = "2026-09-01"

[[contributions]]
id = "D-3"
round = "Markt"
text = "Finster!"
state = "same-as"
same_as = "D-1a"

[[contributions]]
id = "D-4"
round = "Markt"
text = "Hell!"
state = "adopted"
changes = ["eins"]
reason = "Ja."
"""
EMPTY = """
[[rounds]]
name = "Markt"

[[statements]]
key = "bach"
title = "Bach"

[[changes]]
key = "eins"
date = "2026-08-01"
kinds = ["replace"]
rounds = ["Markt"]
what = "Was."
why = "Warum."
edits = {}
"""
VALUES: tuple[Any, ...] = (5, True, "x", [], ["a"], [1], {}, 1.5, DAY)
TWICE = "include names a file twice, or this file itself; name every other file once"
Place = tuple[str | int, ...]
NEEDED = {
    "as_of", "title",
    "changes.at.in", "changes.at.quote", "changes.date", "changes.edits.after_paragraph", "changes.edits.except",
    "changes.edits.in", "changes.edits.new", "changes.edits.new_title", "changes.edits.places", "changes.edits.to",
    "changes.edits.to.after", "changes.edits.to.in", "changes.key", "changes.kinds", "changes.sources.kind",
    "changes.what", "changes.why",
    "contributions.changes", "contributions.detail", "contributions.id", "contributions.parts.changes",
    "contributions.parts.reason", "contributions.parts.same_as", "contributions.parts.state",
    "contributions.parts.text", "contributions.reason", "contributions.round", "contributions.same_as",
    "contributions.state", "contributions.text",
    "editions.name", "products.title", "rounds.name", "sections.title", "statements.title", "tensions.title",
}  # fmt: skip


def written(value: Any) -> str:
    """The value as TOML on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(name)} = {written(item)}" for name, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    if isinstance(value, datetime.date):
        return value.isoformat()
    return json.dumps(value)


def places(value: Any, at: Place = ()) -> Iterator[Place]:
    """Every field of the table and of all in it, and every item of a list."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, item in items:
        yield (*at, name)
        yield from places(item, (*at, name))


def shape(place: Place) -> str:
    """The field as a dotted name, without places in lists and without the words that a term replaces."""
    names = ".".join(name for name in place if isinstance(name, str))
    return re.sub(r"(replace_everywhere)\..*", r"\1", names)


def changed(table: dict[str, Any], place: Place, value: Any) -> dict[str, Any]:
    """A copy with another value at that place; None takes it away."""
    result = copy.deepcopy(table)
    inner: Any = result
    for name in place[:-1]:
        inner = inner[name]
    if value is None:
        del inner[place[-1]]
    else:
        inner[place[-1]] = value
    return result


def said(path: Path, text: str | bytes) -> str:
    """What reading the story says that is wrong, without its path; "" where nothing is."""
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    try:
        read_story(path)
    except ReadError as error:
        assert str(error).startswith(f"{path}: ") and len(str(error).splitlines()) == 1
        return str(error).removeprefix(f"{path}: ")
    return ""


def test_everything_has_every_field_of_the_real_stories():
    own = ("offen.toml", "jugend.toml", "uebersetzungen.toml")  # of the site, no part of a story
    stories = [file for file in DEMO.rglob("*.toml") if file.name not in own]
    real = {shape(at) for file in stories for at in places(tomllib.loads(file.read_text("utf-8")))}
    assert real - {"include"} <= {shape(at) for at in places(tomllib.loads(EVERYTHING))}


def broken(path: Path, value: Any) -> Iterator[tuple[Place, Any, str]]:
    """Each field, and each first item of a list, with what stands there and what is said with `value` instead."""
    story = tomllib.loads(EVERYTHING)
    seen = set()
    for place in places(story):
        key = (shape(place), isinstance(place[-1], int))
        if key not in seen:
            seen.add(key)
            lines = (f"{name} = {written(item)}" for name, item in changed(story, place, value).items())
            yield place, functools.reduce(lambda inner, name: inner[name], place, story), said(path, "\n".join(lines))


def test_the_story_with_everything_is_read(tmp_path):
    assert said(tmp_path / "platz.toml", EVERYTHING) == ""


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_value_of_another_form_is_an_error_of_one_line_that_names_the_field(tmp_path, value):
    quiet = {
        shape(place)
        for place, original, error in broken(tmp_path / "platz.toml", value)
        if type(original) is not type(value) and shape(place).rpartition(".")[2] not in error
    }
    days = {"as_of", "answered", "rounds.dates", "editions.date", "changes.date", "changes.sources.date"}
    days |= {"contributions.day", "contributions.answered", "contributions.parts.answered"}
    assert quiet == (days if value == DAY else set())


def test_field_that_is_needed_is_named_where_it_is_missing(tmp_path):
    found = broken(tmp_path / "platz.toml", None)
    assert {shape(place) for place, _, error in found if error.endswith(f"needs {place[-1]}")} == NEEDED


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "the file is empty"),
        (" \n", "the file is empty"),
        ("a = " + "[" * 5000, "not a story: nested too deeply"),
        (".".join("a" * 5000) + " = 1", "not a story: a name of forty parts with points between"),
        ("[" + " . ".join(['"a"'] * 5000) + "]", "not a story: a name of forty parts with points between"),
        ("a = " + "9" * 5000, "not a story: a number of thousands of digits"),
        (
            HEAD + 'motto = "\\uD800"',
            "not TOML: Escaped character is not a Unicode scalar value (at line 3, column 16)",
        ),
        (HEAD.encode() + b'motto = "\xff"', "not UTF-8 at byte 50; save it as UTF-8"),
        (HEAD.encode("utf-16"), "not UTF-8 at byte 0; save it as UTF-8"),
        ("title = 5", "title must be a text in quotation marks; found a whole number"),
        ("title = 07:32:00", "title must be a text in quotation marks; found something else"),
        ('as_of = "2026-09-01"', "needs title"),
        ('title = " "\nas_of = "2026-09-01"', "needs title"),
        ('title = "Ein Platz"', "needs as_of"),
        (HEAD + 'language = "hoch deutsch"', "language: 'hoch deutsch' is no language tag, such as de or de-CH"),
        (HEAD + 'answered = "2026-02-30"', "answered must be a day, such as 2026-09-01; found „2026-02-30“"),
        (HEAD + "answered = 2026", "answered must be a day, such as 2026-09-01; found a whole number"),
        (
            HEAD + "answered = 2026-09-01T10:00:00",
            "answered must be a day, such as 2026-09-01; found a day with a time",
        ),
        (HEAD + 'rounds = "a"', "rounds must be a list, each item a table ([[…]] or { … }); found a text"),
        (HEAD + 'rounds = ["a"]', "rounds[1] must be a table ([[…]] or { … }); found a text"),
        (
            HEAD + '[[rounds]]\nname = "Markt"\npeople = 0x' + "f" * 5000,
            "rounds[1]: people must be a whole number from 0 to 1,000,000,000",
        ),
        (
            HEAD + '[[statements]]\ntitle = "A"\nparagraphs = "Text"',
            "statements[1]: paragraphs must be a list, each item a text in quotation marks; found a text",
        ),
        (
            HEAD + '[[statements]]\ntitle = "A\\nB"',
            "statements[1]: title must stand on one line; found a line break in „A\\nB“",
        ),
        (
            EVERYTHING.replace('insert_after = "halten", new = " viele"', 'insert_after = "halten", new = "\\n"'),
            "change 1 (eins): edits[3] has a line break in new; new_paragraph_after or split_before begin a paragraph",
        ),
        (
            EVERYTHING.replace('{ "Bürger" = "Leute" }', '{ "" = "Leute" }'),
            "change 1 (eins): edits[5].replace_everywhere needs words to replace, each with its new wording: "
            '{ "old" = "new" }',
        ),
        (
            HEAD + EMPTY.format("[]"),
            "change 1 (eins): its edits change nothing; a footnote without a change of text has at = { in, quote }",
        ),
        (
            HEAD + EMPTY.format('[{ in = "bach", old_title = "Bach", new_title = "Bach" }]'),
            "change 1 (eins): its edits change nothing; a footnote without a change of text has at = { in, quote }",
        ),
        (
            HEAD + '[[contributions]]\nid = "D-1"\nround = "Markt"\nparts = []',
            "contribution D-1: needs parts, or the fields of its only part",
        ),
    ],
    ids=lambda value: None if isinstance(value, bytes) else value[:40],
)
def test_story_that_cannot_be_read_says_why_in_one_line(tmp_path, text, error):
    assert said(tmp_path / "platz.toml", text) == error


@pytest.mark.parametrize(
    ("include", "other", "error"),
    [
        ("[1]", "", "include[1] must be a text in quotation marks; found a whole number"),
        ('"mehr.toml"', "", "include must be a list, each item a text in quotation marks; found a text"),
        ('["platz.toml"]', "", TWICE),
        ('["mehr.toml", "./mehr.toml"]', "", TWICE),
        ('["/etc/passwd"]', "", "include „/etc/passwd“ lies outside the story's folder; put it beside the story"),
        ('["out.toml"]', "", "include „out.toml“ lies outside the story's folder; put it beside the story"),
        ('["round.toml"]', "", "include „round.toml“ is no file's name"),
        ('["\\u0000"]', "", "include „\\x00“ is no file's name"),
        ('["mehr.toml"]', "title = 'B'", "in mehr.toml: title is given twice; it stands in one file, once"),
        ('["mehr.toml"]', "answered = 'x'", "in mehr.toml: answered must be a day, such as 2026-09-01; found „x“"),
        ('["mehr.toml"]', "[[rounds]]", "in mehr.toml, rounds[1]: needs name"),
        ('["mehr.toml"]', "[[changes]]\nkey = 'eins'", "in mehr.toml, change 1 (eins): needs exactly one of edits, "
         "at (an anchor without a change of text), undoes"),
    ],
)  # fmt: skip
def test_included_file_is_named_and_stays_in_the_folder(tmp_path, include, other, error):
    (tmp_path / "mehr.toml").write_text(other or "city = 'Auen'", "utf-8")
    (tmp_path / "out.toml").symlink_to("/etc/hostname")
    (tmp_path / "round.toml").symlink_to(tmp_path / "round.toml")
    assert said(tmp_path / "platz.toml", f"include = {include}\n{HEAD}") == error


def test_included_file_includes_no_other(tmp_path):
    (tmp_path / "mehr.toml").write_text("include = ['platz.toml']", "utf-8")
    error = said(tmp_path / "platz.toml", f"include = ['mehr.toml']\n{HEAD}")
    assert error.startswith("in mehr.toml: has an unknown field „include“; known are title, ")


def test_byte_order_mark_is_no_part_of_the_story(tmp_path):
    assert said(tmp_path / "platz.toml", HEAD.encode("utf-8-sig")) == ""


def test_message_shows_controls_and_is_shortened_in_the_middle():
    assert str(StoryError("a\nb\x1b[1m\u2028")) == "a\\nb\\x1b[1m\\u2028"
    long = str(StoryError("vorn " + "x" * 5000 + " hinten"))
    assert len(long) == MAX_MESSAGE + 3 and long.startswith("vorn x") and long.endswith("x hinten")


def test_each_names_the_table_at_fault_by_its_label():
    tables = (Fields({"name": "A"}, "rounds[1]"), Fields({"name": 5}, "rounds[2]"))
    with pytest.raises(
        StoryError, match=r"^rounds\[2\]: name must be a text in quotation marks; found a whole number$"
    ):
        each(tables, lambda table, _: table.text("name"))
