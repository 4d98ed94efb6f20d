"""Codes that people type: Crockford's base 32, in groups of four, however they are spelled."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U
LOOKALIKES = str.maketrans("OIL", "011")
GROUP = 4


def plain(typed: str) -> str:
    """The signs that count: o is 0, i and l are 1; case, blanks and hyphens do not matter."""
    return "".join(sign for sign in typed.upper().translate(LOOKALIKES) if sign in ALPHABET)


def grouped(typed: str) -> str:
    """A code as paper and receipt show it, however it was typed."""
    signs = plain(typed)
    return "-".join(signs[at : at + GROUP] for at in range(0, len(signs), GROUP))


def spelled(numbers: Iterable[int]) -> str:
    """A sign for the lowest five bits of each number."""
    return "".join(ALPHABET[number % 32] for number in numbers)


def draw(length: int) -> str:
    """So many random signs."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))
