"""Woven text as plain values: blocks, edits, atoms, slots, slices. `stadtgespraech.text` says what they mean."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Block:
    """What a block atom begins: a title or a paragraph of `owner` ("statement:3", "tension:1", "section:2")."""

    owner: str
    kind: str  # "title" | "paragraph"


@dataclass(frozen=True, slots=True)
class Insert:
    """Insert `text` at character `at` of the text before the change. Each "\\n" in `text` starts a block;
    `blocks` names them in order and has as many entries as `text` has newlines."""

    at: int
    text: str
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Delete:
    """Delete characters `start` up to `end` of the text before the change."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Move:
    """Move characters `start` up to `end` to the gap at `to`, all counted in the text before the change."""

    start: int
    end: int
    to: int


Edit = Insert | Delete | Move


@dataclass(frozen=True, slots=True)
class Atom:
    """What one edit brought in. `change` is the revision that bore it (0: the first text), `ordinal` counts
    within it. `block` is set, and `text` is "\\n", where the atom is the start of a title or paragraph."""

    change: int
    ordinal: int
    text: str
    block: Block | None = None


@dataclass(frozen=True, slots=True)
class Life:
    """Alive at every revision r with opened <= r and (closed is None or r < closed)."""

    opened: int
    closed: int | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """Characters `start` up to `end` of the atom with index `atom` in `WeaveRows.atoms`, at this place in
    the list, alive during `lives` (in order, never touching or overlapping)."""

    atom: int
    start: int
    end: int
    lives: tuple[Life, ...]


@dataclass(frozen=True, slots=True)
class WeaveRows:
    """The weave as it is stored. `revisions` is the number of changes applied."""

    atoms: tuple[Atom, ...] = ()
    slots: tuple[Slot, ...] = ()
    revisions: int = 0


@dataclass(frozen=True, slots=True)
class Slice:
    """Characters `start` up to `end` of one atom, named by its id (change, ordinal)."""

    change: int
    ordinal: int
    start: int
    end: int
