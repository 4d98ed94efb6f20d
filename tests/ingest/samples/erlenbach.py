"""Our own second document: the guiding principles of a small fictional town, as a Word file that two departments and
the office for the environment have worked over, with recorded edits, comments, a footnote and an endnote."""

from __future__ import annotations

from .word import (
    commented,
    deleted,
    endnote,
    footnote,
    inserted,
    mark_deleted,
    mark_inserted,
    moved_from,
    moved_to,
    paragraph,
    word,
)

D2 = ("Dezernat 2", "2024-09-03T09:15:00Z")
D5 = ("Dezernat 5", "2024-09-10T14:02:00Z")
SAT = "Wer hier aufwächst, soll bleiben können."
MOVED = "Dafür öffnet die Stadt ihre Schulhöfe auch am Wochenende. "

COMMENTS = {
    1: (*D2, "Anpassung: Der Begriff Mobilität umfasst auch den Fußverkehr. Vgl. Ratsbeschluss zum Wegenetz."),
    2: (*D5, "Die Jugendkonferenz hat sich Räume ohne Konsumzwang gewünscht."),
    3: (*D2, "Der Satz gehört inhaltlich zum Miteinander der Generationen."),
    4: ("Dezernat 5", "2024-09-11T08:00:00Z", "Bitte beim Stand der Wärmeplanung nachhalten."),
    5: (*D5, "Der Halbsatz nimmt eine Entscheidung vorweg, die der Rat noch nicht getroffen hat."),
}
FOOTNOTES = {
    2: "Rückmeldung aus der Online-Beteiligung. Anpassung: Die Auen werden als Erholungsraum ergänzt.",
}
ENDNOTES = {1: "Rückmeldung aus der 1. Stadtkonferenz. Viele Teilnehmende betonen den Wert des Ehrenamts."}


def erlenbach() -> bytes:
    """Three principles below a part, then two conflicts of goals; levels by localised style ids and a style of the
    town's own that is based on one."""
    return word(
        paragraph("Erlenbach 2040", style="Titel"),
        paragraph("Leitsätze für eine Stadt am Fluss", style="Untertitel"),
        paragraph("Stand: 16. September 2024"),
        paragraph("Vorwort ........ 1", style="Verzeichnis1"),
        paragraph("Vorwort", style="berschrift1"),
        paragraph("Erlenbach hat nachgedacht: in Werkstätten, auf dem Markt und im Netz."),
        paragraph("Unsere Leitsätze", style="berschrift1"),
        paragraph("Sie stehen gleichrangig nebeneinander."),
        *_first(),
        *_second(),
        *_third(),
        *_conflicts(),
        comments=COMMENTS,
        footnotes=FOOTNOTES,
        endnotes=ENDNOTES,
    )


def _first() -> list[str]:
    return [
        paragraph("Leitsatz 1: Kurze Wege durch die Stadt", style="Leitsatz"),
        paragraph(
            "Wir bauen ",
            commented(1, deleted(*D2, "den Verkehr"), inserted(*D2, "die Mobilität")),
            " der Zukunft rund um den Bahnhof. ",
            moved_from(*D2, MOVED, "move1"),
            "Busse fahren ",
            commented(5, deleted(*D5, "kostenlos und ")),
            "bis in die Ortsteile.",
        ),
    ]


def _second() -> list[str]:
    return [
        paragraph("Leitsatz 2: Alle Generationen ", inserted(*D5, "und Herkünfte "), "gehören dazu", style="Leitsatz"),
        paragraph(
            f"{SAT} ", commented(3, moved_to(*D2, MOVED, "move1")), "Vereine tragen das Leben vor Ort", endnote(1), "."
        ),
        paragraph(
            commented(2, inserted(*D5, "Jugendliche bekommen Orte, an denen sie nichts kaufen müssen.")),
            mark=mark_inserted(*D5),
        ),
        paragraph("Das Alter ist willkommen."),
    ]


def _third() -> list[str]:
    return [
        paragraph("Leitsatz 3: Ein Fluss, der atmen darf", style="Leitsatz"),
        paragraph(
            "Die Erle bekommt Raum", inserted("Redaktion", "2024-09-12T10:00:00Z", " und Auen"), footnote(2), "."
        ),
        paragraph(commented(4, "Bis 2035 heizen wir ohne Gas und Öl.")),
        paragraph(deleted(*D5, "Ein Absatz, der nichts Neues sagt."), mark=mark_deleted(*D5)),
        paragraph("Das Hochwasser von 2021 bleibt Maßstab."),
    ]


def _conflicts() -> list[str]:
    return [
        paragraph("Zielkonflikte", style="berschrift1"),
        paragraph("Wachsen und Fläche sparen", style="berschrift2"),
        paragraph("Neue Wohnungen brauchen Platz, den die Auen auch brauchen."),
        paragraph("Bewahren und Erneuern", style="berschrift2"),
        paragraph("Die Altstadt soll bleiben und doch warm werden."),
    ]
