"""A process's look: its colours, its logo, its names for things."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Mapping

from django.conf import settings
from django.db import transaction
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stadtgespraech.ingest.logo import read_logo
from stadtgespraech.ingest.picture import Picture, PictureError, Trouble
from stadtgespraech.web.actions.audit import audit
from stadtgespraech.web.actions.refusal import Reason, Refused
from stadtgespraech.web.colour import is_colour, oklch
from stadtgespraech.web.models import Logo, Look, Process, User
from stadtgespraech.web.tones import LIGHT, Fault, fault_of_drawing, fault_of_text, nearest

NOUNS = ("statement", "disposition", "round", "tension", "change")
LONGEST_NAME = 40
GROUNDS: dict[str, str | Promise] = {
    "page": _("Weiß"),
    "hover": _("dem Knopf, auf den jemand zeigt"),
    "paper": _("dem warmen Papierton"),
    "chosen": _("dem Gelb gewählter Stellen"),
}
OTHER_GROUND = _("den leicht getönten Flächen")
MARKS: dict[str, Promise] = {
    "inserted": _("eingefügte"),
    "deleted": _("gestrichene"),
    "moved": _("verschobene"),
}
TROUBLES: dict[Trouble, Promise] = {
    Trouble.EMPTY: _("Die Datei ist leer."),
    Trouble.SIZE: _("Die Datei ist zu groß. Ein Logo darf höchstens %(about)s kB haben."),
    Trouble.KIND: _("Das ist kein PNG und kein SVG."),
    Trouble.BROKEN: _("Die Datei ist beschädigt (%(about)s). Speichern Sie das Logo neu."),
    Trouble.SIDES: _("Die Maße passen nicht (%(about)s). Erlaubt sind bis 2000 Pixel und höchstens 8 : 1."),
    Trouble.INTERLACED: _("Das PNG ist mit Zwischenbildern gespeichert. Speichern Sie es ohne „Interlacing“."),
    Trouble.DEPTH: _("Das SVG hat zu viele oder zu tief verschachtelte Teile. Vereinfachen Sie die Zeichnung."),
    Trouble.DTD: _("Das SVG enthält eine Dokumenttyp-Angabe oder Entitäten. Speichern Sie es ohne."),
    Trouble.ELEMENT: _("Das SVG enthält „%(about)s“. Erlaubt sind nur Formen, Farben und Verläufe; Schrift als Pfade."),
    Trouble.ATTRIBUTE: _("Das SVG enthält „%(about)s“. Verweise und Skripte sind nicht erlaubt."),
    Trouble.VALUE: _("Im SVG hat „%(about)s“ einen Wert, der nicht erlaubt ist."),
}


@transaction.atomic
def set_look(process: Process, *, accent: str, second: str = "") -> Look:
    """The colours; "" takes KERN's. Refused where one cannot be read, with the nearest that can."""
    check_colour(accent, fault_of_text, is_text=True)
    check_colour(second, fault_of_drawing, is_text=False)
    return save_look(process, accent=accent.lower(), second=second.lower())


@transaction.atomic
def set_logo(
    process: Process, *, data: bytes, alternative: str, for_dark: bool = False, by: User | None = None
) -> Look:
    """The logo as PNG or SVG, cleaned, with words for whoever cannot see it; `for_dark`: its twin on dark pages."""
    words = " ".join(alternative.split())
    if not words or len(words) > 200:
        raise Refused(
            Reason.LOOK,
            gettext("Sagen Sie in höchstens 200 Zeichen, was das Logo zeigt: für alle, die es nicht sehen."),
        )
    picture = clean(data)
    logo, _made = Logo.objects.get_or_create(
        process=process,
        digest=hashlib.sha256(picture.content).hexdigest(),
        defaults={
            "kind": picture.kind,
            "content": picture.content,
            "width": picture.width,
            "height": picture.height,
        },
    )
    known = Look.objects.filter(process=process, logo__isnull=False).exists()
    if for_dark and not known:
        raise unfit(gettext("Zuerst das Logo für helle Seiten, dann das für dunkle."))
    changed = {"dark_logo": logo} if for_dark else {"logo": logo}
    look = save_look(process, alternative=words, **changed)
    drop_unused_logos(look)
    audit(process, by=by, act="set_logo", about=f"logo:{logo.name}", note="dark" if for_dark else "")
    return look


