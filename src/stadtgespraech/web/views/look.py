"""A process's own stylesheet and logo. What has other bytes has another address, so browsers may keep both."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from stadtgespraech.web import access
from stadtgespraech.web.tones import stylesheet, version_of

FOREVER = "public, max-age=31536000, immutable"
TYPES = {"svg": "image/svg+xml", "png": "image/png"}
# Somebody else drew it: opened by itself it runs nothing, loads nothing, and stands in no frame.
ALONE = "default-src 'none'; frame-ancestors 'none'; sandbox"


@require_safe
def style(request: HttpRequest, process: str) -> HttpResponseBase:
    """The tokens that the process changes."""
    place = access.get_process(process)
    look = getattr(place, "look", None)
    rules = stylesheet(look.accent, look.second) if look is not None else ""
    if not rules:
        raise Http404
    version = version_of(rules)
    response = HttpResponse(rules, content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = FOREVER if request.GET.get("v") == version else "no-cache"
    return kept(request, response, version)


@require_safe
def logo(request: HttpRequest, process: str, name: str) -> HttpResponseBase:
    """A logo that the process shows, by the name that its bytes give it."""
    found = access.get_logo(access.get_process(process), name)
    response = HttpResponse(bytes(found.content), content_type=TYPES[found.kind])
    response.headers["Cache-Control"] = FOREVER
    response.headers["Content-Security-Policy"] = ALONE
    response.headers["X-Content-Type-Options"] = "nosniff"
    return kept(request, response, found.digest)


def kept(request: HttpRequest, response: HttpResponse, version: str) -> HttpResponseBase:
    """The answer, or "not modified" for whoever has these bytes."""
    tag = f'"{version}"'
    response.headers["ETag"] = tag
    return get_conditional_response(request, etag=tag, response=response) or response
