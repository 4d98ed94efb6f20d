"""What every page shows: languages to switch to, the direction, whether it is plain German, the city's sign-in."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation


def site(request: HttpRequest) -> dict[str, object]:
    language = translation.get_language() or settings.LANGUAGE_CODE
    path = request.path_info
    if language != settings.LANGUAGE_CODE:
        path = path.removeprefix(f"/{language}") or "/"
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return {
        "language": language,
        "city_sign_in": settings.OIDC_NAME if settings.OIDC else "",
        "html_lang": "de" if language == "de-plain" else language,
        "direction": "rtl" if language in settings.LANGUAGES_BIDI else "ltr",
        "languages": [
            (code, "de" if code == "de-plain" else code, name, (path if code == "de" else f"/{code}{path}") + query)
            for code, name in settings.LANGUAGES
        ],
    }
