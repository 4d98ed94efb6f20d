"""The changes of a story, decided one after the other: each applied to the weave, with footnote and sources."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from stadtgespraech.ingest.fields import Fields, StoryError
from stadtgespraech.ingest.wording import Page, edits_of, quote_in
from stadtgespraech.records import CLASSES, KINDS, SOURCE_KINDS, Block, Change, Delete, Edit, Move, Reference, Source
from stadtgespraech.text.weave import Weave

_FIELDS = (
    "key", "date", "kinds", "klass", "rounds", "sources", "what", "why", "see", "edits", "at", "undoes",
)  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Book:
    """The weave so far and the changes that made it. `sources` are, by change number, the parts that led to it
    (with the name of their round); `revisions` leads from a change's key to the
    revision after it, in the order of `changes`."""

    weave: Weave
    names: Mapping[str, str]
    rounds: tuple[str, ...]
    sources: Mapping[int, Sequence[Source]]
    changes: tuple[Change, ...] = ()
    revisions: Mapping[str, int] = dataclasses.field(default_factory=dict)

    def decide(self, number: int, entry: Fields) -> Book:
        """This book with one more change. Raises StoryError naming the change, and nothing of it applied."""
        with entry.named():
            _check(entry)
            return self._decided(number, entry)

    def _decided(self, number: int, entry: Fields) -> Book:
        key = entry.text("key")
        if key in self.revisions:
            raise StoryError("its key is given to an earlier change already")
        change = self._footnote(number, entry)
        before = max(self.revisions.values(), default=0)
        page = Page(self.weave.blocks(), self.names)
        changes, weave = self.changes, self.weave
        if "undoes" in entry:
            undone, revision = self._undone(entry.text("undoes"))
            weave = weave.undo(revision)
            change = dataclasses.replace(change, undoes=undone.number, revision=before + 1, statement=undone.statement)
            changes = tuple(_taken_back(item, number) if item is undone else item for item in changes)
        elif "edits" in entry:
            edits = _edits(page, entry)
            weave = weave.apply(edits)
            change = dataclasses.replace(change, revision=before + 1, **_place(page, edits))
        else:
            at = entry.table("at")
            at.only("in", "paragraph", "quote")
            at.text("quote")
            anchor = weave.passage(*quote_in(page, at, "quote"))
            change = dataclasses.replace(change, anchor=anchor, statement=_statement(page.owner(at.text("in"))))
        revisions = {**self.revisions, key: before if change.revision is None else before + 1}
        return dataclasses.replace(self, weave=weave, changes=(*changes, change), revisions=revisions)

    def _undone(self, key: str) -> tuple[Change, int]:
        """The change of that key and its revision."""
        for known, change in zip(self.revisions, self.changes, strict=True):
            if known == key and change.revision is not None:
                return change, change.revision
        raise StoryError(f"it undoes „{key}“, which is no change of text decided before it")

    def _footnote(self, number: int, entry: Fields) -> Change:
        """Number, origin, what, why and sources; the rounds are those named and those of the parts, as received."""
        parts = self.sources.get(number, ())
        given = [_source(source) for source in entry.tables("sources")]
        named = {*entry.texts("rounds"), *(source.name for source in parts)}
        unknown = sorted(named - set(self.rounds))
        if unknown:
            raise StoryError(f"there is no round „{unknown[0]}“")
        rounds = [name for name in self.rounds if name in named]
        spoken = {source.name for source in parts}
        silent = [Source("round", name) for name in rounds if name not in spoken]
        if not (rounds or given):
            raise StoryError("has no source: name rounds, sources, or a part that was adopted by it")
        resolutions = [source.name for source in given if source.kind == "resolution"]
        origin = f"Anlass: {_listed([*rounds, *map(_printed, given)])}."
        what, why = entry.text("what"), entry.text("why")
        return Change(
            number=number,
            rounds=(*rounds, *resolutions),
            kinds=entry.choices("kinds", KINDS),
            text=f"{origin} {what} {why}",
            origin=origin,
            what=what,
            why=why,
            klass=entry.choice("klass", CLASSES, "substantive"),
            sources=(*parts, *silent, *given),
            references=tuple(self._reference(title) for title in entry.texts("see")),
            date=entry.day("date"),
        )

    def _reference(self, title: str) -> Reference:
        kind, _, number = self.names.get(title, "starting-picture:").partition(":")
        return Reference(kind, title, int(number) if number else None)


def _check(entry: Fields) -> None:
    """No field of another name, and one way only to say where."""
    entry.only(*_FIELDS)
    if sum(name in entry for name in ("edits", "at", "undoes")) != 1:
        raise StoryError("needs exactly one of edits, at (an anchor without a change of text), undoes")


def _edits(page: Page, entry: Fields) -> list[Edit]:
    edits = [edit for part in entry.tables("edits") for edit in edits_of(page, part)]
    if not edits:
        raise StoryError("its edits change nothing; a footnote without a change of text has at = { in, quote }")
    return edits


def _source(entry: Fields) -> Source:
    entry.only("kind", "name", "ref", "date")
    kind = entry.choice("kind", SOURCE_KINDS[2:])
    return Source(kind, entry.text("name", ""), entry.text("ref", ""), entry.printed("date", ""))


def _printed(source: Source) -> str:
    if source.kind == "editors":
        return source.name or "Redaktion"
    return f"{source.name} ({source.ref})" if source.ref else source.name


def _listed(names: Sequence[str]) -> str:
    """With semicolons where a name holds a comma, so that three names do not read as five."""
    return ("; " if any("," in name for name in names) else ", ").join(names)


def _taken_back(change: Change, number: int) -> Change:
    words = f" Zurückgenommen mit Ä-{number}."
    return dataclasses.replace(change, text=change.text + words, why=change.why + words)


def _place(page: Page, edits: Sequence[Edit]) -> dict[str, Any]:
    """Where the mark of a change stands: at its first edit in text order."""
    first = min(edit.start if isinstance(edit, Delete | Move) else edit.at for edit in edits)
    block = _block_at(page, first)
    return {"statement": _statement(block.owner), "in_title": block.kind == "title"}


def _block_at(page: Page, offset: int) -> Block:
    at = 0
    for block, text in page.blocks:
        if offset <= at + len(text) + 1 and (offset > at or offset == 0):
            return block
        at += len(text) + 1
    raise StoryError(f"character {offset} lies outside the text")


def _statement(owner: str) -> int | None:
    kind, _, number = owner.partition(":")
    return int(number) if kind == "statement" else None
