"""The door of a room: who comes in, and what every room shows of itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters

from stadtgespraech.web.access import Member, get_member, get_process
from stadtgespraech.web.views.office.rooms import rooms_of

Room = Callable[..., HttpResponse]


def door(*roles: str) -> Callable[[Room], Room]:
    """A room for these roles, or for every role: the view gets a Member where its address names a process. Nobody
    keeps such a page."""

    def hang(view: Room) -> Room:
        @sensitive_post_parameters()
        @wraps(view)
        def entered(request: HttpRequest, process: str, **named: Any) -> HttpResponse:
            member = get_member(request, get_process(process), *roles)
            response = view(request, member, **named)
            response.headers["Cache-Control"] = "no-store"
            return response

        entered.roles = roles  # type: ignore[attr-defined]
        return entered

    return hang


def show(
    request: HttpRequest, member: Member, template: str, context: dict[str, Any], *, room: str, status: int = 200
) -> HttpResponse:
    """A page of a room, with the head that all rooms share."""
    shared = {"process": member.process, "member": member, "rooms": rooms_of(member), "room": room}
    return render(request, f"web/office/{template}.html", {**shared, **context}, status=status)
