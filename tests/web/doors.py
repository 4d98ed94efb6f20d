"""Every room's address, whom its door lets in, and what must be there for it: written out once more, so that no door
opens unseen."""

from __future__ import annotations

from collections.abc import Callable

from stadtgespraech.web.actions.reading import read_file, working_file
from stadtgespraech.web.actions.report import ticket_key
from stadtgespraech.web.actions.scan import clean_scan, keep_scans
from stadtgespraech.web.actions.unit import join_unit
from stadtgespraech.web.models import (
    Appeal,
    Contribution,
    Draft,
    Job,
    Milestone,
    Point,
    Process,
    Role,
    Submission,
    Unit,
    User,
)

from .conftest import NOON
from .scans import PIXEL

ALL = tuple(Role.Kind.values)
ORGANISER = ("organiser",)
ENTERING = ("organiser", "editor", "facilitator")
MODERATION = ("moderator", "organiser")
DEPARTMENT = ("department",)
WRITING = ("organiser", "editor")
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
    "office-codes": ORGANISER,
    "office-draft": WRITING,
    "office-draft-new": WRITING,
    "office-drafts": WRITING,
    "office-first": WRITING,
    "office-phase": ORGANISER,
    "office-phase-new": ORGANISER,
    "office-plan": ALL,
    "office-poster": ORGANISER,
    "office-product": ORGANISER,
    "office-product-new": ORGANISER,
    "office-question": ORGANISER,
    "office-question-new": ORGANISER,
    "office-round": ORGANISER,
    "office-round-new": ORGANISER,
    "office-step": ORGANISER,
    "office-step-new": ORGANISER,
    "office-take": WRITING,
    "office-tents": ORGANISER,
    "office-texts": WRITING,
    "office-translation": WRITING,
    "office-translations": WRITING,
    "office-upload": WRITING,
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


def step(process: Process, user: User | None) -> Named:
    product = process.products.get(slug="zielbilder")
    return {"key": Milestone.objects.get_or_create(product=product, number=99, title="Beirat")[0].pk}


def draft(process: Process, user: User | None) -> Named:
    product = process.products.get(slug="massnahmen")
    made, _fresh = Draft.objects.get_or_create(process=process, product=product, kind="section", title="Vorwort")
    return {"product": "massnahmen", "key": made.pk}


def measures(process: Process, user: User | None) -> Named:
    return {"product": "massnahmen"}


def youth(process: Process, user: User | None) -> Named:
    return {"round": "jugendrunde-im-netz"}


def english(process: Process, user: User | None) -> Named:
    return {"product": "zielbilder", "kind": "statement", "text": "der-fluss-gehoert-allen", "language": "en"}


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
    "office-codes": youth,
    "office-draft": draft,
    "office-draft-new": measures,
    "office-drafts": measures,
    "office-first": measures,
    "office-phase": lambda process, user: {"number": 1},
    "office-poster": youth,
    "office-product": lambda process, user: {"product": "zielbilder"},
    "office-question": lambda process, user: {"question": "fluss-ungern"},
    "office-question-new": lambda process, user: {"number": 2},
    "office-round": youth,
    "office-step": step,
    "office-take": measures,
    "office-tents": youth,
    "office-translation": english,
    "office-upload": measures,
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
