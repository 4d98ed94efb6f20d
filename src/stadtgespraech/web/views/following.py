"""Following a text, or a process. The page of a text may have no form, so the form has a page of its own."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stadtgespraech.web import access
from stadtgespraech.web.actions.following import follow, unfollow
from stadtgespraech.web.models import Process, Text
from stadtgespraech.web.views.account import title_now, whose


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def process(request: HttpRequest, process: str) -> HttpResponse:
    """Everything that is new in a process."""
    return chosen(request, access.get_process(process), None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def text(request: HttpRequest, process: str, product: str, text: str) -> HttpResponse:
    """What is new about one statement."""
    place = access.get_process(process)
    found = access.get_text(place, product, text)
    if not title_now(found):  # no public edition has it yet
        raise Http404
    return chosen(request, place, found)


def chosen(request: HttpRequest, process: Process, text: Text | None) -> HttpResponse:
    """The question, and what was chosen."""
    user = whose(request)
    if request.method == "POST":
        act, words = (
            (unfollow, _("Sie folgen dem nicht mehr."))
            if request.POST.get("stop")
            else (follow, _("Sie hören von uns, wenn es hier etwas Neues gibt."))
        )
        act(user, process=process, text=text)
        messages.success(request, words)
        return redirect("account")
    title = title_now(text) if text is not None else process.title
    followed = user.followings.filter(process=process, text=text).exists()
    context = {"process": process, "section": "account", "text": text, "title": title, "followed": followed}
    return render(request, "web/follow.html", context)