@transaction.atomic
def remove_logo(process: Process, *, by: User | None = None) -> Look:
    audit(process, by=by, act="remove_logo")
    look = save_look(process, logo=None, dark_logo=None, alternative="")
    drop_unused_logos(look)
    return look


@transaction.atomic
def name_things(process: Process, *, language: str, names: Mapping[str, tuple[str, str]]) -> Look:
    """What a process calls things in a language: noun → (one, many). ("", "") takes the common word again."""
    if language not in dict(settings.LANGUAGES):
        raise unfit(gettext("Diese Sprache hat die Seite nicht: %(language)s") % {"language": language})
    look = Look.objects.select_for_update().filter(process=process).first()
    own = dict(look.names.get(language, {})) if look is not None else {}
    for noun, forms in names.items():
        own.pop(noun, None)
        checked = check_name(noun, forms)
        if any(checked):
            own[noun] = checked
    others = {key: value for key, value in (look.names if look is not None else {}).items() if key != language}
    return save_look(process, names={**others, language: own} if own else others)


def save_look(process: Process, **changed: object) -> Look:
    look, _made = Look.objects.update_or_create(process=process, defaults=changed)
    return look


def drop_unused_logos(look: Look) -> None:
    used = [pk for pk in (look.logo_id, look.dark_logo_id) if pk is not None]
    Logo.objects.filter(process=look.process_id).exclude(pk__in=used).delete()


def check_colour(colour: str, fault: Callable[..., Fault | None], *, is_text: bool) -> None:
    if not colour:
        return
    if not is_colour(colour):
        raise Refused(
            Reason.LOOK,
            gettext("„%(colour)s“ ist keine Farbe. Schreiben Sie sie so: #1A5C2E.") % {"colour": colour[:20]},
        )
    found = fault(colour, LIGHT)
    if found is not None:
        better = nearest(oklch(colour), LIGHT, is_text=is_text)
        why = too_pale(colour, found) if found.needed else too_close(colour, found)
        raise Refused(
            Reason.LOOK, f"{why} " + gettext("Der nächste passende Ton ist %(better)s.") % {"better": better.upper()}
        )


def too_pale(colour: str, fault: Fault) -> str:
    words = {
        "colour": colour.upper(),
        "ground": GROUNDS.get(fault.where, OTHER_GROUND),
        "ratio": number_format(int(10 * fault.ratio) / 10, 1),
        "needed": number_format(fault.needed, 1),
    }
    if fault.needed < 4:
        return (
            gettext("%(colour)s ist zu hell für Zeichnungen auf %(ground)s (%(ratio)s:1; nötig %(needed)s:1).") % words
        )
    return gettext("%(colour)s ist zu hell für Text auf %(ground)s (%(ratio)s:1; nötig %(needed)s:1).") % words


def too_close(colour: str, fault: Fault) -> str:
    words = {"colour": colour.upper(), "mark": MARKS[fault.where]}
    return gettext("%(colour)s sieht fast so aus wie die Farbe, die %(mark)s Wörter zeigt.") % words


def check_name(noun: str, forms: tuple[str, str]) -> list[str]:
    """[one, many], both or none. Refused where a name is too long for a heading or holds signs nobody sees."""
    if noun not in NOUNS:
        raise Refused(
            Reason.LOOK, gettext("Unbekannt: %(noun)s. Es gibt: %(nouns)s.") % {"noun": noun, "nouns": ", ".join(NOUNS)}
        )
    one, many = (" ".join(form.split()) for form in forms)
    if bool(one) != bool(many):
        raise unfit(gettext("Nennen Sie Einzahl und Mehrzahl, zum Beispiel: Bewertung/Bewertungen."))
    unseen = any(unicodedata.category(sign)[0] == "C" for sign in one + many)
    if unseen or max(len(one), len(many)) > LONGEST_NAME:
        raise Refused(
            Reason.LOOK, gettext("Ein Name hat höchstens %(most)d Zeichen, alle lesbar.") % {"most": LONGEST_NAME}
        )
    return [one, many]


def clean(data: bytes) -> Picture:
    try:
        return read_logo(data)
    except PictureError as error:
        raise unfit(str(TROUBLES[error.trouble]) % {"about": error.about[:40]}) from None


def unfit(words: str) -> Refused:
    """What cannot be taken, said to whoever chose it."""
    return Refused(Reason.LOOK, words)
