"""A department's DOCX comes back: every recorded change and comment is anchored or listed, none is lost."""

from __future__ import annotations

import random
import re
from copy import deepcopy
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stadtgespraech.ingest.archive import ReadError
from stadtgespraech.ingest.returned import read_returned
from stadtgespraech.publish.docx_working import Working, write_working
from stadtgespraech.records import Block, Delete, Insert, Move
from stadtgespraech.records.returned import Returned
from stadtgespraech.text.weave import Weave

from ..publish.office import PROGRAM, convert
from . import returning
from .returning import Comment, Edit, Work, counted, packed, statements, unpacked, w, worked

FRAME = ("Zielbilder", "Schreiben Sie einfach in den Text.")


def download(weave: Weave) -> bytes:
    blocks = [(n, block, words) for n, (block, words) in enumerate(weave.blocks()) if block.owner[:5] == "state"]
    return write_working(Working(weave.revisions, blocks, FRAME))


def read(data: bytes, weave: Weave) -> Returned:
    owners = {block.owner for block, _ in weave.blocks() if block.owner.startswith("statement")}
    found = read_returned(data, "antwort.docx", weave, revisions=(weave.revisions,), owners=owners, frame=FRAME)
    assert found.lost == (0, 0)
    assert (found.records, found.comments) == counted(data)
    return found


def accepted(weave: Weave, found: Returned) -> str:
    return weave.apply([edit for item in found.proposals for edit in item.edits]).text()


SMALL = Weave.start(
    [
        (Block("statement:1", "title"), "Wege am Wasser"),
        (Block("statement:1", "paragraph"), "Die Wege am Wasser sind frei."),
        (Block("statement:1", "paragraph"), "Alle gehen gern dort."),
        (Block("statement:2", "title"), "Orte für alle"),
        (Block("statement:2", "paragraph"), "Jeder Ort ist offen."),
    ]
)
# paragraph numbers in the file: 0 and 1 are the frame
TITLE, FIRST, SECOND, TITLE2, LAST = range(2, 7)


def small(work: dict[int, Work]) -> Returned:
    return read(worked(download(SMALL), work)[0], SMALL)


def test_the_untouched_download_says_nothing() -> None:
    assert small({}) == Returned(0)


@pytest.mark.parametrize(
    ("work", "edits"),
    [
        ({FIRST: Work([Edit(12, 18, "Ufer")])}, [(Delete(28, 34), Insert(34, "Ufer"))]),
        ({FIRST: Work([Edit(28, 28, " und breit")])}, [(Insert(44, " und breit"),)]),
        ({FIRST: Work([Edit(0, 4)])}, [(Delete(16, 20),)]),
        ({FIRST: Work([Edit(29, 29, "\nDas bleibt.")])},
         [(Insert(45, "\nDas bleibt.", (Block("statement:1", "paragraph"),)),)]),
        ({SECOND: Work([Edit(0, 0, "Vorab.\n")])},
         [(Insert(45, "\nVorab.", (Block("statement:1", "paragraph"),)),)]),
        ({TITLE2: Work([Edit(0, 0, "Zuletzt.\n")])},
         [(Insert(67, "\nZuletzt.", (Block("statement:1", "paragraph"),)),)]),
        ({FIRST: Work([Edit(0, 29)], join=True)}, [(Delete(15, 45),)]),
        ({SECOND: Work([Edit(0, 21)])}, [(Delete(45, 67),)]),
        ({SECOND: Work([Edit(0, 21)], join=True)}, [(Delete(45, 67),)]),
        ({FIRST: Work(join=True)}, [(Delete(45, 46),)]),
        ({FIRST: Work([Edit(9, 9, "\n")])}, [(Insert(25, "\n", (Block("statement:1", "paragraph"),)),)]),
        ({TITLE: Work([Edit(0, 4, "Pfade")])}, [(Delete(1, 5), Insert(5, "Pfade"))]),
    ],
    ids=["replaced", "inserted", "deleted", "paragraph-after", "paragraph-before", "paragraph-before-a-title",
         "paragraph-gone", "words-of-a-paragraph-gone", "last-paragraph-gone", "joined", "split", "title"],
)  # fmt: skip
def test_a_recorded_change_is_the_edit_that_was_meant(
    work: dict[int, Work], edits: list[tuple[Delete | Insert, ...]]
) -> None:
    found = small(work)
    assert ([item.edits for item in found.proposals], found.unread) == (edits, ())


