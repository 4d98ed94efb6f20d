"""A unit's answer: opened, filled, finished, signed by a second person. Only then are there contributions."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from stadtgespraech.records import Edit
from stadtgespraech.web import clock
from stadtgespraech.web.actions.audit import audit
from stadtgespraech.web.actions.contribution import Said, submit_contribution
from stadtgespraech.web.actions.passage import Passage
from stadtgespraech.web.actions.proposal import edits_of_rows, rows_of_edits, said
from stadtgespraech.web.actions.refusal import Reason, Refused
from stadtgespraech.web.actions.text import woven
from stadtgespraech.web.models import Edition, Point, Process, Product, Proposal, Submission, Text, Unit, User

MOST = 2_000  # points of one submission


@dataclass(frozen=True, slots=True)
class Saying:
    """A point before it is kept: see models.Point."""

    about: Text | None
    revision: int
    words: str = ""
    passage: Sequence[Sequence[int]] = ()
    edits: Sequence[Edit] = ()


def four_eyes(process: Process) -> bool:
    """Whether a second person has to sign; it does unless the process says otherwise."""
    return process.rules.needs_second("statements")


def edition_to_answer(process: Process) -> Edition | None:
    """The current edition of what is being worked on; of the last product that has one where nothing is."""
    products = [row for row in process.products.all() if row.current_edition() is not None]
    running = [row for row in products if row.state == Product.State.RUNNING]
    chosen = next(reversed(running or products), None)
    return chosen.current_edition() if chosen is not None else None


@transaction.atomic
def open_submission(unit: Unit, *, by: User) -> Submission:
    """The one that the unit works on, begun where there is none. Refused where no edition can be answered."""
    known = unit.submissions.exclude(state=Submission.State.SIGNED).first()
    if known is not None:
        return known
    edition = edition_to_answer(unit.process)
    if edition is None:
        raise Refused(Reason.STATE)
    audit(unit.process, by=by, act="open_submission", about=f"unit:{unit.slug}", note=edition.name)
    return Submission.objects.create(process=unit.process, unit=unit, edition=edition, opened_at=clock.now())


def locked(submission: Submission, state: str) -> Submission:
    """The submission as it is now, for nobody else to alter meanwhile. Refused in another state."""
    row = Submission.objects.select_for_update().select_related("unit__round", "process").get(pk=submission.pk)
    if row.state != state:
        raise Refused(Reason.STATE)
    return row


@transaction.atomic
def add_points(submission: Submission, *, sayings: Sequence[Saying], by: User) -> list[Point]:
    """Say more. Refused once it is finished, and beyond MOST points."""
    row = locked(submission, Submission.State.DRAFT)
    if row.points.count() + len(sayings) > MOST:
        raise Refused(Reason.LIMIT)
    row.authors.add(by)
    points = [
        Point(
            process=row.process,
            submission=row,
            about=item.about,
            revision=item.revision,
            passage=[list(part) for part in item.passage],
            edits=rows_of_edits(item.edits),
            words=item.words,
            key=secrets.token_urlsafe(32),
        )
        for item in sayings
    ]
    audit(row.process, by=by, act="add_points", about=f"unit:{row.unit.slug}", note=str(len(points)))
    return Point.objects.bulk_create(points)


@transaction.atomic
def amend_point(point: Point, *, words: str, edits: Sequence[Edit], by: User) -> None:
    """Say it otherwise."""
    row = locked(point.submission, Submission.State.DRAFT)
    if not words and not edits:
        raise Refused(Reason.INCOMPLETE)
    row.authors.add(by)
    Point.objects.filter(pk=point.pk).update(words=words, edits=rows_of_edits(edits))
    audit(row.process, by=by, act="amend_point", about=f"unit:{row.unit.slug}")


@transaction.atomic
def remove_point(point: Point, *, by: User) -> None:
    """Leave it out."""
    row = locked(point.submission, Submission.State.DRAFT)
    row.authors.add(by)
    Point.objects.filter(pk=point.pk).delete()
    audit(row.process, by=by, act="remove_point", about=f"unit:{row.unit.slug}")


@transaction.atomic
def finish_submission(submission: Submission, *, by: User) -> None:
    """Hand it to a second person; where the process needs none it counts at once. Refused while it says nothing."""
    row = locked(submission, Submission.State.DRAFT)
    if not row.points.exists():
        raise Refused(Reason.INCOMPLETE)
    row.authors.add(by)
    Submission.objects.filter(pk=row.pk).update(state=Submission.State.FINISHED, finished_at=clock.now())
    audit(row.process, by=by, act="finish_submission", about=f"unit:{row.unit.slug}")
    if not four_eyes(row.process):
        sign(row, by)


@transaction.atomic
def return_submission(submission: Submission, *, by: User) -> None:
    """Take it back to work on it once more."""
    row = locked(submission, Submission.State.FINISHED)
    Submission.objects.filter(pk=row.pk).update(state=Submission.State.DRAFT, finished_at=None)
    audit(row.process, by=by, act="return_submission", about=f"unit:{row.unit.slug}")


@transaction.atomic
def sign_submission(submission: Submission, *, by: User) -> int:
    """A second person of the unit stands for it: every point becomes a contribution of the unit's round, with its leaf.
    How many. Refused to whoever had a hand in it, and to who does not speak for the unit."""
    row = locked(submission, Submission.State.FINISHED)
    if not row.unit.memberships.filter(user=by).exists() or row.authors.filter(pk=by.pk).exists():
        raise Refused(Reason.OWN)
    return sign(row, by)


def sign(row: Submission, by: User) -> int:
    points = list(row.points.select_related("about__product__weave", "about__process"))
    for point in points:
        contribute(row, point)
    row.points.all().delete()  # from now on it is said once, where it can be erased
    row.readings.all().delete()
    state = Submission.State.SIGNED
    Submission.objects.filter(pk=row.pk).update(state=state, signed_at=clock.now(), count=len(points))
    audit(row.process, by=by, act="sign_submission", about=f"unit:{row.unit.slug}", note=str(len(points)))
    return len(points)


def contribute(row: Submission, point: Point) -> None:
    """The contribution of a point, and its proposal where it has edits."""
    words = words_of(point)
    passage: Passage = tuple((part[0], part[1], part[2], part[3]) for part in point.passage)
    content = Said(
        round=row.unit.round,
        kind="feedback",
        text=words,
        language=row.process.language,
        intent="change" if point.edits else "",
        about=point.about,
        passage=passage if point.about is not None else (),
    )
    made = submit_contribution(row.process, said=content, form_key=point.key, day=clock.today(row.process))
    if point.edits and point.about is not None:
        Proposal.objects.create(
            process=row.process,
            part=made.parts.get(),
            product=point.about.product,
            revision=point.revision,
            edits=point.edits,
        )


def words_of(point: Point) -> str:
    """What a point says as a contribution: the proposal in words, then the reason."""
    if not point.edits or point.about is None:
        return point.words
    text = woven(point.about.product).text(point.revision)
    return "\n\n".join(part for part in (said(text, edits_of_rows(point.edits)), point.words) if part)
