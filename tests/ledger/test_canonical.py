"""The canonical form, leaves and commitments, each against bytes written by hand."""

from __future__ import annotations

import hashlib
import hmac
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stadtgespraech.ledger.canonical import CanonicalError, canonical, parse
from stadtgespraech.ledger.commitment import commitment, derived_object, derived_salt, input_seed
from stadtgespraech.ledger.leaf import LeafError, leaf_bytes, parse_leaf
from stadtgespraech.records import LogEntry

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=3), inner, max_size=4)
    ),
    max_leaves=12,
)
ENTRY = LogEntry("change-decided", "0f" * 16, "2026-03-09", "ab" * 32)
LEAF = b'{"commitment":"' + b"ab" * 32 + b'","day":"2026-03-09","object":"' + b"0f" * 16 + b'","type":"change-decided"}'


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"b": 1, "a": [True, None, "ä"]}, '{"a":[true,null,"ä"],"b":1}'),
        ('"\\\b\f\n\r\t\x00\x1f\x7f/é\u2028', '"\\"\\\\\\b\\f\\n\\r\\t\\u0000\\u001f\x7f/é\u2028"'),
        ({"\ufb33": 1, "\U0001f600": 2, "€": 3, "1": 4}, '{"1":4,"€":3,"\U0001f600":2,"\ufb33":1}'),
        (-(2**53) + 1, "-9007199254740991"),
        ((1, (2,)), "[1,[2]]"),
        ({}, "{}"),
    ],
)
def test_canonical_bytes(value, expected):
    assert canonical(value) == expected.encode()


@given(VALUES)
def test_parse_undoes_canonical(value):
    assert parse(canonical(value)) == value


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (1.5, "value: float"),
        ({"a": [0, 1.0]}, r"value\.a\[1\]: float"),
        (2**53, "beyond"),
        ("\ud800", "half a character"),
        ({"\udc00": 1}, "half a character"),
        ({1: 2}, "not a text"),
        (b"x", "bytes has no canonical form"),
    ],
)
def test_values_without_canonical_form(value, message):
    with pytest.raises(CanonicalError, match=message):
        canonical(value)


def test_nesting_is_bounded():
    value: object = 0
    for _ in range(65):
        value = [value]
    with pytest.raises(CanonicalError, match="64 deep"):
        canonical(value)
    with pytest.raises(CanonicalError):
        parse(b"[" * 100_000 + b"]" * 100_000)


@pytest.mark.parametrize(
    "data",
    [b"", b"{} ", b' {"a":1}', b'{"b":1,"a":2}', b'{"a":1,"a":1}', b"1.0", b"1e3", b"-0", b"01", b'"\\u0041"', b'"\\/"',
     b'"\\u000A"', b"NaN", b"Infinity", b'"\xff"', b'"\\ud800"', b"\xef\xbb\xbf1", b"1" * 20, b"1" * 5000],
)  # fmt: skip
def test_bytes_that_are_not_canonical(data):
    with pytest.raises(CanonicalError):
        parse(data)


def test_commitment_is_domain_salt_and_content():
    salt = bytes(range(32))
    expected = hashlib.sha256(b"stadtgespraech:commitment:v1\0" + salt + b'{"a":1}').digest()
    assert commitment({"a": 1}, salt) == expected
    with pytest.raises(ValueError, match="32 bytes, not 31"):
        commitment({"a": 1}, salt[:31])


def test_derived_values_follow_the_format():
    seed = input_seed([b"one", b"two"])
    files = hashlib.sha256(b"one").digest() + hashlib.sha256(b"two").digest()
    assert seed == hashlib.sha256(b"stadtgespraech:seed:v1\0" + files).digest()
    message = b"stadtgespraech:salt:v1\0received\0contribution:b1"
    assert derived_salt(seed, "received", "contribution:b1") == hmac.digest(seed, message, "sha256")
    assert (
        derived_object(seed, "change:1")
        == hmac.digest(seed, b"stadtgespraech:object:v1\0change:1", "sha256")[:16].hex()
    )


def test_leaf_bytes_and_back():
    assert leaf_bytes(ENTRY) == LEAF
    assert parse_leaf(LEAF) == ENTRY


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("commitment", "AB" * 32),
        ("commitment", "ab" * 31),
        ("object", "0f" * 15),
        ("object", 7),
        ("day", "2026-02-30"),
        ("day", "9. März 2026"),
        ("day", None),
        ("type", "gossip"),
    ],
)
def test_fields_a_leaf_cannot_have(field, value):
    fields = json.loads(LEAF) | {field: value}
    with pytest.raises(LeafError, match=field):
        parse_leaf(canonical(fields))
    with pytest.raises(LeafError, match=field):
        leaf_bytes(LogEntry(fields["type"], fields["object"], fields["day"], fields["commitment"]))


@pytest.mark.parametrize("data", [b"{}", b"[]", b"", LEAF + b"\n", LEAF[:-1] + b',"x":1}'])
def test_what_is_no_leaf(data):
    with pytest.raises(LeafError):
        parse_leaf(data)
