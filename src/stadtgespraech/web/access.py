"""The only door from what stands in an address to a row. What somebody may not see is not there: 404, no hint."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.models import Authenticator
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from stadtgespraech.web.models import (
    Change,
    Contribution,
    Edition,
    EditionFile,
    Process,
    Product,
    Question,
    Role,
    Round,
    Text,
    User,
)


def get_process(slug: str) -> Process:
    return get_object_or_404(Process, slug=slug)


def get_product(process: Process, slug: str) -> Product:
    return get_object_or_404(Product.objects.select_related("weave").defer("weave__rows"), process=process, slug=slug)


def get_text(process: Process, product: str, slug: str, kind: str = "statement") -> Text:
    rows = Text.objects.select_related("product__weave").defer("product__weave__rows")
    return get_object_or_404(rows, process=process, product__slug=product, kind=kind, slug=slug)


def get_round(process: Process, slug: str) -> Round:
    return get_object_or_404(Round, process=process, slug=slug, public=True)


def get_question(process: Process, slug: str) -> Question:
    return get_object_or_404(Question.objects.select_related("phase__round"), process=process, slug=slug)


def get_contribution(process: Process, key: str) -> Contribution:
    """A contribution that has its page: shown ones, and the empty place of withdrawn and erased ones."""
    rows = Contribution.objects.select_related("round", "about__product", "question", "reply_to")
    found = get_object_or_404(rows, process=process, key=key)
    if found.state in (Contribution.State.HELD, Contribution.State.HIDDEN) or not found.round.public:
        raise Http404
    return found


def get_contribution_by_code(process: Process, code_hash: str) -> Contribution | None:
    """Whoever has the code sees the contribution in every state."""
    rows = Contribution.objects.select_related("round", "about__product", "question")
    return rows.filter(process=process, code_hash=code_hash).first()


def get_change(process: Process, number: int) -> Change:
    """A change that a public edition shows."""
    rows = Change.objects.select_related("text__product", "product").filter(process=process, number=number)
    change = rows.order_by("product__number").first()
    last = change and change.product.editions.filter(audience="public").order_by("-number").first()
    if not change or not last or (change.revision is not None and change.revision > last.revision):
        raise Http404
    return change


def get_edition(process: Process, slug: str) -> Edition:
    rows = Edition.objects.select_related("product__weave", "base").defer("product__weave__rows")
    return get_object_or_404(rows, process=process, slug=slug, audience="public")


def get_edition_file(edition: Edition, name: str) -> EditionFile:
    return get_object_or_404(EditionFile, edition=edition, name=name)


def get_held(user: User, process: Process, key: str) -> Contribution:
    """A contribution of this account, in every state; anybody else's is not there."""
    rows = Contribution.objects.select_related("round", "about__product", "question")
    return get_object_or_404(rows, process=process, key=key, holdings__user=user)


def find_by_code(code_hash: str) -> Contribution | None:
    """The contribution of a code, in whichever process it was sent."""
    return Contribution.objects.select_related("process").filter(code_hash=code_hash).first() if code_hash else None


def get_member(request: HttpRequest, process: Process, *roles: str) -> Role:
    """The role in which somebody comes in: one of `roles`. Who has none of them is told nothing. Who has one signs in
    with a second factor: without one they are sent to set it up, and where they came in without it, to show it."""
    rows = Role.objects.filter(process=process, role__in=roles)
    role = rows.filter(user=request.user).first() if request.user.is_authenticated else None
    if role is None:
        raise Http404
    if not has_second_factor(role.user):
        raise sent_to(request, "mfa_activate_totp")
    if not any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user)):
        raise sent_to(request, "mfa_reauthenticate")
    return role


def has_second_factor(user: Any) -> bool:
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists())


def needs_second_factor(user: User) -> bool:
    """Whoever has a role, or runs the site, and has not set it up yet."""
    return (user.is_staff or user.roles.exists()) and not has_second_factor(user)


def sent_to(request: HttpRequest, name: str) -> ImmediateHttpResponse:
    query = urlencode({"next": request.get_full_path()})
    return ImmediateHttpResponse(HttpResponseRedirect(f"{reverse(name)}?{query}"))
