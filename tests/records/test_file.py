"""The process file: what is written is read back, and whatever is not this format is refused with its place."""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stadtgespraech import records
from stadtgespraech.records import (
    AUDIENCES,
    CLASSES,
    CONTRIBUTION_KINDS,
    INTENTS,
    KINDS,
    REFERENCE_KINDS,
    ROLES,
    ROUND_KINDS,
    SOURCE_KINDS,
    STATES,
    Atom,
    Block,
    FormatError,
    Life,
    Process,
    Slice,
    Slot,
    from_json,
    to_json,
)

KEYS = ("", "zielbilder", "Ziele_2-2")
WORDS = {
    "Section.role": ROLES, "Round.kind": ROUND_KINDS, "Change.kinds": KINDS, "Change.klass": CLASSES,
    "Source.kind": SOURCE_KINDS, "Reference.kind": REFERENCE_KINDS, "Edition.audience": AUDIENCES,
    "Contribution.kind": CONTRIBUTION_KINDS, "Contribution.intent": INTENTS, "Disposition.state": STATES,
    "Block.kind": ("title", "paragraph"), "Process.language": ("nl", "de-CH", "zh-Hant-TW", "de-1996"),
    "Process.key": KEYS, "Contribution.product": KEYS, "Disposition.product": KEYS,
}  # fmt: skip
ROWS = (Atom, Block, Life, Slice, Slot)


def refusal(text: str) -> str:
    """The message with which a file is refused."""
    with pytest.raises(FormatError) as caught:
        from_json(text)
    return str(caught.value)


def file(more: str = "", version: str = "1") -> str:
    """The smallest process file, with more fields."""
    head = f'"format": "stadtgespraech-process", "version": {version}, "title": "T", "as_of": "2026-05-04"'
    return "{" + head + (f", {more}" if more else "") + "}"


# What is written is read back.


def strategy(hint: Any, name: str = "") -> st.SearchStrategy[Any]:
    """Any value that a field of this type may hold; `name` is "Change.kinds"."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple:
        return st.lists(strategy(inner[0], name), max_size=2).map(tuple)
    if origin is types.UnionType:
        return st.none() | strategy(inner[0])
    if dataclasses.is_dataclass(hint):
        hints = typing.get_type_hints(hint)
        return st.builds(hint, **{key: strategy(value, f"{hint.__name__}.{key}") for key, value in hints.items()})
    plain = {int: NUMBERS, bool: st.booleans(), float: st.floats(allow_nan=False, allow_infinity=False)}
    if origin is dict:
        return st.dictionaries(TEXTS, NUMBERS, max_size=2)
    return st.sampled_from(WORDS[name]) if name in WORDS else plain.get(hint, TEXTS)


NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(strategy(Process))
def test_what_is_written_is_read_back_and_written_the_same(case):
    text = to_json(case)
    assert from_json(text) == case
    assert to_json(from_json(text)).encode() == text.encode()


def full(hint: Any, name: str = "", default: object = None) -> Any:
    """A value of this type with nothing empty and nothing as by default."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple:
        return (full(inner[0], name),)
    if origin is types.UnionType:
        return full(inner[0])
    if dataclasses.is_dataclass(hint):
        hints = typing.get_type_hints(hint)
        given = {field.name: full(hints[field.name], f"{hint.__name__}.{field.name}", field.default)
                 for field in dataclasses.fields(hint)}  # fmt: skip
        return hint(**given)
    if origin is dict:
        return {"seiten": 3}
    if name in WORDS:
        return next(word for word in WORDS[name] if word not in (default, ""))
    return not default if hint is bool else {int: 7, float: 2.5}.get(hint, "Wort")


FULL = full(Process)
BODY = json.loads(to_json(FULL))


class Node(typing.NamedTuple):
    """One value of the file: keys from the top, its place as a message names it, the value read and as JSON."""

    keys: tuple[str | int, ...]
    place: str
    value: Any
    body: Any


