"""A small document made by hand: every kind of block, mark and note once, for the writers' tests."""

from __future__ import annotations

from stadtgespraech.publish.diagram import path, path_words
from stadtgespraech.publish.document import (
    Bullets,
    Document,
    Figure,
    Heading,
    Link,
    Mark,
    Note,
    NoteRef,
    PageBreak,
    Paragraph,
    Run,
    Table,
)
from stadtgespraech.publish.legend import how_to_read
from stadtgespraech.records import Process, Product, Round

PROCESS = Process(
    title="Auenstadt – wie wir es wollen",
    as_of="2026-09-07",
    product="Zielbilder",
    products=(
        Product("Ausgangsbilder", "wie wir es sehen", "vom Rat beschlossen am 13. November 2025"),
        Product("Zielbilder", "wie wir es wollen", "dritte Fassung"),
        Product("Maßnahmen", "wie wir es machen", "ab Oktober 2026"),
    ),
    rounds=(
        Round(1, "Werkstätten in den Stadtteilen", "workshop", "Herbst 2025", "an sechs Orten", 180, 412),
        Round(2, "Jugendkonferenz", "youth-conference", "21. Februar 2026", "Alte Spinnerei", 96, 238),
        Round(3, "Stadtkonferenz", "city-conference", "25. April 2026", "Lohehalle", None, 480, 330),
        Round(4, "Online-Beteiligung", "online", "27. Mai bis 28. Juni 2026", "", 214, 366),
    ),
)

NOTES = (
    Note(
        1,
        3,
        "Rückmeldung aus Online-Beteiligung. Eingefügt: „im Schatten“. Wer bleiben will, braucht Schatten.",
        "Rückmeldung aus Online-Beteiligung.",
        "Eingefügt: „im Schatten“.",
        "Wer bleiben will, braucht Schatten.",
        ("insert",),
        "Online-Beteiligung",
        "2026-07-10",
    ),
    Note(
        2,
        5,
        "Rückmeldung aus Jugendkonferenz und Dezernat 6. Ersetzt, weil „nach Möglichkeit“ zu nichts verpflichtet.",
        "Rückmeldung aus Jugendkonferenz und Dezernat 6.",
        "Ersetzt durch eine klare Zusage.",
        "„Nach Möglichkeit“ verpflichtet zu nichts.",
        ("replace",),
        "Jugendkonferenz, Dezernat 6",
        "2026-07-11",
    ),
    Note(
        3,
        4,
        "Rückmeldung aus Dezernat 6. Der Satz steht jetzt bei „Heiße Sommer“. Dort gehört Vorsorge hin.",
        "Rückmeldung aus Dezernat 6.",
        "Der Satz steht jetzt bei „Heiße Sommer“.",
        "Dort gehört Vorsorge hin.",
        ("move",),
        "Dezernat 6",
        "2026-07-12",
    ),
    Note(
        4,
        9,
        "Rückmeldung aus Dezernat 6. Der Begriff wird überall ersetzt.",
        kinds=("merge-term",),
        author="Dezernat 6",
        legacy=True,
    ),
    Note(
        5,
        7,
        "Rückmeldung aus der Stadtkonferenz. Der Titel wurde um „starken Regen“ ergänzt.",
        kinds=("retitle", "insert"),
        author="Stadtkonferenz",
        date="2026-07-13",
    ),
    Note(
        6,
        11,
        "Viele wünschten ein Grillverbot, andere die Erlaubnis. Das Zielbild lässt beides offen.",
        kinds=("explain-only",),
        author="Online-Beteiligung",
        date="2026-07-20",
    ),
)

INSERT, REPLACE_OLD, REPLACE_NEW = Mark("insert", 3, 1), Mark("delete", 5, 2), Mark("insert", 5, 2)
AWAY, HERE = Mark("moved-away", 4, 3, 1, "Heiße Sommer"), Mark("moved-here", 4, 3, 1, "Der Fluss gehört allen")
SENTENCE = "Die Auen im Norden halten das Wasser zurück, bevor es die Häuser erreicht."

DOCUMENT = Document(
    title="Auenstadt – wie wir es wollen",
    subtitle="Zwölf Zielbilder für unsere Stadt",
    city="Auenstadt",
    motto="Wie wir es wollen",
    as_of="7. September 2026",
    date="2026-09-07",
    language="de",
    edition="marked",
    edition_label="Markierte Fassung",
    identifier="urn:uuid:6f3c1a5e-8f5b-5c1d-9a55-2c8d6a1f0b11",
    compared="verglichen mit der Fassung vom 26. Mai 2026",
    blocks=(
        *how_to_read("marked", "Zielbilder", True, 1, "4711"),
        PageBreak(),
        Heading(1, (Run("Wie die Zielbilder entstanden sind"),), "herleitung"),
        Paragraph((Run("Am Anfang stand eine Frage: Was soll Auenstadt werden?"),), role="lead"),
        Bullets(((Run("Werkstätten in sechs Stadtteilen"),), (Run("eine Jugendkonferenz", strong=True),))),
        Figure(path(PROCESS), path_words(PROCESS), "Der Weg zur Stadtstrategie"),
        PageBreak(),
        Heading(1, (Run("Die Zielbilder"),), "bilder"),
        Heading(2, (Run("Der Fluss gehört allen"),), "bild-1"),
        Paragraph(
            (
                Run("Wer hier lebt, findet am Ufer Platz "),
                Run("im Schatten", INSERT),
                NoteRef(1),
                Run(", ohne etwas kaufen zu müssen. Die Zugänge werden "),
                Run("nach Möglichkeit barrierearm", REPLACE_OLD),
                Run(" barrierefrei", REPLACE_NEW),
                NoteRef(2),
                Run(". "),
                Run(SENTENCE, AWAY),
                NoteRef(3),
            )
        ),
        Paragraph(
            (Run("Das Ufer ist ein Ort für Feste & für Stille <am Abend>."), NoteRef(4), Run(" Es bleibt offen.")),
            labels=("Begriff",),
            mark=Mark("insert", 5, 2),
        ),
        Heading(
            2,
            (
                Run("Auenstadt kommt gut durch heiße Sommer"),
                Run(" und starken Regen", Mark("insert", 7, 5)),
                NoteRef(5),
            ),
            "bild-2",
            ("Titel",),
            outline="Auenstadt kommt gut durch heiße Sommer und starken Regen",
        ),
        Paragraph((Run(SENTENCE, HERE), NoteRef(3, first=False), Run(" Regenwasser bleibt, wo es fällt."), NoteRef(6))),
        Paragraph((Run("[…]"),), role="gap"),
        PageBreak(),
        Heading(1, (Run("Alle Anpassungen"),), "anpassungen"),
        Table(
            "Alle Anpassungen in der Reihenfolge des Textes",
            ("Nr.", "Zielbild", "Art"),
            (
                ((Link("1", "n1"),), (Link("Der Fluss gehört allen", "bild-1"),), (Run("eingefügt"),)),
                ((Run("2"),), (Link("Der Fluss gehört allen", "bild-1"),), (Run("ersetzt"),)),
            ),
            (0.1, 0.6, 0.3),
        ),
        Heading(1, (Run("Wie geprüft wurde"),), "pruefung"),
        Table("Zählungen", ("Was", "Ergebnis"), (((Run("Wörter ohne Erklärung"),), (Run("0"),)),), (0.6, 0.4)),
    ),
    notes=NOTES,
    checks=(("Wörter ohne Erklärung", "0"),),
)
