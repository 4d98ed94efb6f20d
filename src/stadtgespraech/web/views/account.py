"""An account: what somebody has said in all processes, what they follow, how they sign in. Nobody needs one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from stadtgespraech.web import access, clock
from stadtgespraech.web.actions import account as actions
from stadtgespraech.web.actions.contribution import hash_of_code
from stadtgespraech.web.actions.holding import hold
from stadtgespraech.web.actions.text import title_of
from stadtgespraech.web.forms import CodeForm, MessagesForm
from stadtgespraech.web.models import Contribution, Following, Process, Text, User
from stadtgespraech.web.views.posting import posts_only
from stadtgespraech.web.views.voices import Voice, state_of, voices_of, with_all


@dataclass(frozen=True, slots=True)
class Group:
    """What an account holds and follows in one process."""

    process: Process
    voices: tuple[Voice, ...]
    followed: tuple[tuple[Following, str], ...]


def whose(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


@login_required
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Everything of one's own, grouped by process."""
    return account_page(request, CodeForm())


def account_page(request: HttpRequest, code: CodeForm, status: int = 200) -> HttpResponse:
    user = whose(request)
    context = {
        "section": "account",
        "groups": groups_of(user),
        "roles": list(user.roles.select_related("process")),
        "needs_factor": access.needs_second_factor(user),
        "code_form": code,
        "form": MessagesForm(initial={"digest": user.digest, "language": user.language}),
    }
    return render(request, "web/account.html", context, status=status)


def groups_of(user: User) -> list[Group]:
    held = with_all(Contribution.objects.filter(holdings__user=user)).select_related("process", "round", "reply_to")
    followed = list(user.followings.select_related("process", "text__product"))
    rows = sorted(held.select_related("about__product", "question"), key=lambda one: (-one.day.toordinal(), -one.pk))
    processes = {one.process for one in rows} | {one.process for one in followed}
    return [
        group_of(
            process,
            [row for row in rows if row.process_id == process.pk],
            [one for one in followed if one.process_id == process.pk],
        )
        for process in sorted(processes, key=lambda one: (one.title, one.pk))
    ]


def group_of(process: Process, rows: list[Contribution], followed: list[Following]) -> Group:
    place = access.get_process(process.slug)
    texts = {text.pk: text for text in place.texts.all()}
    named = tuple((one, title_now(texts[one.text_id]) if one.text_id is not None else "") for one in followed)
    return Group(place, tuple(voices_of(place, rows)), named)


def title_now(text: Text) -> str:
    return title_of(text, text.product.current_edition())


@posts_only("account")
@login_required
@sensitive_post_parameters()
def claim(request: HttpRequest) -> HttpResponse:
    """Add a contribution by the code of its receipt."""
    form = CodeForm(request.POST)
    found = access.find_by_code(hash_of_code(form.cleaned_data["code"])) if form.is_valid() else None
    if found is not None:
        hold(whose(request), contribution=found)
        messages.success(request, _("Der Beitrag steht jetzt in Ihrem Konto."))
        return redirect("held", process=found.process.slug, key=found.key)
    if form.is_valid():
        form.refuse_unknown()
    return account_page(request, form, status=422)


@posts_only("account")
@login_required
def choose_messages(request: HttpRequest) -> HttpResponse:
    """When and in which language to write."""
    form = MessagesForm(request.POST)
    if form.is_valid():
        actions.choose_messages(whose(request), **form.cleaned_data, now=clock.now())
        messages.success(request, _("Gespeichert."))
    else:
        messages.error(request, _("Bitte wählen Sie aus der Liste. Es hat sich nichts geändert."))
    return redirect("account")


@login_required
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """The ways to sign in."""
    user = whose(request)
    context = {
        "section": "account",
        "has_password": user.has_usable_password(),
        "has_factor": access.has_second_factor(user),
        "needs_factor": access.needs_second_factor(user),
        "city": list(SocialAccount.objects.filter(user=user)),
    }
    return render(request, "web/account_security.html", context)


@login_required
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """All that is kept of an account, to take along."""
    response = JsonResponse(kept_of(whose(request)), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response.headers["Content-Disposition"] = 'attachment; filename="konto.json"'
    return response


def kept_of(user: User) -> dict[str, Any]:
    rows = Contribution.objects.filter(holdings__user=user).select_related("process", "round", "about")
    return {
        "email": user.email,
        "language": user.language,
        "digest": user.digest,
        "joined": user.joined_at.date().isoformat(),
        "password": user.has_usable_password(),
        "second_factor": access.has_second_factor(user),
        "city_sign_in": SocialAccount.objects.filter(user=user).exists(),
        "roles": [{"process": one.process.slug, "role": one.role} for one in user.roles.select_related("process")],
        "follows": [
            {"process": one.process.slug, "text": one.text.slug if one.text is not None else None}
            for one in user.followings.select_related("process", "text")
        ],
        "contributions": [said_of(row) for row in rows.prefetch_related("parts__disposition")],
    }


def said_of(row: Contribution) -> dict[str, Any]:
    parts = [part for part in row.parts.all() if not part.superseded]
    return {
        "process": row.process.slug,
        "id": row.key,
        "round": row.round.name,
        "day": row.day.isoformat(),
        "language": row.language,
        "text": row.text,
        "state": row.state,
        "about": row.about.slug if row.about is not None else None,
        "parts": [{"start": part.start, "end": part.end, "state": state_of(part)} for part in parts],
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest) -> HttpResponse:
    """Delete the account, after one question."""
    if request.method != "POST" or request.POST.get("confirm") != "yes":
        return render(request, "web/account_close.html", {"section": "account"})
    user = whose(request)
    logout(request)
    actions.close_account(user)
    return render(request, "web/account_closed.html")
