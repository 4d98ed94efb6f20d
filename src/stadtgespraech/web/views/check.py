"""Check and log: what the log is, its newest head, its key, and a receipt checked in the reader's own browser."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from stadtgespraech.ledger.checkpoint import parse_checkpoint
from stadtgespraech.ledger.note import parse_note
from stadtgespraech.web import access
from stadtgespraech.web.actions.key import verifier_of
from stadtgespraech.web.models import Process


def page(request: HttpRequest, process: str) -> HttpResponse:
    place = access.get_process(process)
    return render(request, "web/check.html", {
        "process": place,
        "section": "check",
        "head": newest_head(place),
        "key": verifier_of(place),
        "edition": next(iter(place.public_editions()), None),
    })  # fmt: skip


def checkpoint(request: HttpRequest, process: str) -> HttpResponse:
    """The signed note, byte for byte: to keep, and to compare later."""
    place = access.get_process(process)
    newest = place.checkpoints.first()
    if newest is None:
        raise Http404
    response = HttpResponse(newest.note, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


def newest_head(process: Process) -> dict[str, Any] | None:
    """Size and root of the newest checkpoint; None while nothing is in the log."""
    newest = process.checkpoints.first()
    if newest is None:
        return None
    head = parse_checkpoint(parse_note(newest.note.encode()).text)
    return {"origin": head.origin, "size": head.size, "root": head.body().split("\n")[2], "note": newest.note}
