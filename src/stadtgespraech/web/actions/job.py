"""Long work: asked for, taken by a worker, ended or called off. None of it happens in a page's request."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction

from stadtgespraech.web import clock
from stadtgespraech.web.actions import code
from stadtgespraech.web.actions.audit import audit
from stadtgespraech.web.models import Job, Process, User

KEY_SIGNS = 12
LOST_AFTER = datetime.timedelta(minutes=1)  # without a sign of life
MAX_TRIES = 2
OPEN = (Job.State.WAITING, Job.State.RUNNING)


@transaction.atomic
def ask_for_job(process: Process, *, kind: str, by: User, input: dict[str, Any]) -> Job:
    """Put work on the list. Where the same is on it already, that is the answer: a second click asks for nothing."""
    same = Job.objects.filter(process=process, kind=kind, input=input, state__in=OPEN).first()
    if same is not None:
        return same
    job = Job.objects.create(
        process=process, key=code.draw(KEY_SIGNS).lower(), kind=kind, by=by, input=input, asked_at=clock.now()
    )
    audit(process, by=by, act="ask_for_job", about=f"job:{job.key}", note=kind)
    return job


@transaction.atomic
def cancel_job(job: Job, *, by: User) -> bool:
    """Call work off. False where it had ended before. What it did not finish leaves nothing behind."""
    if not Job.objects.filter(pk=job.pk, state__in=OPEN).update(state=Job.State.CANCELLED, ended_at=clock.now()):
        return False
    audit(job.process, by=by, act="cancel_job", about=f"job:{job.key}", note=job.kind)
    return True


def take_job() -> Job | None:
    """The oldest that waits, now running; None where none does. Two workers never get the same."""
    for pk in Job.objects.filter(state=Job.State.WAITING).order_by("pk").values_list("pk", flat=True)[:5]:
        now = clock.now()
        if Job.objects.filter(pk=pk, state=Job.State.WAITING).update(state=Job.State.RUNNING, beat_at=now):
            return Job.objects.get(pk=pk)
    return None


def end_job(job: Job, *, result: dict[str, Any] | None = None, failed: str = "") -> bool:
    """It is done, or failed. False where it was called off meanwhile."""
    state = Job.State.FAILED if failed else Job.State.DONE
    rows = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING)
    return bool(rows.update(state=state, result=result or {}, said=failed[:500], ended_at=clock.now()))


def tell_step(job: Job, step: int, steps: int, said: str) -> None:
    """How far it is."""
    Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(
        step=step, steps=steps, said=said, beat_at=clock.now()
    )


def beat(job: Job) -> bool:
    """Its worker lives. False where the work was called off."""
    return bool(Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(beat_at=clock.now()))


def find_lost_jobs() -> int:
    """Work whose worker died waits again, once; then it has failed. How many were found."""
    lost = Job.objects.filter(state=Job.State.RUNNING, beat_at__lt=clock.now() - LOST_AFTER)
    return sum(_lost(job) for job in lost)


def _lost(job: Job) -> int:
    rows = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, beat_at=job.beat_at)
    if job.tries + 1 < MAX_TRIES:
        return rows.update(state=Job.State.WAITING, tries=job.tries + 1, step=0, said="")
    words = "Die Arbeit wurde zweimal unterbrochen. Bitte fragen Sie, wer die Seite betreibt."
    return rows.update(state=Job.State.FAILED, said=words, ended_at=clock.now())
