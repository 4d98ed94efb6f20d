"""Kinds of long work, and the worker's hand for it: one child process at a time, which can be ended."""

from __future__ import annotations

import datetime
import logging
import subprocess
import sys
from collections.abc import Callable
from itertools import count
from typing import Any

from django.conf import settings

from stadtgespraech.publish.edition import EditionError
from stadtgespraech.web.actions.draft import publish_first_edition
from stadtgespraech.web.actions.edition import FORMATS, publish_edition
from stadtgespraech.web.actions.job import beat, end_job, find_lost_jobs, take_job, tell_step
from stadtgespraech.web.actions.refusal import Refused
from stadtgespraech.web.clock import today
from stadtgespraech.web.models import Job, Product

End = Callable[[dict[str, Any]], None]
Work = Callable[[Job, End], None]
BROKEN = "Es ist ein Fehler aufgetreten, der an uns liegt. Es hat sich nichts geändert."


class CalledOff(Exception):
    """Somebody called the work off before it could keep what it made."""


def publish(job: Job, end: End) -> None:
    """Publish the text of a product as an edition: `product`, `slug`, `name`."""
    product = Product.objects.get(process=job.process, slug=job.input["product"])
    base, steps = product.current_edition(), count(1)
    all_steps = len(FORMATS) * (3 if base is not None else 1) + 2
    publish_edition(
        product,
        slug=job.input["slug"],
        name=job.input["name"],
        day=today(job.process),
        base=base,
        also=lambda edition: end({"edition": edition.slug}),
        progress=lambda *_: tell_step(job, next(steps), all_steps, "Alle Formate werden geschrieben und geprüft"),
    )


def publish_first(job: Job, end: End) -> None:
    """Publish the drafts of a product as its first edition: `product`, `name`, `day`, `drawn`."""
    steps, all_steps = count(1), len(FORMATS) + 2
    publish_first_edition(
        Product.objects.get(process=job.process, slug=job.input["product"]),
        by=job.by,
        name=job.input["name"],
        day=datetime.date.fromisoformat(job.input["day"]),
        drawn=job.input["drawn"],
        also=lambda edition: end({"edition": edition.slug}),
        progress=lambda *_: tell_step(job, next(steps), all_steps, "Alle Formate werden geschrieben und geprüft"),
    )


KINDS: dict[str, Work] = {"publish": publish, "first": publish_first}


def do_job(job: Job) -> None:
    """Do it here and now. The work ends the job in the transaction that keeps its result: what was called off leaves
    nothing. A refusal is an answer; everything else is a defect of ours, told in the log with its trace and to the
    person in one sentence."""

    def end(result: dict[str, Any]) -> None:
        if not end_job(job, result=result):
            raise CalledOff

    try:
        KINDS[job.kind](job, end)
    except CalledOff:
        logging.getLogger(__name__).info("job %s was called off", job)
    except (Refused, EditionError) as refusal:
        end_job(job, failed=str(refusal))
    except Exception:
        logging.getLogger(__name__).exception("job %s", job)
        end_job(job, failed=BROKEN)


class Hand:
    """A worker's: starts a child for the next job, watches it, ends it where it was called off."""

    def __init__(self) -> None:
        self.job: Job | None = None
        self.child: subprocess.Popen[bytes] | None = None

    def look(self) -> int:
        """One look; how much was done."""
        if self.child is None:
            return find_lost_jobs() + self.begin()
        assert self.job is not None
        if self.child.poll() is not None:
            if self.child.returncode and end_job(self.job, failed=BROKEN):
                logging.getLogger(__name__).error("job %s ended with %s", self.job, self.child.returncode)
            self.job = self.child = None
            return 1
        if not beat(self.job) and not self.has_ended():
            self.stop()
        return 0

    def has_ended(self) -> bool:
        assert self.job is not None
        self.job.refresh_from_db(fields=["state"])
        return self.job.state in (Job.State.DONE, Job.State.FAILED)

    def begin(self) -> int:
        self.job = take_job()
        if self.job is None:
            return 0
        command = [
            sys.executable,
            "-m",
            "stadtgespraech",
            "manage",
            "--data",
            str(settings.DATA),
            "job",
            str(self.job.pk),
        ]
        self.child = subprocess.Popen(command)
        return 1

    def stop(self) -> None:
        """End the child. Its transaction is taken back by the database."""
        if self.child is not None:
            self.child.terminate()
            try:
                self.child.wait(10)
            except subprocess.TimeoutExpired:
                self.child.kill()
                self.child.wait()
            self.job = self.child = None
