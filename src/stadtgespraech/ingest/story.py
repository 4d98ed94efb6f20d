"""A process written down by hand in TOML: first text, rounds, changes in the order decided, what people said.

demo/README.md documents the form. Everything derivable is derived: revisions, change numbers, sources that are
parts, the wording of footnotes, salts. The order of the statements is drawn: position p in the file (from 1) gets the
key SHA-256(order_seed, line feed, p in decimal), and statements are numbered by ascending key; without `order_seed`
they keep the file's order.
"""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import tomllib
import typing
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from stadtgespraech.ingest.archive import file_bytes
from stadtgespraech.ingest.decisions import Book
from stadtgespraech.ingest.voices import Voices, read_voices
from stadtgespraech.ingest.wording import Page, StoryError, needed
from stadtgespraech.records import (
    Block,
    Edition,
    FormatError,
    Process,
    Product,
    Report,
    Round,
    Section,
    Statement,
    Tension,
    from_json,
    to_json,
)
from stadtgespraech.text.weave import Weave

_T = TypeVar("_T")
_Text = Section | Tension | Statement
_HEAD = ("title", "subtitle", "city", "motto", "language", "product", "as_of", "order_seed", "path_text")
_TABLES = ("products", "rounds", "sections", "tensions", "statements", "editions", "changes", "contributions")


def read_story(path: Path) -> Process:
    """The process that a story tells, every change applied. Files named in `include` (relative to `path`) are
    read after it. Raises StoryError naming the file and the change or contribution at fault, ReadError where a
    file cannot be read. The salt seed is that of docs/format.md section 3 over the files in the order read."""
    files = {path: _table(path)}
    for name in files[path].pop("include", []):
        if not (path.parent / name).resolve().is_relative_to(path.parent.resolve()):
            raise StoryError(f"{path}: include „{name}“ lies outside the story's folder")
        files[path.parent / name] = _table(path.parent / name)
    try:
        story = _merged(files)
        process = _process(story, _salt_seed(files))
        report = Report(source=path.name, sha256=hashlib.sha256(file_bytes(path)).hexdigest(), read=_counts(process))
        return from_json(to_json(dataclasses.replace(process, report=report)))
    except StoryError as error:
        raise StoryError(f"{path}: {error}") from None
    except FormatError as error:
        raise StoryError(f"{path}: {error}") from None


