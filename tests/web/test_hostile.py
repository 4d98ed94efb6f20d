"""What nobody should learn, keep or fill: logs, caches, disks."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest
from django.test import Client

from stadtgespraech.web.actions.notice import mail_token
from stadtgespraech.web.models import Process

from .people import LOOKUP

TOKEN = "/auenstadt/mein-beitrag/post/{}/"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the site as it is configured writes to its log."""
    console = next(handler for handler in logging.getLogger().handlers if handler.name == "console")
    assert isinstance(console, logging.StreamHandler)
    before, found = console.stream, io.StringIO()
    console.setStream(found)
    yield found
    console.setStream(before)


def test_a_path_with_a_token_and_a_made_up_host_reach_no_log(site: Process, log: io.StringIO) -> None:
    contribution = site.contributions.filter(state="public").first()
    assert contribution is not None
    path = TOKEN.format(mail_token(contribution))
    strict = Client(enforce_csrf_checks=True)
    answers = [
        strict.post(path).status_code,
        strict.post("/konto/anmelden/?next=/geheim/", {"email": "dora@example.org"}).status_code,
        strict.get(path, headers={"host": "203.0.113.7"}).status_code,
        strict.get("/auenstadt/", {"x\0": "1"}, headers={"host": "a\nb"}).status_code,
    ]
    assert (answers, log.getvalue()) == ([403, 403, 400, 400], "")


def test_a_defect_is_logged_with_its_place_and_without_the_address(
    site: Process, monkeypatch: pytest.MonkeyPatch, log: io.StringIO
) -> None:
    monkeypatch.setattr("stadtgespraech.web.views.receipt.contribution_of_token", lambda *_: 1 / 0)
    client = Client(raise_request_exception=False)
    response = client.get(TOKEN.format("geheimes-zeichen"))
    logged = log.getvalue()
    assert logged.startswith("a page failed: <slug:process>/mein-beitrag/post/<str:token>/\nTraceback")
    assert (response.status_code, "ZeroDivisionError" in logged, "geheimes-zeichen" in logged) == (500, True, False)


@pytest.mark.parametrize("path", ["/", "/auenstadt/", "/auenstadt/nichts/", "/auenstadt/beitrag/0000000000/"])
def test_what_a_browser_is_refused_still_has_its_rules(site: Process, path: str) -> None:
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    for response in (strict.get(path), strict.post(path), strict.get(path, headers={"host": "boese.example"})):
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "Set-Cookie" not in response.headers
        assert not response.cookies


def test_a_request_that_makes_no_sense_is_answered_in_german(site: Process) -> None:
    response = Client().get("/auenstadt/", headers={"host": "boese.example"})
    assert (response.status_code, "Das haben wir nicht verstanden" in response.content.decode()) == (400, True)


def test_pages_can_be_looked_at_by_their_head(site: Process) -> None:
    for path in ("/auenstadt/", "/auenstadt/beitraege/", "/auenstadt/anpassungen/", "/auenstadt/suche/", LOOKUP):
        assert Client().head(path).status_code == 200
