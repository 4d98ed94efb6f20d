"""Addresses that only forms use. Whoever comes there by a link (another language, back after signing in) gets the page
that the form stands on, never an error of the browser."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

View = Callable[..., HttpResponse]


def posts_only(page: str, *names: str) -> Callable[[View], View]:
    """Anything but POST is sent on to `page`; `names` are the parts of this address that the page's address has too."""

    def wrap(view: View) -> View:
        @wraps(view)
        def posted(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
            if request.method != "POST":
                return HttpResponseRedirect(reverse(page, kwargs={name: named[name] for name in names}))
            return view(request, *args, **named)

        return posted

    return wrap
