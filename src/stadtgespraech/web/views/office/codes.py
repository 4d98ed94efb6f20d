"""Paper for a round: entry codes, a poster, table cards."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from stadtgespraech.web.access import Member, get_planned_round
from stadtgespraech.web.actions.entry import LONGEST_LABEL, MOST_CODES, draw_codes, void_codes
from stadtgespraech.web.actions.paper import bundle_of, poster_of
from stadtgespraech.web.actions.refusal import Reason, Refused
from stadtgespraech.web.forms.plan import DrawForm
from stadtgespraech.web.models import EntryCode, Round
from stadtgespraech.web.views.office.door import door
from stadtgespraech.web.views.office.editing import Sheet, shown
from stadtgespraech.web.views.office.rooms import ORGANISER

REFUSALS = {
    Reason.ENTRY: "Diese Runde ist offen für alle. Stellen Sie ihren Zugang zuerst auf „nur mit Code“.",
    Reason.COUNT: f"Auf einmal gibt es höchstens {MOST_CODES} Codes.",
    Reason.LABEL: f"Jede Zeile beginnt mit Buchstabe oder Ziffer und hat höchstens {LONGEST_LABEL} Zeichen.",
    Reason.LIMIT: "Ein Code lässt mindestens einen Beitrag zu.",
    Reason.DAYS: "Der letzte Tag liegt vor dem ersten.",
}


@door(ORGANISER)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, member: Member, round: str) -> HttpResponse:
    """Draw codes: the answer is the archive with cards and table, once. Or void those of a label."""
    row = get_planned_round(member.process, round)
    here = reverse("office-codes", args=[member.process.slug, row.slug])
    if request.POST.get("do") == "void":
        count = void_codes(row, by=member.user, label=request.POST.get("label", "").replace("\0", ""))
        messages.success(request, f"{count} Codes sind gesperrt.")
        return redirect(here)
    form = DrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return drawn(member, row, form)
        except Refused as refusal:
            form.refuse(Refused(refusal.reason, REFUSALS[refusal.reason]))
    back = reverse("office-round", args=[member.process.slug, row.slug])
    sheet = Sheet(f"Codes: {row.name}", "Codes ziehen und herunterladen", back, template="codes")
    return shown(request, member, form, sheet, {"one": row, "labels": labels_of(row)})


@transaction.atomic
def drawn(member: Member, round: Round, form: DrawForm) -> HttpResponse:
    """Codes that reached no paper are not kept: nobody could read them again."""
    data = form.cleaned_data
    labels = [label for label in data["labels"] for _ in range(data["count"])]
    found = draw_codes(
        round, labels=labels, limit=data["limit"], opens_on=data["opens_on"], closes_on=data["closes_on"],
        by=member.user,
    )  # fmt: skip
    return file(bundle_of(round, found), f"{round.slug}-codes.zip", "application/zip")


def labels_of(round: Round) -> list[Any]:
    """What is known of codes: how many for which label, and how often they were used."""
    rows = EntryCode.objects.filter(round=round).order_by("label").values("label")
    return list(rows.annotate(count=Count("pk"), used=Sum("used"), limit=Sum("limit")))


@door(ORGANISER)
@require_safe
def poster(request: HttpRequest, member: Member, round: str) -> HttpResponse:
    row = public_round(member, round)
    return file(poster_of(row, "poster"), f"{row.slug}-plakat.pdf", "application/pdf")


@door(ORGANISER)
@require_safe
def table_cards(request: HttpRequest, member: Member, round: str) -> HttpResponse:
    row = public_round(member, round)
    return file(poster_of(row, "table"), f"{row.slug}-tischkarten.pdf", "application/pdf")


def public_round(member: Member, slug: str) -> Round:
    """What is not public has no page that a poster could lead to."""
    row = get_planned_round(member.process, slug)
    if not row.public:
        raise Http404
    return row


def file(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
