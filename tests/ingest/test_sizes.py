"""Long and repetitive inputs are read in time that grows with their length: where it grew with its square, each of
these would take minutes."""

from __future__ import annotations

from pathlib import Path

import pytest

from stadtgespraech.ingest import assembly
from stadtgespraech.ingest.document import ReadError, read_document
from stadtgespraech.ingest.paper import Paper, Piece, Run

CASES = {
    "one long word": ("txt", "Wort" * 100_000, 1),
    "lines without a blank one": ("txt", "Eine Zeile des Textes\n" * 40_000, 1),
    "one word again and again": ("txt", "Wort1 " * 8_000, 1),
    "open brackets": ("md", "[" * 50_000, 1),
    "calls of one note": ("md", "x[^1]" * 20_000 + "\n\n[^1]: Anlass: Dezernat 6.\n", 1),
    "headings": ("md", "".join(f"## Titel {n}\n\nText {n}.\n\n" for n in range(8_000)), 16_000),
    "notes": (
        "md",
        "".join(f"Satz {n}.[^{n}]\n\n" for n in range(3_000))
        + "".join(f"[^{n}]: Anlass: Dezernat 6. Grund {n}.\n" for n in range(3_000)),
        3_000,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_nothing_costs_the_square_of_its_length(name: str, tmp_path: Path) -> None:
    suffix, text, blocks = CASES[name]
    path = tmp_path / f"lang.{suffix}"
    path.write_text("# Leitbild\n\n" + text)
    process = read_document(path)
    owners = [*process.sections, *process.statements]
    titles = sum(bool(item.title) for item in owners) if name == "headings" else 0
    assert titles + sum(len(item.paragraphs) for item in owners) == blocks


def test_more_paragraphs_than_any_document_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assembly, "MAX_PIECES", 2)
    paper = Paper(tuple(Piece(0, (Run(f"Absatz {n}."),)) for n in range(3)), {})
    with pytest.raises(ReadError, match=r"^lang\.md: 3 paragraphs are more than the limit of 2; split it$"):
        assembly.process_of(paper, source="lang.md", sha256="00")
