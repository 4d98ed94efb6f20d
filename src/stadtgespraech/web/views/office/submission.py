"""What a department answers: the rooms of its round, its draft, its signature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from stadtgespraech.publish.document import Run
from stadtgespraech.records import Slice
from stadtgespraech.text.weave import Weave
from stadtgespraech.web.access import Member, get_own_unit, get_unit
from stadtgespraech.web.actions import submission as acts
from stadtgespraech.web.actions.place import located
from stadtgespraech.web.actions.proposal import edits_of_rows
from stadtgespraech.web.actions.refusal import Refused
from stadtgespraech.web.actions.text import readings, slices_of, woven
from stadtgespraech.web.forms.submission import REFUSALS, FileForm
from stadtgespraech.web.models import Edition, Point, Submission, Text, Unit
from stadtgespraech.web.views.office.door import door, show
from stadtgespraech.web.views.office.redline import redline
from stadtgespraech.web.views.office.rooms import DEPARTMENT, ORGANISER

ROOM = "office-statement"
STEPS = {
    "fertig": (acts.finish_submission, "Zur Freigabe gegeben."),
    "zurueck": (acts.return_submission, "Zurückgenommen. Sie können weiterarbeiten."),
    "freigeben": (acts.sign_submission, "Freigegeben. Die Stellungnahme zählt jetzt."),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A point as a page shows it: where it stands, what it quotes, and its marks where it is a proposal."""

    point: Any
    title: str
    where: str
    quote: str
    runs: tuple[Run, ...]


@door(DEPARTMENT, ORGANISER)
@require_safe
def overview(request: HttpRequest, member: Member) -> HttpResponse:
    """The units that somebody speaks for; all of them for organisers."""
    rows = Unit.objects.filter(process=member.process).select_related("round")
    if not member.has(ORGANISER):
        rows = rows.filter(memberships__user=member.user)
    waiting = Count("submissions", filter=Q(submissions__state=Submission.State.FINISHED), distinct=True)
    drafted = Count("submissions", filter=Q(submissions__state=Submission.State.DRAFT), distinct=True)
    signed = Count("submissions", filter=Q(submissions__state=Submission.State.SIGNED), distinct=True)
    units = list(rows.annotate(waiting=waiting, drafted=drafted, signed=signed))
    if len(units) == 1 and not member.has(ORGANISER):
        return redirect("office-statement-unit", member.process.slug, units[0].slug)
    return show(request, member, "statements", {"units": units}, room=ROOM)


@door(DEPARTMENT, ORGANISER)
@require_safe
def page(request: HttpRequest, member: Member, unit: str) -> HttpResponse:
    """The draft, the three ways to fill it, and how it comes to count."""
    found = get_unit(member, unit)
    return show(request, member, "statement", unit_page(member, found, FileForm()), room=ROOM)


def unit_page(member: Member, unit: Unit, form: FileForm) -> dict[str, Any]:
    rows = list(unit.submissions.select_related("edition__product__weave"))
    current = next((row for row in rows if row.state != Submission.State.SIGNED), None)
    edition = current.edition if current is not None else acts.edition_to_answer(member.process)
    points = list(current.points.select_related("about")) if current is not None else []
    authors = {user.pk for user in current.authors.all()} if current is not None else set()
    return {
        "unit": unit,
        "form": form,
        "edition": edition,
        "submission": current,
        "shown": shown_points(points, edition) if edition is not None else [],
        "proposals": sum(bool(point.edits) for point in points),
        "remarks": sum(not point.edits for point in points),
        "texts": statements_of(edition) if edition is not None else [],
        "signed": [row for row in rows if row.state == Submission.State.SIGNED],
        "speaks": unit.memberships.filter(user=member.user).exists(),
        "is_author": member.user.pk in authors,
        "four_eyes": acts.four_eyes(member.process),
        "readings": list(current.readings.all()) if current is not None else [],
    }


def statements_of(edition: Edition) -> list[tuple[Text, str]]:
    """The statements of an edition in their order, each with its title there."""
    titles = readings(woven(edition.product), edition.revision)
    rows = edition.product.texts.filter(kind=Text.Kind.STATEMENT).order_by("number")
    return [(text, titles[text.owner][0]) for text in rows if text.owner in titles]


def shown_points(points: Sequence[Point], edition: Edition) -> list[Shown]:
    """In the order of the text, as the statements are drawn; what stands nowhere comes last."""
    weave = woven(edition.product)
    found = [shown_point(point, weave) for point in points]
    order = {key: n for n, key in enumerate(point.pk for point in points)}
    last = (1 << 30, 0, 0)
    keys = {
        item.point.pk: min(
            ((item.point.about.number, place[1], place[2])
             for place in located(weave, slices_of(item.point.passage), item.point.revision)),
            default=last,
        )
        if item.point.about is not None else last
        for item in found
    }  # fmt: skip
    return sorted(found, key=lambda item: (keys[item.point.pk], order[item.point.pk]))


def shown_point(point: Any, weave: Weave) -> Shown:
    passage = slices_of(point.passage)
    title, where = place_of(weave, passage, point.revision)
    quote = " ".join(weave.passage_text(passage, point.revision).split())
    runs = redline(weave.text(point.revision), edits_of_rows(point.edits)) if point.edits else ()
    return Shown(point, title, where, quote, runs)


def place_of(weave: Weave, passage: Sequence[Slice], revision: int) -> tuple[str, str]:
    """The title of the text in which a passage begins, and which paragraph it is."""
    first = next(located(weave, passage, revision), None)
    if first is None:
        return "", ""
    owner, paragraph, _, _ = first
    title = next(words for block, words in weave.blocks(revision) if block.owner == owner)
    return title, f"Absatz {paragraph}" if paragraph else "Überschrift"


@door(DEPARTMENT)
@require_POST
def move(request: HttpRequest, member: Member, unit: str) -> HttpResponse:
    """Finish, take back, sign."""
    found = get_own_unit(member, unit)
    act, done = STEPS.get(request.POST.get("schritt", ""), (None, ""))
    current = found.submissions.exclude(state=Submission.State.SIGNED).first()
    if act is None or current is None:
        messages.warning(request, "Da gab es nichts zu tun. Hier sehen Sie den Stand.")
        return to_unit(member, found)
    try:
        act(current, by=member.user)
    except Refused as refused:
        messages.warning(request, REFUSALS[refused.reason])
    else:
        messages.success(request, done)
    return to_unit(member, found)


def to_unit(member: Member, unit: Unit) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("office-statement-unit", args=[member.process.slug, unit.slug]))
