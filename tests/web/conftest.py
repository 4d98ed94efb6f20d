"""The site as its tests see it: Auenstadt filled once, the clock at noon on 10 June 2026."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.plugin import DjangoDbBlocker

from stadtgespraech.web import clock, demo
from stadtgespraech.web.actions.log import sequence_all
from stadtgespraech.web.models import Process
from stadtgespraech.web.views.pace import GUESSING, SENDING

DEMO = Path(__file__).resolve().parents[2] / "demo"
NOON = datetime.datetime(2026, 6, 10, 10, 0, tzinfo=datetime.UTC)


@pytest.fixture(scope="session", autouse=True)
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the site keeps its files."""
    from django.conf import settings

    settings.DATA = tmp_path_factory.mktemp("site")
    return Path(settings.DATA)


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)
    for pace in (SENDING, GUESSING):
        pace.forget()


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: DjangoDbBlocker,
    folder: Path,
) -> Iterator[None]:
    """A database with Auenstadt in it; every test works in a transaction that is taken back."""
    from django.test.utils import setup_databases, teardown_databases

    with django_db_blocker.unblock():
        config = setup_databases(verbosity=0, interactive=False)
        demo.fill(DEMO, demo.STORY_DAY, formats=("html", "docx"))
        sequence_all()
    yield
    with django_db_blocker.unblock():
        teardown_databases(config, verbosity=0)


@pytest.fixture
def site(db: None) -> Process:
    """Auenstadt on the day of filling."""
    return Process.objects.get(slug="auenstadt")
