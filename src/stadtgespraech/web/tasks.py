"""What happens behind the pages: leaves get their numbers, messages are sent. One worker does it, again and again."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable
from smtplib import SMTPException, SMTPRecipientsRefused

from django.core.mail import EmailMessage
from django.db import OperationalError
from django.db.models import F, Q, QuerySet

from stadtgespraech.web import clock
from stadtgespraech.web.actions.account import forget_attempts, forget_strangers
from stadtgespraech.web.actions.device import forget_uses
from stadtgespraech.web.actions.digest import write_digests
from stadtgespraech.web.actions.invitation import forget_invitations
from stadtgespraech.web.actions.log import sequence_all
from stadtgespraech.web.actions.retention import forget_old
from stadtgespraech.web.actions.texts import forget_texts
from stadtgespraech.web.models import Message

BATCH = 50
PAUSE = datetime.timedelta(minutes=1)  # before a message, or a server that was down, is tried again
MAX_TRIES = 1_440  # for one that its own server does not take; while ours is down nothing is counted


def tick() -> int:
    """One round of all that waits; how much was done. What fails is told and tried again, and stops nothing else: an
    address that no mail program can write to must not keep leaves from their numbers."""
    return sum(done(step) for step in (sequence_all, forget, write_all_digests, send_messages, forget_texts))


def done(step: Callable[[], int]) -> int:
    """How much a step did; nothing where it failed. OperationalError where the database is busy or away."""
    try:
        return step()
    except OperationalError:
        raise
    except Exception:
        logging.getLogger(__name__).exception("%s", step.__name__)
        return 0


def forget() -> int:
    """What nobody needs any more goes, and is no work that would call for another round."""
    forget_uses(before=clock.now().date() - datetime.timedelta(days=2))
    forget_strangers(now=clock.now())
    forget_attempts()
    forget_invitations(now=clock.now())
    forget_old(now=clock.now())
    return 0


def write_all_digests() -> int:
    return write_digests(clock.now())


def waiting() -> QuerySet[Message]:
    return Message.objects.filter(sent_at__isnull=True, tries__lt=MAX_TRIES)


def send_messages() -> int:
    """Send what waits, oldest first; how many were sent. What is not taken stays, and is tried again after a pause;
    what never will be is forgotten. Nothing that the mail server says is logged: it repeats addresses."""
    sent, now = 0, clock.now()
    due = waiting().filter(Q(tried_at__isnull=True) | Q(tried_at__lte=now - PAUSE) | Q(tried_at__gt=now))
    for message in due.order_by("tries", "pk")[:BATCH]:
        try:
            send(message)
        except ValueError:
            give_up(message, "no mail can be written to it")
        except SMTPRecipientsRefused as error:
            refused(message, error)
        except (OSError, SMTPException) as error:
            waiting().update(tried_at=now)
            logging.getLogger(__name__).warning("mail server: %s", type(error).__name__)
            break
        else:
            sent += 1
    return sent


def send(message: Message) -> None:
    """Send one message, and then forget whom it went to. In no transaction: a slow mail server must not keep the
    database from whoever writes."""
    stop = {"List-Unsubscribe": f"<{message.unsubscribe}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    EmailMessage(message.subject, message.body, to=[message.to], headers=stop if message.unsubscribe else None).send()
    Message.objects.filter(pk=message.pk).update(sent_at=clock.now(), to="", body="", unsubscribe="")


def refused(message: Message, error: SMTPRecipientsRefused) -> None:
    """For good (5xx), or for now."""
    codes = [int(code) for code, _words in error.recipients.values()]
    if any(code >= 500 for code in codes):
        give_up(message, f"refused with {codes}")
    else:
        Message.objects.filter(pk=message.pk).update(tries=F("tries") + 1, tried_at=clock.now())


def give_up(message: Message, why: str) -> None:
    """Keep neither words nor address of what nobody will ever get."""
    Message.objects.filter(pk=message.pk).update(tries=MAX_TRIES, to="", body="", unsubscribe="")
    logging.getLogger(__name__).warning("message %s is given up: %s", message.pk, why)
