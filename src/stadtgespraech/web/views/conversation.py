"""A text with the conversation about it: which of its words somebody said something on, and what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from stadtgespraech.web.models import Contribution, Edition, Place, Text
from stadtgespraech.web.views.reading import Reading


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of a paragraph. `key` names the passage they are where somebody said something on them, `count` how many
    contributions; the rest has none."""

    words: str
    start: int
    key: str = ""
    count: int = 0
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A title (number 0) or paragraph. `whole` contributions are about all of it; `said` about any of it."""

    number: int
    words: str
    stretches: tuple[Stretch, ...]
    whole: int
    said: int
    rendering: str = ""


@dataclass(frozen=True, slots=True)
class Talk:
    """The conversation that is opened: about a passage or a paragraph, beside the paragraph `after`."""

    after: int
    quote: str
    contributions: tuple[int, ...]
    write: str
    is_passage: bool


@dataclass(frozen=True, slots=True)
class Range:
    """Characters that somebody said something on, with the parts and contributions."""

    start: int
    end: int
    parts: tuple[str, ...]
    contributions: frozenset[int]


def public_places(text: Text, edition: Edition) -> list[Place]:
    """Where the contributions that everybody may read stand in the edition, in the order received."""
    if not text.product.process.rules.contributions:
        return []
    rows = Place.objects.filter(
        text=text,
        revision=edition.revision,
        part__superseded=False,
        part__contribution__state=Contribution.State.PUBLIC,
        part__contribution__round__public=True,
    )
    return list(rows.select_related("part").order_by("part__contribution_id", "part_id"))


def by_paragraph(places: Iterable[Place]) -> dict[int, list[Place]]:
    found: dict[int, list[Place]] = defaultdict(list)
    for place in places:
        found[place.paragraph].append(place)
    return found


def ranges(places: Iterable[Place], length: int) -> list[Range]:
    """The passages of a paragraph in order. Those that overlap are one; what is about all of it is none."""
    rows = sorted(
        (place for place in places if not is_whole(place, length) and place.start < place.end),
        key=lambda place: (place.start, place.part_id),
    )
    found: list[Range] = []
    for place in rows:
        key, said = place.part.key, place.part.contribution_id
        if found and place.start < found[-1].end:
            last = found.pop()
            end = max(last.end, place.end)
            found.append(Range(last.start, end, (*last.parts, key), last.contributions | {said}))
        else:
            found.append(Range(place.start, place.end, (key,), frozenset({said})))
    return found


def is_whole(place: Place, length: int) -> bool:
    return place.start == 0 and place.end >= length


def paragraphs_of(reading: Reading, places: Iterable[Place], chosen: str) -> list[Paragraph]:
    """Title and paragraphs, cut where passages begin and end. `chosen` is the key of the part whose passage is open."""
    grouped = by_paragraph(places)
    rendered = reading.rendered
    found = []
    for number, words in enumerate((reading.title, *reading.paragraphs)):
        here = grouped.get(number, [])
        whole = {place.part.contribution_id for place in here if is_whole(place, len(words))}
        said = {place.part.contribution_id for place in here}
        cut = stretches(words, ranges(here, len(words)), chosen)
        found.append(Paragraph(number, words, cut, len(whole), len(said), rendered[number] if rendered else ""))
    return found


def stretches(words: str, passages: Sequence[Range], chosen: str) -> tuple[Stretch, ...]:
    """All words of a paragraph, in order."""
    found, done = [], 0
    for item in passages:
        if item.start > done:
            found.append(Stretch(words[done : item.start], done))
        quote = words[item.start : item.end]
        found.append(Stretch(quote, item.start, item.parts[0], len(item.contributions), chosen in item.parts))
        done = item.end
    if done < len(words):
        found.append(Stretch(words[done:], done))
    return tuple(found)


def talk_about(reading: Reading, edition: Edition, places: Sequence[Place], asked: Mapping[str, str]) -> Talk | None:
    """The conversation that an address opens, by `stelle` (a part's key) or `absatz` (a number); else None."""
    texts = (reading.title, *reading.paragraphs)
    key, number = asked.get("stelle", ""), asked.get("absatz", "")
    if key:
        return talk_on_passage(reading, edition, texts, by_paragraph(places), key)
    if number.isascii() and number.isdigit() and len(number) < 4 and int(number) < len(texts):
        at = int(number)
        said = {place.part.contribution_id for place in places if place.paragraph == at}
        return Talk(at, texts[at], tuple(sorted(said)), sentence_address(reading.text, at), False)
    return None


def talk_on_passage(
    reading: Reading, edition: Edition, texts: Sequence[str], grouped: Mapping[int, Sequence[Place]], key: str
) -> Talk | None:
    for number, here in sorted(grouped.items()):
        if number >= len(texts):
            continue
        words = texts[number]
        found = next((item for item in ranges(here, len(words)) if key in item.parts), None)
        if found is None and any(place.part.key == key for place in here):
            found = Range(0, len(words), (key,), frozenset(place.part.contribution_id for place in here))
        if found is not None:
            write = write_address(reading.text, edition, number, found.start, found.end)
            return Talk(number, words[found.start : found.end], tuple(sorted(found.contributions)), write, True)
    return None


def write_address(text: Text, edition: Edition, paragraph: int, start: int, end: int) -> str:
    """The form for saying something on these characters."""
    query = {
        "product": text.product.slug,
        "text": text.slug,
        "revision": edition.revision,
        "paragraph": paragraph,
        "start": start,
        "end": end,
    }
    return f"{reverse('write', args=[text.process.slug])}?{urlencode(query)}"


def sentence_address(text: Text, paragraph: int) -> str:
    """The page on which a sentence of a paragraph is chosen."""
    return reverse("passage", args=[text.process.slug, text.product.slug, text.slug, paragraph])
