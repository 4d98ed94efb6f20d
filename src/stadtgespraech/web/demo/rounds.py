"""What is open on the day of filling: the round for everybody and that of the young, and what was said in them."""

from __future__ import annotations

import datetime
import tomllib
from functools import partial
from pathlib import Path
from typing import Any

from stadtgespraech.web.actions.contribution import (
    Said,
    code_of,
    moderate,
    submit_contribution,
)
from stadtgespraech.web.actions.disposition import answer_part
from stadtgespraech.web.actions.entry import draw_codes
from stadtgespraech.web.actions.milestone import Planned, plan_milestones
from stadtgespraech.web.actions.passage import passage_of
from stadtgespraech.web.actions.text import plain_slug, refer_to
from stadtgespraech.web.actions.translation import translate_text
from stadtgespraech.web.demo.stage import Stage
from stadtgespraech.web.models import (
    Contribution,
    EntryCode,
    Phase,
    Process,
    Product,
    Question,
    Round,
    Text,
)

YOUTH, DEMO_CODES = "jugendrunde-im-netz", 2


def open_round(stage: Stage, path: Path, today: datetime.date) -> None:
    """The round that is running, with what was said in it so far."""
    online = next(item for name, item in stage.rounds.items() if item.kind == "online")
    make_phases(stage, online)
    told = tomllib.loads(path.read_text("utf-8"))
    known: dict[str, Contribution] = {}
    by_key = statement_keys(path.parent.parent / "juni.toml", stage.product)
    starting = statement_keys(path.parent.parent / "ausgangsbilder.toml", stage.process.products.get(number=1))
    for key, lead in told["leads"].items():
        Text.objects.filter(pk=by_key[key].pk).update(lead=lead)
    for key, others in told["references"].items():
        refer_to(by_key[key], [by_key[other] for other in others])
    for key, others in told["answers_to"].items():
        refer_to(by_key[key], [starting[other] for other in others])
    for row in sorted(told["open"], key=lambda one: str(one["day"])):
        known[row["key"]] = say(stage, online, row, by_key, known)


def make_phases(stage: Stage, online: Round) -> None:
    """What is open on the day of filling, and until when."""

    def phase(number: int, product: Product, kind: str, title: str, until: str = "") -> Phase:
        return Phase.objects.create(
            process=stage.process,
            product=product,
            round=online,
            number=number,
            kind=kind,
            title=title,
            opens_at=stage.at("2026-05-27"),
            closes_at=stage.at(until) if until else None,
        )

    plan_milestones(
        stage.product,
        planned=[
            Planned("Antwort auf jeden Beitrag, dritte Fassung", stage.day("2026-09-07")),
            Planned("Beschluss im Rat", stage.day("2026-10-08")),
        ],
    )
    phase(1, stage.product, "feedback", "Rückmeldung zu den zwölf Zielbildern", "2026-06-29")
    asked = phase(2, stage.product, "answer", "Offene Frage", "2026-06-22")
    phase(3, stage.process.products.get(number=3), "idea", "Ideen für Maßnahmen")
    Question.objects.create(
        process=stage.process,
        phase=asked,
        slug="fluss-ungern",
        text="Wo sind Sie am Fluss ungern unterwegs?",
        lead="Ein dunkler Weg, eine Treppe ohne Geländer, ein Platz, den man lieber meidet: "
        "Schreiben Sie, wo es ist und warum.",
    )


def statement_keys(path: Path, product: Product) -> dict[str, Text]:
    """The short names that a story gives its statements. The order was drawn: the titles of the first text tell."""
    entries = tomllib.loads(path.read_text("utf-8"))["statements"]
    first = {text.wordings.get(revision=0).title: text for text in product.texts.filter(kind="statement")}
    return {entry["key"]: first[entry["title"]] for entry in entries}