def test_two_changes_apart_are_two_proposals_and_two_that_touch_are_one() -> None:
    found = small({FIRST: Work([Edit(0, 3, "Alle"), Edit(12, 18), Edit(18, 23)])})
    assert [(item.records, len(item.edits)) for item in found.proposals] == [(2, 2), (2, 1)]


@pytest.mark.parametrize(
    ("work", "reason", "records"),
    [
        ({SECOND: Work(join=True)}, "structure", 1),
        ({TITLE: Work([Edit(0, 14)], join=True), FIRST: Work(join=True)}, "structure", 2),
        ({1: Work([Edit(0, 9, "Tippen")])}, "outside", 2),
    ],
)
def test_what_cannot_be_done_to_the_text_is_listed_with_its_reason(
    work: dict[int, Work], reason: str, records: int
) -> None:
    found = small(work)
    assert reason in {item.reason for item in found.unread}
    assert sum(item.records for item in (*found.unread, *found.proposals)) >= records


def test_a_comment_is_set_at_the_words_it_was_made_for() -> None:
    found = small({FIRST: Work(comments=[Comment(12, 18, "Welches?", ("Der Fluss.", "Gut."), resolved=True)])})
    (remark,) = found.remarks
    assert (remark.words, remark.replies, remark.resolved) == ("Welches?", ("Der Fluss.", "Gut."), True)
    assert (remark.owner, SMALL.passage_text(remark.passage), remark.quote, remark.whole) == (
        "statement:1", "Wasser", "Wasser", False,
    )  # fmt: skip


def test_a_comment_on_a_point_or_on_new_words_belongs_to_the_paragraph() -> None:
    found = small({SECOND: Work(comments=[Comment(4, 4, "Hier fehlt etwas.")])})
    assert [(SMALL.passage_text(item.passage), item.whole) for item in found.remarks] == [
        ("Alle gehen gern dort.", True)
    ]


def test_a_comment_over_changed_words_keeps_the_old_ones_as_its_place() -> None:
    found = small({FIRST: Work([Edit(12, 18, "Ufer")], [Comment(4, 28, "So?")])})
    assert [(SMALL.passage_text(item.passage), item.quote) for item in found.remarks] == [
        ("Wege am Wasser sind frei", "Wege am Ufer sind frei")
    ]


def test_a_comment_without_words_or_without_a_place_is_listed() -> None:
    data, _worker = worked(download(SMALL), {FIRST: Work(comments=[Comment(0, 3, " ")])})
    assert [item.reason for item in read(data, SMALL).unread] == ["empty"]
    files = unpacked(worked(download(SMALL), {FIRST: Work(comments=[Comment(0, 3, "Ja")])})[0])
    files["word/document.xml"] = re.sub(rb"<w:comment(RangeStart|RangeEnd|Reference)[^>]*/>", b"",
                                        files["word/document.xml"])  # fmt: skip
    assert [(i.reason, i.words, i.comments) for i in read(packed(files), SMALL).unread] == [("unanchored", "Ja", 1)]


def altered(data: bytes, old: str, new: str) -> bytes:
    files = unpacked(data)
    before = files["word/document.xml"].decode()
    assert old in before
    files["word/document.xml"] = before.replace(old, new).encode()
    return packed(files)


def test_what_was_changed_without_recording_is_said_and_the_rest_still_finds_its_place() -> None:
    data = altered(download(SMALL), "sind frei.", "sind immer frei.")
    data, _ = worked(data, {FIRST: Work([Edit(12, 18, "Ufer")]), LAST: Work([Edit(0, 5, "Kein")])})
    found = read(data, SMALL)
    assert [(item.reason, item.words, item.owner, item.paragraph) for item in found.unread] == [
        ("base", "⟦+ immer +⟧", "statement:1", 1)
    ]
    assert accepted(SMALL, found) == SMALL.text().replace("am Wasser sind", "am Ufer sind").replace("Jeder", "Kein")


