"""A department at work: two people of one unit, and what they have drafted so far."""

from __future__ import annotations

from stadtgespraech.web.actions.passage import passage_of
from stadtgespraech.web.actions.proposal import edits_between
from stadtgespraech.web.actions.submission import Saying, add_points, open_submission
from stadtgespraech.web.actions.text import flat_start, rows_at, woven
from stadtgespraech.web.actions.unit import join_unit, make_unit
from stadtgespraech.web.demo.stage import Stage
from stadtgespraech.web.models import Process, User

UNIT = "Dezernat Planen und Bauen"


def begin_statement(stage: Stage) -> None:
    """The unit, its people, and a draft that waits for more."""
    process = Process.objects.get(pk=stage.process.pk)
    alice, doris, david = (User.objects.get(email=f"{name}@auenstadt.example") for name in ("alice", "doris", "david"))
    unit = make_unit(process, name=UNIT, kind="department", by=alice)
    for user in (doris, david):
        join_unit(unit, user=user, by=alice)
    submission = open_submission(unit, by=doris)
    add_points(submission, sayings=sayings(stage, submission.edition.revision), by=doris)


def sayings(stage: Stage, revision: int) -> list[Saying]:
    """A remark to a whole paragraph, and another wording with its reason."""
    first, second = list(stage.texts.values())[:2]
    remark = "Das trägt unser Haus mit. Für die Umsetzung fehlt noch, wer den Unterhalt bezahlt."
    old = rows_at(second, revision)[1]
    start = flat_start(woven(second.product), revision, second.owner, 1) or 0
    new = f"{old} Bis 2032 prüft die Stadt dafür ihre eigenen Grundstücke."
    return [
        Saying(first, revision, remark, passage_of(first, 1, None)),
        Saying(
            second,
            revision,
            "Sonst bleibt offen, womit wir anfangen.",
            passage_of(second, 1, None),
            edits_between(start, old, new, second.owner),
        ),
    ]
