"""Messages to people who left an address: written in the transaction of what they tell of, sent by a task."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from stadtgespraech.records import FINAL_STATES
from stadtgespraech.web import clock
from stadtgespraech.web.models import Address, Contribution, Message, Part, Process

SALT = "stadtgespraech.mail"


def mail_token(contribution: Contribution) -> str:
    """What the link in a message holds instead of the code: signed, and good for this contribution only."""
    return signing.dumps(contribution.pk, salt=SALT)


def contribution_of_token(process: Process, token: str) -> Contribution | None:
    """The contribution of a link, None where it was altered or belongs to another process."""
    try:
        number = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    rows = Contribution.objects.select_related("round", "about__product", "question")
    return rows.filter(process=process, pk=number).first()


@transaction.atomic
def tell_answered(process: Process) -> int:
    """Write to everybody whose contribution is wholly answered now, once, and forget the address. How many."""
    waiting = Address.objects.filter(contribution__process=process).select_related("contribution__process")
    still_open = Part.objects.filter(superseded=False).exclude(disposition__state__in=FINAL_STATES)
    ready = waiting.exclude(contribution__in=still_open.values("contribution"))
    told = list(ready)
    Message.objects.bulk_create(answered_message(address) for address in told)
    Address.objects.filter(pk__in=[address.pk for address in told]).delete()
    return len(told)


def answered_message(address: Address) -> Message:
    """The message in the language of the contribution."""
    contribution = address.contribution
    process = contribution.process
    with translation.override(address.language):
        link = reverse("mail-link", args=[process.slug, mail_token(contribution)])
        body = _(
            "Guten Tag,\n\n"
            "Ihr Beitrag vom %(day)s ist beantwortet. Hier lesen Sie, was daraus wurde:\n\n%(link)s\n\n"
            "Wir schreiben Ihnen zu diesem Beitrag nicht noch einmal; Ihre Adresse haben wir gelöscht.\n\n%(office)s"
        ) % {"day": contribution.day.strftime("%d.%m.%Y"), "link": settings.SITE_URL + link, "office": process.office}
        subject = _("Was aus Ihrem Beitrag wurde")
    return Message(process=process, to=address.email, subject=subject, body=body, written_at=clock.now())
