"""Choosing what in a contribution is blacked out, and deleting for good what it said."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from stadtgespraech.web import clock
from stadtgespraech.web.access import Member, get_collected
from stadtgespraech.web.actions.blackout import BLACK, black_out, delete_original
from stadtgespraech.web.actions.refusal import Refused
from stadtgespraech.web.forms.moderation import BlackForm
from stadtgespraech.web.models import Contribution
from stadtgespraech.web.personal import Suspicion, personal_data
from stadtgespraech.web.views.office.door import door, show
from stadtgespraech.web.views.office.moderation import REFUSALS, ROOM, counts, go_on, item_page
from stadtgespraech.web.views.office.queue import asked_in
from stadtgespraech.web.views.office.rooms import MODERATOR, ORGANISER

MOST = 400  # check boxes: a form holds no more fields; in longer texts a box holds several words
WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Box:
    """Words to choose, with the blanks before them."""

    before: str
    words: str
    value: str
    chosen: bool

    @property
    def is_black(self) -> bool:
        return not self.words.strip(BLACK)


@dataclass(frozen=True, slots=True)
class Suggested:
    """What may be personal data. It is never chosen beforehand (promise 7)."""

    suspicion: Suspicion
    value: str
    chosen: bool


@door(MODERATOR, ORGANISER)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, member: Member, key: str) -> HttpResponse:
    contribution = get_collected(member.process, key)
    spans, found = spans_of(contribution.text), personal_data(contribution.text)
    values = [f"{start}-{end}" for start, end in [*spans, *((one.start, one.end) for one in found)]]
    form = BlackForm(request.POST if request.method == "POST" else None, choices=values)
    if not form.is_bound:
        return choose_page(request, member, contribution, form, status=200)
    if not form.is_valid():
        return choose_page(request, member, contribution, form, status=422)
    try:
        black_out(contribution, by=member.user, day=clock.today(member.process), **form.cleaned_data)
    except Refused as refusal:
        return choose_page(request, member, contribution, form, status=409, refusal=REFUSALS[refusal.reason])
    messages.success(request, "Geschwärzt. So sehen ihn jetzt alle, die ihn lesen dürfen.")
    return go_on(member, asked_in(member.process, request.GET), contribution.key)


def choose_page(
    request: HttpRequest, member: Member, contribution: Contribution, form: BlackForm, *, status: int, refusal: str = ""
) -> HttpResponse:
    text, chosen = contribution.text, set(request.POST.getlist("ranges"))
    boxes, at = [], 0
    for start, end in spans_of(text):
        value = f"{start}-{end}"
        boxes.append(Box(text[at:start], text[start:end], value, value in chosen))
        at = end
    suggested = [Suggested(one, value := f"{one.start}-{one.end}", value in chosen) for one in personal_data(text)]
    context = {
        "contribution": contribution, "form": form, "boxes": boxes, "suggested": suggested, "refusal": refusal,
        "asked": asked_in(member.process, request.GET), **counts(member.process),
    }  # fmt: skip
    return show(request, member, "moderation_blackout", context, room=ROOM, status=status)


def spans_of(text: str) -> list[tuple[int, int]]:
    """The words of a text as ranges; of a long one several words at a time."""
    words = [(one.start(), one.end()) for one in WORD.finditer(text)]
    step = -(-len(words) // MOST) or 1
    groups = (words[at : at + step] for at in range(0, len(words), step))
    return [(group[0][0], group[-1][1]) for group in groups]


@door(MODERATOR, ORGANISER)
@require_http_methods(["GET", "HEAD", "POST"])
def original(request: HttpRequest, member: Member, key: str) -> HttpResponse:
    """What it said before, for these eyes; sent, it is deleted for good."""
    contribution = get_collected(member.process, key)
    asked = asked_in(member.process, request.GET)
    if request.method != "POST":
        return go_on(member, asked, contribution.key)
    if request.POST.get("confirm") != "yes":
        words = "Bitte bestätigen Sie, dass das Original für immer gelöscht werden soll."
        return item_page(request, member, contribution, asked, refusal=words, status=422)
    try:
        delete_original(contribution, by=member.user)
    except Refused as refusal:
        words = REFUSALS[refusal.reason]
        return item_page(request, member, contribution, asked, refusal=words, status=409)
    messages.success(request, "Das Original ist gelöscht. Es bleibt der geschwärzte Text.")
    return go_on(member, asked, contribution.key)