def test_a_change_across_words_that_were_changed_without_recording_is_a_conflict() -> None:
    data, _ = worked(altered(download(SMALL), "sind frei.", "sind immer frei."), {FIRST: Work([Edit(19, 33, "x")])})
    assert [item.reason for item in read(data, SMALL).unread] == ["conflict", "base"]


def test_paragraphs_that_are_missing_new_or_elsewhere_are_said() -> None:
    plain = download(SMALL)
    gone = altered(plain, "Alle gehen gern dort.", "")
    assert [(i.reason, i.words) for i in read(gone, SMALL).unread] == [("base", "⟦− Alle gehen gern dort. −⟧")]
    extra = altered(plain, "</w:p><w:sectPr", "</w:p><w:p><w:r><w:t>Ganz neu.</w:t></w:r></w:p><w:sectPr")
    assert [(i.reason, i.words) for i in read(extra, SMALL).unread] == [("base", "⟦+ Ganz neu. +⟧")]
    files = unpacked(plain)
    root = returning.etree.fromstring(files["word/document.xml"])
    body = root.find(w("body"))
    assert body is not None
    body.insert(2, body[LAST])
    files["word/document.xml"] = returning.etree.tostring(root)
    assert [(i.reason, i.words) for i in read(packed(files), SMALL).unread] == [("moved", "Jeder Ort ist offen.")]


def test_without_its_bookmarks_the_file_is_known_by_its_words() -> None:
    data, _ = worked(download(SMALL), {FIRST: Work([Edit(12, 18, "Ufer")]), LAST: Work([Edit(0, 5, "Kein")])})
    files = unpacked(data)
    files["word/document.xml"] = re.sub(rb"<w:bookmark[^>]*/>", b"", files["word/document.xml"])
    assert read(packed(files), SMALL) == read(data, SMALL)


def test_a_file_of_an_earlier_edition_is_read_against_that_one() -> None:
    data, _ = worked(download(SMALL), {FIRST: Work([Edit(12, 18, "Ufer")])})
    later = SMALL.apply([Delete(16, 20), Insert(44, "!")])
    found = read_returned(data, "x.docx", later, revisions=(1, 0), owners=("statement:1", "statement:2"), frame=FRAME)
    assert (found.revision, [item.edits for item in found.proposals]) == (0, [(Delete(28, 34), Insert(34, "Ufer"))])
    newest = read_returned(data, "x.docx", later, revisions=(1,), owners=("statement:1", "statement:2"), frame=FRAME)
    assert (newest.revision, [item.reason for item in newest.unread]) == (1, ["base", "base"])
    assert newest.lost == (0, 0)


MOVE = (
    '<w:moveFromRangeStart w:id="70" w:name="m1"/><w:moveFrom w:id="71" w:author="X"><w:r>'
    '<w:delText>{words}</w:delText></w:r></w:moveFrom><w:moveFromRangeEnd w:id="70"/>',
    '<w:moveToRangeStart w:id="72" w:name="m1"/><w:moveTo w:id="73" w:author="X"><w:r>'
    '<w:t xml:space="preserve">{words}</w:t></w:r></w:moveTo><w:moveToRangeEnd w:id="72"/>',
)
KEPT = '<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def test_moved_words_are_one_proposal_that_moves_them() -> None:
    sentence = "Jeder Ort ist offen."
    data = altered(download(SMALL), KEPT.format(words=sentence), MOVE[0].format(words=sentence))
    data = altered(data, "Alle gehen gern dort.</w:t></w:r>",
                   "Alle gehen gern dort.</w:t></w:r>" + MOVE[1].format(words=sentence))  # fmt: skip
    found = read(data, SMALL)
    assert [(item.edits, item.records) for item in found.proposals] == [((Move(82, 102, 67),), 2)]


