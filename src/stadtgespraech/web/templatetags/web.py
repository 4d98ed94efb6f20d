"""What templates say in many places: icons, states, kinds, languages, the menu. `{% load web %}`."""

from __future__ import annotations

import datetime
from typing import Any

from babel.dates import format_date, format_skeleton
from django import template
from django.template.context import Context
from django.templatetags.static import static
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from stadtgespraech.web.models import Process, Product
from stadtgespraech.web.templatetags.words import INTENTS, KINDS, ROLES, SOURCE_LANGUAGES, STATES, TONES

register = template.Library()
RIGHT_TO_LEFT = {"ar", "fa", "he", "ku", "ps", "ur"}


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """A drawing from the sprite, silent for screen readers: words stand beside it."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true"><use href="{}#{}"/></svg>', classes, static("web/icons.svg"), name
    )


@register.inclusion_tag("web/_badge.html")
def state_badge(state: str) -> dict[str, object]:
    """A state of a part or contribution: icon and word, never colour alone. "" is "received"."""
    symbol, tone = TONES.get(state, ("inbox", ""))
    return {"icon_name": symbol, "tone": tone, "words": STATES.get(state, STATES["received"])}


@register.inclusion_tag("web/_menu.html", takes_context=True)
def main_menu(context: Context) -> dict[str, Any]:
    """The main menu of the process that the page shows; empty where it shows none."""
    process = context.get("process")
    product = menu_product(process) if isinstance(process, Process) else None
    return {"process": process, "product": product, "section": context.get("section", "")}


def menu_product(process: Process) -> Product | None:
    """The product that is being worked on, or the last that has a text."""
    rows = [item for item in process.products.all() if item.state != Product.State.PLANNED]
    return next((item for item in rows if item.state == Product.State.RUNNING), rows[-1] if rows else None)


@register.filter
def intent_words(contribution: Any) -> Any:
    """What kind of contribution this is, as the person would say it."""
    return INTENTS.get(contribution.intent) or KINDS.get(contribution.kind, KINDS["feedback"])


@register.filter
def role_words(role: str) -> Any:
    """What somebody does in a process."""
    return ROLES[role]


@register.filter
def from_language(code: str) -> Any:
    """ "Aus dem Türkischen": said before a translation."""
    return SOURCE_LANGUAGES.get(code, SOURCE_LANGUAGES[""])


@register.filter
def direction_of(code: str) -> str:
    """The writing direction of a language; `auto` where nothing is known."""
    if not code or code == "und":
        return "auto"
    return "rtl" if code.split("-")[0] in RIGHT_TO_LEFT else "ltr"


@register.filter
def number(value: int) -> str:
    """A number as people write it in the language of the page: 1.704."""
    return number_format(value, use_l10n=True, force_grouping=True)


@register.filter
def size_words(size: int) -> str:
    """A file's size: 0,9 MB, 41 kB."""
    if size >= 1_000_000:
        return f"{number_format(size / 1_000_000, decimal_pos=1)}\u00a0MB"
    return f"{number(max(1, round(size / 1000)))}\u00a0kB"


@register.simple_tag(takes_context=True)
def with_query(context: Context, **changed: object) -> str:
    """The page's own address with some parameters changed; "" drops one. The page number starts anew."""
    query = context["request"].GET.copy()
    for name in ("seite", *changed):
        query.pop(name, None)
    for name, value in changed.items():
        if value != "":
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else context["request"].path


@register.filter
def day(value: datetime.date) -> str:
    """28. Juni 2026, as each language writes it (Unicode CLDR); day and month stay together."""
    return format_date(value, "long", locale()).replace(". ", ".\u00a0")


@register.filter
def day_short(value: datetime.date) -> str:
    """28. Juni."""
    return format_skeleton("MMMMd", value, locale=locale()).replace(". ", ".\u00a0")


@register.filter
def weekday(value: datetime.date) -> str:
    """Sonntag, 28. Juni 2026."""
    return format_date(value, "full", locale()).replace(". ", ".\u00a0")


@register.filter
def weekday_short(value: datetime.date) -> str:
    """Sonntag, 28. Juni."""
    return format_skeleton("MMMMEEEEd", value, locale=locale()).replace(". ", ".\u00a0")


def locale() -> str:
    """The language of the page as CLDR names it; English days are British."""
    language = get_language() or "de"
    return {"de-plain": "de", "en": "en_GB"}.get(language, language)


@register.filter
def last_hour(value: datetime.datetime) -> str:
    """At what time the last day ends: 24 Uhr, 17:30 Uhr. `value` is the last minute, in the process's own time zone."""
    after = value + datetime.timedelta(minutes=1)
    hour = "24" if (after.hour, after.minute) == (0, 0) else str(after.hour)
    minute = f":{after.minute:02}" if after.minute else ""
    return gettext("%(time)s Uhr") % {"time": hour + minute}
