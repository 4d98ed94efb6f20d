"""`stadtgespraech manage job NUMBER`: do one piece of long work; the worker calls it."""

from __future__ import annotations

import resource
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from stadtgespraech.web.jobs import do_job
from stadtgespraech.web.models import Job

MOST_MEMORY = 4 * 1024**3  # bytes of address space: what grows beyond is ended, not the machine


class Command(BaseCommand):
    help = "Do one piece of long work that is running; called by the worker."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", type=int)

    def handle(self, *, number: int, **_: object) -> None:
        job = Job.objects.select_related("process").filter(pk=number, state=Job.State.RUNNING).first()
        if job is None:
            raise CommandError(f"no job {number} is running")
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        do_job(job)
