"""A product's statements, and one of them with what was said about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from stadtgespraech.text.tokens import sentence_spans
from stadtgespraech.web import clock
from stadtgespraech.web.access import get_process, get_product, get_text
from stadtgespraech.web.clock import last_moment
from stadtgespraech.web.models import Edition, Phase, Process, Product, Text
from stadtgespraech.web.templatetags.web import menu_product
from stadtgespraech.web.views.conversation import (
    Talk,
    paragraphs_of,
    public_places,
    sentence_address,
    talk_about,
    write_address,
)
from stadtgespraech.web.views.reading import Reading, read_text, read_texts
from stadtgespraech.web.views.voices import filtered, voices_of

ON_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Feedback:
    """Whether something can be said on a product's texts, and until when; else the last phase that is over."""

    phase: Phase | None
    until: Any = None
    over: Any = None


def feedback_on(process: Process, product: Product) -> Feedback:
    now = clock.now()
    phases = [
        row
        for row in process.phases.all()
        if row.product_id == product.pk and row.is_for_all and row.kind == "feedback"
    ]
    running = next((phase for phase in phases if phase.is_open(now)), None)
    if running is not None:
        return Feedback(running, last_moment(process, running))
    past = [phase for phase in phases if phase.closes_at is not None and phase.closes_at <= now]
    return Feedback(None, over=last_moment(process, past[-1]) if past else None)


def section_of(process: Process, product: Product) -> str:
    """Where a page of a product belongs in the menu, which has one of the products only."""
    return "product" if menu_product(process) == product else "home"


@require_safe
def overview(request: HttpRequest, process: str, product: str) -> HttpResponse:
    """All texts of a product: what introduces them, the statements in drawn order, the tensions."""
    place = get_process(process)
    found = get_product(place, product)
    edition = found.current_edition()
    readings = read_texts(found, edition, Text.Kind.values)
    context = {
        "process": place,
        "section": section_of(place, found),
        "product": found,
        "edition": edition,
        "feedback": feedback_on(place, found),
        "sections": [one for one in readings if one.text.kind == Text.Kind.SECTION],
        "readings": [one for one in readings if one.text.kind == Text.Kind.STATEMENT],
        "tensions": [one for one in readings if one.text.kind == Text.Kind.TENSION],
    }
    return render(request, "web/product.html", context)


@require_safe
def page(request: HttpRequest, process: str, product: str, text: str) -> HttpResponse:
    """A statement as the current edition has it, its commented passages, and one conversation beside it."""
    place, found, edition, reading = read_or_404(process, product, text)
    printing = "druck" in request.GET
    places = [] if printing else public_places(found, edition)
    talk = None if printing else talk_about(reading, edition, places, request.GET)
    chosen = filtered(place, request.GET)
    paper = Paginator(chosen.rows.filter(about=found), ON_A_PAGE).get_page(request.GET.get("seite"))
    key = request.GET.get("stelle", "") if talk is not None else ""
    context = {
        "process": place,
        "section": section_of(place, found.product),
        "product": found.product,
        "edition": edition,
        "feedback": feedback_on(place, found.product),
        "reading": reading,
        "paragraphs": paragraphs_of(reading, places, key),
        "commented": bool(places),
        "talk": talk,
        "talk_voices": talk_voices(place, talk),
        "lost": bool(request.GET.get("stelle")) and talk is None and not printing,
        "printing": printing,
        "chosen": chosen,
        "filters": chosen.one_row(),
        "paper": paper,
        "voices": voices_of(place, paper.object_list),
        **around(place, found, edition),
    }
    return render(request, "web/text.html", context)


def read_or_404(process: str, product: str, text: str) -> tuple[Process, Text, Edition, Reading]:
    """A statement as it reads; 404 where the edition that is read does not have it."""
    place = get_process(process)
    found = get_text(place, product, text)
    edition = found.product.current_edition()
    reading = read_text(found, edition)
    if edition is None or reading is None:
        raise Http404
    return place, found, edition, reading


def talk_voices(process: Process, talk: Talk | None) -> list[Any]:
    """What was said in a conversation, newest first."""
    if talk is None or not talk.contributions:
        return []
    public = filtered(process, {}).rows.filter(pk__in=talk.contributions)
    return list(voices_of(process, public))


def around(process: Process, text: Text, edition: Edition) -> dict[str, Any]:
    """The statements before and after it; those and the tensions that refer to it or to which it refers; and the texts
    of the other products to which it answers, or that answer to it (R68–R70)."""
    to = set(text.references.values_list("to", flat=True))
    by = set(text.referred_by.values_list("text", flat=True))
    readings = read_texts(text.product, edition, (Text.Kind.STATEMENT, Text.Kind.TENSION))
    row = [one for one in readings if one.text.kind == Text.Kind.STATEMENT]
    at = next((n for n, one in enumerate(row) if one.text.pk == text.pk), 0)
    linked = [one for one in readings if one.text.pk in to | by and one.text.pk != text.pk]
    return {
        "count": len(row),
        "before": row[at - 1] if at else None,
        "after": row[at + 1] if at + 1 < len(row) else None,
        "referred": [one for one in linked if one.text.kind == Text.Kind.STATEMENT],
        "tensions": [one for one in linked if one.text.kind == Text.Kind.TENSION],
        "elsewhere": elsewhere(process, text, to | by),
    }


def elsewhere(process: Process, text: Text, linked: set[int]) -> list[tuple[Product, list[Reading]]]:
    """The linked texts of other products, as their own editions have them, each with its product."""
    homes = {row.product_id for row in process.texts.all() if row.pk in linked} - {text.product_id}
    found = []
    for product in (row for row in process.products.all() if row.pk in homes):
        shown = [one for one in read_texts(product, product.current_edition()) if one.text.pk in linked]
        found += [(product, shown)] if shown else []
    return found


@require_safe
def passage(request: HttpRequest, process: str, product: str, text: str, paragraph: int) -> HttpResponse:
    """Choose sentences of a paragraph (0: the title), without script; then on to the form."""
    place, found, edition, reading = read_or_404(process, product, text)
    texts = (reading.title, *reading.paragraphs)
    if paragraph >= len(texts):
        raise Http404
    words = texts[paragraph]
    sentences = sentence_spans(words)
    picked = picked_sentences(request, len(sentences))
    rendered = reading.rendered[paragraph] if reading.rendered else ""
    if picked or "weiter" in request.GET:
        start, end = (sentences[picked[0]][0], sentences[picked[-1]][1]) if picked else (0, len(words))
        end = start + len(words[start:end].rstrip())
        address = write_address(found, edition, paragraph, start, end)
        return HttpResponseRedirect(address if picked or not rendered else f"{address}&rendered=1")
    context = {
        "process": place,
        "section": section_of(place, found.product),
        "product": found.product,
        "reading": reading,
        "edition": edition,
        "feedback": feedback_on(place, found.product),
        "paragraph": paragraph,
        "rendered": rendered,
        "sentences": [words[start:end].strip() for start, end in sentences],
        "others": [(n, sentence_address(found, n)) for n in range(len(texts)) if n != paragraph],
        "last": len(texts) - 1,
    }
    return render(request, "web/passage.html", context)


def picked_sentences(request: HttpRequest, count: int) -> list[int]:
    """The numbers of the sentences that were checked, in order. A passage is one stretch: what lies between the first
    and the last goes with it."""
    asked = request.GET.getlist("satz")[:count]
    return sorted({int(n) for n in asked if n.isascii() and n.isdigit() and len(n) < 5 and int(n) < count})
