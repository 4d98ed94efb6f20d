"""A process written down by hand in TOML: first text, rounds, changes in the order decided, what people said.

demo/README.md documents the form. Everything derivable is derived: revisions, change numbers, sources that are
parts, the wording of footnotes, salts. The order of the statements is drawn: position p in the file (from 1) gets the
key SHA-256(order_seed, line feed, p in decimal), and statements are numbered by ascending key; without `order_seed`
they keep the file's order.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from stadtgespraech.ingest.archive import ReadError, file_bytes, shown_name
from stadtgespraech.ingest.decisions import Book
from stadtgespraech.ingest.fields import Fields, StoryError, each
from stadtgespraech.ingest.voices import Voices, read_voices
from stadtgespraech.ingest.wording import Page
from stadtgespraech.records import (
    AUDIENCES,
    ROLES,
    ROUND_KINDS,
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
_Tables = Mapping[str, Sequence[Fields]]
MAX_STORY = 10_000_000  # bytes of a file: a person wrote it
_HEAD = ("title", "subtitle", "city", "motto", "language", "product", "as_of", "order_seed", "path_text")
_TABLES = ("products", "rounds", "sections", "tensions", "statements", "editions", "changes", "contributions")
# A key of so many parts (a.a.a…) costs tomllib the square of them, and nobody writes one.
_LONG_KEY = re.compile(r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){40}""")


def read_story(path: Path) -> Process:
    """The process that a story tells, every change applied. Files named in `include` (relative to `path`) are
    read after it. Raises StoryError naming the file and the table at fault, ReadError where a file cannot be read.
    The salt seed is that of docs/format.md section 3 over the files in the order read."""
    files = _files(path)
    story = Fields({}, str(path))
    with story.named():
        head, tables = _merged(files)
        process = _process(head, tables, _salt_seed(files))
        digest = hashlib.sha256(file_bytes(path)).hexdigest()
        report = Report(source=shown_name(path), sha256=digest, read=_counts(process))
        return _checked(dataclasses.replace(process, report=report))


def _files(path: Path) -> dict[Path, Fields]:
    """The story's first file and those it includes, in the order read."""
    first = _table(path)
    with first.named():
        others = [_beside(path, name) for name in first.texts("include")]
        if len({other.resolve() for other in [path, *others]}) <= len(others):
            raise StoryError("include names a file twice, or this file itself; name every other file once")
    return {path: first, **{other: _table(other) for other in others}}


def _beside(path: Path, name: str) -> Path:
    """The file of that name in the story's folder."""
    other = path.parent / name
    try:
        inside = other.resolve().is_relative_to(path.parent.resolve())
    except (OSError, RuntimeError, ValueError):  # links in a circle, a name with a zero byte
        raise StoryError(f"include „{name}“ is no file's name") from None
    if not inside:
        raise StoryError(f"include „{name}“ lies outside the story's folder; put it beside the story")
    return other


