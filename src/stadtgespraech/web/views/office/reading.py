"""A statement's file: fetched, worked on elsewhere, brought back, and what was understood of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stadtgespraech.ingest.archive import ReadError
from stadtgespraech.publish.document import Run
from stadtgespraech.web.access import Member, get_own_unit, get_reading
from stadtgespraech.web.actions.proposal import edits_of_rows
from stadtgespraech.web.actions.reading import drop_reading, read_file, take_reading, working_file
from stadtgespraech.web.actions.refusal import Reason, Refused
from stadtgespraech.web.actions.submission import open_submission
from stadtgespraech.web.actions.text import readings, slices_of, woven
from stadtgespraech.web.forms.submission import REFUSALS, FileForm
from stadtgespraech.web.models import Edition, Reading
from stadtgespraech.web.views.office.door import door, show
from stadtgespraech.web.views.office.point import edition_of
from stadtgespraech.web.views.office.redline import redline, signed
from stadtgespraech.web.views.office.rooms import DEPARTMENT
from stadtgespraech.web.views.office.submission import ROOM, place_of, to_unit, unit_page

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# Reason of ingest → what it is, and what to do about it.
REASONS = {
    "moved": ("Verschobene Absätze", "Wir wissen nicht sicher, wohin der Absatz soll. Sagen Sie es als Anmerkung."),
    "margin": ("Änderungen in Kopf- oder Fußzeilen", "Sie gehören nicht zum Text der Bilder."),
    "note": ("Änderungen in Fuß- oder Endnoten", "Sie gehören nicht zum Text der Bilder."),
    "box": ("Änderungen in Textfeldern, Tabellen oder Bildern", "Sie gehören nicht zum Text der Bilder."),
    "base": ("Anders als die Fassung, ohne dass es aufgezeichnet ist",
             "Die Aufzeichnung war aus, oder die Datei hat eine andere Grundlage."),
    "conflict": ("Änderungen an solchen Stellen", "Wir können sie nicht sicher zuordnen."),
    "structure": ("Änderungen am Aufbau", "Überschriften können nicht wegfallen, Bilder nicht zusammenwachsen."),
    "outside": ("Änderungen und Kommentare außerhalb der Bilder",
                "Sie stehen in der Anleitung oder in einem Absatz, den die Fassung nicht hat."),
    "unanchored": ("Kommentare ohne Stelle im Text", "Sie hängen an keiner Stelle, die wir kennen."),
    "empty": ("Leere Kommentare", "Es steht nichts darin."),
}  # fmt: skip
ASIDE = {
    "formatting": "Änderungen an der Gestaltung",
    "no-effect": "Änderungen, die sich aufheben",
    "macros": "Makros (nicht geöffnet)",
    "objects": "eingebettete Objekte (nicht geöffnet)",
    "outside": "Verweise auf fremde Dateien (nicht verfolgt)",
    "pictures": "Bilder",
}


@dataclass(frozen=True, slots=True)
class Found:
    """A proposal or comment as the page shows it. `name`: of its box, where it is asked about."""

    title: str
    where: str
    quote: str = ""
    words: str = ""
    runs: tuple[Run, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    hint: str
    rows: list[Found]


@door(DEPARTMENT)
@require_safe
def download(request: HttpRequest, member: Member, unit: str) -> HttpResponse:
    """The statements as a DOCX that records what is done to it."""
    edition = edition_of(member, get_own_unit(member, unit))
    response = HttpResponse(working_file(edition), content_type=DOCX)
    name = f"{member.process.slug}-{edition.product.slug}-{edition.slug}.docx"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@door(DEPARTMENT)
@require_POST
def upload(request: HttpRequest, member: Member, unit: str) -> HttpResponse:
    """Read the file; what cannot be read is said beside the field."""
    found = get_own_unit(member, unit)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            submission = open_submission(found, by=member.user)
            if not submission.is_open:
                raise Refused(Reason.STATE)
            data = form.cleaned_data["file"].read()
            kept = read_file(submission, data=data, name="Datei", by=member.user)
        except ReadError as error:
            form.add_error("file", unreadable(str(error)))
        except Refused as refused:
            form.add_error(None, REFUSALS[refused.reason])
        else:
            address = reverse("office-statement-reading", args=[member.process.slug, found.slug, kept.pk])
            return HttpResponseRedirect(address)
    return show(request, member, "statement", unit_page(member, found, form), room=ROOM)


def unreadable(said: str) -> str:
    """The reader's line in German: what is wrong and what to do."""
    known = {
        "no DOCX": "Das ist keine Word-Datei. Speichern Sie sie als „Word-Dokument (.docx)“.",
        "bomb": "Die Datei ist gepackt viel kleiner als entpackt und könnte schaden. Wir öffnen sie nicht.",
        "limit": "Die Datei ist zu groß. Nehmen Sie Bilder heraus.",
        "document type": "Die Datei enthält Verweise, die schaden könnten. Wir öffnen sie nicht.",
        "encrypted": "Die Datei hat ein Kennwort. Speichern Sie sie ohne.",
        "send the statements": "So viel lesen wir nicht auf einmal. Schicken Sie mehrere Dateien.",
    }
    return next(
        (words for sign, words in known.items() if sign in said),
        "Die Datei ist beschädigt. Öffnen Sie sie, und speichern Sie sie neu.",
    )