def nodes(value: Any, body: Any, keys: tuple[str | int, ...] = (), place: str = "") -> Iterator[Node]:
    """`value` and everything in it."""
    yield Node(keys, place, value, body)
    if dataclasses.is_dataclass(value):
        for index, field in enumerate(dataclasses.fields(value)):
            key = index if isinstance(value, ROWS) else field.name
            inner = getattr(value, field.name)
            yield from nodes(inner, body[key], (*keys, key), f"{place}.{field.name}".lstrip("."))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from nodes(item, body[index], (*keys, index), f"{place}[{index}]")


NODES = [*nodes(FULL, BODY)][1:]


def exchanged(keys: tuple[str | int, ...], value: object, body: Any = BODY) -> Any:
    """The full file with another value at one place."""
    if not keys:
        return value
    if isinstance(body, dict):
        return {**body, keys[0]: exchanged(keys[1:], value, body[keys[0]])}
    at = typing.cast(int, keys[0])
    return [*body[:at], exchanged(keys[1:], value, body[at]), *body[at + 1 :]]


def test_a_full_file_holds_every_record_and_is_read():
    kinds = {type(node.value).__name__ for node in NODES if dataclasses.is_dataclass(node.value)}
    known = {name for name in records.__all__ if dataclasses.is_dataclass(getattr(records, name))}
    assert kinds == known - {"Process", "Insert", "Delete", "Move"}
    assert from_json(json.dumps(BODY)) == FULL


def test_the_order_of_the_fields_does_not_matter():
    def turned(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: turned(item) for key, item in reversed(value.items())}
        return [turned(item) for item in value] if isinstance(value, list) else value

    assert from_json(json.dumps(turned(BODY))) == FULL


def test_the_writer_leaves_out_defaults_but_not_what_every_reader_may_rely_on():
    assert to_json(Process("T", "2026-05-04")) == (
        '{\n "format": "stadtgespraech-process",\n "version": 1,\n "title": "T",\n "as_of": "2026-05-04",\n'
        ' "tensions": [],\n "statements": [],\n "changes": []\n}\n'
    )


def test_each_row_of_the_weave_is_a_line():
    text = to_json(FULL)
    assert text[text.index(' "weave"') :] == (
        ' "weave": {\n'
        '  "atoms": [\n   [7,7,"Wort",["Wort","title"]]\n  ],\n'
        '  "slots": [\n   [7,7,7,[[7,7]]]\n  ],\n'
        '  "revisions": 7\n }\n}\n'
    )


# What is refused: the message begins with the place, wherever in the file it is.

NOUNS = {str: "a text", int: "a whole number", float: "a number", bool: "true or false", tuple: "a list"}
WRONG: dict[type, tuple[object, ...]] = {
    str: (1, 1.0, True, [], {}),
    int: ("1", 1.0, True, [], {}),
    float: ("1", True, [], {}),
    bool: ("true", 1, 0.0, [], {}),
    tuple: ("x", 1, False, {}),
    dict: ("x", 1, [], {"a": "1"}, {"a": 1.5}, {"a": True}, {"a": None}),
}


def misread(node: Node, other: object) -> str:
    """What is said where `other` stands in the place of a node."""
    if isinstance(node.value, ROWS):
        return f"{node.place}: expected a row of {len(dataclasses.fields(node.value))} values"
    if isinstance(node.value, dict):
        return f"{node.place}: expected names with whole numbers"
    noun = NOUNS.get(type(node.value), "an object")
    return f"{node.place}: expected {noun}, found {type(other).__name__}"


def differing(cases: list[tuple[Node, object, str]]) -> list[tuple[str, str]]:
    """Message and expected message, where a file with one other value is refused with another message."""
    said = [(refusal(json.dumps(exchanged(node.keys, other))), expected) for node, other, expected in cases]
    return [pair for pair in said if pair[0] != pair[1]]


def test_a_value_of_another_type_is_refused_at_every_level():
    cases = [
        (node, other, misread(node, other))
        for node in NODES
        for other in WRONG.get(type(node.value), ("x", 1, True, {} if isinstance(node.value, ROWS) else []))
    ]
    assert differing(cases) == []
    assert len(cases) > 500


