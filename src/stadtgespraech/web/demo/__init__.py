"""Auenstadt's living process, filled by the product's own actions from the story in demo/: the broadest test there is.

The story's day of filling is 10 June 2026; all days move with `today`, printed dates of the past stay as written.
"""

from __future__ import annotations

import datetime
from pathlib import Path

from django.db import transaction

from stadtgespraech.ingest.story import read_story
from stadtgespraech.text.weave import Weave
from stadtgespraech.web.actions.contribution import code_of
from stadtgespraech.web.actions.edition import publish_edition
from stadtgespraech.web.actions.text import start_text
from stadtgespraech.web.demo.accounts import PASSWORD, PEOPLE, accounts, open_accounts
from stadtgespraech.web.demo.department import begin_statement
from stadtgespraech.web.demo.moderation import moderate_some
from stadtgespraech.web.demo.participation import count_people
from stadtgespraech.web.demo.past import answer, decide, take_in
from stadtgespraech.web.demo.rounds import YOUTH, entries, open_round, open_youth_round, translate
from stadtgespraech.web.demo.stage import STORY_DAY, dress, make_round, roles_of, set_up, show_starting_pictures
from stadtgespraech.web.models import Contribution, Process

__all__ = ["PASSWORD", "PEOPLE", "STORY_DAY", "YOUTH", "accounts", "codes", "entries", "fill", "story_folder"]


def story_folder() -> Path:
    """Where the story lies: beside the package where it is installed, in the checkout else."""
    here = Path(__file__).resolve()
    found = [path for path in (here.parents[1] / "story", here.parents[4] / "demo") if (path / "juni.toml").is_file()]
    if not found:
        raise FileNotFoundError("the story of Auenstadt is not here; take a checkout of the project")
    return found[0]


def codes(process: Process) -> list[tuple[str, str]]:
    """Codes to try: an answered contribution with changes, one with several outcomes, one that waits."""
    answered = Contribution.objects.filter(process=process, parts__disposition__changes__isnull=False).order_by("pk")
    parted = Contribution.objects.filter(process=process, parts__superseded=True).order_by("pk")
    waiting = Contribution.objects.filter(process=process, parts__disposition__isnull=True, round__youth=False)
    shown = (
        (answered.first(), "answered, and the text changed"),
        (parted.first(), "several requests, each with its own answer"),
        (waiting.exclude(parts__superseded=True).order_by("pk").last(), "received, not answered yet"),
    )
    return [(code_of(f"demo-{found.key}"), words) for found, words in shown if found is not None]


def fill(folder: Path, today: datetime.date, formats: tuple[str, ...] = ("html", "pdf", "docx")) -> Process:
    """Fill an empty site with Auenstadt. Nothing happens where it is there already."""
    known = Process.objects.filter(slug="auenstadt").first()
    if known is not None:
        return known
    with transaction.atomic():
        stage = set_up(read_story(folder / "juni.toml"), today)
        dress(stage.process, folder)
        show_starting_pictures(stage, folder / "ausgangsbilder.toml")
        stage.rounds = {item.name: make_round(stage.process, item.number, item) for item in stage.story.rounds}
        start_text(stage.product, blocks=Weave.from_rows(stage.story.weave).blocks(0), roles=roles_of(stage.story))
        stage.texts = {text.number: text for text in stage.product.texts.filter(kind="statement")}
        draft, second = stage.story.editions[0], stage.story.editions[-1]
        base = publish_edition(
            stage.product, slug="entwurf", name=draft.name, day=stage.day(draft.date), formats=("html", "pdf")
        )
        take_in(stage)
        decide(stage)
        answer(stage)
        publish_edition(
            stage.product,
            slug="zweite-fassung",
            name=second.name,
            day=stage.day(second.date),
            base=base,
            formats=formats,
        )
        open_round(stage, folder / "juni" / "offen.toml", today)
        open_youth_round(stage, folder / "juni" / "jugend.toml")
        open_accounts(stage, datetime.datetime.combine(today, datetime.time(10), datetime.UTC))
        count_people(stage)
        begin_statement(stage)
        moderate_some(stage)
        translate(stage, folder / "juni" / "uebersetzungen.toml")
    return stage.process
