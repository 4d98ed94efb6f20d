"""Word files: the recorded edits of two departments become revisions, their comments the reasons."""

from __future__ import annotations

from pathlib import Path

import pytest

from stadtgespraech.ingest.document import read_document
from stadtgespraech.records import Process
from stadtgespraech.text.weave import Weave

from .samples.erlenbach import MOVED, erlenbach
from .samples.word import (
    commented,
    deleted,
    endnote,
    footnote,
    inserted,
    mark_inserted,
    paragraph,
    run,
    word,
)

A = ("Dezernat 1", "2025-01-01T10:00:00Z")
B = ("Amt 61", "2025-01-02T10:00:00Z")


def read(tmp_path: Path, data: bytes) -> Process:
    path = tmp_path / "entwurf.docx"
    path.write_bytes(data)
    return read_document(path)


def body(tmp_path: Path, *paragraphs: str, **parts: object) -> Process:
    """The paragraphs as the text of one of two statements."""
    heads = [paragraph(title, style="berschrift2") for title in ("Erstens", "Zweitens")]
    start = [paragraph("Die Leitlinien", style="berschrift1"), heads[0]]
    end = [heads[1], paragraph("Ende.")]
    return read(tmp_path, word(*start, *paragraphs, *end, **parts))  # type: ignore[arg-type]


def texts(process: Process) -> list[str]:
    """The first statement's paragraphs at every revision, one string each."""
    weave = Weave.from_rows(process.weave)
    return [
        " | ".join(
            text for block, text in weave.blocks(r) if block.owner == "statement:1" and block.kind == "paragraph"
        )
        for r in range(weave.revisions + 1)
    ]


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Process:
    return read(tmp_path_factory.mktemp("own"), erlenbach())


def test_outline_is_found_by_localised_and_own_styles(own: Process) -> None:
    assert (own.title, own.subtitle, own.as_of) == ("Erlenbach 2040", "Leitsätze für eine Stadt am Fluss", "2024-09-16")
    assert [statement.title for statement in own.statements] == [
        "Kurze Wege durch die Stadt",
        "Alle Generationen und Herkünfte gehören dazu",
        "Ein Fluss, der atmen darf",
    ]
    assert [tension.title for tension in own.tensions] == ["Wachsen und Fläche sparen", "Bewahren und Erneuern"]
    assert [section.title for section in own.sections] == ["Vorwort", "Unsere Leitsätze", "Zielkonflikte"]


def test_every_recorded_edit_is_one_change_in_text_order(own: Process) -> None:
    found = [(c.statement, c.rounds, c.kinds[0], c.in_title, c.old, c.new) for c in own.changes]
    assert found == [
        (1, ("Dezernat 2",), "replace", False, "den Verkehr", "die Mobilität"),
        (1, ("Dezernat 2",), "move", False, MOVED.strip(), MOVED.strip()),
        (1, ("Dezernat 5",), "delete", False, "kostenlos und", ""),
        (2, ("Dezernat 5",), "insert", True, "", "und Herkünfte"),
        (2, ("1. Stadtkonferenz",), "explain-only", False, "", ""),
        (2, ("Dezernat 5",), "insert", False, "", "Jugendliche bekommen Orte, an denen sie nichts kaufen müssen."),
        (3, ("Online-Beteiligung",), "insert", False, "", "und Auen"),
        (3, ("Dezernat 5",), "explain-only", False, "", ""),
        (3, ("Dezernat 5",), "delete", False, "Ein Absatz, der nichts Neues sagt.", ""),
    ]


def test_rejecting_all_gives_the_base_and_accepting_all_the_new_text(own: Process) -> None:
    weave = Weave.from_rows(own.weave)
    base, now = weave.text(0), weave.text()
    assert f"rund um den Bahnhof. {MOVED}Busse fahren kostenlos und bis" in base
    assert f"Wir bauen den Verkehr der Zukunft rund um den Bahnhof. {MOVED}" in base
    assert f"soll bleiben können. {MOVED}Vereine" in now
    assert "Jugendliche" not in base and "nichts Neues" not in now
    assert "\n".join(["", *own.statements[2].paragraphs]) in now


def test_comments_are_reasons_and_a_missing_reason_is_said(own: Process) -> None:
    assert own.changes[2].why.startswith("Der Halbsatz nimmt eine Entscheidung vorweg")
    assert own.changes[3].why == own.changes[3].text == ""
    assert own.report is not None
    assert [line for line in own.report.uncertain if "no reason" in line] == [
        "a recorded edit has no reason in the file: Anpassung: Überschrift: „und Herkünfte“ wird ergänzt.",
        "a recorded edit has no reason in the file: Anpassung: „Ein Absatz, der nichts Neues sagt.“ wird gestrichen.",
    ]


def test_comment_without_an_edit_is_anchored_at_its_words(own: Process) -> None:
    remark = own.changes[7]
    assert remark.revision is None
    assert Weave.from_rows(own.weave).passage_text(remark.anchor) == "Bis 2035 heizen wir ohne Gas und Öl."