def test_a_moved_paragraph_is_asked_about() -> None:
    sentence = "Jeder Ort ist offen."
    data = altered(download(SMALL), KEPT.format(words=sentence), MOVE[0].format(words=sentence))
    data = altered(data, "</w:p><w:sectPr", "</w:p><w:p/><w:sectPr")
    data = altered(data, '<w:bookmarkStart w:id="6"', '<w:pPr><w:rPr><w:moveFrom w:id="80"/></w:rPr></w:pPr>'
                   '<w:bookmarkStart w:id="6"')  # fmt: skip
    found = read(data, SMALL)
    assert {item.reason for item in found.unread} == {"moved"}
    assert found.proposals == ()


def test_changes_in_margins_notes_and_boxes_are_listed() -> None:
    change = f'<w:p xmlns:w="{returning.W}"><w:ins w:id="1"><w:r><w:t>Am Rand</w:t></w:r></w:ins></w:p>'
    files = unpacked(download(SMALL))
    files["word/header1.xml"] = f'<w:hdr xmlns:w="{returning.W}">{change}</w:hdr>'.encode()
    files["word/footnotes.xml"] = f'<w:footnotes xmlns:w="{returning.W}">{change}</w:footnotes>'.encode()
    data = altered(packed(files), "Alle gehen gern dort.</w:t></w:r>",
                   "Alle gehen gern dort.</w:t></w:r><w:r><w:pict><w:txbxContent>" + change +
                   "</w:txbxContent></w:pict></w:r>")  # fmt: skip
    assert sorted((item.reason, item.words, item.records) for item in read(data, SMALL).unread) == [
        ("box", "Am Rand", 1), ("margin", "Am Rand", 1), ("note", "Am Rand", 1),
    ]  # fmt: skip


def test_formatting_and_what_came_and_went_are_set_aside_and_counted() -> None:
    data = altered(download(SMALL), KEPT.format(words="Jeder Ort ist offen."),
                   '<w:r><w:rPr><w:b/><w:rPrChange w:id="1"><w:rPr/></w:rPrChange></w:rPr><w:t>Jeder Ort ist offen.'
                   '</w:t></w:r><w:ins w:id="2"><w:del w:id="3"><w:r><w:delText>Nein</w:delText></w:r></w:del></w:ins>'
                   )  # fmt: skip
    found = read(data, SMALL)
    assert (found.proposals, found.unread, found.set_aside) == ((), (), {"formatting": 1, "no-effect": 2})


def test_macros_objects_and_what_lies_elsewhere_are_named_and_never_opened() -> None:
    files = unpacked(worked(download(SMALL), {FIRST: Work([Edit(12, 18, "Ufer")])})[0])
    files["word/vbaProject.bin"] = b"\xd0\xcf\x11\xe0 macro"
    files["word/embeddings/oleObject1.bin"] = b"\xd0\xcf\x11\xe0 object"
    files["word/_rels/settings.xml.rels"] = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        b'Type="http://x/attachedTemplate" Target="http://127.0.0.1:9/evil.dotm" TargetMode="External"/>'
        b"</Relationships>"
    )
    found = read(packed(files), SMALL)
    assert (found.set_aside, len(found.proposals)) == ({"macros": 1, "objects": 1, "outside": 1}, 1)


def test_nobody_is_named_in_what_is_read() -> None:
    data, _ = worked(download(SMALL), {FIRST: Work([Edit(12, 18, "Ufer")], [Comment(0, 3, "Ja", ("Nein",))])})
    assert returning.AUTHOR.encode() in unpacked(data)["word/document.xml"]
    assert "Mustermann" not in repr(read(data, SMALL))


ENTITY = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


