"""What every page shows: languages to switch to, the direction, whether it is plain German, the city's sign-in."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

LINK = '<li><a href="{0}" hreflang="{1}" lang="{1}"{2}>{3}</a></li>'
CURRENT, NOTHING = mark_safe(' aria-current="true"'), mark_safe("")


def site(request: HttpRequest) -> dict[str, object]:
    language = translation.get_language() or settings.LANGUAGE_CODE
    path = request.path_info
    if language != settings.LANGUAGE_CODE:
        path = path.removeprefix(f"/{language}") or "/"
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return {
        "language": language,
        "language_name": dict(settings.LANGUAGES)[language],
        "city_sign_in": settings.OIDC_NAME if settings.OIDC else "",
        "html_lang": "de" if language == "de-plain" else language,
        "direction": "rtl" if language in settings.LANGUAGES_BIDI else "ltr",
        "language_links": format_html_join("", LINK, links(path, query, language)),
    }


def links(path: str, query: str, current: str) -> Iterator[tuple[str, str, SafeString, str]]:
    """For each language: the page's address in it, its tag, whether it is the current one, its name."""
    for code, name in settings.LANGUAGES:
        address = path if code == settings.LANGUAGE_CODE else f"/{code}{path}"
        tag = "de" if code == "de-plain" else code
        yield address + query, tag, CURRENT if code == current else NOTHING, name
