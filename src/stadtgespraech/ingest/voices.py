"""What people said in a story: contributions in parts, each with its passage and its final answer."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Any

from stadtgespraech.ingest.wording import Page, StoryError, needed
from stadtgespraech.records import FINAL_STATES, Contribution, Disposition, Part, Slice, Source

_PART = ("text", "about", "quote", "paragraph", "state", "reason", "changes", "detail", "same_as", "answered")
_WHOLE = ("id", "round", "day", "kind", "intent", "parts")
_LEADS_TO_CHANGE = ("adopted", "partly-adopted", "adopted-otherwise")


@dataclass(frozen=True, slots=True)
class Voices:
    contributions: tuple[Contribution, ...]
    parts: tuple[Part, ...]
    dispositions: tuple[Disposition, ...]

    def sources(self) -> dict[int, list[Source]]:
        """By change number the parts that led to it, in the order of the contributions."""
        rounds = {said.id: said.round for said in self.contributions}
        found: dict[int, list[Source]] = {}
        for part, answer in zip(self.parts, self.dispositions, strict=True):
            for number in answer.changes:
                found.setdefault(number, []).append(Source("part", rounds[part.contribution], part.id))
        return found


def read_voices(
    entries: Sequence[Mapping[str, Any]],
    page: Page,
    passage: Callable[[int, int], tuple[Slice, ...]],
    numbers: Mapping[str, int],
    answered: str,
    salt_seed: str,
) -> Voices:
    """Contributions in the order given, each part answered. `page` is the text that was commented on, `passage` gives
    the anchor of a range of it, `numbers` the number of a change by its key, `answered` the day of answers that name
    none. Raises StoryError naming the contribution and what its answer lacks."""
    said: list[Contribution] = []
    parts: list[Part] = []
    answers: list[Disposition] = []
    for entry in entries:
        try:
            contribution, mine = _contribution(entry, page, passage, salt_seed)
            told = [
                _disposition(part.id, given, numbers, answered) for part, given in zip(mine, _given(entry), strict=True)
            ]
        except StoryError as error:
            raise StoryError(f"contribution {entry.get('id', 'without id')}: {error}") from None
        said.append(contribution)
        parts += mine
        answers += told
    _check_ids(said)
    return Voices(tuple(said), tuple(parts), tuple(_inherited(answers)))


def _given(entry: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The parts as written; a contribution that says one thing may carry its part's fields itself."""
    if "parts" in entry:
        return list(entry["parts"])
    return [{name: value for name, value in entry.items() if name not in _WHOLE}]


def _contribution(
    entry: Mapping[str, Any], page: Page, passage: Callable[[int, int], tuple[Slice, ...]], salt_seed: str
) -> tuple[Contribution, list[Part]]:
    given = _given(entry)
    known = _WHOLE if "parts" in entry else (*_WHOLE, *_PART)
    for name in (
        *(name for name in entry if name not in known),
        *(name for one in given for name in one if name not in _PART),
    ):
        raise StoryError(f"has an unknown field „{name}“")
    for name in ("id", "round"):
        needed(entry, name)
    for one in given:
        needed(one, "text")
    if len(given) > len(ascii_lowercase):
        raise StoryError(f"has {len(given)} parts; there are letters for {len(ascii_lowercase)}")
    parts, at = [], 0
    for letter, one in zip(ascii_lowercase, given, strict=False):
        end = at + len(one["text"])
        about, anchor = _about(one, page, passage)
        name = entry["id"] + letter if len(given) > 1 else entry["id"]
        parts.append(Part(name, entry["id"], at, end, about, anchor))
        at = end + 1
    contribution = Contribution(
        id=entry["id"],
        round=entry["round"],
        text=" ".join(one["text"] for one in given),
        kind=entry.get("kind", "feedback"),
        intent=entry.get("intent", ""),
        day=entry.get("day", ""),
        salt=_salt(salt_seed, entry["id"]),
    )
    return contribution, parts


def _about(
    one: Mapping[str, Any], page: Page, passage: Callable[[int, int], tuple[Slice, ...]]
) -> tuple[int | None, tuple[Slice, ...]]:
    if "about" not in one:
        return None, ()
    kind, _, number = page.owner(one["about"]).partition(":")
    anchor: tuple[Slice, ...] = ()
    if "quote" in one:
        anchor = passage(*page.find(one["about"], one["quote"], one.get("paragraph")))
    return (int(number) if kind == "statement" else None), anchor


def _disposition(part: str, one: Mapping[str, Any], numbers: Mapping[str, int], answered: str) -> Disposition:
    state = one.get("state")
    if state not in FINAL_STATES:
        raise StoryError(f"{part}: state must be one of {', '.join(FINAL_STATES)}, found {state!r}")
    unknown = [key for key in one.get("changes", ()) if key not in numbers]
    if unknown:
        raise StoryError(f"{part}: there is no change „{unknown[0]}“")
    changes = tuple(sorted(numbers[key] for key in one.get("changes", ())))
    if bool(changes) != (state in _LEADS_TO_CHANGE):
        raise StoryError(f"{part}: „{state}“ {'leads to no change' if changes else 'needs changes'}")
    detail = one.get("same_as", "") if state == "same-as" else one.get("detail", "")
    for name in _NEEDS[state]:
        if not (detail if name == "detail" else one.get(name)):
            raise StoryError(f"{part}: „{state}“ needs {'same_as' if state == 'same-as' else name}")
    return Disposition(part, state, one.get("reason", ""), changes, detail, one.get("answered", answered))


def _inherited(answers: Sequence[Disposition]) -> list[Disposition]:
    """ "Same as" takes over the changes of the answer it points to, which must be another kind of answer."""
    by_part = {answer.part: answer for answer in answers}
    found = []
    for answer in answers:
        if answer.state == "same-as":
            other = by_part.get(answer.detail)
            if other is None or other.state == "same-as":
                raise StoryError(
                    f"contribution {answer.part}: same_as „{answer.detail}“ is no part with an answer of its own"
                )
            answer = Disposition(answer.part, answer.state, answer.reason, other.changes, answer.detail, answer.day)
        found.append(answer)
    return found


def _check_ids(said: Sequence[Contribution]) -> None:
    ids = [one.id for one in said]
    twice = sorted({name for name in ids if ids.count(name) > 1})
    if twice:
        raise StoryError(f"contribution {twice[0]}: the id is given twice")


def _salt(seed: str, contribution: str) -> str:
    """docs/format.md, section 3: what a story tells is public from the start, so its salts repeat."""
    message = b"stadtgespraech:salt:v1\0received\0contribution:" + contribution.encode()
    return hmac.new(bytes.fromhex(seed), message, hashlib.sha256).hexdigest()


# What a state needs besides its changes (design.md, Dispositions).
_NEEDS: dict[str, tuple[str, ...]] = {
    "adopted": ("reason",),
    "partly-adopted": ("reason", "detail"),
    "adopted-otherwise": ("reason",),
    "already-contained": ("detail",),
    "not-adopted": ("reason", "detail"),
    "noted": ("reason",),
    "referred": ("reason", "detail"),
    "deferred": ("reason", "detail"),
    "withdrawn": ("reason",),
    "unintelligible": ("reason",),
    "same-as": ("detail",),
}
