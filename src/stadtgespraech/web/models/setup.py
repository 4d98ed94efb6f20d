"""A process as it is set up: read whole, and kept as long as the database does not draw it another stamp.

Every page asks for products, phases, rounds, texts and editions. They change a few times a week; so a page asks for
the stamp alone, and reads the rest again only where that is another. The database itself draws a stamp, by triggers,
whenever a row of the set-up is written, whoever writes it: no code has to remember it.
"""

from __future__ import annotations

import copy
import threading
from collections import OrderedDict

from django.db import connection
from django.db.models import Prefetch

from stadtgespraech.web.models.edition import Edition
from stadtgespraech.web.models.look import Logo, Look
from stadtgespraech.web.models.milestone import Milestone
from stadtgespraech.web.models.process import Phase, Process, Product, Question, Round
from stadtgespraech.web.models.text import Text, Weave

OWN = "{row}.process_id"
OF_PRODUCT = "(SELECT process_id FROM web_product WHERE id = {row}.product_id)"
TABLES = {
    Product: OWN, Phase: OWN, Round: OWN, Question: OWN, Text: OWN, Edition: OWN, Look: OWN, Logo: OWN,
    Weave: OF_PRODUCT, Milestone: OF_PRODUCT,
}  # fmt: skip
KEPT = 64  # processes
TRIES = 10

_kept: OrderedDict[str, Process] = OrderedDict()  # slug → process, newest last
_keeping = threading.Lock()


def process_as_set_up(slug: str) -> Process | None:
    """The process with its `look`, `products` (their `weave` without its rows, `editions`, `milestones`), `phases`,
    `rounds`, `questions`, `texts` and `editions` at hand: `.all()` of them asks the database nothing. None where there
    is no such process.

    It is for reading, and shared between requests but for its own fields: whatever alters a row gets it anew."""
    stamp = stamp_of(slug)
    known = _kept.get(slug)
    if stamp is None or known is None or known.stamp != stamp:
        known = _read(slug) if stamp is not None else None
    return copy.copy(known) if known is not None else None


def stamp_of(slug: str) -> int | None:
    """The stamp of the process's set-up as it is now; None where there is no such process."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT stamp FROM web_process WHERE slug = %s", [slug])
        row = cursor.fetchone()
    return int(row[0]) if row is not None else None


def _read(slug: str) -> Process | None:
    """Read it in one piece: what changed in between is read again. Where that happens again and again, the last one is
    shown once more as it was found."""
    found = None
    for _ in range(TRIES):
        found = _read_once(slug)
        if found is None or found.stamp == stamp_of(slug):
            break
    if found is not None:
        _join(found)
        _keep(found)
    return found


def _keep(process: Process) -> None:
    with _keeping:
        _kept[process.slug] = process
        _kept.move_to_end(process.slug)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)


def _read_once(slug: str) -> Process | None:
    """The stamp first: what changes meanwhile has another one."""
    rows = Process.objects.filter(slug=slug).select_related("look__logo", "look__dark_logo")
    return rows.defer("look__logo__content", "look__dark_logo__content").prefetch_related(
        Prefetch("products", Product.objects.select_related("weave").defer("weave__rows")),
        "products__milestones",
        Prefetch("products__editions", Edition.objects.select_related("base")),
        Prefetch("editions", Edition.objects.select_related("base")),
        Prefetch("phases", Phase.objects.prefetch_related("questions")),
        "rounds", "questions", "texts",
    ).first()  # fmt: skip


def _join(process: Process) -> None:
    """Let the rows know each other, so that going from one to the other asks nothing."""
    products = {row.pk: row for row in process.products.all()}
    rounds = {row.pk: row for row in process.rounds.all()}
    phases = {row.pk: row for row in process.phases.all()}
    for phase in phases.values():
        phase.product, phase.round = products[phase.product_id], rounds[phase.round_id]
    for text in process.texts.all():
        text.product = products[text.product_id]
    for edition in process.editions.all():
        edition.product = products[edition.product_id]
    for question in process.questions.all():
        question.phase = phases[question.phase_id]


def draw_triggers(**_: object) -> None:
    """Make the triggers that draw the stamp, anew after every migration: SQLite drops them with a table it rebuilds."""
    statements = postgresql() if connection.vendor == "postgresql" else sqlite()
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def sqlite() -> list[str]:
    """Triggers in SQLite's words. One on the process itself does not set itself off again: they are not recursive."""
    found = []
    for table, owner in [
        *((model._meta.db_table, owner) for model, owner in TABLES.items()),
        ("web_process", "NEW.id"),
    ]:
        for event, row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
            if table == "web_process" and event != "UPDATE":
                continue
            name = f"stamp_{table}_{event.lower()}"
            found += [
                f"DROP TRIGGER IF EXISTS {name}",
                f"CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN "
                f"UPDATE web_process SET stamp = random() WHERE id = {owner.format(row=row)}; END",
            ]
    return found


def postgresql() -> list[str]:
    """Triggers in PostgreSQL's words: a function for each way from a row to its process."""
    drawn = "(random() * 9007199254740991)::bigint"
    found = [
        "CREATE OR REPLACE FUNCTION stamp_process() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN NEW.stamp := {drawn}; RETURN NEW; END $$",
        "CREATE OR REPLACE TRIGGER stamp_web_process BEFORE UPDATE ON web_process "
        "FOR EACH ROW EXECUTE FUNCTION stamp_process()",
    ]
    for model, owner in TABLES.items():
        table = model._meta.db_table
        update = f"UPDATE web_process SET stamp = stamp WHERE id = {owner}"
        found += [
            f"CREATE OR REPLACE FUNCTION stamp_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF TG_OP = 'DELETE' THEN {update.format(row='OLD')}; "
            f"ELSE {update.format(row='NEW')}; END IF; RETURN NULL; END $$",
            f"CREATE OR REPLACE TRIGGER stamp_{table} AFTER INSERT OR UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION stamp_{table}()",
        ]
    return found
