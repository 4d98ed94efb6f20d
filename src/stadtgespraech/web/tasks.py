"""What happens behind the pages: leaves get their numbers, messages are sent. One worker does it, again and again."""

from __future__ import annotations

import datetime
import logging
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F

from stadtgespraech.web import clock
from stadtgespraech.web.actions.account import forget_strangers
from stadtgespraech.web.actions.device import forget_uses
from stadtgespraech.web.actions.digest import write_digests
from stadtgespraech.web.actions.log import sequence_all
from stadtgespraech.web.actions.texts import forget_texts
from stadtgespraech.web.models import Message

BATCH = 50
MAX_TRIES = 200  # a mail server may be down for days


def tick() -> int:
    """One round of all that waits; how much was done."""
    forget_uses(before=clock.now().date() - datetime.timedelta(days=2))
    forget_strangers(now=clock.now())
    return sequence_all() + write_digests(clock.now()) + send_messages() + forget_texts()


def send_messages() -> int:
    """Send what waits, oldest first; what the mail server does not take stays and is tried again."""
    sent = 0
    waiting = Message.objects.filter(sent_at__isnull=True, tries__lt=MAX_TRIES).order_by("tries", "pk")
    for message in waiting[:BATCH]:
        try:
            send(message)
        except (OSError, SMTPException) as error:
            Message.objects.filter(pk=message.pk).update(tries=F("tries") + 1)
            logging.getLogger(__name__).warning("mail server: %s", error)
            break
        sent += 1
    return sent


@transaction.atomic
def send(message: Message) -> None:
    """Send one message, and forget whom it went to."""
    stop = {"List-Unsubscribe": f"<{message.unsubscribe}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    EmailMessage(message.subject, message.body, to=[message.to], headers=stop if message.unsubscribe else None).send()
    Message.objects.filter(pk=message.pk).update(sent_at=clock.now(), to="", body="", unsubscribe="")
