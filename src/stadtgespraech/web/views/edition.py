"""An edition: what it is, its files, and how anyone can check them. Published bytes never change."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from stadtgespraech.web import access
from stadtgespraech.web.actions.edition import folder_of
from stadtgespraech.web.actions.key import verifier_of
from stadtgespraech.web.actions.texts import contributions_now
from stadtgespraech.web.models import Edition, EditionFile

TYPES = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "epub": "application/epub+zip",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "zip": "application/zip",
}
FORMATS = {  # in this order
    "pdf": _("PDF, barrierefrei"),
    "html": _("Webseite in einer Datei"),
    "docx": _("Word"),
    "odt": _("OpenDocument"),
    "epub": _("E-Book"),
    "json": _("JSON, für Programme"),
    "jsonld": _("JSON-LD, für Programme"),
    "zip": _("ZIP"),
}
KINDS = {
    "marked": (_("Markierte Fassung"), _("Jede Änderung in Farbe, mit Anmerkung und Grund.")),
    "clean": (_("Lesefassung"), _("Der Text, wie er jetzt lautet, ohne Markierungen.")),
    "changes": (_("Nur die Änderungen"), _("Was sich geändert hat, ohne die unveränderten Absätze.")),
    "bundle": (
        _("Prüfpaket"),
        _("Fassung, Änderungen, Antworten und Protokoll in einer Datei, die sich ohne Internet prüfen lässt."),
    ),
    "contributions": (
        _("Texte der Beiträge"),
        _("Damit lassen sich auch die Beiträge prüfen. Wird einer gelöscht, fehlt er hier; die Datei ändert sich."),
    ),
}
FOREVER = "public, max-age=31536000, immutable"
CHANGING = "contributions.zip"
# A published page is somebody's file: it may draw itself, and nothing else.
ALONE = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'none'; "
    "sandbox allow-same-origin"
)


def page(request: HttpRequest, process: str, edition: str) -> HttpResponse:
    """The edition with its files, their hashes, and the command that checks them."""
    place = access.get_process(process)
    found = access.get_edition(place, edition)
    return render(request, "web/edition.html", {
        "process": place,
        "section": "changes",
        "edition": found,
        "groups": groups(found.files.all()),
        "resolutions": found.resolutions.all(),
        "key": verifier_of(place),
    })  # fmt: skip


def groups(files: Iterable[EditionFile]) -> list[dict[str, Any]]:
    """Files by what they hold, in the order of KINDS."""
    found: dict[str, list[dict[str, Any]]] = {}
    for file in files:
        kind, _dot, extension = file.name.partition(".")
        row: dict[str, Any] = {
            "file": file,
            "format": FORMATS.get(extension, extension),
            "changes": file.name == CHANGING,
        }
        row["place"] = list(FORMATS).index(extension) if extension in FORMATS else len(FORMATS)
        found.setdefault(kind, []).append(row)
    for rows in found.values():
        rows.sort(key=lambda row: row["place"])
    return [
        {"kind": kind, "name": name, "what": what, "files": found[kind]}
        for kind, (name, what) in KINDS.items()
        if kind in found
    ]


def file(request: HttpRequest, process: str, edition: str, name: str) -> HttpResponseBase:
    """The bytes as they were published. Only a name that the edition's list holds is ever opened."""
    place = access.get_process(process)
    found = access.get_edition(place, edition)
    known = access.get_edition_file(found, name)
    if known.name == CHANGING:
        return changing(found)
    return frozen(found, known)


def frozen(edition: Edition, file: EditionFile) -> HttpResponseBase:
    extension = file.name.rpartition(".")[2]
    path: Path = folder_of(edition) / file.name
    as_file = extension != "html" and extension != "pdf"
    response = FileResponse(path.open("rb"), as_attachment=as_file, filename=download_name(edition, file.name))
    response.headers["Content-Type"] = TYPES.get(extension, "application/octet-stream")
    response.headers["Cache-Control"] = FOREVER
    response.headers["ETag"] = f'"{file.sha256}"'
    if extension == "html":
        response.headers["Content-Security-Policy"] = ALONE
    return response


def changing(edition: Edition) -> HttpResponse:
    """The contributions' texts, made anew without those that are not shown any more."""
    response = HttpResponse(contributions_now(edition), content_type=TYPES["zip"])
    response.headers["Content-Disposition"] = f'attachment; filename="{download_name(edition, CHANGING)}"'
    response.headers["Cache-Control"] = "no-cache"
    return response


def download_name(edition: Edition, name: str) -> str:
    """A name that tells editions apart in somebody's folder; the two that `verify` looks for keep theirs."""
    return name if name.endswith(".zip") else f"{edition.process.slug}-{edition.slug}-{name}"
