"""What templates say in many places: icons, states, kinds, languages, the menu. `{% load web %}`."""

from __future__ import annotations

import datetime
from collections import OrderedDict
from collections.abc import Hashable, Iterator
from functools import lru_cache
from typing import Any
from unicodedata import bidirectional

from babel.dates import format_date, format_skeleton
from django import template
from django.conf import settings
from django.template import loader
from django.template.context import Context
from django.templatetags.static import static
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from stadtgespraech.web.models import Process, Product
from stadtgespraech.web.templatetags.words import (
    APPEALS,
    INTENTS,
    KINDS,
    MODERATED,
    NOUNS,
    ROLES,
    SOURCE_LANGUAGES,
    STATES,
    TONES,
)
from stadtgespraech.web.tones import stylesheet, version_of

register = template.Library()
LANGUAGE_LINK = '<li><a href="{0}" hreflang="{1}" lang="{1}"{2}>{3}</a></li>'
CURRENT, NOTHING = mark_safe(' aria-current="true"'), mark_safe("")
RUNS = {"rtl": ("R", "AL"), "ltr": ("L",)}  # Unicode's names for letters of a direction
RIGHT_TO_LEFT = {"ar", "fa", "he", "ku", "ps", "ur"}


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """A drawing from the sprite, silent for screen readers: words stand beside it."""
    return drawing(static("web/icons.svg"), name, classes)


@lru_cache(maxsize=512)
def drawing(sprite: str, name: str, classes: str) -> SafeString:
    return format_html('<svg class="icon {}" aria-hidden="true"><use href="{}#{}"/></svg>', classes, sprite, name)


_pieces: OrderedDict[tuple[object, ...], SafeString] = OrderedDict()  # the newest last
PIECES, LARGEST = 512, 20_000  # pieces, characters: a long address must not fill the memory


@register.simple_tag(takes_context=True)
def kept(context: Context, name: str, *values: Hashable) -> SafeString:
    """A template that is drawn from nothing but the process as it is set up, the language, the `section` and `values`:
    drawn once, and kept as long as the process keeps its stamp (models/setup.py)."""
    process = context.get("process")
    stamp = process.stamp if isinstance(process, Process) else None
    key = (name, stamp, get_language(), context.get("section", ""), *values)
    found = _pieces.get(key)
    if found is not None:
        return found
    fresh: SafeString = loader.get_template(name).template.render(context)  # type: ignore[attr-defined]
    if len(fresh) <= LARGEST:
        _pieces[key] = fresh
        for oldest in list(_pieces)[: max(len(_pieces) - PIECES, 0)]:
            _pieces.pop(oldest, None)
    return fresh


@register.simple_tag
def language_links(address: str) -> SafeString:
    """The page at `address` (with its query) in every language."""
    return format_html_join("", LANGUAGE_LINK, in_languages(address, get_language() or settings.LANGUAGE_CODE))


def in_languages(address: str, current: str) -> Iterator[tuple[str, str, SafeString, str]]:
    """For each language: the page's address in it, its tag, whether it is the current one, its name."""
    german = address if current == settings.LANGUAGE_CODE else address.removeprefix(f"/{current}") or "/"
    for code, name in settings.LANGUAGES:
        there = german if code == settings.LANGUAGE_CODE else f"/{code}{german}"
        yield there, "de" if code == "de-plain" else code, CURRENT if code == current else NOTHING, name


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


@register.simple_tag(takes_context=True)
def name(context: Context, noun: str, form: str = "one", otherwise: Any = "") -> str:
    """What the process calls a thing, in the first case, `one` or `many`; else `otherwise`, or the common word. Names
    are German where the process gave no others: pages in another language then show that language's word."""
    common, at = NOUNS[noun], ("one", "many").index(form)
    look = getattr(context.get("process"), "look", None)
    names = look.names if look is not None else {}
    language = get_language() or "de"
    own = next(
        (names[code][noun] for code in (language, language.partition("-")[0]) if noun in names.get(code, {})), None
    )
    return str(own[at] if own is not None else otherwise or common[at])


@register.simple_tag(takes_context=True)
def change_name(context: Context, number: int) -> str:
    """Anpassung Ä-17: the number is the same in every language, as it is printed."""
    return f"{name(context, 'change')} Ä-{number}"


@register.simple_tag
def look_style(process: Any) -> str:
    """The address of the process's own stylesheet; "" where it changes no colour."""
    look = getattr(process, "look", None)
    rules = stylesheet(look.accent, look.second) if look is not None else ""
    return f"{reverse('look', args=[process.slug])}?v={version_of(rules)}" if rules else ""


@register.filter
def intent_words(contribution: Any) -> Any:
    """What kind of contribution this is, as the person would say it."""
    return INTENTS.get(contribution.intent) or KINDS.get(contribution.kind, KINDS["feedback"])


@register.filter
def moderated_words(kind: str) -> Any:
    """What moderators did, in the public log."""
    return MODERATED[kind]


@register.filter
def appeal_words(outcome: str) -> Any:
    """What became of an appeal."""
    return APPEALS[outcome]


@register.filter
def role_words(role: str) -> Any:
    """What somebody does in a process."""
    return ROLES[role]


@register.filter
def from_language(code: str) -> Any:
    """ "Aus dem Türkischen": said before a translation."""
    return SOURCE_LANGUAGES.get(code, SOURCE_LANGUAGES[""])


@register.filter
def direction_of(code: str, words: str = "") -> str:
    """The writing direction of a language; `auto` where nothing is known, or where `words` have no letter that runs so:
    people write German on the Arabic page, and leave the language as it stands."""
    if not code or code == "und":
        return "auto"
    direction = "rtl" if code.split("-")[0] in RIGHT_TO_LEFT else "ltr"
    return direction if not words or any(bidirectional(one) in RUNS[direction] for one in words) else "auto"


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
    """28. Juni 2026, as each language writes it (Unicode CLDR)."""
    return written(value, "long")


@register.filter
def day_short(value: datetime.date) -> str:
    """28. Juni."""
    return written(value, "MMMMd")


@register.filter
def weekday(value: datetime.date) -> str:
    """Sonntag, 28. Juni 2026."""
    return written(value, "full")


@register.filter
def weekday_short(value: datetime.date) -> str:
    """Sonntag, 28. Juni."""
    return written(value, "MMMMEEEEd")


def written(value: datetime.date, form: str) -> str:
    """A day in the language of the page, as CLDR names it; English days are British."""
    language = get_language() or "de"
    plain = value.date() if isinstance(value, datetime.datetime) else value
    return in_words(plain, form, {"de-plain": "de", "en": "en_GB"}.get(language, language))


@lru_cache(maxsize=4096)
def in_words(value: datetime.date, form: str, locale: str) -> str:
    """`form` is a length or a skeleton of CLDR. Day and month stay together."""
    lengths = ("long", "full")
    words = format_date(value, form, locale) if form in lengths else format_skeleton(form, value, locale=locale)
    return words.replace(". ", ".\u00a0")


@register.filter
def last_hour(value: datetime.datetime) -> str:
    """At what time the last day ends: 24 Uhr, 17:30 Uhr. `value` is the last minute, in the process's own time zone."""
    after = value + datetime.timedelta(minutes=1)
    if (after.hour, after.minute) == (0, 0):
        return gettext("24 Uhr")
    hour = str(after.hour)
    minute = f":{after.minute:02}" if after.minute else ""
    return gettext("%(time)s Uhr") % {"time": hour + minute}
