"""The texts of each product; before the first edition they are typed and mended here."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from stadtgespraech.web.access import Member, get_draft, get_planned_product
from stadtgespraech.web.actions.alteration import version_of
from stadtgespraech.web.actions.draft import add_drafts, change_draft, remove_draft
from stadtgespraech.web.forms.draft import KINDS, DraftForm
from stadtgespraech.web.models import Draft, Product
from stadtgespraech.web.views.office.door import door, show
from stadtgespraech.web.views.office.editing import Sheet, kept, removed, shown
from stadtgespraech.web.views.office.rooms import EDITOR, ORGANISER


@dataclass(frozen=True, slots=True)
class Line:
    product: Product
    texts: int
    drafts: int
    woven: bool


@door(ORGANISER, EDITOR)
@require_safe
def overview(request: HttpRequest, member: Member) -> HttpResponse:
    """Each product with what it has."""
    place = member.process
    drafts = dict(Draft.objects.filter(process=place).order_by().values_list("product").annotate(Count("pk")))
    texts = place.texts.all()
    lines = [
        Line(row, sum(text.product_id == row.pk for text in texts), drafts.get(row.pk, 0), hasattr(row, "weave"))
        for row in place.products.all()
    ]
    return show(request, member, "texts", {"lines": lines}, room="office-texts")


@door(ORGANISER, EDITOR)
@require_safe
def page(request: HttpRequest, member: Member, product: str) -> HttpResponse:
    """The drafts of a product, and what leads from them to its first edition."""
    row = get_planned_product(member.process, product)
    drafts = list(row.drafts.order_by("pk"))
    groups = [(words, [one for one in drafts if one.kind == kind]) for kind, words in KINDS.items()]
    context = {
        "product": row,
        "groups": [group for group in groups if group[1]],
        "ready": any(one.kind == "statement" for one in drafts),
        "woven": hasattr(row, "weave"),
    }
    return show(request, member, "drafts", context, room="office-texts")


@door(ORGANISER, EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, member: Member, product: str) -> HttpResponse:
    """Typed or pasted, one after the other: after each the form is there for the next."""
    row = get_planned_product(member.process, product)
    form = DraftForm(request.POST or None, initial={"kind": request.GET.get("kind", "statement")})
    here = reverse("office-draft-new", args=[member.process.slug, row.slug])
    back = reverse("office-drafts", args=[member.process.slug, row.slug])
    after = here if request.POST.get("do") == "more" else back
    sheet = Sheet("Neuer Text", "Aufnehmen", after, room="office-texts", template="draft")

    def act() -> None:
        add_drafts(row, by=member.user, written=[form.written()])

    done = kept(request, form, act, sheet, "Der Text ist aufgenommen.") if request.method == "POST" else None
    return done or shown(request, member, form, sheet, {"more": True, "up": back})


@door(ORGANISER, EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, member: Member, product: str, key: int) -> HttpResponse:
    row = get_draft(member.process, product, key)
    initial = {"kind": row.kind, "role": row.role, "title": row.title, "words": "\n\n".join(row.paragraphs)}
    form = DraftForm(request.POST or None, initial={**initial, "seen": version_of(row)})
    back = reverse("office-drafts", args=[member.process.slug, product])
    sheet = Sheet(str(row), "Speichern", back, room="office-texts", template="draft", remove="Entwurf entfernen")

    def act() -> None:
        change_draft(row, by=member.user, written=form.written(), seen=form.cleaned_data["seen"] or None)

    done = None
    if request.POST.get("do") == "remove":
        done = removed(request, form, lambda: remove_draft(row, by=member.user), sheet, "Der Entwurf ist entfernt.")
    elif request.method == "POST":
        done = kept(request, form, act, sheet, "Gespeichert.")
    return done or shown(request, member, form, sheet, {"up": back})
