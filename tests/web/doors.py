"""Every room's address, whom its door lets in, and what must be there for it: written out once more, so that no door
opens unseen."""

from __future__ import annotations

from collections.abc import Callable

from stadtgespraech.web.actions.reading import read_file, working_file
from stadtgespraech.web.actions.report import ticket_key
from stadtgespraech.web.actions.scan import clean_scan, keep_scans
from stadtgespraech.web.actions.unit import join_unit
from stadtgespraech.web.models import Appeal, Contribution, Job, Point, Process, Role, Submission, Unit, User

from .conftest import NOON
from .scans import PIXEL

ALL = tuple(Role.Kind.values)
ORGANISER = ("organiser",)
ENTERING = ("organiser", "editor", "facilitator")
MODERATION = ("moderator", "organiser")
DEPARTMENT = ("department",)
READING = ("organiser", "editor", "moderator", "releaser")

DOORS: dict[str, tuple[str, ...]] = {
    "office": ALL,
    "office-audit": ORGANISER,
    "office-job": ALL,
    "office-job-cancel": ORGANISER,
    "office-capture": ENTERING,
    "office-capture-undo": ENTERING,
    "office-city-figures": ORGANISER,
    "office-contribution": READING,
    "office-contributions": READING,
    "office-contributions-csv": READING,
    "office-contributions-xlsx": READING,
    "office-freeze": ORGANISER,
    "office-matrix": ALL,
    "office-moderation": MODERATION,
    "office-moderation-appeal": MODERATION,
    "office-moderation-appeals": MODERATION,
    "office-moderation-blackout": MODERATION,
    "office-moderation-contribution": MODERATION,
    "office-moderation-original": MODERATION,
    "office-moderation-report": MODERATION,
    "office-moderation-reports": MODERATION,
    "office-moderation-ticket": MODERATION,
    "office-moderation-year": MODERATION,
    "office-moderation-year-file": MODERATION,
    "office-people": ORGANISER,
    "office-settings": ORGANISER,
    "office-participation": ("organiser", "editor"),
    "office-scan": READING,
    "office-scan-drop": ("organiser", "editor", "moderator"),
    "office-slips": ENTERING,
    "office-statement": ("organiser", "department"),
    "office-statement-file": DEPARTMENT,
    "office-statement-point": DEPARTMENT,
    "office-statement-reading": DEPARTMENT,
    "office-statement-state": DEPARTMENT,
    "office-statement-text": DEPARTMENT,
    "office-statement-unit": ("organiser", "department"),
    "office-statement-upload": DEPARTMENT,
    "office-units": ORGANISER,
}
OF_THE_SITE = {"office-new"}  # in no process: test_office_new.py
# Where nothing is named by the form, nothing is found.
GUARDED = {("office-capture-undo", "post")}
# What a door lets in, and another rule then keeps out.
FURTHER = {("office-job-cancel", "get")}

Named = dict[str, object]


def work(process: Process, user: User | None) -> Named:
    made, _fresh = Job.objects.get_or_create(
        process=process, key="auftrag", defaults={"kind": "publish", "asked_at": NOON}
    )
    return {"key": made.key}


def first(process: Process) -> Contribution:
    found = Contribution.objects.filter(process=process).order_by("pk").first()
    assert found is not None
    return found


def contribution(process: Process, user: User | None) -> Named:
    return {"key": first(process).key}


def scan(process: Process, user: User | None) -> Named:
    row = first(process)
    if not row.scans.exists():
        keep_scans(row, clean_scan(PIXEL))
    return {"key": row.key, "number": 1}


def unit(process: Process, user: User | None) -> Named:
    """The demo's unit; whoever is a department speaks for it."""
    found = Unit.objects.get(process=process)
    if user is not None and user.roles.filter(process=process, role="department").exists():
        join_unit(found, user=user, by=None)
    return {"unit": found.slug}


def point(process: Process, user: User | None) -> Named:
    return {**unit(process, user), "number": Point.objects.filter(process=process).latest("pk").pk}


def read(process: Process, user: User | None) -> Named:
    submission = Submission.objects.get(process=process)
    by = submission.authors.get()
    found = read_file(submission, data=working_file(submission.edition), name="x", by=by)
    return {**unit(process, user), "number": found.pk}


def text(process: Process, user: User | None) -> Named:
    return {**unit(process, user), "text": Point.objects.filter(process=process).latest("pk").about.slug}


NAMED: dict[str, Callable[[Process, User | None], Named]] = {
    "office-contribution": contribution,
    "office-freeze": lambda process, user: {"round": "online-beteiligung"},
    "office-job": work,
    "office-job-cancel": work,
    "office-moderation-appeal": lambda process, user: {"number": Appeal.objects.get().pk},
    "office-moderation-blackout": lambda process, user: {"key": "haltestelle"},
    "office-moderation-contribution": lambda process, user: {"key": "haltestelle"},
    "office-moderation-original": lambda process, user: {"key": "haltestelle"},
    "office-moderation-report": lambda process, user: {"key": ticket_key("demo-durchwahl")},
    "office-moderation-ticket": lambda process, user: {"key": ticket_key("demo-barrier")},
    "office-scan": scan,
    "office-scan-drop": contribution,
    "office-statement-file": unit,
    "office-statement-point": point,
    "office-statement-reading": read,
    "office-statement-state": unit,
    "office-statement-text": text,
    "office-statement-unit": unit,
    "office-statement-upload": unit,
}
