"""The step from drafts to the first edition."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from stadtgespraech.publish.edition import EditionError
from stadtgespraech.web import clock
from stadtgespraech.web.access import Member, get_planned_product
from stadtgespraech.web.actions.draft import publish_first_edition
from stadtgespraech.web.forms.draft import FirstEditionForm
from stadtgespraech.web.views.office.door import door
from stadtgespraech.web.views.office.editing import Sheet, kept, shown
from stadtgespraech.web.views.office.rooms import EDITOR, ORGANISER


@door(ORGANISER, EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, member: Member, product: str) -> HttpResponse:
    row = get_planned_product(member.process, product)
    form = FirstEditionForm(request.POST or None, initial={"day": clock.today(member.process)})
    done = None
    back = reverse("office-drafts", args=[member.process.slug, row.slug])
    sheet = Sheet(
        "Erste Fassung", "Reihenfolge festlegen und veröffentlichen", back, room="office-texts", template="first"
    )

    def act() -> None:
        data = form.cleaned_data
        publish_first_edition(row, by=member.user, name=data["name"], day=data["day"], drawn=data["order"] == "drawn")

    if request.method == "POST":
        try:
            done = kept(request, form, act, sheet, "Die erste Fassung ist veröffentlicht.")
        except EditionError as broken:
            form.add_error(None, f"So kann die Fassung nicht erscheinen: {broken}")
    drafts = list(row.drafts.all())
    counts = {kind: sum(one.kind == kind for one in drafts) for kind in ("statement", "tension", "section")}
    return done or shown(
        request, member, form, sheet, {"product": row, "counts": counts, "woven": hasattr(row, "weave")}
    )
