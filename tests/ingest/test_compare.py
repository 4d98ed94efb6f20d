"""Two versions in, a change for every difference out."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stadtgespraech.checks.bundle import verify_bytes
from stadtgespraech.checks.process import check_process
from stadtgespraech.ingest.archive import ReadError
from stadtgespraech.ingest.compare import compare
from stadtgespraech.ingest.comparison import compared as difference
from stadtgespraech.ingest.sequence import applied
from stadtgespraech.ingest.steps import cut
from stadtgespraech.publish.edition import publish
from stadtgespraech.records import Block, Process, Source, to_json
from stadtgespraech.text.weave import Weave

OLD = """# Leitlinien für Auental

Stand: 1. März 2025

## Grün

Die Stadt pflanzt jedes Jahr hundert Bäume. Der Park wird größer. Alle Schulen bekommen bis zum Jahr 2030 ein neues \
grünes Klassenzimmer im Freien.

Zweiter Absatz bleibt.

## Klug

Die Bürger gestalten mit. Digitale Angebote werden ausgebaut.

## Nah

Wege sind kurz. Läden bleiben im Viertel.
"""
NEW = """# Leitlinien für Auental

Stand: 1. Juni 2025

## Grün und kühl

Die Stadt pflanzt jedes Jahr zweihundert Bäume. Der Park wird größer.

Zweiter Absatz bleibt.

## Offen

Wer neu ist, wird begrüßt. Das gilt für alle.

## Klug

Die Bürgerinnen und Bürger gestalten mit. Alle Schulen bekommen bis 2030 ein grünes Klassenzimmer im Freien. Digitale \
Angebote werden ausgebaut.

## Nah

Wege sind kurz.[^1]

