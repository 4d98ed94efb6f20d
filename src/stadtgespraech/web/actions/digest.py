"""Digests: what is new about what somebody follows and has said, in one message a period. Numbers and links, never what
others wrote."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stadtgespraech.web.access import readable
from stadtgespraech.web.actions.text import title_of
from stadtgespraech.web.models import (
    Change,
    DigestMark,
    Edition,
    Leaf,
    Message,
    Part,
    Process,
    Text,
    User,
)
from stadtgespraech.web.models.setup import process_as_set_up

SALT = "stadtgespraech.digest"
WEEK = datetime.timedelta(days=7)
BATCH = 50


def unsubscribe_token(user: User) -> str:
    """What the link in a digest holds: signed, and good for ending digests only."""
    return signing.dumps(user.pk, salt=SALT)


def user_of_token(token: str) -> User | None:
    """Whose digests a link ends; None where it was altered, or the account is gone."""
    try:
        number = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=number).first()


def stop_digests(user: User) -> None:
    User.objects.filter(pk=user.pk).update(digest=User.Digest.NONE)


def mark_from_now(user: User, process: Process) -> None:
    """Begin to tell of a process; what happened before, numbered or not, is not news."""
    DigestMark.objects.get_or_create(user=user, process=process, defaults={"told": process.leaves.count()})


def log_size(process: Process) -> int:
    """Leaves that have a number. Those that wait for one come later, and are told later."""
    return Leaf.objects.filter(process=process, number__isnull=False).count()


def write_digests(now: datetime.datetime) -> int:
    """Write what is due, at most `BATCH` at once; how many accounts were looked after."""
    return sum(write_digest(user, now=now) for user in due(now)[:BATCH])


def due(now: datetime.datetime) -> QuerySet[User]:
    """Accounts whose week is over, and those with an edition that they have not heard of."""
    fresh = Edition.objects.filter(process=OuterRef("process"), audience="public", cutoff__gte=OuterRef("told"))
    marks = DigestMark.objects.filter(Exists(fresh), user=OuterRef("pk"))
    week = Q(digest=User.Digest.WEEKLY, told_at__lte=now - WEEK)
    return User.objects.filter(week | Q(Exists(marks), digest=User.Digest.EDITION), is_active=True).order_by("pk")


@transaction.atomic
def write_digest(user: User, *, now: datetime.datetime) -> bool:
    """The message and the marks, in one transaction: whoever is killed in between has done nothing. False where
    another worker was here first."""
    if not User.objects.filter(pk=user.pk, told_at=user.told_at).update(told_at=now):
        return False
    marks = list(user.digest_marks.select_related("process"))
    for mark in marks:
        mark.process = process_as_set_up(mark.process.slug) or mark.process
    sizes = {mark.pk: log_size(mark.process) for mark in marks}
    with translation.override(user.language):
        parts = [part for mark in marks for part in news_of(user, mark, sizes[mark.pk])]
        if parts:
            digest_message(user, parts, now).save(force_insert=True)
    for mark in marks:
        DigestMark.objects.filter(pk=mark.pk).update(told=max(mark.told, sizes[mark.pk]))
    return True


def digest_message(user: User, parts: list[str], now: datetime.datetime) -> Message:
    """In the user's language, with the way out."""
    stop = settings.SITE_URL + reverse("unsubscribe", args=[unsubscribe_token(user)])
    home = settings.SITE_URL + reverse("account")
    end = _("Wann wir Ihnen schreiben, stellen Sie hier ein:\n%(home)s\n\nKeine solchen Nachrichten mehr:\n%(stop)s")
    body = "\n\n".join([_("Guten Tag!"), *parts, end % {"home": home, "stop": stop}])
    subject = _("Neues zu dem, dem Sie folgen")
    return Message(to=user.email, subject=subject, body=body, unsubscribe=stop, written_at=now)


