"""Marked text on a page: the runs of the format-free document as HTML. `{% load marks %}`.

The kind of a change is said three times: in colour, by decoration, and in hidden words for whoever listens.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from stadtgespraech.publish.document import Inline, Link, Mark, NoteRef, Run
from stadtgespraech.publish.signs import GONE, end, end_anchors, leading_calls, spaced

register = template.Library()

LABELS = {
    "retitle": _("Titel"),
    "reorder": _("Reihenfolge"),
    "merge-term": _("Begriff"),
    "renumber": _("Nummer"),
    "format-only": _("Gestaltung"),
    "explain-only": _("Anmerkung"),
}
DONE = {
    "insert": _("eingefügt"),
    "delete": _("gestrichen"),
    "replace": _("ersetzt"),
    "move": _("verschoben"),
    "split": _("geteilt"),
    "join": _("zusammengeführt"),
    "merge-term": _("überall ersetzt"),
    "sharpen": _("geschärft"),
    "deduplicate": _("Doppelung aufgelöst"),
    "explain-only": _("ohne Änderung am Text"),
}
KINDS = {**DONE, **{kind: word for kind, word in LABELS.items() if kind not in DONE}}


@register.filter
def kind_labels(kinds: Iterable[str]) -> list[Any]:
    """The labels that a note of these kinds carries: "Titel", "Begriff"."""
    return [LABELS[kind] for kind in dict.fromkeys(kinds) if kind in LABELS]


@register.filter
def kind_words(kinds: Iterable[str]) -> str:
    """What was done: "Ersetzt, eingefügt"."""
    words = ", ".join(str(DONE[kind]) for kind in dict.fromkeys(kinds) if kind in DONE)
    return words[:1].upper() + words[1:]


@register.simple_tag
def drawn(inlines: tuple[Inline, ...], mark: Mark | None = None, in_title: bool = False) -> SafeString:
    """Marked words without calls or ends to follow: for a change on its own."""
    return Drawing({}, {}).block(inlines, mark, in_title)


class Drawing:
    """One page: it counts the calls of notes and the ends of moves, so that every id is used once. `notes` gives for
    a note the address of its words, `ends` for an end of a move the address of where it stands."""

    def __init__(self, notes: Mapping[int, str], ends: Mapping[str, str]) -> None:
        self.notes, self.ends = notes, ends
        self.calls: Counter[int] = Counter()
        self.arrows: Mapping[str, str] = {}
        self.placed: set[str] = set()
        language = get_language() or "de"
        self.spoken = "" if language == "de" else f' lang="{escape(language.removesuffix("-plain"))}"'

    def block(self, inlines: tuple[Inline, ...], mark: Mark | None = None, in_title: bool = False) -> SafeString:
        """The words of a title or paragraph; where the block itself came or went a sign says so first."""
        start = leading_calls(inlines) if mark is not None else 0
        self.arrows = arrows(inlines)
        head = f"{self.sign(mark, in_title)}{self.inlines(inlines[:start])} " if mark is not None else ""
        return mark_safe(head + self.inlines(inlines[start:]))  # every text in it is escaped

    def inlines(self, inlines: Iterable[Inline]) -> str:
        """A blank stands between struck and new words that touch each other, and behind struck words whose own blank
        comes after the number of a note; nothing is drawn under it."""
        found, last, words = [], None, None
        for item in inlines:
            found += [" "] if touching(last, item) or trailing(words, item) else []
            found.append(self.inline(item))
            last, words = item, item if isinstance(item, Run) else words
        return "".join(found)

    def inline(self, item: Inline) -> str:
        if isinstance(item, NoteRef):
            return self.call(item.note)
        if isinstance(item, Link) or item.mark is None:
            return escape(item.text)
        return self.marked(item.text, item.mark)

    def marked(self, text: str, mark: Mark) -> str:
        tag = "del" if mark.kind in GONE else "ins"
        before, inner, after = spaced(text)
        if not inner:
            return before if tag == "ins" else ""
        if mark.other is None:
            return f"{before}<{tag}>{self.say(speech(mark))}{escape(inner)}</{tag}>{after}"
        words = f'<span class="moved">{escape(inner)}</span>'
        inside = self.with_arrow(words, mark, text)
        return f'{before}<{tag} class="moving">{self.say(speech(mark))}{inside}</{tag}>{after}'

    def with_arrow(self, words: str, mark: Mark, text: str) -> str:
        """What moved in several pieces has one arrow: before the first where it arrives, else behind the last."""
        if self.arrows.get(end_anchors(mark)[0]) != text:
            return words
        return f"{self.end(mark)} {words}" if mark.kind == "moved-here" else f"{words} {self.end(mark)}"

    def end(self, mark: Mark) -> str:
        """The arrow of a move, a link where its other end can be reached."""
        own, other = end_anchors(mark)
        anchor = f' id="{own}"' if mark.change and other in self.ends and own not in self.placed else ""
        self.placed.add(own)
        if other in self.ends:
            return f'<a class="moved__to"{anchor} href="{escape(self.ends[other])}">{escape(end(mark))}</a>'
        return f'<span class="moved__to">{escape(end(mark))}</span>'

    def sign(self, mark: Mark, in_title: bool) -> str:
        tag = "del" if mark.kind in GONE else "ins"
        noun = gettext("Abschnitt") if in_title else gettext("Absatz")
        return f'<{tag} class="pilcrow">{self.say(f"{speech(mark)} {noun}.")}<span aria-hidden="true">¶</span></{tag}>'

    def call(self, note: int) -> str:
        """The number of a note behind the words it is about, with a link to what it says."""
        if note not in self.notes:
            return ""
        self.calls[note] += 1
        again = f"-{self.calls[note]}" if self.calls[note] > 1 else ""
        said = self.say(gettext("Anmerkung"))
        href = escape(self.notes[note])
        return f'<a class="ref" id="t{note}{again}" href="{href}">\u2060{said}{note}</a>'

    def say(self, words: str) -> str:
        """Words that are heard, not seen."""
        return f'<span class="sr"{self.spoken}>{escape(words)} </span>'


def touching(before: Inline | None, after: Inline) -> bool:
    """Whether marked words of two fates stand side by side without a blank."""
    if not (isinstance(before, Run) and isinstance(after, Run) and before.mark and after.mark):
        return False
    parted = before.text[-1:].isspace() or not after.text[:1].isalnum()
    return not parted and (before.mark.kind in GONE) != (after.mark.kind in GONE)


def trailing(before: Run | None, after: Inline) -> bool:
    """Whether `after` is no more than the struck blank behind struck words."""
    if before is None or not isinstance(after, Run) or after.text.strip() or not (before.mark and after.mark):
        return False
    return before.mark.kind in GONE and after.mark.kind in GONE and not before.text[-1:].isspace()


def arrows(inlines: Iterable[Inline]) -> dict[str, str]:
    """End of a move → the words beside which its arrow stands."""
    found: dict[str, str] = {}
    for item in inlines:
        if isinstance(item, Run) and item.mark is not None and item.mark.other is not None and item.text.strip():
            own = end_anchors(item.mark)[0]
            found[own] = found.get(own, item.text) if item.mark.kind == "moved-here" else item.text
    return found


def speech(mark: Mark) -> str:
    """What is said before marked words."""
    if mark.kind == "insert":
        return gettext("eingefügt:")
    if mark.kind == "delete":
        return gettext("gestrichen:")
    if mark.kind == "moved-here":
        return gettext("hierher verschoben:")
    return gettext("von hier verschoben:")
