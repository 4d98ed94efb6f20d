"""The yearly report on moderation (DSA, articles 15 and 24), computed from what was decided."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import median

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from stadtgespraech.web import clock
from stadtgespraech.web.access import Member
from stadtgespraech.web.models import Appeal, Decision, Inquiry, Process, Report
from stadtgespraech.web.rules import RULES
from stadtgespraech.web.templatetags.words import REASONS
from stadtgespraech.web.views.office.door import door, show
from stadtgespraech.web.views.office.moderation import ROOM, counts
from stadtgespraech.web.views.office.rooms import MODERATOR, ORGANISER

KINDS = {
    "published": "nach dem Lesen veröffentlicht",
    "kept": "angesehen und unverändert gelassen",
    "hidden": "ausgeblendet",
    "blacked": "Stellen geschwärzt",
    "restored": "wieder gezeigt",
}
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True)
class Figure:
    """A line of the report."""

    section: str
    name: str
    value: str


@door(MODERATOR, ORGANISER)
@require_safe
def page(request: HttpRequest, member: Member) -> HttpResponse:
    year, years = asked_year(member.process, request.GET.get("jahr", ""))
    sections: dict[str, list[Figure]] = {}
    for row in figures(member.process, year):
        sections.setdefault(row.section, []).append(row)
    context = {"year": year, "years": years, "sections": sections.items(), **counts(member.process)}
    return show(request, member, "moderation_year", context, room=ROOM)


@door(MODERATOR, ORGANISER)
@require_safe
def file(request: HttpRequest, member: Member) -> HttpResponse:
    year, _years = asked_year(member.process, request.GET.get("jahr", ""))
    response = HttpResponse(table(figures(member.process, year)), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="moderation-{member.process.slug}-{year}.csv"'
    return response


def asked_year(process: Process, asked: str) -> tuple[int, list[int]]:
    """The year of an address, this one where it names none with anything in it; and all there are, the newest first."""
    rows = Decision.objects.filter(process=process), Report.objects.filter(contribution__process=process)
    found = {day.year for row in rows for day in row.order_by().dates("day", "year")}
    years = sorted(found | {clock.today(process).year}, reverse=True)
    return next((year for year in years if str(year) == asked), years[0]), years


def figures(process: Process, year: int) -> Iterator[Figure]:
    yield from of_decisions(process, year)
    yield from of_reports(process, year)
    yield from of_appeals(process, year)
    automatic = "Automatische Mittel"
    yield Figure(automatic, "Entscheidungen durch Programme", "0")
    yield Figure(automatic, "Mittel", "keine; Hinweise auf Rufnummern und Ähnliches sind Vorschläge")
    yield Figure(automatic, "Sperren von Personen (Artikel 23)", "0; wer schreibt, ist nicht bekannt")


def of_decisions(process: Process, year: int) -> Iterator[Figure]:
    rows = list(Decision.objects.filter(process=process, day__year=year).values_list("kind", "reason", "since", "day"))
    kinds, reasons = Counter(row[0] for row in rows), Counter(row[1] for row in rows)
    for key, words in KINDS.items():
        yield Figure("Entscheidungen", words, str(kinds[key]))
    asked = Inquiry.objects.filter(process=process, day__year=year)
    yield Figure("Entscheidungen", "Rückfragen gestellt", str(asked.count()))
    waited = [(day - since).days for kind, _reason, since, day in rows if kind != "restored"]
    yield Figure("Entscheidungen", "Zeit bis zur Entscheidung, Median", days_words(waited))
    for rule in RULES.values():
        yield Figure("Gründe", f"{rule.words} ({rule.basis})", str(reasons[rule.key]))


def of_reports(process: Process, year: int) -> Iterator[Figure]:
    rows = Report.objects.filter(contribution__process=process).order_by()
    came = Counter(rows.filter(day__year=year).values_list("reason", flat=True))
    yield Figure("Meldungen", "eingegangen", str(sum(came.values())))
    for key, words in REASONS.items():
        yield Figure("Meldungen", f"davon: {words}", str(came[key]))
    done = list(rows.filter(settled_on__year=year).values_list("outcome", "day", "settled_on"))
    ends = Counter(row[0] for row in done)
    yield Figure("Meldungen", "erledigt, und etwas wurde nicht mehr gezeigt", str(ends["followed"]))
    yield Figure("Meldungen", "erledigt, und der Beitrag blieb", str(ends["kept"]))
    yield Figure("Meldungen", "erledigt, weil der Beitrag zurückgenommen war", str(ends["gone"]))
    yield Figure(
        "Meldungen", "Zeit bis zur Erledigung, Median", days_words((end - day).days for _o, day, end in done if end)
    )
    yield Figure("Meldungen", "von vertrauenswürdigen Hinweisgebern (Artikel 22)", "0; die Seite kennt keine")


def of_appeals(process: Process, year: int) -> Iterator[Figure]:
    rows = Appeal.objects.filter(process=process)
    yield Figure("Widersprüche", "eingegangen", str(rows.filter(day__year=year).count()))
    done = list(rows.filter(decided_on__year=year).values_list("outcome", "day", "decided_on"))
    ends = Counter(row[0] for row in done)
    yield Figure("Widersprüche", "stattgegeben", str(ends["upheld"]))
    yield Figure("Widersprüche", "zurückgewiesen", str(ends["rejected"]))
    waiting = rows.filter(Q(decided_on=None) | Q(decided_on__year__gt=year), day__year__lte=year)
    yield Figure("Widersprüche", "am Ende des Jahres offen", str(waiting.count()))
    yield Figure(
        "Widersprüche", "Zeit bis zur Antwort, Median", days_words((end - day).days for _o, day, end in done if end)
    )


def days_words(days: Iterable[int]) -> str:
    """1,5 Tage; nothing is said where nothing was decided."""
    known = list(days)
    if not known:
        return "–"
    value = f"{median(known):.1f}".removesuffix(".0").replace(".", ",")
    return f"{value} Tag" if value == "1" else f"{value} Tage"


def table(rows: Iterable[Figure]) -> str:
    """As spreadsheets read it, with a mark of its encoding; no cell is taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(("Abschnitt", "Was", "Wert"))
    writer.writerows((safe(row.section), safe(row.name), safe(row.value)) for row in rows)
    return "\ufeff" + out.getvalue()


def safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
