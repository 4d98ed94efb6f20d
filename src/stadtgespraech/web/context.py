"""What every page shows: languages to switch to, the direction, whether it is plain German, the city's sign-in; and
whose site it is, where the page itself belongs to no process but the site has only one."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from stadtgespraech.web.access import get_only_process


def site(request: HttpRequest) -> dict[str, object]:
    language = translation.get_language() or settings.LANGUAGE_CODE
    return {
        "process": SimpleLazyObject(get_only_process),
        "language": language,
        "language_name": dict(settings.LANGUAGES)[language],
        "city_sign_in": settings.OIDC_NAME if settings.OIDC else "",
        "html_lang": "de" if language == "de-plain" else language,
        "direction": "rtl" if language in settings.LANGUAGES_BIDI else "ltr",
    }