[^1]: Rückmeldung aus Dezernat 3. Anpassung: Der Satz zu den Läden wird gestrichen.
"""
REASONS = """Nr;Textstelle;Runden;Was;Warum;Drucksache
1;zweihundert Bäume;Dezernat 6 und Online-Beteiligung;Zahl erhöht;Der Schatten fehlt.;
2;"Alle Schulen bekommen bis 2030";Jugendkonferenz;;Gehört zur Bildung;
3;Wer neu ist, wird begrüßt;2.Stadtkonferenz;Neue Leitlinie;Zuzug;Drucksache Nr. 123-25/1
4;gibt es nicht;Dezernat 1;;Nichts;
5;Bürgerinnen und Bürger;Redaktion;;Alle sind gemeint.;
"""


def compared(tmp_path: Path, old: str, new: str, reasons: str = "", name: str = "a.md") -> Process:
    paths = []
    for folder, text in (("alt", old), ("neu", new)):
        (tmp_path / folder).mkdir(exist_ok=True)
        paths.append(tmp_path / folder / name)
        paths[-1].write_text(text)
    if reasons:
        (tmp_path / "reasons.csv").write_text(reasons)
    return compare(*paths, tmp_path / "reasons.csv" if reasons else None)


def test_every_difference_is_one_change_with_its_reason(tmp_path: Path) -> None:
    process = compared(tmp_path, OLD, NEW, REASONS)
    found = [(c.number, c.statement, c.kinds[0], c.in_title, c.rounds, bool(c.text)) for c in process.changes]
    assert found == [
        (1, 1, "insert", True, (), False),
        (2, 1, "replace", False, ("Dezernat 6", "Online-Beteiligung"), True),
        (3, 3, "move", False, ("Jugendkonferenz",), True),
        (4, 2, "insert", False, ("2. Stadtkonferenz",), True),
        (5, 3, "insert", False, (), True),
        (6, 4, "delete", False, ("Dezernat 3",), True),
    ]
    assert process.changes[1].text == (
        "Rückmeldung: Dezernat 6 und Online-Beteiligung. Anpassung: Zahl erhöht. Der Schatten fehlt."
    )
    assert [source.ref for source in process.changes[3].sources] == ["", "123-25/1"]
    assert process.changes[4].sources[0].kind == "editors"


def test_reject_all_is_old_and_accept_all_is_new(tmp_path: Path) -> None:
    process = compared(tmp_path, OLD, NEW, REASONS)
    weave = Weave.from_rows(process.weave)
    assert weave.text(0).split("\n")[1:4:2] == ["Grün", "Zweiter Absatz bleibt."]
    assert [s.title for s in process.statements] == ["Grün und kühl", "Offen", "Klug", "Nah"]
    assert weave.text() == "".join("\n" + "\n".join([s.title, *s.paragraphs]) for s in process.statements)
    assert [(e.name, e.revision) for e in process.editions] == [("Fassung 2025-03-01", 0), ("Fassung 2025-06-01", 6)]


def test_gaps_and_leftover_rows_are_reported(tmp_path: Path) -> None:
    report = compared(tmp_path, OLD, NEW, REASONS).report
    assert report is not None
    assert report.uncertain == (
        "no reason given for change 1: Anpassung: Überschrift: „und kühl“ wird ergänzt.",
        "row 5 fits no change: gibt es nicht",
    )
    assert report.read == {"changes": 6, "changes without a reason": 1, "reasons": 5, "reasons used": 4}


def test_empty_round_is_a_source_that_is_missing_and_only_a_named_editor_is_the_editors(tmp_path: Path) -> None:
    process = compared(
        tmp_path,
        OLD,
        NEW,
        "Textstelle;Runden;Warum\nzweihundert Bäume;;Der Schatten fehlt\nBürgerinnen und Bürger; ;Alle\n"
        "Bürgerinnen und Bürger;Redaktion;\nWer neu ist;–;Zuzug\n",
    )
    assert [(c.number, c.origin, c.sources) for c in process.changes if c.why and c.number < 6] == [
        (2, "Anlass: nicht angegeben.", ()),
        (4, "Anlass: nicht angegeben.", ()),
        (5, "Redaktion.", (Source("editors"),)),
    ]
    assert process.changes[1].text == (
        "Anlass: nicht angegeben. Anpassung: „hundert“ wird durch „zweihundert“ ersetzt. Der Schatten fehlt."
    )
    missing = [finding.where for finding in check_process(process) if finding.code == "source-missing"]
    assert missing == ["change 1", "change 2", "change 3", "change 4"]
    assert process.report is not None
    assert [line for line in process.report.uncertain if line.startswith("no source")] == [
        f"no source given for change {change.number}, its row names no round (nor „Redaktion“): {change.what}"
        for change in (process.changes[1], process.changes[3])
    ]
    assert verified(process) == 0


def test_without_a_table_every_reason_is_missing_openly(tmp_path: Path) -> None:
    changes = compared(tmp_path, OLD, NEW).changes
    assert {c.origin for c in changes if not c.text} == {"Grund nicht angegeben."}
    assert [c.number for c in changes if c.text] == [6]


def test_same_input_gives_the_same_bytes_and_other_input_another_seed(tmp_path: Path) -> None:
    first, second = (compared(tmp_path, OLD, NEW, REASONS) for _ in range(2))
    assert to_json(first) == to_json(second)
    assert first.salt_seed != compared(tmp_path, OLD, NEW).salt_seed


def test_rows_match_by_number_where_they_quote_nothing(tmp_path: Path) -> None:
    process = compared(tmp_path, OLD, NEW, "Nr;Warum\n1;Weil es warm wird\n99;Nie\n")
    assert process.changes[0].why == "Weil es warm wird."
    assert process.report is not None
    assert "row 3 fits no change: 99" in process.report.uncertain


def test_row_that_quotes_words_standing_in_two_places_is_unclear(tmp_path: Path) -> None:
    old = "# T\n\n## A\n\nDie Stadt am Fluss wird alt.\n\n## B\n\nDie Stadt am Fluss wird rot.\n"
    new = old.replace("alt.", "neu.").replace("rot.", "blau.")
    report = compared(tmp_path, old, new, "Stelle;Warum\nDie Stadt am Fluss;Darum\n").report
    assert report is not None
    assert "row 2 fits several changes, quote more: Die Stadt am Fluss" in report.uncertain


def test_term_replaced_everywhere_is_one_change_and_what_is_left_of_it_is_reported(tmp_path: Path) -> None:
    old = "# T\n\n## A\n\nDer Umweltschutz zählt. Ohne Umweltschutz geht nichts.\n\n"
    old += "## B\n\nMehr Umweltschutz tut gut.\n\n## C\n\nEin Amt für Umweltschutz bleibt so.\n"
    new = old.replace("Umweltschutz", "Klimaschutz").replace("für Klimaschutz", "für Umweltschutz")
    process = compared(
        tmp_path, old, new, "Alt;Neu;Runden;Warum\nUmweltschutz;Klimaschutz;Dezernat 7;Gemeint ist mehr\n"
    )
    assert [(c.kinds, c.old, c.new, c.what, c.why) for c in process.changes] == [
        (
            ("replace", "merge-term"),
            "Umweltschutz",
            "Klimaschutz",
            "Anpassung: Der Begriff „Umweltschutz“ wird an 3 Stellen durch „Klimaschutz“ ersetzt; "
            "an einer Stelle bleibt er stehen.",
            "Gemeint ist mehr.",
        )
    ]
    assert process.report is not None
    assert process.report.uncertain[-1] == (
        "„Umweltschutz“ became „Klimaschutz“ in 3 places and still stands in: … Ein Amt für Umweltschutz bleibt so. …"
    )


def test_paragraph_that_moves_is_one_change_with_the_start_of_its_block(tmp_path: Path) -> None:
    moved = "Der zweite Absatz wandert als Ganzes ans Ende. Er hat noch einen zweiten langen Satz dabei."
    old = f"# T\n\n## A\n\nErster Absatz bleibt hier stehen.\n\n{moved}\n\nDritter bleibt auch.\n\n## B\n\nEnde.\n"
    new = old.replace(f"{moved}\n\n", "").replace("Ende.\n", f"Ende.\n\n{moved}\n")
    process = compared(tmp_path, old, new)
    assert [(c.kinds, c.new) for c in process.changes] == [(("move",), moved)]


@pytest.mark.parametrize(
    ("old", "new", "kinds", "what"),
    [
        ("Eins hier. Zwei dort.", "Eins hier.\n\nZwei dort.", ("split",), "Ein Absatz wird geteilt."),
        ("Eins hier.\n\nZwei dort.", "Eins hier. Zwei dort.", ("join",), "Zwei Absätze werden zusammengefügt."),
    ],
)
def test_paragraphs_split_and_joined(tmp_path: Path, old: str, new: str, kinds: tuple[str, ...], what: str) -> None:
    one, two = (f"# T\n\n## A\n\n{text}\n\n## B\n\nEnde bleibt.\n" for text in (old, new))
    assert [(c.kinds, c.what) for c in compared(tmp_path, one, two).changes] == [(kinds, f"Anpassung: {what}")]


def test_equal_documents_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="same text"):
        compared(tmp_path, OLD, OLD)


def test_plain_texts_without_statements_are_compared_by_paragraphs(tmp_path: Path) -> None:
    old = "Ein Brief\n\nWir kommen am\nMontag.\n\nBis dann.\n"
    process = compared(tmp_path, old, old.replace("Montag", "Dienstag"), name="a.txt")
    assert [(s.title, s.paragraphs) for s in process.statements] == [
        ("Ein Brief", ("Wir kommen am Dienstag.", "Bis dann."))
    ]
    assert [(c.old, c.new) for c in process.changes] == [("Montag", "Dienstag")]


def test_deleted_statement_keeps_a_number_of_its_own(tmp_path: Path) -> None:
    new = OLD.replace("## Klug\n\nDie Bürger gestalten mit. Digitale Angebote werden ausgebaut.\n\n", "")
    process = compared(tmp_path, OLD, new)
    assert [(s.number, s.title) for s in process.statements] == [(1, "Grün"), (2, "Nah")]
    assert [(c.statement, c.kinds) for c in process.changes] == [(3, ("delete",))]


WORDS = st.one_of(
    st.lists(st.sampled_from(["Stadt.", "grün", "und", "Wald.", "Fluss", "heute"]), min_size=1, max_size=7),
    st.lists(
        st.sampled_from(
            [
                "Der letzte Bus fährt erst nach dem Zug ab.",
                "Alle Kinder gehen allein und sicher zur Schule.",
                "Handel und Forschung haben hier eine Zukunft",
                "Kurz.",
            ]
        ),
        min_size=1,
        max_size=3,
    ),
)
TEXTS = st.lists(st.tuples(st.sampled_from(["title", "paragraph"]), WORDS.map(" ".join)), min_size=1, max_size=6)


@settings(max_examples=300)
@given(TEXTS, TEXTS)
def test_steps_applied_one_by_one_give_the_new_text_and_its_blocks(
    old: list[tuple[str, str]], new: list[tuple[str, str]]
) -> None:
    first, second = (
        [(Block(f"statement:{n}", kind), text) for n, (kind, text) in enumerate(texts)] for texts in (old, new)
    )
    a, b = ("".join("\n" + text for _, text in blocks) for blocks in (first, second))
    found = difference(a, b, [block for block, _ in first], [block for block, _ in second])
    weave, steps = applied(Weave.start(first), found, cut(found))
    assert list(weave.blocks()) == second
    assert weave.revisions == len(steps)
    assert sorted(index for step in steps for index in step.indexes) == list(range(len(found.edits)))


THREE = (
    "# T\n\n## Grün\n\nBäume wachsen überall.\n\nWasser bleibt hier.\n\n## Nah\n\nWege sind kurz.\n\n"
    "## Klug\n\nAlle lernen gern.\n"
)


@pytest.mark.parametrize(
    ("new", "changes"),
    [
        (
            THREE.replace("## Grün\n\nBäume wachsen überall.\n\nWasser bleibt hier.\n\n", "").replace(
                "Wege sind kurz.\n\n", "Wege sind kurz.\n\n## Grün\n\nBäume wachsen überall.\n\nWasser bleibt hier.\n\n"
            ),
            [(("reorder",), "„Grün“ steht jetzt nach „Nah“.")],
        ),
        (THREE.replace("## Nah\n\n", ""), [(("join",), "„Nah“ geht in „Grün“ auf.")]),
        (
            THREE.replace("Wasser bleibt", "## Blau\n\nWasser bleibt"),
            [(("split",), "Aus „Grün“ wird „Blau“ herausgelöst.")],
        ),
        (THREE.replace("Wege sind", "Wege  sind"), [(("format-only",), "Nur Leerzeichen ändern sich.")]),
    ],
    ids=["reordered", "joined", "split", "blanks"],
)
def test_statement_that_moves_splits_or_joins_is_one_change(
    tmp_path: Path, new: str, changes: list[tuple[tuple[str, ...], str]]
) -> None:
    process = compared(tmp_path, THREE, new)
    assert [(c.kinds, c.what.removeprefix("Anpassung: ")) for c in process.changes] == changes


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "## Handel und Forschung haben hier kann.\nein.\n## Lernen hört nach der Schule auf.\nfindet.\n",
            "## Lernen hört nach der Schule kann.\nein.\n## Handel und Forschung haben hier Zukunft.\nleben.\n",
        ),
        (
            "geredet. Anfang kann eine Stadt nicht machen.\n\nder von ihrer Arbeit gut leben.\n",
            "der von ihrer Arbeit gut leben.\nAnfang kann eine Stadt nicht machen.\n",
        ),
        (
            "# Zielbilder\n\n## Bild eins\n\nDer Satz hier zieht um nach oben.\n\nText.\n\n## Bild zwei\n\nZwei.\n",
            "# Einleitung\n\nDer Satz hier zieht um nach oben.\n\n# Zielbilder\n\n## Bild eins\n\nText.\n\n"
            "## Bild zwei\n\nZwei.\n",
        ),
    ],
    ids=["two pieces at gaps that became one", "a step that must wait", "a sentence that becomes front matter"],
)
def test_what_once_broke_compares_and_verifies(tmp_path: Path, old: str, new: str) -> None:
    assert verified(compared(tmp_path, old, new)) == 0


def verified(process: Process) -> int:
    files = publish(process, editions=("marked",), formats=("json",)).files
    return verify_bytes(files["bundle.zip"]).exit_code


SENTENCES = [
    "Der letzte Bus fährt erst nach dem letzten Zug am Bahnhof ab.",
    "Alle Kinder gehen allein und sicher zur Schule in ihrem Viertel.",
    "Am Ufer entstehen breite Wege aus hellem Sand für alle.",
    "Handel und Forschung haben hier auch morgen noch eine Zukunft.",
    "Kurz gesagt.",
    "Die Stadt hört zu.",
]


def document(source: random.Random) -> list[tuple[str, list[str]]]:
    """Two to four statements with up to three paragraphs of up to three sentences."""
    return [
        (
            f"Bild {name}",
            [" ".join(source.choices(SENTENCES, k=source.randint(1, 3))) for _ in range(source.randint(1, 3))],
        )
        for name in source.sample(["Fluss", "Weg", "Haus", "Schule", "Markt"], source.randint(2, 4))
    ]


def rewritten(found: list[tuple[str, list[str]]], source: random.Random) -> list[tuple[str, list[str]]]:
    """Statements shuffled, joined, split and retitled, paragraphs moved, words replaced."""
    result = [(title, list(paragraphs)) for title, paragraphs in found]
    for kind in source.choices(("shuffle", "join", "split", "retitle", "move", "word"), k=source.randint(1, 5)):
        at = source.randrange(len(result))
        title, paragraphs = result[at]
        if kind == "shuffle":
            source.shuffle(result)
        elif kind == "join" and at:
            result[at - 1][1].extend(result.pop(at)[1])
        elif kind == "split" and len(paragraphs) > 1:
            result[at : at + 1] = [(title, paragraphs[:1]), (f"{title} neu", paragraphs[1:])]
        elif kind == "retitle":
            result[at] = (f"{title} für alle", paragraphs)
        elif kind == "move" and paragraphs:
            source.choice(result)[1].insert(0, paragraphs.pop())
        elif kind == "word" and paragraphs:
            paragraphs[0] = paragraphs[0].replace("Stadt", "Gemeinde").replace("alle", "viele")
    return result


@pytest.mark.parametrize("seed", range(40))
def test_rewritten_documents_compare_to_a_bundle_that_verifies(tmp_path: Path, seed: int) -> None:
    source = random.Random(seed)
    old = document(source)
    new = rewritten(old, source)
    texts = [
        "# T\n\n" + "\n\n".join("\n\n".join((f"## {title}", *paragraphs)) for title, paragraphs in found) + "\n"
        for found in (old, new)
    ]
    if texts[0] == texts[1]:
        return
    process = compared(tmp_path, *texts)
    weave = Weave.from_rows(process.weave)
    flat = [
        "".join("\n" + text for title, paragraphs in found for text in (title, *paragraphs)) for found in (old, new)
    ]
    assert [weave.text(0), weave.text()] == flat
    assert verified(process) == 0
