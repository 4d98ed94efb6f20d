"""The receipt, and what its holder can do with the code. The code is sent in forms only and stands in no address."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from stadtgespraech.ledger.receipt import make_receipt
from stadtgespraech.web import clock
from stadtgespraech.web.access import get_contribution_by_code, get_process
from stadtgespraech.web.actions import contribution as actions
from stadtgespraech.web.actions.address import address_of, may_hear
from stadtgespraech.web.actions.code import grouped
from stadtgespraech.web.actions.contribution import code_of, hash_of_code, receipt_extra
from stadtgespraech.web.actions.log import tree_of
from stadtgespraech.web.actions.notice import contribution_of_token
from stadtgespraech.web.actions.refusal import Refused
from stadtgespraech.web.clock import last_moment, local
from stadtgespraech.web.forms import AddressForm, CodeForm, ContributionForm
from stadtgespraech.web.forms.moderation import AppealForm, ReplyForm
from stadtgespraech.web.models import Checkpoint, Contribution, Leaf, Process
from stadtgespraech.web.qr import qr_of
from stadtgespraech.web.views.device import device_of, with_device
from stadtgespraech.web.views.pace import GUESSING, Slowed, wait
from stadtgespraech.web.views.standing import standing_of
from stadtgespraech.web.views.target import Target
from stadtgespraech.web.views.voices import Voice, voice_of

TOKEN = "post:"  # before a code: it is the token of a link in a message


def receipt_page(
    request: HttpRequest, process: Process, target: Target, contribution: Contribution, form: ContributionForm
) -> HttpResponse:
    """The answer to a sent form."""
    assert target.phase is not None
    code = code_of(form.key)
    address = request.build_absolute_uri(reverse("receipt", args=[process.slug]))
    context = {
        "process": process,
        "section": "receipt",
        "target": target,
        "voice": Voice(contribution, target.title, target.quote.strip()),
        "contribution": contribution,
        "code": code,
        # A camera opens the page, which puts the code into its field and takes it out of the address. What stands
        # behind "#" is never sent, so no server or log sees it. Phones would look up a bare code with a search engine.
        "qr": qr_of(f"{address}#{code}"),
        "received_at": local(process, clock.now()),
        "until": last_moment(process, target.phase),
        "email": form.cleaned_data.get("email", ""),
        "may_hear": not contribution.round.youth,
        "address_form": AddressForm(),
    }
    return render(request, "web/receipt.html", context)


def withdrawn_on(contribution: Contribution) -> datetime.date | None:
    """The day on which it was withdrawn, as the log has it."""
    if contribution.state != Contribution.State.WITHDRAWN:
        return None
    rows = Leaf.objects.filter(process=contribution.process, type="withdrawn", about=f"contribution:{contribution.key}")
    day = rows.values_list("day", flat=True).last()
    return datetime.date.fromisoformat(day) if day else None


def leaf_of(contribution: Contribution) -> Leaf | None:
    rows = Leaf.objects.filter(process=contribution.process, about=f"contribution:{contribution.key}", type="received")
    return rows.first()


def paced(view: Callable[[HttpRequest, str], HttpResponse]) -> Callable[[HttpRequest, str], HttpResponse]:
    """Wrong codes are counted for the place they come from; beyond its share, right ones wait, too."""

    @wraps(view)
    def answer(request: HttpRequest, process: str) -> HttpResponse:
        if request.method != "POST":
            return view(request, process)
        try:
            GUESSING.ask(request)
            response = view(request, process)
            if response.status_code == 404:
                GUESSING.take(request)
            return response
        except Slowed as slowed:
            return slowed_page(request, get_process(process), slowed.seconds)

    return answer


def with_code(view: Callable[[HttpRequest, Process, Contribution, CodeForm], HttpResponse]) -> Any:
    """Around what the holder of a code may do. The code is sent along each time; without one it is asked for."""

    @sensitive_post_parameters()
    @require_http_methods(["GET", "HEAD", "POST"])
    @paced
    def answer(request: HttpRequest, process: str) -> HttpResponse:
        place = get_process(process)
        form = CodeForm(request.POST)
        if request.method != "POST" or not form.is_valid():
            return redirect("receipt", process=place.slug)
        contribution = held_by(place, form)
        return view(request, place, contribution, form) if contribution else unknown_page(request, place, form)

    return wraps(view)(answer)


def slowed_page(request: HttpRequest, process: Process, seconds: int) -> HttpResponse:
    """The code as it was typed, and when to try again."""
    form = CodeForm(request.POST)
    if form.is_valid():
        form.refuse_pace(seconds)
    return wait(code_page(request, process, form, status=429), seconds)


@csrf_exempt  # it changes nothing, and the first page, which sets no cookie, has this form too
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@paced
def lookup(request: HttpRequest, process: str) -> HttpResponse:
    """Ask for the code; say what became of the contribution."""
    place = get_process(process)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return code_page(request, place, form, status=422 if form.errors else 200)
    contribution = held_by(place, form)
    return found_page(request, place, contribution, form) if contribution else unknown_page(request, place, form)


def held_by(process: Process, form: CodeForm) -> Contribution | None:
    """The contribution of a code, or of the link in a message. A wrong, a foreign and a garbled code cost the same: one
    HMAC and one look-up."""
    code = form.cleaned_data["code"]
    if code.startswith(TOKEN):
        return contribution_of_token(process, code.removeprefix(TOKEN))
    return get_contribution_by_code(process, hash_of_code(code))


def shown_code(form: CodeForm) -> str:
    """What was sent, as the receipt shows it."""
    sent = str(form.cleaned_data["code"])
    return sent if sent.startswith(TOKEN) else grouped(sent)


def code_page(request: HttpRequest, process: Process, form: CodeForm, status: int) -> HttpResponse:
    context = {"process": process, "section": "receipt", "form": form}
    return with_device(render(request, "web/lookup.html", context, status=status), device_of(request))


def unknown_page(request: HttpRequest, process: Process, form: CodeForm) -> HttpResponse:
    form.refuse_unknown()
    return code_page(request, process, form, status=404)


def found_page(
    request: HttpRequest,
    process: Process,
    contribution: Contribution,
    form: CodeForm,
    status: int = 200,
    note: str = "",
    address: AddressForm | None = None,
    said: ReplyForm | AppealForm | None = None,
) -> HttpResponse:
    """Everything that became of it, for whoever has the code. `said` to moderators could not be taken."""
    context = {
        "process": process,
        "section": "receipt",
        "voice": voice_of(process, contribution),
        "contribution": contribution,
        "code": shown_code(form),
        "by_mail": form.cleaned_data["code"].startswith(TOKEN),
        "leaf": leaf_of(contribution),
        "gone_on": withdrawn_on(contribution),
        "note": note,
        "email": address_of(contribution),
        "may_hear": may_hear(contribution),
        "address_form": address or AddressForm(),
        **standing_of(contribution, clock.today(process), said),
    }
    return with_device(render(request, "web/answer.html", context, status=status), device_of(request))


@require_http_methods(["GET", "HEAD"])
def mail_link(request: HttpRequest, process: str, token: str) -> HttpResponse:
    """The link of a message shows what the code shows."""
    place = get_process(process)
    form = CodeForm({"code": TOKEN + token})
    contribution = held_by(place, form) if form.is_valid() else None
    if contribution is None:
        raise Http404
    return found_page(request, place, contribution, form)


@with_code
def file(request: HttpRequest, process: Process, contribution: Contribution, form: CodeForm) -> HttpResponse:
    """The receipt as a file, once the log has a number for it and a signed head that covers it."""
    if not contribution.salt:
        return found_page(request, process, contribution, form, status=410)
    data = receipt_file(contribution)
    return attached(data) if data is not None else waiting_page(request, process, form)


def receipt_file(contribution: Contribution) -> bytes | None:
    """The tlog-proof against the newest checkpoint; None while the leaf has no number yet."""
    leaf, head = leaf_of(contribution), Checkpoint.objects.filter(process=contribution.process).first()
    if leaf is None or leaf.number is None or head is None or head.size <= leaf.number:
        return None
    proof = make_receipt(tree_of(contribution.process), leaf.number, head.note.encode())
    return type(proof)(proof.index, proof.proof, proof.note, receipt_extra(contribution)).to_bytes()


def attached(data: bytes) -> HttpResponse:
    response = HttpResponse(data, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = 'attachment; filename="beleg.tlog-proof"'
    response.headers["Cache-Control"] = "no-store"
    return response


def waiting_page(request: HttpRequest, process: Process, form: CodeForm) -> HttpResponse:
    context = {"process": process, "section": "receipt", "code": shown_code(form)}
    return with_device(render(request, "web/receipt_waiting.html", context, status=202), device_of(request))


@with_code
def withdraw(request: HttpRequest, process: Process, contribution: Contribution, form: CodeForm) -> HttpResponse:
    """Take a contribution back, after one question."""
    return taken_back(request, process, contribution, form, "withdraw")


@with_code
def erase(request: HttpRequest, process: Process, contribution: Contribution, form: CodeForm) -> HttpResponse:
    """Have a contribution deleted, after one question."""
    return taken_back(request, process, contribution, form, "erase")


def taken_back(
    request: HttpRequest, process: Process, contribution: Contribution, form: CodeForm, what: str
) -> HttpResponse:
    """Ask first; do it once the question was answered; show what is left."""
    if request.POST.get("confirm") != "yes":
        return question_page(request, process, contribution, form, what)
    act = actions.withdraw if what == "withdraw" else actions.erase
    try:
        act(contribution, day=clock.today(process))
    except Refused:
        return found_page(request, process, contribution, form, status=409, note="already")
    return found_page(request, process, contribution, form, note=what)


def question_page(
    request: HttpRequest, process: Process, contribution: Contribution, form: CodeForm, what: str
) -> HttpResponse:
    context = {
        "process": process,
        "section": "receipt",
        "contribution": contribution,
        "code": shown_code(form),
        "what": what,
    }
    return with_device(render(request, "web/receipt_confirm.html", context), device_of(request))
