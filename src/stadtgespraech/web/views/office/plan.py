"""What is asked, when, of whom: phases along the time, rounds, products, steps."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stadtgespraech.web import clock
from stadtgespraech.web.access import Member, get_milestone, get_planned_product
from stadtgespraech.web.actions.milestone import Planned, add_milestone, remove_milestone
from stadtgespraech.web.forms.plan import KINDS_OF_ROUND, PHASE_KINDS, STATES, MilestoneForm
from stadtgespraech.web.models import Contribution, Edition, Phase, Process, Product, Round
from stadtgespraech.web.views.office.door import door, show
from stadtgespraech.web.views.office.editing import Sheet, kept, shown
from stadtgespraech.web.views.office.rooms import ORGANISER
from stadtgespraech.web.views.office.timeline import state_of, timeline_of

STANDS = {"now": "offen", "ahead": "kommt", "done": "vorbei"}


@dataclass(frozen=True, slots=True)
class PhaseLine:
    phase: Phase
    kind: str
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class RoundLine:
    round: Round
    kind: str
    here: int
    phases: int


@dataclass(frozen=True, slots=True)
class ProductLine:
    product: Product
    state: str
    texts: int


@door()
@require_safe
def page(request: HttpRequest, member: Member) -> HttpResponse:
    """Everybody who works here may look; organisers alter."""
    place, now = member.process, clock.now()
    phases = sorted(place.phases.all(), key=lambda row: (row.opens_at, row.number))
    steps = [step for product in place.products.all() for step in product.milestones.all()]
    lines = [PhaseLine(row, PHASE_KINDS[row.kind], state_of(row, now), STANDS[state_of(row, now)]) for row in phases]
    context = {
        "phases": lines,
        "rounds": rounds_of(place, phases),
        "products": products_of(place),
        "steps": sorted(steps, key=lambda step: (step.day is None, step.day or now.date(), step.pk)),
        "drawing": timeline_of(place, phases, steps, now),
        "missing": missing(lines, place.public_editions()),
        "may": member.has(ORGANISER),
    }
    return show(request, member, "plan", context, room="office-plan")


def rounds_of(place: Process, phases: list[Phase]) -> list[RoundLine]:
    rows = Contribution.objects.filter(process=place).order_by().values_list("round").annotate(Count("pk"))
    said = dict(rows)
    return [
        RoundLine(row, KINDS_OF_ROUND.get(row.kind, row.kind), said.get(row.pk, 0),
                  sum(phase.round_id == row.pk for phase in phases)) for row in place.rounds.all()
    ]  # fmt: skip


def products_of(place: Process) -> list[ProductLine]:
    texts = place.texts.all()
    return [
        ProductLine(row, STATES[row.state], sum(text.product_id == row.pk for text in texts))
        for row in place.products.all()
    ]


def missing(lines: list[PhaseLine], editions: list[Edition]) -> list[tuple[str, str]]:
    """What keeps people from saying something, each with the name of the address where it is mended."""
    found = list[tuple[str, str]]()
    if not editions:
        found.append(("Es gibt noch keine veröffentlichte Fassung.", "office-texts"))
    if not lines:
        found.append(("Es ist noch keine Phase geplant: Niemand kann etwas sagen.", "office-phase-new"))
    elif not any(line.state == "now" for line in lines):
        found.append(("Gerade ist nichts offen.", ""))
    return found


@door(ORGANISER)
@require_http_methods(["GET", "HEAD", "POST"])
def add_step(request: HttpRequest, member: Member) -> HttpResponse:
    """A step ahead of a product."""
    products = list(member.process.products.all())
    form = MilestoneForm(request.POST or None, products=products, initial={"product": running(products)})
    sheet = Sheet("Was ist geplant?", "Schritt eintragen", reverse("office-plan", args=[member.process.slug]))

    def act() -> None:
        data = form.cleaned_data
        product = get_planned_product(member.process, data["product"])
        add_milestone(product, by=member.user, step=Planned(data["title"], data["day"], data["dates"]))

    done = kept(request, form, act, sheet, "Der Schritt ist eingetragen.") if request.method == "POST" else None
    return done or shown(request, member, form, sheet)


def running(products: list[Product]) -> str:
    """The product that is being worked on, else the first."""
    found = next((row for row in products if row.state == Product.State.RUNNING), products[0] if products else None)
    return found.slug if found is not None else ""


@door(ORGANISER)
@require_POST
def remove_step(request: HttpRequest, member: Member, key: int) -> HttpResponse:
    remove_milestone(get_milestone(member.process, key), by=member.user)
    messages.success(request, "Der Schritt ist entfernt.")
    return redirect("office-plan", member.process.slug)
