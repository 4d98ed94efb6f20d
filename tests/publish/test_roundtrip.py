"""Promise 4 in a real word processor: accepting all is the new text, rejecting all the base."""

from __future__ import annotations

from pathlib import Path

import pytest

from stadtgespraech.publish import docx
from stadtgespraech.publish.document import Document

from . import office
from .woven import SAMPLE, WOVEN, accepted, many, rejected

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(office.PROGRAM is None, reason="LibreOffice (soffice) is not installed"),
]
OURS = frozenset({"Hinweis", "Vorzeile", "Title", "Subtitle", "Motto", "Date", "Contents Heading", "Klein", "caption"})


def rejoin(folder: Path, document: Document) -> tuple[Path, Path]:
    """The document as LibreOffice saves it after accepting, and after rejecting, everything."""
    source, new, base = folder / "sample.docx", folder / "new.odt", folder / "base.odt"
    source.write_bytes(docx.write(document))
    office.convert(folder, [(source, "AcceptAllTrackedChanges", new), (source, "RejectAllTrackedChanges", base)])
    return new, base


def styled(path: Path, style: str) -> list[str]:
    return [text for name, text in office.paragraphs(path) if name == style]


def lines(path: Path) -> list[str]:
    return [text for _, text in office.paragraphs(path, OURS) if text]


def test_libreoffice_accepts_to_the_new_text_and_rejects_to_the_base(tmp_path: Path):
    new, base = rejoin(tmp_path, SAMPLE)
    found = lines(new)
    assert found[found.index("Der Fluss gehört allen") :] == [*accepted(WOVEN), "Alle Anpassungen"]
    found = lines(base)
    assert found[found.index("Der Fluss gehört allen") :] == [*rejected(WOVEN), "Alle Anpassungen"]
    assert styled(new, "Heading 2") == ["Der Fluss gehört allen", "Wasser und Hitze"]
    assert styled(base, "Heading 2") == ["Der Fluss gehört allen", "Wasser"]
    said = [note.split(". ")[-2] for note in office.notes(new)]
    assert said == [f"Anpassung {number}" for number in (1, 2, 3, 5, 6, 7, 8, 9)]


def test_libreoffice_accepts_and_rejects_any_weave(tmp_path: Path):
    sample = many(60, seed=7)
    new, base = rejoin(tmp_path, sample)
    assert lines(new) == [line for line in accepted(sample.blocks) if line]
    assert lines(base) == [line for line in rejected(sample.blocks) if line]
