"""The DOCX keeps promise 4, names rounds and no persons, and is a file that readers can trust."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given
from lxml import etree

from stadtgespraech.publish import docx
from stadtgespraech.publish.document import Document, Mark, Note, NoteRef, Paragraph, Run
from stadtgespraech.publish.docx_marks import paragraph_marks

from .woven import SAMPLE, WOVEN, accepted, document, documents, rejected

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OURS = {"Hint", "Preline", "Title", "Subtitle", "Motto", "Date", "ContentsHeading", "TOC1", "TOC2", "ListParagraph",
        "Small", "Caption"}  # fmt: skip


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def xml(content: bytes, name: str) -> etree._Element:
    return etree.fromstring(parts(content)[f"word/{name}.xml"])


def read(content: bytes, way: str) -> list[str]:
    """Headings and paragraphs after a word processor accepted (`way` "accept") or rejected all changes."""
    gone = "del" if way == "accept" else "ins"
    found, open_text = [], ""
    for paragraph in xml(content, "document").iterfind(f"{W}body/{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if (style is not None and style.get(f"{W}val") in OURS) or paragraph.find(f".//{W}drawing") is not None:
            continue
        open_text += words(paragraph, gone)
        if paragraph.find(f"{W}pPr/{W}rPr/{W}{gone}") is None:
            found.append(open_text)
            open_text = ""
    assert not open_text
    return found


def words(element: etree._Element, gone: str) -> str:
    if element.tag == f"{W}{gone}" or element.find(f"{W}rPr/{W}rStyle[@{W}val='FootnoteReference']") is not None:
        return ""
    if element.tag in (f"{W}t", f"{W}delText"):
        return element.text or ""
    return "".join(words(child, gone) for child in element)


def without_table_space(found: list[str]) -> list[str]:
    return [line for line in found if line]


def test_accept_all_is_the_new_text_and_reject_all_the_base():
    content = docx.write(SAMPLE)
    assert without_table_space(read(content, "accept")) == accepted(SAMPLE.blocks)
    assert without_table_space(read(content, "reject")) == rejected(SAMPLE.blocks)


@given(documents())
def test_any_weave_is_accepted_and_rejected_exactly(sample: Document):
    content = docx.write(sample)
    assert read(content, "accept") == accepted(sample.blocks)
    assert read(content, "reject") == rejected(sample.blocks)


def test_a_paragraph_that_comes_whole_ends_with_its_own_mark_and_a_split_with_the_one_before():
    marks = paragraph_marks(WOVEN)
    assert {index: mark.change for index, mark in marks.items()} == {2: 4, 5: 6, 6: 8, 7: 9}


def test_ids_of_changes_and_bookmarks_are_used_once():
    body = xml(docx.write(SAMPLE), "document")
    tracked = [item.get(f"{W}id") for item in body.iter(f"{W}ins", f"{W}del")]
    names = [item.get(f"{W}name") for item in body.iter(f"{W}bookmarkStart")]
    assert len(set(tracked)) == len(tracked) > 10
    assert len(set(names)) == len(names) > 10


def test_every_change_is_signed_by_its_round_and_dated_where_a_day_is_known():
    body = xml(docx.write(SAMPLE), "document")
    signed = {(item.get(f"{W}author"), item.get(f"{W}date")) for item in body.iter(f"{W}ins", f"{W}del")}
    assert ("Online-Beteiligung", "2026-07-02T12:00:00Z") in signed
    assert ("Dezernat 2", None) in signed
    assert ("Redaktion", "2026-07-08T12:00:00Z") in signed
    assert {author for author, _ in signed} == {note.author or "Redaktion" for note in SAMPLE.notes if not note.legacy}


def test_comments_give_the_reason_once_and_name_the_other_end_of_a_move():
    content = docx.write(SAMPLE)
    comments = xml(content, "comments")
    said = ["\n".join("".join(line.itertext()) for line in item.iter(f"{W}p")) for item in comments]
    assert "→ 1 verschoben nach „Wasser“\nRückmeldung aus Stadtkonferenz. Anpassung 3. Weil es so besser ist." in said
    assert "← 1 verschoben von „Der Fluss gehört allen“\nSiehe Anmerkung 3." in said
    assert "Titel\nRückmeldung aus Jugendkonferenz. Anpassung 5. Weil es so besser ist." in said
    assert sum("Anpassung 7." in text for text in said) == 1
    called = [item.get(f"{W}id") for item in xml(content, "document").iter(f"{W}commentReference")]
    assert sorted(called, key=int) == [item.get(f"{W}id") for item in comments]


def test_footnotes_are_real_and_carry_the_labels_of_their_place():
    content = docx.write(SAMPLE)
    notes = {item.get(f"{W}id"): "".join(item.itertext()) for item in xml(content, "footnotes")}
    body = xml(content, "document")
    calls = [item.get(f"{W}id") for item in body.iter(f"{W}footnoteReference")]
    assert calls == [str(number) for number in range(1, 10)]
    assert notes["1"] == "Anmerkung · Rückmeldung aus 1. Stadtkonferenz. Anpassung 1. Weil es so besser ist."


def test_a_footnote_says_what_was_done() -> None:
    kinds = tuple(replace(note, kinds=("merge-term",)) if note.number == 6 else note for note in SAMPLE.notes)
    notes = ["".join(item.itertext()) for item in xml(docx.write(replace(SAMPLE, notes=kinds)), "footnotes")]
    assert notes[7] == "Begriff · Überall ersetzt. Rückmeldung aus Dezernat 5. Anpassung 6. Weil es so besser ist."


def test_what_word_processors_add_to_the_legend_stands_at_its_end() -> None:
    body = xml(docx.write(SAMPLE), "document")
    styles = [(item.find(f"{W}pPr/{W}pStyle"), "".join(item.itertext())) for item in body.iter(f"{W}p")]
    named = [(style.get(f"{W}val"), text) for style, text in styles if style is not None]
    place = next(index for index, (name, _) in enumerate(named) if name == "Hint")
    assert [name for name, _ in named[place - 2 : place + 2]] == ["Heading1", "Lead", "Hint", "Heading1"]
    assert named[place][1].startswith("Für Textprogramme: Die Änderungen sind als nachverfolgte Änderungen gespeichert")


def test_notes_out_of_order_print_their_own_numbers():
    two = tuple(Note(number, number, f"Grund {number}.") for number in (1, 2))
    body = (Paragraph((Run("Erst zwei"), NoteRef(2), Run(", dann eins"), NoteRef(1), Run("."))),)
    runs = [item.getparent() for item in xml(docx.write(document(body, two)), "document").iter(f"{W}footnoteReference")]
    assert [(run[1].get(f"{W}id"), run[2].text) for run in runs] == [("1", "2"), ("2", "1")]


def test_no_comment_stands_between_the_first_call_of_a_footnote_and_the_second():
    order = [
        item.tag for item in xml(docx.write(SAMPLE), "document").iter(f"{W}footnoteReference", f"{W}commentReference")
    ]
    call, comment = f"{W}footnoteReference", f"{W}commentReference"
    assert order[:5] == [comment, call, call, comment, comment]


def test_contents_hold_titles_without_notes():
    content = docx.write(SAMPLE)
    entries = [
        "".join(line.itertext(f"{W}t"))
        for line in xml(content, "document").iter(f"{W}p")
        if line.find(f"{W}pPr/{W}pStyle[@{W}val='TOC2']") is not None
    ]
    assert entries == ["Der Fluss gehört allen", "Wasser und Hitze"]


def test_links_lead_to_bookmarks_that_exist_or_out_of_the_file():
    content = docx.write(SAMPLE)
    body = xml(content, "document")
    names = {item.get(f"{W}name") for item in body.iter(f"{W}bookmarkStart")}
    anchors = {item.get(f"{W}anchor") for item in body.iter(f"{W}hyperlink")} - {None}
    assert anchors <= names and {"a_bild_1", "a_n1"} <= anchors
    assert b'Target="https://example.org/a?b=1&amp;c=2"' in parts(content)["word/_rels/document.xml.rels"]


def test_a_clean_edition_tracks_nothing_and_has_no_comment():
    clean = document((Paragraph((Run("Wasser bleibt, wo es fällt."),), owner="statement:1"),), (), "clean")
    content = docx.write(clean)
    body = xml(content, "document")
    assert not [*body.iter(f"{W}ins", f"{W}del", f"{W}commentReference", f"{W}footnoteReference")]
    assert read(content, "reject") == read(content, "accept") == ["Wasser bleibt, wo es fällt."]


def test_arabic_runs_from_the_right():
    runs = [run for run in xml(docx.write(SAMPLE), "document").iter(f"{W}r") if run.find(f"{W}rPr/{W}rtl") is not None]
    assert ["".join(run.itertext()) for run in runs] == ["النهر للجميع"]


def test_what_xml_cannot_hold_becomes_a_replacement_character():
    odd = document((Paragraph((Run("a\x00b\ud800c"),), owner="statement:1"),), (), "clean")
    assert read(docx.write(odd), "accept") == ["a\ufffdb\ufffdc"]


def test_same_document_same_bytes_whatever_the_clock(monkeypatch: pytest.MonkeyPatch):
    first = docx.write(SAMPLE)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    assert docx.write(SAMPLE) == first
    assert b"2026-09-07T00:00:00Z" in parts(first)["docProps/core.xml"]


def test_python_docx_opens_the_file():
    import docx as reader

    opened = reader.Document(io.BytesIO(docx.write(SAMPLE)))
    assert [item.text for item in opened.paragraphs if item.style.name == "Heading 1"] == [
        "So lesen Sie dieses Dokument", "Herleitung", "Die Zielbilder", "Alle Anpassungen"]  # fmt: skip
    assert opened.core_properties.author == opened.core_properties.last_modified_by == "Auenstadt"


def test_a_specimen_is_drawn_and_not_tracked():
    specimen = document((Paragraph((Run("neu", Mark("insert", 0, 0)),)),), ())
    body = xml(docx.write(specimen), "document")
    assert [item.get(f"{W}val") for item in body.iter(f"{W}rStyle")] == ["Eingefuegt"]
