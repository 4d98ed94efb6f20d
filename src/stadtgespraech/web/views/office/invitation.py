"""The page that the link in an invitation leads to. Nobody who opens it works here yet, so it has no door."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from stadtgespraech.web.access import get_invitation_by_token, get_process
from stadtgespraech.web.actions.invitation import accept_invitation, check_invitation, hash_of_token
from stadtgespraech.web.actions.refusal import Reason, Refused
from stadtgespraech.web.models import Invitation, User

REFUSALS = {
    Reason.OTHER_ADDRESS: "Diese Einladung ist für ein Konto mit einer anderen E-Mail-Adresse. Melden Sie sich mit der "
    "Adresse an, an die sie geschickt wurde.",
    Reason.OVER: "Die Zeit für diese Einladung ist um. Bitten Sie die Leitung, sie noch einmal zu schicken.",
    Reason.REVOKED: "Diese Einladung wurde zurückgezogen.",
    Reason.USED: "Diese Einladung ist schon angenommen. Jede gilt nur einmal.",
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, process: str, token: str) -> HttpResponse:
    """What it is about, and one button; accepted only by a form, so that no program that follows links uses it up."""
    place = get_process(process)
    invitation = get_invitation_by_token(place, hash_of_token(token))
    user = request.user if isinstance(request.user, User) else None
    try:
        check_invitation(invitation, user=user)
        if request.method == "POST" and user is not None:
            accept_invitation(invitation, user=user)
            messages.success(request, "Willkommen! Sie arbeiten jetzt mit.")
            return redirect("office", place.slug)
    except Refused as refusal:
        return invitation_page(request, invitation, user, REFUSALS[refusal.reason], status=409)
    return invitation_page(request, invitation, user)


def invitation_page(
    request: HttpRequest, invitation: Invitation, user: User | None, refusal: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "process": invitation.process,
        "roles": invitation.roles,
        "refusal": refusal,
        "account": user,
        "back": urlencode({"next": request.path}),
    }
    return render(request, "web/office/invitation.html", context, status=status)
