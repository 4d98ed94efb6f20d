"""Who works here, in which roles, and who is invited."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from stadtgespraech.web import clock
from stadtgespraech.web.access import Member, get_colleague, get_invitation
from stadtgespraech.web.actions.invitation import invite, resend_invitation, revoke_invitation
from stadtgespraech.web.actions.refusal import Reason, Refused
from stadtgespraech.web.actions.role import give_role, take_role
from stadtgespraech.web.forms.invitation import InvitationForm, RoleForm
from stadtgespraech.web.models import Invitation, Process, Role, User
from stadtgespraech.web.templatetags.web import role_words
from stadtgespraech.web.views.office.door import door, show
from stadtgespraech.web.views.office.rooms import ORGANISER

REFUSALS = {
    Reason.INVITED: "An diese Adresse ist schon eine Einladung unterwegs. Sie können sie unten noch einmal schicken.",
    Reason.LAST_ORGANISER: "Das geht nicht: Dann hätte der Prozess keine Leitung mehr, und niemand könnte "
    "Aufgaben vergeben. Geben Sie die Leitung zuerst jemand anderem.",
    Reason.STATE: "Diese Einladung ist inzwischen angenommen oder zurückgezogen.",
}


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works here; `missing` are the roles they do not have."""

    user: User
    roles: tuple[str, ...]
    missing: tuple[str, ...]
    has_factor: bool


@dataclass(frozen=True, slots=True)
class Invited:
    invitation: Invitation
    is_over: bool


@door(ORGANISER)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, member: Member) -> HttpResponse:
    """The people; each button is one act."""
    if request.method != "POST":
        return people_page(request, member, InvitationForm())
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        messages.error(request, "Es hat sich nichts geändert. Bitte benutzen Sie einen der Knöpfe.")
        return redirect("office-people", member.process.slug)
    try:
        return act(request, member)
    except Refused as refusal:
        messages.error(request, REFUSALS[refusal.reason])
        return redirect("office-people", member.process.slug)


def people_page(request: HttpRequest, member: Member, form: InvitationForm, status: int = 200) -> HttpResponse:
    now = clock.now()
    waiting = Invitation.objects.filter(process=member.process, used_at=None, revoked_at=None)
    context = {
        "people": colleagues(member.process),
        "invited": [Invited(one, one.is_over(now)) for one in waiting],
        "form": form,
    }
    return show(request, member, "people", context, room="office-people", status=status)


def colleagues(process: Process) -> list[Colleague]:
    """By address, in three queries however many they are."""
    held: dict[User, list[str]] = {}
    for row in Role.objects.filter(process=process).select_related("user").order_by("user__email"):
        held.setdefault(row.user, []).append(row.role)
    secured = with_factor(held)
    return [
        Colleague(user, in_order(roles), in_order(set(Role.Kind.values) - set(roles)), user.pk in secured)
        for user, roles in held.items()
    ]


def with_factor(users: Iterable[User]) -> set[int]:
    rows = Authenticator.objects.filter(user__in=list(users), type=Authenticator.Type.TOTP)
    return set(rows.values_list("user", flat=True))


def in_order(roles: Iterable[str]) -> tuple[str, ...]:
    return tuple(role for role in Role.Kind.values if role in set(roles))


def send_invitation(request: HttpRequest, member: Member) -> HttpResponse:
    """To somebody who does not work here yet."""
    form = InvitationForm(request.POST)
    if form.is_valid() and Role.objects.filter(process=member.process, user__email=form.cleaned_data["email"].lower()):
        form.add_error("email", "Diese Person arbeitet schon mit. Geben Sie ihr die Aufgabe in der Liste.")
    if not form.is_valid():
        return people_page(request, member, form, status=422)
    try:
        sent = invite(member.process, **form.cleaned_data, by=member.user)
    except Refused as refusal:
        form.add_error("email", REFUSALS[refusal.reason])
        return people_page(request, member, form, status=422)
    messages.success(request, f"Die Einladung an {sent.email} ist unterwegs.")
    return redirect("office-people", member.process.slug)


def send_again(request: HttpRequest, member: Member) -> HttpResponse:
    invitation = get_invitation(member.process, request.POST.get("invitation", ""))
    resend_invitation(invitation, by=member.user)
    messages.success(
        request, f"Die Einladung an {invitation.email} ist noch einmal unterwegs. Der alte Link gilt nicht."
    )
    return redirect("office-people", member.process.slug)


def revoke(request: HttpRequest, member: Member) -> HttpResponse:
    invitation = get_invitation(member.process, request.POST.get("invitation", ""))
    revoke_invitation(invitation, by=member.user)
    messages.success(request, f"Die Einladung an {invitation.email} gilt nicht mehr.")
    return redirect("office-people", member.process.slug)


def give(request: HttpRequest, member: Member) -> HttpResponse:
    return change_role(request, member, give_role, "{email} hat jetzt die Aufgabe {role}.")


def take(request: HttpRequest, member: Member) -> HttpResponse:
    return change_role(request, member, take_role, "{email} hat die Aufgabe {role} nicht mehr.")


def change_role(request: HttpRequest, member: Member, act: Callable[..., object], words: str) -> HttpResponse:
    """Give or take; whoever took the leadership from themself goes where they may still go."""
    user, form = get_colleague(member.process, request.POST.get("user", "")), RoleForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Es hat sich nichts geändert. Bitte wählen Sie eine Aufgabe aus der Liste.")
        return redirect("office-people", member.process.slug)
    role = form.cleaned_data["role"]
    act(member.process, user=user, role=role, by=member.user)
    messages.success(request, words.format(email=user.email, role=role_words(role)))
    left = set(Role.objects.filter(process=member.process, user=member.user).values_list("role", flat=True))
    if ORGANISER in left:
        return redirect("office-people", member.process.slug)
    return redirect("office", member.process.slug) if left else redirect("account")


ACTS = {"invite": send_invitation, "again": send_again, "revoke": revoke, "give": give, "take": take}