def test_a_text_with_half_a_character_is_refused_at_every_level():
    said = "holds half a character (a lone surrogate); write it as UTF-8"
    cases = [(node, "Aue\ud83d", f"{node.place}: {said}") for node in NODES if isinstance(node.value, str)]
    cases += [(node, {"\ud83d": 1}, f"{node.place}: {said}") for node in NODES if isinstance(node.value, dict)]
    assert differing(cases) == []


def test_an_unknown_field_is_refused_at_every_level():
    objects = [node for node in NODES if dataclasses.is_dataclass(node.value) and not isinstance(node.value, ROWS)]
    cases = [
        (node, {**node.body, name: 1}, f"{node.place}: unknown field {name!r}; see docs/format.md")
        for node in objects
        for name in ("more", "\ud83d")
    ]
    assert differing(cases) == []


def test_a_row_that_is_too_long_or_too_short_is_refused_at_every_level():
    rows = [node for node in NODES if isinstance(node.value, ROWS)]
    cases = [(node, row, misread(node, row)) for node in rows for row in ([*node.body, 1], node.body[:-2])]
    assert differing(cases) == []


def test_a_missing_field_is_refused_at_every_level():
    cases = []
    for node in NODES:
        fields = dataclasses.fields(node.value) if dataclasses.is_dataclass(node.value) else ()
        for index, field in enumerate(fields):
            if field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING:
                continue
            row = isinstance(node.value, ROWS)
            if not row or index == len(fields) - 1:
                left = node.body[:-1] if row else {key: item for key, item in node.body.items() if key != field.name}
                cases.append((node, left, f"{node.place}.{field.name}: missing"))
    assert differing(cases) == []


def test_a_word_that_is_none_of_the_listed_is_refused_in_every_field_that_lists_them():
    records_of = [node for node in NODES if dataclasses.is_dataclass(node.value)]
    fields = [
        (f"{node.place}.{name}", words)
        for node in records_of
        for kind, _, name in [key.partition(".") for key in WORDS if WORDS[key] is not KEYS]
        for words in [WORDS[f"{kind}.{name}"]]
        if type(node.value).__name__ == kind
    ]
    places = {node.place: node for node in NODES}
    cases: list[tuple[Node, object, str]] = []
    for place, words in fields:
        node = places[place]
        other = ["gutgeheißen"] if isinstance(node.value, tuple) else "gutgeheißen"
        cases.append((node, other, f"{place}: 'gutgeheißen' is none of {', '.join(filter(None, words))}"))
    assert differing(cases) == []
    assert len(cases) == len(WORDS) - 4  # the language and keys have their own rules


@pytest.mark.parametrize("key", ["ziel/bilder", "a:b", "zielbilder ", "ä", "a" * 61, "a\n"])
def test_what_is_no_key_of_a_product_is_refused(key):
    said = f"{key!r} is no key: at most 60 letters, digits, hyphens and underscores"
    assert refusal(file(f'"key": {json.dumps(key)}')) == f"key: {said}"
    answer = {"part": "b1", "state": "noted", "product": key}
    assert refusal(file(f'"dispositions": [{json.dumps(answer)}]')) == f"dispositions[0].product: {said}"


@pytest.mark.parametrize(
    "tag", ["", "deutsch", "d", "de_DE", "de-", "-de", "de--DE", "de DE", "de\n", "dé", "de-abcdefghi"]
)
def test_what_is_no_language_tag_is_refused(tag):
    assert refusal(file(f'"language": {json.dumps(tag)}')) == (
        f"language: {tag!r} is no language tag, such as de or de-CH"
    )


@pytest.mark.parametrize(
    ("version", "said"),
    [
        ("true", "True"),
        ("1.0", "1.0"),
        ('"1"', "'1'"),
        ("1e0", "1.0"),
        ("0", "0"),
        ("2", "2"),
        ("null", "None"),
        ("[1]", "[1]"),
    ],
)
def test_another_version_is_refused_with_what_to_do(version, said):
    assert refusal(file(version=version)) == (
        f"process file has format version {said}; this release reads version 1. "
        "Make it anew with `stadtgespraech read`, or use the release that wrote it."
    )