@door(DEPARTMENT)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, member: Member, unit: str, number: int) -> HttpResponse:
    """What was understood, what was not; take it over or drop it."""
    found = get_own_unit(member, unit)
    reading = get_reading(found, number)
    if request.method == "POST":
        try:
            if "verwerfen" in request.POST:
                drop_reading(reading, by=member.user)
                messages.success(request, "Verworfen. Im Entwurf hat sich nichts geändert.")
            else:
                count = take_reading(reading, also=set(request.POST.getlist("auch")), by=member.user)
                messages.success(request, f"{count} Punkte übernommen.")
        except Refused as refused:
            messages.warning(request, REFUSALS[refused.reason])
        return to_unit(member, found)
    return show(request, member, "statement_reading", reading_page(reading) | {"unit": found}, room=ROOM)


def reading_page(reading: Reading) -> dict[str, Any]:
    edition = reading.submission.edition
    weave = woven(edition.product)
    found, revision = reading.found, reading.found["revision"]
    text = weave.text(revision)

    def shown(item: dict[str, Any], **more: Any) -> Found:
        passage = slices_of(item["passage"])
        title, where = place_of(weave, passage, revision)
        return Found(title, where, " ".join(weave.passage_text(passage, revision).split()), **more)

    remarks = [
        (shown(item, words=item["words"], name=f"r{n}"), item["resolved"]) for n, item in enumerate(found["remarks"])
    ]
    return {
        "reading": reading,
        "edition": edition,
        "other": None if revision == edition.revision else edition_at(edition, revision),
        "proposals": [shown(item, runs=redline(text, edits_of_rows(item["edits"]))) for item in found["proposals"]],
        "remarks": [item for item, resolved in remarks if not resolved],
        "resolved": [item for item, resolved in remarks if resolved],
        "groups": groups_of(found["unread"], readings(weave, revision)),
        "aside": [(ASIDE[name], count) for name, count in found["set_aside"].items()],
        "understood": understood(found),
        "open": len(found["unread"]),
        "records": found["records"],
        "comments": found["comments"],
    }


def edition_at(edition: Edition, revision: int) -> Edition | None:
    """The public edition of the same product that has this text."""
    return next((row for row in edition.product.public_editions() if row.revision == revision), None)


def understood(found: dict[str, Any]) -> str:
    """What became of all that is in the file, in one sentence."""
    records = sum(item["records"] for item in found["proposals"])
    comments = sum(item["count"] for item in found["remarks"])
    return (
        f"{records} von {found['records']} Änderungen und {comments} von {found['comments']} Kommentaren der Datei "
        "haben ihre Stelle im Text. Was sich berührt, ist ein Vorschlag; Antworten stehen bei ihrem Kommentar."
    )


def groups_of(unread: list[dict[str, Any]], titles: dict[str, tuple[str, list[str]]]) -> list[Group]:
    """What was not understood, by reason, in the order of REASONS."""
    groups = []
    for reason, (title, hint) in REASONS.items():
        rows = [
            Found(
                titles.get(item["owner"], ("", []))[0],
                ""
                if item["paragraph"] is None
                else f"Absatz {item['paragraph']}"
                if item["paragraph"]
                else "Überschrift",
                runs=signed(item["words"]),
                name=f"u{n}" if item["words"] else "",
            )
            for n, item in enumerate(unread)
            if item["reason"] == reason
        ]
        groups += [Group(title, hint, rows)] if rows else []
    return groups
