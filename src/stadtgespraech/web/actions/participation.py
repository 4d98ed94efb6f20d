"""Who took part: counted apart from what was said, shown only where no single person can be found."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from django.db import connection, transaction

from stadtgespraech.web.actions.audit import audit
from stadtgespraech.web.actions.refusal import Reason, Refused
from stadtgespraech.web.models import CityFigures, Participation, Process, Round, Told, User

SMALLEST = 5  # a group of fewer people is never shown
BANDS = ("-17", "18-29", "30-44", "45-64", "65-")
YOUNG_BANDS = ("-11", "12-14", "15-17", "18-21", "22-")


def bands_of(round: Round) -> tuple[str, ...]:
    return YOUNG_BANDS if round.youth else BANDS


def tell_age(round: Round, *, band: str) -> None:
    """Count one more. After the round's table is frozen nothing is counted any more."""
    with connection.cursor() as cursor:  # one statement, so that two at once are two
        cursor.execute(
            "INSERT INTO web_told (process_id, round_id, band, count) "
            "SELECT %s, %s, %s, 1 WHERE NOT EXISTS (SELECT 1 FROM web_participation WHERE round_id = %s) "
            "ON CONFLICT (process_id, round_id, band) DO UPDATE SET count = web_told.count + 1",
            [round.process_id, round.pk, band, round.pk],
        )


def protected(counts: Sequence[int]) -> tuple[list[int | None], int | None]:
    """What may be shown of the counts of groups that share nobody, and of their sum: None where it may not.

    Not shown is every group below SMALLEST, and with it the smallest of the others, and whatever is as large as that
    one. Then each hidden group may hold any of the hidden numbers: exchanging them changes nothing that is shown, and
    at least one of them is below SMALLEST and one is not. So nobody can tell the size of a hidden group, not even
    whether it is small, whoever knows this rule and the sum. Where no other group is left nothing is shown at all."""
    small = [count for count in counts if count < SMALLEST]
    others = sorted(count for count in counts if count >= SMALLEST)
    if not small:
        return list(counts), sum(counts)
    if not others:
        return [None] * len(counts), None
    hidden = others[0]
    shown = [count if count > hidden else None for count in counts]
    return shown, sum(counts) if any(count is not None for count in shown) else None


@transaction.atomic
def set_city_figures(
    process: Process, *, youth: bool, shares: Mapping[str, int], source: str, as_of: datetime.date, by: User
) -> CityFigures:
    """The city's own shares, for tables that are not frozen yet."""
    values = {"shares": dict(shares), "source": source, "as_of": as_of}
    figures, _made = CityFigures.objects.update_or_create(process=process, youth=youth, defaults=values)
    audit(process, by=by, act="set_city_figures", note=f"{source}, {as_of.isoformat()}")
    return figures


@transaction.atomic
def freeze_participation(process: Process, *, round: Round, by: User, day: datetime.date) -> Participation:
    """Store the table of a round as it may be shown, beside the city's figures of today, and delete the counts behind
    it. Once: a second table, one person later, would tell of that person by difference."""
    if connection.features.has_select_for_update:
        Round.objects.select_for_update(no_key=True).get(pk=round.pk)
    if Participation.objects.filter(round=round).exists():
        raise Refused(Reason.FROZEN)
    told = dict(Told.objects.filter(process=process, round=round).values_list("band", "count"))
    bands = bands_of(round)
    shown, total = protected([told.get(band, 0) for band in bands])
    city = CityFigures.objects.filter(process=process, youth=round.youth).first()
    frozen = Participation.objects.create(
        process=process,
        round=round,
        rows=[list(row) for row in zip(bands, shown, strict=True)],
        total=total,
        shares=city.shares if city else {},
        source=city.source if city else "",
        as_of=city.as_of if city else None,
        day=day,
    )
    Told.objects.filter(process=process, round=round).delete()
    audit(process, by=by, act="freeze_participation", about=f"round:{round.slug}")
    return frozen
