"""Plain text with footnotes: on the page, at the end, damaged or clean; and the real case, by its numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from stadtgespraech.ingest.archive import ReadError
from stadtgespraech.ingest.document import read_document
from stadtgespraech.ingest.plain import read_text
from stadtgespraech.records import Process, Round, Source, to_json
from stadtgespraech.text.weave import Weave

from .samples.steinach import STEINACH

SHA256 = "00" * 32
ROUNDS = (
    "Dezernat 1|Online-Beteiligung", "Ratsbeschluss", "Online-Beteiligung", "2. Stadtkonferenz", "Online-Beteiligung",
    "2. Stadtkonferenz|Online-Beteiligung", "2. Stadtkonferenz|Online-Beteiligung", "Online-Beteiligung",
    "Stakeholder-Beteiligung|2. Stadtkonferenz|Online-Beteiligung", "2. Stadtkonferenz", "Dezernat 7",
    "Online-Beteiligung", "Dezernat 5", "Online-Beteiligung|2. Stadtkonferenz", "Online-Beteiligung", "",
    "Online-Beteiligung|2. Stadtkonferenz", "Online-Beteiligung|2. Stadtkonferenz",
    "Online-Beteiligung|2. Stadtkonferenz", "Dezernat 6|Dezernat 7|Online-Beteiligung|2. Stadtkonferenz",
    "Online-Beteiligung|2. Stadtkonferenz", "Dezernat 5|Dezernat 6|Online-Beteiligung",
    "Online-Beteiligung|2. Stadtkonferenz", "Dezernat 6", "Online-Beteiligung",
    "Dezernat 5|Dezernat 6|Online-Beteiligung", "Online-Beteiligung|2. Stadtkonferenz", "Dezernat 1",
    "2. Stadtkonferenz|Online-Beteiligung", "Dezernat 5", "Dezernat 5", "Dezernat 1|Online-Beteiligung",
    "Online-Beteiligung", "Online-Beteiligung|Dezernat 5", "Dezernat 5|Online-Beteiligung",
    "Dezernat 1|Dezernat 5|Dezernat 6|Online-Beteiligung|2. Stadtkonferenz", "Dezernat 5", "Online-Beteiligung",
    "Online-Beteiligung|2. Stadtkonferenz", "2. Stadtkonferenz|Online-Beteiligung", "Online-Beteiligung",
    "Dezernat 3|Dezernat 6|Online-Beteiligung",
)  # fmt: skip
TITLES = (
    "Dortmund wird mutig die Zukunft gestalten.",
    "Stabilität und Agilität werden das Fundament für einen erfolgreichen Wandel.",
    "In Dortmund werden die erfolgreiche Weiterentwicklung als Wirtschaftsstandort und die Notwendigkeit, "
    "Klimaresilienz zu erreichen, miteinander verknüpft.",
    "In Dortmund wird durch eine vielfältige und inklusive Bildung die Grundlage für einen zukunftsfähigen und "
    "attraktiven Arbeitsstandort geschaffen.",
    "Die Innovationskraft und Spitzenforschung Dortmunds werden Talente anziehen.",
    "Dortmund wird Wachstum als Motor für eine behutsame und nachhaltige Stadtentwicklung nutzen - im Sinne aller "
    "Dortmunderinnen und Dortmunder.",
    "Dortmund wird der Zukunft vorausschauend und vorsorgend begegnen.",
    "Transparenz und das gegenseitige Vertrauen zwischen Politik, Verwaltung, Wirtschaft und Stadtgesellschaft werden "
    "gefördert.",
    "Der gesellschaftliche Zusammenhalt wird aktiv gefördert.",
    "Dortmund wird vitale, lebenswerte und attraktive Quartiere schaffen.",
    "Die soziale und kulturelle Vielfalt Dortmunds wird durch Möglichkeiten für Begegnung und Austausch erlebbar.",
    "Teilhabe und Engagement werden als Grundlage einer starken Stadtgesellschaft ausgebaut.",
)


@pytest.fixture(scope="module")
def seed(shared: Path) -> Process:
    return read_document(shared / "seed" / "zielbilder-ocr.txt")


def steinach(repair: bool = True) -> Process:
    return read_text(STEINACH, source="steinach.txt", sha256=SHA256, repair=repair)


def read(text: str) -> Process:
    return read_text(text, source="a.txt", sha256=SHA256)


def anchored(process: Process) -> list[str]:
    weave = Weave.from_rows(process.weave)
    return [weave.passage_text(change.anchor) for change in process.changes]


def test_seed_cover_products_and_counts(seed: Process) -> None:
    assert (seed.title, seed.as_of, seed.city) == (
        "Dortmunder Stadtgespräch — gemeinsam zur Stadtstrategie",
        "2025-05-26",
        "Dortmund",
    )
    assert [(product.title, product.state) for product in seed.products] == [
        ("Ausgangsbilder", "beschlossen im Herbst 2024"),
        ("Zielbilder", ""),
        ("Maßnahmen", ""),
    ]
    assert seed.motto.startswith("Dortmund") and seed.motto.endswith("ie wir es wollen")
    counted = {item.name: (item.people, item.contributions, item.ideas) for item in seed.rounds}
    assert (counted["Online-Beteiligung"], counted["2. Stadtkonferenz"]) == ((220, 650, None), (None, 150, 330))


def test_seed_titles_and_tensions(seed: Process) -> None:
    assert tuple(statement.title for statement in seed.statements) == TITLES
    assert [tension.title for tension in seed.tensions] == [
        "Dortmund soll mutig die großen Entwicklungssprünge angehen und gleichzeitig den gesellschaftlichen "
        "Zusammenhalt stärken.",
        "Dortmund soll eine prosperierende Stadt auf dem Weg zur Klimaneutralität sein.",
        "Dortmund soll lokal geprägt und weltoffen sein.",
        "Dortmund soll robust und fortschrittlich sein.",
    ]
    assert all(len(tension.text) > 300 for tension in seed.tensions)


def test_seed_rounds_of_all_42_footnotes(seed: Process) -> None:
    assert [change.number for change in seed.changes] == list(range(1, 43))
    assert tuple("|".join(change.rounds) for change in seed.changes) == ROUNDS


def test_seed_marks_titles_and_the_two_without_a_mark(seed: Process) -> None:
    assert [change.number for change in seed.changes if not change.mark_found] == [19, 38]
    assert [change.number for change in seed.changes if change.in_title] == [4, 9, 12, 18, 24, 29]
    assert [change.statement for change in seed.changes] == [
        *[1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 4, 4, 5, 5, 5, 5, 6, 6, 6, 6, 6, 6, 7, 7, 7, 7, 7, 8, 8, 8],
        *[9, 9, 9, 9, 10, 10, 11, 11, 12, 12, 12],
    ]
    words = anchored(seed)
    assert (words[1], words[13], words[25], words[41]) == (
        "Phoenix-Areale",
        "Forschungseinrichtungen",
        "Fluchtmigration",
        "beitragen",
    )


def test_seed_kinds_and_what_footnotes_quote(seed: Process) -> None:
    kinds = {change.number: change.kinds for change in seed.changes}
    assert [kinds[number] for number in (1, 2, 3, 7, 10, 11, 16, 21, 24, 25, 26, 37)] == [
        ("reorder", "insert"),
        ("replace",),
        ("explain-only",),
        ("replace",),
        ("delete", "insert"),
        ("merge-term",),
        ("move",),
        ("explain-only",),
        ("retitle",),
        ("deduplicate", "sharpen"),
        ("delete",),
        ("replace",),
    ]
    assert seed.changes[1].sources == (Source("resolution", "Ratsbeschluss", "38472-25/1", "2025-05-22"),)
    assert (seed.changes[6].old, seed.changes[6].new) == ("Seele", "Identität")
    assert seed.changes[23].old == "Dortmund wird sich auf Krisen vorbereiten"
    assert [(ref.kind, ref.number) for ref in seed.changes[28].references] == [("statement", 12)]
    assert [ref.kind for ref in seed.changes[8].references] == ["starting-picture"] * 4


def test_seed_report_is_honest(seed: Process) -> None:
    report = seed.report
    assert report is not None
    assert report.lost == ("footnote 19: its mark was not found", "footnote 38: its mark was not found")
    assert report.read["footnotes"] == 42 and report.read["words_repaired"] == len(report.repairs) > 400
    assert all(repair.odds >= 10 for repair in report.repairs)


def test_texts_carry_no_marks(seed: Process) -> None:
    text = "\n".join(
        [seed.title, *(s.title for s in seed.statements), *(p for s in seed.statements for p in s.paragraphs)]
    )
    assert not any(sign in text for sign in '®™°¹²³"')
    assert [word for word in text.split() if any(map(str.isdigit, word))] == ["12", "500"]


def test_endnotes_with_marks_in_brackets_in_a_damaged_text() -> None:
    process = steinach()
    assert (process.title, process.subtitle, process.as_of) == (
        "STEINACH AM WEHR",
        "Leitlinien für eine Stadt in Bewegung",
        "2024-06-03",
    )
    assert [statement.title for statement in process.statements] == [
        "Die Stadt pflanzt Schatten.",
        "Wege gehören denen, die zu Fuß gehen.",
        "Das Rathaus kommt in die Ortsteile.",
        "Junge Menschen entscheiden mit.",
        "Die Stadt wirtschaftet so, dass auch morgen noch etwas da ist.",
    ]
    assert [(section.title, bool(section.paragraphs)) for section in process.sections] == [
        ("Zum Verfahren", True),
        ("Was auseinanderzieht", False),
    ]
    assert len(process.tensions) == 2
    rows = [(c.statement, c.in_title, "|".join(c.rounds), c.kinds) for c in process.changes]
    assert rows == [
        (1, False, "Werkstattgespräch|Jugendforum", ("insert",)),
        (2, True, "Amt für Straßen und Verkehr", ("retitle",)),
        (2, False, "Werkstattgespräch", ("replace",)),
        (None, False, "Jugendforum", ("explain-only",)),
        (3, False, "Online-Umfrage|Seniorenbeirat", ("insert",)),
        (4, False, "Ratsbeschluss", ("insert",)),
        (5, False, "", ("move",)),
    ]
    assert anchored(process) == ["stehen", "gehen", "Bank", "", "Sprache", "Ausschuss", "ausgibt"]
    assert process.rounds[0] == Round(1, "Werkstattgespräch", "workshop", "Herbst 2023", "", 64, 118)
    assert process.report is not None
    assert process.report.lost == ("footnote 4: its mark was not found",)


def test_without_repair_no_word_changes() -> None:
    process = steinach(repair=False)
    assert process.statements[1].title == "Wege gehoren denen, die zu FuB gehen."
    assert process.report is not None and process.report.repairs == ()


def test_number_gap_and_double_number_are_read_as_far_as_they_go() -> None:
    process = read(
        "Ein Titel\n\nStand: 1. Mai 2024\n\nDie Stadt pflanzt Bäume.\n\n"
        + "Sie wachsen1 und geben Schatten3, auch dort, wo es eng ist, und das in jedem Jahr ein wenig mehr als zuvor. "
        * 2
        + "\n\n1 Rückmeldung aus Dezernat 1. Anpassung: Ergänzt.\n\n3 Rückmeldung aus Dezernat 3. Anpassung: Ergänzt.\n"
    )
    assert [(change.number, change.rounds, change.label) for change in process.changes] == [
        (1, ("Dezernat 1",), ""),
        (2, ("Dezernat 3",), "3"),
    ]
    assert process.report is not None
    assert [line for line in process.report.uncertain if "mark without" in line] != []


def test_text_without_titles_is_one_statement_and_the_report_says_so() -> None:
    process = read("Nur ein Satz, der weitergeht und nirgends einen Titel hat.\n")
    assert [(s.number, s.paragraphs) for s in process.statements] == [
        (1, ("Nur ein Satz, der weitergeht und nirgends einen Titel hat.",))
    ]
    assert process.report is not None
    assert any("no headings" in line for line in process.report.uncertain)


def test_blank_text_is_refused() -> None:
    with pytest.raises(ReadError, match="holds no text"):
        read("\n \n\f\n")


def test_reading_twice_gives_the_same_bytes() -> None:
    assert to_json(steinach()) == to_json(steinach())