def _table(path: Path) -> Fields:
    try:
        text = file_bytes(path, MAX_STORY).decode("utf-8-sig")
        if _LONG_KEY.search(text):
            raise StoryError(f"{path}: not a story: a name of forty parts with points between")
        return Fields(tomllib.loads(text), str(path))
    except ReadError:
        raise
    except UnicodeDecodeError as error:
        raise StoryError(f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8") from None
    except RecursionError:
        raise StoryError(f"{path}: not a story: nested too deeply") from None
    except tomllib.TOMLDecodeError as error:
        raise StoryError(f"{path}: not TOML: {error}") from None
    except ValueError:
        raise StoryError(f"{path}: not a story: a number of thousands of digits") from None
    except OSError as error:
        raise StoryError(f"{path}: cannot be read: {error.strerror}") from None


def _salt_seed(files: Mapping[Path, object]) -> str:
    digests = b"".join(hashlib.sha256(file_bytes(path)).digest() for path in files)
    return hashlib.sha256(b"stadtgespraech:seed:v1\0" + digests).hexdigest()


def _merged(files: Mapping[Path, Fields]) -> tuple[dict[str, str], dict[str, list[Fields]]]:
    """What stands alone (`title`, …) and may be given once; the tables of all files one after the other."""
    head: dict[str, str] = {}
    tables: dict[str, list[Fields]] = {name: [] for name in _TABLES}
    for number, (path, file) in enumerate(files.items()):
        place = f"in {path.name}" if number else ""
        with Fields({}, place).named():
            file.only(*_HEAD, "answered", *(() if number else ("include",)), *_TABLES)
            _add_head(head, file)
            for name in _TABLES:
                for entry in file.tables(name):
                    label = _label(entry, len(tables[name]) + 1)
                    tables[name].append(Fields(entry.given, f"{place}, {label}" if place else label))
    for name in ("title", "as_of"):
        if not head.get(name):
            raise StoryError(f"needs {name}")
    return head, tables


def _add_head(head: dict[str, str], file: Fields) -> None:
    for name in (*_HEAD, "answered"):
        if name in file and name in head:
            raise StoryError(f"{name} is given twice; it stands in one file, once")
        if name in file:
            read = {"as_of": file.printed, "answered": file.day}.get(name, file.text)
            head[name] = read(name, "").strip()


def _label(entry: Fields, number: int) -> str:
    """What messages call a table of the file: by its key or id, else by its place in the file."""
    name, key, id_ = entry.path.partition("[")[0], entry.given.get("key"), entry.given.get("id")
    if name == "changes":
        return f"change {number} ({key})" if isinstance(key, str) else f"change {number}"
    return f"contribution {id_}" if name == "contributions" and isinstance(id_, str) else entry.path


def _process(head: Mapping[str, str], tables: _Tables, salt_seed: str) -> Process:
    products = each(tables["products"], _product)
    plain = _texts(tables, head.get("order_seed", ""))
    rounds = each(tables["rounds"], _round)
    weave = Weave.start(_blocks(plain.sections, plain.tensions, plain.statements))
    names = _names(tables["changes"], plain)
    keys = each(tables["changes"], lambda change, _: change.text("key"))
    voices = read_voices(
        tables["contributions"],
        Page(weave.blocks(0), names),
        lambda start, end: weave.passage(start, end, 0),
        {key: number for number, key in enumerate(keys, 1)},
        head.get("answered", head["as_of"]),
        salt_seed,
    )
    _check_rounds(voices, rounds)
    book = Book(weave, names, tuple(entry.name for entry in rounds), voices.sources())
    for number, change in enumerate(tables["changes"], 1):
        book = book.decide(number, change)
    alone: dict[str, Any] = {name: head[name] for name in _HEAD if name in head}
    return Process(
        **alone,
        products=products,
        rounds=rounds,
        changes=book.changes,
        editions=each(tables["editions"], lambda entry, _: _edition(entry, book)),
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


def _texts(tables: _Tables, order_seed: str) -> _Plain:
    drawn = draw(tables["statements"], order_seed)
    return _Plain(
        each(tables["sections"], _section),
        each(tables["tensions"], _tension),
        each(drawn, _statement),
        each(drawn, lambda entry, _: entry.text("key", "")),
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


def _names(changes: Sequence[Fields], plain: _Plain) -> dict[str, str]:
    """From every key and title, also those that a change will give, to the owner."""
    texts: tuple[_Text, ...] = (*plain.sections, *plain.tensions, *plain.statements)
    names = {entry.title: _owner(entry) for entry in texts}
    names |= {key: f"statement:{number}" for number, key in enumerate(plain.keys, 1) if key}
    for change in changes:
        with change.named():
            for edit in change.tables("edits"):
                name, title = edit.text("in", ""), edit.text("new_title", "")
                if title and name in names:
                    names[title] = names[name]
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


# -------------------------------------------------------------------------------------------- records


def _product(entry: Fields, _: int) -> Product:
    entry.only("title", "motto", "state")
    return Product(entry.line("title"), entry.text("motto", ""), entry.text("state", ""))


def _round(entry: Fields, number: int) -> Round:
    entry.only("name", "kind", "dates", "place", "people", "contributions", "ideas", "note")
    return Round(
        number=number,
        name=entry.line("name"),
        kind=entry.choice("kind", ROUND_KINDS, "other"),
        dates=entry.printed("dates", ""),
        place=entry.text("place", ""),
        people=entry.number("people"),
        contributions=entry.number("contributions"),
        ideas=entry.number("ideas"),
        note=entry.text("note", ""),
    )


def _section(entry: Fields, number: int) -> Section:
    entry.only("title", "role", "paragraphs")
    return Section(number, entry.line("title"), entry.lines("paragraphs"), entry.choice("role", ROLES, "other"))


def _tension(entry: Fields, number: int) -> Tension:
    entry.only("title", "text")
    return Tension(number, entry.line("title"), entry.text("text", ""))


def _statement(entry: Fields, number: int) -> Statement:
    entry.only("key", "title", "paragraphs")
    return Statement(number, entry.line("title"), entry.lines("paragraphs"))


def _edition(entry: Fields, book: Book) -> Edition:
    """`after` names the change it was frozen after, "" the first text; without it, the last revision."""
    entry.only("name", "date", "audience", "note", "after")
    after = entry.text("after", "")
    if after and after not in book.revisions:
        raise StoryError(f"there is no change „{after}“")
    return Edition(
        name=entry.line("name"),
        revision=book.revisions.get(after, 0) if "after" in entry else max(book.revisions.values(), default=0),
        date=entry.day("date", ""),
        audience=entry.choice("audience", AUDIENCES, "public"),
        note=entry.text("note", ""),
    )


def _check_rounds(voices: Voices, rounds: Sequence[Round]) -> None:
    known = {entry.name for entry in rounds}
    for said in voices.contributions:
        if said.round not in known:
            raise StoryError(f"contribution {said.id}: there is no round „{said.round}“")


def _checked(process: Process) -> Process:
    """The process as its file will give it back: what only the form of that file forbids is found here."""
    try:
        return from_json(to_json(process))
    except FormatError as error:
        raise StoryError(str(error)) from None


def _counts(process: Process) -> dict[str, int]:
    names = ("statements", "tensions", "rounds", "changes", "contributions", "parts", "dispositions")
    return {name: len(getattr(process, name)) for name in names}
