"""What municipalities set differently: a form for each group, saved by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from stadtgespraech.ingest.logo import MOST_BYTES
from stadtgespraech.web.access import Member
from stadtgespraech.web.actions.look import remove_logo, set_logo
from stadtgespraech.web.actions.refusal import Reason, Refused
from stadtgespraech.web.actions.setting import GROUPS, change_settings, fingerprint
from stadtgespraech.web.forms.setting import FORMS, LogoForm, SettingForm
from stadtgespraech.web.models import Process
from stadtgespraech.web.views.office.door import door, show
from stadtgespraech.web.views.office.rooms import ORGANISER

TITLES = {
    "particulars": "Angaben",
    "rules": "Regeln",
    "names": "Wie Dinge heißen",
    "colours": "Farben",
    "legal": "Rechtliches",
    "retention": "Wie lange etwas bleibt",
}
HINTS = {
    "names": "Leer lassen, was so heißen soll wie überall. Die Namen gelten auf Deutsch.",
    "colours": "Leer: die Farben des KERN-Designs. Wir prüfen, ob man Text darin lesen kann.",
}


@dataclass(frozen=True, slots=True)
class Other:
    """A field in which a colleague's value is now another one than what somebody typed."""

    label: str
    now: str


@dataclass(frozen=True, slots=True)
class Section:
    """A form as it is shown. `seen` stands for the values it was made from; `others` is what changed since."""

    key: str
    title: str
    hint: str
    form: SettingForm
    seen: str
    conflict: bool = False
    others: tuple[Other, ...] = ()


@door(ORGANISER)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, member: Member) -> HttpResponse:
    """All groups; a form saves its own."""
    if request.method != "POST":
        return settings_page(request, member)
    group = request.POST.get("group", "")
    if group in FORMS:
        return save(request, member, group)
    if group == "logo":
        return save_logo(request, member)
    messages.error(request, "Es hat sich nichts geändert. Bitte benutzen Sie einen der Knöpfe.")
    return redirect("office-settings", member.process.slug)


def settings_page(
    request: HttpRequest, member: Member, tried: Section | None = None, logo: LogoForm | None = None, status: int = 200
) -> HttpResponse:
    """Every group as it is now, but the one that was `tried`."""
    own = Process.objects.get(pk=member.process.pk)
    sections = [tried if tried is not None and tried.key == key else section_of(own, key) for key in TITLES]
    look = getattr(member.process, "look", None)
    words = look.alternative if look is not None else ""
    context = {"sections": sections, "look": look, "logo": logo or LogoForm(initial={"alternative": words})}
    return show(request, member, "settings", context, room="office-settings", status=status)


def section_of(process: Process, key: str) -> Section:
    values = GROUPS[key].read(process)
    form = FORMS[key](initial=FORMS[key].from_values(values), prefix=key)
    return Section(key, TITLES[key], HINTS.get(key, ""), form, fingerprint(values))


def save(request: HttpRequest, member: Member, group: str) -> HttpResponse:
    """Save a group. Whoever comes second sees what a colleague has set meanwhile, beside what they typed."""
    own = Process.objects.get(pk=member.process.pk)
    values = GROUPS[group].read(own)
    form = FORMS[group](request.POST, prefix=group, initial=FORMS[group].from_values(values))
    seen = request.POST.get("seen", "")
    if not form.is_valid():
        return settings_page(request, member, tried(group, form, seen), status=422)
    try:
        changed = change_settings(own, group=group, values=form.to_values(), seen=seen, by=member.user)
    except Refused as refusal:
        if refusal.reason == Reason.CHANGED:
            return conflict(request, member, group, form)
        form.add_error(field_of(group, form, str(refusal)), str(refusal))
        return settings_page(request, member, tried(group, form, seen), status=422)
    messages.success(request, f"{TITLES[group]}: gespeichert." if changed else f"{TITLES[group]}: Es war schon so.")
    return redirect(f"{reverse('office-settings', args=[member.process.slug])}#{group}")


def tried(group: str, form: SettingForm, seen: str, others: tuple[Other, ...] = (), *, late: bool = False) -> Section:
    return Section(group, TITLES[group], HINTS.get(group, ""), form, seen, late, others)


def conflict(request: HttpRequest, member: Member, group: str, form: SettingForm) -> HttpResponse:
    """What was typed stays in the fields; saving once more then means it."""
    values = GROUPS[group].read(Process.objects.get(pk=member.process.pk))
    now = FORMS[group].from_values(values)
    typed = FORMS[group].from_values({**values, **form.to_values()})
    others = tuple(
        Other(str(form[name].label), in_words(form, name, now[name])) for name in now if typed[name] != now[name]
    )
    return settings_page(request, member, tried(group, form, fingerprint(values), others, late=True), status=409)


def in_words(form: SettingForm, name: str, value: Any) -> str:
    """A value as the form calls it."""
    known = dict(getattr(form.fields[name], "choices", ()))
    rows = value if isinstance(value, list) else [value]
    return ", ".join(str(known.get(row, row)) for row in rows) or "nichts"


def field_of(group: str, form: SettingForm, words: str) -> str | None:
    """The field that a refusal is about: the one whose value it names."""
    if group != "colours":
        return None
    second = str(form.cleaned_data["second"])
    accent = str(form.cleaned_data["accent"])
    return "second" if second and second.lower() in words.lower() and second.lower() != accent.lower() else "accent"


def save_logo(request: HttpRequest, member: Member) -> HttpResponse:
    """Take a logo in, or away."""
    address = f"{reverse('office-settings', args=[member.process.slug])}#logo"
    if "remove" in request.POST:
        remove_logo(member.process, by=member.user)
        messages.success(request, "Das Logo ist fort.")
        return redirect(address)
    form = LogoForm(request.POST, request.FILES)
    if form.is_valid():
        known = form.cleaned_data
        data = known["file"].read(MOST_BYTES + 1)
        try:
            set_logo(
                member.process, data=data, alternative=known["alternative"], for_dark=known["for_dark"], by=member.user
            )
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, "Das Logo ist gespeichert.")
            return redirect(address)
    return settings_page(request, member, logo=form, status=422)
