"""What is open, when, in which round: planned, moved, closed, taken back."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from stadtgespraech.web import clock
from stadtgespraech.web.actions.alteration import alter, version_of
from stadtgespraech.web.actions.audit import audit
from stadtgespraech.web.actions.refusal import Reason, Refused
from stadtgespraech.web.actions.slug import next_number
from stadtgespraech.web.models import Contribution, Phase, Process, Product, Round, User

NAMES = {
    "title": "Titel", "kind": "Art", "product": "Teilprodukt", "round": "Runde", "opens_at": "öffnet",
    "closes_at": "schließt",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Planned:
    """What a phase is to be. `closes_at` None: open until further notice."""

    title: str
    kind: str
    product: Product
    round: Round
    opens_at: datetime.datetime
    closes_at: datetime.datetime | None


@transaction.atomic
def plan_phase(process: Process, *, by: User, planned: Planned) -> Phase:
    """A new phase. Refused: "ends" where it closes before it opens, "past" where it is over already, "overlap"."""
    place = Process.objects.select_for_update().get(pk=process.pk)
    refuse_dates(planned, clock.now())
    refuse_overlap(place, planned)
    number = next_number(Phase.objects.filter(process=place))
    phase = Phase.objects.create(process=place, number=number, **values_of(planned))
    audit(place, by=by, act="plan_phase", about=f"phase:{number}", note=told(place, planned))
    return phase


@transaction.atomic
def change_phase(phase: Phase, *, by: User, planned: Planned, confirmed: bool = False, seen: str | None = None) -> None:
    """Another title or other days. Refused as `plan_phase`; "confirm" where it was over and would be open again, and
    nobody said that this is meant; "said" where its kind, product or round would change under contributions."""
    place = Process.objects.select_for_update().get(pk=phase.process_id)
    row = Phase.objects.select_related("product", "round").get(pk=phase.pk)
    if seen is not None and seen != version_of(row):
        alter(row, {}, NAMES, seen=seen)
    now = clock.now()
    if planned.closes_at != row.closes_at or planned.opens_at != row.opens_at:
        refuse_dates(planned, now if planned.closes_at != row.closes_at else None)
    same = (planned.kind, planned.product, planned.round) == (row.kind, row.product, row.round)
    if not same and said_in(row).exists():
        raise Refused(Reason.SAID, f"In „{row.title}“ wurde schon etwas gesagt: Art, Teilprodukt und Runde bleiben.")
    refuse_overlap(place, planned, besides=row)
    over = row.closes_at is not None and row.closes_at <= now
    if over and (planned.closes_at is None or planned.closes_at > now) and not confirmed:
        raise Refused(
            Reason.CONFIRM,
            f"Die Frist ist am {moment(place, row.closes_at)} abgelaufen. Wer sich daran gehalten hat, wird fragen: "
            "Setzen Sie den Haken, wenn sie wirklich verlängert werden soll.",
        )
    row.opens_at, row.closes_at = local(place, row.opens_at), local(place, row.closes_at)  # as the note says them
    note = alter(row, {key: local(place, value) for key, value in values_of(planned).items()}, NAMES)
    if note:
        audit(place, by=by, act="change_phase", about=f"phase:{row.number}", note=note)


@transaction.atomic
def close_phase(phase: Phase, *, by: User) -> None:
    """Close what is open, at this moment. Refused ("state") where it is not open."""
    row = Phase.objects.select_for_update().get(pk=phase.pk)
    now = clock.now()
    if not row.is_open(now) or row.opens_at >= now:
        raise Refused(Reason.STATE, f"„{row.title}“ ist nicht offen.")
    row.closes_at = local(row.process, row.closes_at)
    note = alter(row, {"closes_at": local(row.process, now)}, NAMES)
    audit(row.process, by=by, act="close_phase", about=f"phase:{row.number}", note=note)


@transaction.atomic
def remove_phase(phase: Phase, *, by: User) -> None:
    """With its questions. Refused ("said") where somebody has said something in it."""
    place = Process.objects.select_for_update().get(pk=phase.process_id)
    row = Phase.objects.select_related("product", "round").get(pk=phase.pk)
    said = said_in(row).count()
    if said:
        many = "ein Beitrag" if said == 1 else f"{said} Beiträge"
        raise Refused(Reason.SAID, f"In „{row.title}“ {'liegt' if said == 1 else 'liegen'} {many}: Die Phase bleibt.")
    audit(place, by=by, act="remove_phase", about=f"phase:{row.number}", note=row.title)
    row.delete()


def said_in(phase: Phase) -> QuerySet[Contribution]:
    """What was said in a phase: contributions name their round and kind, and a text of its product, or none."""
    rows = Contribution.objects.filter(round=phase.round_id, kind=phase.kind)
    if phase.kind == "answer":
        return rows.filter(question__phase=phase)
    return rows.filter(Q(about=None) | Q(about__product=phase.product_id))


def refuse_dates(planned: Planned, now: datetime.datetime | None) -> None:
    """`now`: None where it is no news that the phase is over."""
    if planned.closes_at is None:
        return
    if planned.closes_at <= planned.opens_at:
        raise Refused(Reason.ENDS, "Die Phase würde schließen, bevor sie öffnet.")
    if now is not None and planned.closes_at <= now:
        raise Refused(Reason.PAST, "Das ist schon vorbei: Bis dahin könnte niemand mehr etwas sagen.")


def refuse_overlap(process: Process, planned: Planned, *, besides: Phase | None = None) -> None:
    """Two phases that ask the same round the same about the same product never run at once."""
    rows = Phase.objects.filter(process=process, kind=planned.kind, product=planned.product, round=planned.round)
    rows = rows.exclude(pk=besides.pk) if besides is not None else rows
    rows = rows.filter(Q(closes_at=None) | Q(closes_at__gt=planned.opens_at))
    if planned.closes_at is not None:
        rows = rows.filter(opens_at__lt=planned.closes_at)
    other = rows.order_by("opens_at").first()
    if other is not None:
        until = f"bis {moment(process, other.closes_at)}" if other.closes_at is not None else "bis auf Weiteres"
        raise Refused(
            Reason.OVERLAP,
            f"„{planned.title}“ überschneidet sich mit „{other.title}“ ({moment(process, other.opens_at)} {until}): "
            "dieselbe Art, dasselbe Teilprodukt, dieselbe Runde.",
        )


def values_of(planned: Planned) -> dict[str, object]:
    return {name: getattr(planned, name) for name in NAMES}


def told(process: Process, planned: Planned) -> str:
    """A phase in a line for the audit."""
    until = moment(process, planned.closes_at) if planned.closes_at is not None else "auf Weiteres"
    return f"{planned.title}: {moment(process, planned.opens_at)} bis {until}, {planned.round.name}"


def moment(process: Process, at: datetime.datetime | None) -> str:
    return clock.local(process, at).strftime("%d.%m.%Y, %H:%M Uhr") if at is not None else "auf Weiteres"


def local(process: Process, value: Any) -> Any:
    """Moments as the process's own time says them, everything else as it is."""
    return clock.local(process, value) if isinstance(value, datetime.datetime) else value
