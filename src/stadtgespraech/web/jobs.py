"""Kinds of long work, and the worker's hand for it: one child process at a time, which can be ended."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from django.conf import settings

from stadtgespraech.publish.edition import EditionError
from stadtgespraech.web.actions.edition import publish_edition
from stadtgespraech.web.actions.job import beat, end_job, find_lost_jobs, take_job, tell_step
from stadtgespraech.web.actions.refusal import Refused
from stadtgespraech.web.clock import today
from stadtgespraech.web.models import Job, Product

Work = Callable[[Job], dict[str, Any]]
BROKEN = "Es ist ein Fehler aufgetreten, der an uns liegt. Es hat sich nichts geändert."


def publish(job: Job) -> dict[str, Any]:
    """Publish the text of a product as an edition: `product`, `slug`, `name`."""
    product = Product.objects.get(process=job.process, slug=job.input["product"])
    tell_step(job, 1, 2, "Alle Formate werden geschrieben und geprüft")
    base = product.current_edition()
    made = publish_edition(product, slug=job.input["slug"], name=job.input["name"], day=today(job.process), base=base)
    return {"edition": made.slug}


KINDS: dict[str, Work] = {"publish": publish}


def do_job(job: Job) -> None:
    """Do it here and now, and say how it ended. A refusal is an answer; everything else is a defect of ours, told in
    the log with its trace and to the person in one sentence."""
    try:
        result = KINDS[job.kind](job)
    except (Refused, EditionError) as refusal:
        end_job(job, failed=str(refusal))
    except Exception:
        logging.getLogger(__name__).exception("job %s", job)
        end_job(job, failed=BROKEN)
    else:
        end_job(job, result=result)


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
