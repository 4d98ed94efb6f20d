"""Long work: asked for once, done by a child of the worker, called off without a trace, never lost."""

from __future__ import annotations

import datetime

import pytest

from stadtgespraech.web import clock, jobs
from stadtgespraech.web.actions.job import (
    LOST_AFTER,
    ask_for_job,
    beat,
    cancel_job,
    end_job,
    find_lost_jobs,
    take_job,
    tell_step,
)
from stadtgespraech.web.actions.refusal import Reason, Refused
from stadtgespraech.web.jobs import BROKEN, do_job
from stadtgespraech.web.models import Audit, Job, Process, User

from .conftest import NOON
from .signing import account
from .working import worker

ASKED = {"product": "zielbilder", "slug": "dritte", "name": "Dritte Fassung"}


@pytest.fixture
def anna(site: Process) -> User:
    return account("anna@example.org")


@pytest.fixture
def job(site: Process, anna: User) -> Job:
    return ask_for_job(site, kind="publish", by=anna, input=ASKED)


def state(job: Job) -> str:
    job.refresh_from_db()
    return job.state


def test_a_second_click_asks_for_nothing_new(site: Process, anna: User, job: Job) -> None:
    again = ask_for_job(site, kind="publish", by=anna, input=ASKED)
    other = ask_for_job(site, kind="publish", by=anna, input={**ASKED, "slug": "vierte"})
    assert (again, other == job, Audit.objects.filter(act="ask_for_job").count()) == (job, False, 2)


def test_each_piece_of_work_is_taken_once_the_oldest_first(site: Process, anna: User, job: Job) -> None:
    later = ask_for_job(site, kind="publish", by=anna, input={})
    assert [take_job(), take_job(), take_job()] == [job, later, None]


@pytest.mark.parametrize(
    ("work", "ended", "said", "result"),
    [
        (lambda job, end: end({"edition": "dritte"}), "done", "", {"edition": "dritte"}),
        (lambda job, end: refuse(), "failed", "So geht es nicht.", {}),
        (lambda job, end: 1 / 0, "failed", BROKEN, {}),
    ],
)
def test_work_ends_with_a_result_or_a_sentence(
    job: Job, monkeypatch: pytest.MonkeyPatch, work: object, ended: str, said: str, result: dict[str, str]
) -> None:
    monkeypatch.setitem(jobs.KINDS, "publish", work)
    taken = take_job()
    assert taken is not None
    do_job(taken)
    assert (state(job), job.said, job.result, job.ended_at) == (ended, said, result, NOON)


def refuse() -> dict[str, str]:
    raise Refused(Reason.STATE, "So geht es nicht.")


def test_what_was_called_off_is_neither_done_nor_failed_afterwards(site: Process, anna: User, job: Job) -> None:
    taken = take_job()
    assert taken is not None
    assert (cancel_job(job, by=anna), cancel_job(job, by=anna)) == (True, False)
    tell_step(taken, 1, 2, "x")
    assert (beat(taken), end_job(taken, result={"a": 1}), state(job), job.result, job.said) == (
        False, False, "cancelled", {}, "",
    )  # fmt: skip


def test_work_whose_worker_died_is_taken_again_once(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    for number in range(3):
        monkeypatch.setattr(clock, "now", lambda number=number: NOON + number * 2 * LOST_AFTER)
        seen.append((find_lost_jobs(), state(job)))
        take_job()
    assert seen == [(0, "waiting"), (1, "waiting"), (1, "failed")]


def test_work_that_lives_is_not_taken_for_lost(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = take_job()
    assert taken is not None
    monkeypatch.setattr(clock, "now", lambda: NOON + 2 * LOST_AFTER)
    assert (beat(taken), find_lost_jobs(), state(job)) == (True, 0, "running")
    assert datetime.timedelta(seconds=30) < LOST_AFTER


def test_the_page_shows_how_far_it_is_and_only_who_asked_or_leads_calls_it_off(site: Process, job: Job) -> None:
    leading, _user = worker(site, "organiser")
    editing, _user = worker(site, "editor")
    address = f"/auenstadt/arbeit/auftrag/{job.key}/"
    waiting = leading.get(address).content.decode()
    refused = editing.post(f"{address}abbrechen/")
    done = leading.post(f"{address}abbrechen/", follow=True).content.decode()
    assert ("Wartet, bis" in waiting, refused.status_code, state(job)) == (True, 403, "cancelled")
    assert "Abgebrochen. Es hat sich nichts geändert." in done
    assert "Neu laden" not in done


def test_an_edition_that_is_called_off_while_it_is_written_does_not_appear(
    site: Process, anna: User, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = take_job()
    assert taken is not None
    monkeypatch.setattr(jobs, "tell_step", lambda *_: cancel_job(job, by=anna))
    do_job(taken)
    assert (state(job), site.editions.filter(slug="dritte").exists()) == ("cancelled", False)


def test_publishing_as_a_job_gives_the_edition(site: Process, job: Job) -> None:
    taken = take_job()
    assert taken is not None
    do_job(taken)
    edition = site.editions.get(slug="dritte")
    assert (state(job), job.said, job.result, edition.base.slug) == (
        "done",
        "",
        {"edition": "dritte"},
        "zweite-fassung",
    )
