"""The process as it stands before anybody is asked: its products, starting pictures, rounds and look."""

from __future__ import annotations

import datetime
import zoneinfo
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stadtgespraech.ingest.story import read_story
from stadtgespraech.records import Process as Record
from stadtgespraech.text.weave import Weave
from stadtgespraech.web.actions.edition import publish_edition
from stadtgespraech.web.actions.look import set_logo, set_look
from stadtgespraech.web.actions.resolution import resolve_edition
from stadtgespraech.web.actions.text import plain_slug, start_text
from stadtgespraech.web.models import (
    Change,
    Part,
    Process,
    Product,
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

    def at(self, day: str) -> datetime.datetime:
        """The beginning of that day where the process is."""
        zone = zoneinfo.ZoneInfo(self.process.timezone)
        return datetime.datetime.combine(self.day(day), datetime.time(), zone)


def legal(today: datetime.date) -> dict[str, Any]:
    """What the law asks of a site beside its own words; settings of a city are the city's to fill in."""
    return {
        "imprint": "Stadt Auenstadt, Am Mühlgraben 4, 00000 Auenstadt\nTelefon 00000 100-0\n\n"
        "Die Stadt ist eine Körperschaft des öffentlichen Rechts. Sie wird durch die Oberbürgermeisterin vertreten.",
        "privacy": "Datenschutzbeauftragte oder Datenschutzbeauftragter der Stadt Auenstadt: "
        "datenschutz@auenstadt.example, Am Mühlgraben 4, 00000 Auenstadt.\n\n"
        "Aufsichtsbehörde: Landesbeauftragte oder Landesbeauftragter für Datenschutz und Informationsfreiheit "
        "Nordrhein-Westfalen, www.ldi.nrw.de.",
        "accessibility": {
            "status": "partly",
            "gaps": ["Die gedruckten Karten der Werkstätten gibt es nur als Bild; ihr Text steht in den Beiträgen."],
            "checked_on": (today - datetime.timedelta(days=20)).isoformat(),
            "method": "Selbstbewertung der Stadt",
        },
    }


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
        settings={"legal": legal(today)},
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


def dress(process: Process, folder: Path) -> None:
    """Auenstadt's own colours and its mill by the river."""
    set_look(process, accent="#1f4287", second="#00536e")
    words = "Wappen von Auenstadt: eine Mühle am Fluss"
    set_logo(process, data=(folder / "wappen.svg").read_bytes(), alternative=words)
    set_logo(process, data=(folder / "wappen-dunkel.svg").read_bytes(), alternative=words, for_dark=True)


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
