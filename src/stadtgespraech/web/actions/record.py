"""A product of the site as the plain records that publishing and verifying know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import replace

from stadtgespraech.records import Contribution as ContributionRecord
from stadtgespraech.records import Edition as EditionRecord
from stadtgespraech.records import LogEntry, Section, Statement, Tension, from_json
from stadtgespraech.records import Process as Record
from stadtgespraech.records import Product as ProductRecord
from stadtgespraech.records import Round as RoundRecord
from stadtgespraech.web.actions import change, contribution, disposition
from stadtgespraech.web.actions.log import entry_of
from stadtgespraech.web.actions.text import readings, woven
from stadtgespraech.web.models import Contribution, Disposition, Edition, Leaf, Part, Process, Product, Round


def process_record(product: Product, edition: Edition) -> Record:
    """The product at `edition`, with every contribution that the log held at its cut-off. Texts of contributions that
    are not public are left out."""
    process = product.process
    texts = readings(woven(product), edition.revision)
    roles = {text.number: text.role for text in product.texts.filter(kind="section")}
    said = list(contributions_until(process, edition.cutoff))
    spoken = {item.round_id for item in said}
    parts = Part.objects.filter(contribution__in=said, superseded=False).select_related("contribution__about")
    answers = Disposition.objects.filter(part__in=parts).select_related("part").prefetch_related("changes__product")
    changes = product.changes.select_related("text", "undoes").prefetch_related("sources")

    def of(kind: str) -> list[tuple[int, str, list[str]]]:
        return [(int(owner.partition(":")[2]), *texts[owner]) for owner in texts if owner.startswith(kind + ":")]

    return Record(
        title=product.document or f"{product.title} {process.city}",
        as_of=edition.date.isoformat(),
        subtitle=product.subtitle,
        city=process.city,
        motto=product.motto,
        language=process.language,
        product=product.title,
        key=product.slug,
        products=tuple(ProductRecord(item.title, item.motto, item.standing) for item in process.products.all()),
        sections=tuple(Section(n, title, tuple(rows), roles.get(n) or "other") for n, title, rows in of("section")),
        tensions=tuple(Tension(n, title, "\n".join(rows)) for n, title, rows in of("tension")),
        statements=tuple(Statement(n, title, tuple(rows)) for n, title, rows in of("statement")),
        rounds=tuple(round_record(item) for item in process.rounds.all() if item.public or item.pk in spoken),
        changes=tuple(change.record_of(item) for item in changes),
        editions=tuple(
            EditionRecord(item.name, item.revision, item.date.isoformat(), item.audience, item.note)
            for item in (*product.editions.filter(number__lt=edition.number), edition)
        ),
        weave=from_json(product.weave.rows).weave,
        contributions=tuple(shown(item, process) for item in said),
        parts=tuple(contribution.part_record(part) for part in parts.order_by("contribution_id", "start", "pk")),
        dispositions=tuple(disposition.record_of(item) for item in answers.order_by("part__contribution_id", "part")),
        log=tuple(log_entries(product)),
        order_seed=product.order_seed,
        path_text=product.path_text,
    )


def log_entries(product: Product) -> Iterator[LogEntry]:
    """The numbered leaves of the process as a bundle of this product shows them. What is of another product is shown
    with its content as far as that product's last public edition reaches; later leaves, and editions that are not
    public, are sealed."""
    editions = Edition.objects.filter(process=product.process, audience="public", leaf__isnull=False)
    rows = editions.order_by("leaf__number").values_list("product", "leaf__number")
    until = {pk: number or 0 for pk, number in rows}
    published = set(editions.values_list("leaf", flat=True))
    leaves = list(Leaf.objects.filter(process=product.process, number__isnull=False).order_by("number"))
    shown = [leaf for leaf in leaves if is_shown(leaf, product, until, published)]
    last = {leaf.about: leaf.pk for leaf in shown}
    open_leaves = {leaf.pk for leaf in shown}
    for leaf in leaves:
        entry = entry_of(leaf)
        if leaf.pk not in open_leaves:
            yield replace(entry, about="", salt=None)
        elif last[leaf.about] == leaf.pk and (leaf.product_id != product.pk or leaf.type == "edition-published"):
            yield replace(entry, content=leaf.content)
        else:
            yield entry


def is_shown(leaf: Leaf, product: Product, until: Mapping[int, int], published: Set[int]) -> bool:
    if leaf.product_id is None:
        return True
    if leaf.type == "edition-published":
        return leaf.pk in published
    return leaf.product_id == product.pk or (leaf.number or 0) < until.get(leaf.product_id, 0)


def contributions_until(process: Process, size: int) -> list[Contribution]:
    """The contributions whose receipt is among the first `size` leaves, in the order received."""
    keys = Leaf.objects.filter(process=process, type="received", number__lt=size).values_list("about", flat=True)
    known = {about.partition(":")[2] for about in keys}
    rows = Contribution.objects.filter(process=process).select_related("round", "about__product").order_by("pk")
    return [item for item in rows if item.key in known]


def shown(item: Contribution, process: Process) -> ContributionRecord:
    """The record of a contribution, without text and salt where it is not public, or its round or the process does not
    show any."""
    record = contribution.record_of(item)
    public = process.rules.contributions and item.state == Contribution.State.PUBLIC and item.round.public
    return record if public else replace(record, text=None, salt=None)


def round_record(item: Round) -> RoundRecord:
    """A round with what is known of it; a missing count stays missing (R26, R27)."""
    here = Contribution.objects.filter(round=item).exclude(kind="idea").count()
    return RoundRecord(
        number=item.number,
        name=item.name,
        kind=item.kind,
        dates=item.dates,
        place=item.place,
        people=item.people,
        contributions=item.counted if item.counted is not None else here or None,
        note=item.note,
    )