def broken(name: str) -> bytes:
    files = unpacked(download(SMALL))
    if name == "entities":
        files["word/document.xml"] = ENTITY + files["word/document.xml"].split(b"?>", 1)[1]
    elif name == "entities in a relation":
        files["word/_rels/document.xml.rels"] = ENTITY + files["word/_rels/document.xml.rels"].split(b"?>", 1)[1]
    elif name == "bomb":
        files["word/document.xml"] = b" " * 60_000_000
    elif name == "cut":
        return download(SMALL)[:3000]
    elif name == "no body":
        del files["word/document.xml"]
    elif name == "text":
        return b"Guten Tag"
    elif name == "large":
        return b"PK\x03\x04" + b"0" * 50_000_000
    return packed(files)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("entities", "document type"), ("entities in a relation", "document type"), ("bomb", "bomb"),
        ("cut", "damaged archive"), ("no body", "no DOCX"), ("text", "no DOCX"), ("large", "50 MB"),
    ],
)  # fmt: skip
def test_a_hostile_or_broken_file_is_refused_in_one_clear_line(name: str, said: str) -> None:
    with pytest.raises(ReadError, match=said):
        read(broken(name), SMALL)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ('<w:ins w:id="1"><w:r><w:t>x</w:t></w:r></w:ins>' * 3001, "3000 recorded changes"),
        ('<w:commentRangeStart w:id="{}"/>', "3000 comments"),
        ('<w:moveFromRangeStart w:id="{}"/>', "3000 recorded changes"),
        ("</w:p><w:p>" * 3001, "3000 paragraphs"),
        ("<w:r><w:t>" + " ".join(map(str, range(330_000))) + "</w:t></w:r>", "2000000 characters"),
    ],
    ids=["changes", "comments", "moves", "paragraphs", "characters"],
)
def test_more_than_anybody_makes_is_refused(more: str, said: str) -> None:
    content = "".join(more.format(n) for n in range(3001)) if "{}" in more else more
    data = altered(download(SMALL), "</w:p><w:sectPr", content + "</w:p><w:sectPr")
    with pytest.raises(ReadError, match=f"more than {said}"):
        read(data, SMALL)


WORDS = st.text("abc äß.,-§ ", min_size=1, max_size=8)


@st.composite
def works(draw: st.DrawFn) -> dict[int, Work]:
    found = {}
    texts = [words for _, words in SMALL.blocks()]
    for number in draw(st.sets(st.integers(0, 4))):
        length = len(texts[number])
        first = int(number in (0, 3))  # a title keeps a letter: an empty one is asked about
        cuts = sorted(draw(st.sets(st.integers(first, length), max_size=6)))
        edits = []
        for start, end in zip(cuts[::2], cuts[1::2], strict=False):
            new = draw(st.one_of(st.just(""), WORDS, st.builds("{}\n{}".format, WORDS, WORDS)))
            edits.append(Edit(start, end if draw(st.booleans()) or not new else start, new))
        gaps = st.integers(0, length)
        pairs = draw(st.lists(st.tuples(gaps, gaps), max_size=2, unique=True))
        comments = [Comment(start, end, "Warum?") for start, end in sorted({(min(p), max(p)) for p in pairs})]
        found[number + 2] = Work(edits, comments, join=number == 1 and draw(st.booleans()))
    return found


def without_empty(text: str) -> list[str]:
    return [line for line in text.split("\n") if line]


@settings(max_examples=150, deadline=None)
@given(works())
def test_whatever_is_written_comes_back_as_the_same_text(work: dict[int, Work]) -> None:
    data, worker = worked(download(SMALL), work)
    found = read(data, SMALL)
    lines = []
    joined = False
    for number, (_, words) in enumerate(SMALL.blocks(), 2):
        done = work.get(number, Work())
        for edit in sorted(done.edits, key=lambda item: -item.start):
            words = words[: edit.start] + edit.new + words[edit.end :]
        lines.append(("" if joined else "\n") + words)
        joined = done.join
    assert [item for item in found.unread if item.reason != "empty"] == []
    assert without_empty(accepted(SMALL, found)) == without_empty("".join(lines))
    assert len(found.remarks) == len(worker.said)


def twelve(seed: int) -> tuple[Weave, bytes]:
    """Twelve statements, 60 recorded changes, 40 comments."""
    weave = statements()
    draw = random.Random(seed)
    texts = [words for block, words in weave.blocks() if block.owner.startswith("statement")]
    work: dict[int, Work] = {}
    places = [n for n in range(2, 2 + len(texts)) if n % 4 != 2]  # not the titles
    for n in draw.sample(places, 20):
        words = texts[n - 2]
        marks = [m.start() for m in re.finditer(r"\b\w+", words)]
        first, second = sorted(draw.sample(marks[1:-2], 2))
        work[n] = Work([Edit(first, first + 3, "neu"), Edit(second + 3, second + 3, " dazu")])
    for index, n in enumerate(draw.sample(places, 20)):
        done = work.get(n, Work())
        replies = ("Stimmt.",) if index < 10 else ()
        said = [Comment(3, 11, f"Zu {n}", replies), *([Comment(20, 30, "Und hier?")] if index >= 10 else [])]
        work[n] = Work(done.edits, said)
    return weave, worked(download(weave), work)[0]


