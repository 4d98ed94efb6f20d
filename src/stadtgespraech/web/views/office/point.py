"""One point of a submission: written to a paragraph of a statement, amended, left out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from stadtgespraech.records import Edit
from stadtgespraech.web.access import Member, get_own_unit, get_point, get_text
from stadtgespraech.web.actions.passage import passage_between
from stadtgespraech.web.actions.proposal import edits_between, edits_of_rows, paragraph_with
from stadtgespraech.web.actions.refusal import Refused
from stadtgespraech.web.actions.submission import (
    Saying,
    add_points,
    amend_point,
    edition_to_answer,
    open_submission,
    remove_point,
)
from stadtgespraech.web.actions.text import flat_start, rows_at, woven
from stadtgespraech.web.forms.submission import REFUSALS, AmendForm, PointForm
from stadtgespraech.web.models import Edition, Point, Submission, Text, Unit
from stadtgespraech.web.views.office.door import door, show
from stadtgespraech.web.views.office.rooms import DEPARTMENT
from stadtgespraech.web.views.office.submission import ROOM, shown_point, to_unit


@door(DEPARTMENT)
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, member: Member, unit: str, text: str) -> HttpResponse:
    """A statement, each paragraph with a way to say something to it; the chosen one with the form."""
    found = get_own_unit(member, unit)
    edition = edition_of(member, found)
    about = get_text(member.process, edition.product.slug, text)
    rows = rows_at(about, edition.revision)
    chosen = chosen_paragraph(request, len(rows))
    given = request.POST if request.method == "POST" else None
    form = None
    if chosen is not None:
        form = PointForm(given, old=rows[chosen], is_title=chosen == 0)
        if given is not None and form.is_valid() and kept(member, found, edition, about, chosen, form):
            messages.success(request, "Im Entwurf gespeichert.")
            return to_unit(member, found)
    context = {"unit": found, "text": about, "rows": rows, "chosen": chosen, "form": form}
    return show(request, member, "statement_text", context, room=ROOM)


def edition_of(member: Member, unit: Unit) -> Edition:
    """The edition of the draft, or the one that a new one would answer."""
    current = unit.submissions.exclude(state=Submission.State.SIGNED).select_related("edition__product").first()
    edition = current.edition if current is not None else edition_to_answer(member.process)
    if edition is None:
        raise Http404
    return edition


def chosen_paragraph(request: HttpRequest, count: int) -> int | None:
    """The number of a paragraph in the address, 0 for the title; None for none that is there."""
    given = request.GET.get("absatz", "")
    number = int(given) if given.isascii() and given.isdigit() and len(given) < 6 else -1
    return number if 0 <= number < count else None


def kept(member: Member, unit: Unit, edition: Edition, about: Text, paragraph: int, form: PointForm) -> bool:
    """Put what was said into the draft; a refusal stands in the form."""
    saying = saying_of(edition, about, paragraph, form)
    try:
        add_points(open_submission(unit, by=member.user), sayings=[saying], by=member.user)
    except Refused as refused:
        form.add_error(None, REFUSALS[refused.reason])
        return False
    return True


def saying_of(edition: Edition, about: Text, paragraph: int, form: PointForm) -> Saying:
    quote = form.cleaned_data["quote"] or form.old
    at = form.old.find(quote)
    passage = passage_between(about, edition.revision, paragraph, at, at + len(quote))
    weave = woven(about.product)
    start = flat_start(weave, edition.revision, about.owner, paragraph)
    edits: tuple[Edit, ...] = ()
    if form.new is not None and start is not None:
        edits = edits_between(start, form.old, form.new, about.owner)
    return Saying(about, edition.revision, form.cleaned_data["words"], passage, edits)


@door(DEPARTMENT)
@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: HttpRequest, member: Member, unit: str, number: int) -> HttpResponse:
    """Other words for a point, or the point left out."""
    found = get_own_unit(member, unit)
    point = get_point(found, number)
    given = request.POST if request.method == "POST" else None
    form = amend_form(point, given)
    try:
        if given is not None and "entfernen" in given:
            remove_point(point, by=member.user)
            messages.success(request, "Entfernt.")
            return to_unit(member, found)
        if given is not None and form.is_valid():
            amend_point(point, words=form.cleaned_data["words"], edits=amended_edits(point, form), by=member.user)
            messages.success(request, "Geändert.")
            return to_unit(member, found)
    except Refused as refused:
        form.add_error(None, REFUSALS[refused.reason])
    product = point.submission.edition.product
    context: dict[str, Any] = {"unit": found, "form": form, "item": shown_point(point, woven(product)), "point": point}
    return show(request, member, "statement_point", context, room=ROOM)


def amend_form(point: Point, given: Any) -> AmendForm:
    """The form of a point, with its paragraph as it would read where it proposes one."""
    found = paragraph_of(point)
    old, new = (found[1], found[2]) if found is not None else (None, "")
    return AmendForm(given, proposal=bool(point.edits), old=old, new=new, initial={"words": point.words})


def paragraph_of(point: Point) -> tuple[int, str, str] | None:
    """actions/proposal.paragraph_with; None for a remark."""
    if not point.edits or point.about is None:
        return None
    return paragraph_with(woven(point.about.product).text(point.revision), edits_of_rows(point.edits))


def amended_edits(point: Point, form: AmendForm) -> tuple[Edit, ...]:
    """The edits that give the new wording; those it had where the wording is the same. Without any it is a remark."""
    found = paragraph_of(point)
    if found is None or point.about is None or form.new == found[2]:
        return edits_of_rows(point.edits)
    start, old, _ = found
    return edits_between(start, old, form.new, point.about.owner)
