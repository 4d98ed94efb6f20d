"""The device: a signed cookie of random bits that only pages with a form set. It proves nothing; it lets us count."""

from __future__ import annotations

import re
import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse

NAME = "geraet"
SALT = "stadtgespraech.device"
SECONDS = 2 * 24 * 60 * 60  # a form is good for one day; nothing needs the cookie longer


def device_of(request: HttpRequest) -> str:
    """The device's random name: from its cookie, or a fresh one where there is none or it was altered."""
    known = request.get_signed_cookie(NAME, default="", salt=SALT, max_age=SECONDS) or ""
    return known if re.fullmatch(r"[0-9a-f]{32}", known) else secrets.token_hex(16)


def with_device(response: HttpResponse, device: str) -> HttpResponse:
    """Set the cookie on a page with a form, which no cache may keep."""
    response.set_signed_cookie(
        NAME, device, salt=SALT, max_age=SECONDS, httponly=True, samesite="Lax", secure=settings.HTTPS
    )
    response.headers["Cache-Control"] = "no-store"
    return response
