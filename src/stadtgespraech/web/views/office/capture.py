"""What came otherwise: letters, calls, e-mails, cards, entered on behalf of whoever said it, many in a row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stadtgespraech.web import clock
from stadtgespraech.web.access import Member
from stadtgespraech.web.actions.contribution import Said, code_of
from stadtgespraech.web.actions.entered import Came, enter_contribution, take_back_entered
from stadtgespraech.web.actions.refusal import Reason, Refused
from stadtgespraech.web.forms import CaptureForm
from stadtgespraech.web.models import Contribution
from stadtgespraech.web.qr import qr_of
from stadtgespraech.web.views.office.door import door, show
from stadtgespraech.web.views.office.rooms import EDITOR, FACILITATOR, ORGANISER
from stadtgespraech.web.views.office.statements import statements_of

ROLES = (ORGANISER, EDITOR, FACILITATOR)
STAY = {
    "round": "runde", "statement": "bild", "kind": "art", "channel": "weg", "received_on": "tag", "language": "sprache",
}  # fmt: skip
MOST = 200  # entries of a sitting that can still be printed
SHOWN = 20  # of them beside the form


@dataclass(frozen=True, slots=True)
class Slip:
    """A receipt to hand over, in the language of what was said."""

    contribution: Contribution
    code: str
    address: str
    qr: SafeString
    language: str


@door(*ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, member: Member) -> HttpResponse:
    """An empty form that remembers what stays the same from card to card; saving leads to the next."""
    form = form_for(request, member)
    if request.method != "POST":
        return form_page(request, member, form)
    if not form.is_valid():
        return form_page(request, member, form, status=422)
    try:
        entered = enter(member, form)
    except Refused as refusal:
        if refusal.reason is not Reason.CHANGED:
            raise
        form.renew_key()
        form.add_error(None, "Diese Seite wurde schon einmal gespeichert, mit anderen Worten. Noch einmal speichern: "
                             "Dann wird es ein zweiter Beitrag.")  # fmt: skip
        return form_page(request, member, form, status=409)
    remember(request, member, entered, form.key)
    messages.success(request, f"Gespeichert: „{' '.join(entered.text.split())[:60]}“")
    stays = {STAY[name]: form.data.get(name, "") for name in STAY}
    return redirect(f"{reverse('office-capture', args=[member.process.slug])}?{urlencode(stays)}")


def form_for(request: HttpRequest, member: Member) -> CaptureForm:
    place = member.process
    today = clock.today(place)
    initial = {"channel": "card", "language": place.language, "received_on": today}
    asked = {name: request.GET[key] for name, key in STAY.items() if request.GET.get(key)}
    sent = request.method == "POST"
    return CaptureForm(
        request.POST if sent else None,
        request.FILES if sent else None,
        device=f"office:{member.user.pk}",
        now=clock.now(),
        today=today,
        rounds=list(place.rounds.all()),
        questions=list(place.questions.all()),
        statements={one.number: one.text for rows in statements_of(place).values() for one in rows},
        initial={**initial, **asked},
    )


def enter(member: Member, form: CaptureForm) -> Contribution:
    data = form.cleaned_data
    said = Said(
        round=data["round"],
        kind=data["kind"],
        text=data["words"],
        language=data["language"],
        intent=data["intent"] if data["kind"] == "feedback" else "",
        about=data["statement"],
        question=data["question"],
        age_band=data["age_band"],
    )
    came = Came(data["channel"], data["received_on"], form.pages)
    day = clock.today(member.process)
    return enter_contribution(member.process, said=said, came=came, form_key=form.key, by=member.user, day=day)


def form_page(request: HttpRequest, member: Member, form: CaptureForm, status: int = 200) -> HttpResponse:
    sitting = sitting_of(request, member)
    context = {
        "form": form,
        "products": statements_of(member.process),
        "entered": [contribution for contribution, _key in sitting[:SHOWN]],
        "count": len(sitting),
    }
    return show(request, member, "capture", context, room="office-capture", status=status)


def remember(request: HttpRequest, member: Member, entered: Contribution, key: str) -> None:
    """Keep the form's key as long as this sitting lasts: the code can be computed from it, and from nothing else."""
    name = name_of(member)
    kept: list[Any] = [row for row in request.session.get(name, []) if row[0] != entered.key]
    request.session[name] = [[entered.key, key], *kept][:MOST]


def name_of(member: Member) -> str:
    return f"entered:{member.process.pk}"


def sitting_of(request: HttpRequest, member: Member) -> list[tuple[Contribution, str]]:
    """What was entered in this sitting with the keys of its forms, the newest first, without what was taken back."""
    kept = dict(request.session.get(name_of(member), []))
    rows = Contribution.objects.filter(process=member.process, key__in=kept, origin__entered_by=member.user)
    rows = rows.exclude(state__in=(Contribution.State.WITHDRAWN, Contribution.State.ERASED))
    found = {row.key: row for row in rows.select_related("round", "about", "origin")}
    return [(found[key], form_key) for key, form_key in kept.items() if key in found]


@door(*ROLES)
@require_POST
def take_back(request: HttpRequest, member: Member) -> HttpResponse:
    """What was typed wrongly, by whoever typed it, within the sitting."""
    wanted = request.POST.get("beitrag", "")
    found = next((row for row, _key in sitting_of(request, member) if row.key == wanted), None)
    if found is None:
        raise Http404
    take_back_entered(found, by=member.user, day=clock.today(member.process))
    messages.success(request, "Zurückgenommen. Der Beitrag wird nicht mehr gezeigt.")
    return redirect("office-capture", process=member.process.slug)


@door(*ROLES)
@require_safe
def slips(request: HttpRequest, member: Member) -> HttpResponse:
    """Receipts to hand over, several on a sheet: all of the sitting, the last so many, or one."""
    sitting = sitting_of(request, member)
    wanted, last = request.GET.get("beitrag", ""), request.GET.get("letzte", "")
    if wanted:
        sitting = [(row, key) for row, key in sitting if row.key == wanted]
    elif last.isascii() and last.isdigit() and len(last) < 6:
        sitting = sitting[: int(last)]
    context = {"slips": [slip_of(request, member, row, key) for row, key in reversed(sitting)]}
    return show(request, member, "slips", context, room="office-capture")


def slip_of(request: HttpRequest, member: Member, contribution: Contribution, form_key: str) -> Slip:
    language = contribution.language if translation.check_for_language(contribution.language) else "de"
    with translation.override(language):
        address = request.build_absolute_uri(reverse("receipt", args=[member.process.slug]))
    code = code_of(form_key)
    return Slip(contribution, code, address, qr_of(f"{address}#{code}"), language)
