"""Auenstadt's living process, filled by the product's own actions from the story in demo/: the broadest test there is.

The story's day of filling is 10 June 2026; all days move with `today`, printed dates of the past stay as written.
"""

from __future__ import annotations

import datetime
import tomllib
import zoneinfo
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from stadtgespraech.ingest.story import read_story
from stadtgespraech.records import Edit, Slice
from stadtgespraech.records import Process as Record
from stadtgespraech.records import Source as SourceRecord
from stadtgespraech.text.replay import cut, edits_of
from stadtgespraech.text.weave import Weave
from stadtgespraech.web.actions.change import Decision, decide_change
from stadtgespraech.web.actions.contribution import Said, anchor_part, code_of, split_contribution, submit_contribution
from stadtgespraech.web.actions.disposition import answer_part
from stadtgespraech.web.actions.edition import publish_edition
from stadtgespraech.web.actions.passage import passage_of
from stadtgespraech.web.actions.place import located
from stadtgespraech.web.actions.resolution import resolve_edition
from stadtgespraech.web.actions.text import plain_slug, refer_to, rows_of, start_text, woven
from stadtgespraech.web.actions.translation import translate_text
from stadtgespraech.web.models import (
    Change,
    Contribution,
    Part,
    Phase,
    Process,
    Product,
    Question,
    Round,
    Text,
)

STORY_DAY = datetime.date(2026, 6, 10)


@dataclass
class Stage:
    """What is being filled, and by how many days the story moves."""

    process: Process
    product: Product
    story: Record
    moved: datetime.timedelta
    rounds: dict[str, Round]
    texts: dict[int, Text]
    parts: dict[str, Part]
    changes: dict[int, Change]

    def day(self, text: str) -> datetime.date:
        return datetime.date.fromisoformat(text) + self.moved


def story_folder() -> Path:
    """Where the story lies: beside the package where it is installed, in the checkout else."""
    here = Path(__file__).resolve()
    found = [path for path in (here.parent / "story", here.parents[3] / "demo") if (path / "juni.toml").is_file()]
    if not found:
        raise FileNotFoundError("the story of Auenstadt is not here; take a checkout of the project")
    return found[0]


def codes(process: Process) -> list[tuple[str, str]]:
    """Codes to try: an answered contribution with changes, one with several outcomes, one that waits."""
    answered = Contribution.objects.filter(process=process, parts__disposition__changes__isnull=False).order_by("pk")
    parted = Contribution.objects.filter(process=process, parts__superseded=True).order_by("pk")
    waiting = Contribution.objects.filter(process=process, parts__disposition__isnull=True).order_by("pk")
    shown = (
        (answered.first(), "answered, and the text changed"),
        (parted.first(), "several requests, each with its own answer"),
        (waiting.exclude(parts__superseded=True).last(), "received, not answered yet"),
    )
    return [(code_of(f"demo-{found.key}"), words) for found, words in shown if found is not None]


def fill(folder: Path, today: datetime.date, formats: tuple[str, ...] = ("html", "pdf", "docx")) -> Process:
    """Fill an empty site with Auenstadt. Nothing happens where it is there already."""
    known = Process.objects.filter(slug="auenstadt").first()
    if known is not None:
        return known
    with transaction.atomic():
        stage = set_up(read_story(folder / "juni.toml"), today)
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
        translate(stage, folder / "juni" / "uebersetzungen.toml")
    return stage.process


def set_up(story: Record, today: datetime.date) -> Stage:
    """The process with its products, rounds and phases."""
    moved = today - STORY_DAY
    process = Process.objects.create(
        slug="auenstadt",
        title="Stadtstrategie Auenstadt 2040",
        subtitle="Zwölf Zielbilder beschreiben, wie unsere Stadt in fünfzehn Jahren sein soll.",
        city=story.city,
        motto=story.motto,
        office="Strategiebüro der Stadt Auenstadt\nAm Mühlgraben 4\nerreichbar werktags von 9 bis 16 Uhr",
        email="strategie@auenstadt.example",
        land="NW",
        created_on=datetime.date(2025, 9, 1) + moved,
    )
    singular = {"Ausgangsbilder": "Ausgangsbild", "Zielbilder": "Zielbild", "Maßnahmen": "Maßnahme"}
    states = (Product.State.RESOLVED, Product.State.RUNNING, Product.State.PLANNED)
    products = [
        Product.objects.create(
            process=process,
            number=number,
            slug=item.title.lower().replace("ß", "ss"),
            title=item.title,
            singular=singular.get(item.title, item.title),
            motto=item.motto,
            standing=item.state,
            state=state,
        )
        for number, (item, state) in enumerate(zip(story.products, states, strict=True), 1)
    ]
    product = products[1]
    product.document, product.subtitle = story.title, story.subtitle
    product.path_text, product.order_seed = story.path_text, story.order_seed
    product.save(update_fields=["document", "subtitle", "path_text", "order_seed"])
    return Stage(process, product, story, moved, {}, {}, {}, {})


