"""The site's words in eight languages: `tools/messages.py update` brings the catalogues up to date with templates and
code, `compile` makes what Django reads. German is the language of the message ids and needs no catalogue."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "src" / "stadtgespraech" / "web"
LOCALE = WEB / "locale"
LANGUAGES = {"de_Plain": "de", "en": "en", "tr": "tr", "ar": "ar", "uk": "uk", "pl": "pl", "ro": "ro"}
KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip


def messages() -> Iterator[tuple[str, int, object, str | None]]:
    """(file, line, message or plural pair, context) of every text that is marked for translation."""
    for path in sorted(WEB.rglob("*.html")) + sorted(WEB.rglob("*.txt")):
        yield from found(path, templatized(path))
    for path in sorted(WEB.rglob("*.py")):
        if "migrations" not in path.parts:
            yield from found(path, path.read_text("utf-8"))


def templatized(path: Path) -> str:
    """A template as Django turns it into something like Python, without the indentation of HTML."""
    os.environ.setdefault("STADTGESPRAECH_DATA", str(ROOT / "build" / "check-site"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stadtgespraech.web.settings")
    from django.utils.translation.template import templatize

    code = str(templatize(path.read_text("utf-8"), origin=str(path)))
    return "\n".join(line.lstrip() for line in code.split("\n"))


def found(path: Path, code: str) -> Iterator[tuple[str, int, object, str | None]]:
    for line, message, _, context in extract("python", io.BytesIO(code.encode()), KEYWORDS, ("Übersetzung:",)):
        yield str(path.relative_to(ROOT)), line, message, context


def template() -> Catalog:
    """All messages that are in use."""
    catalog = Catalog(project="stadtgespraech", charset="utf-8", header_comment="")
    for file, _, message, context in messages():
        catalog.add(message, locations=[(file, 0)], context=context)  # type: ignore[arg-type]
    return catalog


def catalogue(name: str) -> Catalog:
    """A language's catalogue as it is stored; an empty one where there is none."""
    path = LOCALE / name / "LC_MESSAGES" / "django.po"
    if not path.is_file():
        return Catalog(locale=LANGUAGES[name], charset="utf-8", header_comment="")
    with path.open("rb") as stream:
        return read_po(stream, locale=LANGUAGES[name])


def update() -> None:
    """Add what is new, drop what is gone; what was translated stays. Nothing is guessed from similar messages."""
    current = template()
    for name in LANGUAGES:
        catalog = catalogue(name)
        catalog.update(current, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        catalog.fuzzy = False
        path = LOCALE / name / "LC_MESSAGES" / "django.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        buffer = io.BytesIO()
        write_po(buffer, catalog, width=120, sort_output=True, omit_header=False, include_lineno=False)
        lines = [line for line in buffer.getvalue().decode().split("\n") if not line.startswith('"POT-Creation-Date')]
        path.write_text("\n".join(line for line in lines if not line.startswith('"PO-Revision-Date')), "utf-8")


def missing() -> dict[str, list[str]]:
    """Language → messages in use that it has no words for."""
    current = template()
    gone: dict[str, list[str]] = {}
    for name in LANGUAGES:
        catalog = catalogue(name)
        for message in current:
            known = catalog.get(message.id, message.context) if message.id else True
            filled = known is True or (known is not None and all(strings(known.string)))
            if not filled:
                gone.setdefault(name, []).append(str(message.id))
    return gone


def strings(value: object) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, tuple | list) else (str(value or ""),)


def compile_all() -> None:
    for name in LANGUAGES:
        buffer = io.BytesIO()
        write_mo(buffer, catalogue(name))
        (LOCALE / name / "LC_MESSAGES" / "django.mo").write_bytes(buffer.getvalue())


if __name__ == "__main__":
    if sys.argv[1:] == ["update"]:
        update()
    elif sys.argv[1:] != ["compile"]:
        sys.exit("usage: tools/messages.py update | compile")
    compile_all()
