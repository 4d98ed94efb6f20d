"""A new process."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from stadtgespraech.web import clock
from stadtgespraech.web.actions.audit import audit
from stadtgespraech.web.actions.blueprint import Blueprint, blueprint_of
from stadtgespraech.web.actions.refusal import Reason, Refused
from stadtgespraech.web.actions.role import give_role
from stadtgespraech.web.actions.text import plain_slug
from stadtgespraech.web.models import Logo, Look, Process, Product, Role, Round, User
from stadtgespraech.web.models.process import RESERVED

LONGEST_SLUG = 60
KEPT = ("city", "motto", "office", "email", "land", "language", "timezone")  # of an earlier process


def slug_of_title(title: str) -> str:
    """The first part of its addresses as the title suggests it; "" where nothing of it can stand in an address."""
    return plain_slug(title)[:LONGEST_SLUG].strip("-")


@transaction.atomic
def start_process(
    *,
    title: str,
    city: str,
    by: User,
    slug: str = "",
    blueprint: Blueprint | None = None,
    earlier: Process | None = None,
) -> Process:
    """A process with what its blueprint, or an earlier process, has ready; `by` becomes its organiser. It is named
    among the processes of the site once its organiser says so. Refused where its address means something else."""
    chosen = slug or slug_of_title(title)
    if not chosen or chosen in RESERVED or Process.objects.filter(slug=chosen).exists():
        raise Refused(Reason.SLUG)
    plan = blueprint_of(earlier) if earlier is not None else blueprint or Blueprint("", "")
    kept = {name: getattr(earlier, name) for name in KEPT} if earlier is not None else {}
    # its day is that of the time zone it gets
    fresh = Process(slug=chosen, title=title, listed=False, settings=plan.settings, **{**kept, "city": city})
    fresh.created_on = clock.today(fresh)
    try:
        with transaction.atomic():
            fresh.save(force_insert=True)
    except IntegrityError:  # somebody took it at this moment
        raise Refused(Reason.SLUG) from None
    furnish(fresh, plan)
    if earlier is not None:
        copy_look(earlier, fresh)
    audit(fresh, by=by, act="start_process", about=f"process:{fresh.slug}", note=plan.title)
    give_role(fresh, user=by, role=Role.Kind.ORGANISER, by=by)
    return fresh


def furnish(process: Process, plan: Blueprint) -> None:
    """Products, the first of them at work, and rounds that nothing has happened in."""
    states = Product.State
    for number, product in enumerate(plan.products, 1):
        Product.objects.create(
            process=process, number=number, slug=product.slug, title=product.title, singular=product.singular,
            motto=product.motto, document=product.document, subtitle=product.subtitle,
            state=states.RUNNING if number == 1 else states.PLANNED,
        )  # fmt: skip
    for number, one in enumerate(plan.rounds, 1):
        Round.objects.create(
            process=process, number=number, slug=one.slug, name=one.name, kind=one.kind, youth=one.youth,
            public=one.public, entry=one.entry, moderation=one.moderation or process.rules.moderation,
        )  # fmt: skip


def copy_look(earlier: Process, fresh: Process) -> None:
    """Colours, logo and names, each process with its own rows."""
    look = Look.objects.filter(process=earlier).select_related("logo", "dark_logo").first()
    if look is None:
        return
    Look.objects.create(
        process=fresh, accent=look.accent, second=look.second, names=look.names, alternative=look.alternative,
        logo=copied(look.logo, fresh), dark_logo=copied(look.dark_logo, fresh),
    )  # fmt: skip


def copied(logo: Logo | None, process: Process) -> Logo | None:
    if logo is None:
        return None
    same = {"kind": logo.kind, "content": bytes(logo.content), "width": logo.width, "height": logo.height}
    return Logo.objects.get_or_create(process=process, digest=logo.digest, defaults=same)[0]
