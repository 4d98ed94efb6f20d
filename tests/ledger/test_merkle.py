"""The Merkle log against the slow reference, the shared vectors and our own."""

from __future__ import annotations

import json
from base64 import b64decode
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stadtgespraech.ledger import reference
from stadtgespraech.ledger.merkle import (
    EMPTY_ROOT,
    ProofError,
    Tree,
    leaf_hash,
    node_hash,
    verify_consistency,
    verify_inclusion,
)

VECTORS = Path(__file__).resolve().parent.parent / "vectors"
LEAVES = [bytes([n]) * (n % 5) for n in range(70)]


def hashes(values):
    return [b64decode(value) for value in values or []]


def fails(check) -> bool:
    try:
        check()
    except ProofError:
        return True
    return False


def check_inclusion(case):
    verify_inclusion(
        case["leafIdx"],
        case["treeSize"],
        b64decode(case["leafHash"] or ""),
        hashes(case["proof"]),
        b64decode(case["root"] or ""),
    )


def check_consistency(case):
    verify_consistency(
        case["size1"],
        case["size2"],
        b64decode(case["root1"] or ""),
        b64decode(case["root2"] or ""),
        hashes(case["proof"]),
    )


CHECKS = {"inclusion": check_inclusion, "consistency": check_consistency}


@pytest.mark.parametrize("kind", CHECKS)
def test_shared_vectors_behave_as_they_say(shared, kind):
    cases = {path: json.loads(path.read_text()) for path in sorted((shared / "data" / "merkle" / kind).rglob("*.json"))}
    assert len(cases) == 98
    wrong = [path.name for path, case in cases.items() if fails(lambda c=case: CHECKS[kind](c)) != case["wantErr"]]
    assert wrong == []


@pytest.mark.parametrize("kind", CHECKS)
def test_own_vectors_behave_as_they_say(kind):
    cases = json.loads((VECTORS / f"{kind}.json").read_text())
    assert sum(case["wantErr"] for case in cases) > 100 and sum(not case["wantErr"] for case in cases) >= 30
    assert [case["desc"] for case in cases if fails(lambda c=case: CHECKS[kind](c)) != case["wantErr"]] == []


def test_reference_roots_and_nodes_of_the_shared_data(shared):
    data = json.loads((shared / "data" / "merkle" / "rfc6962_reference.json").read_text())
    leaves = [bytes.fromhex(leaf) for leaf in data["leaf_inputs_hex"]]
    roots = [bytes.fromhex(root) for root in data["root_hashes_hex_by_tree_size"]]
    tree = Tree(leaves)
    assert [tree.root(size) for size in range(9)] == roots == [reference.mth(leaves[:size]) for size in range(9)]
    levels = [[bytes.fromhex(node) for node in level] for level in data["node_hashes_hex_by_level"]]
    assert levels[0] == [leaf_hash(leaf) for leaf in leaves]
    for below, above in pairwise(levels):
        assert above == [node_hash(*below[at : at + 2]) for at in range(0, len(below), 2)]


@pytest.mark.parametrize("size", range(len(LEAVES) + 1))
def test_fast_equals_reference_at_every_size(size):
    tree, part = Tree(LEAVES), LEAVES[:size]
    assert tree.root(size) == reference.mth(part)
    for index in range(size):
        proof = tree.inclusion(index, size)
        assert proof == reference.path(index, part)
        verify_inclusion(index, size, leaf_hash(part[index]), proof, tree.root(size))
    for first in range(1, size + 1):
        proof = tree.consistency(first, size)
        assert proof == reference.proof(first, part)
        verify_consistency(first, size, tree.root(first), tree.root(size), proof)


@given(st.lists(st.lists(st.binary(max_size=3), max_size=9), max_size=6))
def test_batches_of_any_length_give_the_same_tree(batches):
    tree, leaves = Tree(), [leaf for batch in batches for leaf in batch]
    for batch in batches:
        tree.extend(batch)
    assert (len(tree), tree.root()) == (len(leaves), reference.mth(leaves))


def test_append_says_the_index():
    tree = Tree([b"a"])
    assert (tree.append(b"b"), tree.append(b"c"), tree.leaf_hash(2)) == (1, 2, leaf_hash(b"c"))


def test_nothing_is_in_an_empty_tree():
    for leaf in (EMPTY_ROOT, leaf_hash(b"")):
        with pytest.raises(ProofError, match="cannot be in a tree of 0"):
            verify_inclusion(0, 0, leaf, [], EMPTY_ROOT)
    with pytest.raises(ProofError, match="another root"):
        verify_inclusion(0, 1, leaf_hash(b""), [], EMPTY_ROOT)


def test_nothing_compares_with_size_zero_not_even_itself():
    for second in (0, 1, 5):
        with pytest.raises(ProofError, match="nothing can be compared"):
            verify_consistency(0, second, EMPTY_ROOT, EMPTY_ROOT, [])
        with pytest.raises(ValueError, match="goes from 1 or more"):
            Tree(LEAVES).consistency(0, second)


def test_proofs_are_refused_for_what_is_not_there():
    tree = Tree(LEAVES[:3])
    for ask in (
        lambda: tree.root(4),
        lambda: tree.inclusion(3),
        lambda: tree.inclusion(0, 0),
        lambda: tree.consistency(3, 2),
    ):
        with pytest.raises(ValueError):
            ask()
    with pytest.raises(IndexError):
        tree.leaf_hash(3)
