"""The ODT: real footnotes, marks as styles by which a reader could accept and reject, nothing that does not resolve."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from lxml import etree

from stadtgespraech.publish import odt
from stadtgespraech.publish.build import build
from stadtgespraech.publish.document import BlockItem, Document, Heading, Mark, Note, NoteRef, Paragraph, Run

from . import office
from .case import process
from .woven import NOTES, SAMPLE, WOVEN, accepted, document, documents, many, rejected

NS = {
    name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "style", "text", "table", "meta")
}
TEXT, STYLE = f"{{{NS['text']}}}", f"{{{NS['style']}}}"
XLINK = "{http://www.w3.org/1999/xlink}"
OURS = {"Preline", "Title", "Subtitle", "Motto", "Date", "Band", "Item", "Caption", "Small"}
SILENT = {"Spoken", "End", "Air", "note", "note-ref", "frame", "Footnote_20_anchor"}
COMES, GOES = ("Inserted", "Moved_here"), ("Deleted", "Moved_away")


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def body(content: bytes) -> etree._Element:
    return etree.fromstring(parts(content)["content.xml"])


class Reader:
    """Reads the text of a file without what was deleted (`way` "accept") or inserted ("reject"). A program that saved
    the file calls styles by their titles and puts its own automatic ones before them."""

    def __init__(self, content: bytes, way: str) -> None:
        self.root = body(content)
        self.gone = GOES if way == "accept" else COMES
        self.parents = {
            item.get(f"{STYLE}name"): item.get(f"{STYLE}parent-style-name")
            for item in self.root.iterfind("office:automatic-styles/style:style", NS)
        }

    def lines(self) -> list[str]:
        text = ""
        for item in self.root.find("office:body/office:text", NS):
            drawing = any(child.tag.endswith("}frame") for child in item)
            if item.tag in (f"{TEXT}p", f"{TEXT}h") and self.style(item) not in OURS and not drawing:
                signs = [self.style(span) for span in item.iter(f"{TEXT}span") if self.style(span).endswith("_sign")]
                text += "" if signs and signs[0].removesuffix("_sign") in self.gone else "\n"
                text += self.words(item)
        return text.split("\n")[1:]

    def style(self, item: etree._Element) -> str:
        name = style_of(item)
        name = self.parents.get(name) or name
        return TITLES.get(name, name)

    def words(self, item: etree._Element) -> str:
        name = self.style(item) if item.tag == f"{TEXT}span" else etree.QName(item).localname
        if name in SILENT or name.endswith("_sign") or name.removesuffix("_blank") in self.gone:
            return ""
        if name == "s":
            return " " * int(item.get(f"{TEXT}c", "1"))
        return (item.text or "") + "".join(self.words(child) + (child.tail or "") for child in item)


def read(content: bytes, way: str) -> list[str]:
    return Reader(content, way).lines()


def titles() -> dict[str, str]:
    """Title of a style, as a program writes it into a name → our name."""
    root = etree.fromstring(parts(odt.write(SAMPLE))["styles.xml"])
    named = ((item.get(f"{STYLE}display-name"), item.get(f"{STYLE}name")) for item in root.iter(f"{STYLE}style"))
    return {title.replace(" ", "_20_").replace(":", "_3a_"): name for title, name in named if title}


def style_of(item: etree._Element) -> str:
    return item.get(f"{TEXT}style-name", "")


def spelled(item: etree._Element) -> str:
    """All text in `item`, blanks too."""
    inner = "".join(spelled(child) + (child.tail or "") for child in item)
    return (" " * int(item.get(f"{TEXT}c", "1")) if item.tag == f"{TEXT}s" else item.text or "") + inner


def large(blocks: tuple[BlockItem, ...]) -> tuple[BlockItem, ...]:
    """Without the small paragraphs, which look like the words of a figure."""
    return tuple(block for block in blocks if not isinstance(block, Paragraph) or block.role != "small")


def filled(lines: list[str]) -> list[str]:
    return [line for line in lines if line]


TITLES = titles()


def test_dropping_what_was_deleted_gives_the_new_text_and_what_was_inserted_the_base() -> None:
    content = odt.write(SAMPLE)
    assert read(content, "accept") == accepted(SAMPLE.blocks)
    assert read(content, "reject") == rejected(SAMPLE.blocks)


@given(documents())
def test_any_weave_reads_as_its_new_text_and_as_its_base(sample: Document) -> None:
    content = odt.write(sample)
    assert filled(read(content, "accept")) == filled(accepted(sample.blocks))
    assert filled(read(content, "reject")) == filled(rejected(sample.blocks))


def test_the_clean_edition_of_a_process_is_its_text_without_marks_and_notes() -> None:
    clean = build(process(), edition="clean")
    root = body(odt.write(clean))
    assert filled(read(odt.write(clean), "accept")) == filled(accepted(large(clean.blocks)))
    assert not {style_of(span) for span in root.iter(f"{TEXT}span")} & {*COMES, *GOES, "Spoken", "End"}
    assert not list(root.iter(f"{TEXT}note"))


def test_the_marked_edition_of_a_process_reads_both_ways() -> None:
    marked = build(process(), edition="marked")
    content = odt.write(marked)
    assert filled(read(content, "accept")) == filled(accepted(large(marked.blocks)))
    assert filled(read(content, "reject")) == filled(rejected(large(marked.blocks)))


def test_footnotes_are_real_numbered_in_the_order_of_the_text_and_carry_what_was_done() -> None:
    kinds = tuple(replace(note, kinds=("merge-term",)) if note.number == 6 else note for note in NOTES)
    root = body(odt.write(replace(SAMPLE, notes=kinds)))
    found = [spelled(note) for note in root.iter(f"{TEXT}note")]
    assert found[:2] == [
        "1Anmerkung · Rückmeldung aus 1. Stadtkonferenz. Anpassung 1. Weil es so besser ist.",
        "2Rückmeldung aus Online-Beteiligung. Anpassung 2. Weil es so besser ist.",
    ]
    assert found[5] == "6Begriff · Überall ersetzt. Rückmeldung aus Dezernat 5. Anpassung 6. Weil es so besser ist."
    assert len(found) == 9


def test_a_second_call_refers_to_its_note() -> None:
    root = body(odt.write(SAMPLE))
    (again,) = root.iter(f"{TEXT}note-ref")
    assert (again.get(f"{TEXT}ref-name"), again.text) == ("ftn3", "3")
    assert [note.get(f"{TEXT}id") for note in root.iter(f"{TEXT}note")] == [f"ftn{number}" for number in range(1, 10)]


def test_notes_out_of_order_print_their_own_numbers() -> None:
    two = tuple(Note(number, number, f"Grund {number}.") for number in (1, 2))
    lines = (Paragraph((Run("Erst zwei"), NoteRef(2), Run(", dann eins"), NoteRef(1), Run("."))),)
    citations = body(odt.write(document(lines, two))).iter(f"{TEXT}note-citation")
    assert [(item.get(f"{TEXT}label"), item.text) for item in citations] == [("2", "2"), ("1", "1")]


def test_marks_are_spoken_and_named_by_style() -> None:
    spans = [(style_of(item), spelled(item)) for item in body(odt.write(SAMPLE)).iter(f"{TEXT}span")]
    place = spans.index(("Inserted", "im Schatten"))
    assert spans[place - 1] == ("Spoken", "neu: ")
    assert ("Spoken", "verschoben nach „Wasser“: ") in spans
    assert ("End", "→\u202f1 Wasser") in spans
    assert ("End", "←\u202f1 Der Fluss gehört allen") in spans
    assert ("Deleted_sign", "¶") in spans and ("Inserted_sign", "¶") in spans


def test_no_line_is_drawn_under_the_blanks_of_a_mark_and_old_and_new_words_do_not_touch() -> None:
    old, new = Mark("delete", 1, 1), Mark("insert", 1, 1)
    lines = (Paragraph((Run(" alt ", old), Run("x"), Run("alt", old), Run("neu", new))),)
    spans = [
        (style_of(item), "".join(item.itertext())) for item in body(odt.write(document(lines, ()))).iter(f"{TEXT}span")
    ]
    marked = [name for name, _ in spans if name != "Spoken"]
    assert marked[marked.index("Deleted_blank") :] == [
        "Deleted_blank",
        "Deleted",
        "Deleted_blank",
        "Deleted",
        "Air",
        "Inserted",
    ]


def test_every_style_that_is_used_is_defined() -> None:
    files = parts(odt.write(SAMPLE))
    roots = [etree.fromstring(files[name]) for name in ("content.xml", "styles.xml")]
    defined = {item.get(f"{STYLE}name") for root in roots for item in root.iter(f"{STYLE}style", f"{TEXT}list-style")}
    keys = [
        f"{TEXT}style-name",
        f"{TEXT}visited-style-name",
        f"{{{NS['table']}}}style-name",
        f"{STYLE}parent-style-name",
    ]
    used = {item.get(key) for root in roots for item in root.iter() for key in keys} - {None}
    assert used - defined == set()


def test_bookmarks_are_used_once_and_every_link_has_its_target() -> None:
    root = body(odt.write(SAMPLE))
    names = [item.get(f"{TEXT}name") for item in root.iter(f"{TEXT}bookmark-start")]
    ends = [item.get(f"{TEXT}name") for item in root.iter(f"{TEXT}bookmark-end")]
    links = {item.get(f"{XLINK}href") for item in root.iter(f"{TEXT}a")}
    assert len(names) == len(set(names)) and sorted(ends) == sorted(names)
    assert {link[1:] for link in links if link.startswith("#")} <= set(names)
    assert {"#n1", "#bild-1", "#v1-an", "#v1-ab", "https://example.org/a?b=1&c=2"} <= links


def test_contents_hold_titles_without_notes_and_marks() -> None:
    lines = body(odt.write(SAMPLE)).iterfind(".//text:table-of-content/text:index-body/text:p", NS)
    assert ["".join(line.itertext()) for line in lines] == [
        "So lesen Sie dieses Dokument", "Herleitung", "Die Zielbilder", "Der Fluss gehört allen", "Wasser und Hitze",
        "Alle Anpassungen",
    ]  # fmt: skip


def test_the_package_begins_with_its_media_type_and_lists_every_file() -> None:
    content = odt.write(SAMPLE)
    files = parts(content)
    assert content[30:38] == b"mimetype" and content[38:77] == odt.MEDIA.encode()
    manifest = etree.fromstring(files["META-INF/manifest.xml"])
    listed = {item.get("{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}full-path") for item in manifest}
    assert listed == {"/", *files} - {"mimetype", "META-INF/manifest.xml"}
    pictures = {item.get(f"{XLINK}href") for item in body(content).iter() if item.tag.endswith("}image")}
    assert pictures == {name for name in files if name.startswith("Pictures/")} != set()


def test_a_picture_is_described_and_decoration_says_that_it_is_none() -> None:
    frames = [item for item in body(odt.write(SAMPLE)).iter() if item.tag.endswith("}frame")]
    assert ["".join(item.itertext()) for item in frames] == ["", "Ein Fluss, an dem drei Orte liegen."]
    assert [value for item in frames for key, value in item.items() if key.endswith("}decorative")] == ["true"]


def test_what_the_file_says_about_itself() -> None:
    meta = etree.fromstring(parts(odt.write(SAMPLE))["meta.xml"])
    said = {etree.QName(item).localname: item.text for item in meta[0]}
    assert said == {
        "generator": "Stadtgespräch", "title": "Auenstadt 2040 – Markierte Fassung", "subject": "Zwölf Zielbilder",
        "initial-creator": "Auenstadt", "creator": "Auenstadt", "creation-date": "2026-09-07T00:00:00Z",
        "date": "2026-09-07T00:00:00Z", "language": "de", "identifier": SAMPLE.identifier,
    }  # fmt: skip


def test_blanks_and_what_xml_cannot_hold_survive_or_are_replaced() -> None:
    odd = document((Paragraph((Run("  a\t b\x00"), Run(" c  d ")), owner="statement:1"),), (), "clean")
    (line,) = body(odt.write(odd)).iterfind("office:body/office:text/text:p[last()]", NS)
    assert "".join(line.itertext()) == "a b\ufffdcd"
    blanks = [item.get(f"{TEXT}c") or "tab" for item in line if etree.QName(item).localname in ("s", "tab")]
    assert blanks == ["2", "tab", "1", "2", "1"]


def test_same_document_same_bytes_and_without_a_day_the_given_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    first = odt.write(SAMPLE)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert odt.write(replace(SAMPLE)) == first
    assert b"1970-01-02T00:00:00Z" in parts(odt.write(replace(SAMPLE, date="")))["meta.xml"]


@pytest.mark.slow
@pytest.mark.skipif(office.PROGRAM is None, reason="LibreOffice (soffice) is not installed")
def test_libreoffice_reads_text_marks_and_notes_as_they_are(tmp_path: Path) -> None:
    sources = {"sample": SAMPLE, "many": many(40, seed=3), "clean": build(process(), edition="clean")}
    orders = []
    for name, sample in sources.items():
        (tmp_path / f"{name}.odt").write_bytes(odt.write(sample))
        orders.append((tmp_path / f"{name}.odt", "", tmp_path / f"{name}-saved.odt"))
    office.convert(tmp_path, orders)
    for name, sample in sources.items():
        saved = (tmp_path / f"{name}-saved.odt").read_bytes()
        assert filled(read(saved, "accept")) == filled(accepted(large(sample.blocks)))
        assert filled(read(saved, "reject")) == filled(rejected(large(sample.blocks)))
    assert len(office.notes(tmp_path / "sample-saved.odt")) == 9
    headings = [text for style, text in office.paragraphs(tmp_path / "sample-saved.odt") if style == "Heading 2"]
    assert len(headings) == sum(isinstance(block, Heading) for block in WOVEN)
