"""Texts in other languages: which are there, which are older than the text, and a form for one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from stadtgespraech.web.access import Member, get_written
from stadtgespraech.web.actions.translation import translate_text
from stadtgespraech.web.forms.draft import TranslationForm
from stadtgespraech.web.models import Edition, Process, Text, TextTranslation, Wording
from stadtgespraech.web.views.office.door import door, show
from stadtgespraech.web.views.office.editing import Sheet, kept, shown
from stadtgespraech.web.views.office.rooms import EDITOR, ORGANISER

PLAIN = "de-plain"
STATES = {
    "missing": "fehlt",
    "old": "älter als der Text",
    "current": "aktuell",
    "draft": "Entwurf",
    "checked": "geprüft",
}


@dataclass(frozen=True, slots=True)
class Cell:
    language: str
    name: str
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    text: Text
    title: str
    cells: Sequence[Cell]


@door(ORGANISER, EDITOR)
@require_safe
def overview(request: HttpRequest, member: Member) -> HttpResponse:
    """Every text that is published, in its drawn order, by language."""
    place = member.process
    lines = lines_of(place)
    missing = sum(cell.state == "missing" for line in lines for cell in line.cells)
    old = sum(cell.state == "old" for line in lines for cell in line.cells)
    context = {"lines": lines, "languages": languages_of(place), "missing": missing, "old": old}
    return show(request, member, "translations", context, room="office-texts")


def languages_of(process: Process) -> list[tuple[str, str]]:
    return [(code, name) for code, name in settings.LANGUAGES if code != process.language]


def lines_of(process: Process) -> list[Line]:
    """Two questions to the database, however many texts there are."""
    editions = {row.pk: row.current_edition() for row in process.products.all()}
    known: dict[tuple[int, str], TextTranslation] = {
        (row.text_id, row.language): row for row in TextTranslation.objects.filter(text__process=process)
    }
    wordings: dict[int, Wording] = {}
    for row in Wording.objects.filter(text__process=process).select_related("text").order_by("revision"):
        edition = editions[row.text.product_id]
        if edition is not None and row.revision <= edition.revision:
            wordings[row.text_id] = row
    texts = sorted(
        process.texts.all(), key=lambda row: (-row.product.number, row.kind != "statement", row.kind, row.number)
    )
    return [
        Line(text, wordings[text.pk].title,
             [cell(code, name, known.get((text.pk, code)), wordings[text.pk]) for code, name in languages_of(process)])
        for text in texts if text.pk in wordings and wordings[text.pk].paragraphs
    ]  # fmt: skip


def cell(code: str, name: str, row: TextTranslation | None, wording: Wording) -> Cell:
    """The state of one rendering. Plain German counts once readers checked it."""
    if row is None:
        return Cell(code, name, "missing", STATES["missing"])
    if row.revision < wording.revision:
        return Cell(code, name, "old", STATES["old"])
    if code != PLAIN:
        return Cell(code, name, "current", STATES["current"])
    if row.checked_on is None:
        return Cell(code, name, "draft", STATES["draft"])
    return Cell(code, name, "checked", f"geprüft am {row.checked_on:%d.%m.%Y}")


@door(ORGANISER, EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, member: Member, product: str, kind: str, text: str, language: str) -> HttpResponse:
    """The text as it is read today on one side, its rendering on the other."""
    row = get_written(member.process, product, kind, text)
    name = dict(languages_of(member.process)).get(language)
    edition = row.product.current_edition()
    wording = wording_of(row, edition)
    if name is None or wording is None or edition is None:
        raise Http404
    known = TextTranslation.objects.filter(text=row, language=language).first()
    initial = {"title": known.title, "words": "\n\n".join(known.paragraphs), "maker": known.maker,
               "checked_on": known.checked_on} if known is not None else {}  # fmt: skip
    form = TranslationForm(
        request.POST or None, count=len(wording.paragraphs), plain=language == PLAIN, initial=initial
    )
    back = reverse("office-translations", args=[member.process.slug])
    sheet = Sheet(
        f"{name}: {wording.title}", "Übersetzung speichern", back, room="office-texts", template="translation"
    )

    def act() -> None:
        data = form.cleaned_data
        translate_text(
            row, language=language, revision=edition.revision, title=data["title"], paragraphs=data["words"],
            maker=data["maker"], checked_on=data.get("checked_on"), by=member.user,
        )  # fmt: skip

    done = kept(request, form, act, sheet, "Die Übersetzung ist gespeichert.") if request.method == "POST" else None
    state = cell(language, name, known, wording)
    return done or shown(request, member, form, sheet, {"wording": wording, "state": state})


def wording_of(text: Text, edition: Edition | None) -> Wording | None:
    """How the text reads in the edition that everybody reads."""
    if edition is None:
        return None
    return Wording.objects.filter(text=text, revision__lte=edition.revision).order_by("-revision").first()
