"""Long work: how far it is, what came of it, and the way to call it off."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from stadtgespraech.web.access import Member, get_job
from stadtgespraech.web.actions.job import cancel_job
from stadtgespraech.web.models import Job
from stadtgespraech.web.views.office.door import door, show
from stadtgespraech.web.views.office.rooms import ORGANISER


@door()
@require_safe
def page(request: HttpRequest, member: Member, key: str) -> HttpResponse:
    job = get_job(member.process, key)
    context = {"job": job, "may_cancel": may_cancel(member, job), "outcome": outcome_of(job)}
    return show(request, member, "job", context, room="")


@door()
@require_POST
def cancel(request: HttpRequest, member: Member, key: str) -> HttpResponse:
    """Whoever asked for it may call it off, and whoever leads the process."""
    job = get_job(member.process, key)
    if not may_cancel(member, job):
        raise PermissionDenied(ORGANISER)
    if not cancel_job(job, by=member.user):
        messages.info(request, "Die Arbeit war schon zu Ende.")
    return HttpResponseRedirect(reverse("office-job", args=[member.process.slug, job.key]))


def may_cancel(member: Member, job: Job) -> bool:
    return member.has(ORGANISER) or job.by_id == member.user.pk


def outcome_of(job: Job) -> str:
    """The address of what came of it; "" where nothing has one yet."""
    edition = job.result.get("edition", "")
    return reverse("edition", args=[job.process.slug, edition]) if edition else ""