@pytest.mark.parametrize(
    "text", ["[]", "null", '"stadtgespraech-process"', "{}", '{"format": ["stadtgespraech-process"]}', '{"version": 1}']
)
def test_another_format_is_refused(text):
    assert refusal(text) == 'not a process file: "format" must be "stadtgespraech-process"'


REPAIR = '"report": {{"repairs": [{{"old": "a", "new": "ä", "odds": {odds}, "line": {line}}}]}}'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not JSON: line 1, column 1: Expecting value"),
        (file() + "\n}", "not JSON: line 2, column 1: Extra data"),
        (file()[:-1], f"not JSON: line 1, column {len(file())}: Expecting ',' delimiter"),
        (file('"city": "a\tb"'), f"not JSON: line 1, column {len(file()) + 12}: Invalid control character at"),
        (file('"number": 01'), f"not JSON: line 1, column {len(file()) + 13}: Expecting ',' delimiter"),
        ("[" * 99_999, "not a process file: nested too deeply"),
        (file('"title": "U"'), "the field 'title' stands twice in one object"),
        (file('"report": {"read": {"a": 1, "\\u0061": 1}}'), "report.read: the field 'a' stands twice in one object"),
        (file('"city": "", "\\ud83d": 1, "\\ud83d": 2'), "the field '\\ud83d' stands twice in one object"),
        (file('"\\ud83d": 1'), "file: unknown field '\\ud83d'; see docs/format.md"),
        (file('"weave": null'), "weave: expected an object, found NoneType"),
        (file('"changes": null'), "changes: expected a list, found NoneType"),
        (file('"city": null'), "city: expected a text, found NoneType"),
        (file('"changes": [{"number": null}]'), "changes[0].number: expected a whole number, found NoneType"),
        (file('"changes": [{"number": 1}, {"number": 2, "kinds": ["insert", null]}]'),
         "changes[1].kinds[1]: expected a text, found NoneType"),
        (file('"changes": [{"number": 1e999}]'), "changes[0].number: the number is too large"),
        (file(REPAIR.format(odds="1e999", line=1)), "report.repairs[0].odds: the number is too large"),
        (file(REPAIR.format(odds="-1e999", line=1)), "report.repairs[0].odds: the number is too large"),
        (file(REPAIR.format(odds="9" * 400, line=1)), "report.repairs[0].odds: the number is too large"),
        (file(REPAIR.format(odds=2, line="1e999")), "report.repairs[0].line: the number is too large"),
    ],
)  # fmt: skip
def test_what_is_no_file_of_this_format_is_refused(text, message):
    assert refusal(text) == message


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        *((name, f"{name} is no number in JSON") for name in ("NaN", "Infinity", "-Infinity")),
        ("9" * 5000, "the number is too large"),
    ],
    ids=("NaN", "Infinity", "-Infinity", "5000 digits"),
)
def test_a_number_that_json_does_not_have_or_nobody_reads_is_refused_with_its_place(number, reason):
    assert refusal(file(f'"number": {number}')) == f"number: {reason}"
    assert refusal(file(REPAIR.format(odds=number, line=1))) == f"report.repairs[0].odds: {reason}"
    assert refusal(file(REPAIR.format(odds=1, line=number))) == f"report.repairs[0].line: {reason}"


def test_a_field_that_stands_twice_is_refused_at_every_level():
    objects = [node for node in NODES if isinstance(node.body, dict)]
    said = []
    for node in objects:
        name = next(iter(node.body))
        text = json.dumps(exchanged(node.keys, {**node.body, "twice": 1})).replace('"twice"', f'"{name}"')
        said.append((refusal(text), f"{node.place}: the field {name!r} stands twice in one object"))
    assert [pair for pair in said if pair[0] != pair[1]] == []
