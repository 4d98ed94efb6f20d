"""Our own first document: the mission statements of a fictional small town as text copied out of a PDF: pages parted by
form feeds, footnotes that start at 1 again on every page, marks glued to their words, words parted at line ends."""

from __future__ import annotations

PAGES = (
    """Mittelbrunn 2035

Unsere Leitbilder

Stand: 14. Oktober 2024

Vorwort

Mittelbrunn wird sich verändern, ob wir es wollen oder nicht. Mit diesen Leitbildern sagen
wir, wohin. Sie sind in einem Jahr gemeinsamer Arbeit entstanden, in der Markthalle, in den
Ortsteilen und im Netz. Die Reihenfolge der Leitbilder sagt nichts über ihr Gewicht.
""",
    """Leitbild 1: Mittelbrunn bleibt ein Ort, an dem man sich kennt.

Wer neu zuzieht, wird besucht und eingeladen. Vereine, Feuerwehr und Kirchengemeinden tra-
gen das Leben im Ort und bekommen dafür Räume, die nichts kosten1. Die Stadt hilft dort, wo
das Ehrenamt an Grenzen stößt, und sie fragt vorher, welche Hilfe gebraucht wird.

Der Markt am Samstag ist der Mittelpunkt der Woche. Er bekommt Schatten, Wasser und
Bänke2, und wer nicht mehr gut zu Fuß ist, wird mit dem Bürgerbus gebracht.

1 Rückmeldung aus Dezernat 2 und der Online-Beteiligung. Anpassung: Der Halbsatz zu den Räu-
men wird ergänzt, da viele Vereine die hohen Mieten beklagen.

2 Rückmeldung aus der 1. Stadtkonferenz. Anpassung: Die Aufzählung wird um Bänke erweitert.
""",
    """Leitbild 2: Mittelbrunn erzeugt seine Wärme selbst und schont den Wald1.

Bis zum Jahr 2035 heizen alle städtischen Gebäude ohne Öl und Gas. Das Wärmenetz beginnt
am Schulzentrum und wächst mit jedem Bauabschnitt2 in die Wohngebiete hinein. Die Stadt
berät kostenlos und in mehreren Sprachen3.

Der Stadtwald gehört allen. Er wird so bewirtschaftet, dass er auch in fünfzig Jahren noch
Schatten spendet, Holz liefert und Wasser hält.

1 Rückmeldung aus der Online-Beteiligung. Anpassung: Die Überschrift wird um den Wald ergänzt.

2 Rückmeldung aus Dezernat 4. Anpassung: Der Begriff „Schritt“ wird durch „Bauabschnitt“ ersetzt.

3 Rückmeldung aus der Stakeholder-Beteiligung. Viele Teilnehmende wünschen sich Beratung vor Ort.
""",
    """Leitbild 3: Mittelbrunn lässt niemanden auf der Strecke.

Der letzte Bus fährt nach dem letzten Zug. Schulwege sind sicher, auch für kleine Kinder mit
Roller und für Menschen mit Rollator1. Wer kein Auto hat, kommt trotzdem überall hin.

1 Rückmeldung aus Dezernat 4, der 1. Stadtkonferenz und der Online-Beteiligung. Anpassung: Men-
schen mit Rollator werden ausdrücklich genannt.
""",
)


def mittelbrunn() -> str:
    """The text, pages parted by form feeds."""
    return "\f".join(PAGES)