def _table(path: Path) -> dict[str, Any]:
    try:
        return typing.cast(dict[str, Any], _plain_days(tomllib.loads(file_bytes(path).decode("utf-8"))))
    except UnicodeDecodeError as error:
        raise StoryError(f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise StoryError(f"{path}: not TOML: {error}") from None


def _plain_days(value: object) -> object:
    """The same with days, which TOML knows without quotation marks, as ISO text."""
    if isinstance(value, dict):
        return {name: _plain_days(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_plain_days(item) for item in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


def _salt_seed(files: Mapping[Path, object]) -> str:
    digests = b"".join(hashlib.sha256(file_bytes(path)).digest() for path in files)
    return hashlib.sha256(b"stadtgespraech:seed:v1\0" + digests).hexdigest()


def _merged(files: Mapping[Path, Mapping[str, Any]]) -> dict[str, Any]:
    """Tables of all files one after the other; what stands alone (`title`, …) may be given once."""
    story: dict[str, Any] = {name: [] for name in _TABLES}
    for path, table in files.items():
        for name, value in table.items():
            if name in _TABLES and isinstance(value, list):
                story[name] += value
            elif name in (*_HEAD, "answered") and name not in story:
                story[name] = value
            else:
                known = ", ".join((*_HEAD, "answered", "include", *_TABLES))
                raise StoryError(f"{path.name}: „{name}“ is unknown or given twice; known are {known}")
    return story


def _process(story: Mapping[str, Any], salt_seed: str) -> Process:
    plain = _texts(story)
    rounds = _records(Round, story["rounds"], "rounds")
    weave = Weave.start(_blocks(plain.sections, plain.tensions, plain.statements))
    names = _names(story, plain)
    keys = [needed(change, "key", f"change {number}: ") for number, change in enumerate(story["changes"], 1)]
    voices = read_voices(
        story["contributions"],
        Page(weave.blocks(0), names),
        lambda start, end: weave.passage(start, end, 0),
        {key: number for number, key in enumerate(keys, 1)},
        story.get("answered", story.get("as_of", "")),
        salt_seed,
    )
    _check_rounds(voices, rounds)
    book = Book(weave, names, tuple(entry.name for entry in rounds), voices.sources())
    for number, change in enumerate(story["changes"], 1):
        book = book.decide(number, change)
    return Process(
        **{name: story[name].strip() for name in _HEAD if name in story},
        products=_records(Product, story["products"], "products", numbered=False),
        rounds=rounds,
        changes=book.changes,
        editions=_editions(story["editions"], book),
        weave=book.weave.rows(),
        contributions=voices.contributions,
        parts=voices.parts,
        dispositions=voices.dispositions,
        salt_seed=salt_seed,
        **_texts_now(book.weave, plain),
    )


# ---------------------------------------------------------------------------------------------- texts


@dataclasses.dataclass(frozen=True, slots=True)
class _Plain:
    sections: tuple[Section, ...]
    tensions: tuple[Tension, ...]
    statements: tuple[Statement, ...]
    keys: tuple[str, ...]  # of the statements, "" where one has none


def _texts(story: Mapping[str, Any]) -> _Plain:
    drawn = draw(story["statements"], story.get("order_seed", ""))
    bare = [{name: value for name, value in entry.items() if name != "key"} for entry in drawn]
    return _Plain(
        _records(Section, [_tuples(entry) for entry in story["sections"]], "sections"),
        _records(Tension, story["tensions"], "tensions"),
        _records(Statement, [_tuples(entry) for entry in bare], "statements"),
        tuple(entry.get("key", "") for entry in drawn),
    )


def draw(items: Sequence[_T], seed: str) -> list[_T]:
    """The items in the order that the seed draws (module docstring); unchanged for an empty seed."""
    if not seed:
        return list(items)
    keyed = [
        (hashlib.sha256(f"{seed}\n{position}".encode()).digest(), position) for position in range(1, len(items) + 1)
    ]
    return [items[position - 1] for _, position in sorted(keyed)]


def _owner(entry: _Text) -> str:
    return f"{type(entry).__name__.lower()}:{entry.number}"


def _blocks(*texts: Sequence[_Text]) -> list[tuple[Block, str]]:
    found = []
    for entry in (entry for kind in texts for entry in kind):
        owner = _owner(entry)
        paragraphs = entry.text.split("\n") if isinstance(entry, Tension) else entry.paragraphs
        found.append((Block(owner, "title"), entry.title))
        found += [(Block(owner, "paragraph"), text) for text in paragraphs]
    return found


def _names(story: Mapping[str, Any], plain: _Plain) -> dict[str, str]:
    """From every key and title, also those that a change will give, to the owner."""
    texts: tuple[_Text, ...] = (*plain.sections, *plain.tensions, *plain.statements)
    names = {entry.title: _owner(entry) for entry in texts}
    names |= {key: f"statement:{number}" for number, key in enumerate(plain.keys, 1) if key}
    for change in story["changes"]:
        for edit in change.get("edits", ()):
            if edit.get("in") in names and "new_title" in edit:
                names[edit["new_title"]] = names[edit["in"]]
    return names


def _texts_now(weave: Weave, plain: _Plain) -> dict[str, Any]:
    """Sections, tensions and statements as the last revision has them."""
    titles: dict[str, str] = {}
    paragraphs: dict[str, list[str]] = {}
    for block, text in weave.blocks():
        if block.kind == "title":
            titles[block.owner] = text
        else:
            paragraphs.setdefault(block.owner, []).append(text)

    def now(entry: _Text) -> _Text:
        title, texts = titles[_owner(entry)], paragraphs.get(_owner(entry), [])
        if isinstance(entry, Tension):
            return dataclasses.replace(entry, title=title, text="\n".join(texts))
        return dataclasses.replace(entry, title=title, paragraphs=tuple(texts))

    return {name: tuple(map(now, getattr(plain, name))) for name in ("sections", "tensions", "statements")}


def _editions(entries: Sequence[Mapping[str, Any]], book: Book) -> tuple[Edition, ...]:
    """`after` names the change an edition was frozen after, "" the first text; without it, the last revision."""
    found = []
    for entry in entries:
        after = entry.get("after")
        if after and after not in book.revisions:
            raise StoryError(f"edition „{entry.get('name')}“: there is no change „{after}“")
        revision = max(book.revisions.values(), default=0) if after is None else book.revisions.get(after, 0)
        rest = {name: value for name, value in entry.items() if name != "after"}
        found.append(_record(Edition, {**rest, "revision": revision}, "editions"))
    return tuple(found)


# -------------------------------------------------------------------------------------------- records


def _records(
    kind: Callable[..., _T], entries: Sequence[Mapping[str, Any]], where: str, numbered: bool = True
) -> tuple[_T, ...]:
    return tuple(
        _record(kind, {"number": number, **entry} if numbered else entry, f"{where}[{number}]")
        for number, entry in enumerate(entries, 1)
    )


def _record(kind: Callable[..., _T], entry: Mapping[str, Any], where: str) -> _T:
    try:
        return kind(**entry)
    except TypeError as error:  # the interpreter's words name the field: "unexpected keyword argument 'placee'"
        raise StoryError(f"{where}: {str(error).split('() ')[-1]}") from None


def _tuples(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()}


def _check_rounds(voices: Voices, rounds: Sequence[Round]) -> None:
    known = {entry.name for entry in rounds}
    for said in voices.contributions:
        if said.round not in known:
            raise StoryError(f"contribution {said.id}: there is no round „{said.round}“")


def _counts(process: Process) -> dict[str, int]:
    names = ("statements", "tensions", "rounds", "changes", "contributions", "parts", "dispositions")
    return {name: len(getattr(process, name)) for name in names}