def test_sixty_changes_and_forty_comments_come_back_each_at_its_place() -> None:
    weave, data = twelve(5)
    found = read(data, weave)
    assert (found.records, found.comments, found.unread, found.set_aside) == (60, 40, (), {})
    assert sum(item.records for item in found.proposals) == 60
    assert accepted(weave, found).count("neu") == 20


@pytest.mark.slow
def test_what_libreoffice_wrote_comes_back_too(tmp_path: Path) -> None:
    if PROGRAM is None:
        pytest.skip("LibreOffice is not installed")
    weave, data = twelve(5)
    (tmp_path / "word.docx").write_bytes(data)
    convert(tmp_path, [(tmp_path / "word.docx", "", tmp_path / "office.docx")])
    found = read((tmp_path / "office.docx").read_bytes(), weave)
    mine = read(data, weave)
    assert (found.comments, found.unread) == (40, ())
    assert accepted(weave, found) == accepted(weave, mine)
    # LibreOffice 7.4 keeps a reply as a comment of its own at the same words.
    assert sorted(said(found), key=repr) == sorted(said(mine), key=repr)


STRUCTURES = [
    {FIRST: Work([Edit(29, 29, "\nDas bleibt.")])},
    {SECOND: Work([Edit(0, 0, "Vorab.\n")])},
    {SECOND: Work([Edit(0, 21)], join=True)},
    {FIRST: Work([Edit(0, 29)], join=True)},
    {FIRST: Work(join=True)},
    {FIRST: Work([Edit(9, 9, "\n"), Edit(12, 18, "Ufer")]), TITLE2: Work([Edit(0, 4, "Plätze")])},
]


@pytest.mark.slow
def test_paragraphs_that_come_go_join_and_split_survive_libreoffice(tmp_path: Path) -> None:
    if PROGRAM is None:
        pytest.skip("LibreOffice is not installed")
    orders = []
    for number, work in enumerate(STRUCTURES):
        (tmp_path / f"{number}.docx").write_bytes(worked(download(SMALL), work)[0])
        orders.append((tmp_path / f"{number}.docx", "", tmp_path / f"office-{number}.docx"))
    convert(tmp_path, orders)
    for number, work in enumerate(STRUCTURES):
        found = read((tmp_path / f"office-{number}.docx").read_bytes(), SMALL)
        assert (found.unread, accepted(SMALL, found)) == ((), accepted(SMALL, small(work)))


def said(found: Returned) -> list[tuple[str, object]]:
    return [(words, item.passage) for item in found.remarks for words in (item.words, *item.replies)]


@settings(max_examples=200, deadline=None)
@given(works(), st.integers(0, 1 << 30))
def test_a_file_that_was_shaken_is_read_without_loss_or_refused(work: dict[int, Work], seed: int) -> None:
    data, _worker = worked(download(SMALL), work)
    files = unpacked(data)
    draw = random.Random(seed)
    for name in ("word/document.xml", "word/comments.xml", "word/commentsExtended.xml"):
        if name in files:
            files[name] = shaken(files[name], draw)
    read(packed(files), SMALL)


def shaken(content: bytes, draw: random.Random) -> bytes:
    """Elements taken out, doubled and put elsewhere, attributes lost."""
    root = returning.etree.fromstring(content)
    for _ in range(draw.randrange(1, 6)):
        inner = [element for element in root.iter() if element.getparent() is not None]
        if not inner:
            break
        element, target = draw.choice(inner), draw.choice(inner)
        parent = element.getparent()
        assert parent is not None
        match draw.randrange(4):
            case 0:
                parent.remove(element)
            case 1:
                parent.append(deepcopy(element))
            case 2:
                target.append(deepcopy(element))
            case 3:
                element.attrib.clear()
    return bytes(returning.etree.tostring(root))
