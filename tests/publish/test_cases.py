"""Auenstadt, and the real document where it lies beside the project: every format says the same text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from stadtgespraech.checks.changes import is_legacy
from stadtgespraech.ingest.document import read_document
from stadtgespraech.ingest.story import read_story
from stadtgespraech.publish import docx, epub, html, odt
from stadtgespraech.publish.build import build
from stadtgespraech.publish.document import BlockItem, Document, Heading, Paragraph, plain
from stadtgespraech.publish.formats import WRITERS
from stadtgespraech.records import Process
from stadtgespraech.text.weave import Weave

from . import office, test_docx, test_epub, test_html, test_odt
from .test_odt import large
from .test_roundtrip import OURS
from .woven import accepted, rejected

AUENSTADT = Path(__file__).resolve().parents[2] / "demo" / "auenstadt.toml"
Reader = Callable[[bytes, str], list[str]]


@pytest.fixture(scope="module")
def auenstadt() -> Process:
    return read_story(AUENSTADT)


@pytest.fixture(scope="module")
def seed(shared: Path) -> Process:
    """The real document, as damaged as it is; its former wordings are unknown."""
    return read_document(shared / "seed" / "zielbilder-ocr.txt", repair=False)


def texts(document: Document, reader: Callable[[tuple[BlockItem, ...]], list[str]]) -> list[str]:
    return [line for line in reader(large(document.blocks)) if line]


def by_html(content: bytes, way: str) -> list[str]:
    return test_html.exact(content, "del" if way == "accept" else "ins")


READERS: dict[str, tuple[Callable[[Document], bytes], Reader]] = {
    "docx": (docx.write, test_docx.read), "odt": (odt.write, test_odt.read), "epub": (epub.write, test_epub.read),
    "html": (html.write, by_html),
}  # fmt: skip


def said(name: str, document: Document, way: str) -> list[str]:
    """What the format says, without the small paragraphs and what a format adds of its own."""
    write, read = READERS[name]
    small = {plain(b.inlines) for b in document.blocks if isinstance(b, Paragraph) and b.role == "small"}
    return [line for line in read(write(document), way) if line and line not in small]


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("edition", ["marked", "clean", "changes"])
def test_auenstadt_reads_both_ways_in_every_format(auenstadt: Process, name: str, edition: str) -> None:
    made = build(auenstadt, edition=edition)  # type: ignore[arg-type]  # one of the literals
    assert said(name, made, "accept") == texts(made, accepted)
    assert said(name, made, "reject") == texts(made, rejected)


@pytest.mark.parametrize("name", READERS)
def test_the_clean_text_of_every_format_is_the_text_of_the_weave(auenstadt: Process, name: str) -> None:
    lines = [line for line in Weave.from_rows(auenstadt.weave).text().split("\n") if line]
    found = said(name, build(auenstadt, edition="clean"), "accept")
    assert [line for line in found if line in set(lines)] == lines


@pytest.mark.parametrize("name", READERS)
def test_a_document_whose_former_wordings_are_unknown_is_its_own_base(seed: Process, name: str) -> None:
    made = build(seed, edition="marked")
    assert said(name, made, "accept") == said(name, made, "reject") == texts(made, accepted)
    assert [(note.number, note.change) for note in made.notes] == [(number, number) for number in range(1, 43)]
    assert sum(note.legacy for note in made.notes) == sum(map(is_legacy, seed.changes)) > 30


def test_a_document_whose_former_wordings_are_unknown_says_so_and_colours_nothing(seed: Process) -> None:
    made = build(seed, edition="marked")
    words = " ".join(plain(block.inlines) for block in made.blocks if isinstance(block, Heading | Paragraph))
    legacy = sum(map(is_legacy, seed.changes))
    assert f"Bei {legacy} Anpassungen nennt die Vorlage nur die Stelle und die Begründung." in words
    assert "farbig markiert" not in words
    page = html.write(made).decode()
    assert "<ins" not in page and "<del" not in page and page.count('role="doc-noteref"') == 42


@pytest.mark.parametrize("name", WRITERS)
def test_every_format_is_written_the_same_twice(auenstadt: Process, name: str) -> None:
    made = build(auenstadt, edition="changes")
    assert WRITERS[name](made) == WRITERS[name](replace(made))


@pytest.mark.slow
@pytest.mark.skipif(office.PROGRAM is None, reason="LibreOffice (soffice) is not installed")
@pytest.mark.parametrize("case", ["auenstadt", "seed"])
def test_libreoffice_accepts_and_rejects_all(case: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    process: Process = request.getfixturevalue(case)
    made = build(process, edition="marked")
    source, new, base = tmp_path / "marked.docx", tmp_path / "new.odt", tmp_path / "base.odt"
    source.write_bytes(docx.write(made))
    office.convert(tmp_path, [(source, "AcceptAllTrackedChanges", new), (source, "RejectAllTrackedChanges", base)])
    assert saved(new) == texts(made, accepted)
    assert saved(base) == texts(made, rejected)
    weave = Weave.from_rows(process.weave)
    for path, revision in ((new, made.revision), (base, made.base)):
        lines = [line for line in weave.text(revision).split("\n") if line]
        assert [line for line in saved(path) if line in set(lines)] == lines


def saved(path: Path) -> list[str]:
    return [text for _, text in office.paragraphs(path, OURS) if text]
