"""The whole at a glance: what is missing, and what came in which round on which text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from stadtgespraech.records import FINAL_STATES
from stadtgespraech.web import clock
from stadtgespraech.web.access import Member
from stadtgespraech.web.actions.text import title_of
from stadtgespraech.web.models import Contribution, Part, Process, Round, Text, Ticket
from stadtgespraech.web.views.office.door import door, show

GONE = (Contribution.State.WITHDRAWN, Contribution.State.ERASED)


@dataclass(frozen=True, slots=True)
class Line:
    """One text, and how many contributions on it came in each round. Texts keep their drawn order (promise 6)."""

    title: str
    counts: Sequence[int]


@door()
@require_safe
def page(request: HttpRequest, member: Member) -> HttpResponse:
    place = member.process
    rounds = list(place.rounds.all())
    context = {"rounds": rounds, "lines": lines_of(place, rounds), **standing(place)}
    return show(request, member, "overview", context, room="office")


def standing(process: Process) -> dict[str, int]:
    """What waits, as numbers."""
    today = clock.today(process)
    tickets = Ticket.objects.filter(process=process, settled_on=None)
    return {
        "collected": Contribution.objects.filter(process=process).exclude(state__in=GONE).count(),
        "held": Contribution.objects.filter(process=process, state=Contribution.State.HELD).count(),
        "unanswered": Part.objects.filter(contribution__process=process, superseded=False)
        .exclude(contribution__state__in=GONE)
        .exclude(disposition__state__in=FINAL_STATES)
        .count(),
        "reported": Contribution.objects.filter(process=process, reports__settled_on=None, reports__gt=0)
        .distinct()
        .count(),
        "barriers": tickets.count(),
        "barriers_late": tickets.filter(due_on__lt=today).count(),
    }


def lines_of(process: Process, rounds: Sequence[Round]) -> list[Line]:
    """A line for each statement, and one for what is about none."""
    rows = Contribution.objects.filter(process=process).exclude(state__in=GONE).order_by()
    counted = Counter(
        {
            (row["about"], row["round"]): row["count"]
            for row in rows.values("about", "round").annotate(count=Count("pk"))
        }
    )
    titles = titles_of(process)
    found = [Line(titles[key], [counted[key, round.pk] for round in rounds]) for key in titles]
    rest = [sum(count for (about, at), count in counted.items() if at == round.pk and about not in titles)
            for round in rounds]  # fmt: skip
    return [*found, Line("keinem Bild zugeordnet", rest)]


def titles_of(process: Process) -> dict[int, str]:
    """The statements of all products that have an edition, by id, in their order."""
    texts = [row for row in process.texts.all() if row.kind == Text.Kind.STATEMENT]
    texts.sort(key=lambda row: (-row.product.number, row.number))
    named = {row.pk: title_of(row, row.product.current_edition()) for row in texts}
    return {key: title for key, title in named.items() if title}
