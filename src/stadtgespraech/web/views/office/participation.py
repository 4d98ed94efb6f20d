"""Who took part, as far as people told it, beside the city's own figures: frozen tables of rounds, and nothing else.

Ages are counted apart from contributions (models/participation.py) and shown once a round is frozen, never before: from
two states of a table that is still growing one could read what one person told. Every table is of one round, and rounds
share no count, so no table is a difference of others; there is no filter, and no list or export holds an age."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stadtgespraech.web import clock
from stadtgespraech.web.access import Member, get_any_round
from stadtgespraech.web.actions.participation import SMALLEST, freeze_participation, set_city_figures
from stadtgespraech.web.actions.refusal import Refused
from stadtgespraech.web.forms.participation import WORDS, CityFiguresForm
from stadtgespraech.web.models import CityFigures, Contribution, Participation, Round, Told
from stadtgespraech.web.views.office.asked import GONE
from stadtgespraech.web.views.office.bars import Group, groups_of
from stadtgespraech.web.views.office.door import door, show
from stadtgespraech.web.views.office.rooms import EDITOR, ORGANISER


@dataclass(frozen=True, slots=True)
class Standing:
    """A round and its table, where it is frozen."""

    round: Round
    contributions: int
    is_open: bool
    frozen: Participation | None
    groups: list[Group]
    told: bool  # at least SMALLEST told something: all that is said before it is frozen

    @property
    def height(self) -> int:
        return 30 * len(self.groups)

    @property
    def hides(self) -> bool:
        return any(group.count is None for group in self.groups)


@door(ORGANISER, EDITOR)
@require_safe
def page(request: HttpRequest, member: Member) -> HttpResponse:
    return room_page(request, member, CityFiguresForm(today=clock.today(member.process)))


def room_page(request: HttpRequest, member: Member, form: CityFiguresForm, status: int = 200) -> HttpResponse:
    standings = standings_of(member)
    context = {
        "standings": standings,
        "waiting": [one for one in standings if one.frozen is None],
        "city": [(row, city_rows(row)) for row in CityFigures.objects.filter(process=member.process).order_by("youth")],
        "form": form,
        "may_set": member.has(ORGANISER),
    }
    return show(request, member, "participation", context, room="office-participation", status=status)


def standings_of(member: Member) -> list[Standing]:
    place, now = member.process, clock.now()
    frozen = {row.round_id: row for row in Participation.objects.filter(process=place)}
    rows = Contribution.objects.filter(process=place).exclude(state__in=GONE).order_by()
    counts = {row["round"]: row["count"] for row in rows.values("round").annotate(count=Count("pk"))}
    opened = {phase.round_id for phase in place.phases.all() if phase.is_open(now)}
    told = Told.objects.filter(process=place).values("round").annotate(total=Sum("count"))
    enough = {row["round"] for row in told if row["total"] >= SMALLEST}
    return [
        Standing(
            row,
            counts.get(row.pk, 0),
            row.pk in opened,
            frozen.get(row.pk),
            drawn(frozen.get(row.pk)),
            row.pk in enough,
        )
        for row in place.rounds.all()
    ]


def drawn(table: Participation | None) -> list[Group]:
    if table is None or table.total is None:
        return []
    return groups_of([(str(WORDS[band]), count, table.shares.get(band)) for band, count in table.rows], table.total)


def city_rows(figures: CityFigures) -> list[tuple[str, float]]:
    return [(str(WORDS[band]), share / 10) for band, share in figures.shares.items()]


@door(ORGANISER)
@require_http_methods(["POST"])
def city(request: HttpRequest, member: Member) -> HttpResponse:
    """Take the city's figures in."""
    form = CityFiguresForm(request.POST, today=clock.today(member.process))
    if not form.is_valid():
        return room_page(request, member, form, status=422)
    data = form.cleaned_data
    set_city_figures(
        member.process, youth=data["youth"], shares=data["shares"], source=data["source"], as_of=data["as_of"],
        by=member.user,
    )  # fmt: skip
    messages.success(
        request, "Die Zahlen der Stadt sind gespeichert. Sie gelten für Tabellen, die ab jetzt einfrieren."
    )
    return redirect("office-participation", process=member.process.slug)


@door(ORGANISER)
@require_POST
def freeze(request: HttpRequest, member: Member, round: str) -> HttpResponse:
    """Freeze the table of a round, for good."""
    chosen = get_any_round(member.process, round)
    if request.POST.get("confirm") != "yes":
        messages.warning(request, f"Nichts eingefroren: Bitte bei „{chosen.name}“ erst das Häkchen setzen.")
        return redirect("office-participation", process=member.process.slug)
    try:
        freeze_participation(member.process, round=chosen, by=member.user, day=clock.today(member.process))
        messages.success(request, f"„{chosen.name}“ ist eingefroren.")
    except Refused:
        messages.warning(request, f"„{chosen.name}“ war schon eingefroren. Es bleibt bei der ersten Tabelle.")
    return redirect("office-participation", process=member.process.slug)
