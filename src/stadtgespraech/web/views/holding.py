"""A contribution in one's account: what became of it, and what its holder may do, as with the code."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from stadtgespraech.web import clock
from stadtgespraech.web.access import get_held, get_process
from stadtgespraech.web.actions import contribution as actions
from stadtgespraech.web.actions.holding import let_go
from stadtgespraech.web.actions.refusal import Refused
from stadtgespraech.web.forms.moderation import AppealForm, ReplyForm
from stadtgespraech.web.models import Contribution, Process
from stadtgespraech.web.views.account import whose
from stadtgespraech.web.views.moderation import appealed, replied
from stadtgespraech.web.views.posting import posts_only
from stadtgespraech.web.views.receipt import attached, leaf_of, receipt_file, withdrawn_on
from stadtgespraech.web.views.standing import standing_of
from stadtgespraech.web.views.voices import voice_of


@login_required
@require_safe
def page(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """What the code shows."""
    place = get_process(process)
    return held_page(request, place, get_held(whose(request), place, key))


def held_page(
    request: HttpRequest,
    process: Process,
    contribution: Contribution,
    note: str = "",
    status: int = 200,
    said: ReplyForm | AppealForm | None = None,
) -> HttpResponse:
    context = {
        "process": process,
        "section": "account",
        "mine": True,
        "voice": voice_of(process, contribution),
        "contribution": contribution,
        "leaf": leaf_of(contribution),
        "gone_on": withdrawn_on(contribution),
        "note": note,
        **standing_of(contribution, clock.today(process), said),
    }
    return render(request, "web/answer.html", context, status=status)


@login_required
@posts_only("held", "process", "key")
def file(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """The receipt, once the log has a number for it."""
    place = get_process(process)
    contribution = get_held(whose(request), place, key)
    if not contribution.salt:
        return held_page(request, place, contribution, status=410)
    found = receipt_file(contribution)
    return attached(found) if found is not None else held_page(request, place, contribution, "soon", status=202)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """Take it back, after one question."""
    return taken_back(request, process, key, "withdraw")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """Have it deleted, after one question."""
    return taken_back(request, process, key, "erase")


def taken_back(request: HttpRequest, slug: str, key: str, what: str) -> HttpResponse:
    process = get_process(slug)
    contribution = get_held(whose(request), process, key)
    if request.method != "POST" or request.POST.get("confirm") != "yes":
        context = {"process": process, "section": "account", "mine": True, "contribution": contribution, "what": what}
        return render(request, "web/receipt_confirm.html", context)
    act = actions.withdraw if what == "withdraw" else actions.erase
    try:
        act(contribution, day=clock.today(process))
    except Refused:
        return held_page(request, process, contribution, "already", status=409)
    return held_page(request, process, contribution, what)


@login_required
@posts_only("held", "process", "key")
def reply(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """Answer the moderators' question, once."""
    place = get_process(process)
    contribution = get_held(whose(request), place, key)
    form, note, status = replied(request, place, contribution)
    return held_page(request, place, contribution, note, status, form)


@login_required
@posts_only("held", "process", "key")
def appeal(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """Appeal against a decision, once."""
    place = get_process(process)
    contribution = get_held(whose(request), place, key)
    form, note, status = appealed(request, place, contribution)
    return held_page(request, place, contribution, note, status, form)


@login_required
@posts_only("held", "process", "key")
def drop(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """Take it out of the account; the contribution stays as it is."""
    place = get_process(process)
    let_go(whose(request), contribution=get_held(whose(request), place, key))
    messages.success(request, _("Der Beitrag steht nicht mehr in Ihrem Konto. Er selbst ist unverändert."))
    return redirect("account")
