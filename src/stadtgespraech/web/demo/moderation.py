"""What the moderators of Auenstadt have done, and what waits for them: beside the held contributions of the young."""

from __future__ import annotations

import datetime

from stadtgespraech.web.actions.appeal import appeal_decision, decide_appeal
from stadtgespraech.web.actions.device import forget_uses
from stadtgespraech.web.actions.inquiry import ask_author
from stadtgespraech.web.actions.moderation import hide_contribution, keep_contribution
from stadtgespraech.web.actions.report import report_barrier, report_contribution
from stadtgespraech.web.demo.stage import Stage
from stadtgespraech.web.law import law_of
from stadtgespraech.web.models import Appeal, Contribution, Report, User


def moderate_some(stage: Stage) -> None:
    """Two are reported and the author of one was asked; one was looked at and stays; one was hidden until its author
    appealed; one barrier is open."""
    carla, alice = (User.objects.get(email=f"{name}@auenstadt.example") for name in ("carla", "alice"))

    def said(key: str) -> Contribution:
        return Contribution.objects.get(process=stage.process, key=key)

    words = "Wir finden darin nichts, was zu diesem Text gehört."
    hide_contribution(said("kohle"), by=carla, reason="off-topic", words=words, day=stage.day("2026-06-08"))
    words = "Doch: Es geht um die Grillkohle auf der Wiese, von der ihr schreibt."
    appeal = appeal_decision(said("kohle"), words=words, day=stage.day("2026-06-08"))
    words = "Das stimmt. Wir hatten an anderes gedacht."
    decide_appeal(appeal, by=alice, outcome=Appeal.Outcome.UPHELD, answer=words, day=stage.day("2026-06-09"))
    report(said("fruehstueck"), "advertising", "Das ist doch Werbung.", stage.day("2026-06-08"))
    keep_contribution(said("fruehstueck"), by=carla, day=stage.day("2026-06-09"))
    report(said("durchwahl"), "advertising", "Da wirbt jemand für die eigene Schreinerei.", stage.day("2026-06-09"))
    report(said("zaehlen"), "other", "Die Kinder rennen da auf die Straße.", stage.day("2026-06-09"))
    question = "Welche der beiden Bahnbrücken meinst du? Bitte ohne Namen."
    ask_author(said("zaehlen"), by=carla, question=question, day=stage.day("2026-06-10"))
    report_barrier(
        stage.process,
        words="Beim Vergrößern auf 200 % verdeckt die Leiste unten den Knopf „Weiter“.",
        page="/auenstadt/beitrag/neu/",
        email="",
        form_key="demo-barrier",
        device="demo",
        day=stage.day("2026-06-02"),
        answer_days=law_of(stage.process.land).answer_days,
    )
    forget_uses(before=stage.day("2026-06-10"))


def report(contribution: Contribution, reason: str, words: str, day: datetime.date) -> Report:
    key = f"demo-{contribution.key}"
    return report_contribution(contribution, reason=reason, words=words, form_key=key, device="demo", day=day)
