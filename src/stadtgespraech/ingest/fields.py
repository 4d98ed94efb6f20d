"""One table of a story, read field by field: a value of another form is an error that names the field and the form."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from stadtgespraech.ingest.archive import ReadError
from stadtgespraech.text.weave import EditError, UndoConflict

_T = TypeVar("_T")
TEXT = "a text in quotation marks"
TABLE = "a table ([[…]] or { … })"
DAY = "a day, such as 2026-09-01"
MAX_NUMBER = 1_000_000_000  # no round has more people
MAX_MESSAGE = 600  # characters; a longer message is shortened in the middle
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# In this order: a date and time is a date, true is a number.
_FOUND: tuple[tuple[type, str], ...] = (
    (str, "a text"),
    (bool, "true or false"),
    (int, "a whole number"),
    (float, "a number with a point"),
    (datetime.datetime, "a day with a time"),
    (datetime.date, "a day"),
    (list, "a list"),
    (dict, "a table"),
)


class StoryError(ReadError):
    """A story cannot be read. The message is one line: file, change or contribution, and what is wrong."""

    def __init__(self, message: str) -> None:
        line = _CONTROLS.sub(lambda found: found[0].encode("unicode_escape").decode(), message)
        if len(line) > MAX_MESSAGE:
            line = f"{line[: MAX_MESSAGE * 2 // 3]} … {line[-MAX_MESSAGE // 3 :]}"
        super().__init__(line)


@dataclass(frozen=True, slots=True)
class Fields:
    """`label` names the table in messages ("change 7 (licht)", see `named`); `path` where in it this one stands
    ("edits[2]"), "" for itself. Every method takes a field's name and raises StoryError for a value of another form."""

    given: Mapping[str, object]
    label: str = ""
    path: str = ""

    def __contains__(self, name: str) -> bool:
        return name in self.given

    @contextmanager
    def named(self) -> Iterator[None]:
        """What goes wrong inside is said with the table's label."""
        try:
            yield
        except (StoryError, EditError, UndoConflict) as error:
            raise StoryError(f"{self.label}: {error}" if self.label else str(error)) from None

    def only(self, *known: str) -> None:
        """StoryError for a field of another name."""
        unknown = sorted(set(self.given) - set(known))
        if unknown:
            raise self.error(f"has an unknown field „{unknown[0]}“; known are {', '.join(known)}")

    def text(self, name: str, default: str | None = None) -> str:
        """A text, `default` where there is none. Without a default it must be there and hold a word."""
        value = self.given.get(name, default)
        if value is None or (default is None and isinstance(value, str) and not value.strip()):
            raise self.error(f"needs {name}")
        if not isinstance(value, str):
            raise self._other(name, value, TEXT)
        return value

    def line(self, name: str) -> str:
        """A text that must be there, without line breaks."""
        return self._unbroken(name, self.text(name))

    def lines(self, name: str) -> tuple[str, ...]:
        """A list of texts without line breaks."""
        return tuple(self._unbroken(name, text) for text in self.texts(name))

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts, () where there is none."""
        return tuple(self._list(name, str, TEXT))

    def choice(self, name: str, known: Sequence[str], default: str | None = None) -> str:
        """One of the words known."""
        return self._known(name, known, self.text(name, default))

    def choices(self, name: str, known: Sequence[str]) -> tuple[str, ...]:
        """A list of words known; at least one."""
        found = tuple(self._known(name, known, text) for text in self.texts(name))
        if not found:
            raise self.error(f"needs {name}")
        return found

    def number(self, name: str) -> int | None:
        """A whole number from 0, None where there is none."""
        value = self.given.get(name)
        if value is None:
            return None
        if type(value) is not int:
            raise self._other(name, value, "a whole number without quotation marks")
        if not 0 <= value <= MAX_NUMBER:
            raise StoryError(f"{self._at(name)} must be a whole number from 0 to {MAX_NUMBER:,}")
        return value

    def count(self, name: str) -> int:
        """A whole number from 0 that must be there."""
        value = self.number(name)
        if value is None:
            raise self.error(f"needs {name}")
        return value

    def day(self, name: str, default: str | None = None) -> str:
        """A day as YYYY-MM-DD, with or without quotation marks; `default` where there is none."""
        value = self.given.get(name)
        if not (value is None or isinstance(value, str) or type(value) is datetime.date):
            raise self._other(name, value, DAY)
        text = self.printed(name, default)
        if text != default and not _is_day(text):
            raise StoryError(f"{self._at(name)} must be {DAY}; found „{text}“")
        return text

    def printed(self, name: str, default: str | None = None) -> str:
        """A text, or a day as YYYY-MM-DD."""
        value = self.given.get(name)
        return value.isoformat() if type(value) is datetime.date else self.text(name, default)

    def table(self, name: str) -> Fields:
        """A table that must be there."""
        value = self.given.get(name)
        if not isinstance(value, dict):
            raise self._other(name, value, TABLE)
        return Fields(value, self.label, self._at(name))

    def tables(self, name: str) -> tuple[Fields, ...]:
        """A list of tables, () where there is none."""
        found = self._list(name, dict, TABLE)
        return tuple(Fields(item, self.label, f"{self._at(name)}[{n}]") for n, item in enumerate(found, 1))

    def error(self, message: str) -> StoryError:
        """The error with the place of this table before it."""
        return StoryError(f"{self.path} {message}".lstrip())

    def _list(self, name: str, kind: type[_T], form: str) -> list[_T]:
        value = self.given.get(name, [])
        if not isinstance(value, list):
            raise self._other(name, value, f"a list, each item {form}")
        for place, item in enumerate(value, 1):
            if not isinstance(item, kind):
                raise self._other(f"{name}[{place}]", item, form)
        return value

    def _other(self, name: str, value: object, form: str) -> StoryError:
        found = next((words for kind, words in _FOUND if isinstance(value, kind)), "something else")
        return StoryError(f"{self._at(name)} must be {form}; found {found}")

    def _at(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def _known(self, name: str, known: Sequence[str], text: str) -> str:
        if text not in known:
            words = ", ".join(filter(None, known))
            raise StoryError(f"{self._at(name)} must be one of {words}; found „{text}“")
        return text

    def _unbroken(self, name: str, text: str) -> str:
        if "\n" in text:
            raise StoryError(f"{self._at(name)} must stand on one line; found a line break in „{text}“")
        return text


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text) and datetime.date.fromisoformat(text))
    except ValueError:
        return False


def each(entries: Sequence[Fields], make: Callable[[Fields, int], _T]) -> tuple[_T, ...]:
    """What is made of every table and its number, from 1; what goes wrong is said with the table's label."""
    found = []
    for number, entry in enumerate(entries, 1):
        with entry.named():
            found.append(make(entry, number))
    return tuple(found)
