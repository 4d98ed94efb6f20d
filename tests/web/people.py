"""People who take part, as the tests play them: each has a browser of their own."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.test import Client

WRITE = "/auenstadt/beitrag/neu/"
LOOKUP = "/auenstadt/mein-beitrag/"


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of a page."""
    return {
        html.unescape(name): html.unescape(value)
        for name, value in re.findall(r'<input type="hidden" name="([^"]*)"(?: value="([^"]*)")?', page)
    }


def fields(page: str) -> dict[str, str]:
    """The hidden fields of the form for a contribution."""
    return {name: value for name, value in hidden(page).items() if name not in ("csrfmiddlewaretoken", "code")}


def errors(page: str) -> list[str]:
    """The errors beside fields, in order."""
    found = re.findall(r'<p class="error"[^>]*>(?:<svg.*?</svg>)?(.*?)</p>', page)
    return [html.unescape(words) for words in found]


@dataclass
class Person:
    """Somebody with a browser: opens the form, types, looks, sends."""

    client: Client = field(default_factory=Client)
    at: str = "127.0.0.1"  # the address that the server sees

    def open(self, **asked: str) -> str:
        return self.client.get(WRITE, asked, REMOTE_ADDR=self.at).content.decode()

    def post(self, page: str, step: str, **typed: str) -> HttpResponse:
        said = {"words": "Mehr Bänke.", "language": "de", "intent": "change"}
        data: dict[str, Any] = {**fields(page), **said, **typed, step: "1"}
        return self.client.post(WRITE, data, REMOTE_ADDR=self.at)  # type: ignore[return-value]

    def code(self, response: HttpResponse) -> str:
        found = re.search(r"<code>([0-9A-Z-]{19})</code>", response.content.decode())
        assert found is not None, response.content.decode()
        return found[1]
