"""Texts read from a file: what was understood is shown, to be mended, before anything is kept."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from stadtgespraech.web.access import Member, get_planned_product
from stadtgespraech.web.actions.draft import Written, add_drafts
from stadtgespraech.web.actions.intake import Reading, Unreadable, read_upload
from stadtgespraech.web.forms.draft import MOST, ReadForm, UploadForm
from stadtgespraech.web.models import Product
from stadtgespraech.web.views.office.door import door
from stadtgespraech.web.views.office.editing import Sheet, kept, shown
from stadtgespraech.web.views.office.rooms import EDITOR, ORGANISER


@door(ORGANISER, EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, member: Member, product: str) -> HttpResponse:
    """Choose a file; the answer is the page of what was understood."""
    row = get_planned_product(member.process, product)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            return understood(request, member, row, file.name, read_upload(file.name, file.read()))
        except Unreadable as fault:
            form.add_error("file", str(fault))
    back = reverse("office-drafts", args=[member.process.slug, row.slug])
    sheet = Sheet("Texte aus einer Datei", "Datei lesen", back, room="office-texts", template="upload")
    return shown(request, member, form, sheet, {"product": row})


def understood(request: HttpRequest, member: Member, product: Product, name: str, reading: Reading) -> HttpResponse:
    written = [Written(*one) for one in reading.texts]
    if len(written) > MOST:
        raise Unreadable(f"Darin stehen {len(written)} Texte, auf einmal gehen {MOST}. Teilen Sie das Dokument auf.")
    if not written:
        raise Unreadable(
            "Darin wurde kein Text mit Titel gefunden. Überschriften müssen als solche ausgezeichnet sein."
        )
    form = ReadForm(written=written, initial={"source": name, "anew": True})
    return shown(request, member, form, sheet_of(member, product), {"product": product, "reading": reading})


def sheet_of(member: Member, product: Product) -> Sheet:
    back = reverse("office-drafts", args=[member.process.slug, product.slug])
    return Sheet(
        "Was verstanden wurde", "Angekreuzte Texte übernehmen", back, room="office-texts", template="understood"
    )


@door(ORGANISER, EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest, member: Member, product: str) -> HttpResponse:
    """Take in what is ticked, as it was mended."""
    row = get_planned_product(member.process, product)
    form, sheet = ReadForm(request.POST), sheet_of(member, row)

    def act() -> None:
        data = form.cleaned_data
        add_drafts(row, by=member.user, written=form.written(), source=data["source"], anew=data["anew"])

    done = kept(request, form, act, sheet, "Die Texte sind übernommen.")
    return done or shown(request, member, form, sheet, {"product": row})
