"""Invitations to work on a process: sent, sent again, revoked, accepted once."""

from __future__ import annotations

import datetime
import hashlib
import secrets
from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from stadtgespraech.web import clock
from stadtgespraech.web.actions.audit import audit
from stadtgespraech.web.actions.refusal import Reason, Refused
from stadtgespraech.web.actions.role import give_role
from stadtgespraech.web.models import Invitation, Message, Process, User
from stadtgespraech.web.templatetags.words import ROLES

LASTS = datetime.timedelta(days=14)
KEPT = datetime.timedelta(days=30)  # after it is over: until then its link says what became of it
LETTER = """Guten Tag!

Sie sind eingeladen, an „{title}“ mitzuarbeiten.

Ihre Aufgabe: {roles}

Hier nehmen Sie die Einladung an:
{link}

Dafür brauchen Sie ein Konto mit genau dieser E-Mail-Adresse. Wenn Sie noch keines haben, können Sie es dort anlegen. Die Einladung gilt bis {until} und nur einmal.

Sie wissen nicht, worum es geht? Dann müssen Sie nichts tun."""  # noqa: E501


def hash_of_token(token: str) -> str:
    """What is kept of the link."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


@transaction.atomic
def invite(process: Process, *, email: str, roles: Iterable[str], by: User) -> Invitation:
    """Invite whoever has this address. Refused where an invitation to it waits: that one can be sent again. One whose
    time is up makes way."""
    address, now = email.strip().lower(), clock.now()
    Invitation.objects.filter(
        process=process, email=address, used_at=None, revoked_at=None, expires_at__lte=now
    ).update(revoked_at=now)
    token = secrets.token_urlsafe(32)
    fresh = Invitation(
        process=process, email=address, roles=sorted(set(roles)), token_hash=hash_of_token(token), by=by,
        sent_at=now, expires_at=now + LASTS,
    )  # fmt: skip
    try:
        with transaction.atomic():
            fresh.save(force_insert=True)
    except IntegrityError:
        raise Refused(Reason.INVITED) from None
    audit(process, by=by, act="invite", about=f"invitation:{fresh.pk}", note=", ".join(fresh.roles))
    write_invitation(fresh, token)
    return fresh


@transaction.atomic
def resend_invitation(invitation: Invitation, *, by: User) -> None:
    """Send it once more, with a new link and new days; the link that was sent before is good for nothing. Refused where
    it was used or revoked in between."""
    token, now = secrets.token_urlsafe(32), clock.now()
    waiting = Invitation.objects.filter(pk=invitation.pk, used_at=None, revoked_at=None)
    if not waiting.update(token_hash=hash_of_token(token), sent_at=now, expires_at=now + LASTS):
        raise Refused(Reason.STATE)
    invitation.refresh_from_db()
    audit(invitation.process, by=by, act="resend_invitation", about=f"invitation:{invitation.pk}")
    write_invitation(invitation, token)


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, by: User) -> None:
    """From now on it lets nobody in. Refused where somebody has come in by it already."""
    waiting = Invitation.objects.filter(pk=invitation.pk, used_at=None, revoked_at=None)
    if not waiting.update(revoked_at=clock.now()):
        raise Refused(Reason.STATE)
    audit(invitation.process, by=by, act="revoke_invitation", about=f"invitation:{invitation.pk}")


@transaction.atomic
def accept_invitation(invitation: Invitation, *, user: User) -> None:
    """Give the roles to the account with that address, once. Refused where it is used, revoked, over, or another's."""
    check_invitation(invitation, user=user)
    now = clock.now()
    waiting = Invitation.objects.filter(pk=invitation.pk, used_at=None, revoked_at=None, expires_at__gt=now)
    if not waiting.filter(token_hash=invitation.token_hash).update(used_at=now):
        raise Refused(Reason.USED)
    process = invitation.process
    audit(process, by=user, act="accept_invitation", about=f"invitation:{invitation.pk}")
    for role in invitation.roles:
        give_role(process, user=user, role=role, by=invitation.by)


def check_invitation(invitation: Invitation, *, user: User | None) -> None:
    """Refused where nobody, or not this account, can accept it. Whose it is counts first: who got a link passed on
    learns no more than that."""
    if user is not None and not is_invited(invitation, user):
        raise Refused(Reason.OTHER_ADDRESS)
    if invitation.used_at is not None:
        raise Refused(Reason.USED)
    if invitation.revoked_at is not None:
        raise Refused(Reason.REVOKED)
    if invitation.is_over(clock.now()):
        raise Refused(Reason.OVER)


def is_invited(invitation: Invitation, user: User) -> bool:
    """The account has that address, and has shown that it is theirs."""
    rows = EmailAddress.objects.filter(user=user, verified=True, email__iexact=invitation.email)
    return user.is_active and user.email.lower() == invitation.email and rows.exists()


def write_invitation(invitation: Invitation, token: str) -> Message:
    process = invitation.process
    link = settings.SITE_URL + reverse("invitation", args=[process.slug, token])
    words = LETTER.format(
        title=process.title,
        roles=", ".join(str(ROLES[role]) for role in invitation.roles),
        link=link,
        until=clock.local(process, invitation.expires_at).strftime("%d.%m.%Y, %H:%M Uhr"),
    )
    subject = " ".join(f"Einladung: {process.title}".split())[:200]
    return Message.objects.create(
        process=process, to=invitation.email, subject=subject, body=words, written_at=clock.now()
    )


def forget_invitations(*, now: datetime.datetime) -> int:
    """Delete invitations, and the addresses in them, a month after they were over; how many there were."""
    return Invitation.objects.filter(expires_at__lt=now - KEPT).delete()[0]
