"""Where the passages of parts stand in the edition that is read now (promise 5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction

from stadtgespraech.records import Slice
from stadtgespraech.text.weave import Weave
from stadtgespraech.web.actions.text import slices_of, texts_by_owner, woven
from stadtgespraech.web.models import Part, Place, Product, Text


@dataclass(frozen=True, slots=True)
class Spot:
    """Characters of one paragraph of a text, at a revision."""

    text: Text
    revision: int
    paragraph: int
    start: int
    end: int

    def place(self, part: Part) -> Place:
        return Place(
            part=part,
            text=self.text,
            revision=self.revision,
            paragraph=self.paragraph,
            start=self.start,
            end=self.end,
        )


def spots_of(about: Text | None, passage: Sequence[Sequence[int]]) -> list[Spot]:
    """Where a passage stands in the edition that is read now, a spot for each paragraph."""
    edition = about.product.current_edition() if about is not None and passage else None
    if about is None or edition is None:
        return []
    found = list(located(woven(about.product), slices_of(passage), edition.revision))
    only = all(owner == about.owner for owner, *_ in found)
    texts = {about.owner: about} if only else texts_by_owner(about.product)
    return [Spot(texts[owner], edition.revision, *rest) for owner, *rest in found if owner in texts]


def place_part(part: Part) -> None:
    """Find the part's passage in the edition that is read now, again where it was found before."""
    Place.objects.filter(part=part).delete()
    Place.objects.bulk_create(spot.place(part) for spot in spots_of(part.contribution.about, part.passage))


@transaction.atomic
def place_all(product: Product, revision: int) -> None:
    """Find every passage of the product's contributions in the text at `revision`."""
    weave = woven(product)
    texts = texts_by_owner(product)
    Place.objects.filter(text__product=product).delete()
    parts = Part.objects.filter(contribution__about__product=product, superseded=False).exclude(passage=[])
    found = (place for part in parts.iterator(chunk_size=1000) for place in places_of(part, weave, revision, texts))
    Place.objects.bulk_create(found, batch_size=1000)


def places_of(part: Part, weave: Weave, revision: int, texts: dict[str, Text]) -> Iterator[Place]:
    """The part's living characters, one place for each paragraph they stand in."""
    for owner, paragraph, start, end in located(weave, slices_of(part.passage), revision):
        if owner in texts:
            yield Spot(texts[owner], revision, paragraph, start, end).place(part)


def located(weave: Weave, passage: Sequence[Slice], revision: int) -> Iterator[tuple[str, int, int, int]]:
    """(owner, paragraph, start, end) of what lives of a passage, one row for each paragraph."""
    ranges = sorted(weave.locate(passage, revision))
    at, counts = 0, dict[str, int]()
    for block, words in weave.blocks(revision):
        number = counts.get(block.owner, -1) + 1
        counts[block.owner] = number
        first, last = at + 1, at + 1 + len(words)
        inside = [(max(a, first), min(b, last)) for a, b in ranges if a < last and b > first]
        if inside:
            yield block.owner, number, min(a for a, _ in inside) - first, max(b for _, b in inside) - first
        at = last