def say(
    stage: Stage, online: Round, row: dict[str, Any], by_key: dict[str, Text], known: dict[str, Contribution]
) -> Contribution:
    """One contribution of the running round."""
    about = by_key.get(row.get("about", ""))
    paragraph = 0 if row.get("title") else row.get("paragraph")
    passage = passage_of(about, paragraph, row.get("quote")) if about is not None and paragraph is not None else ()
    question = Question.objects.filter(process=stage.process, slug=row.get("answers", "")).first()
    said = Said(
        round=online,
        kind=row["kind"],
        intent=row.get("intent", ""),
        text=row["text"].strip(),
        language=row.get("language", "de"),
        about=about,
        passage=passage,
        question=question,
        reply_to=known.get(row.get("reply_to", "")),
    )
    contribution = submit_contribution(
        stage.process,
        said=said,
        form_key=f"demo-{plain_slug(row['key'])}",
        key=plain_slug(row["key"]),
        day=stage.day(str(row["day"])),
        held=bool(row.get("held")),
    )
    if row.get("translation"):
        contribution.translation = row["translation"].strip()
        contribution.translator = "Sprachenbüro der Stadt"
        contribution.save(update_fields=["translation", "translator"])
    if row.get("state"):
        part = contribution.parts.get()
        answer_part(part, state={"weighing": "weighed"}.get(row["state"], row["state"]), day=stage.day(str(row["day"])))
    return contribution


def open_youth_round(stage: Stage, path: Path) -> None:
    """The round of the young: by codes on paper, read before it is shown, and never with an address."""
    told = tomllib.loads(path.read_text("utf-8"))
    young = Round.objects.create(
        process=stage.process,
        number=len(stage.rounds) + 1,
        slug=YOUTH,
        name=told["name"],
        dates=told["dates"],
        place=told["place"],
        lead=told["lead"],
        youth=True,
        moderation=Round.Moderation.BEFORE,
        entry=Round.Entry.CODE,
    )
    phase = Phase.objects.create(
        process=stage.process,
        product=stage.product,
        round=young,
        number=stage.process.phases.count() + 1,
        kind="answer",
        title=told["phase"],
        opens_at=stage.at(told["opens"]),
        closes_at=stage.at(told["closes"]),
    )
    question = Question.objects.create(process=stage.process, phase=phase, **told["question"])
    for number, row in enumerate(told["codes"], 1):
        draw_codes(young, labels=[row["label"]], limit=row["limit"], draw_one=partial(demo_entry, number))
    for row in told["said"]:
        hear(stage, question, row)


def hear(stage: Stage, question: Question, row: dict[str, Any]) -> None:
    """One contribution of the youth round, read by a moderator or still waiting."""
    key, day = plain_slug(row["key"]), stage.day(row["day"])
    said = Said(
        round=question.phase.round, kind="answer", text=row["text"], language="de", question=question,
        age_band=row["age_band"],
    )  # fmt: skip
    contribution = submit_contribution(stage.process, said=said, form_key=f"demo-{key}", key=key, day=day, held=True)
    if not row.get("held"):
        moderate(contribution, show=True, day=day)


def demo_entry(number: int) -> str:
    """The code on the demo's card with this number; another on every site."""
    return code_of(f"demo-entry-{number}")[:9]


def entries(process: Process) -> list[tuple[str, str]]:
    """The entry codes to try, and where each is handed out."""
    rows = EntryCode.objects.filter(process=process, round__slug=YOUTH).order_by("pk")
    return [(demo_entry(number), row.label) for number, row in enumerate(rows[:DEMO_CODES], 1)]


def translate(stage: Stage, path: Path) -> None:
    """What the city's language office has translated so far, some of it from the draft."""
    told = tomllib.loads(path.read_text("utf-8"))
    by_key = statement_keys(path.parent.parent / "juni.toml", stage.product)
    revisions = dict(stage.product.editions.values_list("name", "revision"))
    for row in told["translations"]:
        translate_text(
            by_key[row["of"]],
            language=row["language"],
            revision=revisions[row["edition"]],
            title=row["title"],
            paragraphs=row["paragraphs"],
            maker=told["maker"],
            checked_on=stage.day(row["checked_on"]) if "checked_on" in row else None,
        )
