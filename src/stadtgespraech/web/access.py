"""The only door from what stands in an address to a row. What somebody may not see is not there: 404, no hint."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from stadtgespraech.web.models import (
    Appeal,
    Change,
    Contribution,
    Edition,
    EditionFile,
    Invitation,
    Job,
    Logo,
    Point,
    Process,
    Product,
    Question,
    Reading,
    Report,
    Role,
    Round,
    Scan,
    Text,
    Ticket,
    Unit,
    User,
)
from stadtgespraech.web.models.setup import process_as_set_up

M = TypeVar("M", bound=Model)


def get_process(slug: str) -> Process:
    """The process with its whole set-up at hand: for reading (models/setup.py)."""
    return _found(process_as_set_up(slug))


def get_only_process() -> Process | None:
    """The process of a site that names one: pages of the site itself then show its menu, its imprint, its way home."""
    slugs = list(Process.objects.filter(listed=True).order_by("pk").values_list("slug", flat=True)[:2])
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


def readable(process: Process) -> QuerySet[Contribution]:
    """The contributions that everybody may read; none where the process keeps them to its team."""
    rows = Contribution.objects.filter(process=process, state=Contribution.State.PUBLIC, round__public=True)
    return rows if process.rules.contributions else rows.none()


def get_contribution(process: Process, key: str) -> Contribution:
    """A contribution that has its page: shown ones, and the empty place of withdrawn and erased ones; none where the
    process keeps contributions to its team."""
    if "\0" in key or not process.rules.contributions:  # PostgreSQL takes NUL, which a query can hold, for an error
        raise Http404
    rows = Contribution.objects.select_related("round", "about__product", "question", "reply_to")
    found = get_object_or_404(rows, process=process, key=key)
    if found.state in (Contribution.State.HELD, Contribution.State.HIDDEN) or not found.round.public:
        raise Http404
    return found


def get_any_contribution(process: Process, key: str) -> Contribution:
    """A contribution in every state, for those who work on it."""
    rows = Contribution.objects.select_related("round", "about__product", "question", "reply_to", "origin")
    return get_object_or_404(rows, process=process, key=key)


def get_scan(contribution: Contribution, number: int) -> Scan:
    return get_object_or_404(Scan, contribution=contribution, number=number)


def get_any_round(process: Process, slug: str) -> Round:
    """A round, public or not, for those who work on the process."""
    return _found(next((row for row in process.rounds.all() if row.slug == slug), None))


def get_collected(process: Process, key: str) -> Contribution:
    """A contribution in a room of those who run the process: in every state but erased, of every round."""
    rows = Contribution.objects.select_related("round", "about__product", "question", "process")
    return get_object_or_404(rows.exclude(state=Contribution.State.ERASED), process=process, key=key)


def get_appeal(process: Process, number: int) -> Appeal:
    rows = Appeal.objects.select_related("decision__by", "decision__contribution__round", "by")
    return get_object_or_404(rows, process=process, pk=number)


def get_report(process: Process, key: str) -> Report:
    rows = Report.objects.select_related("contribution__process")
    return get_object_or_404(rows, contribution__process=process, key=key)


def get_ticket(process: Process, key: str) -> Ticket:
    return get_object_or_404(Ticket, process=process, key=key)


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


def get_job(process: Process, key: str) -> Job:
    return get_object_or_404(Job.objects.select_related("by", "process"), process=process, key=key)


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
    ask_for_factor(request, user)
    member = Member(process, user, frozenset(held))
    if roles and not member.has(*roles):
        raise PermissionDenied(", ".join(roles))
    return member


def get_unit(member: Member, slug: str) -> Unit:
    """A unit that somebody speaks for; organisers may look at each."""
    rows = Unit.objects.select_related("round")
    if not member.has(Role.Kind.ORGANISER):
        rows = rows.filter(memberships__user=member.user)
    return get_object_or_404(rows, process=member.process, slug=slug)


def get_own_unit(member: Member, slug: str) -> Unit:
    """A unit that somebody speaks for; anybody else's is not there."""
    rows = Unit.objects.select_related("round").filter(memberships__user=member.user)
    return get_object_or_404(rows, process=member.process, slug=slug)


def get_point(unit: Unit, number: int) -> Point:
    """A point of what the unit is working on."""
    rows = Point.objects.select_related("submission__edition__product", "about__product")
    return get_object_or_404(rows, process=unit.process_id, submission__unit=unit, pk=number)


def get_reading(unit: Unit, number: int) -> Reading:
    rows = Reading.objects.select_related("submission__edition__product")
    return get_object_or_404(rows, process=unit.process_id, submission__unit=unit, pk=number)


def get_starter(request: HttpRequest) -> User:
    """Somebody who may start a process: who leads one, or runs the site. Anybody else is told nothing: 404."""
    user = request.user
    if not isinstance(user, User) or not (user.is_superuser or processes_led_by(user)):
        raise Http404
    ask_for_factor(request, user)
    return user


def processes_led_by(user: User) -> list[Process]:
    """The processes that somebody is organiser of, by title."""
    rows = Process.objects.filter(roles__user=user, roles__role=Role.Kind.ORGANISER)
    return list(rows.order_by("title", "pk"))


def ask_for_factor(request: HttpRequest, user: User) -> None:
    """On to set it up, or to show it, where somebody came in without it."""
    if not has_second_factor(user):
        raise sent_to(request, "mfa_activate_totp")
    if not any(record.get("method") == "mfa" for record in get_authentication_records(request, user)):
        raise sent_to(request, "mfa_reauthenticate")


def get_colleague(process: Process, key: str) -> User:
    """Somebody who has a role in this process; anybody else is not there."""
    rows = User.objects.filter(pk__in=Role.objects.filter(process=process).values("user"))
    return get_object_or_404(rows, pk=row_number(key))


def get_invitation(process: Process, key: str) -> Invitation:
    """An invitation of this process that waits to be accepted."""
    rows = Invitation.objects.filter(process=process, used_at=None, revoked_at=None)
    return get_object_or_404(rows, pk=row_number(key))


def get_invitation_by_token(process: Process, token_hash: str) -> Invitation:
    """Whoever has the link sees what became of the invitation, also when it is used or over."""
    return get_object_or_404(Invitation.objects.select_related("process"), process=process, token_hash=token_hash)


def row_number(key: str) -> int:
    """The id that a form names; 0, which no row has, where it is no number."""
    return int(key) if key.isascii() and key.isdigit() and len(key) < 18 else 0


def has_second_factor(user: Any) -> bool:
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists())


def needs_second_factor(user: User) -> bool:
    """Whoever has a role, or runs the site, and has not set it up yet."""
    return (user.is_staff or user.roles.exists()) and not has_second_factor(user)


def sent_to(request: HttpRequest, name: str) -> ImmediateHttpResponse:
    query = urlencode({"next": request.get_full_path()})
    return ImmediateHttpResponse(HttpResponseRedirect(f"{reverse(name)}?{query}"))
