"""Telling authors what was decided about their contribution, why, on which basis, and how to appeal (DSA, article 17).
On the page of the code it always stands; whoever left an address gets it as a letter, too."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stadtgespraech.web import clock
from stadtgespraech.web.actions.notice import mail_token
from stadtgespraech.web.models import Address, Appeal, Contribution, Decision, Inquiry, Message
from stadtgespraech.web.rules import RULES

TOLD: dict[str, Promise] = {
    "published": gettext_lazy("Ihr Beitrag wurde gelesen und ist jetzt für alle zu sehen."),
    "hidden": gettext_lazy("Ihr Beitrag wird nicht öffentlich gezeigt."),
    "blacked": gettext_lazy(
        "In Ihrem Beitrag sind Stellen geschwärzt. Alles andere bleibt, wie Sie es geschrieben haben."
    ),
    "restored": gettext_lazy("Ihr Beitrag wird wieder gezeigt, so wie Sie ihn geschrieben haben."),
}
OUTCOMES: dict[str, Promise] = {
    "upheld": gettext_lazy("Sie haben recht bekommen. Ihr Beitrag wird gezeigt, so wie Sie ihn geschrieben haben."),
    "rejected": gettext_lazy("Eine zweite Person hat noch einmal entschieden: Es bleibt dabei."),
}
HUMAN = gettext_lazy("Das hat ein Mensch entschieden, kein Programm.")
APPEAL = gettext_lazy(
    "Sind Sie anderer Meinung? Bis zu sechs Monate lang können Sie hier einmal widersprechen. "
    "Dann entscheidet eine andere Person. Der Weg zum Gericht steht Ihnen immer offen."
)


def tell_decision(decision: Decision) -> None:
    """Nothing is told where a contribution stays as it is, or is not to be read yet."""
    if not is_told(decision):
        return
    paragraphs: list[str | Promise] = [TOLD[decision.kind]]
    if decision.keeps_back:
        paragraphs += [grounds(decision), decision.words, HUMAN, APPEAL]
    write(decision.contribution, gettext_lazy("Zu Ihrem Beitrag: eine Entscheidung"), paragraphs)


def is_told(decision: Decision) -> bool:
    unread = decision.kind == Decision.Kind.RESTORED and decision.contribution.state != Contribution.State.PUBLIC
    return decision.kind in TOLD and not unread


def grounds(decision: Decision) -> str | Promise:
    """Reason and basis, in the language of whoever reads."""
    rule = RULES[decision.reason]
    return format_lazy(gettext_lazy("Grund: {reason}\nGrundlage: {basis}"), reason=rule.words, basis=rule.basis)


def tell_question(inquiry: Inquiry) -> None:
    asked = gettext_lazy("Wir haben eine Frage zu Ihrem Beitrag. Antworten können Sie auf dieser Seite, einmal:")
    write(inquiry.contribution, gettext_lazy("Eine Frage zu Ihrem Beitrag"), [inquiry.question, asked])


def tell_outcome(appeal: Appeal) -> None:
    subject = gettext_lazy("Zu Ihrem Widerspruch: eine Entscheidung")
    write(appeal.decision.contribution, subject, [OUTCOMES[appeal.outcome], appeal.answer, HUMAN])


def write(contribution: Contribution, subject: Promise, paragraphs: list[str | Promise]) -> None:
    """A letter into the outbox, where an address was left; the address stays, for the answer is still to come."""
    address = Address.objects.filter(contribution=contribution).first()
    if address is None:
        return
    process = contribution.process
    with translation.override(address.language):
        link = settings.SITE_URL + reverse("mail-link", args=[process.slug, mail_token(contribution)])
        said = [_("Guten Tag!"), *(str(one) for one in paragraphs), link, process.office]
        body = "\n\n".join(one for one in said if one)
        Message.objects.create(
            process=process, to=address.email, subject=str(subject), body=body, written_at=clock.now()
        )
