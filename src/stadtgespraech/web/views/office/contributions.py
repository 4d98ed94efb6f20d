"""Everything that was said, in every state, for those who work on the text: found, filtered, exported, read."""

from __future__ import annotations

import datetime
from itertools import chain
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from stadtgespraech.web import clock
from stadtgespraech.web.access import Member, get_any_contribution, get_scan
from stadtgespraech.web.actions.scan import bytes_of, drop_scans
from stadtgespraech.web.models import Contribution, Leaf
from stadtgespraech.web.views.office.asked import Asked, asked_of
from stadtgespraech.web.views.office.door import door, show
from stadtgespraech.web.views.office.export import COLUMNS, csv_lines, rows_of
from stadtgespraech.web.views.office.rooms import EDITOR, MODERATOR, ORGANISER, RELEASER
from stadtgespraech.web.views.office.sheet import xlsx_bytes
from stadtgespraech.web.views.voices import state_of, voice_of, voices_of

ON_A_PAGE = 50
ROLES = (ORGANISER, EDITOR, MODERATOR, RELEASER)
SCAN_DROPPERS = (ORGANISER, EDITOR, MODERATOR)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@door(*ROLES)
@require_safe
def page(request: HttpRequest, member: Member) -> HttpResponse:
    """A list, the newest first, fifty at a time."""
    asked = asked_of(member.process, request.GET)
    paper = Paginator(with_all(asked.rows), ON_A_PAGE).get_page(request.GET.get("seite"))
    rows = [(row, asked.titles.get(row.about_id or 0), states_of(row)) for row in paper]
    week_ago = (clock.today(member.process) - datetime.timedelta(days=7)).isoformat()
    context = {"asked": asked, "paper": paper, "rows": rows, "count": paper.paginator.count, "week_ago": week_ago}
    return show(request, member, "contributions", context, room="office-contributions")


def with_all(rows: QuerySet[Contribution]) -> QuerySet[Contribution]:
    return rows.select_related("round", "question", "origin").prefetch_related("parts__disposition")


def states_of(row: Contribution) -> list[str]:
    """How far its parts are, each state once."""
    return list(dict.fromkeys(state_of(part) for part in row.parts.all() if not part.superseded))


@door(*ROLES)
@require_safe
def csv(request: HttpRequest, member: Member) -> HttpResponse:
    """What the list asks for as CSV, line by line: UTF-8 with its mark and semicolons, as German offices open it."""
    asked = asked_of(member.process, request.GET)
    lines = csv_lines([COLUMNS], rows_of(asked))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name(member, asked)}.csv"'
    return response  # type: ignore[return-value]


@door(*ROLES)
@require_safe
def xlsx(request: HttpRequest, member: Member) -> HttpResponse:
    """The same as XLSX, every cell a text."""
    asked = asked_of(member.process, request.GET)
    content = xlsx_bytes("Beiträge", chain([COLUMNS], rows_of(asked)))
    response = StreamingHttpResponse(content, content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name(member, asked)}.xlsx"'
    return response  # type: ignore[return-value]


def file_name(member: Member, asked: Asked) -> str:
    part = "-auswahl" if asked.pairs else ""
    return f"beitraege-{member.process.slug}{part}-{clock.today(member.process).isoformat()}"


@door(*ROLES)
@require_safe
def contribution(request: HttpRequest, member: Member, key: str) -> HttpResponse:
    """One with its parts, what was answered, its history in the log, and what was scanned."""
    row = get_any_contribution(member.process, key)
    voice = voice_of(member.process, row)
    parts = [part for part in row.parts.all() if not part.superseded]
    context: dict[str, Any] = {
        "row": row,
        "origin": getattr(row, "origin", None),
        "voice": voice,
        "parts": [
            (row.text[part.start : part.end], state_of(part), getattr(part, "disposition", None)) for part in parts
        ],
        "leaves": leaves_of(row),
        "scans": row.scans.all(),
        "may_drop": member.has(*SCAN_DROPPERS),
        "replies": voices_of(member.process, with_all(row.replies.select_related("about")).order_by("pk")),
    }
    return show(request, member, "contribution", context, room="office-contributions")


def leaves_of(row: Contribution) -> QuerySet[Leaf]:
    """What the log holds of it and of the answers to its parts."""
    abouts = [f"contribution:{row.key}", *(f"disposition:{part.key}" for part in row.parts.all())]
    return Leaf.objects.filter(process=row.process_id, about__in=abouts).order_by("pk")


@door(*SCAN_DROPPERS)
@require_POST
def drop(request: HttpRequest, member: Member, key: str) -> HttpResponse:
    """Delete what was scanned, after a tick."""
    row = get_any_contribution(member.process, key)
    if request.POST.get("confirm") == "yes":
        drop_scans(row, by=member.user)
        messages.success(request, "Der Scan ist gelöscht. Der Beitrag bleibt.")
    else:
        messages.warning(request, "Nichts gelöscht: Bitte erst das Häkchen setzen.")
    return redirect("office-contribution", process=member.process.slug, key=row.key)


@door(*ROLES)
@require_safe
def scan(request: HttpRequest, member: Member, key: str, number: int) -> HttpResponse:
    """A page of what was scanned. It can do nothing: a picture that was written anew, and shown as one."""
    page = get_scan(get_any_contribution(member.process, key), number)
    content = bytes_of(page)
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type={"png": "image/png", "jpg": "image/jpeg"}[page.kind])
    response.headers["Content-Disposition"] = f'inline; filename="{key}-{number}.{page.kind}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
