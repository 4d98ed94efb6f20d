"""The page: complete, self-contained, accepting and rejecting to the texts, safe against its own words."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import lxml.html
import pytest
from hypothesis import given

from stadtgespraech.publish import html
from stadtgespraech.publish.document import Document, Heading, Link, Mark, NoteRef, Paragraph, Run

from .sample import DOCUMENT, SENTENCE
from .woven import accepted, documents, rejected

PAGE = html.write(DOCUMENT).decode()


class Reader(HTMLParser):
    """Text of the page's paragraphs and headings with every change accepted or rejected, as a browser's DOM has it."""

    SILENT = ("sr", "end", "ref", "pil")

    def __init__(self, drop: str) -> None:
        super().__init__()
        self.drop = drop
        self.stack: list[tuple[str, bool]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("meta", "link", "col", "path", "circle", "br"):
            return
        classes = (dict(attrs).get("class") or "").split()
        hidden = tag == self.drop or any(name in self.SILENT for name in classes)
        self.stack.append((tag, hidden))
        if tag in ("h3", "p") and ("text" in classes or tag == "h3"):
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        while self.stack and self.stack.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        inside = [tag for tag, _ in self.stack]
        if ("h3" in inside or "p" in inside) and not any(hidden for _, hidden in self.stack) and self.texts:
            self.texts[-1] += data


def read(drop: str) -> str:
    reader = Reader(drop)
    reader.feed(PAGE)
    return "\n".join(" ".join(text.split()) for text in reader.texts)


def test_accepting_all_marks_gives_the_new_text() -> None:
    accepted = read("del")
    assert "am Ufer Platz im Schatten, ohne etwas kaufen zu müssen. Die Zugänge werden barrierefrei." in accepted
    assert "Auenstadt kommt gut durch heiße Sommer und starken Regen" in accepted
    assert accepted.count(SENTENCE) == 1


def test_rejecting_all_marks_gives_the_old_text() -> None:
    rejected = read("ins")
    assert "am Ufer Platz , ohne etwas" in rejected  # the blank stands in the kept run, as the document has it
    assert "Die Zugänge werden nach Möglichkeit barrierearm. " + SENTENCE in rejected
    assert "und starken Regen" not in rejected
    assert rejected.count(SENTENCE) == 1


def exact(page: bytes, drop: str) -> list[str]:
    """The titles and paragraphs of the text without the elements `drop`, character by character."""
    root = lxml.html.document_fromstring(page.decode())
    text = ""
    for item in root.xpath("//main//*[self::h2 or self::h3 or self::p][not(ancestor::nav)]"):
        if "text" in (item.get("class") or "").split() or item.tag in ("h2", "h3"):
            sign = next((mark for mark in item.iter("ins", "del") if mark.find("span[@class='pil']") is not None), None)
            text += "" if sign is not None and sign.tag == drop else "\n"
            text += words(item, drop)
    return [line for line in text.split("\n") if line]


def words(item: lxml.html.HtmlElement, drop: str) -> str:
    if item.tag == drop or {*(item.get("class") or "").split()} & {*Reader.SILENT}:
        return ""
    return (item.text or "") + "".join(words(child, drop) + (child.tail or "") for child in item)


@given(documents())
def test_any_weave_reads_as_its_new_text_and_as_its_base(sample: Document) -> None:
    page = html.write(sample)
    assert exact(page, "del") == [line for line in accepted(sample.blocks) if line]
    assert exact(page, "ins") == [line for line in rejected(sample.blocks) if line]


def test_a_call_again_names_its_note_beside_the_label() -> None:
    term = replace(DOCUMENT.notes[3], number=1)
    mark = Mark("insert", 9, 1)
    blocks = (
        Paragraph((Run("Menschen", mark), NoteRef(1)), labels=("Begriff",)),
        Paragraph((Run("Menschen", mark), NoteRef(1, first=False)), labels=("Begriff",)),
    )
    page = html.write(replace(DOCUMENT, blocks=blocks, notes=(term,))).decode()
    assert page.count("siehe Anmerkung\u00a01") == 1
    assert '<p class="flags"><span class="flag">Begriff</span> <a href="#n1">siehe Anmerkung\u00a01</a></p>' in page


def test_page_loads_nothing_and_runs_nothing() -> None:
    assert "<script" not in PAGE
    assert re.findall(r'(?:src|href)="(?!#|data:)([^"]+)"', PAGE) == []
    assert re.findall(r"url\((?!data:)", PAGE) == []
    assert "@import" not in PAGE


def test_every_id_is_unique_and_every_local_link_has_its_target() -> None:
    ids = re.findall(r'\sid="([^"]+)"', PAGE)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', PAGE)) - set(ids) == set()


def test_notes_and_places_link_both_ways_and_repeated_calls_reuse_the_note() -> None:
    assert '<a class="ref" id="t3" href="#n3"' in PAGE
    assert '<a class="ref" id="t3-2" href="#n3"' in PAGE
    assert PAGE.count('id="n3"') == 1
    assert '<a href="#t3-2">2.\u202fStelle</a>' in PAGE


def test_marks_are_spoken_and_name_their_change() -> None:
    assert '<ins data-change="3"><span class="sr">neu: </span><span class="w">im Schatten</span></ins>' in PAGE
    assert '<del data-change="5"><span class="sr">gestrichen: </span>' in PAGE
    assert '<span class="sr">verschoben nach „Heiße Sommer“: </span>' in PAGE
    assert '<a class="end" href="#v1-an">→\u202f1 Heiße Sommer</a>' in PAGE
    assert '<a class="end" href="#v1-ab">←\u202f1 Der Fluss gehört allen</a>' in PAGE


def test_no_line_is_drawn_under_the_blank_at_the_end_of_a_mark() -> None:
    assert '<span class="sr">neu: </span> <span class="w">barrierefrei</span></ins>' in PAGE


def test_headings_come_in_order_without_a_gap() -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", PAGE)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_same_document_gives_the_same_bytes() -> None:
    assert html.write(DOCUMENT) == html.write(replace(DOCUMENT))


@pytest.mark.parametrize("words", ['<script>alert("x")</script>', "a & b < c", "„\u2028“ \"'", "{{ x }} ${y} #t[z]"])
def test_words_are_never_markup(words: str) -> None:
    mark = Mark("moved-here", 1, 1, 1, words)
    blocks = (
        Heading(1, (Run(words), Link(words, "javascript:alert(1)")), "a"),
        Paragraph((Run(words, mark), NoteRef(9))),
    )
    page = html.write(replace(DOCUMENT, title=words, motto=words, blocks=blocks)).decode()
    assert "<script" not in page and 'href="javascript' not in page
    text = re.sub(r"<style>.*?</style>", "", page, flags=re.S)
    assert words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").split("\u2028")[0] in text.replace(
        "&quot;", '"'
    ).replace("&#x27;", "'")