def test_endnotes_beside_footnotes_keep_their_printed_label(own: Process) -> None:
    assert (own.changes[4].label, own.changes[6].label) == ("i", "1")


def test_move_is_a_move_not_a_deletion_and_an_insertion(own: Process) -> None:
    weave = Weave.from_rows(own.weave)
    moved = [(r.kind, r.text) for r in weave.marked(0, weave.revisions) if r.kind.startswith("moved")]
    assert moved == [("moved-away", MOVED), ("moved-here", MOVED)]


def test_edit_inside_another_authors_insertion_comes_after_it_whatever_the_clock_says(tmp_path: Path) -> None:
    nested = (
        f'<w:ins w:id="1" w:author="{B[0]}" w:date="{B[1]}">{run("sehr ")}{deleted(*A, "ganz ")}{run("gut")}</w:ins>'
    )
    process = body(tmp_path, paragraph("Alles ist ", nested, "."))
    assert texts(process) == ["Alles ist .", "Alles ist sehr ganz gut.", "Alles ist sehr gut."]


def test_split_paragraph_is_one_block_start(tmp_path: Path) -> None:
    process = body(tmp_path, paragraph("Eins.", mark=mark_inserted(*A)), paragraph("Zwei."))
    assert texts(process) == ["Eins.Zwei.", "Eins. | Zwei."]


def test_two_sentences_of_one_author_are_two_changes_and_one_under_one_comment(tmp_path: Path) -> None:
    parts = ("Wir ", deleted(*A, "wollen"), inserted(*A, "werden"), " Bäume. Und ", inserted(*A, "viel "), "Schatten.")
    assert len(body(tmp_path, paragraph(*parts)).changes) == 2
    together = body(tmp_path, paragraph(commented(1, *parts)), comments={1: (*A, "Klarer gesagt.")})
    assert [(c.rounds, c.why) for c in together.changes] == [(("Dezernat 1",), "Klarer gesagt.")]


def test_persons_name_is_not_kept(tmp_path: Path) -> None:
    process = body(tmp_path, paragraph("Neu", inserted("Erika Muster", A[1], " ist das"), "."))
    assert process.changes[0].rounds == ()
    assert process.report is not None
    assert "Erika" not in str(process)
    assert any("the name is not kept" in line for line in process.report.uncertain)


def test_footnote_without_mark_and_mark_without_footnote_are_reported(tmp_path: Path) -> None:
    process = body(
        tmp_path, paragraph("Ein Satz", footnote(3), "."), footnotes={2: "Rückmeldung aus Dezernat 4. Ohne Marke."}
    )
    assert [(c.mark_found, c.anchor) for c in process.changes] == [(False, ())]
    assert process.report is not None
    assert sorted(line.split(":")[0] for line in process.report.uncertain if "mark" in line) == [
        "a mark has no note",
        "note has no mark in the woven text",
    ]


def test_endnotes_alone_are_numbered_as_they_are_printed(tmp_path: Path) -> None:
    notes = {5: "Rückmeldung aus Dezernat 4.", 6: "Rückmeldung aus Dezernat 5."}
    process = body(tmp_path, paragraph("Ein Satz", endnote(6), " mehr", endnote(5), "."), endnotes=notes)
    assert [(c.number, c.text, c.label) for c in process.changes] == [(1, notes[6], ""), (2, notes[5], "")]


def test_headers_formatting_and_pictures_are_reported_lost(tmp_path: Path) -> None:
    member = (
        f'<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{paragraph(inserted(*A, "x"))}'
    )
    process = body(
        tmp_path, paragraph("Text <b>", "<w:r><w:drawing/></w:r>"), extra={"word/header1.xml": member + "</w:hdr>"}
    )
    assert process.report is not None
    assert process.report.lost == (
        "1 pictures and text boxes are not read",
        "1 recorded edits in headers and footers are not read",
    )


def test_bold_paragraphs_are_headings_where_no_style_says_so(tmp_path: Path) -> None:
    def bold(text: str, size: int) -> str:
        return paragraph(f'<w:r><w:rPr><w:b/><w:sz w:val="{size}"/></w:rPr><w:t>{text}</w:t></w:r>')

    process = read(
        tmp_path,
        word(
            bold("Was wir wollen", 32),
            *(
                part
                for title in ("Grün", "Klug", "Nah")
                for part in (bold(title, 26), paragraph(f"Die Stadt ist {title}."))
            ),
        ),
    )
    assert [(s.title, s.paragraphs) for s in process.statements] == [
        ("Grün", ("Die Stadt ist Grün.",)),
        ("Klug", ("Die Stadt ist Klug.",)),
        ("Nah", ("Die Stadt ist Nah.",)),
    ]


def test_nested_tables_are_read_once(tmp_path: Path) -> None:
    inner = f"<w:tbl><w:tr><w:tc>{paragraph('innen')}</w:tc></w:tr></w:tbl>"
    process = body(tmp_path, f"<w:tbl><w:tr><w:tc>{paragraph('außen')}{inner}</w:tc></w:tr></w:tbl>")
    assert process.statements[0].paragraphs == ("außen", "innen")
