"""Occasions of taking part: planned, altered, and taken back as long as nobody has said anything."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from stadtgespraech.web.actions.alteration import alter
from stadtgespraech.web.actions.audit import audit
from stadtgespraech.web.actions.product import refuse_twin
from stadtgespraech.web.actions.refusal import Reason, Refused
from stadtgespraech.web.actions.slug import free_slug, next_number
from stadtgespraech.web.models import Contribution, Phase, Process, Round, User

NAMES = {
    "name": "Name", "kind": "Art", "dates": "Wann", "place": "Ort", "people": "Menschen", "counted": "Beiträge vor Ort",
    "note": "Hinweis", "lead": "Einleitung", "audience": "Für wen", "youth": "für Jugendliche", "public": "öffentlich",
    "moderation": "gelesen", "entry": "Zugang",
}  # fmt: skip


@transaction.atomic
def plan_round(process: Process, *, by: User, values: dict[str, Any]) -> Round:
    """A new round behind the others. `values`: the fields of NAMES. Refused: "taken"."""
    place = Process.objects.select_for_update().get(pk=process.pk)
    rows = Round.objects.filter(process=place)
    refuse_twin(rows.values_list("name", flat=True), str(values["name"]))
    round = Round.objects.create(
        process=place, number=next_number(rows), slug=free_slug(rows, str(values["name"]), "runde"), **values
    )
    audit(place, by=by, act="plan_round", about=f"round:{round.slug}", note=round.name)
    return round


@transaction.atomic
def change_round(
    round: Round, *, by: User, values: dict[str, Any], confirmed: bool = False, seen: str | None = None
) -> None:
    """Other words, counts or rules. Its address stays. Refused: "seen"; "taken"; "said" where its name stands in
    receipts already; "confirm" where what was said among few would come into the open, and nobody said that this is
    meant."""
    row = Round.objects.select_for_update().get(pk=round.pk)
    refuse_twin(
        Round.objects.filter(process=row.process_id).exclude(pk=row.pk).values_list("name", flat=True),
        str(values.get("name", row.name)),
    )
    said = Contribution.objects.filter(round=row).count()
    if said and values.get("name", row.name) != row.name:
        raise Refused(Reason.SAID, f"Der Name steht schon in {said} Belegen von Beiträgen und bleibt deshalb.")
    if said and values.get("public", row.public) and not row.public and not confirmed:
        raise Refused(
            Reason.CONFIRM,
            f"In dieser Runde wurde schon etwas gesagt ({said}), als sie nicht öffentlich war. Wird sie öffentlich, "
            "lesen es alle: Setzen Sie den Haken, wenn das so verabredet ist.",
        )
    note = alter(row, values, NAMES, seen=seen)
    if note:
        audit(row.process, by=by, act="change_round", about=f"round:{row.slug}", note=note)


@transaction.atomic
def remove_round(round: Round, *, by: User) -> None:
    """With its phases, questions and codes. Refused ("said") where somebody has said something in it."""
    place = Process.objects.select_for_update().get(pk=round.process_id)
    row = Round.objects.select_for_update().get(pk=round.pk)
    said = Contribution.objects.filter(round=row).count()
    if said:
        many = "ein Beitrag" if said == 1 else f"{said} Beiträge"
        raise Refused(Reason.SAID, f"In „{row.name}“ {'liegt' if said == 1 else 'liegen'} {many}: Die Runde bleibt.")
    Phase.objects.filter(round=row).delete()
    audit(place, by=by, act="remove_round", about=f"round:{row.slug}", note=row.name)
    row.delete()
