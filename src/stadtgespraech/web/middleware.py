"""The language of a page is in its address: /en/… is English, no prefix is German. No cookie, no guessing. Pages of an
account are kept by nobody."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation


def language_of_path(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    known = {code for code, _ in settings.LANGUAGES} - {settings.LANGUAGE_CODE}

    def middleware(request: HttpRequest) -> HttpResponse:
        first = request.path_info.split("/", 2)[1]
        language = first if first in known else settings.LANGUAGE_CODE
        with translation.override(language):
            response = answer(request)
        response.headers.setdefault("Content-Language", "de" if language == "de-plain" else language)
        return response

    return middleware


def keep_no_account_page(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    known = {code for code, _ in settings.LANGUAGES} - {settings.LANGUAGE_CODE}

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        parts = request.path_info.split("/")[1:]
        if "konto" in (parts[1:2] if parts[0] in known else parts[:1]):
            response.headers["Cache-Control"] = "no-store"
        return response

    return middleware
