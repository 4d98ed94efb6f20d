"""The EPUB: valid XHTML whose links resolve, footnotes that open in place, marks that can be accepted and rejected."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from lxml import etree

from stadtgespraech.publish import epub
from stadtgespraech.publish.build import build
from stadtgespraech.publish.document import BlockItem, Document, Heading, Mark, PageBreak, Paragraph, Run
from stadtgespraech.publish.epub_text import SILENT

from .case import process
from .woven import NOTES, SAMPLE, accepted, document, documents, many, owned, rejected

H, OPS, OPF = "{http://www.w3.org/1999/xhtml}", "{http://www.idpf.org/2007/ops}", "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
INLINE = {f"{H}{name}" for name in ("a", "br", "del", "em", "img", "ins", "span", "strong")}


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pages(content: bytes) -> dict[str, etree._Element]:
    """The chapters in the order of the spine, by file name; cover and contents left out."""
    files = parts(content)
    package = etree.fromstring(files["EPUB/package.opf"])
    hrefs = {item.get("id"): item.get("href") for item in package.iter(f"{OPF}item")}
    order = [hrefs[item.get("idref")] for item in package.iter(f"{OPF}itemref")]
    assert order[:2] == ["cover.xhtml", "nav.xhtml"]
    return {name: etree.fromstring(files[f"EPUB/{name}"]) for name in order[2:]}


def read(content: bytes, way: str) -> list[str]:
    """Headings and paragraphs without every `del` (`way` "accept") or `ins` ("reject"); no lists, tables, notes."""
    gone = f"{H}del" if way == "accept" else f"{H}ins"
    text = ""
    for page in pages(content).values():
        for item in page.find(f"{H}body"):
            if item.tag[len(H) :] in ("p", "h1", "h2", "h3", "h4"):
                sign = next(
                    (mark for mark in item.iter(f"{H}del", f"{H}ins") if "sign" in classes(mark, f"{H}span")), None
                )
                text += "" if sign is not None and sign.tag == gone else "\n"
                text += words(item, gone)
    return text.split("\n")[1:]


def classes(item: etree._Element, child: str) -> set[str]:
    return {name for inner in item.iter(child) for name in inner.get("class", "").split()}


def words(item: etree._Element, gone: str) -> str:
    names = item.get("class", "").split()
    if set(names) & set(SILENT) or (item.tag == gone and "sample" not in names):
        return ""
    return (item.text or "") + "".join(words(child, gone) + (child.tail or "") for child in item)


def filled(lines: list[str]) -> list[str]:
    return [line for line in lines if line]


def test_dropping_what_was_deleted_gives_the_new_text_and_what_was_inserted_the_base() -> None:
    content = epub.write(SAMPLE)
    assert read(content, "accept") == accepted(SAMPLE.blocks)
    assert read(content, "reject") == rejected(SAMPLE.blocks)


@given(documents())
def test_any_weave_reads_as_its_new_text_and_as_its_base(sample: Document) -> None:
    content = epub.write(sample)
    assert filled(read(content, "accept")) == filled(accepted(sample.blocks))
    assert filled(read(content, "reject")) == filled(rejected(sample.blocks))


@pytest.mark.parametrize("edition", ["marked", "clean", "changes"])
def test_every_edition_of_a_process_reads_both_ways(edition: str) -> None:
    made = build(process(), edition=edition)  # type: ignore[arg-type]  # one of the literals
    content = epub.write(made)
    assert filled(read(content, "accept")) == filled(accepted(made.blocks))
    assert filled(read(content, "reject")) == filled(rejected(made.blocks))
    marks = [item for page in pages(content).values() for item in page.iter(f"{H}ins", f"{H}del", f"{H}aside")]
    assert bool(marks) == (edition != "clean")


def checked(content: bytes) -> None:
    """Every file is XML, listed once, and reachable; every link leads to something that exists; no id comes twice."""
    files = parts(content)
    package = etree.fromstring(files["EPUB/package.opf"])
    items = {item.get("id"): item.get("href") for item in package.iter(f"{OPF}item")}
    listed = [posixpath.join("EPUB", href) for href in items.values()]
    assert sorted(listed) == sorted({*files} - {"mimetype", "META-INF/container.xml", "EPUB/package.opf"})
    spine = [items[item.get("idref")] for item in package.iter(f"{OPF}itemref")]
    assert sorted(spine) == sorted(href for href in items.values() if href.endswith(".xhtml"))
    trees = {name: etree.fromstring(data) for name, data in files.items() if name.endswith((".xhtml", ".xml", ".svg"))}
    ids = {name: [item.get("id") for item in tree.iter() if item.get("id")] for name, tree in trees.items()}
    assert all(len(set(found)) == len(found) for found in ids.values())
    for name, tree in trees.items():
        for target in (item.get(key) for item in tree.iter() for key in ("href", "src") if item.get(key)):
            if target.startswith("https://"):
                continue
            file, _, anchor = target.partition("#")
            path = posixpath.join(posixpath.dirname(name), file) if file else name
            assert path in files and (not anchor or anchor in ids[path]), target


def test_every_file_is_listed_and_every_link_resolves() -> None:
    checked(epub.write(SAMPLE))
    checked(epub.write(many(30, seed=5)))
    for edition in ("marked", "clean", "changes"):
        checked(epub.write(build(process(), edition=edition)))


def test_blocks_stand_in_blocks_and_words_in_words() -> None:
    for page in pages(epub.write(SAMPLE)).values():
        for item in page.iter(f"{H}p", f"{H}h1", f"{H}h2", f"{H}span", f"{H}ins", f"{H}del", f"{H}a"):
            assert {child.tag for child in item} <= INLINE
        assert not [item for link in page.iter(f"{H}a") for item in link.iterdescendants(f"{H}a")]


def test_the_package_begins_with_its_media_type_and_points_to_itself() -> None:
    content = epub.write(SAMPLE)
    assert content[30:58] == b"mimetypeapplication/epub+zip"
    container = etree.fromstring(parts(content)["META-INF/container.xml"])
    assert [item.get("full-path") for item in container.iter() if item.get("full-path")] == ["EPUB/package.opf"]


def test_what_the_book_says_about_itself() -> None:
    package = etree.fromstring(parts(epub.write(SAMPLE))["EPUB/package.opf"])
    said = {
        etree.QName(item).localname: item.text for item in package.find(f"{OPF}metadata") if item.tag.startswith(DC)
    }
    assert said == {
        "identifier": SAMPLE.identifier, "title": "Auenstadt 2040 – Markierte Fassung", "language": "de",
        "creator": "Auenstadt", "description": "Zwölf Zielbilder", "date": "2026-09-07",
    }  # fmt: skip
    more = Counter(item.get("property") for item in package.iter(f"{OPF}meta"))
    assert more == {
        "dcterms:modified": 1, "schema:accessMode": 2, "schema:accessModeSufficient": 1,
        "schema:accessibilityHazard": 1, "schema:accessibilityFeature": 3, "schema:accessibilitySummary": 1,
    }  # fmt: skip
    assert package.get("unique-identifier") == "id" and package.find(f"{OPF}metadata/{DC}identifier").get("id") == "id"


def test_same_document_same_bytes_and_without_a_day_the_given_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    first = epub.write(SAMPLE)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert epub.write(replace(SAMPLE)) == first
    assert b">2026-09-07T00:00:00Z<" in parts(first)["EPUB/package.opf"]
    assert b">1970-01-02T00:00:00Z<" in parts(epub.write(replace(SAMPLE, date="")))["EPUB/package.opf"]


def test_notes_are_footnotes_at_the_end_of_their_section_and_lead_back() -> None:
    page = pages(epub.write(SAMPLE))["part3.xhtml"]
    order = [
        (item.tag[len(H) :], item.get("id") or item.get("class"))
        for item in page.find(f"{H}body")
        if item.tag != f"{H}p"
    ]
    assert order == [("h1", "bilder"), ("h2", "bild-1"), ("div", "notes"), ("h2", "bild-2"), ("div", "notes")]
    asides = {item.get("id"): item for item in page.iter(f"{H}aside")}
    assert list(asides) == [f"n{number}" for number in range(1, 10)]
    assert {item.get(f"{OPS}type") for item in asides.values()} == {"footnote"}
    assert "".join(asides["n1"].itertext()) == (
        "1 Anmerkung · Rückmeldung aus 1. Stadtkonferenz. Anpassung 1. Weil es so besser ist."
    )
    back = [link.get("href") for item in asides.values() for link in item.iter(f"{H}a")]
    assert back == [f"#t{number}" for number in range(1, 10)]


def test_a_note_says_what_was_done() -> None:
    kinds = tuple(replace(note, kinds=("merge-term",)) if note.number == 6 else note for note in NOTES)
    page = pages(epub.write(replace(SAMPLE, notes=kinds)))["part3.xhtml"]
    note = next(item for item in page.iter(f"{H}aside") if item.get("id") == "n6")
    assert "".join(note.itertext()) == (
        "6 Begriff · Überall ersetzt. Rückmeldung aus Dezernat 5. Anpassung 6. Weil es so besser ist."
    )


def test_a_second_call_leads_to_the_same_note_and_has_no_id() -> None:
    page = pages(epub.write(SAMPLE))["part3.xhtml"]
    calls = [(item.get("href"), item.get("id")) for item in page.iter(f"{H}a") if item.get("href") == "#n3"]
    assert calls == [("#n3", "t3"), ("#n3", None)]


def test_marks_are_spoken_and_moves_name_the_other_end() -> None:
    text = parts(epub.write(SAMPLE))["EPUB/part3.xhtml"].decode()
    assert '<ins><span class="spoken">neu: </span><span class="w">im Schatten</span></ins>' in text
    assert '<del><span class="spoken">gestrichen: </span><span class="w">möglichst</span></del>' in text
    assert '<del class="moved" id="v1-ab"><span class="spoken">verschoben nach „Wasser“: </span>' in text
    assert '<a class="end" href="#v1-an">→\u202f1 Wasser</a>' in text
    assert '<ins><span class="spoken">neu: Absatz. </span><span class="sign" aria-hidden="true">¶</span></ins>' in text


def test_a_move_between_chapters_leads_from_file_to_file() -> None:
    away, here = Mark("moved-away", 1, 1, 1, "Zwei"), Mark("moved-here", 1, 1, 1, "Eins")
    blocks: tuple[BlockItem, ...] = (
        Heading(1, (Run("Eins"),), "eins"), owned(Paragraph, 1, Run("Ein Satz. ", away)), PageBreak(),
        Heading(1, (Run("Zwei"),), "zwei"), owned(Paragraph, 2, Run("Ein Satz. ", here)),
    )  # fmt: skip
    files = parts(epub.write(document(blocks, ())))
    assert b'href="part2.xhtml#v1-an"' in files["EPUB/part1.xhtml"]
    assert b'href="part1.xhtml#v1-ab"' in files["EPUB/part2.xhtml"]
    assert b">Ein Satz.</span>" in files["EPUB/part1.xhtml"]  # no line is drawn under the blank


def test_contents_hold_titles_without_notes_and_marks_and_say_where_the_text_begins() -> None:
    navigation = etree.fromstring(parts(epub.write(SAMPLE))["EPUB/nav.xhtml"])
    toc, landmarks = navigation.iter(f"{H}nav")
    assert [(link.text, link.get("href")) for link in toc.iter(f"{H}a")] == [
        ("So lesen Sie dieses Dokument", "part1.xhtml"), ("Herleitung", "part2.xhtml"),
        ("Die Zielbilder", "part3.xhtml"), ("Der Fluss gehört allen", "part3.xhtml#bild-1"),
        ("Wasser und Hitze", "part3.xhtml#bild-2"), ("Alle Anpassungen", "part4.xhtml"),
    ]  # fmt: skip
    assert [(link.get(f"{OPS}type"), link.get("href")) for link in landmarks.iter(f"{H}a")] == [
        ("titlepage", "cover.xhtml"), ("toc", "nav.xhtml"), ("bodymatter", "part1.xhtml"),
    ]  # fmt: skip


def test_a_table_keeps_its_meaning_where_its_rows_become_blocks() -> None:
    (table,) = pages(epub.write(SAMPLE))["part4.xhtml"].iter(f"{H}table")
    roles = Counter(item.get("role") for item in table.iter() if item.get("role"))
    assert roles == {"table": 1, "rowgroup": 2, "row": 3, "columnheader": 2, "cell": 4}
    assert [cell.get("data-label") for cell in table.iter(f"{H}td")] == ["Nr.", "Zielbild"] * 2


def test_a_figure_is_a_picture_with_its_words() -> None:
    files = parts(epub.write(SAMPLE))
    (image,) = etree.fromstring(files["EPUB/part2.xhtml"]).iter(f"{H}img")
    assert image.get("alt") == "Ein Fluss, an dem drei Orte liegen."
    assert files[f"EPUB/{image.get('src')}"].startswith(b"\x89PNG")


def test_arabic_is_written_from_the_right_and_what_xml_cannot_hold_is_replaced() -> None:
    page = pages(epub.write(SAMPLE))["part3.xhtml"]
    assert [item.text for item in page.iter(f"{H}span") if item.get("dir") == "rtl"] == ["النهر للجميع"]
    odd = document((Paragraph((Run("a\x00b"),), owner="statement:1"),), (), "clean")
    assert read(epub.write(odd), "accept") == ["a\ufffdb"]


def test_a_document_without_headings_is_one_chapter() -> None:
    content = epub.write(document((Paragraph((Run("Nur Text."),)),), ()))
    checked(content)
    assert list(pages(content)) == ["part1.xhtml"]
    checked(epub.write(document((), ())))
