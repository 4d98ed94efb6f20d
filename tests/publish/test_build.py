"""From process to document: accept all is the new text, reject all the old; notes run in text order."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stadtgespraech.checks.edition import check_edition
from stadtgespraech.checks.surroundings import in_window
from stadtgespraech.publish.build import EditionKind, build, only_changes, window
from stadtgespraech.publish.document import Document, Heading, Inline, Link, Mark, NoteRef, Paragraph, Run, Table, plain
from stadtgespraech.publish.formats import WRITERS
from stadtgespraech.publish.marking import call_notes, draw, join_islands, rewritten_sentences
from stadtgespraech.publish.notes import inlines_of, with_unexplained
from stadtgespraech.records import Block, Change, Delete, Insert, Move, Process, Round, Section
from stadtgespraech.text.weave import Weave

from .case import AUEN, BLOCKS, HEAT, RIVER, at, process

CASE = process()
MARKED = build(CASE, edition="marked")


def texts(document: Document, anchor: str) -> list[tuple[Inline, ...]]:
    """The inlines of the heading `anchor` and of what follows it up to the next heading."""
    found: list[tuple[Inline, ...]] = []
    inside = False
    for block in document.blocks:
        if isinstance(block, Heading):
            inside = block.anchor == anchor
        if inside and isinstance(block, Heading | Paragraph):
            found.append(block.inlines)
    return found


def before(inlines: tuple[Inline, ...]) -> str:
    came = ("insert", "moved-here")
    return "".join(i.text for i in inlines if isinstance(i, Run) and (i.mark is None or i.mark.kind not in came))


def refs(document: Document) -> list[NoteRef]:
    return [item for block in document.blocks for item in inlines_of(block) if isinstance(item, NoteRef)]


def note(document: Document, change: int) -> int:
    return next(note.number for note in document.notes if note.change == change)


def test_accepting_gives_the_new_text_and_rejecting_the_old() -> None:
    title, first, *_ = texts(MARKED, "bild-2")
    assert (plain(title), before(title)) == (HEAT + " und starken Regen", HEAT)
    assert plain(first) == f"Plätze werden entsiegelt. {AUEN} Bäume spenden Schatten."
    assert before(first) == "Plätze werden entsiegelt. Bäume spenden Schatten."


def test_notes_run_through_in_text_order_and_a_second_call_reuses_its_note() -> None:
    calls = refs(MARKED)
    assert [ref.note for ref in calls if ref.first] == list(range(1, 9))
    assert [note.number for note in MARKED.notes] == list(range(1, 9))
    move = note(MARKED, 3)
    assert [ref.first for ref in calls if ref.note == move] == [True, False]


def test_both_ends_of_a_move_name_the_other() -> None:
    marks = [i.mark for b in MARKED.blocks for i in inlines_of(b) if isinstance(i, Run) and i.mark and i.mark.other]
    ends = {(mark.kind, mark.other, mark.other_title) for mark in marks if mark.change}
    assert ends == {("moved-away", 1, HEAT + " und starken Regen"), ("moved-here", 1, RIVER)}


def test_title_and_term_are_named_in_the_margin() -> None:
    heading = next(block for block in MARKED.blocks if isinstance(block, Heading) and block.anchor == "bild-2")
    assert (heading.labels, heading.outline) == (("Titel",), HEAT + " und starken Regen")
    paragraph = next(b for b in MARKED.blocks if isinstance(b, Paragraph) and "Einwohner" in plain(b.inlines))
    assert paragraph.labels == ("Begriff", "Anmerkung")


def test_an_undone_change_keeps_its_number_and_note() -> None:
    undone = next(note for note in MARKED.notes if note.change == 5)
    assert undone.text.endswith("Zurückgenommen mit Ä-6.")
    last = texts(MARKED, "bild-1")[-1]
    assert plain(last) == "Angepasst und später wieder zurückgenommen: Anmerkung, Anmerkung"
    assert [item.note for item in last if isinstance(item, NoteRef)] == [note(MARKED, 5), note(MARKED, 6)]


def test_an_explanation_stands_after_its_words_without_a_mark() -> None:
    paragraph = texts(MARKED, "bild-1")[2]
    place = paragraph.index(NoteRef(note(MARKED, 7)))
    assert paragraph[place - 1] == Run(" Das bleibt so.")


def test_a_mark_that_was_not_found_is_said_and_still_called() -> None:
    last = texts(MARKED, "bild-2")[-1]
    assert plain(last).startswith("In der Vorlage ist nicht zu erkennen")
    assert last[-1] == NoteRef(note(MARKED, 8))
    assert ("Anmerkungen, deren Stelle in der Vorlage nicht zu erkennen ist", "1") in MARKED.checks


def test_sources_numbers_stay_when_one_mark_of_a_legacy_document_is_lost() -> None:
    weave = Weave.start(
        [(Block("statement:1", "title"), "Titel"), (Block("statement:1", "paragraph"), "Eins. Zwei. Drei.")]
    )
    text = weave.text()
    anchors = {n: weave.passage(text.index(word), text.index(word) + 4) for n, word in ((1, "Tite"), (3, "Zwei"))}
    changes = tuple(
        Change(n, statement=1, text=f"Fußnote {n}", anchor=anchors.get(n, ()), mark_found=n in anchors, in_title=n < 3)
        for n in (1, 2, 3)
    )
    made = build(Process("x", "", weave=weave.rows(), changes=changes), edition="marked")
    assert [(note.number, note.change, note.legacy) for note in made.notes] == [
        (1, 1, True),
        (2, 2, True),
        (3, 3, True),
    ]


def test_a_lost_note_of_no_known_statement_keeps_its_number_between_its_neighbours() -> None:
    weave = Weave.start(
        [(Block(f"statement:{n}", kind), f"{kind} {n}.") for n in (1, 2) for kind in ("title", "paragraph")]
    )
    text = weave.text()
    anchors = {n: weave.passage(*at(text, f"paragraph {s}")) for n, s in ((1, 1), (3, 2))}
    changes = tuple(
        Change(n, statement=s, text=f"Fußnote {n}", anchor=anchors.get(n, ()), mark_found=s is not None)
        for n, s in ((1, 1), (2, None), (3, 2))
    )
    made = build(Process("x", "", weave=weave.rows(), changes=changes), edition="marked")
    assert [(note.number, note.change) for note in made.notes] == [(1, 1), (2, 2), (3, 3)]
    assert [plain(inlines) for inlines in texts(made, "bild-1")][2:] == [
        "In der Vorlage ist nicht zu erkennen, an welcher Stelle diese Anmerkung steht: Anmerkung"
    ]
    table = next(block for block in made.blocks if isinstance(block, Table) and block.header[0] == "Nr.")
    assert [plain(row[1]) for row in table.rows] == ["title 1.", "nicht erkennbar", "title 2."]


def test_a_lost_note_before_all_others_stands_apart() -> None:
    weave = Weave.start([(Block("statement:1", "title"), "Titel"), (Block("statement:1", "paragraph"), "Eins.")])
    made = build(
        Process("x", "", weave=weave.rows(), changes=(Change(1, text="Fußnote", mark_found=False),)), edition="marked"
    )
    assert plain(texts(made, "ohne-stelle")[0]) == "Anmerkungen ohne eigene Stelle"
    assert [note.number for note in made.notes] == [1]


def test_rounds_without_dates_are_listed_as_named_and_columns_without_content_are_left_out() -> None:
    rounds = (Round(1, "Dezernat 1"), Round(2, "Online-Beteiligung", people=220))
    made = build(replace(CASE, rounds=rounds), edition="clean")
    table = next(block for block in made.blocks if isinstance(block, Table) and block.header[0] == "Runde")
    assert (table.caption, table.header, sum(table.widths)) == ("Wer mitgeredet hat", ("Runde", "Menschen"), 1)
    assert [[plain(cell) for cell in row] for row in table.rows] == [
        ["Dezernat 1", ""],
        ["Online-Beteiligung", "220 Personen"],
    ]
    words = [plain(block.inlines) for block in made.blocks if isinstance(block, Paragraph)]
    assert any(line.startswith("In der Reihenfolge, in der das Dokument sie nennt.") for line in words)


def test_a_long_title_is_shortened_in_the_list_of_changes() -> None:
    long = "Dortmund wird Wachstum als Motor für eine behutsame und nachhaltige Stadtentwicklung nutzen"
    weave = Weave.start([(Block("statement:1", "title"), long), (Block("statement:1", "paragraph"), "Eins.")])
    change = Change(1, statement=1, text="Fußnote", anchor=weave.passage(*at(weave.text(), "Eins.")))
    made = build(Process("x", "", weave=weave.rows(), changes=(change,)), edition="marked")
    table = next(block for block in made.blocks if isinstance(block, Table) and block.header[0] == "Nr.")
    assert table.rows[0][1] == (Link("Dortmund wird Wachstum als Motor für eine behutsame und …", "bild-1"),)


def test_a_path_in_words_alone_is_a_paragraph() -> None:
    made = build(replace(CASE, products=(), rounds=(), path_text="Erst fragen, dann schreiben."), edition="clean")
    place = next(i for i, block in enumerate(made.blocks) if isinstance(block, Heading) and block.anchor == "weg")
    assert made.blocks[place + 1] == Paragraph((Run("Erst fragen, dann schreiben."),))


def test_an_unknown_former_wording_is_said_where_other_words_are_coloured() -> None:
    assert MARKED.notes[note(MARKED, 8) - 1].text == (
        "Rückmeldung aus Dezernat 6. Der Absatz wird geschärft. Der frühere Wortlaut ist nicht festgehalten."
    )
    alone = build(replace(CASE, changes=CASE.changes[-1:], weave=Weave.start(BLOCKS).rows()), edition="marked")
    assert [item.text for item in alone.notes] == ["Rückmeldung aus Dezernat 6. Der Absatz wird geschärft."]


def test_a_change_nobody_explained_is_shown_and_counted() -> None:
    made = build(replace(CASE, changes=CASE.changes[1:]), edition="marked")
    lost = made.notes[-2]
    assert "kein Anlass und kein Grund festgehalten" in lost.text
    assert ("Markierte Wörter ohne Erklärung", "3") in made.checks
    assert ("Markierte Wörter ohne Erklärung", "0") in MARKED.checks


def test_clean_edition_has_neither_marks_nor_notes() -> None:
    made = build(CASE, edition="clean")
    assert refs(made) == [] and made.notes == () and made.compared == ""
    assert not any(isinstance(i, Run) and i.mark for block in made.blocks for i in inlines_of(block))
    assert plain(texts(made, "bild-2")[0]) == HEAT + " und starken Regen"


def test_changes_edition_leaves_out_what_did_not_change() -> None:
    made = build(CASE, edition="changes")
    anchors = [block.anchor for block in made.blocks if isinstance(block, Heading)]
    assert "bild-1" in anchors and "bild-3" not in anchors and "feld-1" not in anchors
    assert [note.text for note in made.notes] == [note.text for note in MARKED.notes]


def test_a_gap_stands_for_unchanged_paragraphs() -> None:
    kept, changed = Paragraph((Run("a"),)), Paragraph((Run("b", Mark("insert", 1, 1)),))
    title = Heading(2, (Run("t"),))
    gap = Paragraph((Run("[…]"),), role="gap")
    assert only_changes([title, kept, kept, changed, kept]) == [title, gap, changed, gap]
    assert only_changes([title, kept]) == []


def test_a_later_base_shows_only_later_changes() -> None:
    made = build(CASE, edition="marked", base=3)
    assert {note.change for note in made.notes} >= {4, 5, 6}
    assert not {note.change for note in made.notes} & {1, 2}
    assert plain(texts(made, "bild-2")[1]) == before(texts(made, "bild-2")[1])


def test_list_of_changes_links_notes_and_places() -> None:
    table = next(b for b in MARKED.blocks if isinstance(b, Table) and b.header[0] == "Nr.")
    assert table.rows[0][0] == (Link("1", "n1"),)
    assert table.rows[0][2] == (Link(RIVER, "bild-1"),)
    assert [row[1][0].text for row in table.rows] == ["Ä-2", "Ä-3", "Ä-4", "Ä-7", "Ä-5", "Ä-6", "Ä-1", "Ä-8"]


def test_missing_headcounts_stay_missing() -> None:
    table = next(b for b in MARKED.blocks if isinstance(b, Table) and b.header[0] == "Runde")
    assert [[plain(cell) for cell in row[2:]] for row in table.rows] == [
        ["96 Personen", "238 Rückmeldungen"],
        ["", "480 Rückmeldungen"],
    ]


def test_dates_are_printed_and_the_base_is_named() -> None:
    assert (MARKED.as_of, MARKED.date) == ("7. September 2026", "2026-09-07")
    assert MARKED.compared == "verglichen mit: Entwurf, 9. März 2026"
    unread = build(replace(CASE, as_of="im Herbst", editions=()), edition="marked")
    assert (unread.as_of, unread.date) == ("im Herbst", "")


def test_given_checks_stand_on_the_page_and_in_the_document() -> None:
    made = build(CASE, edition="marked", checks=(("Prüfpunkt", "abc"), ("Markierte Wörter ohne Erklärung", "0 von 29")))
    assert made.checks[-2:] == (("Prüfpunkt", "abc"), ("Markierte Wörter ohne Erklärung", "0 von 29"))
    assert [label for label, _ in made.checks].count("Markierte Wörter ohne Erklärung") == 1


def test_same_process_gives_the_same_document_and_identifiers_differ_by_edition() -> None:
    assert build(CASE, edition="marked") == MARKED
    assert build(CASE, edition="clean").identifier != MARKED.identifier


@pytest.mark.parametrize(("base", "revision"), [(-1, 2), (3, 2), (0, 99)])
def test_window_outside_the_weave_is_refused(base: int, revision: int) -> None:
    with pytest.raises(ValueError, match="must lie in"):
        window(CASE, base, revision)


def test_an_anchor_counts_to_the_window_of_the_change_before_it() -> None:
    changes = [Change(1, revision=1), Change(2), Change(3, revision=2), Change(4)]
    assert [change.number for change in in_window(changes, 0, 1)] == [1, 2]
    assert [change.number for change in in_window(changes, 1, 2)] == [2, 3, 4]


OLD, NEW, OTHER = Mark("delete", 1, 1), Mark("insert", 1, 1), Mark("insert", 2, 2)


def test_islands_of_one_change_are_joined_across_a_blank_or_a_word() -> None:
    items: list[Inline] = [
        Run("alte", OLD),
        Run("neue", NEW),
        Run(" "),
        Run("Wege", OLD),
        Run("Pfade", NEW),
        Run(" hier."),
    ]
    assert join_islands(items) == [Run("alte Wege", OLD), Run("neue Pfade", NEW), Run(" hier.")]


def test_islands_of_two_changes_stay_apart() -> None:
    items: list[Inline] = [Run("alte", OLD), Run(" "), Run("Pfade", OTHER), Run(" hier.")]
    assert join_islands(items) == items


def test_a_sentence_mostly_rewritten_is_shown_as_one() -> None:
    items: list[Inline] = [
        Run("So. Wir "),
        Run("gehen heute ganz langsam", OLD),
        Run("fahren morgen sehr schnell", NEW),
        Run(" los. Gut."),
    ]
    assert rewritten_sentences(items) == [
        Run("So. "),
        Run("Wir gehen heute ganz langsam los.", OLD),
        Run("Wir fahren morgen sehr schnell los.", NEW),
        Run(" Gut."),
    ]


def test_a_sentence_with_one_new_word_is_left_alone() -> None:
    items: list[Inline] = [Run("Wir gehen "), Run("heute", OLD), Run("morgen", NEW), Run(" langsam durch die Stadt.")]
    assert rewritten_sentences(items) == items


def test_note_stands_before_the_blank_at_the_end_of_its_mark() -> None:
    assert call_notes([Run("alt ", OLD), Run("neu ", NEW), Run("x")], {1: (7,)}, set()) == [
        Run("alt ", OLD), Run("neu", NEW), NoteRef(1), NoteRef(7), Run(" ", NEW), Run("x"),
    ]  # fmt: skip


def test_a_blank_is_noted_only_where_the_change_has_nothing_else_to_show() -> None:
    items: list[Inline] = [Run("x"), Run(" ", OLD), Run("y")]
    assert call_notes(items, {}, {1}) == items
    assert call_notes(items, {}, set()) == [Run("x"), NoteRef(1), Run(" ", OLD), Run("y")]


WORDS = st.lists(st.sampled_from(["Haus ", "am ", "Fluss. ", "Licht ", "\n", "und "]), max_size=4).map("".join)


@st.composite
def histories(draw_from: st.DrawFn) -> Weave:
    weave = Weave.start(
        [(Block("statement:1", "title"), "Der Fluss"), (Block("statement:1", "paragraph"), "Haus am Fluss. Licht.")]
    )
    for _ in range(draw_from(st.integers(1, 5))):
        text = weave.text()
        start = draw_from(st.integers(1, len(text)))
        end = draw_from(st.integers(start, len(text)))
        words = draw_from(WORDS)
        blocks = tuple(Block("statement:1", "paragraph") for _ in range(words.count("\n")))
        kind = draw_from(st.sampled_from(["insert", "delete", "replace", "move"]))
        if kind == "insert" and words:
            weave = weave.apply([Insert(start, words, blocks)])
        elif kind == "delete" and end > start:
            weave = weave.apply([Delete(start, end)])
        elif kind == "replace" and end > start and words:
            weave = weave.apply([Delete(start, end), Insert(end, words, blocks)])
        elif kind == "move" and 1 < start < end:
            weave = weave.apply([Move(start, end, draw_from(st.integers(1, start - 1)))])
    return weave


@pytest.mark.parametrize("edition", ["marked", "clean", "changes"])
@pytest.mark.parametrize("base", range(7))
def test_the_verifier_finds_nothing_in_any_edition_against_any_base(edition: EditionKind, base: int) -> None:
    body = json.loads(WRITERS["json"](build(CASE, edition=edition, base=base)))
    assert list(check_edition(edition, body, CASE, Weave.from_rows(CASE.weave))) == []


def test_sections_keep_their_order_and_an_untitled_one_draws_no_title() -> None:
    blocks = [
        (Block(f"section:{n}", kind), text) for n in (1, 2, 3) for kind, text in (("title", ""), ("paragraph", f"p{n}"))
    ]
    roles = ("introduction", "derivation", "other")
    sections = tuple(Section(n, "", (f"p{n}",), role) for n, role in enumerate(roles, 1))
    made = build(Process("x", "", sections=sections, weave=Weave.start(blocks).rows()), edition="clean")
    shown = [plain(b.inlines) for b in made.blocks if isinstance(b, Heading | Paragraph) and b.inlines]
    start = shown.index("Zu diesem Dokument")
    assert shown[start : start + 6] == [
        "Zu diesem Dokument", "p1", "Wie die Zielbilder entstanden sind", "p2", "Zu diesem Dokument", "p3",
    ]  # fmt: skip
    anchors = [block.anchor for block in made.blocks if isinstance(block, Heading)]
    assert len(anchors) == len(set(anchors))


def test_a_title_that_was_struck_and_one_that_replaced_it_share_no_anchor() -> None:
    weave = Weave.start([(Block("statement:1", "title"), "Alt"), (Block("statement:1", "paragraph"), "Text.")])
    weave = weave.apply([Delete(0, 4), Insert(4, "\nNeu", (Block("statement:1", "title"),))])
    made = build(Process("x", "", weave=weave.rows(), changes=(Change(1, revision=1),)), edition="marked")
    titles = [(b.outline, b.anchor) for b in made.blocks if isinstance(b, Heading) and b.owner]
    assert sorted(titles) == [("Alt", ""), ("Neu", "bild-1")]


@given(histories(), st.data())
def test_drawing_never_changes_either_text(weave: Weave, data: st.DataObject) -> None:
    base = data.draw(st.integers(0, weave.revisions))
    at = data.draw(st.integers(base, weave.revisions))
    changes = with_unexplained((), range(1, weave.revisions + 1))
    woven = draw(weave, base, at, changes, notes=True)
    gone, came = ("delete", "moved-away"), ("insert", "moved-here")

    def text(hidden: tuple[str, str]) -> str:
        parts = []
        for piece in woven.pieces:
            parts += [] if piece.mark is not None and piece.mark.kind in hidden else ["\n"]
            parts += [i.text for i in piece.inlines if isinstance(i, Run) and not (i.mark and i.mark.kind in hidden)]
        return "".join(parts)

    assert text(gone) == weave.text(at)
    assert text(came) == weave.text(base)
    marked = {mark.change for piece in woven.pieces for mark in marks(piece.inlines, piece.mark)}
    called = {i.note for piece in woven.pieces for i in piece.inlines if isinstance(i, NoteRef)}
    assert marked <= called


def marks(inlines: tuple[Inline, ...], own: Mark | None) -> list[Mark]:
    found = [item.mark for item in inlines if isinstance(item, Run) and item.mark is not None]
    return [*found, own] if own is not None else found