def show_starting_pictures(stage: Stage, path: Path) -> None:
    """Where the city stands: the first product, as the council resolved it before the target statements."""
    story = read_story(path)
    product = stage.process.products.get(number=1)
    product.document, product.subtitle, product.order_seed = story.title, story.subtitle, story.order_seed
    product.save(update_fields=["document", "subtitle", "order_seed"])
    start_text(product, blocks=Weave.from_rows(story.weave).blocks(0), roles=roles_of(story))
    made, day = story.editions[0], stage.day(story.editions[0].date)
    edition = publish_edition(
        product, slug="ausgangsbilder", name=made.name, day=day, note=made.note, formats=("html", "pdf")
    )
    resolve_edition(edition, paper="112/2025", date=day)


def make_round(process: Process, number: int, item: Any) -> Round:
    return Round.objects.create(
        process=process,
        number=number,
        slug=plain_slug(item.name),
        name=item.name,
        kind=item.kind,
        dates=item.dates,
        place=item.place,
        people=item.people,
        counted=item.contributions,
        note=item.note,
    )


def roles_of(story: Record) -> dict[str, str]:
    return {f"section:{item.number}": item.role for item in story.sections}


def take_in(stage: Stage) -> None:
    """The answered contributions of the rounds that are over."""
    for item in stage.story.contributions:
        parts = [part for part in stage.story.parts if part.contribution == item.id]
        about = next(
            (stage.texts[part.statement] for part in parts if part.statement), owner_of(stage, parts[0].passage)
        )
        said = Said(
            round=stage.rounds[item.round],
            kind=item.kind,
            intent=item.intent,
            text=item.text or "",
            language=item.language or "de",
            about=about,
            passage=tuple(tuple(row) for row in rows_of(parts[0].passage)),  # type: ignore[misc]
        )
        day = stage.day(item.day) if item.day else stage.day(stage.story.editions[0].date)
        contribution = submit_contribution(stage.process, said=said, form_key=f"demo-{item.id}", day=day, key=item.id)
        kept = list(contribution.parts.all())
        if len(parts) > 1:
            kept = split_contribution(contribution, ends=[part.end for part in parts])
        for part, row in zip(parts, kept, strict=True):
            anchor_part(row, rows_of(part.passage))
            stage.parts[part.id] = row


def owner_of(stage: Stage, passage: Sequence[Slice]) -> Text | None:
    """The tension or section in whose words a passage lies."""
    owner = next((owner for owner, *_ in located(woven(stage.product), passage, 0)), "")
    kind, _, number = owner.partition(":")
    return stage.product.texts.filter(kind=kind, number=int(number)).first() if number else None


def decide(stage: Stage) -> None:
    """The changes, one after the other, with the story's edits."""
    rows = stage.story.weave
    for item in stage.story.changes:
        edits: tuple[Edit, ...] = ()
        if item.revision is not None and item.undoes is None:
            before, after = cut(rows, item.revision - 1), cut(rows, item.revision)
            edits = edits_of(before.rows, after.rows)
        decision = Decision(
            kinds=item.kinds,
            what=item.what,
            why=item.why,
            day=stage.day(item.date),
            sources=tuple(SourceRecord(one.kind, one.name, one.ref, one.date) for one in item.sources),
            edits=edits,
            klass=item.klass,
            origin=item.origin,
            text=stage.texts.get(item.statement or 0),
            in_title=item.in_title,
            anchor=tuple(tuple(row) for row in rows_of(item.anchor)),  # type: ignore[misc]
            undoes=stage.changes.get(item.undoes or 0),
            references=tuple((one.kind, one.title, one.number) for one in item.references),
            rounds=item.rounds,
            parts=stage.parts,
        )
        stage.changes[item.number] = decide_change(stage.product, decision)


def answer(stage: Stage) -> None:
    """The answers, each with the changes it led to."""
    for item in sorted(stage.story.dispositions, key=lambda one: one.state == "same-as"):
        answer_part(
            stage.parts[item.part],
            state=item.state,
            day=stage.day(item.day),
            reason=item.reason,
            detail=item.detail,
            changes=[stage.changes[number] for number in item.changes],
        )


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


def make_phases(stage: Stage, online: Round) -> None:
    """What is open on the day of filling, and until when."""

    def at(day: str) -> datetime.datetime:
        zone = zoneinfo.ZoneInfo(stage.process.timezone)
        return datetime.datetime.combine(stage.day(day), datetime.time(), zone)

    def phase(number: int, product: Product, kind: str, title: str, until: str = "") -> Phase:
        return Phase.objects.create(
            process=stage.process,
            product=product,
            round=online,
            number=number,
            kind=kind,
            title=title,
            opens_at=at("2026-05-27"),
            closes_at=at(until) if until else None,
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