def news_of(user: User, mark: DigestMark, size: int) -> Iterator[str]:
    """What is new in one process: its title, then a paragraph for each thing."""
    known = set(user.followings.filter(process=mark.process).values_list("text", flat=True))
    texts = [text for text in mark.process.texts.all() if text.pk in known]
    said = statement_lines(user, mark, size, texts, everything=None in known)
    lines = [*edition_lines(mark, size, texts), *said, *answer_lines(user, mark, size)]
    if lines:
        yield mark.process.title.upper()
        yield from lines


def edition_lines(mark: DigestMark, size: int, followed: list[Text]) -> Iterator[str]:
    """New editions, and in how many places followed statements changed."""
    fresh = [row for row in mark.process.public_editions() if mark.told <= row.cutoff < size]
    for edition in sorted(fresh, key=lambda row: row.pk):
        link = link_to("edition", mark.process.slug, edition.slug)
        yield _("Neu erschienen: %(name)s\n%(link)s") % {"name": edition.name, "link": link}
        for text, count in changes_in(edition, followed):
            words = ngettext(
                "„%(title)s“: eine Stelle hat sich geändert\n%(link)s",
                "„%(title)s“: %(count)s Stellen haben sich geändert\n%(link)s",
                count,
            )
            link = f"{link_to('changes', mark.process.slug)}?fassung={edition.slug}&bild={text.slug}"
            yield words % {"title": title_of(text, edition), "count": count, "link": link}


def changes_in(edition: Edition, texts: list[Text]) -> Iterator[tuple[Text, int]]:
    since = edition.base.revision if edition.base is not None else edition.revision
    rows = Change.objects.filter(text__in=texts, revision__gt=since, revision__lte=edition.revision)
    counts = dict(rows.order_by().values_list("text").annotate(Count("pk")))
    yield from ((text, counts[text.pk]) for text in texts if text.pk in counts)


def statement_lines(user: User, mark: DigestMark, size: int, texts: list[Text], *, everything: bool) -> Iterator[str]:
    """How many new public contributions there are on followed statements, or in the whole process."""
    became_public = happened(mark, size, "contribution:", OuterRef("key"), ("received", "moderated"))
    rows = readable(mark.process).filter(became_public).exclude(holdings__user=user)
    counts = dict(rows.filter(about__in=texts).order_by().values_list("about").annotate(Count("pk")))
    for text in texts:
        if text.pk in counts:
            link = link_to("text", mark.process.slug, text.product.slug, text.slug)
            yield counted(counts[text.pk], title_of(text, text.product.current_edition()), link)
    if everything:
        count = rows.exclude(about__in=texts).count()
        if count:
            yield counted(count, mark.process.title, link_to("contributions", mark.process.slug))


def counted(count: int, title: str, link: str) -> str:
    words = ngettext(
        "„%(title)s“: ein neuer Beitrag\n%(link)s", "„%(title)s“: %(count)s neue Beiträge\n%(link)s", count
    )
    return words % {"title": title, "count": count, "link": link}


def answer_lines(user: User, mark: DigestMark, size: int) -> Iterator[str]:
    """How many of one's own contributions got an answer."""
    answered = happened(mark, size, "disposition:", OuterRef("key"), ("disposition-final",))
    rows = Part.objects.filter(answered, contribution__process=mark.process, contribution__holdings__user=user)
    count = rows.values("contribution").distinct().count()
    if count:
        words = ngettext(
            "Eine Antwort auf Ihren Beitrag ist da\n%(link)s",
            "Auf %(count)s Ihrer Beiträge gibt es Antworten\n%(link)s",
            count,
        )
        yield words % {"count": count, "link": link_to("account")}


def happened(mark: DigestMark, size: int, kind: str, key: OuterRef, types: tuple[str, ...]) -> Exists:
    """A leaf since the mark says that it happened. What a moderator left as it was is nothing new."""
    leaves = Leaf.objects.filter(
        process=mark.process, about=Concat(Value(kind), key), type__in=types, number__gte=mark.told, number__lt=size
    )
    return Exists(leaves.exclude(decision__kind__in=("kept", "blacked")))


def link_to(name: str, *parts: str) -> str:
    return settings.SITE_URL + reverse(name, args=parts)
