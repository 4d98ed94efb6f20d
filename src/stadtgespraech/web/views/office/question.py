"""The open questions of a phase."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from stadtgespraech.web.access import Member, get_asked, get_phase
from stadtgespraech.web.actions.alteration import version_of
from stadtgespraech.web.actions.question import ask_question, change_question, remove_question
from stadtgespraech.web.forms.plan import QuestionForm
from stadtgespraech.web.views.office.door import door
from stadtgespraech.web.views.office.editing import Sheet, kept, removed, shown
from stadtgespraech.web.views.office.rooms import ORGANISER


@door(ORGANISER)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    phase = get_phase(member.process, number)
    form = QuestionForm(request.POST or None)
    back = reverse("office-phase", args=[member.process.slug, number])
    sheet = Sheet("Neue Frage", "Frage stellen", back, lead=phase.title)

    def act() -> None:
        ask_question(phase, by=member.user, **form.values())

    done = kept(request, form, act, sheet, "Die Frage ist eingetragen.") if request.method == "POST" else None
    return done or shown(request, member, form, sheet)


@door(ORGANISER)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, member: Member, question: str) -> HttpResponse:
    row = get_asked(member.process, question)
    form = QuestionForm(request.POST or None, initial={"text": row.text, "lead": row.lead, "seen": version_of(row)})
    back = reverse("office-phase", args=[member.process.slug, row.phase.number])
    sheet = Sheet("Frage", "Speichern", back, remove="Frage entfernen", lead=row.phase.title)

    def act() -> None:
        change_question(row, by=member.user, **form.values(), seen=form.cleaned_data["seen"] or None)

    done = None
    if request.POST.get("do") == "remove":
        done = removed(request, form, lambda: remove_question(row, by=member.user), sheet, "Die Frage ist entfernt.")
    elif request.method == "POST":
        done = kept(request, form, act, sheet, "Gespeichert.")
    return done or shown(request, member, form, sheet)
