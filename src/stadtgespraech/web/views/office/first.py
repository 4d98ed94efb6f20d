"""The step from drafts to the first edition."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from stadtgespraech.web import clock
from stadtgespraech.web.access import Member, get_planned_product
from stadtgespraech.web.actions.draft import ask_for_first_edition
from stadtgespraech.web.actions.refusal import Refused
from stadtgespraech.web.forms.draft import FirstEditionForm
from stadtgespraech.web.views.office.door import door
from stadtgespraech.web.views.office.editing import Sheet, shown
from stadtgespraech.web.views.office.rooms import EDITOR, ORGANISER


@door(ORGANISER, EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, member: Member, product: str) -> HttpResponse:
    """Order and day; then the work, which takes some seconds, on a page of its own."""
    row = get_planned_product(member.process, product)
    form = FirstEditionForm(request.POST or None, initial={"day": clock.today(member.process)})
    if form.is_valid():
        data = form.cleaned_data
        try:
            job = ask_for_first_edition(
                row, by=member.user, name=data["name"], day=data["day"], drawn=data["order"] == "drawn"
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return HttpResponseRedirect(reverse("office-job", args=[member.process.slug, job.key]))
    drafts = list(row.drafts.all())
    counts = {kind: sum(one.kind == kind for one in drafts) for kind in ("statement", "tension", "section")}
    back = reverse("office-drafts", args=[member.process.slug, row.slug])
    sheet = Sheet(
        "Erste Fassung", "Reihenfolge festlegen und veröffentlichen", back, room="office-texts", template="first"
    )
    context = {"product": row, "counts": counts, "woven": hasattr(row, "weave")}
    return shown(request, member, form, sheet, context)
