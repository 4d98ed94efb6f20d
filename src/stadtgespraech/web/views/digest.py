"""The link at the end of a digest: it ends digests, without signing in."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from stadtgespraech.web.actions.digest import stop_digests, user_of_token


@csrf_exempt  # the signed link is the permission; mail programs send this form by themselves (RFC 8058)
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, because programs open links before people do; then do it."""
    user = user_of_token(token)
    if user is None:
        raise Http404
    if request.method == "POST":
        stop_digests(user)
    return render(request, "web/unsubscribe.html", {"done": request.method == "POST"})
