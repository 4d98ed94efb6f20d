"""The only door from what stands in an address to a row. What somebody may not see is not there: 404, no hint."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from stadtgespraech.web.models import (
    Change,
    Contribution,
    Draft,
    Edition,
    EditionFile,
    Logo,
    Milestone,
    Phase,
    Process,
    Product,
    Question,
    Role,
    Round,
    Text,
    User,
)
from stadtgespraech.web.models.setup import process_as_set_up

M = TypeVar("M", bound=Model)


def get_process(slug: str) -> Process:
    """The process with its whole set-up at hand: for reading (models/setup.py)."""
    return _found(process_as_set_up(slug))


def get_only_process() -> Process | None:
    """The process of a site that has one: pages of the site itself then show its menu, its imprint, its way home."""
    slugs = list(Process.objects.order_by("pk").values_list("slug", flat=True)[:2])
    return process_as_set_up(slugs[0]) if len(slugs) == 1 else None


def get_logo(process: Process, name: str) -> Logo:
    """By the whole name that its bytes give it."""
    stem, _dot, kind = name.partition(".")
    found = Logo.objects.filter(process=process, kind=kind, digest__startswith=stem).first()
    if found is None or found.name != name:
        raise Http404
    return found


def get_product(process: Process, slug: str) -> Product:
    return _found(next((row for row in process.products.all() if row.slug == slug), None))


def get_text(process: Process, product: str, slug: str, kind: str = "statement") -> Text:
    wanted = (kind, slug, product)
    rows = (row for row in process.texts.all() if (row.kind, row.slug, row.product.slug) == wanted)
    return _found(next(rows, None))


def get_tension(process: Process, slug: str) -> Text:
    rows = (row for row in process.texts.all() if row.kind == Text.Kind.TENSION and row.slug == slug)
    return _found(next(rows, None))


def get_round(process: Process, slug: str) -> Round:
    return _found(next((row for row in process.rounds.all() if row.slug == slug and row.public), None))


def get_question(process: Process, slug: str) -> Question:
    """Of a round that is not public nobody learns what it asks."""
    rows = (row for row in process.questions.all() if row.slug == slug and row.phase.round.public)
    return _found(next(rows, None))


def _found(row: M | None) -> M:
    if row is None:
        raise Http404
    return row


def get_contribution(process: Process, key: str) -> Contribution:
    """A contribution that has its page: shown ones, and the empty place of withdrawn and erased ones."""
    if "\0" in key:  # in a query, where no address keeps it out, and PostgreSQL takes it for an error
        raise Http404
    rows = Contribution.objects.select_related("round", "about__product", "question", "reply_to")
    found = get_object_or_404(rows, process=process, key=key)
    if found.state in (Contribution.State.HELD, Contribution.State.HIDDEN) or not found.round.public:
        raise Http404
    return found


def get_contribution_by_code(process: Process, code_hash: str) -> Contribution | None:
    """Whoever has the code sees the contribution in every state."""
    rows = Contribution.objects.select_related("round", "about__product", "question")
    return rows.filter(process=process, code_hash=code_hash).first()


def get_change(process: Process, number: int, product: str = "") -> Change:
    """A change that a public edition shows. Numbers are those of a product; without one it is the change that had the
    number first, so that an address never comes to mean another."""
    rows = Change.objects.select_related("text", "undoes").filter(process=process, number=number)
    change = _found((rows.filter(product__slug=product) if product else rows).order_by("pk").first())
    change.product = next(row for row in process.products.all() if row.pk == change.product_id)
    last = change.product.current_edition()
    if last is None or (change.revision is not None and change.revision > last.revision):
        raise Http404
    return change


def get_edition(process: Process, slug: str) -> Edition:
    return _found(next((row for row in process.public_editions() if row.slug == slug), None))


def get_edition_file(edition: Edition, name: str) -> EditionFile:
    return get_object_or_404(EditionFile, edition=edition, name=name)


def get_held(user: User, process: Process, key: str) -> Contribution:
    """A contribution of this account, in every state; anybody else's is not there."""
    rows = Contribution.objects.select_related("round", "about__product", "question")
    return get_object_or_404(rows, process=process, key=key, holdings__user=user)


def find_by_code(code_hash: str) -> Contribution | None:
    """The contribution of a code, in whichever process it was sent."""
    return Contribution.objects.select_related("process").filter(code_hash=code_hash).first() if code_hash else None


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who works on a process, and in which roles."""

    process: Process
    user: User
    roles: frozenset[str]

    def has(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)


def get_member(request: HttpRequest, process: Process, *roles: str) -> Member:
    """Somebody who comes into a room that is for `roles`; for every role where none is named. Who has no role in this
    process is told nothing: 404. Who has another one is told that it is not theirs: 403. Both only after a second
    factor: without one they are sent to set it up, and where they came in without it, to show it."""
    user = request.user
    held = Role.objects.filter(process=process, user=user).values_list("role", flat=True) if user.pk else ()
    if not held or not isinstance(user, User):
        raise Http404
    if not has_second_factor(user):
        raise sent_to(request, "mfa_activate_totp")
    if not any(record.get("method") == "mfa" for record in get_authentication_records(request, user)):
        raise sent_to(request, "mfa_reauthenticate")
    member = Member(process, user, frozenset(held))
    if roles and not member.has(*roles):
        raise PermissionDenied(", ".join(roles))
    return member


def has_second_factor(user: Any) -> bool:
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists())


def needs_second_factor(user: User) -> bool:
    """Whoever has a role, or runs the site, and has not set it up yet."""
    return (user.is_staff or user.roles.exists()) and not has_second_factor(user)


def sent_to(request: HttpRequest, name: str) -> ImmediateHttpResponse:
    query = urlencode({"next": request.get_full_path()})
    return ImmediateHttpResponse(HttpResponseRedirect(f"{reverse(name)}?{query}"))


def get_planned_round(process: Process, slug: str) -> Round:
    """For those who plan it: public or not, and as it is now, to be altered."""
    return get_object_or_404(Round, process=process, slug=slug)


def get_planned_product(process: Process, slug: str) -> Product:
    return get_object_or_404(Product, process=process, slug=slug)


def get_phase(process: Process, number: int) -> Phase:
    return get_object_or_404(Phase.objects.select_related("product", "round"), process=process, number=number)


def get_asked(process: Process, slug: str) -> Question:
    """A question for those who ask it, also of a round that is not public."""
    return get_object_or_404(Question.objects.select_related("phase"), process=process, slug=slug)


def get_milestone(process: Process, key: int) -> Milestone:
    return get_object_or_404(Milestone, product__process=process, pk=key)


def get_draft(process: Process, product: str, key: int) -> Draft:
    return get_object_or_404(Draft.objects.select_related("product"), process=process, product__slug=product, pk=key)


def get_written(process: Process, product: str, kind: str, slug: str) -> Text:
    """A text of any kind, to be translated."""
    rows = Text.objects.select_related("product", "process")
    return get_object_or_404(rows, process=process, product__slug=product, kind=kind, slug=slug)
