"""Accounts: opened, set up, closed."""

from __future__ import annotations

import datetime
import time

from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from stadtgespraech.web.models import Attempt, Message, User

UNCONFIRMED = datetime.timedelta(days=2)


@transaction.atomic
def open_account(
    email: str, *, now: datetime.datetime, language: str = "de", password: str | None = None, operator: bool = False
) -> User:
    """An account whose address somebody has checked already. On the site people open theirs by a code."""
    user = User.objects.create_user(
        email, password, language=language, joined_at=now, told_at=now, is_superuser=operator
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def choose_messages(user: User, *, digest: str, language: str, now: datetime.datetime) -> None:
    """When to write, and in which language. A period begins with the choice."""
    begun = user.told_at if digest == user.digest else now
    user.digest, user.language, user.told_at = digest, language, begun
    user.save(update_fields=["digest", "language", "told_at"])


@transaction.atomic
def close_account(user: User) -> None:
    """Delete the account with all that hangs on it, and what waits to be sent to it. Contributions stay: nothing in
    them says whose they were."""
    Message.objects.filter(process=None, to=user.email).delete()
    user.delete()


def forget_strangers(*, now: datetime.datetime) -> int:
    """Delete accounts whose address was never confirmed, and sessions that are over; how many there were."""
    lost = User.objects.filter(joined_at__lt=now - UNCONFIRMED, last_login=None)
    lost = lost.exclude(emailaddress__verified=True).exclude(is_superuser=True)
    over = Session.objects.filter(expire_date__lt=timezone.now())  # Django dates sessions by the machine's clock
    return sum(rows.delete()[0] for rows in (lost, over) if rows.exists())


def forget_attempts() -> None:
    """Delete what does not count any more. allauth dates it by the machine's clock."""
    Attempt.objects.filter(until__lte=time.time()).delete()
