"""What people said in a story: contributions in parts, each with its passage and its final answer."""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_lowercase

from stadtgespraech.ingest.fields import Fields, StoryError, each
from stadtgespraech.ingest.wording import Page
from stadtgespraech.records import (
    CONTRIBUTION_KINDS,
    FINAL_STATES,
    INTENTS,
    Contribution,
    Disposition,
    Part,
    Slice,
    Source,
)

Passage = Callable[[int, int], tuple[Slice, ...]]
_PART = ("text", "about", "quote", "paragraph", "state", "reason", "changes", "detail", "same_as", "answered")
_WHOLE = ("id", "round", "day", "kind", "intent")
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
    entries: Sequence[Fields],
    page: Page,
    passage: Passage,
    numbers: Mapping[str, int],
    answered: str,
    salt_seed: str,
) -> Voices:
    """Contributions in the order given, each part answered. `page` is the text that was commented on, `passage` gives
    the anchor of a range of it, `numbers` the number of a change by its key, `answered` the day of answers that name
    none. Raises StoryError naming the contribution and what its answer lacks."""

    def one(entry: Fields, _: int) -> Voices:
        contribution, mine = _contribution(entry, page, passage, salt_seed)
        told = [
            _disposition(part.id, given, numbers, answered) for part, given in zip(mine, _given(entry), strict=True)
        ]
        return Voices((contribution,), tuple(mine), tuple(told))

    found = each(entries, one)
    said = tuple(voice for one in found for voice in one.contributions)
    _check_ids(said)
    answers = [answer for one in found for answer in one.dispositions]
    return Voices(said, tuple(part for one in found for part in one.parts), tuple(_inherited(answers)))


def _given(entry: Fields) -> tuple[Fields, ...]:
    """The parts as written; a contribution that says one thing may carry its part's fields itself."""
    if "parts" not in entry:
        return (entry,)
    found = entry.tables("parts")
    if not found:
        raise StoryError("needs parts, or the fields of its only part")
    return found


def _contribution(entry: Fields, page: Page, passage: Passage, salt_seed: str) -> tuple[Contribution, list[Part]]:
    given = _given(entry)
    _check_fields(entry, given)
    name, round_name = entry.line("id"), entry.text("round")
    texts = [one.text("text") for one in given]
    parts, at = [], 0
    for letter, one, text in zip(ascii_lowercase, given, texts, strict=False):
        about, anchor = _about(one, page, passage)
        parts.append(Part(name + letter if len(given) > 1 else name, name, at, at + len(text), about, anchor))
        at += len(text) + 1
    contribution = Contribution(
        id=name,
        round=round_name,
        text=" ".join(texts),
        kind=entry.choice("kind", CONTRIBUTION_KINDS, "feedback"),
        intent=entry.choice("intent", INTENTS, ""),
        day=entry.day("day", ""),
        salt=_salt(salt_seed, name),
    )
    return contribution, parts


def _check_fields(entry: Fields, given: Sequence[Fields]) -> None:
    alone = given == (entry,)
    entry.only(*_WHOLE, *(_PART if alone else ("parts",)))
    for one in () if alone else given:
        one.only(*_PART)
    if len(given) > len(ascii_lowercase):
        raise StoryError(f"has {len(given)} parts; there are letters for {len(ascii_lowercase)}")


def _about(one: Fields, page: Page, passage: Passage) -> tuple[int | None, tuple[Slice, ...]]:
    quote, paragraph = one.text("quote", ""), one.number("paragraph")
    if "about" not in one:
        if "quote" in one:
            raise one.error("needs about, which says where its quote stands")
        return None, ()
    kind, _, number = page.owner(one.text("about")).partition(":")
    anchor: tuple[Slice, ...] = ()
    if "quote" in one:
        anchor = passage(*page.find(one.text("about"), quote, paragraph))
    return (int(number) if kind == "statement" else None), anchor


def _disposition(part: str, one: Fields, numbers: Mapping[str, int], answered: str) -> Disposition:
    state = one.choice("state", FINAL_STATES)
    keys = one.texts("changes")
    unknown = [key for key in keys if key not in numbers]
    if unknown:
        raise StoryError(f"{part}: there is no change „{unknown[0]}“")
    changes = tuple(sorted({numbers[key] for key in keys}))
    if bool(changes) != (state in _LEADS_TO_CHANGE):
        raise StoryError(f"{part}: „{state}“ {'leads to no change' if changes else 'needs changes'}")
    reason, detail, same_as = (one.text(name, "") for name in ("reason", "detail", "same_as"))
    detail = same_as if state == "same-as" else detail
    for name in _NEEDS[state]:
        if not (detail if name == "detail" else reason):
            raise StoryError(f"{part}: „{state}“ needs {'same_as' if state == 'same-as' else name}")
    return Disposition(part, state, reason, changes, detail, one.day("answered", answered))


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
    twice = sorted(name for name, count in Counter(one.id for one in said).items() if count > 1)
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
