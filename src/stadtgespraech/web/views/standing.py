"""What moderators asked and decided about one contribution, as its author reads it, and the forms to answer with."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from stadtgespraech.web.actions.appeal import can_be_appealed, standing_decision
from stadtgespraech.web.actions.statement import APPEAL, HUMAN, OUTCOMES, TOLD, grounds, is_told
from stadtgespraech.web.forms.moderation import AppealForm, ReplyForm
from stadtgespraech.web.models import Appeal, Contribution, Decision


@dataclass(frozen=True, slots=True)
class Told:
    """A decision in the words for its author."""

    decision: Decision
    words: Promise
    grounds: str | Promise
    appeal: Appeal | None
    outcome: Promise | None


def standing_of(
    contribution: Contribution, day: datetime.date, form: ReplyForm | AppealForm | None = None
) -> dict[str, Any]:
    """`form` is one that was sent and could not be taken."""
    rows = contribution.decisions.select_related("appeal").order_by("pk")
    last = standing_decision(contribution)
    return {
        "inquiries": list(contribution.inquiries.order_by("pk")),
        "told": [told(row) for row in rows if is_told(row)],
        "human": HUMAN,
        "may_appeal": APPEAL,
        "can_appeal": last is not None and can_be_appealed(last, day),
        "reply_form": form if isinstance(form, ReplyForm) else ReplyForm(),
        "appeal_form": form if isinstance(form, AppealForm) else AppealForm(),
    }


def told(decision: Decision) -> Told:
    appeal = getattr(decision, "appeal", None)
    outcome = OUTCOMES.get(appeal.outcome) if appeal is not None else None
    return Told(decision, TOLD[decision.kind], grounds(decision) if decision.keeps_back else "", appeal, outcome)
